"""What the flows need from outside, as Protocols; adapters are opened in `wiring` alone (DESIGN §4).

A transaction is a plain synchronous function of a `Tx`: it cannot await, so it cannot call the network. What it wants
said goes into the outbox, what it wants done later into the due-table, in the same commit.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar

from bot.domain.consent import Consent
from bot.domain.deal import Deal
from bot.domain.ledger import Entry
from bot.domain.licence import Licence
from bot.domain.mandate import Mandate
from bot.domain.people import Brand, Person, Talent

T = TypeVar("T")

AddressKind = Literal["deal", "dm", "operators", "channel"]


@dataclass(frozen=True)
class Address:
    """Where a message goes: a deal's thread, a person's DM, the operators' channel, or a channel by id.

    `id` is the deal's id, the person's user id, or the channel's id; empty for the operators.
    """

    kind: AddressKind
    id: str = ""

    @classmethod
    def deal(cls, deal_id: str) -> Address:
        """The deal's thread; it is opened on the first message."""
        return cls("deal", deal_id)

    @classmethod
    def dm(cls, user_id: str) -> Address:
        """The person's direct messages."""
        return cls("dm", user_id)

    @classmethod
    def operators(cls) -> Address:
        """The operators' channel."""
        return cls("operators")


@dataclass(frozen=True)
class Note:
    """Something to be said, before it has words: `kind` names a template of `surfaces.render`, `data` is plain JSON.

    Figures, names, dates and places stand in `data` as stored values; only `render` puts them into text (I6).
    """

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Attachment:
    """A file to go with a message."""

    filename: str
    content: bytes


@dataclass(frozen=True)
class Outgoing:
    """A message that must be sent once (I7). `key` is its identity: the same key is never queued twice."""

    key: str
    to: Address
    note: Note
    not_before: datetime | None = None
    files: tuple[str, ...] = ()
    """Names of stored documents (`Tx.document`) to attach."""


OutboxState = Literal["waiting", "claimed", "sent", "dead"]


@dataclass(frozen=True)
class Queued:
    """An outbox row as the deliverer sees it. `id` gives the nonce; `attempts` counts tries begun before this one.

    `in_doubt` is true when an earlier claim ended without a word: the message may or may not have gone out.
    """

    id: int
    outgoing: Outgoing
    attempts: int
    in_doubt: bool
    first_tried_at: datetime | None
    enqueued_at: datetime
    state: OutboxState = "waiting"
    last_error: str | None = None


@dataclass(frozen=True)
class Due:
    """Something to do at an instant. One row a `key`; setting a key again moves it."""

    key: str
    kind: str
    ref: str
    due_at: datetime


@dataclass(frozen=True)
class Said:
    """One remembered message of a talk, for reading in context and for answers."""

    place: str
    author_id: str
    text: str
    at: datetime


@dataclass(frozen=True)
class LlmCall:
    """The record of one call to the language model; costs in millionths of a US dollar."""

    purpose: str
    prompt_sha256: str
    model: str
    outcome: str
    tokens_in: int
    tokens_out: int
    cost_micro_usd: int
    millis: int
    brand_id: str | None
    at: datetime


@dataclass(frozen=True)
class Erasure:
    """What else to delete when a person is erased; their aggregates were made anonymous before, through the same Tx.

    `talent_id` is theirs if they are a talent; `names` are theirs, to be taken out of notes long sent; `deal_ids` are
    deals whose talk is theirs; `documents` are stored files.
    """

    user_id: str
    talent_id: str | None = None
    names: tuple[str, ...] = ()
    deal_ids: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


