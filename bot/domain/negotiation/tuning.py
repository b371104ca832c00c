"""The numbers of the strategy, in one place. They were set on the training half of bench/negotiation alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Tuning:
    """Amounts are in units of the card's base, shares of 1, times from 0 to 1."""

    cost: float = 0.45
    """What a package is taken to cost the talent, as a share of its card price, whatever her real floor."""
    ceiling_end: float = 0.55
    """The share of the card price that no ask stands above at the end."""
    ceiling_power: float = 1.5
    hazard: float = 0.03
    """Chance in each round that the buyer leaves for reasons of his own."""
    last_word: float = 0.5
    """Chance that a buyer answers a final with one more offer."""
    prior_worth: float = 0.75
    prior_spread: float = 0.5
    prior_hope: float = 0.5
    noise: float = 0.1
    softness: float = 0.06
    choice: float = 1.0
    near_best: float = 0.5
    patience: float = 1.0
    samples: int = 36
    likely_level: float = 0.9
    kept: int = 2
    token: float = 0.012


TUNING = Tuning()
