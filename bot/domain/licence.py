"""A licence: its number, its life computed from the clock (I10), what it permits, and its takedown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.calendar import end_instant, first_instant
from bot.domain.errors import RuleBroken
from bot.domain.ratecard import Package
from bot.domain.terms import Terms
from bot.domain.vocabulary import WORLD

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK_ALPHABET = _ALPHABET + "*~$=U"
_PREFIX = "Q"
_RANDOM_CHARS = 8


class LicenceState(StrEnum):
    """Computed, never stored."""

    SCHEDULED = "scheduled"
    ACTIVE = "active"
    EXPIRED = "expired"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Place:
    """One place of use that has to be taken down, and when the licensee confirmed that it was."""

    medium: str
    confirmed_at: datetime | None = None


@dataclass(frozen=True)
class Licence:
    """One issued licence. Instants are aware UTC; `ends_at` is the midnight after `terms.ends_on` in `terms.tz`."""

    number: str
    deal_id: str
    talent_id: str
    brand_id: str
    rep_id: str
    terms: Terms
    terms_sha256: str
    consent_id: str
    approved_at: datetime
    issued_at: datetime
    document_sha256: str | None = None
    suspended_at: datetime | None = None
    revoked_at: datetime | None = None
    closed_at: datetime | None = None
    renewed_by: str | None = None
    places: tuple[Place, ...] = ()

    @property
    def starts_at(self) -> datetime:
        """The first instant of use."""
        return first_instant(self.terms.starts_on, self.terms.tz)

    @property
    def ends_at(self) -> datetime:
        """The instant at which use is over, if nothing ends it sooner."""
        return end_instant(self.terms.ends_on, self.terms.tz)

    @property
    def over_at(self) -> datetime:
        """The instant at which use is over, a revocation counted in."""
        return min(self.ends_at, self.revoked_at) if self.revoked_at else self.ends_at

    def state(self, now: datetime) -> LicenceState:
        """What it is at `now`, from its own instants alone (I10)."""
        if self.closed_at is not None and self.closed_at <= now:
            return LicenceState.CLOSED
        if self.revoked_at is not None and self.revoked_at <= now:
            return LicenceState.REVOKED
        if now >= self.ends_at:
            return LicenceState.EXPIRED
        if self.suspended_at is not None and self.suspended_at <= now:
            return LicenceState.SUSPENDED
        return LicenceState.SCHEDULED if now < self.starts_at else LicenceState.ACTIVE

    def why_not(self, medium: str | None, territory: str | None, at: datetime) -> str | None:
        """The code of the first reason why `medium` may not run in `territory` at `at`; None when it may."""
        match self.state(at):
            case LicenceState.ACTIVE:
                pass
            case state:
                return f"licence_{state.value}"
        if medium is not None and medium not in self.terms.media:
            return "medium_not_covered"
        if territory is not None and WORLD not in self.terms.territories and territory not in self.terms.territories:
            return "territory_not_covered"
        return None

    def confirm_places(self, media: frozenset[str], now: datetime) -> Licence:
        """With `media` confirmed as taken down; `closed_at` is set once every place is."""
        if not media <= {place.medium for place in self.places}:
            raise RuleBroken("place_unknown")
        if now < self.over_at:
            raise RuleBroken("licence_still_runs", number=self.number)
        places = tuple(
            replace(place, confirmed_at=now) if place.medium in media and place.confirmed_at is None else place
            for place in self.places
        )
        whole = all(place.confirmed_at for place in places)
        return replace(self, places=places, closed_at=self.closed_at or (now if whole else None))

    @property
    def open_places(self) -> tuple[str, ...]:
        """Media whose takedown is not confirmed."""
        return tuple(place.medium for place in self.places if place.confirmed_at is None)


def conflicts(
    exclusivity: str, category: str, package: Package, starts_at: datetime, over_at: datetime, other: Licence
) -> bool:
    """Whether a licence so shaped and `other` (same talent) cannot both exist (I5).

    Two licences conflict where they share time and a territory, and either is exclusive in what the other does:
    `full` against anything, `category` against the same category.
    """
    if starts_at >= other.over_at or other.starts_at >= over_at:
        return False
    places, theirs = package.territories, frozenset(other.terms.territories)
    if WORLD not in places and WORLD not in theirs and not places & theirs:
        return False
    pair = {exclusivity, other.terms.exclusivity}
    if "full" in pair:
        return True
    return "category" in pair and category == other.terms.category


def terms_conflict(terms: Terms, other: Licence) -> bool:
    """`conflicts` for whole terms."""
    starts_at = first_instant(terms.starts_on, terms.tz)
    over_at = end_instant(terms.ends_on, terms.tz)
    return conflicts(terms.exclusivity, terms.category, terms.package(), starts_at, over_at, other)


def number_from(entropy: int) -> str | None:
    """A licence number such as `Q7F3-KM2P-9D` from 40 random bits or more: Crockford base32 and its check character.

    None where the check character would be one of Crockford's five extra signs: draw again.
    """
    body = _PREFIX + "".join(_ALPHABET[(entropy >> (5 * place)) & 31] for place in range(_RANDOM_CHARS))
    check = _check_character(body)
    return _hyphenate(body + check) if check in _ALPHABET else None


def read_number(typed: str) -> str | None:
    """The licence number a person typed, in its one written form; None when it is none or its check fails."""
    kept = "".join(ch for ch in typed.upper() if ch.isascii() and ch.isalnum()).translate(str.maketrans("OIL", "011"))
    if len(kept) != _RANDOM_CHARS + 2 or kept[0] != _PREFIX or set(kept[1:]) - set(_ALPHABET):
        return None
    return _hyphenate(kept) if _check_character(kept[:-1]) == kept[-1] else None


def _check_character(body: str) -> str:
    value = 0
    for ch in body:
        value = value * 32 + _ALPHABET.index(ch)
    return _CHECK_ALPHABET[value % 37]


def _hyphenate(chars: str) -> str:
    return f"{chars[:4]}-{chars[4:8]}-{chars[8:]}"
