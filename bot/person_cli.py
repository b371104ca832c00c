"""The bodies of `quasi person export ID` and `quasi person erase ID`."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TextIO, TypeVar

from bot.cli import console
from bot.domain.errors import RuleBroken
from bot.flows import person
from bot.flows.typed import read_user_id
from bot.ports import Tx

T = TypeVar("T")

FINE, NOT_FINE = 0, 1


class SyncStore(Protocol):
    """A store without an event loop, as the command line uses it."""

    def transact_sync(self, fn: Callable[[Tx], T]) -> T: ...
    def read_sync(self, fn: Callable[[Tx], T]) -> T: ...


def export(store: SyncStore, user_id: str, out: TextIO | None = None, err: TextIO | None = None) -> int:
    """Writes all that is held about a person as one JSON object. Exit code 1 where nothing is held."""

    def work() -> int:
        found = store.read_sync(lambda tx: person.export(tx, _account(user_id)))
        print(json.dumps(found, ensure_ascii=False, indent=2), file=out or sys.stdout)
        return FINE

    return _told(work, err or sys.stderr)


def erase(
    store: SyncStore,
    user_id: str,
    out: TextIO | None = None,
    err: TextIO | None = None,
    now: datetime | None = None,
) -> int:
    """Erases a person and says what was kept. Exit code 1, and nothing changed, while something still binds them."""

    def work() -> int:
        at = now or datetime.now(UTC)
        done = store.transact_sync(lambda tx: person.erase(tx, _account(user_id), secrets.randbits, at))
        for line in _account_of(done):
            print(line, file=out or sys.stdout)
        return FINE

    return _told(work, err or sys.stderr)


def _told(work: Callable[[], int], err: TextIO) -> int:
    try:
        return work()
    except RuleBroken as broken:
        console.complain(_sentence(broken), err)
        return NOT_FINE


def _account(typed: str) -> str:
    return read_user_id(typed) or typed.strip()


def _account_of(done: person.Erased) -> list[str]:
    """What was erased and what was kept, a sentence each."""
    erased = ", ".join(f"{count} {kind}" for kind, count in done.counts.items() if count)
    lines = [f"Erased: {erased or 'what was held'}."]
    if done.kept_licences:
        numbers = ", ".join(done.kept_licences)
        lines.append(f"Kept without names or texts, as proof of ended licences: {numbers}.")
    lines.append(
        "The ledger still verifies: it holds ids and hashes alone. Files that were sent stay with whoever got them."
    )
    return lines


def _sentence(broken: RuleBroken) -> str:
    if broken.code == "person_not_held":
        return f"Nothing is held about {broken.detail['id']}."
    if broken.code != "erase_blocked":
        return f"That is not possible ({broken.code}). Nothing was changed."
    return f"Nothing was erased: {' and '.join(_blocks(broken))}."


def _blocks(broken: RuleBroken) -> list[str]:
    licences, deals = _listed(broken.detail["licences"]), _listed(broken.detail["deals"])
    parts = []
    if licences:
        parts.append(f"these licences still run or wait for their takedown to be confirmed: {', '.join(licences)}")
    if deals:
        parts.append(f"these deals are open (a talent ends them with STOP, a brand withdraws): {', '.join(deals)}")
    return parts


def _listed(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
