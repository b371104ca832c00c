"""`quasi price`: quote and floor of packages, JSON Lines in and out. An operator's tool, never reachable
by others (I4).
"""

from __future__ import annotations

from typing import Any, TextIO

from bot.domain.errors import RuleBroken
from bot.domain.ratecard import floor_minor, quote_minor
from bot.json_lines import BadLine, answer_lines, package_in, ratecard_in


def run(lines: TextIO, out: TextIO) -> int:
    """Answer each line with one line (DESIGN §6). A bad line costs itself alone. Returns the exit code, 0."""
    answer_lines(lines, out, "id", _price)
    return 0


def _price(line: dict[str, Any]) -> dict[str, Any]:
    if "id" not in line:
        raise BadLine("The line has no id.")
    card = ratecard_in(line.get("ratecard"))
    package = package_in(line.get("terms"), "terms")
    try:
        return {
            "id": line["id"],
            "quote_minor": quote_minor(card, package),
            "floor_minor": floor_minor(card, package),
        }
    except RuleBroken as broken:
        raise BadLine(f"The package can't be priced ({broken.code}).") from broken
