"""Numbers as people write them: 12'500, 1.200,50, 9k, two thousand five hundred, zweitausendfünfhundert, 120万.

A figure that could be read in two ways is no number here; silence is better than a wrong value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.reading.lexicon import Hit
from bot.reading.notes import Notes

_GROUPED = re.compile(r"\d{1,3}(?:([.,'_])\d{3})(?:\1\d{3})*")
_LAKH = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_BOTH = re.compile(r"\d{1,3}(?:([.,'])\d{3})+[.,]\d{1,2}")
_PLAIN = re.compile(r"\d+(?:[.,]\d{1,2})?")
_FINE = re.compile(r"0?[.,]\d+|\d+[.,]\d+")
MAX_DIGITS = 15


@dataclass(frozen=True)
class Quantity:
    """A number at tokens `first` up to `last`. `scaled` is the highest power in it (1 for none)."""

    value: Decimal
    first: int
    last: int
    figures: bool
    scaled: int = 1
    short_scale: bool = False
    """True where the scale was a lone `m`, which may mean millions, months or metres."""


def figure(word: str, scaled: bool = False) -> Decimal | None:
    """The value of digits with separators, by the evidence in the figure itself; None where there is none.

    `scaled`: a k or a million follows, so three digits after one separator may be decimals, and are left alone.
    """
    bare = word.replace(" ", "")
    if sum(character.isdecimal() for character in bare) > MAX_DIGITS:
        return None
    if bare.isdecimal():
        return None if bare.startswith("0") and len(bare) > 1 else Decimal(bare)
    if _GROUPED.fullmatch(bare) and not bare.startswith("0"):
        return None if scaled and bare.count(".") + bare.count(",") == 1 else Decimal(re.sub(r"\D", "", bare))
    if _LAKH.fullmatch(bare):
        return Decimal(bare.replace(",", ""))
    if _BOTH.fullmatch(bare):
        cut = max(bare.rfind("."), bare.rfind(","))
        return Decimal(re.sub(r"\D", "", bare[:cut]) + "." + bare[cut + 1 :])
    if _PLAIN.fullmatch(bare) or (scaled and _FINE.fullmatch(bare)):
        return Decimal(bare.replace(",", "."))
    return None


_ONES = {
    "de": "null ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn"
    " siebzehn achtzehn neunzehn",
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
    " zeventien achttien negentien",
    "sv": "noll ett tva tre fyra fem sex sju atta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici"
    " sedici"
    " diciassette diciotto diciannove",
}
_TENS = {
    "de": "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "sv": "tjugo trettio fyrtio femtio sextio sjuttio attio nittio",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
}
_POWERS = {
    "de": ("hundert", "tausend"),
    "nl": ("honderd", "duizend"),
    "sv": ("hundra", "tusen"),
    "it": ("cento", "mila"),
}


def _below_hundred(language: str) -> dict[str, int]:
    ones = dict(zip(_ONES[language].split(), range(20), strict=True))
    known = dict(ones)
    for ten, stem in enumerate(_TENS[language].split(), start=2):
        known[stem] = ten * 10
        for one, value in list(ones.items())[1:10]:
            if language in ("de", "nl"):
                known[one + ("und" if language == "de" else "en") + stem] = ten * 10 + value
            elif language == "it":
                known[(stem[:-1] if one[0] in "uo" else stem) + one] = ten * 10 + value
            else:
                known[stem + one] = ten * 10 + value
    known.update({"eins": 1, "zweiund": 2} if language == "de" else {"en": 1} if language == "sv" else {})
    known.pop("zweiund", None)
    return known


_BELOW_HUNDRED = {language: _below_hundred(language) for language in _ONES}


def _compound_in(language: str, word: str) -> int | None:
    hundred, thousand = _POWERS[language]
    if language == "it":
        word = word.replace("mille", "unomila")
    if language == "de" and word.endswith("einhalbtausend"):
        whole = _BELOW_HUNDRED["de"].get(word.removesuffix("einhalbtausend"))
        return None if whole is None else whole * 1000 + 500
    for power, value in ((thousand, 1000), (hundred, 100)):
        left, found, right = word.partition(power)
        if found:
            high = 1 if not left else _compound_in(language, left)
            low = 0 if not right else _compound_in(language, right.removeprefix("und"))
            return None if high is None or low is None else high * value + low
    return _BELOW_HUNDRED[language].get(word)


@lru_cache(maxsize=4096)
def compound(word: str) -> int | None:
    """The value of a number written as one word in German, Dutch, Swedish or Italian: zweitausend, vijftig, duemila."""
    if len(word) < 6 or len(word) > 60 or not word.isalpha():
        return None
    for language in _ONES:
        value = _compound_in(language, word)
        if value is not None and value > 20:
            return value
    return None


class _Sum:
    """A number built word by word: `total` whole powers, and `current` what still waits for its power."""

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.section = Decimal(0)
        self.current: Decimal | None = None
        self.last_power = self.top_power = 1
        self.lone_m = False

    def add(self, value: Decimal) -> bool:
        """Take a plain number; False where it cannot belong to the same one."""
        if self.current is None:
            self.current = value
            return True
        if self.top_power == 1000 and 1 <= self.current < 10 <= value < 100 and self.total % 1000 == 0:
            self.current = self.current * 100 + value
            return True
        if 20 <= self.current % 100 < 100 and self.current % 10 == 0 and 0 < value < 10:
            self.current += value
            return True
        for power in (100, 1000):
            if self.current >= power and self.current % power == 0 and value < power:
                self.current += value
                return True
        return False

    def scale(self, power: int, east: bool) -> None:
        """Multiply by a hundred, a thousand, 万 …"""
        waiting = self.current
        if east and power < 10_000:
            self.section += (waiting if waiting is not None else Decimal(1)) * power
            self.current = None
        elif waiting is None and not self.section and self.total and power > self.last_power:
            self.total *= power
        elif power == 100:
            self.current = (waiting if waiting is not None else Decimal(1)) * 100
        else:
            base = self.section + (waiting or 0)
            self.total += (base or Decimal(1)) * power
            self.section, self.current = Decimal(0), None
        self.last_power = power if not east or power >= 10_000 else max(self.last_power, power)
        self.top_power = max(self.top_power, power)

    def value(self) -> Decimal:
        """What it comes to."""
        return self.total + self.section + (self.current or 0)


def quantity_at(notes: Notes, first: int) -> Quantity | None:
    """The number that begins at token `first`, in digits or words, with its scale; None where none does."""
    if first not in notes.quantities:
        notes.quantities[first] = _quantity_at(notes, first) if _may_begin(notes, first) else None
    return notes.quantities[first]


def _may_begin(notes: Notes, first: int) -> bool:
    word = notes.word(first)
    if not word:
        return False
    if word[0].isdecimal() or notes.hit("num", first) is not None or notes.hit("scale", first) is not None:
        return True
    return notes.hit("half", first) is not None or (len(word) > 5 and compound(word) is not None)


def _quantity_at(notes: Notes, first: int) -> Quantity | None:
    words, size = notes.words, notes.size
    total, at, figures = _Sum(), first, False
    if notes.hit("half", first) is not None:
        total.current = Decimal("0.5")
        at = notes.hit("half", first).last  # type: ignore[union-attr]
        at += notes.word(at) in ("a", "de", "di", "een", "un", "eine")
        if notes.hit("scale", at) is None:
            return None
    while at < size:
        word = words[at]
        scale = notes.hit("scale", at)
        if word[0].isdecimal():
            if at > first and not (total.current is None and total.last_power >= 10 and notes.east(at - 1)):
                break
            if at == first and _glued_to_a_word(notes, at):
                return None
            read = _in_digits(notes, at)
            if read is None:
                return None
            (total.current, at), figures = read, True
        elif (number := notes.hit("num", at)) is not None:
            if figures and not notes.east(at - 1):
                break
            if not total.add(_tenth_of(notes, number, total) or Decimal(number.value)):
                break
            at = number.last
        elif scale is not None and (at > first or _may_open(notes, at)):
            if word in ("m", "mm", "t") and not figures:
                break
            if word == "grand" and notes.word(at + 1).startswith("max"):
                break  # `5 300 grand maximum`
            if word == "만" and words[at - 1] in _KOREAN_COUNTS and at > first:
                break  # `질문 하나만`: only one
            if word == "t" and scale.last == at + 1 and not _thousands_of_euros(notes, at):
                break
            total.lone_m = word == "m"
            total.scale(int(scale.value), notes.east(at))
            at = scale.last
        elif (value_of_word := compound(word)) is not None:
            if not total.add(Decimal(value_of_word)):
                break
            total.top_power = max(total.top_power, 1000 if value_of_word >= 1000 else 1)
            at += 1
        elif word == "-" and at > first and _hyphened(notes, at):
            at += 1
        elif at > first and (joined := _joined(notes, at, total)) is not None:
            at = joined
        else:
            break
    if at == first:
        return None
    at += _repeated(notes, at, total.value())
    return Quantity(total.value(), first, at, figures, total.top_power, total.lone_m)


_KOREAN_COUNTS = frozenset("나 둘 셋 넷 섯 곱 덟 홉".split())
"""How the counting words of Korean end, which no ten thousand follows."""


def _repeated(notes: Notes, at: int, value: Decimal) -> int:
    """The tokens of the same number in brackets, as contracts write it: `one (1) year`, `5,000 (five thousand)`."""
    inner = quantity_at(notes, at + 1) if notes.word(at) == "(" and at + 1 < notes.size else None
    if inner is None or inner.value != value or notes.word(inner.last) != ")":
        return 0
    return inner.last + 1 - at


def _thousands_of_euros(notes: Notes, at: int) -> bool:
    """`5T Euro`; a `t` with a space before it, or no money behind it, is a ton."""
    return notes.page.glued(at) and notes.hit("currency", at + 1) is not None


def _tenth_of(notes: Notes, number: Hit, total: _Sum) -> Decimal | None:
    """Chinese 六万二 is 62,000: the last digit counts tenths of the power before it, where no 零 stands between."""
    power = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}.get(notes.word(number.first - 1))
    value = Decimal(number.value)
    ends = not any(notes.hit(kind, number.last) for kind in ("scale", "num"))
    if notes.language != "zh" or power is None or not ends or not 0 < value < 10 or total.current is not None:
        return None
    return value * power / 10


def _hyphened(notes: Notes, at: int) -> bool:
    """The hyphen in `fifty-two`."""
    tens, ones = notes.ending("num", at), notes.hit("num", at + 1)
    if tens is None or ones is None or not (notes.page.glued(at) and notes.page.glued(at + 1)):
        return False
    return 20 <= Decimal(tens.value) < 100 and 0 < Decimal(ones.value) < 10


def _in_digits(notes: Notes, at: int) -> tuple[Decimal, int] | None:
    """The figure at a token with the fraction sign that is part of it (3½, ¼), and the token after both."""
    alone = notes.page.fraction(at)
    if alone is not None:
        return Decimal(alone), at + 3
    beside = notes.page.fraction(at + 1)
    after = at + 1 if beside is None else at + 4
    following = notes.hit("scale", after)
    decimal = following is not None and following.value != "100" and not _eastern_group(notes, at, after)
    value = figure(notes.words[at], decimal)
    if value is None or (beside is not None and value != value.to_integral_value()):
        return None
    return value + Decimal(beside or 0), after


def _eastern_group(notes: Notes, at: int, after: int) -> bool:
    """`1,800만원`: before 万, 만 and 억 a comma and three digits are thousands."""
    return after < notes.size and notes.east(after) and "," in notes.words[at]


def _may_open(notes: Notes, at: int) -> bool:
    """A scale begins a number only before a currency or a number, or after an article: `hundert Euro`, `a grand`."""
    if len(notes.words[at]) < 3 and not notes.east(at):
        return False
    if notes.words[at] in ("cent", "cents", "mil", "sto", "mille") and notes.language in ("en", "de", "nl", "sv"):
        return False
    if notes.east(at) and at > 0 and notes.page.glued(at) and notes.east(at - 1):
        following = notes.hit("num", at + 1) or notes.hit("scale", at + 1)
        return following is not None and notes.words[at] in ("十", "百", "千") and notes.word(at - 1) not in "数几数"
    if notes.word(at - 1) in ("a", "another", "ein", "een", "un", "uma", "um"):
        return True
    after = notes.hit("scale", at).last  # type: ignore[union-attr]
    return any(notes.hit(kind, after) is not None for kind in ("currency", "scale", "num", "unit", "asset"))


def _glued_to_a_word(notes: Notes, at: int) -> bool:
    """A digit that hangs on a word (mp4, A3, v2) is part of a name; currencies, brackets and quarters are not words."""
    if not notes.page.glued(at):
        return False
    before = notes.words[at - 1]
    return before.isalpha() and before.isascii() and notes.ending("currency", at) is None


def _joined(notes: Notes, at: int, total: _Sum) -> int | None:
    """Step over `and` inside one number (two hundred and fifty, treinta y cinco, two and a half thousand)."""
    joint = notes.hit("and", at)
    if joint is None or notes.words[at] in ("+", "plus", "&"):
        return None
    after = joint.last
    article = notes.hit("article", after)
    half = notes.hit("half", article.last if article is not None else after)
    if half is not None and total.current is not None and notes.hit("scale", half.last) is not None:
        total.current += Decimal("0.5")
        return half.last
    number = notes.hit("num", after)
    value = int(number.value) if number is not None else compound(notes.word(after))
    if value is None or (total.current is None and total.last_power < 100):
        return None
    current = total.current or Decimal(0)
    for power in (100, 1000):
        waiting = current >= power or (not current and total.last_power >= power)
        if current % power == 0 and value < power and waiting:
            return after
    if notes.words[at] in ("y", "e", "i") and current % 10 == 0 and current % 100 >= 20 and value < 10:
        return after
    return None
