"""`python -m bench.reading`: the reader's tables — by field, on the oracle, on attacks, beside peers, and its speed."""

from __future__ import annotations

import sys
import time

from bench.reading import neutral, peers
from bench.reading.attacks import score_attacks
from bench.reading.oracle import OracleScore, score_dates, score_lengths, score_money
from bench.reading.score import TUNED, Score, context_of, gold, score
from bot.reading.read import read


def main() -> None:
    """Print every table; with `-v` each message that was not read exactly too; `--llm`: simulated models instead."""
    verbose = "-v" in sys.argv
    if "--llm" in sys.argv:
        from bench.reading.simulated import print_tables

        print_tables()
        return
    for title, sets in (("messages the rules were tuned on", TUNED), ("held out: never tuned on", ("held", "held-t"))):
        for role in ("brand", "talent"):
            _print_score(f"{title}, {role}", score(gold(sets, role)), verbose)
    _print_oracle(verbose)
    _print_neutral()
    _print_attacks()
    _print_speed()


def _print_score(title: str, result: Score, verbose: bool) -> None:
    print(f"\n{title}: {result.messages} messages, {result.exact / max(1, result.messages):.1%} exact as a whole")
    print(f"  {'field':<12}{'precision':>10}{'recall':>10}{'right':>8}{'wrong':>7}{'missed':>8}")
    for name, tally in result.fields.items():
        print(
            f"  {name:<12}{tally.precision:>10.1%}{tally.recall:>10.1%}"
            f"{tally.right:>8}{tally.wrong:>7}{tally.missed:>8}"
        )
    print(f"  accept or approve where there was none: {len(result.false_yes)}")
    for mistake in result.mistakes if verbose else ():
        print(f"    {mistake}")


def _print_oracle(verbose: bool) -> None:
    print("\nmoney and time of Recognizers-Text (in scope: what a brand could write; see bench/reading/oracle.py)")
    ours = score_money()
    if not ours.phrases:
        print("  not here: ../shared/corpora/money_dates.jsonl is absent")
        return
    _print_line("money · Quasi", ours)
    for name, peer in (
        ("price-parser", peers.price_parser()),
        ("quantulum3", peers.quantulum()),
        ("recognizers-text (its own tests)", peers.recognizers_money()),
    ):
        _print_peer(f"money · {name}", score_money(peer) if peer else None)
    days = score_dates()
    _print_line("days · Quasi", days)
    for name, day_peer in (
        ("dateparser", peers.dateparser_days()),
        ("recognizers-text (its own tests)", peers.recognizers_days()),
    ):
        _print_peer(f"days · {name}", score_dates(day_peer) if day_peer else None)
    spans = score_lengths()
    _print_line("lengths · Quasi", spans)
    peer_lengths = peers.recognizers_lengths()
    _print_peer("lengths · recognizers-text (its own tests)", score_lengths(peer_lengths) if peer_lengths else None)
    for title, result in (("money", ours), ("days", days), ("lengths", spans)):
        for why, count in result.out.most_common():
            print(f"    out of scope, {title}: {count} · {why}")
        for mistake in result.mistakes if verbose else ():
            print(f"      {mistake}")


def _print_line(title: str, result: OracleScore) -> None:
    precision = result.right / max(1, result.right + result.wrong)
    recall = result.right / max(1, result.right + result.missed)
    print(f"  {title:<42}{result.phrases:>5} phrases {result.exact / max(1, result.phrases):>7.1%} exact"
          f"   precision {precision:.1%}   recall {recall:.1%}")  # fmt: skip


def _print_peer(title: str, result: OracleScore | None) -> None:
    if result is None:
        print(f"  {title:<42}not installed")
    else:
        _print_line(title, result)


def _print_neutral() -> None:
    print("\nmoney and days in our own messages (a value counts as found when it is among all that was found)")
    for title, sets in (("held out", ("held",)), ("all", ())):
        fees = neutral.fees(sets)
        _print_finder(f"money, {title}", fees, "Quasi", neutral.our_fees)
        _print_finder(f"money, {title}", fees, "recognizers-text", peers.recognizers_money())
        _print_finder(f"money, {title}", fees, "price-parser", peers.price_parser())
        _print_finder(f"money, {title}", fees, "quantulum3", peers.quantulum())
        days = neutral.days(sets)
        _print_finder(f"days, {title}", days, "Quasi", neutral.our_days)
        _print_finder(f"days, {title}", days, "recognizers-text", peers.recognizers_days(ranges=True))
        _print_finder(f"days, {title}", days, "dateparser", peers.dateparser_days())


def _print_finder(what: str, wanted: list[neutral.Wanted], name: str, reader: neutral.Finder | None) -> None:
    label = f"  {what} ({len(wanted)}) · {name}"
    if reader is None:
        print(f"{label:<50}not installed")
        return
    result = neutral.judge(wanted, reader)
    print(f"{label:<50}precision {result.precision:>6.1%}   recall {result.recall:>6.1%}")


def _print_attacks() -> None:
    result = score_attacks()
    if result is None:
        print("\nattacks: not here, ../shared/corpora/attacks.jsonl is absent")
        return
    print(f"\nattacks: {result.texts} texts; an accept, approve, fee or date that nobody stated: {len(result.wrong)}")
    print(
        f"  flagged: {result.flagged} of {result.attacks} attacks,"
        f" {result.benign_flagged} of {result.benign} harmless ones"
    )
    for wrong in result.wrong:
        print(f"    {wrong}")


def _print_speed() -> None:
    rows = gold(role="brand")
    work = [(str(row["text"]), context_of(row)) for row in rows]
    for text, context in work:
        read(text, context)
    start = time.process_time()
    for text, context in work:
        read(text, context)
    taken = time.process_time() - start
    long = sum(len(text) for text, _ in work) / len(work)
    print(f"\nspeed: {len(work) / taken:,.0f} brand messages a second on one core, of {long:.0f} characters each")


if __name__ == "__main__":
    main()
