"""Questions and their answers, for both sides: which topic a question asks for, in which language, and as which parts.

A part is plain data: a topic of the answers file with the values it needs, remarks, a price, or licences in rows. Only
`render` makes words of them (I6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.answers import Found, Topic, find
from bot.answers.language import language_of
from bot.answers.topics import fold
from bot.domain.licence import Licence
from bot.domain.money import Money
from bot.ports import Tx
from bot.reading.findings import Findings, TalentName

Part = dict[str, Any]
QUESTION_KEPT_CHARACTERS = 900

# "would she take 5k?": a figure in the mouth of a question about her is no offer and gets no verdict (I4).
_WOULD_SHE = re.compile(
    r"\b(?:would|will|does|could|might|d|wurde|nimmt|accepterait|prendrait|aceptaria|accetterebbe)\b.{0,30}"
    r"\b(?:take|accept|settle|agree|be happy|do it for|go for|say yes|akzeptieren|nehmen|elle|ella|lei|sie)\b"
)
_PRICE_WORDS = (
    "how much|what would|what if|what about|how about|add|adds|cost|costs|price|priced|charge|more|less|extra"
    "|cheaper|instead|expensive|kostet|kosten|wurde|ware|preis|combien|cout|couterait|prix|et si|cuanto|costaria|cuesta"
    "|precio|quanto|costerebbe|costa|prezzo|y si|e se|wieviel|was ist mit|wie ist es mit|que tal"
)
_PRICED = re.compile(rf"\b(?:{_PRICE_WORDS})\b")
_COST = re.compile(
    r"\b(?:how much|adds?|costs?|priced?|charge|extra|cheaper|expensive|kostet|kosten|preis|wieviel|wie viel|combien"
    r"|cout|couterait|prix|cuanto|costaria|cuesta|precio|quanto|costerebbe|costa|prezzo)\b"
)
_WHY = re.compile(r"^ (?:and |but |und |et |mais |y |e )?(?:why|how come|warum|wieso|weshalb|pourquoi|por que|perche) ")
_SHORT_AND = re.compile(r"^ ?(?:and|und|et|y|e|en|och|or|oder|ou|o)\b")


_SHE = {"de": "sie", "fr": "elle", "es": "ella", "it": "lei"}


@dataclass(frozen=True)
class Asked:
    """One question: its words, who asks, and what rules found it to be about."""

    words: str
    role: str
    about: Found

    @classmethod
    def read(cls, words: str, role: str, roster: Iterable[TalentName] = ()) -> Asked:
        """The question in `words`; a talent's name counts as `she`."""
        plain = without_names(words, roster, language_of(words))
        return cls(words, role, find(plain, role))

    @property
    def language(self) -> str:
        """The language asked in, as two letters."""
        return self.about.language

    @property
    def topic(self) -> Topic | None:
        """The topic asked for, if there is one."""
        return self.about.topics[0] if self.about.topics else None

    @property
    def topic_id(self) -> str | None:
        """The topic's id, if there is one."""
        return self.topic.id if self.topic else None


@dataclass(frozen=True)
class Answer:
    """What to say to a question. `sure` is false where rules found nothing and said so."""

    parts: tuple[Part, ...]
    sure: bool = True
    buttons: tuple[Mapping[str, Any], ...] = ()
    language: str = "en"

    def data(self) -> dict[str, Any]:
        """As the plain JSON of a note."""
        return {
            "parts": [dict(part) for part in self.parts],
            "buttons": [dict(button) for button in self.buttons],
            "language": self.language,
        }


def topic_part(topic_id: str, role: str, language: str = "en", **values: Any) -> Part:
    """A topic with its values; it is worded in `language` where the file has it, else in English."""
    return {"topic": topic_id, "role": role, "language": language, "values": values}


def is_private(asked: Asked, found: Findings) -> bool:
    """Whether the question is after what is secret: her limits, others' deals, her private data, our workings."""
    if "probing" in found.flags:
        return True
    if asked.topic_id == "private":
        only_asks = ("?" in asked.words or found.intent == "question") and found.fee is None and not has_terms(found)
        if asked.about.fitted or only_asks:
            return True
    return asked.role == "brand" and found.fee is not None and "?" in asked.words and would_she(asked.words)


