"""Score a reader on gold messages: precision and recall by field, whole messages exact, and what went wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bot.reading.findings import Context, Findings, OnTable, TalentName
from bot.reading.read import read, to_json

GOLD = Path(__file__).with_name("gold.jsonl")
NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
ROSTER = (TalentName("Imani Okafor"), TalentName("Mara Lindqvist"), TalentName("Jun Park"))
FIELDS = (
    "fee", "fee_max", "media", "territories", "length", "starts_on", "ends_on", "exclusivity", "category", "assets",
    "perpetual", "talent", "intent", "flags", "unclear",
)  # fmt: skip
_LISTS = ("media", "territories", "flags", "unclear")

Reader = Callable[[str, Context], Findings]


@dataclass
class Tally:
    """Counts for one field: said rightly, said wrongly, and left out."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the values said that are right; 1 where nothing was said."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the values in the gold that were said rightly; 1 where there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass
class Score:
    """All tallies of one run, the messages read exactly, and a line for each that was not."""

    fields: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    messages: int = 0
    exact: int = 0
    false_yes: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


TUNED = (
    "first",
    "second",
    "more",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "natives",
    "sweep",
    "opened",
    "open5",
    "opened5",
    "open6",
    "opened6",
    "opened6-t",
    "open6-t",
    "yes6",
    "seventh-t",
    "eighth-t",
    "ninth-t",
    "tenth-t",
    "eleventh-t",
)
"""The sets of the gold that the rules were tuned on; the others never were."""


def gold(sets: Iterable[str] = (), role: str | None = None) -> list[dict[str, object]]:
    """The gold rows of these sets (all when none is named) and of this role."""
    wanted = tuple(sets)
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").split("\n") if line]
    return [row for row in rows if (not wanted or row["set"] in wanted) and role in (None, row["role"])]


def context_of(row: dict[str, object]) -> Context:
    """The context that a gold row is read in."""
    table = row.get("on_table")
    on_table = None
    if isinstance(table, dict):
        on_table = OnTable(table.get("terms"), _figure(table.get("ours")), _figure(table.get("theirs")))
    asked = row.get("asked")
    role = "talent" if row["role"] == "talent" else "brand"
    return Context(NOW, role, ROSTER, on_table, asked=asked if isinstance(asked, str) else None)  # type: ignore[arg-type]


def _figure(pair: object) -> tuple[Decimal, str] | None:
    return (Decimal(pair[0]), pair[1]) if isinstance(pair, list) else None


def comparable(answer: dict[str, object]) -> dict[str, object]:
    """An answer with order, number spelling and the two lengths made alike, so that equal meanings are equal."""
    plain: dict[str, object] = {}
    for name, value in answer.items():
        if name in ("fee", "fee_max") and isinstance(value, list):
            plain[name] = (_decimal(value[0]), value[1])
        elif name in _LISTS and isinstance(value, list):
            plain[name] = tuple(sorted(value))
        elif name in ("months", "days"):
            plain["length"] = (name, value)
        elif name not in ("id", "evidence"):
            plain[name] = value
    return plain


def _decimal(text: object) -> object:
    try:
        return Decimal(str(text)).normalize()
    except InvalidOperation:
        return text


def score(rows: list[dict[str, object]], reader: Reader = read) -> Score:
    """Read every row and count. A gold row without an intent leaves the intent free."""
    result = Score()
    for row in rows:
        wanted = comparable(row["gold"])  # type: ignore[arg-type]
        got = comparable(to_json(reader(str(row["text"]), context_of(row))))
        if "intent" not in wanted:
            got.pop("intent", None)
        _count(result, row, wanted, got)
    return result


def _count(result: Score, row: dict[str, object], wanted: dict[str, object], got: dict[str, object]) -> None:
    result.messages += 1
    differing = []
    for name, tally in result.fields.items():
        said, meant = got.get(name), wanted.get(name)
        if said == meant:
            tally.right += said is not None
            continue
        differing.append(f"{name}: {said} instead of {meant}")
        tally.wrong += said is not None
        tally.missed += meant is not None
    result.exact += not differing
    if got.get("intent") in ("accept", "approve") and wanted.get("intent") != got.get("intent"):
        result.false_yes.append(str(row["text"]))
    if differing:
        result.mistakes.append(f"{row['id']} {str(row['text'])[:110]!r} · " + " · ".join(differing))
