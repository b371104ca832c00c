"""Which letter a package goes by in a talk: people say a letter and mean a package.

What the brand asks for is A, unless it goes on about B or C by that letter. What stays on the table, or comes back,
keeps its own, and a new way to pay less takes the letter of the way that it replaces. There are three letters (DESIGN
§3), so that B and C may come to stand for something new, which the card then marks; A is never a way to pay less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.deal import Deal, MenuItem
from bot.domain.ratecard import Package
from bot.flows.menu import differing

ASKED = "A"
WAYS = ("B", "C")


def letters_for(packages: Sequence[Package], deal: Deal) -> dict[Package, str]:
    """A letter for each package, the first of which is what is asked for; one that finds no letter free is left out."""
    lead, *ways = packages
    known = deal.known_letters
    own = {item.package: item.letter for item in known}
    given = {lead: letter_of_lead(lead, deal)}
    for package in ways:
        if package in own and own[package] not in given.values():
            given[package] = own[package]
    kinds = {item.letter: differing(item.package, lead) for item in known}
    for package in ways:
        free = [letter for letter in WAYS if letter not in given.values()]
        if package not in given and free:
            given[package] = min(free, key=lambda letter: kinds.get(letter) != differing(package, lead))
    return given


def letter_of_lead(lead: Package, deal: Deal) -> str:
    """The letter of what is asked for: its own where the talk was about it already or names it so, else A."""
    return deal.menu[0].letter if deal.menu and deal.menu[0].package == lead else ASKED


def about(deal: Deal, letter: str) -> Deal:
    """The deal with the package of that letter as what is asked for, which is how the brand speaks of it now."""
    item = deal.spoken_of(letter)
    return replace(deal, menu=(item, *(other for other in deal.menu if other.letter != letter)))


def asking_for(deal: Deal, letter: str | None) -> Deal:
    """The deal as if the package of that letter were what is asked for: "8k for B, and does that include TV?"."""
    item = deal.known_as(letter)
    return deal if item is None else replace(deal, brief=deal.brief.with_package(item.package))


def letter_of(package: Package, known: Sequence[MenuItem]) -> str | None:
    """The letter that a package has in this talk."""
    return next((item.letter for item in known if item.package == package), None)