def would_she(words: str) -> bool:
    """Whether the words ask what she would take, rather than offer it."""
    return bool(_WOULD_SHE.search(fold(words)))


def asks_price(words: str) -> bool:
    """Whether the words ask what something would cost: `what would TV add?`, `and nine months?`."""
    plain = fold(words)
    return bool(_PRICED.search(plain) or _SHORT_AND.search(plain))


def asks_cost(words: str) -> bool:
    """Whether the words name a price outright: `how much for print only?`."""
    return bool(_COST.search(fold(words)))


def asks_why(words: str) -> bool:
    """Whether the words ask for a reason: `why is Spain dearer than Portugal?` wants no price."""
    return bool(_WHY.search(fold(words)))


def has_terms(found: Findings) -> bool:
    """Whether a question carries terms that could be priced."""
    return any(
        (
            found.media, found.territories, found.media_removed, found.territories_removed, found.months, found.days,
            found.exclusivity, found.ends_on,
        )
    )  # fmt: skip


def without_names(words: str, roster: Iterable[TalentName], language: str = "en") -> str:
    """The words with each talent's name as `she` and `her`, so that topics need know nobody."""
    names = sorted({part for one in roster for part in (one.name, *one.aliases, one.name.split(" ")[0]) if part},
                   key=len, reverse=True)  # fmt: skip
    if not names:
        return words
    either = "|".join(map(re.escape, names))
    owned = re.sub(rf"\b(?:{either})(?:'s|’s)", "her", words, flags=re.IGNORECASE)
    return re.sub(rf"\b(?:{either})\b", _SHE.get(language, "she"), owned, flags=re.IGNORECASE)


def money_value(money: Money) -> dict[str, Any]:
    """Money as a part's value."""
    return {"kind": "money", "amount_minor": money.amount_minor, "currency": money.currency}


def when_value(at: datetime, tz: str) -> dict[str, Any]:
    """An instant as a part's value, on the clock of `tz`."""
    return {"kind": "when", "at": at.isoformat(), "tz": tz}


def day_value(day: date) -> dict[str, Any]:
    """A date as a part's value."""
    return {"kind": "day", "day": day.isoformat()}


def name_value(text: str) -> dict[str, Any]:
    """Words that came from people, as a part's value."""
    return {"kind": "name", "text": text}


def first_name_value(full_name: str | None) -> dict[str, Any]:
    """A talent by first name, as we speak of her."""
    return {"kind": "talent", "text": full_name}


def licence_rows(licences: Iterable[Licence], now: datetime, *, pay: bool) -> list[dict[str, Any]]:
    """Licences as rows of a card; `pay` for the talent's own eyes."""
    rows = []
    for item in licences:
        paid = item.terms.pay()
        rows.append(
            {
                "number": item.number,
                "state": item.state(now).value,
                "talent": item.terms.talent,
                "brand": item.terms.brand,
                "product": item.terms.product,
                "starts_on": item.terms.starts_on.isoformat(),
                "ends_on": item.terms.ends_on.isoformat(),
                "pay": {"amount_minor": paid.amount_minor, "currency": paid.currency} if pay else None,
            }
        )
    return rows


def keep_question(tx: Tx, key: str, user_id: str, words: str) -> None:
    """Keeps a question for `Ask a person`; `key` is the short id that its button carries."""
    tx.set_value(f"asked:{key}", f"{user_id} {words[:QUESTION_KEPT_CHARACTERS]}")


def kept_question(tx: Tx, key: str) -> tuple[str, str] | None:
    """Who asked, and what; None where nothing was kept."""
    user_id, _, words = (tx.value(f"asked:{key}") or "").partition(" ")
    return (user_id, words) if words else None


def near_buttons(asked: Asked, ref: str = "") -> list[dict[str, Any]]:
    """A button for each topic that a question is near to; `render` labels it with the topic's title."""
    language = asked.language
    return [
        {"about": one, "role": asked.role, "language": language, "verb": "about", "ref": ref, "version": 0,
         "arg": f"{one}:{language}"}
        for one in asked.about.near
    ]  # fmt: skip


def person_button(key: str, ref: str = "") -> dict[str, Any]:
    """`Ask a person`, for the question kept under `key`."""
    return {"label": "Ask a person", "verb": "ask_person", "ref": ref, "version": 0, "arg": key}
