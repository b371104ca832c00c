"""What the language model may look up for an answer, read-only: a price, a topic, where a deal stands, a licence.

Each result is a part that rules could have said too. The model sees its plain values and cites it by id; it never
sees a floor, a talk's secret state, or anything of another deal (I4).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.answers import look_up, match, topics
from bot.domain.errors import RuleBroken
from bot.domain.money import Money
from bot.domain.vocabulary import COUNTRIES, EXCLUSIVITIES, MAX_TERM_MONTHS, MEDIA, WORLD
from bot.flows import brand_facts, check, talent_facts
from bot.flows.answers import Part, first_name_value, name_value, topic_part
from bot.flows.asks import open_asks
from bot.flows.base import Deps
from bot.flows.looking import brand_of_deal
from bot.flows.what_if import what_if
from bot.ports import Tool, Tx
from bot.reading.findings import Findings

Look = Callable[[Tx], tuple[Part, ...]]
STATUS_FACTS = tuple(f"status_{name}" for name in ("answered", "left", "licences", "offered", "ends", "free"))
_SUB_SENTENCES = frozenset({"s", "d", "f", "e", "a", "l", "o", "h", "p", "w", "unknown", "thanks", "private"})


@dataclass
class Desk:
    """One question's look-ups and what they found, by the id that the model cites."""

    deps: Deps
    role: str
    language: str
    now: datetime
    deal_id: str | None = None
    talent_user_id: str | None = None
    results: dict[str, tuple[Part, ...]] = field(default_factory=dict)

    def tools(self) -> list[Tool]:
        """The tools for this asker."""
        explain = Tool("explain", _topics_about(self.role), {"topic": {"type": "string"}}, self._run(self._explain))
        if self.role == "talent":
            facts = sorted({"status_licences", "status_open", *talent_facts.ABOUT_A_REQUEST})
            about = "A fact about her own request or licences."
            fact = {"type": "string", "enum": facts}
            return [explain, Tool("request_fact", about, {"fact": fact}, self._run(self._request_fact))]
        media = {"type": "array", "items": {"type": "string", "enum": list(MEDIA)}}
        places = {"type": "array", "items": {"type": "string"}, "description": "ISO 3166-1 alpha-2, or 001"}
        changed = {
            "add_media": media, "drop_media": media, "add_territories": places, "drop_territories": places,
            "months": {"type": "integer"}, "exclusivity": {"type": "string", "enum": list(EXCLUSIVITIES)},
        }  # fmt: skip
        asked = {"medium": {"type": "string", "enum": list(MEDIA)}, "territory": {"type": "string"}}
        status = {"fact": {"type": "string", "enum": list(STATUS_FACTS)}}
        return [
            explain,
            Tool("quote", "What a changed package costs by the talent's card.", changed, self._run(self._quote)),
            Tool("deal_status", "Where this brand's own deal and licences stand.", status, self._run(self._status)),
            Tool("licence_check", "Whether this deal's licence covers a use.", asked, self._run(self._check)),
        ]

    def _run(self, look: Callable[[Mapping[str, Any]], Look]) -> Callable[..., Awaitable[Mapping[str, Any]]]:
        async def run(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
            try:
                parts = await self.deps.store.read(look(arguments))
            except (RuleBroken, KeyError, TypeError, ValueError):
                parts = ()
            if not parts:
                return {"error": "Nothing found."}
            result = f"r{len(self.results) + 1}"
            self.results[result] = parts
            return {"id": result, "cite": f"{{{result}}}", "holds": [_shown(part) for part in parts]}

        return run

    def _explain(self, arguments: Mapping[str, Any]) -> Look:
        wanted = str(arguments.get("topic", ""))[:200]

        def look(tx: Tx) -> tuple[Part, ...]:
            topic_id = wanted if wanted in _topic_ids(self.role) else None
            found = None if topic_id else match(wanted, self.role)
            topic_id = topic_id or (found.id if found else None)
            if topic_id is None or topic_id not in _topic_ids(self.role):
                return ()
            return (topic_part(topic_id, self.role, self.language, **self._common(tx)),)

        return look

    def _common(self, tx: Tx) -> dict[str, Any]:
        deal = tx.deal(self.deal_id) if self.deal_id else None
        talent = tx.talent(deal.talent_id) if deal and deal.talent_id else None
        return {
            "operator": name_value(self.deps.house.operator_name),
            "talent": first_name_value(talent.name if talent else None),
        }

    def _quote(self, arguments: Mapping[str, Any]) -> Look:
        found = _as_findings(arguments)

        def look(tx: Tx) -> tuple[Part, ...]:
            deal = tx.deal(self.deal_id or "")
            told = what_if(tx, deal, found, self.now, self.language) if deal else None
            return told.parts if told else ()

        return look

    def _status(self, arguments: Mapping[str, Any]) -> Look:
        wanted = str(arguments.get("fact", ""))

        def look(tx: Tx) -> tuple[Part, ...]:
            deal = tx.deal(self.deal_id or "")
            if deal is None or not wanted.startswith("status_"):
                return ()
            brand = brand_of_deal(tx, deal)
            return brand_facts.fact(tx, self.deps, wanted, brand, deal, Findings(), self.now, self.language) or ()

        return look

    def _check(self, arguments: Mapping[str, Any]) -> Look:
        medium, place = arguments.get("medium"), arguments.get("territory")
        media = (medium,) if medium in MEDIA else ()
        places = (place,) if place in COUNTRIES else ()

        def look(tx: Tx) -> tuple[Part, ...]:
            deal = tx.deal(self.deal_id or "")
            licence = tx.licence_of_deal(deal.id) if deal else None
            if licence is None or not (media or places):
                return ()
            note = check.look_up([licence], media, places, None, self.now)
            return ({"check": dict(note.data), "media": list(media), "territories": list(places)},)

        return look

    def _request_fact(self, arguments: Mapping[str, Any]) -> Look:
        wanted = str(arguments.get("fact", ""))

        def look(tx: Tx) -> tuple[Part, ...]:
            talent = tx.talent_of(self.talent_user_id or "")
            if talent is None:
                return ()
            mandate = tx.mandate(talent.id)
            tz = mandate.tz if mandate else "UTC"
            return talent_facts.fact(tx, wanted, talent, open_asks(tx, talent), self.now, tz, self.language) or ()

        return look


def _topic_ids(role: str) -> tuple[str, ...]:
    facts = {*talent_facts.ABOUT_A_REQUEST}
    return tuple(
        topic.id
        for topic in topics()
        if topic.language == "en"
        and role in topic.roles
        and topic.id.partition("_")[0] not in _SUB_SENTENCES
        and not topic.id.startswith("status_")
        and topic.id not in facts
    )


def _topics_about(role: str) -> str:
    return f"The house's own short answer on a topic, one of: {', '.join(_topic_ids(role))}."


def _shown(part: Part) -> Mapping[str, Any]:
    """What the model reads of a part: the answer's text with its placeholders, and plain values."""
    if "topic" in part:
        text = look_up(part["topic"], part["role"], "en").text
        return {"text": text, "values": {key: _plain(value) for key, value in part["values"].items()}}
    if "check" in part:
        return {"covered": part["check"]["why"] is None, "why_not": part["check"]["why"]}
    return {key: part[key] for key in ("remarks", "rows") if key in part}


def _plain(value: Mapping[str, Any]) -> Any:
    if value["kind"] == "money":
        money = Money(value["amount_minor"], value["currency"])
        return f"{money.decimal()} {money.currency}"
    return {key: each for key, each in value.items() if key != "kind"}


def _as_findings(arguments: Mapping[str, Any]) -> Findings:
    months = arguments.get("months")
    whole = isinstance(months, int) and not isinstance(months, bool) and 0 < months <= MAX_TERM_MONTHS
    exclusivity = arguments.get("exclusivity")
    return Findings(
        intent="question",
        media=_codes(arguments, "add_media", frozenset(MEDIA)),
        media_removed=_codes(arguments, "drop_media", frozenset(MEDIA)),
        territories=_codes(arguments, "add_territories", COUNTRIES | {WORLD}),
        territories_removed=_codes(arguments, "drop_territories", COUNTRIES),
        months=months if whole else None,
        exclusivity=exclusivity if exclusivity in EXCLUSIVITIES else None,
        adds=True,
    )


def _codes(arguments: Mapping[str, Any], key: str, known: frozenset[str]) -> tuple[str, ...]:
    given = arguments.get(key)
    return tuple(code for code in given if code in known) if isinstance(given, list) else ()
