"""Waiting until the bot has nothing left in hand, and moving time through everything that falls due."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import Refused
from bot.sandbox.front import Front
from bot.sandbox.gateway import Gateway
from bot.sandbox.interactions import Interactions

LIMIT_S = 60.0
PAUSE_S = 0.015
QUIET_CHECKS = 2
LOOP_TURNS = 3
BOT_GRACE_S = 10.0


class BotProbe(Protocol):
    """What the sandbox asks the bot's wiring. The bot's own code knows nothing of it."""

    async def busy(self, last_event_seq: int) -> bool:
        """Whether the bot has anything in hand.

        Args:
            last_event_seq: the last `s` sent on the live gateway session; not having received it is being busy.
        """
        ...

    async def next_due(self) -> datetime | None:
        """The earliest instant at which the bot has something to do."""
        ...


class Settler:
    """Knows when the world is at rest, and steps the clock from rest to rest."""

    def __init__(self, clock: SandboxClock, gateway: Gateway, interactions: Interactions, front: Front) -> None:
        self.probe: BotProbe | None = None
        self.bot_grace_s = BOT_GRACE_S
        self.opened_at = time.monotonic()
        self._clock = clock
        self._gateway = gateway
        self._interactions = interactions
        self._front = front

    async def settle(self, limit_s: float = LIMIT_S) -> None:
        """Return when nothing is in hand, on several checks in a row.

        Raises:
            Refused: 504 after `limit_s` of real time.
        """
        deadline = time.monotonic() + limit_s
        await self.wait_for_bot(min(self.bot_grace_s, limit_s))
        quiet = 0
        while quiet < QUIET_CHECKS:
            if quiet:
                await asyncio.sleep(PAUSE_S)
            for _ in range(LOOP_TURNS):
                await asyncio.sleep(0)
            quiet = 0 if await self._busy() else quiet + 1
            if quiet == 0:
                if time.monotonic() > deadline:
                    raise Refused(f"The bot still had something in hand after {limit_s:.0f} seconds.", 504)
                await asyncio.sleep(PAUSE_S)

    async def _busy(self) -> bool:
        if self._interactions.pending or self._front.in_flight or self._gateway.unsent:
            return True
        if self.probe is None or self._gateway.live is None:
            return False
        return await self.probe.busy(self._gateway.last_seq)

    async def wait_for_bot(self, limit_s: float | None = None) -> None:
        """Where a bot belongs to this world and is only starting, give it a moment to connect.

        A world that has just opened expects one: words said to it in the first moments are then not lost.
        """
        deadline = time.monotonic() + (self.bot_grace_s if limit_s is None else limit_s)
        while self._expects_bot() and not self._gateway.reachable and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(PAUSE_S)

    def _expects_bot(self) -> bool:
        return self.probe is not None or time.monotonic() - self.opened_at < self.bot_grace_s

    async def next_due(self) -> datetime | None:
        return await self.probe.next_due() if self.probe else None

    async def travel(self, target: datetime, limit_s: float = LIMIT_S) -> int:
        """Move time to `target`, stopping at each instant something falls due. Returns the number of stops.

        Raises:
            Refused: 504 where the bot takes more than `limit_s` of real time over it all.
        """
        deadline = time.monotonic() + limit_s
        left: Callable[[], float] = lambda: max(0.0, deadline - time.monotonic())  # noqa: E731
        stops, last = 0, None
        await self.settle(left())
        while (due := await self.next_due()) is not None and due <= target and due != last:
            self._clock.jump_to(due)
            await self.settle(left())
            stops, last = stops + 1, due
        self._clock.jump_to(target)
        await self.settle(left())
        return stops
