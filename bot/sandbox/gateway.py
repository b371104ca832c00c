"""The gateway: sessions over WebSocket, with heartbeats, resuming and transport compression.

Source: https://discord.com/developers/docs/events/gateway. A session lives on for a while after its
socket went, so that a bot that comes back resumes and misses nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import secrets
import time
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.sandbox import objects, people
from bot.sandbox.people import APPLICATION_ID, GUILD_ID
from bot.sandbox.world import MESSAGE_CONTENT, Event, World

HEARTBEAT_MS = 41_250
RESUMABLE_S = 120.0
AWAITED_S = 15.0
KEPT_EVENTS = 20_000
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, REQUEST_MEMBERS = 0, 1, 2, 6, 8
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11
AUTHENTICATION_FAILED, DECODE_ERROR, SHUTTING_DOWN, DROPPED = 4004, 4002, 1001, 4000
MEMBERS_INTENT = 1 << 1


class _Packer(Protocol):
    def pack(self, text: str) -> str | bytes: ...


class _Plain:
    def pack(self, text: str) -> str | bytes:
        return text


class _Zlib:
    """One zlib stream for the whole connection, flushed at each message."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj(1)

    def pack(self, text: str) -> str | bytes:
        return self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class _Zstd:
    """One Zstandard stream for the whole connection. The library is there whenever discord.py asks for it."""

    def __init__(self) -> None:
        library: Any = importlib.import_module("zstandard")
        self._block = library.COMPRESSOBJ_FLUSH_BLOCK
        self._stream = library.ZstdCompressor(level=1).compressobj()

    def pack(self, text: str) -> str | bytes:
        return bytes(self._stream.compress(text.encode()) + self._stream.flush(self._block))


_PACKERS: dict[str, type[_Packer]] = {"zlib-stream": _Zlib, "zstd-stream": _Zstd}


