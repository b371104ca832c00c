"""Which parts of a message are its writer's own: not quoted lines, not the mail being answered, not the signature.

A forwarded brief is read, its mail headers are not.
"""

from __future__ import annotations

import re

_HEADER = re.compile(
    r"(on .{4,90} wrote|am .{4,90} schrieb.{0,60}|le .{4,90} a ecrit|el .{4,90} escribio|il .{4,90} ha scritto"
    r"|em .{4,90} escreveu|op .{4,90} schreef.{0,60}|den .{4,90} skrev.{0,60}|w dniu .{4,90} napisal.{0,30}"
    r"|-{2,} ?(original message|ursprungliche nachricht|message d'origine|mensaje original) ?-{2,}) ?:?"
)
_FORWARD = re.compile(
    r"(-{2,} ?)?(forwarded message|begin forwarded message|weitergeleitete nachricht|message transfere)( ?-{2,})?:?"
)
_FIELD = re.compile(
    r"(from|sent|date|to|cc|subject|von|gesendet|datum|an|betreff|de|envoye|objet|para|asunto|fecha|re|fwd?|aw|wg|tr)"
    r" ?: .{0,200}"
)
_SIGN_OFF = re.compile(
    r"(--|(with )?(best|kind|kindest|warm|warmest|many)( regards| wishes| thanks)?|regards|cheers"
    r"|sincerely|yours|thanks,"
    r"|yours (truly|sincerely|faithfully)|all the best|(mit )?(freundlichen|besten|lieben|herzlichen) grussen"
    r"|(viele|liebe|beste|herzliche|schone) grusse|(bien )?cordialement|bien a vous"
    r"|(un )?saludos?( cordiales?)?|un saludo"
    r"|atentamente|cordiali saluti|distinti saluti|atenciosamente|cumprimentos"
    r"|(met )?vriendelijke groet(en)?|groet(en|jes)?"
    r"|(med )?vanliga halsningar|mvh|halsningar|pozdrawiam|z powazaniem|sent from my .{1,40})[,.!]? ?"
)


def foreign_spans(folded: str) -> list[tuple[int, int]]:
    """Character spans of the folded text that are not the writer's own words, in order."""
    if "\n" not in folded and not folded.startswith(">"):
        return []
    spans: list[tuple[int, int]] = []
    at, own = 0, False
    forwarded = False
    for line in folded.split("\n"):
        bare, end = line.strip(), at + len(line)
        if bare.startswith(">"):
            spans.append((at, end))
        elif _FORWARD.fullmatch(bare):
            forwarded = True
            spans.append((at, end))
        elif _HEADER.fullmatch(bare[:200]):
            spans.append((at, len(folded) if own else end))
            if own:
                return spans
        elif own and _SIGN_OFF.fullmatch(bare[:60]):
            spans.append((at, len(folded)))
            return spans
        elif (forwarded or not own) and _FIELD.fullmatch(bare) and _is_mail_field(bare, forwarded):
            spans.append((at, end))
        else:
            own = own or any(character.isalnum() for character in bare)
        at = end + 1
    return spans


def _is_mail_field(line: str, forwarded: bool) -> bool:
    """`to: EU` in a brief is a term; a subject line or a header of a forwarded mail is not."""
    name = line.partition(":")[0].strip()
    return forwarded or name in ("subject", "betreff", "objet", "asunto")
