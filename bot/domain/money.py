"""Money as whole minor units of one ISO 4217 currency; no floats, no exchange rates (DESIGN §7).

Minor digits follow ISO 4217 list one (2026-01-01). Currencies not named here have two.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from bot.domain.errors import RuleBroken

_ZERO_DIGITS = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
_THREE_DIGITS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())

_MOST_DIGITS = 3
MAX_AMOUNT_MINOR = 10**14
"""Above this no fee is meant seriously; it also keeps every figure inside a 64-bit integer column."""


def minor_digits(currency: str) -> int:
    """Digits after the point in `currency`: 0, 2 or 3."""
    if currency in _ZERO_DIGITS:
        return 0
    return 3 if currency in _THREE_DIGITS else 2


def _is_dust(value: Decimal) -> bool:
    """Not nothing, yet so little that it would vanish in arithmetic."""
    return value != 0 and value.adjusted() < -_MOST_DIGITS


def round_half_up(value: Fraction) -> int:
    """Nearest whole number, halves away from zero: the one rounding of a price (DESIGN §7)."""
    sign = -1 if value < 0 else 1
    magnitude = abs(value)
    return sign * ((2 * magnitude.numerator + magnitude.denominator) // (2 * magnitude.denominator))


@dataclass(frozen=True, order=True)
class Money:
    """`amount_minor` minor units of `currency` (ISO 4217, upper case)."""

    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        if len(self.currency) != 3 or not (self.currency.isascii() and self.currency.isupper()):
            raise RuleBroken("currency_unknown", currency=self.currency)
        if abs(self.amount_minor) > MAX_AMOUNT_MINOR:
            raise RuleBroken("amount_too_large")

    @classmethod
    def parse(cls, amount: str, currency: str) -> Money:
        """From a plain decimal such as `12000.00`.

        Raises RuleBroken `amount_unreadable` for anything else, or for more digits than the currency has.
        """
        try:
            value = Decimal(amount)
        except InvalidOperation:
            raise RuleBroken("amount_unreadable", amount=amount) from None
        # Compared, never computed with: arithmetic on an exponent such as 1e400000000 overflows.
        if not value.is_finite() or not -MAX_AMOUNT_MINOR <= value <= MAX_AMOUNT_MINOR or _is_dust(value):
            raise RuleBroken("amount_unreadable", amount=amount)
        minor = value.scaleb(minor_digits(currency))
        if minor != minor.to_integral_value():
            raise RuleBroken("amount_unreadable", amount=amount)
        return cls(int(minor), currency)

    def decimal(self) -> str:
        """The canonical decimal with the currency's own number of digits, as terms carry it: `12000.00`."""
        digits = minor_digits(self.currency)
        sign = "-" if self.amount_minor < 0 else ""
        whole = str(abs(self.amount_minor)).rjust(digits + 1, "0")
        return sign + (f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole)

    def share_bp(self, basis_points: int) -> Money:
        """`basis_points` ten-thousandths of it, rounded half up."""
        return Money(round_half_up(Fraction(self.amount_minor * basis_points, 10_000)), self.currency)

    def minus(self, other: Money) -> Money:
        """The difference; both must be of one currency."""
        if other.currency != self.currency:
            raise RuleBroken("currency_mismatch", ours=self.currency, theirs=other.currency)
        return Money(self.amount_minor - other.amount_minor, self.currency)
