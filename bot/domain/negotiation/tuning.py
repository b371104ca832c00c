"""The numbers of the strategy, in one place.

They were chosen on the training half of bench/negotiation; how clean that is, docs/negotiation.md says.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Tuning:
    """Amounts are in units of the card's base, shares of 1, times from 0 to 1."""

    cost: float = 0.35
    """What a package is taken to cost the talent, as a share of its card price, whatever her real floor."""
    dislike: float = 0.25
    """How much more, as a share, a package costs her for each medium that she likes less."""
    ceiling_end: float = 0.4
    """The share of the card price that no ask stands above at the end."""
    ceiling_power: float = 1.4
    """How late the ceiling falls; 1 is evenly."""
    lowest_end: float = 0.2
    """The share of the card price that no ask stands below at the end."""
    lowest_power: float = 1.0
    """How late that share falls; 1 is evenly."""
    stride: float = 5.0
    plunge: float = 0.25
    """The most that a fee comes down in one round: in even steps, and as a share of the card."""
    aside: float = 2.5
    plunge_aside: float = 0.2
    """The same for what he neither asked for nor put a figure on, where he stood still."""
    real_step: float = 0.1
    """The part of an even step by which he must raise his figure to have moved at all."""
    answer: float = 4.0
    """How much a fee may come down for a step of his, both as shares of the card."""
    match: float = 0.5
    """The part of his step that what he spoke of comes down by at least, both as shares of the card."""
    token: float = 0.004
    """The least part by which a package that is listed again comes down, so that the buyer sees us move."""
    hazard: float = 0.01
    """Chance in each round that the buyer leaves for reasons of his own."""
    closing: float = 0.05
    """What coming to a deal is worth in itself, whatever it brings: work leads to work."""
    prior_worth: float = 0.7
    """What buyers' worth of what they ask for is at the median, as a share of the card price."""
    prior_spread: float = 0.5
    """Spread of the logarithm of that share."""
    prior_hope: float = 0.5
    """Share of his worth that a buyer who has not named a figure hopes to keep."""
    noise: float = 0.07
    """Spread of offers around what a manner of conceding predicts, as a share of worth."""
    softness: float = 0.06
    """How sharply a buyer tells gains apart, as a share of worth."""
    choice: float = 1.0
    """How much the choice of a package says about what he likes."""
    near_first: float = 0.9
    near_last: float = 0.4
    """The part of the best profit that a package of the menu must be expected to bring, at first and at last."""
    fill: int = 12
    fill_from: float = 0.5
    fill_held: int = 40
    """So many of the best candidates may come on the menu anyway, from this time on, or once a clip is public."""
    like: float = 0.3
    like_until: float = 0.8
    """The least size of a package beside what was asked, at first, and when the last of that limit is gone."""
    kept: int = 1
    """Packages of the last menu that stay on the next."""
    fresh: int = 4
    """Places on a menu that packages never listed before come first for."""
    samples: int = 28
    """Guesses at the buyer that menus are played forward against."""
    likely_level: float = 0.9
    """The share of his worth at which packages are compared for the menu."""


TUNING = Tuning()
