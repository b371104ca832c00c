"""A stage for whole deals without a network: the real flows, store and outbox, a chat that keeps what it was sent.

People act on what they were shown: every button, menu and form that ever left is kept with its action, so that a test
may press an old one, or one of somebody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bot import sandbox_seed
from bot.domain.ledger import Entry
from bot.domain.licence import Licence
from bot.flows.base import Action, Deps, Form, Heard, House, Press, Reply
from bot.flows.deliver import deliver_due
from bot.flows.hear import hear
from bot.flows.sweep import sweep
from bot.ports import Address, Note, Tx
from bot.sandbox import people
from bot.sandbox.people import ADA, IMANI, LEE, Person
from bot.surfaces import router
from bot.surfaces.layout import Button, Message, Select
from bot.surfaces.render import render
from storage.store import SqlStore
from tests.fakes import Delivered, FakeChat

T = TypeVar("T")
START = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
WHOLE = (
    "Imani Okafor's digital double for our Fjord parka, print and our website, France and Spain, half a year from"
    " 10 January 2027, no exclusivity, for the autumn campaign. 8 images, they replace no casting."
)


class Entropy:
    """Numbers that look random enough to be ids, and are the same in every run."""

    def __init__(self) -> None:
        self.last = 0

    def __call__(self, bits: int) -> int:
        self.last = (self.last + 0x9E3779B97F4A7C15F39CC0605CEDC835) & ((1 << 128) - 1)
        mixed = (self.last ^ (self.last >> 47)) * 0xDA942042E4DD58B5
        return (mixed >> 7) & ((1 << bits) - 1)


class PlainPapers:
    """Satisfies `ports.Documents` quickly."""

    def licence_json(self, licence: Licence) -> bytes:
        """The terms."""
        return str(licence.terms.as_dict()).encode()

    def licence_pdf(self, licence: Licence) -> bytes:
        """A stand-in."""
        return b"%PDF " + licence.number.encode()

    def licence_ics(self, licence: Licence) -> bytes:
        """A stand-in."""
        return b"BEGIN:VCALENDAR " + licence.number.encode()


@dataclass(frozen=True)
class Shown:
    """A button or menu that somebody was shown. `to` is its address; answers to a press have the presser's DM."""

    label: str
    action: Action
    to: Address
    values: tuple[str, ...] = ()