class _Line:
    """One connection. Frames leave in the order they were packed, as the compression stream needs."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self._packer = _PACKERS.get(socket.query_params.get("compress", ""), _Plain)()
        self._turn = asyncio.Lock()

    async def send(self, text: str) -> None:
        async with self._turn:
            frame = self._packer.pack(text)
            if isinstance(frame, str):
                await self.socket.send_text(frame)
            else:
                await self.socket.send_bytes(frame)

    async def send_op(self, op: int, data: Any) -> None:
        await self.send(json.dumps({"t": None, "s": None, "op": op, "d": data}, separators=(",", ":")))

    async def receive(self) -> tuple[Any, Any]:
        """The next frame as (op, data); (None, None) where it makes no sense."""
        try:
            body = json.loads(await self.socket.receive_text())
            return body["op"], body.get("d")
        except (ValueError, KeyError, TypeError):
            return None, None

    async def close(self, code: int) -> None:
        if self.socket.application_state is not WebSocketState.DISCONNECTED:
            with contextlib.suppress(RuntimeError):
                await self.socket.close(code)


@dataclass
class Session:
    """One identified bot session. `outbox` holds what the live socket has still to send."""

    id: str
    intents: int
    seq: int = 0
    sent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))
    outbox: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    line: _Line | None = None
    gone_at: float = 0.0
    dropped_by_us: bool = False
    sending: bool = False

    @property
    def awaited(self) -> bool:
        """Whether we cut the bot off a moment ago and expect it back."""
        return self.line is None and self.dropped_by_us and time.monotonic() - self.gone_at < AWAITED_S

    @property
    def waiting(self) -> bool:
        """Whether something is still unsent on a live socket."""
        return self.line is not None and (self.sending or not self.outbox.empty())


class Gateway:
    """All sessions of the bot."""

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token
        self.sessions: dict[str, Session] = {}
        self.drops_left = 0
        world.on_event = self.dispatch

    # ---- what others ask

    @property
    def live(self) -> Session | None:
        """The session that connected last and still has its socket."""
        return next((s for s in reversed(self.sessions.values()) if s.line is not None), None)

    @property
    def reachable(self) -> bool:
        """Whether an event would reach the bot: it is connected, or we cut it off and it will resume."""
        self._forget_old()
        return any(s.line is not None or s.awaited for s in self.sessions.values())

    @property
    def unsent(self) -> bool:
        """Whether an event is still on its way to the bot."""
        drops_again = self.drops_left > 0 and self.live is not None
        return drops_again or any(s.waiting or s.awaited for s in self.sessions.values())

    @property
    def last_seq(self) -> int:
        return self.live.seq if self.live else 0

    @property
    def intents(self) -> int:
        """The intents of the newest session; without one, all."""
        newest = next(reversed(self.sessions.values()), None)
        return newest.intents if newest else (1 << 53) - 1

    # ---- events out

    def dispatch(self, event: Event) -> None:
        """Number, keep and queue an event for every session that asked for its kind."""
        self._forget_old()
        for session in self.sessions.values():
            if not event.intent or session.intents & event.intent:
                self._send(session, event.name, shown_to(session.intents, event))

    def _send(self, session: Session, name: str, data: Any) -> None:
        session.seq += 1
        frame = json.dumps({"t": name, "s": session.seq, "op": DISPATCH, "d": data}, separators=(",", ":"))
        session.sent.append((session.seq, frame))
        if session.line is not None:
            session.outbox.put_nowait(frame)

    def _forget_old(self) -> None:
        limit = time.monotonic() - RESUMABLE_S
        for id in [s.id for s in self.sessions.values() if s.line is None and s.gone_at < limit]:
            del self.sessions[id]

    # ---- dropping

    async def drop(self, times: int) -> None:
        """Cut the bot off now, and again at its next `times - 1` connections."""
        self.drops_left += times
        for session in list(self.sessions.values()):
            if session.line is not None:
                await self._drop_once(session)

    async def _drop_once(self, session: Session) -> None:
        if self.drops_left and session.line is not None:
            self.drops_left -= 1
            session.dropped_by_us = True
            await session.line.close(DROPPED)

    async def close(self) -> None:
        """Close every socket, as a server that goes down."""
        self.drops_left = 0
        for session in self.sessions.values():
            if session.line is not None:
                await session.line.close(SHUTTING_DOWN)

    # ---- one connection

    async def serve(self, socket: WebSocket) -> None:
        """Speak with one bot connection until it ends."""
        await socket.accept()
        line = _Line(socket)
        await line.send_op(HELLO, {"heartbeat_interval": HEARTBEAT_MS, "_trace": []})
        session: Session | None = None
        try:
            session = await self._open(line)
            if session is not None:
                await self._run(session, line)
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            if session is not None and session.line is line:
                session.line = None
                session.gone_at = time.monotonic()

    async def _open(self, line: _Line) -> Session | None:
        """Heartbeats, then an identify or a resume. None where the connection was turned away."""
        while True:
            op, data = await line.receive()
            if op == HEARTBEAT:
                await line.send_op(HEARTBEAT_ACK, None)
            elif op not in (IDENTIFY, RESUME) or not isinstance(data, dict):
                await line.close(DECODE_ERROR)
                return None
            elif data.get("token") != self._token:
                await line.close(AUTHENTICATION_FAILED)
                return None
            elif op == IDENTIFY:
                return self._identify(line, int(data.get("intents", 0)))
            else:
                session = self._resume(line, data)
                if session is not None:
                    return session
                await line.send_op(INVALID_SESSION, False)

    def _identify(self, line: _Line, intents: int) -> Session:
        for stale in [s.id for s in self.sessions.values() if s.line is None]:
            del self.sessions[stale]
        session = Session(secrets.token_hex(16), intents, line=line)
        self.sessions[session.id] = session
        self._send(session, "READY", self._ready(session))
        self._send(session, "GUILD_CREATE", objects.guild_create(self._world, bool(intents & MEMBERS_INTENT)))
        return session

    def _ready(self, session: Session) -> dict[str, Any]:
        return {
            "v": 10, "user": objects.own_user(), "guilds": [{"id": GUILD_ID, "unavailable": True}],
            "session_id": session.id, "resume_gateway_url": self.address, "session_type": "normal",
            "application": {"id": APPLICATION_ID, "flags": objects.application()["flags"]},
            "private_channels": [], "relationships": [], "presences": [], "user_settings": {}, "shard": [0, 1],
            "geo_ordered_rtc_regions": [], "_trace": [],
        }  # fmt: skip

    @property
    def address(self) -> str:
        return self._world.base_url.replace("http", "ws", 1) + "/gateway"

    def _resume(self, line: _Line, data: dict[str, Any]) -> Session | None:
        self._forget_old()
        session = self.sessions.get(str(data.get("session_id")))
        after = int(data.get("seq") or 0)
        if session is None or after > session.seq:
            return None
        if session.sent and session.sent[0][0] > after + 1:
            return None
        session.outbox = asyncio.Queue()
        session.line, session.dropped_by_us = line, False
        for seq, frame in session.sent:
            if seq > after:
                session.outbox.put_nowait(frame)
        self.sessions[session.id] = self.sessions.pop(session.id)
        self._send(session, "RESUMED", {"_trace": []})
        return session

    async def _run(self, session: Session, line: _Line) -> None:
        sender = asyncio.create_task(self._send_all(session, line))
        try:
            if self.drops_left:
                while session.waiting:  # noqa: ASYNC110
                    await asyncio.sleep(0.005)
                await self._drop_once(session)
            while True:
                op, data = await line.receive()
                if op == HEARTBEAT:
                    await line.send_op(HEARTBEAT_ACK, None)
                elif op == REQUEST_MEMBERS and isinstance(data, dict):
                    self._send(session, "GUILD_MEMBERS_CHUNK", _members_chunk(data))
        finally:
            sender.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sender

    async def _send_all(self, session: Session, line: _Line) -> None:
        while True:
            frame = await session.outbox.get()
            session.sending = True
            try:
                await line.send(frame)
            except (WebSocketDisconnect, RuntimeError):
                return
            finally:
                session.sending = False


def shown_to(intents: int, event: Event) -> dict[str, Any]:
    """The event's data, with message content taken out where the session may not read it."""
    if not event.name.startswith("MESSAGE_") or "content" not in event.data:
        return event.data
    return readable(intents, event.data, in_guild="guild_id" in event.data)


