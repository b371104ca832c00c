"""Values in words of one language: English as everywhere else, and what German, French, Spanish and Italian say instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from functools import cache

from bot.domain.money import Money
from bot.surfaces import words
from bot.surfaces.render import tongues
from bot.surfaces.render.phrases import phrase
from bot.surfaces.render.safe import name
from bot.surfaces.render.tongues import TONGUES


class Speech:
    """English."""

    language = "en"

    def media(self, codes: Iterable[str]) -> str:
        """Media in their fixed order."""
        return words.media_words(codes)

    def places(self, codes: Iterable[str]) -> str:
        """Countries, as on a card."""
        return words.territory_words(codes)

    def months(self, months: Fraction | int) -> str:
        """A length of use."""
        return words.months_words(months)

    def exclusivity(self, code: str, category: str | None = None) -> str:
        """An exclusivity."""
        return words.exclusivity_words(code, category)

    def day(self, day: date) -> str:
        """A date with its weekday."""
        return words.date_words(day)

    def instant(self, instant: datetime, tz: str) -> str:
        """An instant on the clock of `tz`, which is named."""
        return words.datetime_words(instant, tz)

    def period(self, first: date, last: date) -> str:
        """First and last day of use."""
        return words.period_words(first, last)

    def money(self, money: Money) -> str:
        """Currency code and amount."""
        return words.money_words(money)

    def category(self, code: str) -> str:
        """A category of goods."""
        return words.category_word(code)

    def attribute(self, code: str) -> str:
        """An attribute of depiction."""
        return words.attribute_word(code)

    def count(self, count: int, noun: str) -> str:
        """A count and its noun."""
        return words.count_words(count, noun)

    def listed(self, items: Sequence[str]) -> str:
        """A list in a sentence."""
        return words.list_words(items, phrase("word.and", self.language))

    def talent(self, full_name: str | None) -> str:
        """How we speak of a talent: by first name."""
        return name(full_name.split(" ")[0]) if full_name else phrase("word.the_talent", self.language)


class _Foreign(Speech):
    """A language of `tongues`; what it leaves out is as in English."""

    def __init__(self, language: str) -> None:
        self.language = language

    def media(self, codes: Iterable[str]) -> str:
        return tongues.media_words(codes, self.language)

    def places(self, codes: Iterable[str]) -> str:
        return tongues.territory_words(codes, self.language)

    def months(self, months: Fraction | int) -> str:
        return tongues.months_words(Fraction(months), self.language)

    def exclusivity(self, code: str, category: str | None = None) -> str:
        return tongues.exclusivity_words(code, self.language)

    def day(self, day: date) -> str:
        return tongues.date_words(day, self.language)

    def instant(self, instant: datetime, tz: str) -> str:
        return tongues.datetime_words(instant, tz, self.language)

    def period(self, first: date, last: date) -> str:
        return f"{self.day(first)} – {self.day(last)}"

    def money(self, money: Money) -> str:
        return words.money_words(money, self.language)

    def category(self, code: str) -> str:
        return phrase(f"category.{code}", self.language)

    def attribute(self, code: str) -> str:
        return phrase(f"attribute.{code}", self.language)

    def count(self, count: int, noun: str) -> str:
        one, _, more = phrase(f"count.{noun}", self.language, count=str(count)).partition("|")
        return one if count == 1 else more


@cache
def speech(language: str) -> Speech:
    """How that language words a value; English for one we don't write."""
    return _Foreign(language) if language in TONGUES else Speech()
