"""A stage for questions: a real store with the sandbox's invented people, acted on through the flows and the router.

Scenes are played once and kept as files; each question is asked in a copy, so that none hears of another.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.flows.base import Deps, Heard, House, Press
from bot.flows.hear import hear
from bot.ports import Address, Llm, Note, Tx
from bot.sandbox import people
from bot.sandbox_seed import seed
from bot.surfaces import router
from bot.surfaces.forms import build
from bot.surfaces.layout import Button, Message
from bot.surfaces.render import render
from storage import migrate
from storage.engine import open_engine
from storage.store import SqlStore

T = TypeVar("T")
NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
CHANNEL = "licensing"
ADA, BEN, IMANI, MARA, LEE = (one.id for one in (people.ADA, people.BEN, people.IMANI, people.MARA, people.LEE))
ID_STEP = 0x9E3779B97F4A7C15F39CC0605CEDC835


class Papers:
    """Stands for the makers of papers: a stage needs none."""

    def licence_json(self, licence: object) -> bytes:
        """No paper."""
        return b"{}"

    def licence_ics(self, licence: object) -> bytes:
        """No dates."""
        return b"BEGIN:VCALENDAR"

    def licence_pdf(self, licence: object) -> bytes:
        """No paper."""
        return b"%PDF-"


@dataclass(frozen=True)
class Sent:
    """One message as it was sent: where, what it stood for, and how it reads."""

    to: Address
    note: Note
    message: Message

    def words(self) -> str:
        """All that can be read in it, its buttons too."""
        cards = [
            part
            for card in self.message.cards
            for part in (card.title, card.text, card.footer, *(f"{line.label}: {line.value}" for line in card.lines))
        ]
        labels = [f"[{part.label}]" for row in self.message.rows for part in row if isinstance(part, Button)]
        return "\n".join(part for part in (self.message.text, *cards, *labels) if part)


@dataclass
class Stage:
    """A store, people, and all that was sent so far."""

    path: Path
    llm: Llm | None = None
    now: datetime = NOW
    sent: list[Sent] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.store = SqlStore(open_engine(f"sqlite:///{self.path}", busy_timeout_ms=300))
        house = House("Example Agency", "", frozenset({LEE}), CHANNEL, "log", b"stage-secret")
        self.deps = Deps(self.store, Papers(), self._entropy, house, self.llm)

    def close(self) -> None:
        """Gives the file free."""
        self.store.close_sync()

    def _entropy(self, bits: int) -> int:
        self.count += 1
        return (self.count * ID_STEP) & ((1 << bits) - 1)

    def read(self, fn: Callable[[Tx], T]) -> T:
        """Looks into the store."""
        return self.store.read_sync(fn)

    async def say(self, who: str, text: str, where: str | None = CHANNEL) -> list[Sent]:
        """Someone says something in a channel or thread, or (None) in a DM; what is sent because of it."""
        self.count += 1
        self.now += timedelta(seconds=1)
        person = next(one for one in people.HUMANS if one.id == who)
        thread = where not in (None, CHANNEL)
        heard = Heard(
            f"9{self.count:05}", who, person.name, where or f"dm-{who}", text, self.now,
            is_dm=where is None, in_thread=thread, addressed=not thread,
        )  # fmt: skip
        await hear(self.deps, heard, self.now)
        return self.deliver()

    async def press(self, who: str, label: str, fields: dict[str, str] | None = None) -> list[Sent]:
        """Someone presses the newest button of that label; a form it opens is sent with `fields`."""
        button = next(
            part
            for one in reversed(self.sent)
            for row in one.message.rows
            for part in row
            if isinstance(part, Button) and part.label == label
        )
        self.count += 1
        press = Press(f"e{self.count}", who, "someone", CHANNEL, button.action)
        reply = await router.act(self.deps, press, self.now)
        if reply.form is not None:
            build(reply.form)
            again = replace(press, event_id=f"e{self.count}f", action=reply.form.action, fields=fields or {})
            reply = await router.act(self.deps, again, self.now)
        if reply.note is not None:
            self.sent.append(Sent(Address.dm(who), reply.note, render(reply.note)))
        return self.deliver()

    def deliver(self) -> list[Sent]:
        """Takes all that waits out of the outbox, at any hour, and gives each deal its thread."""
        fresh: list[Sent] = []
        while rows := self.store.transact_sync(
            lambda tx: tx.claim_outbox(self.now + timedelta(days=2), limit=50, lease_s=60)
        ):
            for row in rows:
                note = row.outgoing.note
                fresh.append(Sent(row.outgoing.to, note, render(note)))
                self.store.transact_sync(lambda tx, row=row: self._arrived(tx, row.id, row.outgoing.to))  # type: ignore[misc]
        self.sent += fresh
        return fresh

    def _arrived(self, tx: Tx, row_id: int, to: Address) -> None:
        tx.outbox_sent(row_id, f"m{row_id}", self.now)
        deal = tx.deal(to.id) if to.kind == "deal" else None
        if deal is not None and deal.thread_id is None:
            tx.save_deal(replace(deal, thread_id=f"thread-{deal.id}"))

    def labels(self, who: str) -> set[str]:
        """The labels of the newest message's buttons."""
        rows = self.sent[-1].message.rows if self.sent else ()
        return {part.label for row in rows for part in row if isinstance(part, Button)}

    def thread_of(self, brand_id: str) -> str:
        """The newest thread of one brand."""
        deals = self.read(lambda tx: [deal for deal in tx.deals(brand_id=brand_id) if deal.thread_id])
        return max(deals, key=lambda deal: deal.opened_at).thread_id or ""

    def thread(self) -> str:
        """The newest deal's thread."""
        deals = self.read(lambda tx: [*tx.deals(brand_id="northwind"), *tx.deals(brand_id="harbor")])
        return max((deal for deal in deals if deal.thread_id), key=lambda deal: deal.opened_at).thread_id or ""


def fresh(path: Path) -> Path:
    """A new store at the newest migration with the sandbox's people in it."""
    migrate.upgrade(f"sqlite:///{path}")
    stage = Stage(path)
    stage.store.transact_sync(lambda tx: seed(tx, NOW, stage._entropy))
    stage.close()
    return path


def copy(scene: Path, to: Path) -> Path:
    """A copy of a scene's file, to ask one question in."""
    for old in to.parent.glob(f"{to.name}*"):
        old.unlink()
    shutil.copy(scene, to)
    return to
