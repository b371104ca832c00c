"""A Chromium that is already on the machine, a fresh page a test, and servers in threads for it to look at."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.types import ASGIApp

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ACT_TIMEOUT_MS = 8000


def find_chromium() -> str | None:
    """The path of a Chromium: the environment's CHROMIUM, else the first known name on PATH."""
    named = os.environ.get("CHROMIUM")
    if named and Path(named).exists():
        return named
    return next((path for path in map(shutil.which, CHROMIUM_NAMES) if path), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module. Not longer: playwright's loop would stand in the way of asynchronous tests."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine; install it with: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield chromium
        chromium.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages in contexts of their own; at the end of the test none may have complained in its console."""
    complaints: list[str] = []
    contexts = []

    def opened(url: str, *, width: int = 1280, height: int = 800, scheme: str = "light", touch: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            has_touch=touch,
            reduced_motion="reduce",
        )
        context.set_default_timeout(ACT_TIMEOUT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        # Chromium itself logs each 4xx answer; a refused act is the page's business, not its mistake.
        page.on(
            "console",
            lambda line: complaints.append(line.text)
            if line.type == "error" and "Failed to load resource" not in line.text
            else None,
        )
        page.goto(url)
        page.wait_for_selector("body[data-ready]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


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

        self._server.startup = startup_then_tell  # type: ignore[method-assign, assignment]
        self._thread.start()
        assert self._started.wait(10), "the test's server did not start"
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(5)
