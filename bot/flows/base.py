"""What every flow shares: its dependencies, the events that reach it, and the replies it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.errors import RuleBroken
from bot.ports import Address, Documents, Llm, Note, Outgoing, Store, Tx

ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True)
class House:
    """Who runs this Quasi, and the figures an operator may set."""

    operator_name: str = "the agency"
    public_url: str = ""
    operator_ids: frozenset[str] = frozenset()
    licensing_channel_id: str | None = None
    log_channel_id: str | None = None
    secret: bytes = b""
    """Seeds the negotiator's secret margins; never sent, never logged (I4)."""
    rounds: int = 6


@dataclass(frozen=True)
class Deps:
    """Everything a flow may use from outside. `entropy(bits)` gives unguessable whole numbers."""

    store: Store
    documents: Documents
    entropy: Callable[[int], int]
    house: House = House()
    llm: Llm | None = None

    def new_id(self) -> str:
        """A short random id (50 bits) for a deal, a consent, a talent or a brand."""
        bits = self.entropy(50)
        return "".join(ID_ALPHABET[(bits >> (5 * place)) & 31] for place in range(10))


@dataclass(frozen=True)
class Heard:
    """A message from a person. `addressed` is true for a mention of us, a reply to us, or a direct message."""

    message_id: str
    user_id: str
    user_name: str
    channel_id: str
    text: str
    at: datetime
    is_dm: bool = False
    in_thread: bool = False
    addressed: bool = False
    replies_to: str | None = None


@dataclass(frozen=True)
class Action:
    """What a button, select or form stands for: a verb, the id it is about, the table's version, an argument."""

    verb: str
    ref: str = ""
    version: int = 0
    arg: str = ""


@dataclass(frozen=True)
class Press:
    """A person used a button, a select (`values`), a form (`fields`) or a command (`fields` are its options)."""

    event_id: str
    user_id: str
    user_name: str
    channel_id: str
    action: Action
    values: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    is_dm: bool = False


@dataclass(frozen=True)
class Form:
    """A form to open: `kind` names a template of `surfaces.forms`, `action` is what its submission does."""

    kind: str
    action: Action
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """What the person who acted gets at once: a private note, a form, or nothing (the outbox speaks).

    `public` notes stay in the conversation instead of being seen by that person alone.
    """

    note: Note | None = None
    form: Form | None = None
    public: bool = False


NOTHING = Reply()


def tell(kind: str, **data: Any) -> Reply:
    """A private sentence to the person who acted."""
    return Reply(Note(kind, data))


def say(tx: Tx, now: datetime, key: str, to: Address, kind: str, /, **data: Any) -> None:
    """Queues a note under `key`: the same key is never queued twice (I7)."""
    tx.enqueue(Outgoing(key, to, Note(kind, data)), now)


def sent_before(tx: Tx, press: Press, now: datetime) -> bool:
    """Whether this opened form was taken already; Discord lets a person send a form again when an answer came late.

    Forms that carry the event which opened them as their action's `arg` are taken once each (I7).
    """
    return bool(press.action.arg) and not tx.first_time(f"form:{press.action.arg}", now)


def refusal_reply(broken: RuleBroken) -> Reply:
    """A broken rule as the one sentence that `render` has for its code."""
    return tell("rule", code=broken.code, detail=plain(broken.detail))


def plain(detail: Mapping[str, object]) -> dict[str, Any]:
    """Detail values as plain JSON."""
    return {key: value if isinstance(value, str | int | bool | list) else str(value) for key, value in detail.items()}
