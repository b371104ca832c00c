"""Whether a message says that its sender's figure is the last: "final", "take it or leave it", "mein letztes Wort"."""

from __future__ import annotations

import re

_PHRASES = (
    "final(?: offer| figure| answer| word)?",
    "(?:(?:my|our|the) )?last (?:offer|word|figure)",
    "take it or leave it",
    "full stop",
    "not (?:a |one )?(?:cent|penny|euro|dollar|won|krona) more",
    "that's (?:it|all (?:i|we)(?:'ve| have)(?: got)?)",
    "can't (?:go|do) (?:any )?(?:higher|more)",
    "letztes (?:wort|angebot)",
    "mehr (?:geht|gibt es|haben wir) nicht",
    "keinen? cent mehr",
    "dernier mot",
    "dernière offre",
    "à prendre ou à laisser",
    "pas un (?:euro|centime) de plus",
    "última (?:oferta|palabra)",
    "ni un euro más",
    "lo tomas? o lo dejas?",
    "ultima (?:offerta|parola)",
    "prendere o lasciare",
    "non un euro (?:di|in) più",
)
_LAST = re.compile(rf"(?:(?<!\w)(?:{'|'.join(_PHRASES)})|[.,] period)(?!\w)", re.IGNORECASE)
_NOT = re.compile(r"(?<!\w)(?:not|isn'?t|before the|nicht|pas|no es|non)\s+(?:\w+\s+)?$", re.IGNORECASE)
_OTHER = re.compile(r"(?<!\w)(?:your|final (?:images?|files?|pictures?|cut|edit|version|assets?))(?!\w)", re.IGNORECASE)
_BEFORE = 30


def insists(text: str) -> bool:
    """True where the words say so; a question, another's last word, or "final images" says nothing of the kind."""
    plain = text.replace("\u2019", "'")
    if "?" in plain or _OTHER.search(plain):
        return False
    return any(not _NOT.search(plain[max(0, hit.start() - _BEFORE) : hit.start()]) for hit in _LAST.finditer(plain))
