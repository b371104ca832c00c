"""`quasi rehearse`: the negotiation engine without a database, JSON Lines in and out (DESIGN §6).

Many deals may interleave. Each line gets exactly one line, flushed; a bad one gets an error and changes
nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from bot.cli import console
from bot.domain.errors import RuleBroken
from bot.domain.money import MAX_AMOUNT_MINOR, Money
from bot.domain.negotiation import Act, Limits, Move, Talk, answer, begin
from bot.domain.negotiation.values import MENU_MOST, ROUNDS_MOST
from bot.domain.ratecard import Package
from bot.domain.vocabulary import ALL_MEDIA, COUNTRIES, EXCLUSIVITIES, MAX_TERM_MONTHS, MEDIA, WORLD
from bot.json_lines import BadLine, answer_lines, codes_in, package_in, package_out, ratecard_in, whole_in
from bot.rehearse_buyers import MANNERS, WatchedBuyer

DealId = str | int


def run(lines: TextIO, out: TextIO) -> int:
    """Play every deal on `lines` to its end. Returns the exit code, 0."""
    answer_lines(lines, out, "deal", Rehearsal().line)
    return 0


def watch(mandate_file: Path, against: str, rounds: int, seed: int, out: TextIO) -> int:
    """Play one talk against a named buyer and tell why each move was made, for an operator's eyes alone.

    `mandate_file` holds the JSON of a first line's mandate, or a whole first line. Returns 0, or 2 where the file or
    the name can't be used.
    """
    if against not in MANNERS:
        return _unusable(f"There is no buyer {against!r}; there are {', '.join(MANNERS)}.")
    try:
        text = mandate_file.read_text(encoding="utf-8")
        limits, brief = watched_in(json.loads(text, parse_float=Decimal))
    except (OSError, ValueError, ArithmeticError, RecursionError):
        return _unusable(f"{mandate_file} can't be read as JSON.")
    except BadLine as bad:
        return _unusable(str(bad))
    assert brief.package is not None
    buyer = WatchedBuyer(against, limits.ratecard, brief.package, rounds, seed)
    out.write(f"{against} asks for {_words(brief.package)}\n")
    talk, act = begin(limits, brief, rounds=rounds, seed=seed, menu=MENU_MOST)
    while True:
        _tell(act, limits, out)
        if act.kind not in ("counter", "final"):
            return 0
        move = buyer.reply(act)
        out.write(f"{against}: {_said(move, limits)}\n")
        talk, act = answer(talk, limits, move)


def watched_in(value: Any) -> tuple[Limits, Move]:
    """Mandate and brief of a watch; without a brief, a plain one that the mandate allows."""
    if isinstance(value, dict) and "mandate" in value:
        limits = limits_in(value["mandate"])
        if "brief" in value:
            return limits, brief_in(value["brief"])
    else:
        limits = limits_in(value)
    media = [code for code in ("print", "website", *MEDIA) if code not in limits.refused_media][:2]
    places = [code for code in ("FR", "ES", "US", "DE") if code not in limits.refused_territories][:2]
    if not media or not places or not limits.max_months or not limits.exclusivity:
        raise BadLine("The mandate allows nothing that could be asked for.")
    exclusivity = next(code for code in EXCLUSIVITIES if code in limits.exclusivity)
    return limits, Move("brief", Package.of(media, places, min(6, limits.max_months), exclusivity))


def _tell(act: Act, limits: Limits, out: TextIO) -> None:
    out.write(f"Quasi: {act.kind}\n")
    for k, priced in enumerate(act.packages):
        out.write(f"   {k}  {_amount(priced.fee_minor, limits)}  {_words(priced.package)}\n")
    for reason in act.reason:
        out.write(f"      · {reason}\n")
    out.flush()


def _said(move: Move, limits: Limits) -> str:
    if move.kind == "accept":
        return f"takes {move.index}"
    if move.package is None or move.fee_minor is None:
        return "walks"
    return f"offers {_amount(move.fee_minor, limits)} for {_words(move.package)}"


def _amount(fee_minor: int, limits: Limits) -> str:
    return f"{limits.ratecard.currency} {Money(fee_minor, limits.ratecard.currency).decimal()}"


def _words(package: Package) -> str:
    length = package_out(package)["months"]
    places, media = " ".join(sorted(package.territories)), " ".join(sorted(package.media))
    return f"{media} · {places} · {length} months · {package.exclusivity}"


def _unusable(sentence: str) -> int:
    console.complain(sentence)
    return 2


@dataclass
class _Deal:
    limits: Limits
    talk: Talk


class Rehearsal:
    """The deals of one run, by their ids."""

    def __init__(self) -> None:
        self._deals: dict[DealId, _Deal] = {}

    def line(self, line: dict[str, Any]) -> dict[str, Any]:
        """Answer one line. Raises BadLine, and then nothing has changed."""
        deal_id = _deal_id(line.get("deal"))
        deal = self._deals.get(deal_id)
        try:
            if deal is None:
                limits, talk, act = _open(line)
                self._deals[deal_id] = _Deal(limits, talk)
            else:
                talk, act = answer(deal.talk, deal.limits, _move(line, ended=deal.talk.status != "open"))
                deal.talk = talk
        except RuleBroken as broken:
            raise BadLine(_SENTENCES.get(broken.code, f"The line can't be used ({broken.code}).")) from broken
        return _act_out(deal_id, act)


def limits_in(value: Any) -> Limits:
    """The mandate of a first line."""
    if not isinstance(value, dict):
        raise BadLine("mandate is missing or not an object.")
    card = ratecard_in(value.get("ratecard"))
    media = codes_in(value.get("refused_media", []), "refused media", {*MEDIA, ALL_MEDIA})
    territories = codes_in(value.get("refused_territories", []), "refused territories", COUNTRIES | {WORLD})
    exclusivity = codes_in(value.get("exclusivity", ["none", "category"]), "exclusivity", set(EXCLUSIVITIES))
    max_months = whole_in(value.get("max_months", 24), "max_months")
    if not 0 <= max_months <= MAX_TERM_MONTHS:
        raise BadLine(f"max_months is not between 0 and {MAX_TERM_MONTHS}.")
    return Limits(card, frozenset(media), frozenset(territories), max_months, frozenset(exclusivity))


def brief_in(value: Any) -> Move:
    """The brief of a first line; its fee, where there is one, is the buyer's first offer."""
    package = package_in(value, "brief")
    return Move("brief", package, None if value.get("fee_minor") is None else fee_in(value["fee_minor"]))


