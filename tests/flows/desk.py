"""A desk at which enrolment and mandates are tried out: a real store, a fixed day, and presses as people make them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bot.domain.errors import RuleBroken
from bot.domain.mandate import Mandate
from bot.domain.people import Brand, Person, Talent
from bot.flows import change_mandate, enrol
from bot.flows.base import Action, Deps, House, Press, Reply
from bot.ports import Note, Outgoing, Tx
from bot.surfaces.forms import build
from bot.surfaces.layout import Button, FormView, Message, Select
from bot.surfaces.render import render
from storage.store import SqlStore
from tests.licences import documents

T = TypeVar("T")

MENU = 25
NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
LEE, SOFIA, NOOR, ADA = "100000000000000501", "100000000000000304", "100000000000000401", "100000000000000201"
FLOOR, FLOOR_DIGITS = "8,765.43", re.compile(r"8[,.]?765|876543")
DIGESTS = "\n".join(f"{number:064x}" for number in range(1, 4))

ABOUT = {"full_name": "Sofía Reyes", "born_on": "2001-05-14", "tz": "Madrid", "represented": "agent"}
RATE = {"currency": "eur", "base": "10,000.00", "floor": FLOOR, "day_rate": "2,000"}
LIKENESS = {
    "made_by": "Studio Example",
    "made_on": "2026-06-12",
    "consented_on": "1 June 2026",
    "more_sources": DIGESTS,
}


class Counter:
    """Numbers that look random enough to be ids, and are the same in every run."""

    def __init__(self) -> None:
        self.last = 0

    def __call__(self, bits: int) -> int:
        self.last += 0x9E3779B97F4A7C15F39CC0605CEDC835
        return self.last & ((1 << bits) - 1)


@dataclass
class Desk:
    """The store, the house, and what people did at it. `now` may be moved."""

    store: SqlStore
    now: datetime = NOW
    presses: int = 0
    replies: list[Reply] = field(default_factory=list)

    def __post_init__(self) -> None:
        house = House(operator_name="Example Agency", operator_ids=frozenset({LEE}), secret=b"house")
        self.deps = Deps(self.store, documents(), Counter(), house)

    def read(self, fn: Callable[[Tx], T]) -> T:
        """Looks into the store."""
        return self.store.read_sync(fn)

    def write(self, fn: Callable[[Tx], T]) -> T:
        """Changes the store."""
        return self.store.transact_sync(fn)

    async def command(self, name: str, user: str, /, **fields: str) -> Reply:
        """A slash command."""
        handler = {**enrol.COMMANDS, **change_mandate.COMMANDS}[name]
        return await self._done(handler, self._press(user, Action(name), fields=fields))

    async def press(
        self,
        verb: str,
        user: str = SOFIA,
        *,
        arg: str = "",
        ref: str | None = None,
        values: tuple[str, ...] = (),
        fields: Mapping[str, str] | None = None,
    ) -> Reply:
        """A button, a menu (`values`) or a form (`fields`) about Sofía."""
        action = Action(verb, ref if ref is not None else self.talent().id, 0, arg)
        handler = {**enrol.ACTIONS, **change_mandate.ACTIONS}[verb]
        return await self._done(handler, self._press(user, action, values=values, fields=fields or {}))

    async def form(self, part: str, fields: Mapping[str, str]) -> Reply:
        """A part's form, sent."""
        return await self.press("part_sent", arg=part, fields=fields)

    async def pick(self, part: str, menu: str, *values: str) -> Reply:
        """A part's menu, used."""
        return await self.press("part_picked", arg=f"{part}/{menu}", values=values)

    async def invited(self) -> Talent:
        """Sofía, invited by Lee."""
        await self.command("invite", LEE, person=f"<@{SOFIA}>", name="Sofía Reyes")
        return self.talent()

    async def fill_required(self) -> None:
        """Every part that enrolment needs."""
        await self.form("about", ABOUT)
        await self.form("rate", RATE)
        await self.pick("term", "max_months", "24")
        await self.pick("term", "exclusivity", "none", "category")
        await self.form("likeness", LIKENESS)

    async def enrolled(self) -> Talent:
        """Sofía, through the whole of enrolment."""
        await self.invited()
        await self.press("enrol_begin")
        await self.fill_required()
        await self.press("enrol_finish")
        return self.talent()

    def talent(self) -> Talent:
        """Sofía as stored."""
        talent = self.read(lambda tx: tx.talent_of(SOFIA))
        assert talent is not None
        return talent

    def mandate(self) -> Mandate:
        """Her newest mandate."""
        talent = self.talent()
        mandate = self.read(lambda tx: tx.mandate(talent.id))
        assert mandate is not None
        return mandate

    def knows(self, user_id: str, name: str) -> None:
        """Someone we met before."""
        self.write(lambda tx: tx.save_person(Person(user_id, name)))

    def knows_brand(self) -> Brand:
        """Northwind, which Ada speaks for."""
        brand = Brand("northwind", "Northwind", "Northwind Outerwear SAS", "EUR", (ADA,), "Europe/Paris")
        self.write(lambda tx: (tx.save_person(Person(ADA, "Ada Moreau")), tx.save_brand(brand)))
        return brand

    def outbox(self) -> list[Outgoing]:
        """Everything that waits to be said, in order; claiming moves the turn of each address on."""
        found: list[Outgoing] = []
        while rows := self.write(lambda tx: list(tx.claim_outbox(self.now, limit=50, lease_s=60))):
            found += [row.outgoing for row in rows]
            for row in rows:
                self.write(lambda tx, row_id=row.id: tx.outbox_sent(row_id, None, self.now))  # type: ignore[misc]
        return found

    def ledger_kinds(self) -> list[str]:
        """Kinds of all entries, in order."""
        return [entry.kind for entry in self.read(lambda tx: tx.ledger())]

    def wait(self, **step: int) -> None:
        """Time passes."""
        self.now += timedelta(**step)

    def _press(self, user: str, action: Action, **more: Any) -> Press:
        self.presses += 1
        return Press(f"event{self.presses}", user, "someone", "channel", action, is_dm=user == SOFIA, **more)

    async def _done(self, handler: Any, press: Press) -> Reply:
        reply: Reply = await handler(self.deps, press, self.now)
        self.replies.append(reply)
        return reply


