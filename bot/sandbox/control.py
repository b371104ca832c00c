"""The control API of DESIGN §6, beside Discord's: how scripts, tests and the page act as people. Loopback only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.sandbox import objects, people, slash
from bot.sandbox.acts import Acts
from bot.sandbox.errors import Refused
from bot.sandbox.faults import KINDS, Faults
from bot.sandbox.front import Front
from bot.sandbox.gateway import Gateway
from bot.sandbox.inbox import channel_entry, inbox
from bot.sandbox.people import APPLICATION_ID
from bot.sandbox.permissions import BITS
from bot.sandbox.settle import Settler
from bot.sandbox.world import GUILDS, World, iso

ADVANCE_MOST_S = 10 * 366 * 86_400
SEQ_MOST_DIGITS = 18
Answer = dict[str, Any] | list[Any]


class Control:
    def __init__(
        self, world: World, acts: Acts, gateway: Gateway, settler: Settler, faults: Faults, front: Front
    ) -> None:
        self._world = world
        self._acts = acts
        self._gateway = gateway
        self._settler = settler
        self._faults = faults
        self._front = front
        self._travelling = asyncio.Lock()
        self._streams: set[asyncio.Queue[str | None]] = set()
        world.on_change = lambda seq: self._tell("change", {"seq": seq})
        world.clock.add_listener(lambda: self._tell("clock", {"now": iso(world.clock.now())}))

    def routes(self) -> list[BaseRoute]:
        return [
            _get("/sandbox/world", self.world),
            _get("/sandbox/inbox", self.inbox),
            _get("/sandbox/commands", self.commands),
            _get("/sandbox/due", self.due),
            _get("/sandbox/requests", self.requests),
            Route("/sandbox/stream", self.stream),
            Route("/sandbox/attachments/{id}/{filename}", self.attachment),
            _post("/sandbox/say", self.say),
            _post("/sandbox/click", self._interaction(self._acts.click)),
            _post("/sandbox/choose", self._interaction(self._acts.choose)),
            _post("/sandbox/submit", self._interaction(self._acts.submit)),
            _post("/sandbox/command", self._interaction(self._acts.command)),
            _post("/sandbox/autocomplete", self.autocomplete),
            _post("/sandbox/react", self.react),
            _post("/sandbox/dismiss", self.dismiss),
            _post("/sandbox/clock", self.clock),
            _post("/sandbox/settle", self.settle),
            _post("/sandbox/fault", self.fault),
            _post("/sandbox/permissions", self.permissions),
        ]

    # ---- looking

    async def world(self, request: Request) -> Answer:
        """The time, the channels and the people; with `as`, only the channels that person sees."""
        name = request.query_params.get("as")
        viewer = self._acts.person(name) if name else None
        seen = self._world.channels_of(viewer.id) if viewer else self._world.channels.values()
        users = [
            {"id": p.id, "name": p.name, "role": p.role, "tz": p.tz, "firm": p.firm} for p in people.PEOPLE
        ]  # fmt: skip
        now, connected = iso(self._world.clock.now()), self._gateway.reachable
        return {
            "now": now, "channels": [channel_entry(c) for c in seen], "users": users, "seq": self._world.seq,
            "guild": {"id": people.GUILD_ID, "name": people.GUILD_NAME}, "bot_connected": connected,
        }  # fmt: skip

    async def inbox(self, request: Request) -> Answer:
        person = self._acts.person(request.query_params.get("as"))
        since = request.query_params.get("since") or "0"
        if not (since.isascii() and since.isdigit() and len(since) <= SEQ_MOST_DIGITS):
            raise Refused("`since` is a seq that the inbox gave before.")
        return inbox(self._world, person.id, int(since))

    async def commands(self, request: Request) -> Answer:
        asked = request.query_params
        person = self._acts.person(asked.get("as"))
        place = self._acts.channel(person, dict(asked)) if "dm" in asked or "channel" in asked else None
        return slash.commands_for(self._world, person, place)

    async def due(self, _request: Request) -> Answer:
        due = await self._settler.next_due()
        return {"next_due": iso(due) if due else None}

    async def requests(self, _request: Request) -> Answer:
        return {"requests": list(self._front.requests)}

    async def attachment(self, request: Request) -> Response:
        found = self._world.store.get_file(request.path_params["id"])
        if found is None or found[0] != request.path_params["filename"]:
            return JSONResponse({"error": "There is no such file."}, 404)
        _, kind, data = found
        inline = (kind.startswith("image/") and kind != "image/svg+xml") or kind == "application/pdf"
        headers = {
            "Content-Disposition": "inline" if inline else "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=3600",
        }
        return Response(data, media_type=kind, headers=headers)

    # ---- live

    async def stream(self, request: Request) -> Response:
        """Server-Sent Events: `change` with the newest seq, `clock` with the time after a jump."""
        try:
            self._acts.person(request.query_params.get("as"))
        except Refused as refused:
            return _refusal(refused)
        return StreamingResponse(self._events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def _events(self) -> AsyncIterator[str]:
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._streams.add(queue)
        try:
            yield _event("clock", {"now": iso(self._world.clock.now())}) + _event("change", {"seq": self._world.seq})
            while True:
                try:
                    text = await asyncio.wait_for(queue.get(), 15.0)
                except TimeoutError:
                    text = ": still here\n\n"
                if text is None:
                    return
                yield text
        finally:
            self._streams.discard(queue)

    def _tell(self, name: str, data: dict[str, Any]) -> None:
        for queue in self._streams:
            queue.put_nowait(_event(name, data))

    def close(self) -> None:
        """End every stream."""
        for queue in self._streams:
            queue.put_nowait(None)

    # ---- acting

    async def say(self, asked: dict[str, Any]) -> Answer:
        await self._settler.wait_for_bot()
        return {"ok": True, "message": self._acts.say(asked).id}

    def _interaction(self, act: Callable[[dict[str, Any]], str]) -> Callable[[dict[str, Any]], Awaitable[Answer]]:
        async def run(asked: dict[str, Any]) -> Answer:
            await self._settler.wait_for_bot()
            return {"ok": True, "interaction": act(asked)}

        return run

    async def autocomplete(self, asked: dict[str, Any]) -> Answer:
        return {"choices": await self._acts.autocomplete(asked)}

    async def react(self, asked: dict[str, Any]) -> Answer:
        self._acts.react(asked)
        return {"ok": True}

    async def dismiss(self, asked: dict[str, Any]) -> Answer:
        self._acts.dismiss(asked)
        return {"ok": True}

    # ---- time and bad luck

    async def settle(self, _asked: dict[str, Any]) -> Answer:
        await self._settler.settle()
        return {"ok": True, "now": iso(self._world.clock.now())}

    async def clock(self, asked: dict[str, Any]) -> Answer:
        advance_s = asked.get("advance_s")
        if isinstance(advance_s, bool) or not isinstance(advance_s, int | float):
            raise Refused("Say by how many seconds the time moves: advance_s.")
        if advance_s < 0:
            raise Refused("Time only moves forward.")
        if not advance_s <= ADVANCE_MOST_S:  # so put that no NaN passes
            raise Refused("That is more than ten years ahead.")
        async with self._travelling:
            target = self._world.clock.now() + timedelta(seconds=advance_s)
            stops = await self._settler.travel(target)
        return {"ok": True, "now": iso(self._world.clock.now()), "stops": stops}

    async def fault(self, asked: dict[str, Any]) -> Answer:
        kind, times = str(asked.get("kind")), asked.get("times", 1)
        if kind not in KINDS:
            raise Refused(f"The faults are {', '.join(KINDS)}.")
        if isinstance(times, bool) or not isinstance(times, int) or not 0 < times <= 1000:
            raise Refused("Say how many times, from 1 to 1,000.")
        if kind == "drop_gateway":
            await self._gateway.drop(times)
        else:
            person = self._acts.person(asked["user"]) if asked.get("user") else None
            self._faults.add(kind, times, person.id if person else None)
        return {"ok": True}

    async def permissions(self, asked: dict[str, Any]) -> Answer:
        """Allow or deny the bot permissions in a channel, by name; replaces what was set there before."""
        wanted = str(asked.get("channel") or "").removeprefix("#")
        found = [c for c in self._world.channels.values() if c.kind == "text" and wanted in (c.id, c.name)]
        if not found:
            raise Refused(f"There is no channel {wanted!r}.", 404)
        allow, deny = _bits(asked.get("allow")), _bits(asked.get("deny"))
        c = found[0]
        c.overwrites[people.BOT_ROLE_ID] = [allow or (BITS["view_channel"] & ~deny), deny]
        self._world.keep(c)
        self._world.emit("CHANNEL_UPDATE", objects.channel(self._world, c), GUILDS)
        return {"ok": True, "bot": APPLICATION_ID}


def _bits(names: Any) -> int:
    total = 0
    for name in names if isinstance(names, list) else []:
        if not isinstance(name, str) or name not in BITS:
            raise Refused(f"The permissions are {', '.join(BITS)}.")
        total |= BITS[name]
    return total


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def _refusal(refused: Refused) -> Response:
    return JSONResponse({"error": refused.sentence}, refused.status)


def _get(path: str, act: Callable[[Request], Awaitable[Answer]]) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await act(request), headers={"Cache-Control": "no-store"})
        except Refused as refused:
            return _refusal(refused)

    return Route(path, endpoint, methods=["GET"])


def _post(path: str, act: Callable[[dict[str, Any]], Awaitable[Answer]]) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            asked = json.loads(await request.body() or b"{}")
            json.dumps(asked, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            asked = None
        if not isinstance(asked, dict):
            return JSONResponse({"error": "Send a JSON object of whole characters."}, 400)
        try:
            return JSONResponse(await act(asked))
        except Refused as refused:
            return _refusal(refused)

    return Route(path, endpoint, methods=["POST"])