def fee_in(value: Any) -> int:
    """A fee that could be meant: whole, above 0, not astronomic."""
    fee = whole_in(value, "fee_minor")
    if not 0 < fee <= MAX_AMOUNT_MINOR:
        raise BadLine("fee_minor is not above 0, or is too large to be meant.")
    return fee


def _open(line: dict[str, Any]) -> tuple[Limits, Talk, Act]:
    if "mandate" not in line or "brief" not in line:
        raise BadLine("This deal has not begun: its first line needs a mandate and a brief.")
    limits = limits_in(line["mandate"])
    brief = brief_in(line["brief"])
    rounds = whole_in(line.get("rounds", 12), "rounds")
    seed = whole_in(line.get("seed", 0), "seed")
    talk, act = begin(limits, brief, rounds=rounds, seed=seed, menu=MENU_MOST)
    return limits, talk, act


def _move(line: dict[str, Any], *, ended: bool) -> Move:
    said = [key for key in ("offer", "accept", "walk", "mandate") if key in line]
    if said == ["mandate"] and not ended:
        raise BadLine("This deal has already begun.")
    if len(said) != 1:
        raise BadLine("The line holds neither an offer, nor an accept, nor a walk, or more than one of them.")
    if said == ["offer"]:
        package = package_in(line["offer"], "offer")
        return Move("offer", package, fee_in(line["offer"].get("fee_minor")))
    if said == ["accept"]:
        return Move("accept", index=whole_in(line["accept"], "accept"))
    if said == ["walk"] and line["walk"] is not True:
        raise BadLine("walk is not true.")
    return Move("walk")


def _deal_id(value: Any) -> DealId:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadLine("The line names no deal.")
    return value


def _act_out(deal_id: DealId, act: Act) -> dict[str, Any]:
    priced = [{**package_out(one.package), "fee_minor": one.fee_minor} for one in act.packages]
    if act.kind == "accept":
        return {"deal": deal_id, "act": "accept", "terms": priced[0]}
    if act.kind in ("counter", "final"):
        return {"deal": deal_id, "act": act.kind, "packages": priced}
    return {"deal": deal_id, "act": act.kind}


_SENTENCES = {
    "accept_unknown": "There is no such package to accept.",
    "rounds_invalid": f"The rounds are not between 1 and {ROUNDS_MOST}.",
}