async def code_of(coming: Any) -> str:
    """The code of the rule that an act breaks; empty where it breaks none."""
    try:
        await coming
    except RuleBroken as broken:
        return broken.code
    return ""


def shown(reply: Reply) -> Message:
    """What a reply looks like."""
    assert reply.note is not None
    return render(reply.note)


def opened(reply: Reply) -> FormView:
    """The form that a reply opens."""
    assert reply.form is not None
    return build(reply.form)


def words_of(message: Message) -> str:
    """All text of a message."""
    cards = [[card.title, card.text, card.footer, *(f"{line.label}: {line.value}" for line in card.lines)]
             for card in message.cards]  # fmt: skip
    return "\n".join([message.text, *(text for card in cards for text in card)])


def labels(message: Message) -> list[str]:
    """Labels of all buttons."""
    return [item.label for row in message.rows for item in row if isinstance(item, Button)]


def menus(message: Message) -> list[Select]:
    """All menus."""
    return [item for row in message.rows for item in row if isinstance(item, Select)]


def breaks_of_discord(message: Message) -> list[str]:
    """Which of Discord's limits a message would break."""
    found = [f"{len(message.text)} characters"] if len(message.text) > 2_000 else []
    found += [f"{len(message.rows)} rows"] if len(message.rows) > 5 else []
    for row in message.rows:
        buttons = [item for item in row if not isinstance(item, Select)]
        found += ["a crowded row"] if len(buttons) > 5 or (buttons and len(buttons) < len(row)) else []
        found += [
            f"a menu of {len(item.options)}" for item in row if isinstance(item, Select) and len(item.options) > 25
        ]
    for card in message.cards:
        found += [f"{len(card.lines)} lines"] if len(card.lines) > 25 else []
        found += [f"line {line.label}" for line in card.lines if not line.value or len(line.value) > 1_024]
    total = sum(len(card.title) + len(card.text) + len(card.footer) for card in message.cards)
    total += sum(len(line.label) + len(line.value) for card in message.cards for line in card.lines)
    return found + ([f"cards of {total}"] if total > 6_000 else [])


def note_texts(notes: list[Note]) -> str:
    """All notes with their data and their words."""
    return "\n".join(f"{note.data} {words_of(render(note))}" for note in notes)