@dataclass
class Stage:
    """The store, the chat, the time, and everything that was shown."""

    store: SqlStore
    now: datetime = START
    chat: FakeChat = field(default_factory=FakeChat)
    replies: list[tuple[Person, Reply]] = field(default_factory=list)
    forms: list[tuple[Person, Form]] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    events: int = 0
    cast: Callable[[Tx, datetime, Callable[[int], int]], None] = sandbox_seed.seed

    def __post_init__(self) -> None:
        house = House(
            operator_name="Example Agency", public_url="https://quasi.example", operator_ids=frozenset({LEE.id}),
            licensing_channel_id=people.LICENSING.id, log_channel_id=people.LICENCE_LOG.id, secret=b"house",
        )  # fmt: skip
        self.entropy = Entropy()
        self.deps = Deps(self.store, PlainPapers(), self.entropy, house)
        self.write(lambda tx: self.cast(tx, self.now, self.entropy))
        self._delivered = 0

    # ---- looking

    def read(self, fn: Callable[[Tx], T]) -> T:
        """Looks into the store."""
        return self.store.read_sync(fn)

    def write(self, fn: Callable[[Tx], T]) -> T:
        """Changes the store."""
        return self.store.transact_sync(fn)

    def ledger(self) -> list[Entry]:
        """Every entry."""
        return self.read(lambda tx: list(tx.ledger()))

    def licences(self) -> list[Licence]:
        """Every licence."""
        return self.read(lambda tx: list(tx.licences()))

    def sent_to(self, to: Address) -> list[Delivered]:
        """What arrived at one address, oldest first."""
        return [message for message in self.chat.messages if message.to == to]

    def text_to(self, to: Address) -> str:
        """The newest words there."""
        return words_of(render(self.sent_to(to)[-1].note))

    def newest(self, label: str) -> Shown:
        """The newest button of that label."""
        for item in reversed(self.shown):
            if item.label == label:
                return item
        raise AssertionError(f"nobody was shown {label!r}; {[item.label for item in self.shown[-12:]]}")

    # ---- acting

    async def say(self, who: Person, text: str, *, thread: str | None = None, dm: bool = False) -> None:
        """A message: in #licensing with a mention, in a deal's thread, or in a DM."""
        self.events += 1
        channel = f"dm-{who.id}" if dm else thread or people.LICENSING.id
        heard = Heard(
            f"9{self.events:08}", who.id, who.name, channel, text, self.now,
            is_dm=dm, in_thread=thread is not None, addressed=thread is None and not dm,
        )  # fmt: skip
        await hear(self.deps, heard, self.now)
        await self.deliver()

    async def press(
        self, who: Person, action: Action, *, fields: Mapping[str, str] | None = None, values: tuple[str, ...] = ()
    ) -> Reply:
        """A button, a menu or a form, by whoever has its id."""
        self.events += 1
        press = Press(
            f"7{self.events:08}", who.id, who.name, f"dm-{who.id}", action, values, dict(fields or {}), is_dm=True
        )
        return await self._done(who, router.act(self.deps, press, self.now))

    async def command(self, who: Person, name: str, channel: str = people.LICENSING.id, **fields: str) -> Reply:
        """A slash command."""
        self.events += 1
        press = Press(f"7{self.events:08}", who.id, who.name, channel, Action(name), (), fields)
        return await self._done(who, router.command(self.deps, press, self.now))

    async def click(self, who: Person, label: str) -> Reply:
        """The newest button of that label."""
        return await self.press(who, self.newest(label).action)

    async def submit(self, who: Person, **fields: str) -> Reply:
        """The newest form that person opened."""
        form = next(form for person, form in reversed(self.forms) if person == who)
        return await self.press(who, form.action, fields=fields)

    async def pass_time(self, **step: float) -> None:
        """Time goes by in one jump; what fell due is done late."""
        self.now += timedelta(**step)
        await sweep(self.deps, self.now)
        await self.deliver()

    async def deliver(self) -> None:
        """Everything that may go out does."""
        await deliver_due(self.store, self.chat, self.now)
        for message in self.chat.messages[self._delivered :]:
            self.keep_shown(message.note, message.to)
        self._delivered = len(self.chat.messages)

    def keep_shown(self, note: Note, to: Address) -> None:
        """Remembers what can be pressed on it."""
        for row in render(note).rows:
            for item in row:
                if isinstance(item, Button):
                    self.shown.append(Shown(item.label, item.action, to))
                elif isinstance(item, Select):
                    self.shown.append(Shown(item.placeholder, item.action, to, tuple(o.value for o in item.options)))

    async def _done(self, who: Person, doing: Coroutine[Any, Any, Reply]) -> Reply:
        reply = await doing
        self.replies.append((who, reply))
        if reply.form is not None:
            self.forms.append((who, reply.form))
        if reply.note is not None:
            self.keep_shown(reply.note, Address.dm(who.id))
        await self.deliver()
        return reply

    # ---- whole ways

    async def offered(self, who: Person = ADA, text: str = WHOLE) -> str:
        """A brief, its first package accepted and confirmed; the deal's id."""
        await self.say(who, text)
        deal_id = self.newest("Accept A").action.ref
        await self.click(who, "Accept A")
        await self.click(who, "Confirm offer")
        return deal_id

    async def code(self, who: Person = IMANI) -> str:
        """What her newest review shows."""
        return next(
            str(reply.note.data["code"])
            for person, reply in reversed(self.replies)
            if person == who and reply.note is not None and reply.note.kind == "review"
        )

    async def approve(self, who: Person = IMANI) -> Licence:
        """Her two steps and the code."""
        await self.click(who, "Review and approve")
        await self.click(who, "I approve")
        await self.submit(who, code=await self.code(who))
        return max(self.licences(), key=lambda licence: licence.issued_at)


def words_of(message: Message) -> str:
    """All text of a message, labels of its buttons included."""
    cards = [
        [card.title, card.text, card.footer, *(f"{line.label}: {line.value}" for line in card.lines)]
        for card in message.cards
    ]
    labels = [item.label for row in message.rows for item in row if isinstance(item, Button)]
    return "\n".join([message.text, *(text for card in cards for text in card), *labels])


def code_of(reply: Reply) -> str:
    """The code of the rule a press broke, or the kind of the note it got; empty for neither."""
    if reply.note is None:
        return ""
    return str(reply.note.data["code"]) if reply.note.kind == "rule" else reply.note.kind


def run(coming: Coroutine[Any, Any, T]) -> T:
    """Runs it to its end, from a test that is not async itself."""
    return asyncio.run(coming)
