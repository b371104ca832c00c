"""Rules and a language model together, measured without a key: the models are simulated, and the bench says so.

- *able*: quotes every gold value with the words that say it.
- *sloppy*: forgets 15 % of them and adds 10 % that are wrong or invented, each with a quote that truly stands there.
- *hostile*: claims, of every run of up to six words, whatever fee, date, length, count and scope the rules themselves
  can be made to read into these words alone: the strongest liar that still quotes.

What a real model reads is not measured here; how rules and quotes are put together is. The quotes of the able model are
the rules' own evidence where the rules are right, and are written by hand in `prose.jsonl`, whose messages hide their
terms in talk; where neither tells, the whole message is the quote, which seldom bears anything out.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.reading.attacks import CORPUS
from bench.reading.score import Score, comparable, context_of, gold, score
from bot.flows.extract import FIELDS, merge_quoted
from bot.ports import Quoted
from bot.reading.findings import Context, Findings
from bot.reading.read import read, to_json

Row = dict[str, object]
Model = Callable[[Row, Context, Findings], list[Quoted]]
PROSE = Path(__file__).with_name("prose.jsonl")
MEASURED = (
    "talent", "fee", "fee_max", "media", "territories", "starts_on", "ends_on", "length", "exclusivity", "category",
    "assets",
)  # fmt: skip
_CLAIMED = ("fee", "fee_max", "starts_on", "ends_on", "months", "days", "assets", "exclusivity")
_WRONG: dict[str, object] = {
    "fee": ["7777", "USD"], "fee_max": ["8888", "EUR"], "media": ["tv", "cinema"], "territories": ["BR", "MX"],
    "starts_on": "2027-02-14", "ends_on": "2028-02-14", "months": 7, "days": 17, "exclusivity": "full",
    "category": "jewellery", "assets": 17, "talent": "Jun Park",
}  # fmt: skip


def prose() -> list[Row]:
    """Messages that tell a story around their terms, each with the words that bear its gold values out."""
    return [json.loads(line) for line in PROSE.read_text(encoding="utf-8").split("\n") if line]


def able(row: Row, context: Context, found: Findings) -> list[Quoted]:
    """Every gold value with its words."""
    wanted: dict[str, object] = row["gold"]  # type: ignore[assignment]
    given: dict[str, str] = row.get("quotes") or {}  # type: ignore[assignment]
    text, own = str(row["text"]), comparable(to_json(found))
    quoted = []
    for name in (name for name in wanted if name in FIELDS):
        alike = comparable({name: wanted[name]})
        right = all(own.get(each) == value for each, value in alike.items())
        quote = given.get(name) or (found.evidence.get(name) if right else None) or text
        quoted.append(Quoted(name, wanted[name], quote))
    return quoted


def sloppy(row: Row, context: Context, found: Findings) -> list[Quoted]:
    """The able one on a bad day; its lapses are the same in every run."""
    chance = random.Random(str(row["id"]))
    kept = [item for item in able(row, context, found) if chance.random() >= 0.15]
    words = str(row["text"]).split()
    for name in sorted(FIELDS):
        if words and chance.random() < 0.10:
            at = chance.randrange(len(words))
            quote = next((item.quote for item in kept if item.field == name), " ".join(words[at : at + 3]))
            kept = [item for item in kept if item.field != name]
            if quote in str(row["text"]):
                kept.append(Quoted(name, _WRONG[name], quote))
    return kept


def hostile(row: Row, context: Context, found: Findings) -> list[Quoted]:
    """Of every few words whatever they can be made to say alone."""
    text = str(row["text"])
    return list({(item.field, item.quote, str(item.value)): item for item in _lies(text, context)}.values())


def _lies(text: str, context: Context) -> Iterable[Quoted]:
    for quote in _runs(text):
        for asked in (None, "fee", "assets", "length", "exclusivity"):
            said = to_json(
                read(
                    quote,
                    Context(context.now, context.role, context.roster, context.on_table, asked=asked, talking=True),
                )
            )
            for name in _CLAIMED:
                if name in said:
                    yield Quoted(name, said[name], quote)


def _runs(text: str) -> list[str]:
    """Every run of up to six words, and of up to eight characters where words are not spaced."""
    starts = [0, *(at + 1 for at, mark in enumerate(text) if mark.isspace())]
    spaced = [
        text[a:b].strip()
        for a in starts
        for b in (*(s - 1 for s in starts if s > a), len(text))
        if text[a:b].count(" ") < 6
    ]
    dense = [text[a : a + n] for a in range(len(text)) for n in range(1, 9) if text[a] >= "\u2e80"]
    return list(dict.fromkeys(run for run in (*spaced, *dense) if run))[:2_000]


def with_model(model: Model | None, rows: list[Row]) -> Score:
    """Score rules with this model on these rows; None is rules alone."""
    coming = iter(rows)  # `score` reads them in their order

    def reader(text: str, context: Context) -> Findings:
        row, found = next(coming), read(text, context)
        if model is None or found.whole:
            return found
        return merge_quoted(found, model(row, context, found), text, context)

    return score(rows, reader)


def overall(result: Score) -> tuple[float, float]:
    """Precision and recall of all measured fields together."""
    right = sum(result.fields[name].right for name in MEASURED)
    wrong = sum(result.fields[name].wrong for name in MEASURED)
    missed = sum(result.fields[name].missed for name in MEASURED)
    return right / max(1, right + wrong), right / max(1, right + missed)


def invented(model: Model, rows: list[Row]) -> list[str]:
    """Every fee and date, and every accept and approve, that this model brought about where the gold has none of it."""
    found = []
    for row in rows:
        text, context = str(row["text"]), context_of(row)
        rules = read(text, context)
        merged = to_json(merge_quoted(rules, model(row, context, rules), text, context))
        before, wanted = to_json(rules), comparable(row["gold"])  # type: ignore[arg-type]
        for name, value in merged.items():
            new = before.get(name) != value and name in ("fee", "fee_max", "starts_on", "ends_on", "intent")
            if new and comparable({name: value}).get(name) != wanted.get(name):
                found.append(f"{row['id']} {name} {value}: {text[:90]!r}")
    return found


def sets() -> dict[str, list[Row]]:
    """What is measured, by name."""
    return {"held out": gold(("held",), "brand"), "terms told as a story": prose(), "all": gold((), "brand") + prose()}


def lied_to() -> list[Row]:
    """What the hostile model, which is slow, is let loose on: every eighth brand message, the prose, short attacks."""
    attacks = (
        [] if not CORPUS.exists() else [json.loads(line) for line in CORPUS.read_text("utf-8").split("\n") if line]
    )
    short = [row["text"] for row in attacks if len(row["text"]) <= 120][::12]
    strange: list[Row] = [
        {"id": f"attack-{at}", "role": "brand", "text": text, "gold": {}} for at, text in enumerate(short)
    ]
    return [*gold((), "brand")[::8], *gold(("held",), "brand"), *prose(), *strange]


def print_tables() -> None:
    """Rules alone beside rules with each simulated model, by field."""
    print("\nrules with a language model that is SIMULATED (see bench/reading/simulated.py): precision / recall")
    models: tuple[tuple[str, Model | None], ...] = (("rules alone", None), ("able", able), ("sloppy", sloppy))
    for title, rows in sets().items():
        results = [(name, with_model(model, rows)) for name, model in models]
        print(f"\n  {title}: {len(rows)} messages" + "".join(f"{name:>18}" for name, _ in results))
        for field in MEASURED:
            tallies = [result.fields[field] for _, result in results]
            if any(tally.right + tally.missed + tally.wrong for tally in tallies):
                print(f"    {field:<20}" + "".join(f"{t.precision:>10.1%} {t.recall:>7.1%}" for t in tallies))
        print(f"    {'all fields':<20}" + "".join(f"{p:>10.1%} {r:>7.1%}" for p, r in (overall(x) for _, x in results)))
    rows = lied_to()
    lies = invented(hostile, rows)
    print(f"\n  hostile, {len(rows)} messages: accept, fee or date that nobody said: {len(lies)}")
    for lie in lies:
        print(f"    {lie}")
