"""What every story is watched for, whatever it is about: valid requests, no faults, no secret in anything that left."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import closing, contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import structlog

from bot import logs
from bot.domain.deal import Deal
from bot.domain.errors import RuleBroken
from bot.domain.money import Money
from bot.domain.ratecard import Package, floor_minor, quote_minor
from bot.ports import Tx
from bot.surfaces import words
from tests.adapters.sandbox.openapi import SPEC, check_request
from tests.story.town import Town

FAULTS = frozenset({"press.fault", "discord.handler_failed", "delivery.fault", "delivery.refused", "sweep.failed"})
"""Log events that a story never causes: each is a fault of ours that was caught at the last door."""

Event = MutableMapping[str, Any]


@contextmanager
def overheard() -> Iterator[list[Event]]:
    """Every log event while inside, from level INFO on."""
    capture = structlog.testing.LogCapture()
    logs.configure("INFO")
    structlog.configure(processors=[capture])
    try:
        yield capture.entries
    finally:
        logs.configure("WARNING")


async def complaints(town: Town, events: list[Event]) -> list[str]:
    """Everything that should not have happened in this town so far."""
    sent = (await town.get("requests"))["requests"]
    return [
        *(f"fault: {event}" for event in events if event["event"] in FAULTS),
        *_against_discord(sent),
        *(f"a secret left in {place}" for place in await _leaks(town, sent, events)),
    ]


def _against_discord(sent: list[dict[str, Any]]) -> list[str]:
    """What Discord's own description has against the bodies; nothing where it is not beside this checkout."""
    if not SPEC.exists():
        return []
    seen = {json.dumps([entry["method"], entry["path"], entry["body"]], sort_keys=True): entry for entry in sent}
    found = []
    for entry in seen.values():
        for complaint in check_request(entry["method"], entry["path"], entry["body"]):
            found.append(f"{entry['method']} {entry['path']}: {complaint}")
    return found


# ---- I4: floors


async def _leaks(town: Town, sent: list[dict[str, Any]], events: list[Event]) -> list[str]:
    """Where a floor can be read: what went to Discord, notes and ledger in the database, logs, papers."""
    assert town.quasi is not None
    offered = _offered(town.data_dir / "quasi.db")
    pattern = await town.quasi.deps.store.read(lambda tx: _floors(tx, offered))
    places = {
        "a request": json.dumps([entry["body"] for entry in sent], ensure_ascii=False),
        "a log": json.dumps(events, default=str, ensure_ascii=False),
        **_told_tables(town.data_dir / "quasi.db"),
    }
    return [
        f"{place}: {text[max(0, hit.start() - 60) : hit.end() + 20]}"
        for place, text in places.items()
        for hit in pattern.finditer(text)
    ]


def _told_tables(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return {
            "the outbox": "\n".join(str(row) for row in database.execute("select note_data, last_error from outbox")),
            "the ledger": "\n".join(row[0] for row in database.execute("select body from ledger")),
        }


def _offered(path: Path) -> dict[str, list[tuple[Package, int]]]:
    """Every package that was ever put on a table, with its fee, by the talent's name."""
    found: dict[str, list[tuple[Package, int]]] = {}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        notes = [json.loads(row[0]) for row in database.execute("select note_data from outbox")]
    for note in notes:
        for item in note.get("items", ()):
            package = Package.of(item["media"], item["territories"], Fraction(item["months"]), item["exclusivity"])
            found.setdefault(note["talent"], []).append((package, item["fee"]["amount_minor"]))
    return found


def _floors(tx: Tx, offered: Mapping[str, list[tuple[Package, int]]]) -> re.Pattern[str]:
    """The least of each package that was talked about, in every form it might be written.

    A figure that is also the fee of another package is left out: chance makes such pairs (half a year at the floor may
    cost what three months cost at the card), and whoever sees the one learns nothing of the other.
    """
    secrets: set[str] = set()
    for talent in tx.talents():
        mandate = tx.mandate(talent.id)
        if mandate is None:
            continue
        pairs = offered.get(talent.name, [])
        asked = [package for deal in tx.deals(talent_id=talent.id) for package in _asked(deal)]
        least = {package: floor_minor(mandate.ratecard, package) for package in [*asked, *(pair[0] for pair in pairs)]}
        innocent = {fee for package, fee in pairs if fee != least[package]}
        innocent |= {quote_minor(mandate.ratecard, package) for package in least}
        for figure in {*least.values()} - innocent:
            secrets |= set(_written(Money(figure, mandate.currency)))
    if not secrets:
        return re.compile(r"(?!)")
    return re.compile(r"(?<![\d.,])(?:" + "|".join(map(re.escape, sorted(secrets))) + r")(?![\d]|[.,]\d)")


def _asked(deal: Deal) -> list[Package]:
    try:
        return [deal.brief.package()]
    except (RuleBroken, AssertionError):
        return []


def _written(money: Money) -> tuple[str, ...]:
    forms = (str(money.amount_minor), money.decimal(), words.money_words(money).split("\u00a0")[-1].split(" ")[-1])
    return tuple(form for form in forms if len(re.sub(r"\D", "", form)) >= 5)
