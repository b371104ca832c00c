"""A message cut into its questions, so that each gets its own answer."""

from __future__ import annotations

import re

_QUESTION = re.compile(r"[^?？.!\n]*[?？]+")
_SENTENCE = re.compile(r"[^?？.!…;,\n]+[?？.!…;,]*")
LETTERS_LEAST = 3
POINT_WORDS_LEAST = 3


def questions_in(text: str) -> list[str]:
    """The sentences that end with a question mark, in order; an abbreviation's dot may cut one short."""
    found = [hit.group().strip() for hit in _QUESTION.finditer(text)]
    return [words for words in found if sum(ch.isalpha() for ch in words) >= LETTERS_LEAST]


def statement_in(text: str) -> str:
    """What a message says beside its questions; empty where that is nothing."""
    rest = _QUESTION.sub(" ", text).strip(" ,;.!\n")
    return rest if any(ch.isalnum() for ch in rest) else ""


def point_of(text: str) -> str:
    """The sentence that asks, where others lead up to it: the last with a question mark, else the last of all."""
    sentences = [hit.group().strip() for hit in _SENTENCE.finditer(text)]
    long = [each for each in sentences if len(each.split()) >= POINT_WORDS_LEAST]
    if len(sentences) < 2 or not long:
        return ""
    return next((each for each in reversed(long) if "?" in each), long[-1])
