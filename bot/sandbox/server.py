"""The sandbox as one server: Discord's API and gateway for the bot, the control API and the page for people."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import Generator, Iterator
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from bot.sandbox.access import Access
from bot.sandbox.acts import Acts
from bot.sandbox.channels_api import ChannelsApi, GuildApi, nothing_here
from bot.sandbox.clock import WORLD_START, SandboxClock
from bot.sandbox.commands_api import CommandsApi
from bot.sandbox.control import Control
from bot.sandbox.faults import Faults
from bot.sandbox.front import Front
from bot.sandbox.gateway import Gateway
from bot.sandbox.interactions import Interactions
from bot.sandbox.interactions_api import InteractionsApi
from bot.sandbox.messages_api import MessagesApi
from bot.sandbox.settle import BotProbe, Settler
from bot.sandbox.store import Store
from bot.sandbox.threads import archive_idle
from bot.sandbox.world import World

TOKEN = "sandbox-token"  # noqa: S105  (no secret: it opens a world on this machine only)
HOST = "127.0.0.1"
PAGE = Path(__file__).parent / "page"
_GUARDED = ("/sandbox", "/api", "/gateway", "/page")

__all__ = ["WORLD_START", "BotProbe", "Sandbox", "SandboxClock"]


class Sandbox:
    """One world on one port of the loopback interface.

    Args:
        data_dir: where the world is kept; a second start in the same folder goes on where it stopped.
        starts_at: world time of a fresh world, aware.
        port: the port to serve on; 0 finds a free one.

    Raises:
        WorldInUse: where another sandbox already runs in `data_dir`.
    """

    def __init__(self, data_dir: Path, *, starts_at: datetime = WORLD_START, port: int = 0) -> None:
        self.port = port
        self.token = TOKEN
        self._store = Store(data_dir / "sandbox.db")
        self.world = World(self._store, starts_at)
        self.faults = Faults()
        self.front = Front(TOKEN, self.faults)
        self.gateway = Gateway(self.world, TOKEN)
        self.interactions = Interactions(self.world)
        self.settler = Settler(self.world.clock, self.gateway, self.interactions, self.front)
        acts = Acts(self.world, self.interactions, self.gateway)
        self._control = Control(self.world, acts, self.gateway, self.settler, self.faults, self.front)
        self.world.clock.add_listener(lambda: archive_idle(self.world))
        self.app = Starlette(routes=self._routes())
        self.app.add_middleware(LoopbackOnly)
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    # ---- what the wiring uses

    @property
    def clock(self) -> SandboxClock:
        return self.world.clock

    @property
    def probe(self) -> BotProbe | None:
        """What to ask whether the bot has something in hand; set by the wiring."""
        return self.settler.probe

    @probe.setter
    def probe(self, probe: BotProbe | None) -> None:
        self.settler.probe = probe

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @contextlib.contextmanager
    def point_discord_here(self) -> Iterator[None]:
        """While inside, discord.py of this process speaks with this sandbox."""
        import discord.gateway
        import discord.http
        import yarl

        route, socket_class = discord.http.Route, discord.gateway.DiscordWebSocket
        before = route.BASE, socket_class.DEFAULT_GATEWAY
        route.BASE = f"{self.base_url}/api/v10"
        socket_class.DEFAULT_GATEWAY = yarl.URL(self.gateway.address)
        try:
            yield
        finally:
            route.BASE, socket_class.DEFAULT_GATEWAY = before

    async def start(self) -> None:
        """Serve; returns when connections are taken.

        Raises:
            OSError: where the port is taken.
        """
        archive_idle(self.world)
        # The protocol is named because asyncio sets TCP_NODELAY only then; without it each answer waits 40 ms.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, self.port))
        except OSError:
            listener.close()
            raise
        self.port = listener.getsockname()[1]
        self.world.base_url = self.base_url
        self.settler.opened_at = time.monotonic()
        config = uvicorn.Config(
            self.app, lifespan="off", log_config=None, access_log=False, ws="websockets-sansio",
            ws_per_message_deflate=False, ws_ping_interval=None, timeout_graceful_shutdown=1, ws_max_size=2**20,
        )  # fmt: skip
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        while not self._server.started:
            if self._serving.done():
                self._serving.result()
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Close every connection and the files; what was answered is on disk."""
        self._control.close()
        self.interactions.close()
        await self.gateway.close()
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            self._server.leave.set()
            await self._serving
        self._store.close()

    # ---- routes

    def _routes(self) -> list[BaseRoute]:
        access = Access(self.world, self.faults)
        api: list[BaseRoute] = [
            *MessagesApi(self.world, self.gateway, access).routes(self.front),
            *ChannelsApi(self.world, access, self.faults).routes(self.front),
            *GuildApi(self.world, lambda: self.gateway.address).routes(self.front),
            *CommandsApi(self.world).routes(self.front),
            *InteractionsApi(self.world, self.interactions).routes(self.front),
        ]
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            api.append(self.front.route(method, "/{rest:path}", nothing_here))
        return [
            Mount("/api/v10", routes=api),
            WebSocketRoute("/gateway", self._gateway_socket),
            *self._control.routes(),
            Route("/", _index),
            Mount("/page", StaticFiles(directory=PAGE, check_dir=False)),
        ]

    async def _gateway_socket(self, connection: WebSocket) -> None:
        await self.gateway.serve(connection)


async def _index(_request: Request) -> Response:
    page = PAGE / "index.html"
    if not page.exists():
        return JSONResponse({"error": "The page is not built in here; the control API is at /sandbox/world."}, 404)
    return FileResponse(page)


class _Server(uvicorn.Server):
    """uvicorn inside our own event loop: signals stay with whoever runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def main_loop(self) -> None:
        """Keep the date header fresh until told to leave; unlike uvicorn's own, at rest between."""
        self.leave = asyncio.Event()
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.leave.wait(), 1.0)


class LoopbackOnly:
    """Refuses whoever is not on this machine, and pages of other sites (rebound names, foreign origins)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        guarded = scope["type"] in ("http", "websocket") and _is_guarded(scope["path"])
        if guarded and not _from_this_machine(scope):
            await _refuse(scope, receive, send)
            return
        if scope["type"] == "http" and guarded:
            send = _uncached(send)
        await self._app(scope, receive, send)


def _is_guarded(path: str) -> bool:
    return path == "/" or path.startswith(_GUARDED)


def _from_this_machine(scope: Scope) -> bool:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    peer = (scope.get("client") or ("", 0))[0]
    host = headers.get("host", "")
    # Another page of this machine, on a port of its own, is another site too.
    own_page = headers.get("origin", f"http://{host}") == f"http://{host}"
    return _is_loopback(peer) and _is_loopback(_name_in(host)) and own_page


def _name_in(host: str) -> str:
    try:
        return urlsplit("//" + host).hostname or ""
    except ValueError:
        return ""


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await JSONResponse({"error": "The sandbox speaks with this machine only."}, 403)(scope, receive, send)


def _uncached(send: Send) -> Send:
    """The page and the world's answers are never kept by a browser; files keep their own word."""

    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers") or [])
            if not any(name.lower() == b"cache-control" for name, _ in headers):
                message = {**message, "headers": [*headers, (b"cache-control", b"no-store")]}
        await send(message)

    return wrapped
