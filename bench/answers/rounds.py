"""`python -m bench.answers.rounds [-v]`: which topic rules find for questions that were written before they were seen.

Each file of `rounds/` holds a question a line: who asks, the topics that would be right (`unknown` for what nobody
here can know, `what_if` for what the flow prices), the words. What a round taught has since gone into the examples, so
that a second look flatters; the figures of the first look are in docs/answers.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.answers.stage import NOW
from bot.flows.answers import Asked, asks_price, has_terms, is_private
from bot.reading.findings import Context, Role, TalentName
from bot.reading.read import read

WHAT_IF = "what_if"
FOLDER = Path(__file__).parent / "rounds"
ROSTER = (TalentName("Imani Okafor"), TalentName("Mara Lindqvist"), TalentName("Jun Park"))


@dataclass(frozen=True)
class Question:
    """One question of a round."""

    role: str
    wanted: frozenset[str]
    words: str


def questions(path: Path) -> Iterator[Question]:
    """The questions of a file, in order."""
    for line in path.read_text(encoding="utf-8").splitlines():
        role, wanted, words = line.split("\t")
        yield Question(role, frozenset(wanted.split("|")), words)


def outcome(question: Question) -> str:
    """`right`, `wrong`, `suggested` (the right one among up to three buttons) or `missed`."""
    asked = Asked.read(question.words, question.role, ROSTER)
    role: Role = "brand" if question.role == "brand" else "talent"
    found = read(question.words, Context(now=NOW, role=role, roster=ROSTER))
    told = {"private"} if is_private(asked, found) else {topic.id for topic in asked.about.topics}
    if not asked.about.strong and has_terms(found) and asks_price(question.words):
        told |= question.wanted & {WHAT_IF}
    if told & question.wanted or (not told and "unknown" in question.wanted):
        return "right"
    if told:
        return "wrong"
    return "suggested" if question.wanted & set(asked.about.near) else "missed"


def main() -> None:
    """Prints a line a round; with `-v` also what was not right."""
    print(f"{'round':<10}{'asked':>7}{'right':>8}{'wrong':>8}{'suggested':>11}{'missed':>8}")
    for path in sorted(FOLDER.glob("*.tsv")):
        told = [(question, outcome(question)) for question in questions(path)]
        count, all_of_them = Counter(result for _, result in told), len(told)
        shares = [f"{count[result] / all_of_them:.1%}" for result in ("right", "wrong", "suggested", "missed")]
        print(f"{path.stem:<10}{all_of_them:>7}{shares[0]:>8}{shares[1]:>8}{shares[2]:>11}{shares[3]:>8}")
        for question, result in told if "-v" in sys.argv else ():
            if result != "right":
                print(f"  {result:<10}{question.role:<8}{'|'.join(sorted(question.wanted)):<24}{question.words}")


if __name__ == "__main__":
    main()
