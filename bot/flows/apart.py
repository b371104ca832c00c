"""An offer and a question in one message, told apart: "8.2k, and does that include TV?" offers 8,200 and asks about TV.

What is only asked about must not change what is offered, for a use that is added costs money. Where it is not certain
which is which, the message stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.domain.brief import Brief
from bot.domain.vocabulary import WORLD
from bot.flows.answers import asks_cost, asks_price, has_terms
from bot.reading.findings import Findings

Read = Callable[[str], Findings]

# A dot within a number ends nothing.
_SENTENCE = re.compile(r"(?:[^.!?？\n]|\.(?=\d))+[.!?？\n]*")
_JOINT = re.compile(r"[,;:–—]\s+|\s+-\s+|\s+&\s+|\s+(?=(?:and|but|und|aber|et|mais|y|pero|e|ma)\s)", re.IGNORECASE)
_OPENS = re.compile(
    r"^\W*(?:(?:and|but|so|also|und|aber|et|mais|y|pero|e|ma)\s+)?(?:"
    "who|whose|what|when|where|why|how|which|does|do|did|is|are|can|could|may|might|will|would|should|has"
    "|have|wer|wessen|wem|was|wann|wo|warum|wieso|weshalb|wie|welche[rsnm]?|ist|sind|hat|haben|kann|können"
    "|könnten?|darf|dürfen|gibt|gilt|gehört|gehören|wäre|würden?|umfasst|enthält|schließt|muss|müssen|wird"
    "|werden|qui|que|quoi|quels?|quelles?|quand|où|pourquoi|comment|combien|est|sont|peut|pouvons|pourrait"
    "|pourrions|avez|[àa] qui|de qui|c'est|ça|cela|on peut|faut|inclut|quién|qué|cuándo|dónde|por qué|cómo"
    "|cuánt[oa]s?|cuál(?:es)?|de quién|es|está|son|incluye|entra|podemos|podríamos|puede|se puede|hay|chi"
    "|che|cosa|quando|dove|perché|come|quant[oaie]|qual[ei]?|di chi|è|sono|c'è|include|comprende|possiamo"
    "|potremmo|può|si può|ha"
    r")(?!\w)",
    re.IGNORECASE,
)
_INCLUDED = re.compile(
    r"(?<!\w)(?:includ\w*|incl|in there|in it|in that|part of|covers?|covered|dabei|drin|enthält|enthalten|inbegriffen"
    r"|inklusive|umfasst|einschließ\w+|comprise?s?|comprend\w*|inclu[ste]\w*|incluy\w+|entra|dentro|compres[aoie])(?!\w)",
    re.IGNORECASE,
)
_TAG = frozenset(
    "ok okay deal right agreed fine good possible enough fair is are it that this there does do would could "
    "can you we i for at with me us work works suit accept take agree live think say sound sounds how what "
    "what's about and or so then please yes the a our your figure offer price her she him he they be passt "
    "geht das es ja oder gut ist wäre möglich was meinen sagen halten sie ihr du davon dazu wie klingt reicht "
    "genug einverstanden können akzeptieren annehmen damit leben in ordnung und ça cela va vous convient "
    "d'accord c'est bon suffit qu'en dites pensez acceptez et oui non vale bien está os le les parece te qué "
    "dicen dice tal acepta aceptan de acuerdo puede ser sí y bene può andare vi sta che ne pensate accettate è "
    "e nothing really seriously all at gar nichts wirklich ernsthaft echt rien du tout vraiment nada en serio verdad "
    "niente davvero sul".split()
)
"""Words of a question that only asks whether the offer will do, or only sighs: the answer to the offer answers it."""


def apart(text: str, read: Read) -> tuple[str, str] | None:
    """What a message offers or takes, and what it asks beside; None where it does not hold both."""
    clauses = [clause for sentence in _sentences(text) for clause in _clauses(sentence, read)]
    asking = [_asks(clause, read) for clause in clauses]
    told = " ".join(clause for clause, asks in zip(clauses, asking, strict=True) if not asks)
    asked = " ".join(clause for clause, asks in zip(clauses, asking, strict=True) if asks)
    if not asked or not told or not _offers(read(told), asked, read):
        return None
    first = asking.index(False)
    # "Germany only? 9k": a figure behind such a question is for what was asked about.
    if any(has_terms(read(clause)) and not (asks_cost(clause) or asks_included(clause)) for clause in clauses[:first]):
        return None
    return told.rstrip(" ,;:–—"), asked


def asks_included(words: str) -> bool:
    """Whether words ask what a package holds: `does that include TV?`."""
    return bool(_INCLUDED.search(words))


def not_held(found: Findings, brief: Brief) -> frozenset[str]:
    """The uses and places, by code, that words name and a brief does not hold."""
    places = () if WORLD in brief.territories else found.territories
    return frozenset((*found.media, *places)) - {*brief.media, *brief.territories}


def _sentences(text: str) -> list[str]:
    """The sentences of a message; one word by itself (`12k incl. TV?`) belongs to what stands before it."""
    found: list[str] = []
    for hit in _SENTENCE.finditer(text):
        words = hit.group().strip()
        if found and len(words.split()) == 1:
            found[-1] = f"{found[-1]} {words}"
        elif words:
            found.append(words)
    return found


def _clauses(sentence: str, read: Read) -> list[str]:
    """A sentence cut where its question begins, if something is offered before that: "8.6k for B & who pays VAT"."""
    for joint in _JOINT.finditer(sentence):
        head, tail = sentence[: joint.start()], sentence[joint.end() :]
        if _OPENS.match(tail.replace("’", "'")) or asks_included(tail):
            before = read(head)
            if (before.fee is not None or before.intent == "accept") and _asks(tail, read):
                return [head + ",", tail]
    return [sentence]


def _asks(clause: str, read: Read) -> bool:
    found = read(clause)
    words = {word.strip(".,;:!?？¿¡") for word in clause.lower().replace("’", "'").split()}
    return found.intent == "question" and found.fee is None and not words - {""} <= _TAG


def _offers(told: Findings, asked: str, read: Read) -> bool:
    """Whether the rest of a message is worth its own answer; "Germany only. How much is that?" is one question."""
    if told.intent in ("question", "reject", "withdraw"):
        return False
    if told.fee is not None or (told.intent == "accept" and told.package is not None):
        return True
    return has_terms(told) and not asks_price(asked) and not has_terms(read(asked))
