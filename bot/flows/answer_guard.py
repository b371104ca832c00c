"""The guard on a language model's answer (DESIGN §9): what the tools did not return is thrown away.

An answer is made of cited results, which `render` words by itself (I6). A free sentence may only link them: its words
must be plain linking words or words of the results cited, it may hold no figure, name, date, place, verdict or promise,
and the reader's rules must find nothing in it. An answer that cites nothing is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.answers import look_up
from bot.answers.topics import fold
from bot.flows.answers import Part
from bot.reading.findings import Context
from bot.reading.read import read

TEXT_CHARACTERS_MOST = 1_200
SENTENCE_CHARACTERS_MOST = 160
FREE_SENTENCES_MOST = 2
RESULTS_MOST = 3

_CITED = re.compile(r"\{(r\d{1,2})\}")
_VALUE = re.compile(r"\{(r\d{1,2})\.(\w{1,20})\}")
_SENTENCE = re.compile(r"(?:\{r\d{1,2}\.\w{1,20}\}|[^.!?\n])+[.!?]?")
_PLAIN = re.compile(r"[^\W\d_]*(?:[\s,.;:!?'’–-]|[^\W\d_])*")

_SAYING = (
    "fee fee_max months days starts_on ends_on assets talents territories territories_removed media media_removed"
    " perpetual flags package"
).split()

LINKING = frozenset(
    "here is are what how about as for on in of the a an to and or with by this that these it its you your we"
    " our i me my also so then both one more below above card answer question says say said explained asked ask"
    " happens means mean price exclusivity licence licences offer request talent hier ist sind was wie zu der"
    " die das und oder mit fur von steht dazu voici ce que est sont comment la le les et ou pour avec de du sur"
    " votre aqui esta es lo como el los y o para con sobre su ecco cosa e il per di del della sulla".split()
)
CLAIMS = frozenset(
    "yes no not never none nothing can cannot may might will would could should must shall free guarantee"
    " guaranteed promise promised approve approved approves accept accepts accepted agree agreed agrees sure"
    " certainly definitely allowed permitted fine ok okay possible impossible included covered minimum floor"
    " lowest least discount cheaper lower less refund secret private always already done confirmed signed"
    " issued binding legal illegal owes owe deal best only just ja nein nicht nie kann darf wird oui non jamais"
    " peut sera si nunca puede mai puo sara garantiert garanti garantizado garantito".split()
)


def guarded(text: str, results: Mapping[str, Sequence[Part]], context: Context, language: str) -> tuple[Part, ...]:
    """The parts of the answer that may be sent, in its order; none where it cites no result."""
    text = text[:TEXT_CHARACTERS_MOST]
    cited = list(dict.fromkeys(name for name in _CITED.findall(text) if name in results))[:RESULTS_MOST]
    if not cited:
        return ()
    known = LINKING | _words_of(results, cited, language)
    parts: list[Part] = []
    free = 0
    for piece in re.split(r"(\{r\d{1,2}\})", text):
        name = piece[1:-1]
        if name in cited and piece == f"{{{name}}}":
            parts += [part for part in results[name] if part not in parts]
            continue
        for sentence in _SENTENCE.findall(piece):
            part = _free(sentence.strip(), results, cited, known, context, language)
            if part is not None and free < FREE_SENTENCES_MOST:
                free += 1
                parts.append(part)
    return tuple(parts)


def _free(
    sentence: str,
    results: Mapping[str, Sequence[Part]],
    cited: Sequence[str],
    known: frozenset[str],
    context: Context,
    language: str,
) -> Part | None:
    """A linking sentence as a part, or None where it says more than it may."""
    values = _values(sentence, results, cited)
    bare = _VALUE.sub(" ", sentence)
    words = fold(bare).split()
    if values is None or not words or len(sentence) > SENTENCE_CHARACTERS_MOST or not _PLAIN.fullmatch(bare):
        return None
    if set(words) - known or set(words) & CLAIMS or _says_something(bare, context):
        return None
    return {"free": _VALUE.sub(r"{\1_\2}", sentence), "values": values, "language": language}


def _values(sentence: str, results: Mapping[str, Sequence[Part]], cited: Sequence[str]) -> dict[str, Any] | None:
    """The values that a sentence names, from results that are cited; None where one is not there."""
    found = {}
    for name, key in _VALUE.findall(sentence):
        value = next((part["values"][key] for part in results.get(name, ()) if key in part.get("values", {})), None)
        if value is None or name not in cited:
            return None
        found[f"{name}_{key}"] = value
    return found


def _words_of(results: Mapping[str, Sequence[Part]], cited: Sequence[str], language: str) -> frozenset[str]:
    texts = [
        look_up(part["topic"], part["role"], language).text
        for name in cited
        for part in results[name]
        if "topic" in part
    ]
    return frozenset(word for text in texts for word in fold(re.sub(r"\{\w+\}", " ", text)).split())


def _says_something(bare: str, context: Context) -> bool:
    """Whether the reader's own rules find a term, a figure, a name or a flag in the sentence."""
    found = read(bare, replace(context, asked=None))
    return any(getattr(found, name) for name in _SAYING)
