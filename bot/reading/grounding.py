"""Whether a quote bears out a value: it stands in the message word for word, and reading it by rules gives that value.

This is the gate that everything a language model extracts must pass (DESIGN §9).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from bot.reading.findings import Context, Findings
from bot.reading.read import read

_LISTS = ("media", "territories", "talents", "flags")


def bears_out(field: str, value: object, quote: str, message: str, context: Context) -> bool:
    """Whether `quote`, verbatim in `message`, reads by rules as `value` for `field`.

    Lists hold when every member is read in the quote and the quote says nothing else of the kind. Dates may be
    `date` or ISO text, a fee (amount, currency or None), a length a whole number.
    """
    if not quote.strip() or quote not in message:
        return False
    found = read(quote, replace(context, talking=context.in_talks))
    if getattr(found, field, None) in (None, (), False) and field in ("fee", "fee_max", "assets", "months", "days"):
        found = read(
            quote, replace(context, asked={"fee_max": "fee", "months": "length", "days": "length"}.get(field, field))
        )
    return _same(field, value, found)


def _same(field: str, value: object, found: Findings) -> bool:
    read_value = getattr(found, field, None)
    if read_value is None or read_value is False or read_value == ():
        return False
    if field in ("fee", "fee_max"):
        return _same_figure(value, read_value)
    if field in _LISTS:
        return isinstance(value, Iterable) and not isinstance(value, str) and set(value) == set(read_value)
    if isinstance(read_value, date):
        return value in (read_value, read_value.isoformat())
    if isinstance(read_value, bool) or isinstance(value, bool):
        return value is read_value
    return bool(value == read_value)


def _same_figure(value: object, figure: tuple[Decimal, str | None]) -> bool:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        return False
    try:
        return Decimal(str(value[0])) == figure[0] and value[1] == figure[1]
    except InvalidOperation:
        return False
