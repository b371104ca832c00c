"""A deal: one negotiation from brief to end, its states and the ways between them (DESIGN §3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.brief import Brief
from bot.domain.errors import RuleBroken
from bot.domain.money import Money
from bot.domain.ratecard import Package
from bot.domain.terms import Terms

MISSES_BEFORE_FORM = 2


class DealState(StrEnum):
    """`draft` to `licensed`, or one of four ends: a rule, the talent, the brand, time."""

    DRAFT = "draft"
    NEGOTIATING = "negotiating"
    OFFERED = "offered"
    ASKING = "asking"
    APPROVED = "approved"
    LICENSED = "licensed"
    REFUSED = "refused"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


_S = DealState
ENDS = frozenset({_S.LICENSED, _S.REFUSED, _S.DECLINED, _S.WITHDRAWN, _S.LAPSED})
_WAYS: dict[DealState, frozenset[DealState]] = {
    _S.DRAFT: frozenset({_S.NEGOTIATING, _S.REFUSED, _S.WITHDRAWN, _S.LAPSED, _S.DECLINED}),
    _S.NEGOTIATING: frozenset({_S.DRAFT, _S.OFFERED, _S.REFUSED, _S.WITHDRAWN, _S.LAPSED, _S.DECLINED}),
    _S.OFFERED: frozenset({_S.NEGOTIATING, _S.DRAFT, _S.ASKING, _S.REFUSED, _S.WITHDRAWN, _S.LAPSED, _S.DECLINED}),
    _S.ASKING: frozenset({_S.NEGOTIATING, _S.APPROVED, _S.REFUSED, _S.WITHDRAWN, _S.LAPSED, _S.DECLINED}),
    _S.APPROVED: frozenset({_S.LICENSED, _S.REFUSED, _S.NEGOTIATING}),
}


@dataclass(frozen=True)
class MenuItem:
    """One package on the table: a letter the brand can press, what it holds, and the fee asked for it."""

    letter: str
    package: Package
    fee: Money


@dataclass(frozen=True)
class Deal:
    """The whole of one negotiation. `version` rises whenever what is on the table changes, and marks its buttons."""

    id: str
    brand_id: str
    rep_id: str
    channel_id: str
    opened_at: datetime
    changed_at: datetime
    state: DealState = DealState.DRAFT
    version: int = 1
    talent_id: str | None = None
    mandate_version: int | None = None
    message_id: str | None = None
    thread_id: str | None = None
    brief: Brief = Brief()
    asked: str | None = None
    misses: int = 0
    talk: Mapping[str, Any] | None = field(default=None, repr=False)
    """The negotiation's own state: secret, never sent and never logged (I4)."""
    menu: tuple[MenuItem, ...] = ()
    """The packages on the table; the first is what is asked for."""
    lettered: tuple[MenuItem, ...] = ()
    """What each letter has stood for last in this talk, on the table or not: people go on naming them."""
    final: bool = False
    theirs: Money | None = None
    terms: Terms | None = None
    consent_id: str | None = None
    renewal_of: str | None = None
    end_reason: str | None = None
    cleared: bool = False
    """The talent, who wants to be asked before large deals, has said that this one may be talked about."""
    handled_by: str | None = None
    """The operator who has taken the deal over; while set, Quasi makes no move of its own in it."""

    @property
    def is_open(self) -> bool:
        """Whether it can still go on."""
        return self.state not in ENDS

    def to(self, state: DealState, now: datetime, **changes: Any) -> Deal:
        """The deal in `state`. Raises RuleBroken `deal_state` where there is no such way."""
        if state not in _WAYS.get(self.state, frozenset()):
            raise RuleBroken("deal_state", was=self.state.value, wanted=state.value)
        return replace(self, state=state, changed_at=now, version=self.version + 1, **changes)

    def with_table(self, now: datetime, **changes: Any) -> Deal:
        """The deal with something new on the table: the version rises, so that old buttons are known as old."""
        return replace(self, changed_at=now, version=self.version + 1, **changes)

    def ended(self, state: DealState, now: datetime, reason: str) -> Deal:
        """The deal at one of its ends, with the reason's code."""
        return self.to(state, now, end_reason=reason, asked=None)

    @property
    def known_letters(self) -> tuple[MenuItem, ...]:
        """What each letter of this talk means: the table first, and what it last stood for where it is not there."""
        on_table = {item.letter for item in self.menu}
        return (*self.menu, *(item for item in self.lettered if item.letter not in on_table))

    def known_as(self, letter: str | None) -> MenuItem | None:
        """The package that words mean by a letter, also of an earlier card; None where it stands for nothing."""
        return next((item for item in self.known_letters if item.letter == letter), None)

    def menu_item(self, letter: str) -> MenuItem:
        """The package on the table behind a letter. Raises RuleBroken `menu_letter_unknown`."""
        return _behind(letter, self.menu)

    def spoken_of(self, letter: str) -> MenuItem:
        """The package that words mean by a letter, also of an earlier card. Raises RuleBroken `menu_letter_unknown`."""
        return _behind(letter, self.known_letters)


def _behind(letter: str, items: Sequence[MenuItem]) -> MenuItem:
    for item in items:
        if item.letter == letter.upper():
            return item
    raise RuleBroken("menu_letter_unknown", letter=letter)
