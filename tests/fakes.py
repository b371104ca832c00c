"""Stand-ins and short cuts for tests: a chat service that keeps what it was sent, and a fresh store in one line."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.ports import Address, Attachment, Note, Sent
from storage import migrate
from storage.engine import open_engine
from storage.store import SqlStore


@dataclass(frozen=True)
class Delivered:
    """One message as it lies in the fake service."""

    to: Address
    channel_id: str
    message_id: str
    note: Note
    files: tuple[Attachment, ...]
    nonce: str


@dataclass
class FakeChat:
    """Satisfies `ports.Chat`. Like the real service it drops a repeated nonce, and finds what it already has.

    `fails` maps an address to the errors its next sends raise, in order; an error in `after` is raised once the
    message has been taken all the same, as when the answer is lost on its way back.
    """

    messages: list[Delivered] = field(default_factory=list)
    tries: list[tuple[Address, str]] = field(default_factory=list)
    fails: dict[Address, list[Exception]] = field(default_factory=dict)
    after: dict[Address, list[BaseException]] = field(default_factory=dict)
    closed: dict[Address, Exception] = field(default_factory=dict)
    threads: dict[tuple[str, str | None], str] = field(default_factory=dict)
    thread_titles: list[str] = field(default_factory=list)
    private_threads: list[str] = field(default_factory=list)
    private_thread_error: Exception | None = None
    forgets_nonces: bool = False

    async def send(
        self, to: Address, channel_id: str | None, note: Note, files: Sequence[Attachment], nonce: str
    ) -> Sent:
        """Takes the message, or fails as it was told to."""
        self.tries.append((to, nonce))
        if to in self.closed:
            raise self.closed[to]
        if self.fails.get(to):
            raise self.fails[to].pop(0)
        taken = self._taken(to, channel_id or f"channel-of-{to.kind}-{to.id}", note, tuple(files), nonce)
        if self.after.get(to):
            raise self.after[to].pop(0)
        return Sent(taken.channel_id, taken.message_id)

    def _taken(self, to: Address, channel_id: str, note: Note, files: tuple[Attachment, ...], nonce: str) -> Delivered:
        same = next((each for each in self.messages if each.nonce == nonce), None)
        if same is not None and not self.forgets_nonces:
            return same
        message = Delivered(to, channel_id, f"m{len(self.messages) + 1}", note, files, nonce)
        self.messages.append(message)
        return message

    async def find_sent(self, to: Address, channel_id: str | None, note: Note, since: datetime) -> Sent | None:
        """What it already has of that note."""
        for message in self.messages:
            if message.note == note and (message.to == to or message.channel_id == channel_id):
                return Sent(message.channel_id, message.message_id)
        return None

    async def open_deal_thread(self, channel_id: str, message_id: str | None, title: str) -> str:
        """One thread a message, however often it is asked for."""
        if (channel_id, message_id) not in self.threads:
            self.thread_titles.append(title)
        return self.threads.setdefault((channel_id, message_id), f"thread-{len(self.threads) + 1}")

    async def open_private_thread(self, user_id: str, title: str) -> str:
        """A new private thread each time."""
        if self.private_thread_error is not None:
            raise self.private_thread_error
        self.private_threads.append(user_id)
        return f"private-{len(self.private_threads)}"

    def kinds(self) -> list[str]:
        """The kinds of the notes it has, in order."""
        return [message.note.kind for message in self.messages]


@dataclass
class FakeClock:
    """Satisfies `ports.Clock`; stands still until moved."""

    at: datetime

    def now(self) -> datetime:
        """Where it was put."""
        return self.at

    def advance(self, step: timedelta) -> datetime:
        """Moves it on and tells the new time."""
        self.at += step
        return self.at


async def eventually(holds: Callable[[], object], within_s: float = 10.0) -> None:
    """Returns as soon as `holds()`; fails after `within_s`. For what another task or thread is about to do."""
    async with asyncio.timeout(within_s):
        while not holds():  # noqa: ASYNC110  # there is no event: whatever is waited for belongs to others
            await asyncio.sleep(0.001)


@contextmanager
def fresh_store(folder: Path) -> Iterator[SqlStore]:
    """A real SQLite store in `folder`, at the newest migration, closed at the end."""
    url = fresh_database(folder)
    store = SqlStore(open_engine(url, busy_timeout_ms=300))
    try:
        yield store
    finally:
        store.close_sync()


def fresh_database(folder: Path) -> str:
    """The URL of a new, empty, migrated SQLite database in `folder`."""
    path = folder / "quasi.db"
    path.write_bytes(_migrated())
    return f"sqlite:///{path}"


@cache
def _migrated() -> bytes:
    # Migrating takes a third of a second, copying nothing: once a test run is enough.
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        migrate.upgrade(f"sqlite:///{path}")
        return path.read_bytes()


def free_port() -> int:
    """A port of this machine that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
