"""Which letter a package goes by in a talk: people say a letter and mean a package.

What the brand asks for is A, or keeps the letter that it was named by. What stays on the table, or comes back, keeps
its own, and a new way to pay less takes the letter of the way that it replaces. There are three letters (DESIGN §3), so
that B and C may come to stand for something new, which the card then marks; A is never a way to pay less.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.deal import MenuItem
from bot.domain.ratecard import Package
from bot.flows.menu import differing

ASKED = "A"
WAYS = ("B", "C")


def letters_for(packages: Sequence[Package], known: Sequence[MenuItem]) -> dict[Package, str]:
    """A letter for each package, the first of which is what is asked for; one that finds no letter free is left out."""
    lead, *ways = packages
    own = {item.package: item.letter for item in known}
    given = {lead: own.get(lead, ASKED)}
    for package in ways:
        if package in own and own[package] not in given.values():
            given[package] = own[package]
    kinds = {item.letter: differing(item.package, lead) for item in known}
    for package in ways:
        free = [letter for letter in WAYS if letter not in given.values()]
        if package not in given and free:
            given[package] = min(free, key=lambda letter: kinds.get(letter) != differing(package, lead))
    return given


def letter_of(package: Package, known: Sequence[MenuItem]) -> str | None:
    """The letter that a package has in this talk."""
    return next((item.letter for item in known if item.package == package), None)
