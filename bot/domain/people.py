"""The people Quasi knows: persons, brands, and talents with their likeness records (DESIGN §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import RuleBroken
from bot.domain.mandate import ADULT_YEARS


@dataclass(frozen=True)
class Person:
    """Someone with an account. `user_id` is the chat service's own id, as text."""

    user_id: str
    name: str
    tz: str = "UTC"
    language: str = "en"
    told_ai_at: datetime | None = None


@dataclass(frozen=True)
class Brand:
    """A licensee: its legal name, the brand it trades under, its money and its people."""

    id: str
    name: str
    licensee: str
    currency: str
    rep_ids: tuple[str, ...]
    tz: str = "UTC"


class TalentState(StrEnum):
    """Where a talent's enrolment stands."""

    INVITED = "invited"
    ENROLLED = "enrolled"
    LEFT = "left"


@dataclass(frozen=True)
class Likeness:
    """The enrolled clone: who made it, when, from which images (by SHA-256), and her consent to its making."""

    made_by: str
    made_on: date
    source_sha256: tuple[str, ...]
    consented_on: date

    def __post_init__(self) -> None:
        if not self.made_by.strip():
            raise RuleBroken("likeness_maker_missing")
        if not self.source_sha256:
            raise RuleBroken("likeness_sources_missing")
        for digest in self.source_sha256:
            if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
                raise RuleBroken("likeness_source_not_sha256", digest=digest)
        if self.consented_on > self.made_on:
            raise RuleBroken("likeness_made_before_consent")


@dataclass(frozen=True)
class Talent:
    """A person whose likeness Quasi licenses, once `state` is enrolled."""

    id: str
    user_id: str
    name: str
    state: TalentState
    born_on: date | None = None
    aliases: tuple[str, ...] = ()
    likeness: Likeness | None = None
    stopped_at: datetime | None = None
    invited_by: str | None = None
    draft: dict[str, str] | None = None
    """What the enrolment forms hold so far, as typed; a floor in it is as secret as the mandate's (I4)."""

    def require_bookable(self) -> None:
        """Raises RuleBroken unless a request may reach her now (I9, I11)."""
        if self.state is not TalentState.ENROLLED or self.likeness is None:
            raise RuleBroken("talent_not_enrolled", talent=self.name)
        if self.stopped_at is not None:
            raise RuleBroken("talent_paused", talent=self.name)


def require_adult(born_on: date, today: date) -> None:
    """Nobody under 18 is enrolled. Raises RuleBroken `under_age`, or `birth_date_impossible`."""
    if born_on >= today or today.year - born_on.year > 110:
        raise RuleBroken("birth_date_impossible")
    had_birthday = (today.month, today.day) >= (born_on.month, born_on.day)
    if today.year - born_on.year - (not had_birthday) < ADULT_YEARS:
        raise RuleBroken("under_age", years=ADULT_YEARS)
