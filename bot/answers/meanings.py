"""What a question is made of, whatever its language: meanings, by hand-made lists of words (`synonyms/*.txt`).

A line reads `meaning: word word* two_words`; `word*` is a beginning of a word, `_` stands between the words of a
phrase. The words of the meaning `-` carry nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from bot.answers.topics import LANGUAGES, fold

WORDS_READ_MOST = 60
_STEM_LETTERS_LEAST = 2
_LENT_LETTERS_LEAST = 4
_UNKNOWN_LETTERS_LEAST, _STEM_KEPT = 3, 6
_MENDED_LETTERS_LEAST = 5
_PAIR_SHARE = 0.3
_WORD_SHARE, _WORDS_SHARE = 0.3, 0.15
"""What a word as it stands counts, and two that follow one another: a turn of phrase is more than its meanings."""
_DROPPED = "-"
AS_IT_STANDS = "~"


@dataclass(frozen=True)
class Lexicon:
    """One language's words: whole phrases, beginnings of words that may close a phrase, and how long phrases get.

    `longest` is the most words of a phrase by its first word, so that most places need one look.
    """

    phrases: Mapping[str, frozenset[str]]
    stems: Mapping[str, frozenset[str]]
    longest: Mapping[str, int]

    def at(self, words: list[str], first: int) -> tuple[frozenset[str], int] | None:
        """The meanings of the longest phrase that begins at `first`, and how many words it has."""
        for count in range(min(self.longest.get(words[first], 1), len(words) - first), 0, -1):
            found = self._find(" ".join(words[first : first + count]))
            if found is not None:
                return found, count
        return None

    def _find(self, phrase: str) -> frozenset[str] | None:
        exact = self.phrases.get(phrase)
        if exact is not None:
            return exact
        least = phrase.rfind(" ") + 1 + _STEM_LETTERS_LEAST
        ends = range(len(phrase), least - 1, -1)
        return next((self.stems[phrase[:end]] for end in ends if phrase[:end] in self.stems), None)


@dataclass(frozen=True)
class Meant:
    """What a text holds, each with the share of its weight that counts, and the language it was read in.

    Meanings stand by their names, meanings that follow one another as `a>b`, words that no list knows by their
    beginnings, as `=word`, and words as they stand as `~word` and `~one two`.
    """

    holds: Mapping[str, float]
    language: str

    def meanings(self) -> frozenset[str]:
        """The meanings alone, and the words that no list knows."""
        return frozenset(held for held in self.holds if ">" not in held and not held.startswith(AS_IT_STANDS))


@cache
def lexicon(language: str) -> Lexicon:
    """The words of one language."""
    phrases: dict[str, set[str]] = defaultdict(set)
    stems: dict[str, set[str]] = defaultdict(set)
    text = (Path(__file__).parent / "synonyms" / f"{language}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        meaning, _, words = line.partition(":")
        for word in () if line.startswith("#") else words.split():
            table = stems if word.endswith("*") else phrases
            table[fold(word.replace("_", " ")).strip()].add(meaning)
    longest: dict[str, int] = {}
    for phrase in (*phrases, *stems):
        first, count = phrase.split(" ", 1)[0], phrase.count(" ") + 1
        longest[first] = max(count, longest.get(first, 1))
    return Lexicon(
        {phrase: frozenset(meanings) for phrase, meanings in phrases.items()},
        {stem: frozenset(meanings) for stem, meanings in stems.items()},
        longest,
    )


def meant(text: str, hint: str = "en") -> Meant:
    """The meanings in `text`, read in the language that knows most of its words; `hint` where several know as many."""
    words = _words(text)
    order = (hint, *(one for one in LANGUAGES if one != hint)) if hint in LANGUAGES else LANGUAGES
    readings = [(language, *_read(words, language)) for language in order]
    language, steps, unknown, _ = min(readings, key=lambda reading: 2 * len(reading[2]) + reading[3])
    right = {word: mended(word, language) for word in unknown}
    if any(word != right[word] for word in unknown):
        words = [right.get(word, word) for word in words]
        steps, unknown, _ = _read(words, language)
    return Meant(_holds(words, steps, unknown), language)


@lru_cache(maxsize=512)
def mended(word: str, language: str) -> str:
    """The known word that `word` is a slip of the fingers away from: two letters swapped, a vowel dropped, a letter
    doubled or not; or the word without its plural s. Any other letter tells good words apart (contact, contract).
    """
    if len(word) < _MENDED_LETTERS_LEAST:
        return word
    cuts = [(word[:at], word[at:]) for at in range(1, len(word))]
    slips = [head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1]
    slips += [head + vowel + tail for head, tail in cuts for vowel in "aeiou"]
    slips += [head + tail[1:] for head, tail in cuts if head[-1] == tail[0]]
    slips += [head + head[-1] + tail for head, tail in cuts]
    slips += [word.removesuffix("s")]
    own = lexicon(language)
    known = own.phrases.keys() | own.stems.keys()
    return next((slip for slip in slips if slip in known), word)


def meant_in(text: str, language: str) -> Meant:
    """The meanings in `text`, which is in that language."""
    words = _words(text)
    steps, unknown, _ = _read(words, language)
    return Meant(_holds(words, steps, unknown), language)


def _words(text: str) -> list[str]:
    return [word for word in fold(text).split() if not word.isdigit()][:WORDS_READ_MOST]


def _holds(words: list[str], steps: list[list[str]], unknown: list[str]) -> dict[str, float]:
    holds = {f"~{word}": _WORD_SHARE for word in words}
    holds |= {f"~{here} {next_}": _WORDS_SHARE for here, next_ in pairwise(("", *words, ""))}
    holds |= dict.fromkeys((f"={word[:_STEM_KEPT]}" for word in unknown if _tells(word)), 1.0)
    holds |= {f"{one}>{next_}": _PAIR_SHARE for here, there in pairwise(steps) for one in here for next_ in there}
    return holds | {meaning: 1.0 for step in steps for meaning in step}


def _tells(word: str) -> bool:
    """Whether a word that no list knows counts: a figure with its unit (`300px`) could stand in any question."""
    return len(word) >= _UNKNOWN_LETTERS_LEAST and not word[0].isdigit()


def _read(words: list[str], language: str) -> tuple[list[list[str]], list[str], int]:
    """The meanings phrase by phrase, the words nobody knows, and how many only English knows."""
    own, lent = lexicon(language), lexicon("en")
    steps: list[list[str]] = []
    unknown: list[str] = []
    at, borrowed = 0, 0
    while at < len(words):
        found = own.at(words, at)
        if found is None and len(words[at]) >= _LENT_LETTERS_LEAST:
            found = lent.at(words, at)
            borrowed += found is not None
        if found is None:
            unknown.append(words[at])
        elif meanings := sorted(found[0] - {_DROPPED}):
            steps.append(meanings)
        at += found[1] if found else 1
    return steps, unknown, borrowed
