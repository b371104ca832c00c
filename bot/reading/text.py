"""Folding and cutting a message: one plain spelling for the rules, and the way back to the exact words.

Folding lowers case, drops accents and zero-width marks, and turns digits, quotes and dashes of every script into ASCII.
Each folded character remembers the original one, so evidence is always a slice of what was written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right

from bot.reading.quoting import foreign_spans

MAX_CHARS = 4000

_PLAIN = {
    "‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‒": "-", "−": "-", "‐": "-", "‑": "-", "―": "-", "…": "...", "™": " ", "®": " ", "©": " ",
    "ß": "ss", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ł": "l", "Ł": "l", "æ": "ae", "Æ": "ae", "œ": "oe",
    "Œ": "oe", "ı": "i", "₤": "£", "№": " ", "\r": " ", "×": "x", "〜": "~", "、": ",", "。": ".",
    "・": ",", "「": '"', "」": '"', "『": '"', "』": '"', "½": " 1/2", "¼": " 1/4", "¾": " 3/4",
}  # fmt: skip
_KANA_AND_HAN = "\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(
    r"\n"
    r"|\d{1,3}(?:[ ]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?"
    r"|\d+(?:[.,'_]\d+)*"
    rf"|[{_KANA_AND_HAN}]"
    rf"|[^\W\d_{_KANA_AND_HAN}]+(?:'[^\W\d_{_KANA_AND_HAN}]+)*"
    r"|[^\s]"
)
_ELIDED = re.compile(r"(l|d|j|n|s|t|c|m|qu|un|dell|nell|all|sull|dall|quest|jusqu|lorsqu|puisqu|quelqu|nient)'(?=.)")
_folded_characters: dict[str, str] = {}


def _fold_character(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me", "Cs", "Co", "Cn"):
        return ""
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return "\n" if character == "\n" or category in ("Zl", "Zp") else " "
    if category == "No" and not character.isascii():
        return character
    wide = unicodedata.normalize("NFKC", character)
    if len(wide) == 1 and wide in _PLAIN:
        return _PLAIN[wide]
    bare = "".join(_without_accent(part) for part in wide)
    return bare.lower()


def _without_accent(character: str) -> str:
    if character < "\u0250" or "\u1e00" <= character <= "\u1eff":
        return "".join(part for part in unicodedata.normalize("NFD", character) if not unicodedata.combining(part))
    return character


def fold(text: str) -> tuple[str, list[int] | None]:
    """The folded text, and for each of its characters the index it came from (None: the same one)."""
    if text.isascii() and "`" not in text and "\r" not in text:
        return text.lower(), None
    pieces: list[str] = []
    origins: list[int] = []
    plain = True
    for index, character in enumerate(text):
        piece = _folded_characters.get(character)
        if piece is None:
            piece = _fold_character(character)
            if len(_folded_characters) < 20_000:
                _folded_characters[character] = piece
        pieces.append(piece)
        if len(piece) != 1:
            plain = False
            origins.extend([index] * len(piece))
        else:
            origins.append(index)
    return "".join(pieces), None if plain else origins


def cut(folded: str) -> tuple[list[str], list[int], list[int]]:
    """Words, numbers and signs in order, with their start and end in the folded text.

    Chinese, Japanese and Korean writing is cut into single characters; an elided article (l', d') stands alone.
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(folded):
        word, start = match.group(), match.start()
        while "'" in word and (elided := _ELIDED.match(word)):
            words.append(elided.group())
            starts.append(start)
            start += elided.end()
            ends.append(start)
            word = word[elided.end() :]
        words.append(word)
        starts.append(start)
        ends.append(match.end())
    return words, starts, ends


_LONG_DRAWN = re.compile(r"([a-z])\1{2,}")


def _as_meant(word: str) -> str:
    """`nooo` as `no`, `yesss` as `yes`: a letter drawn out three times or more is written once."""
    return _LONG_DRAWN.sub(r"\1", word) if len(word) > 3 else word


_FRACTIONS = {"1/2": "0.5", "1/4": "0.25", "3/4": "0.75"}
_MAILBOX = re.compile(r"[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9][a-z0-9-]{0,63}(?:\.[a-z0-9-]{1,63}){1,4}")
_SENTENCE_END = frozenset(".!?;\n")


_LAUGHS = re.compile(r"(?:[jh]+[aei]+){2,}[jh]?|k{1,2}|(?:rs){1,}|mdr|[\u1105-\u1112\u1160-\u11a7ㄱ-ㅣ]+|哈")


def laughs(word: str) -> bool:
    """Whether a token is laughter or tears as they are typed: `jajaja`, `kkk`, `ㅎㅎ`, `哈`."""
    return _LAUGHS.fullmatch(word) is not None


def says(word: str) -> bool:
    """Whether a token holds a letter or a digit, and so says something."""
    return any(map(str.isalnum, word))


class Page:
    """One message, folded and cut, with everything the lexicon found in it. Made once, read by every kind."""

    def __init__(self, text: str) -> None:
        self.text = text[:MAX_CHARS]
        self.folded, self._origins = fold(self.text)
        words, self.starts, self.ends = cut(self.folded)
        self.words = [_as_meant(word) for word in words]
        self._leave_out(foreign_spans(self.folded))
        self.size = len(self.words)
        self.mailboxes = self.matches(_MAILBOX) if "@" in self.folded else []
        self._dots = frozenset(token for box in self.mailboxes for token in range(*box))

    def _leave_out(self, spans: list[tuple[int, int]]) -> None:
        """Forget the tokens that stand in quoted text or a signature."""
        for start, end in reversed(spans):
            first, last = self.tokens(start, end)
            del self.words[first:last], self.starts[first:last], self.ends[first:last]

    def origin(self, position: int) -> int:
        """The index in the original text of a folded position."""
        if self._origins is None:
            return position
        return self._origins[position] if position < len(self._origins) else len(self.text)

    def quote(self, first: int, last: int) -> str:
        """The exact words from token `first` up to, not including, token `last`."""
        if first >= last:
            return ""
        return self.text[self.origin(self.starts[first]) : self.origin(self.ends[last - 1] - 1) + 1]

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that begin between two folded positions: the first, and the one after the last."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)

    def matches(self, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
        """The tokens of each place that a pattern finds in the folded text; a place that was left out has none."""
        spans = (self.tokens(*found.span()) for found in pattern.finditer(self.folded))
        return [(first, last) for first, last in spans if first < last]

    def capitalised(self, token: int) -> bool:
        """Whether the token was written with a capital first letter."""
        return self.text[self.origin(self.starts[token])].isupper()

    def upper(self, token: int) -> bool:
        """Whether the token was written in capitals throughout."""
        return self.quote(token, token + 1).isupper()

    def fraction(self, token: int) -> str | None:
        """The decimal of a fraction written as one sign (½ ¼ ¾) that begins at this token; `1/2` in figures is none."""
        value = _FRACTIONS.get("".join(self.words[token : token + 3]))
        if value is None or self.origin(self.starts[token]) != self.origin(self.starts[token + 2]):
            return None
        return value

    def glued(self, token: int) -> bool:
        """Whether the token touches the one before it, with no space between."""
        return token > 0 and self.ends[token - 1] == self.starts[token]

    def token_at(self, position: int) -> int:
        """The token that holds or precedes a folded position."""
        return max(0, bisect_right(self.starts, position) - 1)

    def ends_sentence(self, token: int) -> bool:
        """Whether the token closes a sentence: a stop, a line break, a question or exclamation mark."""
        return self.words[token] in _SENTENCE_END and token not in self._dots