class Tx(Protocol):
    """One transaction. Reads see what it wrote; aggregates read through it are locked until it ends."""

    def person(self, user_id: str) -> Person | None: ...
    def save_person(self, person: Person) -> None: ...
    def persons_named(self, name: str) -> Sequence[Person]:
        """Everyone whose name is `name`, upper and lower case alike."""

    def erase_person(self, erasure: Erasure) -> Mapping[str, int]:
        """Deletes the person's row, mandates and their salts, remembered messages by them and in their places
        (`dm:<user_id>`, `deal:<deal_id>`), the contents of notes to those addresses, documents, and cached readings.

        Counts by what was deleted. The ledger is not touched: it holds ids and hashes alone.
        """

    def brand(self, brand_id: str) -> Brand | None: ...
    def brand_of(self, user_id: str) -> Brand | None: ...
    def brands(self) -> Sequence[Brand]: ...
    def save_brand(self, brand: Brand) -> None: ...

    def talent(self, talent_id: str) -> Talent | None: ...
    def talent_of(self, user_id: str) -> Talent | None: ...
    def talents(self) -> Sequence[Talent]: ...
    def save_talent(self, talent: Talent) -> None: ...
    def lock_talent(self, talent_id: str) -> None:
        """Holds every other transaction that locks the same talent back until this one ends (I5)."""

    def mandate(self, talent_id: str, version: int | None = None) -> Mandate | None:
        """The given version, or the newest."""

    def add_mandate(self, mandate: Mandate) -> None: ...
    def talents_advised_by(self, user_id: str) -> Sequence[Talent]: ...

    def deal(self, deal_id: str) -> Deal | None: ...
    def deal_in_thread(self, thread_id: str) -> Deal | None: ...
    def deals(
        self, *, talent_id: str | None = None, brand_id: str | None = None, open_only: bool = False
    ) -> Sequence[Deal]: ...
    def save_deal(self, deal: Deal) -> None: ...

    def consent(self, consent_id: str) -> Consent | None: ...
    def open_consents(self, talent_id: str) -> Sequence[Consent]: ...
    def consents(self, talent_id: str) -> Sequence[Consent]:
        """Every ask ever put to her, oldest first."""

    def save_consent(self, consent: Consent) -> None: ...

    def licence(self, number: str) -> Licence | None: ...
    def licence_of_deal(self, deal_id: str) -> Licence | None: ...
    def licences(self, *, talent_id: str | None = None, brand_id: str | None = None) -> Sequence[Licence]: ...
    def save_licence(self, licence: Licence) -> None: ...
    def document(self, name: str) -> bytes | None: ...
    def save_document(self, name: str, content: bytes) -> None: ...

    def append_ledger(self, kind: str, subject: str, body: Mapping[str, Any], at: datetime) -> Entry:
        """Adds one entry; `kind` is dotted, `subject` is the aggregate's id, `body` is canonical JSON."""

    def ledger(self, *, subject: str | None = None, after: int = 0) -> Sequence[Entry]:
        """The entries whose number is above `after`, all of them or those about one subject, in order."""

    def ledger_lines(self) -> Iterator[bytes]:
        """The canonical bytes of every entry, in order: for whoever needs no more of them, and not all at once."""

    def enqueue(self, outgoing: Outgoing, now: datetime) -> None:
        """Queues a message; a key that was queued before is left as it is."""

    def claim_outbox(self, now: datetime, *, limit: int, lease_s: int) -> Sequence[Queued]:
        """Claims the first deliverable row of each address, in order of id; a claimed row blocks its address.

        A row whose lease ran out may be claimed again, `in_doubt`.
        """

    def outbox_sent(self, row_id: int, message_id: str | None, now: datetime) -> None: ...
    def outbox_retry(self, row_id: int, error: str, not_before: datetime) -> None: ...
    def outbox_readdress(self, row_id: int, to: Address, error: str) -> None:
        """The row goes elsewhere, and starts afresh there."""

    def outbox_dead(self, row_id: int, error: str, now: datetime) -> None: ...
    def outbox_requeue(self, row_id: int, now: datetime) -> bool: ...
    def dead_letters(self) -> Sequence[Queued]: ...
    def outbox_pending(self, now: datetime) -> int:
        """Rows that could be sent now or are being sent."""

    def next_outbox_at(self) -> datetime | None: ...

    def set_due(self, due: Due) -> None: ...
    def cancel_due(self, *, ref: str, kinds: Sequence[str] | None = None) -> int: ...
    def take_due(self, now: datetime, *, limit: int) -> Sequence[Due]:
        """Takes (deletes) what is due, earliest first: two sweeps never take the same row."""

    def dues(self, *, ref: str | None = None) -> Sequence[Due]: ...
    def next_due_at(self) -> datetime | None: ...

    def first_time(self, key: str, now: datetime) -> bool:
        """True once for a key (an inbound event's id), False ever after."""

    def remember(self, said: Said) -> None: ...
    def remembered(self, place: str, *, limit: int = 20) -> Sequence[Said]: ...
    def said_by(self, user_id: str) -> Sequence[Said]:
        """Every remembered message of that person, oldest first."""

    def value(self, key: str) -> str | None: ...
    def set_value(self, key: str, value: str) -> None: ...
    def record_llm_call(self, call: LlmCall) -> None: ...
    def llm_spent_micro_usd(self, since: datetime, brand_id: str | None = None) -> int: ...
    def cached_extraction(self, key: str) -> str | None: ...
    def cache_extraction(self, key: str, value: str, now: datetime) -> None: ...

    def prune(self, before: datetime, *, limit: int) -> int:
        """Lets go of up to `limit` of each: messages sent, events heard, readings and calls made before that instant.

        0 when none is left. Nothing is sent or heard twice because of it (I7).
        """


