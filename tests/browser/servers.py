"""What the browser tests share: an application served by a thread, and the type of the page opener."""

from __future__ import annotations

import threading
from collections.abc import Callable

import uvicorn
from playwright.sync_api import Page
from starlette.types import ASGIApp

OpenPage = Callable[..., Page]


class ThreadServer:
    """An application served on a free port of this machine by a thread, until stopped."""

    def __init__(self, app: ASGIApp) -> None:
        config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._started = threading.Event()

    def start(self) -> str:
        """Serve, and return the address."""
        startup = self._server.startup

        async def startup_then_tell(sockets: object = None) -> None:
            await startup()
            self._started.set()

        self._server.startup = startup_then_tell  # type: ignore[method-assign]
        self._thread.start()
        assert self._started.wait(10), "the test's server did not start"
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(5)
