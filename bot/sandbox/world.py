"""The world's state: channels, messages, forms and interactions, in memory and on disk alike.

Every change goes through here: it is written, numbered (`seq`, what people's inboxes follow) and told
to the gateway. Methods are synchronous, so each is one indivisible step on the event loop.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.sandbox import objects, people
from bot.sandbox.clock import WORLD_START, SandboxClock
from bot.sandbox.people import APPLICATION_ID, BY_ID, GUILD_ID
from bot.sandbox.permissions import BITS, permissions
from bot.sandbox.records import (
    DM,
    PRIVATE_THREAD,
    TEXT,
    Channel,
    Failure,
    Interaction,
    Message,
    Modal,
)
from bot.sandbox.store import Store

_DISCORD_EPOCH_MS = 1_420_070_400_000
NONCE_WINDOW_S = 300
TOKEN_LIFE = timedelta(minutes=15)
"""How long an interaction's token works, in the world's time."""
GUILDS, GUILD_MESSAGES, GUILD_REACTIONS = 1 << 0, 1 << 9, 1 << 10
DIRECT_MESSAGES, DIRECT_REACTIONS, MESSAGE_CONTENT = 1 << 12, 1 << 13, 1 << 15

Followed = Message | Modal | Failure | Channel


@dataclass(frozen=True)
class Event:
    """One gateway dispatch. `intent` is the bit a session needs to get it (0: always)."""

    name: str
    data: dict[str, Any]
    intent: int = 0


def iso(instant: datetime) -> str:
    """Discord's timestamp: UTC with microseconds and an offset."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


