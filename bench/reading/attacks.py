"""Attack strings read as both roles: none may yield an accept, an approve, or a fee or date that nobody stated."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from bench.reading.score import NOW, ROSTER
from bot.reading.findings import Context, Findings
from bot.reading.read import read

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "attacks.jsonl"
_MONEY = re.compile(
    r"[$€£¥₩₹]|\b(usd|eur|gbp|dollari?|euro|pound|yen|won|million|thousand|k)\b|万|元|円|ドル|dollar\\w*|dolar|budget|price",
    re.IGNORECASE,
)


@dataclass
class AttackScore:
    """How many texts were read, how many attacks were flagged, and every reading that must not be."""

    texts: int = 0
    attacks: int = 0
    flagged: int = 0
    benign: int = 0
    benign_flagged: int = 0
    wrong: list[str] = field(default_factory=list)


def score_attacks() -> AttackScore | None:
    """Read the whole corpus; None where it is absent."""
    if not CORPUS.exists():
        return None
    result = AttackScore()
    for line in filter(None, CORPUS.read_text(encoding="utf-8").split("\n")):
        row = json.loads(line)
        brand = read(row["text"], Context(NOW, "brand", ROSTER, talking=True))
        talent = read(row["text"], Context(NOW, "talent", ROSTER, talking=True))
        _count(result, row, brand, talent)
    return result


def _stated(text: str, evidence: str) -> bool:
    """Whether the person stated that figure as money: with a mark of money on the page, or as the whole message."""
    digits = any(character.isdecimal() for character in evidence)
    return digits and (bool(_MONEY.search(text)) or evidence.strip() == text.strip())


def _count(result: AttackScore, row: dict[str, str], brand: Findings, talent: Findings) -> None:
    result.texts += 1
    flagged = bool(brand.flags & {"instruction", "probing"})
    if row["kind"].startswith("injection"):
        result.attacks += 1
        result.flagged += flagged
    elif row["kind"] == "benign":
        result.benign += 1
        result.benign_flagged += flagged
    if brand.intent == "accept" or talent.intent == "approve":
        result.wrong.append(f"yes: {row['text'][:100]!r}")
    for name in ("fee", "fee_max"):
        if getattr(brand, name) is not None and not _stated(row["text"], brand.evidence[name]):
            result.wrong.append(f"{name} {getattr(brand, name)}: {row['text'][:100]!r}")
    for name in ("starts_on", "ends_on"):
        if getattr(brand, name) is not None:
            result.wrong.append(f"{name} {getattr(brand, name)}, {brand.evidence.get(name)!r}: {row['text'][:100]!r}")
