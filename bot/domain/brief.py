"""A brief: what the brand wants, as read so far; what is still missing; and what the mandate says to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from bot.domain.calendar import DAYS_A_MONTH, add_months, last_day, term_months
from bot.domain.disclosure import duties_for
from bot.domain.errors import RuleBroken
from bot.domain.mandate import Mandate
from bot.domain.money import Money
from bot.domain.people import Brand, Talent
from bot.domain.ratecard import Package
from bot.domain.terms import Terms, clean_text
from bot.domain.vocabulary import MAX_TERM_MONTHS, WORLD, Exclusivity

QUESTION_ORDER: tuple[str, ...] = (
    "talent",
    "media",
    "territories",
    "starts_on",
    "length",
    "exclusivity",
    "category",
    "purpose",
    "assets",
    "replaces_casting",
)
"""What blocks a price comes first (DESIGN §3.1)."""

START_WITHIN_MONTHS = 24


@dataclass(frozen=True)
class Brief:
    """Every field is None (or empty) until it was said. `said` holds the exact words a field was read from."""

    talent_id: str | None = None
    product: str | None = None
    category: str | None = None
    purpose: str | None = None
    media: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    months: int | None = None
    days: int | None = None
    exclusivity: Exclusivity | None = None
    assets_max: int | None = None
    replaces_casting: bool | None = None
    fee: Money | None = None
    alterations: frozenset[str] = frozenset()
    unclear: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Terms) -> Brief:
        """Terms as the brief they could have come from: to ask the mandate once more, or to begin a new deal with."""
        return cls(
            product=terms.product,
            category=terms.category,
            purpose=terms.purpose,
            media=terms.media,
            territories=terms.territories,
            starts_on=terms.starts_on,
            ends_on=terms.ends_on,
            exclusivity=terms.exclusivity,
            assets_max=terms.assets_max,
            replaces_casting=terms.replaces_casting,
            fee=terms.fee,
        )

    def starting_on(self, day: date) -> Brief:
        """The same length of use from another first day. Raises RuleBroken where start or length is not known."""
        end = self.term_end()
        if self.starts_on is None or end is None:
            raise RuleBroken("brief_incomplete")
        return replace(self, starts_on=day, **_as_length(term_months(self.starts_on, end)))

    def term_end(self) -> date | None:
        """The last day of use, where start and length (or end) are known."""
        if self.ends_on is not None:
            return self.ends_on
        if self.starts_on is None or (self.months is None and self.days is None):
            return None
        return last_day(self.starts_on, months=self.months, days=None if self.months else self.days)

    def next_question(self) -> str | None:
        """The one field to ask about next, or None when the brief is whole."""
        return next((name for name in QUESTION_ORDER if self.is_open(name)), None)

    def is_open(self, name: str) -> bool:
        """Whether that field still has to be asked about."""
        if name in self.unclear:
            return True
        match name:
            case "talent":
                return self.talent_id is None
            case "media":
                return not self.media
            case "territories":
                return not self.territories
            case "starts_on":
                return self.starts_on is None
            case "length":
                return self.ends_on is None and self.months is None and self.days is None
            case "assets":
                return self.assets_max is None
            case _:
                return getattr(self, name) is None

    def package(self) -> Package:
        """What is priced. Raises RuleBroken when the length does not fit; call it on a whole brief only."""
        end = self.term_end()
        if self.starts_on is None or end is None or self.exclusivity is None:
            raise RuleBroken("brief_incomplete")
        return Package.of(self.media, self.territories, term_months(self.starts_on, end), self.exclusivity)

    def with_package(self, package: Package) -> Brief:
        """This brief, changed to the media, places, length and exclusivity of `package`; the start stays."""
        if self.starts_on is None:
            raise RuleBroken("brief_incomplete")
        same_length = self.term_end() is not None and self.package().months == package.months
        return replace(
            self,
            media=tuple(sorted(package.media)),
            territories=tuple(sorted(package.territories)),
            exclusivity=package.exclusivity,
            **({} if same_length else _as_length(package.months)),
        )

    def terms(self, fee: Money, talent: Talent, mandate: Mandate, brand: Brand) -> Terms:
        """The canonical terms of this brief at `fee`, everything the mandate adds included."""
        end = self.term_end()
        if self.starts_on is None or end is None or self.exclusivity is None or self.next_question() is not None:
            raise RuleBroken("brief_incomplete", field=self.next_question())
        assert self.category and self.purpose and self.assets_max and self.replaces_casting is not None
        return Terms(
            talent=talent.name,
            licensee=brand.licensee,
            brand=brand.name,
            product=self.product or clean_text(self.purpose, 160),
            category=self.category,
            purpose=self.purpose,
            media=self.media,
            territories=self.territories,
            starts_on=self.starts_on,
            ends_on=end,
            tz=brand.tz,
            exclusivity=self.exclusivity,
            assets_max=self.assets_max,
            replaces_casting=self.replaces_casting,
            fee=fee,
            commission_bp=mandate.commission_bp,
            disclosure=duties_for(self.territories),
            depiction=mandate.depiction,
            represented=mandate.represented,
        )


def _as_length(months: Fraction) -> dict[str, Any]:
    """A length that goes with any first day: in months where they are whole, else in days."""
    whole = months.denominator == 1
    return {
        "ends_on": None,
        "months": int(months) if whole else None,
        "days": None if whole else int(months * DAYS_A_MONTH),
    }


@dataclass(frozen=True)
class Refusal:
    """One reason why a brief cannot go on as it stands. `code` is worded by `render`; `final` ends the deal."""

    code: str
    detail: Mapping[str, object] = field(default_factory=dict)
    final: bool = False


def refusals(brief: Brief, mandate: Mandate, today: date) -> tuple[Refusal, ...]:
    """What the mandate and the house rules say no to, in the brief as read so far (I9).

    A refused category ends the deal; a refused medium, place, length or alteration can be dropped and the talk goes on.
    """
    return (*_refused_uses(brief, mandate), *_refused_times(brief, mandate, today))


def _refused_uses(brief: Brief, mandate: Mandate) -> list[Refusal]:
    found = []
    if brief.category is not None and brief.category in mandate.refused_categories:
        found.append(Refusal("category_refused", {"category": brief.category}, final=True))
    if media := mandate.refused_of_media(brief.media):
        found.append(Refusal("media_refused", {"media": list(media)}))
    if places := mandate.refused_of_territories(brief.territories):
        world = WORLD in brief.territories
        found.append(Refusal("territory_refused", {"territories": list(places), "world": world}))
    if brief.exclusivity is not None and brief.exclusivity not in mandate.exclusivity:
        found.append(Refusal("exclusivity_refused", {"exclusivity": brief.exclusivity}))
    if altered := brief.alterations - mandate.depiction.allowed():
        found.append(Refusal("alteration_refused", {"attributes": sorted(altered)}))
    return found


def _refused_times(brief: Brief, mandate: Mandate, today: date) -> list[Refusal]:
    found = []
    if brief.starts_on is not None and brief.starts_on < today:
        found.append(Refusal("start_in_past", {"starts_on": brief.starts_on.isoformat()}))
    if brief.starts_on is not None and brief.starts_on > add_months(today, START_WITHIN_MONTHS):
        found.append(Refusal("start_too_far", {"months": START_WITHIN_MONTHS}))
    months = _length_in_months(brief)
    if months is not None and months > MAX_TERM_MONTHS:
        found.append(Refusal("term_too_long", {"max_months": MAX_TERM_MONTHS}))
    elif months is not None and months > mandate.max_months:
        found.append(Refusal("term_over_mandate", {"max_months": mandate.max_months}))
    if brief.starts_on and brief.ends_on and brief.ends_on < brief.starts_on:
        found.append(Refusal("dates_reversed"))
    return found


def _length_in_months(brief: Brief) -> Fraction | None:
    if brief.starts_on is not None and brief.ends_on is not None:
        if brief.ends_on < brief.starts_on:
            return None
        try:
            return term_months(brief.starts_on, brief.ends_on)
        except RuleBroken:
            return Fraction(MAX_TERM_MONTHS + 1)
    if brief.months is not None:
        return Fraction(brief.months)
    return None if brief.days is None else Fraction(brief.days, DAYS_A_MONTH)


def without_refused(brief: Brief, mandate: Mandate, found: tuple[Refusal, ...]) -> Brief:
    """The brief without the parts refused: what is left is asked about again where nothing is left."""
    codes = {refusal.code for refusal in found}
    changes: dict[str, object] = {}
    if "media_refused" in codes:
        changes["media"] = tuple(code for code in brief.media if code not in mandate.refused_media)
    if "territory_refused" in codes:
        places = tuple(code for code in brief.territories if code not in mandate.refused_territories)
        changes["territories"] = () if WORLD in places else places
    if "exclusivity_refused" in codes:
        changes["exclusivity"] = None
    if "alteration_refused" in codes:
        changes["alterations"] = brief.alterations & mandate.depiction.allowed()
    if codes & {"start_in_past", "start_too_far"}:
        changes["starts_on"] = None
    if codes & {"term_too_long", "term_over_mandate", "dates_reversed"}:
        changes |= {"ends_on": None, "months": None, "days": None}
    return replace(brief, **changes)  # type: ignore[arg-type]
