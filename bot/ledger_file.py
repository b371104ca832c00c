"""The exported ledger: JSON Lines, one canonical entry a line, and a last line with the signed tree head.

Every byte of it is accounted for: each line must be the canonical form of what it says, so any change is found.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import RuleBroken
from bot.domain.ledger import Break, Entry, first_break
from bot.domain.ledger_tree import HEAD_KIND, entry_bytes, entry_from, tree_head
from bot.domain.terms import canonical_json
from bot.ports import Signer
from bot.seal import key_id, public_key_in, seal, seal_fault


@dataclass(frozen=True)
class LedgerReport:
    """What was found. `fault` is one sentence for people, None for a sound ledger; `seq` is where it breaks."""

    size: int
    root: str
    fault: str | None = None
    seq: int | None = None
    key_id: str | None = None
    key_vouched: bool | None = None

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "ok": self.fault is None,
            "entries": self.size,
            "root": self.root,
            "fault": self.fault,
            "seq": self.seq,
            "key_id": self.key_id,
            "key_vouched": self.key_vouched,
        }


BREAKS = {
    "sequence_gap": "an entry is missing, or stands in the wrong place",
    "link_broken": "the entry does not follow the one before it",
    "hash_wrong": "the entry was changed after it was written",
    "time_backwards": "the entry is older than the one before it",
}


def export(entries: Sequence[Entry], signer: Signer) -> bytes:
    """The whole file. The same entries and key give the same bytes."""
    head = canonical_json(signed_head(entries, signer))
    return b"".join(line + b"\n" for line in (*map(entry_bytes, entries), head))


def signed_head(entries: Sequence[Entry], signer: Signer) -> dict[str, Any]:
    """The sealed tree head of these entries."""
    return seal(tree_head(entries), signer)


def examine(entries: Sequence[Entry]) -> LedgerReport:
    """Whether a ledger, as it stands in a store, holds together."""
    head = tree_head(entries)
    broken = first_break(entries)
    if broken is None:
        return LedgerReport(head["size"], head["root"])
    return LedgerReport(head["size"], head["root"], _break_sentence(broken), broken.seq)


def examine_file(content: bytes, trusted: bytes | None = None) -> LedgerReport:
    """Whether an exported ledger is whole, unchanged, and signed: by the `trusted` key, where one is given."""
    lines = content.split(b"\n")
    if lines.pop() != b"" or not lines:
        return LedgerReport(0, "", "The file does not end where a ledger ends: its last line is cut off.")
    entries: list[Entry] = []
    for place, line in enumerate(lines[:-1], 1):
        entry = _entry_in(line)
        if entry is None:
            return LedgerReport(len(entries), "", f"Line {place} is not an entry in canonical form.", place)
        entries.append(entry)
    report = examine(entries)
    return report if report.fault else _with_head(report, entries, lines[-1], trusted)


def _with_head(report: LedgerReport, entries: Sequence[Entry], line: bytes, trusted: bytes | None) -> LedgerReport:
    head = _object_in(line)
    if head is None or head.get("kind") != HEAD_KIND:
        return LedgerReport(report.size, report.root, "The last line is not a signed head in canonical form.")
    if {name: value for name, value in head.items() if name != "signature"} != tree_head(entries):
        return LedgerReport(report.size, report.root, "The signed head is not the head of these entries.")
    fault = seal_fault(head, trusted)
    key = public_key_in(head)
    if fault is not None or key is None:
        why = "is made with another key" if fault == "other_key" else "does not fit"
        return LedgerReport(report.size, report.root, f"The signature under the head {why}.")
    return LedgerReport(report.size, report.root, key_id=key_id(key), key_vouched=trusted is not None)


def _entry_in(line: bytes) -> Entry | None:
    raw = _object_in(line)
    try:
        entry = None if raw is None else entry_from(raw)
    except RuleBroken:
        return None
    return entry if entry is not None and entry_bytes(entry) == line else None


def _object_in(line: bytes) -> dict[str, Any] | None:
    """The JSON object a line is the canonical form of."""
    try:
        raw = json.loads(line)
        return raw if isinstance(raw, dict) and canonical_json(raw) == line else None
    except (ValueError, RecursionError, RuleBroken):
        return None


def _break_sentence(broken: Break) -> str:
    return f"The ledger does not hold at entry {broken.seq}: {BREAKS.get(broken.code, broken.code)}."