class World:
    """All that the sandbox knows.

    Args:
        store: where records are kept.
        starts_at: world time of a fresh world, aware.
    """

    def __init__(self, store: Store, starts_at: datetime = WORLD_START) -> None:
        self.store = store
        self.base_url = "http://127.0.0.1"
        self.on_event: Callable[[Event], None] = lambda _event: None
        self.on_change: Callable[[int], None] = lambda _seq: None
        self.clock = SandboxClock(self._offset(starts_at), self._save_offset)
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, Message] = {}
        self.in_channel: dict[str, list[str]] = {}
        self.interactions: dict[str, Interaction] = {}
        self.commands: dict[str, dict[str, Any]] = dict(store.all("command"))
        self.recent: OrderedDict[str, Followed] = OrderedDict()
        self.seq = 0
        self._last_id = 0
        self._nonces: dict[tuple[str, str], tuple[str, float]] = {}
        self._load()

    # ---- coming back from disk

    def _offset(self, starts_at: datetime) -> timedelta:
        kept = self.store.get("meta", "offset_s")
        if kept is None:
            offset = starts_at - datetime.now(UTC)
            self._save_offset(offset)
            return offset
        return timedelta(seconds=kept)

    def _save_offset(self, offset: timedelta) -> None:
        self.store.put("meta", "offset_s", offset.total_seconds())

    def _load(self) -> None:
        self.channels = {id: Channel.from_json(body) for id, body in self.store.all("channel")}
        for place in people.PLACES:
            if place.id not in self.channels:
                self._make_place(place)
        for _, body in sorted(self.store.all("message"), key=lambda row: int(row[0])):
            self._remember_message(Message.from_json(body))
        self._load_interactions()
        followed: list[Followed] = [*self.messages.values(), *self.channels.values()]
        followed += [Modal.from_json(body) for _, body in self.store.all("modal")]
        followed += [Failure.from_json(body) for _, body in self.store.all("failure")]
        for record in sorted(followed, key=lambda r: r.seq):
            self.recent[_key(record)] = record
        known = [*self.messages, *self.channels, *self.interactions, *(r.id for r in followed)]
        self._last_id = max((int(id) for id in known), default=0)
        self.seq = max([self.seq, *(r.seq for r in followed)])

    def _load_interactions(self) -> None:
        """Only those whose token still lives; the others are forgotten."""
        limit = iso(self.clock.now() - TOKEN_LIFE)
        for id, body in list(self.store.all("interaction")):
            if body["created_at"] < limit:
                self.store.delete("interaction", id)
            else:
                self.interactions[id] = Interaction.from_json(body)

    def _make_place(self, place: people.Place) -> None:
        channel = Channel(place.id, TEXT, place.name, topic=place.topic)
        if place.operator_only:
            seen = BITS["view_channel"]
            channel.overwrites = {
                people.EVERYONE_ROLE_ID: [0, seen],
                people.OPERATOR_ROLE_ID: [seen, 0],
                people.BOT_ROLE_ID: [seen, 0],
            }
        self.channels[place.id] = channel
        self.store.put("channel", place.id, channel.to_json())

    def _remember_message(self, m: Message) -> None:
        self.messages[m.id] = m
        self.in_channel.setdefault(m.channel_id, []).append(m.id)
        if m.nonce is not None:
            self._nonces[m.author_id, m.nonce] = (m.id, m.real_sent_s)

    # ---- time and ids

    def now_iso(self) -> str:
        return iso(self.clock.now())

    def next_id(self) -> str:
        """A fresh snowflake of the world's present, above every earlier one."""
        ms = int(self.clock.now().timestamp() * 1000) - _DISCORD_EPOCH_MS
        self._last_id = max(ms << 22, self._last_id + 1)
        return str(self._last_id)

    # ---- keeping and following

    def keep(self, record: Followed | Interaction) -> None:
        """Write a record; one that inboxes follow gets the next `seq`."""
        if isinstance(record, Interaction):
            self.store.put("interaction", record.id, record.to_json())
            return
        self.seq += 1
        record.seq = self.seq
        key = _key(record)
        self.recent[key] = record
        self.recent.move_to_end(key)
        self.store.put(_kind(record), record.id, record.to_json())
        self.on_change(self.seq)

    def changed_since(self, seq: int) -> list[Followed]:
        """Followed records that changed after `seq`, oldest change first."""
        found: list[Followed] = []
        for record in reversed(self.recent.values()):
            if record.seq <= seq:
                break
            found.append(record)
        return found[::-1]

    def modals_of(self, user_id: str) -> list[Modal]:
        return [r for r in self.recent.values() if isinstance(r, Modal) and r.open and r.user_id == user_id]

    def emit(self, name: str, data: dict[str, Any], intent: int = 0) -> None:
        self.on_event(Event(name, data, intent))

    # ---- who sees what

    def home_of(self, c: Channel) -> Channel:
        """The channel whose permissions count: a thread's parent, else the channel itself."""
        return self.channels[str(c.parent_id)] if c.is_thread else c

    def sees(self, user_id: str, c: Channel) -> bool:
        """Whether this account can read `c`. Private threads: their members (an operator is told, not shown)."""
        if c.type == DM:
            return user_id in (c.recipient_id, APPLICATION_ID)
        if c.type == PRIVATE_THREAD and user_id not in c.members:
            return False
        return bool(permissions(user_id, self.home_of(c)) & BITS["view_channel"])

    def bot_sees(self, c: Channel) -> bool:
        return self.sees(APPLICATION_ID, c)

    def channels_of(self, user_id: str) -> Iterator[Channel]:
        return (c for c in self.channels.values() if self.sees(user_id, c))

    def sees_message(self, user_id: str, m: Message) -> bool:
        if m.ephemeral_for:
            return user_id == m.ephemeral_for
        c = self.channels.get(m.channel_id)
        return c is not None and self.sees(user_id, c)

    def live_message(self, id: str) -> Message | None:
        m = self.messages.get(str(id))
        return None if m is None or m.deleted else m

    def by_nonce(self, author_id: str, nonce: str) -> Message | None:
        """The author's message of the last minutes with this nonce."""
        id, sent_s = self._nonces.get((author_id, nonce), ("", 0.0))
        return self.live_message(id) if time.time() - sent_s < NONCE_WINDOW_S else None

    def history(self, channel_id: str) -> list[Message]:
        """A channel's messages, oldest first, without deleted and ephemeral ones."""
        ids = self.in_channel.get(channel_id, [])
        return [m for id in ids if not (m := self.messages[id]).deleted and not m.ephemeral_for]

    # ---- messages

    def add_message(self, m: Message) -> Message:
        """Keep a new message, count it in its channel, tell the gateway."""
        m.real_sent_s = time.time()
        self._remember_message(m)
        c = self.channels[m.channel_id]
        if not m.ephemeral_for:
            c.last_message_id = m.id
            c.message_count += 1 if c.is_thread else 0
            self.store.put("channel", c.id, c.to_json())
        self.keep(m)
        self._emit_message("MESSAGE_CREATE", m)
        return m

    def change_message(self, m: Message, *, edited: bool = True) -> None:
        """Keep an edited message and tell the gateway; `edited` marks it as edited by its author."""
        if edited:
            m.edited_at = self.now_iso()
        self.keep(m)
        self._emit_message("MESSAGE_UPDATE", m)

    def dismiss_message(self, m: Message) -> None:
        """Take an ephemeral message off its person's screen; the bot is not told, as at Discord."""
        m.deleted = True
        self.keep(m)

    def delete_message(self, m: Message) -> None:
        m.deleted = True
        self.keep(m)
        place = self._place(m)
        self.emit("MESSAGE_DELETE", {"id": m.id, "channel_id": m.channel_id} | place, self._intent(m))

    def _emit_message(self, name: str, m: Message) -> None:
        if not m.ephemeral_for and not self.bot_sees(self.channels[m.channel_id]):
            return
        data = objects.message(self, m) | self._place(m)
        if "guild_id" in data and not m.by_webhook:
            data["member"] = objects.member(BY_ID[m.author_id], with_user=False)
            for shown in data["mentions"]:
                shown["member"] = objects.member(BY_ID[shown["id"]], with_user=False)
        self.emit(name, data, self._intent(m))

    def _place(self, m: Message) -> dict[str, Any]:
        """Ephemeral messages go straight to the people concerned, and so carry no guild."""
        in_guild = self.channels[m.channel_id].type != DM and not m.ephemeral_for
        return {"guild_id": GUILD_ID} if in_guild else {}

    def _intent(self, m: Message) -> int:
        return GUILD_MESSAGES if self._place(m) else DIRECT_MESSAGES

    def react(self, m: Message, user_id: str, emoji: str, *, on: bool) -> None:
        """Add or take away one person's reaction; nothing happens where it is so already."""
        users = m.reactions.setdefault(emoji, [])
        if (user_id in users) == on:
            return
        if on:
            users.append(user_id)
        else:
            users.remove(user_id)
        if not users:
            del m.reactions[emoji]
        self.keep(m)
        data: dict[str, Any] = {
            "user_id": user_id, "channel_id": m.channel_id, "message_id": m.id, "burst": False, "type": 0,
            "emoji": {"id": None, "name": emoji}, "message_author_id": m.author_id,
        }  # fmt: skip
        data |= self._place(m)
        if on and "guild_id" in data:
            data["member"] = objects.member(BY_ID[user_id])
        name = "MESSAGE_REACTION_ADD" if on else "MESSAGE_REACTION_REMOVE"
        self.emit(name, data, GUILD_REACTIONS if "guild_id" in data else DIRECT_REACTIONS)

    # ---- direct messages

    def dm_with(self, user_id: str) -> Channel:
        """The DM channel between the bot and a person, made when first needed."""
        for c in self.channels.values():
            if c.type == DM and c.recipient_id == user_id:
                return c
        name = BY_ID[user_id].name
        c = Channel(self.next_id(), DM, name, recipient_id=user_id, created_at=self.now_iso())
        self.channels[c.id] = c
        self.keep(c)
        return c


def _kind(record: Followed) -> str:
    return type(record).__name__.lower()


def _key(record: Followed) -> str:
    return f"{_kind(record)} {record.id}"
