"""The mandate: what a talent lets Quasi do, versioned; and what it refuses (DESIGN §2, I9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from bot.domain.calendar import local
from bot.domain.errors import RuleBroken
from bot.domain.money import Money
from bot.domain.ratecard import RateCard
from bot.domain.terms import MAX_COMMISSION_BP, Depiction
from bot.domain.vocabulary import CATEGORIES, COUNTRIES, MAX_TERM_MONTHS, MEDIA, WORLD

ADULT_YEARS = 18


@dataclass(frozen=True)
class QuietHours:
    """Local times between which no message is sent, over midnight where `start` is later than `end`."""

    start: time = time(21)
    end: time = time(8)

    def covers(self, moment: time) -> bool:
        """Whether `moment` on the person's own clock is quiet."""
        if self.start == self.end:
            return False
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def next_open(self, now: datetime, tz: str) -> datetime:
        """`now`, or the end of the quiet hours it falls into; aware in, aware UTC out."""
        here = local(now, tz)
        if not self.covers(here.time().replace(tzinfo=None)):
            return now
        opens = here.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        if opens <= here:
            # Wall-clock arithmetic on purpose: 08:00 tomorrow, also over a change to summer time.
            opens += timedelta(days=1)
        return opens.astimezone(now.tzinfo)


@dataclass(frozen=True)
class Mandate:
    """One version of a talent's limits. The floor in `ratecard` never leaves the domain (I4)."""

    talent_id: str
    version: int
    ratecard: RateCard
    refused_media: frozenset[str] = frozenset()
    refused_territories: frozenset[str] = frozenset()
    refused_categories: frozenset[str] = frozenset()
    max_months: int = 24
    exclusivity: frozenset[str] = frozenset({"none", "category"})
    depiction: Depiction = Depiction()
    day_rate_minor: int | None = None
    commission_bp: int = 1_500
    tz: str = "UTC"
    quiet_hours: QuietHours = QuietHours()
    adviser_ids: tuple[str, ...] = ()
    represented: str = "none"
    disliked_media: frozenset[str] = frozenset()
    ask_first_above_minor: int | None = None
    made_at: datetime | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        _check_codes("media", self.refused_media | self.disliked_media, MEDIA)
        _check_codes("territories", self.refused_territories, COUNTRIES)
        _check_codes("categories", self.refused_categories, CATEGORIES)
        if not 1 <= self.max_months <= MAX_TERM_MONTHS:
            raise RuleBroken("max_months_out_of_range", most=MAX_TERM_MONTHS)
        if not self.exclusivity or not self.exclusivity <= {"none", "category", "full"}:
            raise RuleBroken("exclusivity_unknown")
        if not 0 <= self.commission_bp <= MAX_COMMISSION_BP:
            raise RuleBroken("commission_too_high", most_bp=MAX_COMMISSION_BP)
        if self.refused_media >= set(MEDIA):
            raise RuleBroken("mandate_refuses_all")

    @property
    def currency(self) -> str:
        """The one currency her card is in."""
        return self.ratecard.currency

    def day_rate(self) -> Money | None:
        """Her day rate for a real shoot, shown beside what a licence pays."""
        return None if self.day_rate_minor is None else Money(self.day_rate_minor, self.currency)

    def refused_of_media(self, media: Iterable[str]) -> tuple[str, ...]:
        """Those of `media` she refuses."""
        return tuple(code for code in MEDIA if code in set(media) & self.refused_media)

    def refused_of_territories(self, territories: Iterable[str]) -> tuple[str, ...]:
        """Those of `territories` she refuses; the world is refused where any country is."""
        places = set(territories)
        if WORLD in places:
            return tuple(sorted(self.refused_territories))
        return tuple(sorted(places & self.refused_territories))


def tightened(old: Mandate, new: Mandate) -> Mandate:
    """What binds a deal begun under `old` once `new` exists: `old`, with whatever `new` made stricter.

    A looser rule is for later deals: it never lowers what already stands.
    """
    dearer = RateCard(
        old.ratecard.currency,
        max(old.ratecard.base_minor, new.ratecard.base_minor),
        max(old.ratecard.floor_base_minor, new.ratecard.floor_base_minor),
    )
    same_currency = old.currency == new.currency
    return replace(
        new,
        ratecard=dearer if same_currency else new.ratecard,
        refused_media=old.refused_media | new.refused_media,
        refused_territories=old.refused_territories | new.refused_territories,
        refused_categories=old.refused_categories | new.refused_categories,
        max_months=min(old.max_months, new.max_months),
        exclusivity=(old.exclusivity & new.exclusivity) or frozenset({"none"}),
        depiction=Depiction(**dict.fromkeys(old.depiction.allowed() & new.depiction.allowed(), True)),
    )


def _check_codes(field_name: str, given: frozenset[str], known: Iterable[str]) -> None:
    unknown = given - set(known)
    if unknown:
        raise RuleBroken("mandate_code_unknown", field=field_name, codes=sorted(unknown))
