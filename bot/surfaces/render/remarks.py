"""One sentence for each thing that has to be said about a message before the talk goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from bot.surfaces.render.phrases import known, phrase
from bot.surfaces.render.safe import name
from bot.surfaces.render.speech import Speech, speech
from bot.surfaces.render.values import money

Detail = Mapping[str, Any]


def remark_lines(remarks: list[list[Any]], language: str = "en") -> str:
    """The remarks of a note, a sentence or two each, repeated ones once."""
    lines = [_line(code, detail, language) for code, detail in remarks if knows(code)]
    return "\n".join(dict.fromkeys(lines))


def knows(code: str) -> bool:
    """Whether a remark has its words."""
    return code in ("exclusivity_refused", "exclusivity_only") or known(f"remark.{code}")


def _line(code: str, detail: Detail, language: str) -> str:
    say = speech(language)
    values = {key: word(detail[key], detail, say) for key, word in _WORDED.items() if key in detail}
    who = say.talent(detail.get("talent"))
    person = name(str(detail.get("talent") or phrase("word.that_person", language)))
    return phrase(f"remark.{_said_as(code, detail)}", language, **{"who": who, "person": person, **values})


def _said_as(code: str, detail: Detail) -> str:
    """Three remarks are worded by what they are about."""
    if code == "exclusivity_only":
        return f"{code}_{'none' if detail['exclusivity'] == 'none' else 'other'}"
    if code == "exclusivity_refused":
        return f"{code}_{detail['exclusivity']}"
    return f"{code}_world" if code == "territory_refused" and detail.get("world") else code


def _field(code: str, _: Detail, say: Speech) -> str:
    key = f"field.{code}"
    return phrase(key, say.language) if known(key) else str(code)


def _fee(raw: Any, _: Detail, say: Speech) -> str:
    amount = money(raw)
    return f"**{say.money(amount)}**" if amount else ""


def _named(named: Mapping[str, Any], _: Detail, say: Speech) -> str:
    return say.listed(
        [*(say.media([code]) for code in named["media"]), *(say.places([code]) for code in named["territories"])]
    )


def _package(raw: Mapping[str, Any], _: Detail, say: Speech) -> str:
    exclusive = say.exclusivity(raw["exclusivity"], raw["category"])
    span = say.months(Fraction(raw["months"]))
    return ", ".join((say.media(raw["media"]), say.places(raw["territories"]), span, exclusive))


_WORDED: dict[str, Callable[[Any, Detail, Speech], str]] = {
    "media": lambda codes, _, say: say.media(codes),
    "territories": lambda codes, _, say: say.places(codes),
    "attributes": lambda codes, _, say: say.listed([say.attribute(code) for code in codes]),
    "exclusivity": lambda code, _, say: say.exclusivity(code),
    "named": _named,
    "package": _package,
    "category": lambda code, _, say: say.category(code) if code else "",
    "max_months": lambda months, _, say: say.months(months),
    "months": lambda months, _, say: say.months(months),
    "starts_on": lambda day, _, say: say.day(date.fromisoformat(day)),
    "again": lambda at, detail, say: say.instant(datetime.fromisoformat(at), detail["tz"]),
    "fee": _fee,
    "names": lambda names, _, say: say.listed([name(item) for item in names]),
    "name": lambda text, _, say: name(text),
    "number": lambda text, _, say: str(text),
    "ours": lambda text, _, say: str(text),
    "field": _field,
    "letter": lambda text, _, say: str(text),
}
"""How each detail of a remark is worded."""
