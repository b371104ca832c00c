"""What a brief says in passing: what the images are for, and the name of somebody who is not on the roster.

Pure and linear. Both are shown back to the person, so a cautious guess is worth making; neither is ever priced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.reading.findings import TalentName

_OCCASION = (
    "(?:campaign|launch|lookbook|collection|catalogue|catalog|ads?|advert|advertisement|advertising|season|drop|release"
    "|promotion|relaunch|rebrand|anniversary|sale|capsule|kampagne|campagne|campaña|campagna|campanha|kampanj)"
)
_LABEL = "(?:purpose|purposes|objective|goal|zweck|objectif|objetivo|scopo)"
_FOR_WORD = "(?:for|für|pour|para|per|voor)"
_WANTING = "(?:book|license|licence|hire|cast|clone|want|like|need|use|get|with|of)"
_LIKENESS = "(?:digital|likeness|clone|double|twin|face|avatar|image)"
_GAP = r"[ \t]{1,3}"

_STATED = re.compile(rf"\b{_LABEL}\b[ \t]{{0,3}}[:=–-][ \t]{{0,3}}([^.;,\n?!]{{4,200}})", re.I)
_FOR = re.compile(
    rf"\b{_FOR_WORD}{_GAP}([^.;,:\n?!]{{0,80}}?\b{_OCCASION}\b(?:{_GAP}(?:for|of){_GAP}[^.;,:\n?!]{{1,60}})?)", re.I
)
_PART = r"[A-ZÀ-ÖØ-Þ][\w’'-]{1,24}"
_NAME = rf"({_PART}(?:[ ](?:de|van|von|da|del|di|bin|al|el)){{0,2}}[ ]{_PART}(?<!['’]s))"
_OWNED = re.compile(rf"{_NAME}(?:['’]s?)?[ ]{_LIKENESS}")
_WANTED = re.compile(rf"\b{_WANTING}[ ]{_NAME}(?=[ ](?:for|in|on|to|as)\b|[.,?!]|$)")


def purpose(text: str) -> str | None:
    """The words that say what the images are for: `the autumn campaign`, or what follows `Purpose:`."""
    found = _STATED.search(text) or _FOR.search(text)
    return " ".join(found.group(1).split()) if found else None


def stranger(text: str, roster: Iterable[TalentName]) -> str | None:
    """A full name asked for that nobody on the roster bears."""
    known = {part.casefold() for talent in roster for name in (talent.name, *talent.aliases) for part in name.split()}
    for pattern in (_OWNED, _WANTED):
        for found in pattern.finditer(text):
            name = re.sub(r"['’]s?$", "", found.group(1))
            if not {part.casefold() for part in name.split()} & known:
                return name
    return None
