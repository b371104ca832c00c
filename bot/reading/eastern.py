"""Shares of a price as Chinese, Japanese and Korean say them: `打九折` is nine tenths, `1割引` a tenth off.

Pure, and linear in the message: one pattern without nesting over text of which nothing is asked twice.
"""

from __future__ import annotations

import re
from decimal import Decimal

from bot.reading.notes import Notes

_DIGITS = {"两": 2, **{digit: value for value, digit in enumerate("〇一二三四五六七八九")}}
_NUMBER = "[1-9一二两三四五六七八九](?:\\.?[0-9]|[一二三四五六七八九])?"
_OF_IT = "(?:割|할|프로|퍼센트|パーセント)[ ]?(?:を|だけ|ほど|くらい|정도|만|도|만큼|)[ ]?"
_LESS = "引|下|値引|安|まけ|オフ|カット|減|할인|깎|내려|낮|빼|다운"
_MORE = "増|上|アップ|高|올려|인상|높"
_SHARE = re.compile(
    rf"(?P<rest>{_NUMBER})折(?![页頁叠扇])"
    rf"|(?P<less>{_NUMBER}){_OF_IT}(?:{_LESS})"
    rf"|(?P<more>{_NUMBER}){_OF_IT}(?:{_MORE})"
    rf"|(?:便宜|降低?|减|減|少|优惠|让|下调)(?:个|了|掉)?(?P<off>{_NUMBER})成"
    rf"|(?:加|涨|提高|上调|增加?)(?:个|了|价)?(?P<on>{_NUMBER})成"
)


def share(notes: Notes) -> tuple[Decimal, tuple[int, int]] | None:
    """(what the figure on the table is to be multiplied by, the tokens that say it), or None."""
    if notes.page.folded.isascii():
        return None
    found = _SHARE.search(notes.page.folded)
    if found is None:
        return None
    span = notes.page.tokens(*found.span())
    if notes.ending("neg", span[0]) is not None:
        return None
    way, said = next((way, said) for way, said in found.groupdict().items() if said is not None)
    tenths = _tenths(said, hundredths="프로" in found.group() or "퍼센트" in found.group() or "パー" in found.group())
    factors = {"rest": tenths, "less": 1 - tenths, "off": 1 - tenths, "more": 1 + tenths, "on": 1 + tenths}
    return factors[way], span


def _tenths(said: str, hundredths: bool) -> Decimal:
    """`九` 0.9, `八五` and `85` 0.85, `9.5` 0.95; of a hundred, `10` is 0.1 and `5` 0.05."""
    digits = [_DIGITS[one] if one in _DIGITS else int(one) for one in said if one != "."]
    value = Decimal(digits[0]) if len(digits) == 1 else Decimal(digits[0] * 10 + digits[1])
    if hundredths:
        return value / 100
    return value / (10 if len(digits) == 1 else 100)