def readable(intents: int, message: dict[str, Any], *, in_guild: bool) -> dict[str, Any]:
    """A message as an app with these intents may read it.

    Without the message-content intent an app reads what it wrote itself, what mentions it, and DMs.
    Source: https://discord.com/developers/docs/events/gateway#message-content-intent
    """
    own = message["author"]["id"] == APPLICATION_ID
    mentioned = any(u["id"] == APPLICATION_ID for u in message["mentions"])
    shown = message
    if in_guild and not (intents & MESSAGE_CONTENT or own or mentioned):
        shown = message | {"content": "", "embeds": [], "attachments": [], "components": []}
    if shown.get("referenced_message"):
        shown = shown | {"referenced_message": readable(intents, shown["referenced_message"], in_guild=in_guild)}
    return shown


def _members_chunk(asked: dict[str, Any]) -> dict[str, Any]:
    ids = asked.get("user_ids")
    wanted = [ids] if isinstance(ids, str) else [str(i) for i in ids or []]
    query = str(asked.get("query") or "").lower()
    found = [p for p in people.PEOPLE if (p.id in wanted if wanted else p.name.lower().startswith(query))]
    limit = int(asked.get("limit") or 0)
    chunk = {
        "guild_id": GUILD_ID, "members": [objects.member(p) for p in (found[:limit] if limit else found)],
        "chunk_index": 0, "chunk_count": 1, "not_found": [i for i in wanted if i not in people.BY_ID],
    }  # fmt: skip
    return chunk | {"nonce": asked["nonce"]} if asked.get("nonce") else chunk
