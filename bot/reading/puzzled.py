"""Whether a message says no more than that our question was not understood: "what do you mean?", "no entiendo"."""

from __future__ import annotations

import re

_PHRASES = (
    "what do you mean(?: by that| by this)?",
    "what (?:does|do) (?:that|this|it|you) mean",
    "(?:i )?(?:don't|do not|didn't) (?:understand|get)(?: that| this| it| the question| your question)?",
    "come again",
    "was meinen sie(?: damit)?",
    "was (?:heißt|bedeutet|soll) das(?: heißen)?",
    "(?:das |die frage )?verstehe? ich nicht",
    "ich verstehe (?:das |die frage |ihre frage )?nicht",
    "(?:ça|cela) veut dire quoi",
    "qu'est-ce que (?:ça|cela) veut dire",
    "(?:je )?(?:ne )?comprends pas(?: la question| ça)?",
    "que voulez-vous dire(?: par là)?",
    "no (?:lo )?entiendo(?: la pregunta)?",
    "(?:y )?(?:qué|que) (?:quiere|quieres) decir(?: con eso| eso)?",
    "(?:qué|que) significa(?: eso| esto)?",
    "non (?:ho )?capi(?:sco|to)(?: la domanda)?",
    "(?:che )?cosa (?:significa|intende|vuol dire)(?: questo)?",
    "che (?:significa|vuol dire)(?: questo)?",
)
_PUZZLED = re.compile(rf"(?<!\w)(?:{'|'.join(_PHRASES)})(?=\s*(?:[?.!,;]|$))", re.IGNORECASE)
_MOST = 120


def puzzled(text: str) -> bool:
    """True for a short message that says so; one that names what it asks about ("what does buyout mean?") is none."""
    plain = text.replace("\u2019", "'")
    return len(plain) <= _MOST and _PUZZLED.search(plain) is not None