class Store(Protocol):
    """Durable state. `transact` commits before it returns; `read` sees one consistent state and writes nothing."""

    async def transact(self, fn: Callable[[Tx], T]) -> T: ...
    async def read(self, fn: Callable[[Tx], T]) -> T: ...


class StoreUnavailable(Exception):
    """The database cannot take work now (locked, read-only, full, gone); nothing was changed."""


class Clock(Protocol):
    """Where `now` comes from: aware UTC."""

    def now(self) -> datetime: ...


class Signer(Protocol):
    """Signs documents with the house key (Ed25519)."""

    @property
    def public_key(self) -> bytes:
        """32 raw bytes."""

    def sign(self, message: bytes) -> bytes: ...


class Documents(Protocol):
    """Makes the papers of a licence. Pure and repeatable: the same licence gives the same bytes."""

    def licence_json(self, licence: Licence) -> bytes: ...
    def licence_pdf(self, licence: Licence) -> bytes: ...
    def licence_ics(self, licence: Licence) -> bytes: ...


@dataclass(frozen=True)
class Sent:
    """Where a message ended up."""

    channel_id: str
    message_id: str


class ChatError(Exception):
    """The chat service said no, or did not answer."""


class ChatUnavailable(ChatError):
    """It may go later: rate limit, 5xx, network. `retry_after_s` where the service said so."""

    def __init__(self, reason: str, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class AddressClosed(ChatError):
    """The address cannot be written to: a closed DM, a deleted thread, a missing permission."""


class MessageRefused(ChatError):
    """The service refuses this very message, now and always: a fault of ours."""


class Chat(Protocol):
    """The chat service, as the deliverer sees it."""

    async def send(
        self, to: Address, channel_id: str | None, note: Note, files: Sequence[Attachment], nonce: str
    ) -> Sent:
        """Sends one message. `channel_id` is where the address was found before, if it was."""

    async def find_sent(self, to: Address, channel_id: str | None, note: Note, since: datetime) -> Sent | None:
        """The message that `note` became, if the service already has it: asked when an earlier try is in doubt.

        `channel_id` is None where the address was never reached before, as with a first DM cut off while being sent.
        """

    async def open_deal_thread(self, channel_id: str, message_id: str | None, title: str) -> str:
        """The id of the thread on that message (a new one, or the one already there)."""

    async def open_private_thread(self, user_id: str, title: str) -> str:
        """A private thread with that person alone, for when their DM is closed."""


@dataclass(frozen=True)
class Quoted:
    """One field as a language model read it, with the words it took it from."""

    field: str
    value: Any
    quote: str


@dataclass(frozen=True)
class Tool:
    """Something the language model may look up: `fields` are JSON schemas by argument name; `run` changes nothing."""

    name: str
    about: str
    fields: Mapping[str, Any]
    run: Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]]


class Llm(Protocol):
    """The language model. It never sees a floor, another deal or a secret, and decides nothing (DESIGN §9)."""

    async def extract(
        self, text: str, table: Mapping[str, Any], role: str, *, brand_id: str | None
    ) -> Sequence[Quoted]:
        """Fields with verbatim quotes. Raises LlmUnavailable on time-out, refusal, nonsense or a spent budget."""

    async def answer(
        self, question: str, earlier: Sequence[str], tools: Sequence[Tool], role: str, *, brand_id: str | None
    ) -> str:
        """An answer made of what the tools returned, unchecked. `earlier` are messages of the talk, oldest first.

        Raises LlmUnavailable on time-out, too many steps, refusal, nonsense or a spent budget.
        """


class LlmUnavailable(Exception):
    """No usable answer; the rules go on alone."""
