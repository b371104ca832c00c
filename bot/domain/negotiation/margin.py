"""The secret margin above the floor, below which nothing is asked or taken.

It is drawn once for a mandate version and a brand, never for a deal: somebody who comes back again and again
sees the same margin and cannot average it away. Its spread is what a patient prober is left not knowing about
the floor.
"""

from __future__ import annotations

import hashlib
from fractions import Fraction

from bot.domain.money import round_half_up

MARGIN_LEAST_BP = 100
MARGIN_MOST_BP = 600


def secret_of(seed: int) -> bytes:
    """The secret that stands in where no key of the mandate is given: rehearsals, tests."""
    return hashlib.sha256(f"quasi margin {seed}".encode()).digest()


def draw_bp(secret: bytes) -> int:
    """The margin in basis points of the floor, even over its spread."""
    number = int.from_bytes(hashlib.sha256(b"margin" + secret).digest()[:8], "big")
    return MARGIN_LEAST_BP + number % (MARGIN_MOST_BP - MARGIN_LEAST_BP + 1)


def least_minor(floor_base_minor: int, multiplier: Fraction, margin_bp: int) -> int:
    """The least fee we ask or take for a package, in minor units: its exact floor and the margin, rounded
    up.
    """
    floor_minor = round_half_up(floor_base_minor * multiplier)
    with_margin = Fraction(floor_base_minor * (10_000 + margin_bp), 10_000) * multiplier
    return max(floor_minor, -(-with_margin.numerator // with_margin.denominator))
