"""What a reader may say about one message: only what the words bear out, each value with the words it came from.

Shapes follow DESIGN §6 ("read"); fields that were not said are None or empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

Role = Literal["brand", "talent"]
Figure = tuple[Decimal, str | None]
"""An amount in major units, and its ISO 4217 code or None where no currency was said."""

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class TalentName:
    """One person on the roster, and the other names people use for them."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class OnTable:
    """What both sides look at: the terms as read so far, our last figure and theirs (major units, ISO 4217)."""

    terms: Mapping[str, object] | None = None
    ours: tuple[Decimal, str] | None = None
    theirs: tuple[Decimal, str] | None = None


@dataclass(frozen=True)
class Context:
    """All that a reading may lean on beside the words themselves.

    `now` is an aware datetime; `asked` names the field our last question was about, so that a bare "8" or "no" reads as
    its answer; `talking` is true inside a negotiation that has no figures yet.
    """

    now: datetime
    role: Role
    roster: tuple[TalentName, ...] = ()
    on_table: OnTable | None = None
    currency: str | None = None
    territories: tuple[str, ...] = ()
    tz: str = "UTC"
    asked: str | None = None
    locale: str | None = None
    talking: bool = False

    @property
    def in_talks(self) -> bool:
        """Whether this message is an answer inside a negotiation, and not a first approach."""
        return self.talking or self.on_table is not None


@dataclass(frozen=True)
class Findings:
    """One message, read. `months` and `days` are lengths of use; `evidence` maps a field to its exact words."""

    intent: str = "other"
    intents: tuple[str, ...] = ()
    talent: str | None = None
    talents: tuple[str, ...] = ()
    fee: Figure | None = None
    fee_max: Figure | None = None
    media: tuple[str, ...] = ()
    media_removed: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    territories_removed: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    months: int | None = None
    days: int | None = None
    exclusivity: str | None = None
    category: str | None = None
    assets: int | None = None
    perpetual: bool = False
    buyout: bool = False
    product: str | None = None
    purpose: str | None = None
    replaces_casting: bool | None = None
    adds: bool = False
    only: bool = False
    package: str | None = None
    unclear: tuple[str, ...] = ()
    why_unclear: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    flags: frozenset[str] = frozenset()
    alterations: frozenset[str] = frozenset()
    evidence: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    stranger: str | None = None
    """A full name given as the person wanted, who is not on the roster."""
    whole: bool = False
    """True when nothing in the message is left unexplained, so that no language model need be asked."""
