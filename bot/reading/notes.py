"""A page with everything the lexicon found on it, what is negated, and what only repeats someone else's words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from bot.reading.findings import Context
from bot.reading.lexicon import Hit, lexicon
from bot.reading.text import Page

if TYPE_CHECKING:
    from bot.reading.numbers import Quantity

MOST_OF_A_KIND, MOST_PLACES, MOST_NUMBERS = 80, 320, 160
_PLACE_KINDS = frozenset("place city region vague_region demonym".split())
_COMMON_KINDS = frozenset(
    "lang filler feeword scalehint article and until from relative_to subject assetverb ending alterverb"
    " purpose only or but"
    " but_yes add ask up down per unit condition origin licence campaign market".split()
)
_NO_HITS: dict[int, Hit] = {}
_LATIN_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl")

_TELLING_LETTERS = {"pt": "ãõÃÕ", "es": "ñ¿¡Ñ", "de": "ßẞ", "sv": "åÅ", "pl": "łżśąęŁŻŚĄĘźć", "fr": "çèœù«êÈÇ"}
"""Letters that few other languages of the twelve write."""


class Notes:
    """What is known of a message before any field is read. `words` are folded tokens; positions are token numbers."""

    def __init__(self, page: Page, context: Context) -> None:
        self.page, self.context = page, context
        self.words, self.size = page.words, page.size
        self.hits: list[Hit] = lexicon().find(page.words, self._is_upper)
        self._starting: dict[str, dict[int, Hit]] = {}
        self._ending: dict[str, dict[int, Hit]] = {}
        self.by_kind: dict[str, list[Hit]] = {}
        self._over: dict[int, set[str]] | None = None
        self.claimed = bytearray(self.size)
        self.dead = bytearray(self.size)
        self.sentence = self._sentences()
        self.negated: dict[str, bytearray] = {}
        self.keeps = False
        self.reported = bytearray(self.size)
        self.named = bytearray(self.size)
        self.daily: set[int] = set()
        self.asking: set[int] = set()
        self.explaining: set[int] = set()
        self.quantities: dict[int, Quantity | None] = {}
        self._clauses()
        self._index()
        self.language = self._language()

    def _index(self) -> None:
        self.hits = [hit for hit in self.hits if not (self._within_a_word(hit) or self._marks_a_subject(hit))]
        for hit in self.hits:
            self._starting.setdefault(hit.kind, {}).setdefault(hit.first, hit)
            self._ending.setdefault(hit.kind, {}).setdefault(hit.last, hit)
            self.by_kind.setdefault(hit.kind, []).append(hit)

    def _within_a_word(self, hit: Hit) -> bool:
        """The `네` of `있었네요` and the `원` of `병원`: one syllable of a longer Korean word."""
        at = hit.first
        if hit.kind not in ("yes", "currency") or hit.last - at > 1 or not "가" <= self.words[at] <= "힣":
            return False
        return self.page.glued(at) and self.east(at - 1) and self.words[at - 1] not in "십백천만억조"

    def _marks_a_subject(self, hit: Hit) -> bool:
        """`ご連絡が遅くなり`: behind a noun が names what is spoken of; behind a verb it is a but."""
        before = self.word(hit.first - 1)
        if hit.kind not in ("but", "but_yes") or self.words[hit.first : hit.last] != ["が"]:
            return False
        return before.isalpha() and before not in "すただいんるう" and self.word(hit.last) != ","

    @property
    def in_talks(self) -> bool:
        """Whether there is an offer to answer; for a talent there always is."""
        return self.context.in_talks or self.context.role == "talent"

    @property
    def flooded(self) -> bool:
        """Whether one kind of word is repeated as no person does; such a page is not read (and costs no more)."""
        if sum(word[0].isdecimal() for word in self.words) > MOST_NUMBERS:
            return True
        return any(
            len(found) > (MOST_PLACES if kind in _PLACE_KINDS else MOST_OF_A_KIND)
            for kind, found in self.by_kind.items()
            if kind not in _COMMON_KINDS
        )

    def _clauses(self) -> None:
        """Where the clause and the sentence of each token begin and end, so that looking it up costs nothing."""
        self._starts: dict[bool, list[int]] = {}
        self._ends: dict[bool, list[int]] = {}
        for also_comma in (True, False):
            starts, begin = [], 0
            for token in range(self.size):
                starts.append(begin)
                if self.page.ends_sentence(token) or (also_comma and self.words[token] in (",", ":", "(")):
                    begin = token + 1
            ends, end = [self.size] * self.size, self.size
            for token in range(self.size - 1, -1, -1):
                if self.page.ends_sentence(token) or (also_comma and self.words[token] in (",", ":", ")")):
                    end = token
                ends[token] = end
            self._starts[also_comma], self._ends[also_comma] = starts, ends

    def _is_upper(self, first: int, last: int) -> bool:
        return self.page.quote(first, last).isupper()

    def _sentences(self) -> list[int]:
        number, numbers = 0, []
        for token in range(self.size):
            numbers.append(number)
            number += self.page.ends_sentence(token)
        return numbers

    def _language(self) -> str:
        """The language most of the small words belong to; the script decides for Japanese, Korean and Chinese."""
        text = self.page.folded
        self.sure = True
        if not text.isascii():
            if any("\u3040" <= character <= "\u30ff" for character in text):
                return "ja"
            if any("\uac00" <= character <= "\ud7af" for character in text):
                return "ko"
            if any("\u4e00" <= character <= "\u9fff" for character in text):
                return "zh"
        votes = dict.fromkeys(_LATIN_LANGUAGES, 0)
        for hit in self.of("lang"):
            votes[hit.value] += 1
        if not text.isascii() or not self.page.text.isascii():
            for language, letters in _TELLING_LETTERS.items():
                votes[language] += 2 * any(letter in self.page.text for letter in letters)
        best = max(votes, key=lambda language: votes[language])
        self.sure = votes[best] >= 2 and sum(count == votes[best] for count in votes.values()) == 1
        return best if votes[best] else "en"

    def hit(self, kind: str, first: int) -> Hit | None:
        """The phrase of that kind that begins at a token."""
        return self._starting.get(kind, _NO_HITS).get(first)

    def ending(self, kind: str, last: int) -> Hit | None:
        """The phrase of that kind that ends just before token `last`."""
        return self._ending.get(kind, _NO_HITS).get(last)

    def kinds_over(self, token: int) -> set[str]:
        """The kinds of all phrases that cover a token; looked up once for all, as it is asked for token by token."""
        if self._over is None:
            self._over = {}
            for kind, found in self.by_kind.items():
                for hit in found:
                    for at in range(hit.first, hit.last):
                        self._over.setdefault(at, set()).add(kind)
        return self._over.get(token, set())

    def within(self, hit: Hit, kind: str) -> bool:
        """Whether a phrase of that kind holds all of another."""
        return any(around.first <= hit.first and hit.last <= around.last for around in self.of(kind))

    def of(self, kind: str) -> list[Hit]:
        """All phrases of a kind, in order."""
        return self.by_kind.get(kind, [])

    def opens_phrase(self, first: int) -> bool:
        """Whether any known phrase begins at a token."""
        return any(first in starts for starts in self._starting.values())

    def has(self, kind: str, value: str | None = None) -> bool:
        """Whether any phrase of that kind, and value, is on the page."""
        found = self.by_kind.get(kind)
        return bool(found) and (value is None or any(hit.value == value for hit in found or ()))

    def near(self, kind: str, first: int, last: int) -> Hit | None:
        """A phrase of that kind wholly inside tokens `first` up to `last`."""
        for hit in self.by_kind.get(kind, ()):
            if hit.first >= first and hit.last <= last:
                return hit
        return None

    def forget(self, first: int, last: int, kinds: frozenset[str]) -> None:
        """Drop phrases of these kinds that touch a span: a person's name is no month and no place."""
        for kind in kinds:
            for hit in [h for h in self.by_kind.get(kind, ()) if h.first < last and h.last > first]:
                self._over = None
                self.by_kind[kind].remove(hit)
                self._starting[kind].pop(hit.first, None)
                self._ending[kind].pop(hit.last, None)

    def add(self, found: Hit) -> None:
        """Enter a phrase that no list spells out."""
        self._over = None
        self._starting.setdefault(found.kind, {}).setdefault(found.first, found)
        self._ending.setdefault(found.kind, {}).setdefault(found.last, found)
        self.by_kind.setdefault(found.kind, []).append(found)

    def claim(self, first: int, last: int) -> None:
        """Mark tokens as explained."""
        for token in range(first, last):
            self.claimed[token] = 1

    def east(self, token: int) -> bool:
        """Whether the token is Chinese, Japanese or Korean writing."""
        return self.words[token][0] >= "\u2e80"

    def word(self, token: int) -> str:
        """The folded token, or an empty string outside the page."""
        return self.words[token] if 0 <= token < self.size else ""

    def clause_start(self, token: int, also_comma: bool = True) -> int:
        """The first token of the clause (or sentence) that holds `token`."""
        return self._starts[also_comma][min(token, self.size - 1)] if self.size else 0

    def clause_end(self, token: int, also_comma: bool = True) -> int:
        """The token that closes the clause (or sentence) that holds `token`, or one past the last."""
        return self._ends[also_comma][token] if token < self.size else self.size

    def sentence_words(self, sentence: int) -> range:
        """The tokens of a sentence."""
        first = bisect_left(self.sentence, sentence)
        return range(first, bisect_right(self.sentence, sentence))
