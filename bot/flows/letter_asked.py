"""A question that names a package by its letter: "what is B?", "was ist in B drin?", "does B include TV?"."""

from __future__ import annotations

import re
from typing import Any

from bot.answers.topics import fold
from bot.domain.deal import Deal
from bot.flows.answers import Part
from bot.flows.letters import asking_for
from bot.flows.what_if import package_told

# Small letters are words in some language ("a", "à", "c'est"); after a word for a package they are letters too.
_LETTER = re.compile(
    r"(?<![\w'’])(?:[ABC]|b|c(?!['’])"
    r"|(?<=package )a|(?<=option )a|(?<=offer )a|(?<=paket )a|(?<=angebot )a|(?<=offre )a|(?<=oferta )a|(?<=offerta )a)"
    r"(?!\w|['’])"
)
_NOTHING_ELSE = frozenset(
    "what whats is are s does do did in the of on for and or vs versus between about again exactly actually so "
    "package packages option options offer offers include includes included contain contains cover covers hold "
    "holds mean stand stands remind me us tell show more how much cost costs would price difference differ "
    "differs please compared to with it one now just can could you explain which inside get we i there was ist "
    "sind drin dabei enthalten enthalt beinhaltet umfasst bei dem der die das paket angebot nochmal noch mal "
    "genau eigentlich und oder zwischen unterschied kostet kosten wie viel wieviel fur steht heisst bedeutet "
    "bitte im qu que quoi est ce c qui y a t il dans l la le les de du offre forfait contient comprend inclut "
    "combien coute et ou entre signifie rappelez moi veut dire exactement quel prix en el lo los las incluye "
    "contiene cubre cuanto cuesta cual precio diferencia paquete oferta opcion hay es exactamente dentro trae "
    "tiene lleva cosa che e comprende quanto costa prezzo differenza tra fra pacchetto offerta opzione nella "
    "nel nell esattamente sarebbe del della".split()
)


def packages_asked(words: str, deal: Deal) -> Part | None:
    """What each package holds and costs, where words ask for nothing else; None for every other question."""
    letters = _letters(words)
    if not letters or not deal.known_letters:
        return None
    rest = re.findall(r"\w+", fold(_LETTER.sub(" ", words)))
    if not rest or not set(rest) <= _NOTHING_ELSE:
        return None
    return {"remarks": [_told(letter, deal) for letter in letters]}


def about_package(words: str, deal: Deal) -> Deal:
    """The deal as if the one package that words name were what is asked for."""
    known = [letter for letter in _letters(words) if deal.known_as(letter) is not None]
    return asking_for(deal, known[0]) if len(known) == 1 else deal


def _letters(words: str) -> list[str]:
    return list(dict.fromkeys(hit.group().upper() for hit in _LETTER.finditer(words)))


def _told(letter: str, deal: Deal) -> list[Any]:
    item = deal.known_as(letter)
    return ["menu_letter_unknown", {}] if item is None else ["package_is", package_told(item, deal)]
