"""The things the world remembers, as plain records that go to disk as JSON. Ids are snowflake strings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

TEXT, DM, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 11, 12
EPHEMERAL, LOADING, HAS_THREAD, SUPPRESS_EMBEDS = 1 << 6, 1 << 7, 1 << 5, 1 << 2


class Record:
    """What all records share: the way to JSON and back."""

    def to_json(self) -> dict[str, Any]:
        """The fields as they are, not copied: whoever takes them writes them down at once."""
        return dict(vars(self))

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Self:
        return cls(**body)


@dataclass
class Channel(Record):
    """A text channel, a thread or a direct-message channel. `type` is Discord's channel type."""

    id: str
    type: int
    name: str
    topic: str = ""
    parent_id: str | None = None
    owner_id: str | None = None
    recipient_id: str | None = None
    members: list[str] = field(default_factory=list)
    created_at: str = ""
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    archive_at: str = ""
    auto_archive_minutes: int = 1440
    message_count: int = 0
    last_message_id: str | None = None
    overwrites: dict[str, list[int]] = field(default_factory=dict)
    """Role id → [allow bits, deny bits]."""
    seq: int = 0

    @property
    def is_thread(self) -> bool:
        return self.type in (PUBLIC_THREAD, PRIVATE_THREAD)

    @property
    def kind(self) -> str:
        """The control API's word: text, thread or dm."""
        return "thread" if self.is_thread else "dm" if self.type == DM else "text"


@dataclass
class Message(Record):
    """A message as stored; what people and the bot are shown is built in `objects` and `inbox`."""

    id: str
    channel_id: str
    author_id: str
    content: str
    created_at: str
    type: int = 0
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    mention_roles: list[str] = field(default_factory=list)
    mention_everyone: bool = False
    edited_at: str | None = None
    flags: int = 0
    nonce: str | None = None
    reference: dict[str, Any] | None = None
    ephemeral_for: str | None = None
    interaction: dict[str, Any] | None = None
    by_webhook: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    thread_id: str | None = None
    deleted: bool = False
    real_sent_s: float = 0.0
    """Real time of sending, Unix seconds: the window of nonce de-duplication is real time."""
    seq: int = 0


@dataclass
class Interaction(Record):
    """One press, choice, command, completion or form, and how far the bot has answered it."""

    id: str
    token: str
    type: int
    user_id: str
    channel_id: str
    data: dict[str, Any]
    created_at: str
    real_created_s: float
    message_id: str | None = None
    parent: dict[str, Any] | None = None
    """Metadata of the interaction that opened the modal, for a form."""
    acked: bool = False
    failed: bool = False
    original_id: str | None = None
    seq: int = 0


@dataclass
class Modal(Record):
    """A form open on one person's screen."""

    id: str
    user_id: str
    channel_id: str
    custom_id: str
    title: str
    components: list[dict[str, Any]]
    interaction: dict[str, Any]
    opened_at: str
    message_id: str | None = None
    open: bool = True
    seq: int = 0


@dataclass
class Failure(Record):
    """The line a person sees where the bot did not answer in time."""

    id: str
    user_id: str
    channel_id: str
    at: str
    message_id: str | None = None
    text: str = "The application did not respond"
    seq: int = 0
