"""Whether a quote bears out a value: it stands in the message word for word, and reading it by rules gives that value.

This is the gate that everything a language model extracts must pass (DESIGN §9). The quote is read as the message would
have it read: with the table, with what was asked, with its language and its lands. And what the sentence around the
quote turns (others' figures, a no, a question, a town that is an office) the quote alone cannot bring back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from bot.reading.amounts import amounts
from bot.reading.findings import Context, Findings
from bot.reading.money import fees
from bot.reading.notes import Notes
from bot.reading.polarity import mark
from bot.reading.questions import asking, explaining
from bot.reading.read import read
from bot.reading.text import Page, says

_LISTS = ("media", "territories", "talents", "flags")
_ASKED_AS = {"fee_max": "fee", "months": "length", "days": "length", "assets_max": "assets"}
_SENTENCE_END = re.compile(r"[!?;\n。！？]+\s*|(?<![\d.])\.+(?:\s+|$)")
_FIGURES = ("fee", "fee_max")
_TIMES = ("starts_on", "ends_on", "months", "days")


def bears_out(field: str, value: object, quote: str, message: str, context: Context) -> bool:
    """Whether `quote`, whole words of `message`, reads by rules as `value` for `field`.

    Lists hold when every member is read in the quote and the quote says nothing else of the kind. Dates may be
    `date` or ISO text, a fee (amount, currency or None), a length a whole number.
    """
    start = _where(quote, message)
    if start is None or not _own_words(message, start, start + len(quote)):
        return False
    whole = read(message, context)
    if getattr(whole, field, None) is None and (field in _TIMES or (field in _FIGURES and "fee" in whole.unclear)):
        # A day that the message does not give to the use is a call's, or a held licence's; a doubt is asked about.
        return False
    settled = _settled(message, context, whole)
    around = _sentence(message, start, start + len(quote))
    near = read(around, settled)
    if _same(field, value, near) and quote in near.evidence.get(field, ""):
        return True  # though the quote be too short to be read by itself: `8`, `the third`, `5,900` before its USD
    if not _same(field, value, _alone(field, quote, settled)):
        return False
    if field in _LISTS:
        return not _refused(field, value, whole) and _members(value) <= _members(getattr(near, field))
    return _same(field, value, near) or not _turned(field, value, quote, around, settled, near)


def _refused(field: str, value: object, whole: Findings) -> bool:
    removed = {"media": whole.media_removed, "territories": whole.territories_removed}.get(field, ())
    return bool(_members(value) & {*removed})


def _members(value: object) -> set[object]:
    return {*value} if isinstance(value, Iterable) else set()


def _own_words(message: str, start: int, end: int) -> bool:
    """Whether the quote is the writer's: not in a quoted mail, not in a signature."""
    page = Page(message)
    return any(start <= page.origin(at) < end for at in page.starts)


def _where(quote: str, message: str) -> int | None:
    """Where the quote stands as whole words: the `8` of `8k` is no quote."""
    if not says(quote):
        return None
    start = message.find(quote)
    while start >= 0:
        end = start + len(quote)
        if not _cut(message, start) and not _cut(message, end):
            return start
        start = message.find(quote, start + 1)
    return None


def _cut(message: str, at: int) -> bool:
    """Whether a word, a number or a number with its decimals is cut at this place; Chinese writing has no spaces."""
    if at in (0, len(message)):
        return False
    before, after = message[at - 1], message[at]
    if before >= "\u2e80" or after >= "\u2e80":
        return before.isdecimal() and after.isdecimal()
    joined = before.isalnum() and after.isalnum()
    beyond = message[at + 1 : at + 2] if before.isdecimal() else ""
    return joined or (before.isdecimal() and after in ".,'" and beyond.isdecimal()) or _cut_inside(message, at)


def _cut_inside(message: str, at: int) -> bool:
    return at >= 2 and message[at - 1] in ".,'" and message[at - 2].isdecimal() and message[at].isdecimal()


def _sentence(message: str, start: int, end: int) -> str:
    """The sentences that hold characters `start` up to `end`."""
    ends = [found.end() for found in _SENTENCE_END.finditer(message)]
    first = max((end for end in ends if end <= start), default=0)
    last = min((at for at in ends if at >= end), default=len(message))
    return message[first:last]


def _settled(message: str, context: Context, whole: Findings) -> Context:
    """The context with what the whole message tells of it: its language for 03/04, its lands for `$`."""
    notes = Notes(Page(message), context)
    return replace(
        context,
        talking=context.in_talks,
        locale=context.locale or (notes.language if notes.sure else None),
        territories=context.territories or whole.territories,
    )


def _alone(field: str, quote: str, context: Context) -> Findings:
    """The quote by itself; as the answer to our question only where we did ask for this field."""
    asked = context.asked if context.asked == _ASKED_AS.get(field, field) else None
    return read(quote, replace(context, asked=asked))


def _turned(field: str, value: object, quote: str, around: str, context: Context, near: Findings) -> bool:
    """Whether the sentence makes something else of the quoted words, or reads them more exactly."""
    kin = _FIGURES if field in _FIGURES else (field,)
    if any(_overlap(near.evidence.get(name, ""), quote, around) for name in kin):
        return True
    notes = Notes(Page(around), context)
    notes.asking, notes.explaining = asking(notes), explaining(notes)
    mark(notes)
    first = notes.page.folded.find(Page(quote).folded.strip())
    tokens = [at for at in range(notes.size) if first <= notes.page.starts[at] < first + len(quote)]
    if any(notes.reported[at] or notes.sentence[at] in notes.explaining for at in tokens):
        return True
    if field in _FIGURES:
        every = fees(notes, amounts(notes))
        offered = [amount for amount in every if amount.first in tokens]
        alone = near.fee is not None or len(every) == 1
        return not (alone and any(_same_figure(value, (each.value, None), only_amount=True) for each in offered))
    return field in _TIMES or any(notes.ending("neg", at) is not None for at in tokens)


def _overlap(words: str, quote: str, around: str) -> bool:
    """Whether two quotes of a sentence stand, at their first places, in part on the same letters."""
    one, other = around.find(words), around.find(quote)
    return bool(words) and one < other + len(quote) and other < one + len(words)


def _same(field: str, value: object, found: Findings) -> bool:
    read_value = getattr(found, field, None)
    if read_value is None or read_value is False or read_value == ():
        return False
    if field in _FIGURES:
        return _same_figure(value, read_value)
    if field in _LISTS:
        return isinstance(value, Iterable) and not isinstance(value, str) and set(value) == set(read_value)
    if isinstance(read_value, date):
        return value in (read_value, read_value.isoformat())
    if isinstance(read_value, bool) or isinstance(value, bool):
        return value is read_value
    return bool(value == read_value)


def _same_figure(value: object, figure: tuple[Decimal, str | None], *, only_amount: bool = False) -> bool:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        return False
    try:
        return Decimal(str(value[0])) == figure[0] and (only_amount or value[1] == figure[1])
    except InvalidOperation:
        return False
