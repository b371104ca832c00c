"""What a person means to do. A yes counts only when nothing else is left in the message: no condition, no doubt, no word
that is not understood (DESIGN §6: an unconditional yes is `accept`, one with a condition an `offer`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from bot.reading.lexicon import Hit
from bot.reading.money import Amount
from bot.reading.notes import Notes
from bot.reading.questions import opens_with_auxiliary, wh_question
from bot.reading.terms import refused_category

_SINGLE_NO = frozenset(
    "no nein non nao nee nej nie never pass rejected reject refuse refused decline declined nope 不 wykluczone".split()
)


@dataclass(frozen=True)
class Said:
    """What the fields hold: the token spans of all terms, the fee, the package, and who was named."""

    term_spans: tuple[tuple[int, int], ...]
    fee_spans: tuple[tuple[int, int], ...]
    amounts: tuple[Amount, ...]
    removed: bool
    talent: bool
    package: tuple[str, int, int] | None
    moved: bool
    flagged: frozenset[str]


def intents(notes: Notes, said: Said) -> tuple[str, ...]:
    """Everything this message does, the weightiest first; never empty."""
    if not notes.size:
        return ("other",)
    found = tuple(dict.fromkeys(_brand(notes, said) if notes.context.role == "brand" else _talent(notes, said)))
    return found or ("other",)


# -- yes and no -----------------------------------------------------------------------------------------------------------


def _free(notes: Notes, kind: str, first: int) -> bool:
    """Whether a phrase is outside every idiom that turns it (`I wouldn't say no`)."""
    return not any(idiom.first <= first < idiom.last for idiom in notes.of("idiom"))


def _noes(notes: Notes) -> list[Hit]:
    return [hit for hit in notes.of("no") if _free(notes, "no", hit.first) and _stands_alone(notes, hit)]


def _stands_alone(notes: Notes, hit: Hit) -> bool:
    """A single `no` refuses only where it is a whole answer: not in `no TV`."""
    if hit.last - hit.first > 1 or notes.words[hit.first] not in _SINGLE_NO:
        return not _negated_hit(notes, hit)
    after, before = notes.word(hit.last), notes.word(hit.first - 1)
    opens = (
        hit.first == 0
        or not before.isalnum()
        or before in ("so", "then", "but", "sorry", "hi", "oh", "hmm", "well", "is", "my", "answer", "it's", "a")
    )
    closes = (
        not after
        or not after.isalnum()
        or after
        in (
            "thanks",
            "thank",
            "we",
            "i",
            "it",
            "sorry",
            "danke",
            "merci",
            "gracias",
            "grazie",
            "that",
            "this",
            "that's",
            "you",
            "from",
            "for",
            "to",
            "not",
            "can't",
            "too",
            "she",
            "deal",
            "please",
            "she's",
            "i'm",
        )
    )
    return opens and closes


def _negated_hit(notes: Notes, hit: Hit) -> bool:
    neg = notes.ending("neg", hit.first)
    return neg is not None and notes.words[hit.first] not in ("no", "not")


def _yeses(notes: Notes) -> list[Hit]:
    return [hit for hit in notes.of("yes") if _free(notes, "yes", hit.first) and notes.ending("neg", hit.first) is None]


def _plain_yes(notes: Notes, said: Said) -> bool:
    """Nothing but yes: every word is a yes, a courtesy, the package, a name, or the very figure on the table."""
    if "?" in notes.words or not (_yeses(notes) or _takes_package(notes, said)):
        return False
    if _noes(notes) or notes.of("low") or said.removed or said.moved or said.flagged:
        return False
    covered = bytearray(notes.size)
    for hit in (*_yeses(notes), *notes.of("filler"), *notes.of("logistics")):
        for token in range(hit.first, hit.last):
            covered[token] = 1
    for amount in said.amounts:
        if not _is_ours(notes, amount):
            return False
        covered[amount.first : amount.last] = b"\1" * (amount.last - amount.first)
    if said.package is not None:
        covered[said.package[1] : said.package[2]] = b"\1" * (said.package[2] - said.package[1])
    if any(not _inside(said, span) for span in said.term_spans):
        return False
    for hit in (*notes.of("condition"), *notes.of("hedge"), *notes.of("but_yes"), *notes.of("later")):
        if not any(yes.first <= hit.first and hit.last <= yes.last for yes in _yeses(notes)) and not notes.hit(
            "filler", hit.first
        ):
            return False
    return all(covered[at] or notes.claimed[at] or word.endswith("'") or not any(map(str.isalnum, word)) for at, word in enumerate(notes.words))


def _inside(said: Said, span: tuple[int, int]) -> bool:
    return any(amount.first <= span[0] and span[1] <= amount.last for amount in said.amounts)


def _takes_package(notes: Notes, said: Said) -> bool:
    """`B please`, `we'll go with the second one`."""
    if said.package is None:
        return False
    taking = (
        "please",
        "take",
        "with",
        "for",
        "go",
        "ok",
        "deal",
        "nehmen",
        "prenons",
        "tomamos",
        "prendiamo",
        "nemen",
        "choose",
        "pick",
    )
    at = said.package[1]
    at -= notes.word(at - 1) in ("the", "la", "l'", "a", "die", "le", "el", "het", "il", "o")
    return notes.word(at - 1) in taking or notes.word(said.package[2]) in ("please", "it")


def _is_ours(notes: Notes, amount: Amount) -> bool:
    table = notes.context.on_table
    if table is None:
        return False
    figure = table.ours if notes.context.role == "brand" else (table.theirs or table.ours)
    return (
        figure is not None
        and figure[0] == amount.value
        and amount.currency in (None, figure[1], "$", "kr", "¥")
        and amount.per is None
    )


# -- a brand ----------------------------------------------------------------------------------------------------------------


def _unasked(notes: Notes, kind: str, asking: set[int]) -> list[Hit]:
    return [
        hit for hit in notes.of(kind)
        if notes.sentence[hit.first] not in asking and notes.ending("neg", hit.first) is None and _free(notes, kind, hit.first)
    ]  # fmt: skip


def _brand(notes: Notes, said: Said) -> Iterable[str]:
    asking = notes.asking
    if _plain_yes(notes, said):
        return ("accept",)
    found: list[str] = []
    if _withdraws(notes, said, asking):
        found.append("withdraw")
    if _renews(notes, asking):
        found.append("renew")
    found += _first_approach(notes, said, asking) if not notes.in_talks else _in_talks(notes, said, asking)
    return found


def _withdraws(notes: Notes, said: Said, asking: set[int]) -> bool:
    hits = _unasked(notes, "withdraw", asking)
    if not hits or said.fee_spans:
        return False
    conditional = [hit for hit in hits if notes.near("condition", notes.clause_start(hit.first, False), hit.first)]
    return len(conditional) < len(hits) and not any(
        notes.words[hit.first] in ("drop", "forget", "cancel") and notes.near("media", hit.last, hit.last + 3)
        for hit in hits
    )


def _renews(notes: Notes, asking: set[int]) -> bool:
    if notes.of("renew") and all(hit.value == "scope" for hit in notes.of("renew")):
        return False
    hits = [hit for hit in notes.of("renew") if hit.value == "renew" and notes.ending("neg", hit.first) is None]
    hits = [hit for hit in hits if not _scoped(notes, hit)]
    if not hits:
        return False
    firm = [
        hit
        for hit in hits
        if notes.words[hit.first].startswith(
            (
                "renew",
                "re",
                "pro",
                "reno",
                "rinn",
                "verla",
                "erneu",
                "verl",
                "forl",
                "forn",
                "przed",
                "odn",
                "更",
                "延",
                "续",
                "갱",
                "연",
                "재",
                "reconduire",
            )
        )
    ]
    if notes.in_talks and notes.context.on_table is not None and not firm:
        return False
    if notes.in_talks and not any(
        notes.words[hit.first].startswith(("renew", "renov", "rinn", "erneu", "更新", "续", "갱", "odn", "forny"))
        for hit in hits
    ):
        return False
    return not all(
        notes.sentence[hit.first] in asking and wh_question(notes, notes.sentence[hit.first]) for hit in hits
    )


def _scoped(notes: Notes, hit: Hit) -> bool:
    """`extend it to France` widens; it does not renew."""
    for at in range(hit.last, min(hit.last + 5, notes.size)):
        if notes.hit("place", at) or notes.hit("region", at) or notes.hit("media", at):
            return notes.near("unit", hit.last, at) is None
        if notes.hit("unit", at) or notes.hit("length", at):
            return False
    return False


def _spread(notes: Notes, spans: Iterable[tuple[int, int]]) -> set[int]:
    return {notes.sentence[first] for first, _ in spans}


def _first_approach(notes: Notes, said: Said, asking: set[int]) -> list[str]:
    wants = [
        hit
        for hit in notes.of("want")
        if notes.ending("neg", hit.first) is None and not _only_asks(notes, said, hit, asking)
    ]
    substance = bool(said.term_spans) or said.talent or bool(notes.of("licence"))
    told = _spread(notes, said.term_spans) - asking
    found: list[str] = []
    if _talks_of_offer(notes, said) and not said.talent:
        return ["offer"]
    if (substance and (wants or told or (said.talent and not asking) or _calls_for_one(notes, said, asking))) or (
        said.flagged & {"invented_person", "alteration", "training"} and not asking
    ):
        found.append("request")
    if asking:
        found.append("question")
    if not found and _noes(notes):
        found.append("reject")
    if not found and wants:
        found.append("request")
    return found


def _only_asks(notes: Notes, said: Said, hit: Hit, asking: set[int]) -> bool:
    """`can we use the pictures in our newsletter?`: a question about a licence that is held, unless someone is named."""
    return (
        notes.words[hit.first] in ("can", "could", "may")
        and notes.sentence[hit.first] in asking
        and not said.talent
        and not said.fee_spans
    )


def _calls_for_one(notes: Notes, said: Said, asking: set[int]) -> bool:
    """A fee in a question without a question word is an approach all the same: `Imani, print, France, around 9k?`."""
    return any(not wh_question(notes, sentence) for sentence in _spread(notes, said.fee_spans) & asking) or (
        said.talent and bool(said.term_spans) and not any(_ask_opens(notes, sentence) for sentence in asking)
    )


def _ask_opens(notes: Notes, sentence: int) -> bool:
    return opens_with_auxiliary(notes, sentence) or any(notes.sentence[hit.first] == sentence for hit in notes.of("ask"))


def _talks_of_offer(notes: Notes, said: Said) -> bool:
    """Words of an answer in a running talk, although no table was given: `we can do 9k`, `best we can do is 7`."""
    if not said.fee_spans or notes.of("want") or notes.of("licence"):
        return False
    few = len(said.term_spans) <= 2
    return few and (
        any(hit.value == "do" and hit.last - hit.first > 1 for hit in notes.of("feeword"))
        or notes.size <= 8
        or said.package is not None
    )


def _in_talks(notes: Notes, said: Said, asking: set[int]) -> list[str]:
    found: list[str] = []
    terms = said.term_spans or said.removed or said.moved
    told = _spread(notes, said.term_spans) - asking
    proposed = any(not wh_question(notes, sentence) for sentence in _spread(notes, said.fee_spans) & asking)
    if (
        terms
        and (
            told
            or proposed
            or (said.removed and not asking)
            or (said.moved and (not asking or not _all_wh(notes, asking)))
        )
    ) or (terms and not asking):
        found.append("offer")
    refuses = _noes(notes)
    if refuses and not found:
        found.append("reject")
    if asking:
        found.append("question")
    if not found and _yeses(notes) and (notes.of("condition") or notes.of("but_yes")) and notes.has("condition"):
        found.append("offer")
    if "reject" in found and "question" in found and not _firm_no(notes, asking):
        found.remove("reject")
    return found


def _all_wh(notes: Notes, asking: set[int]) -> bool:
    return all(wh_question(notes, sentence) for sentence in asking)


def _firm_no(notes: Notes, asking: set[int]) -> bool:
    return any(notes.sentence[hit.first] not in asking for hit in _noes(notes))


# -- a talent ---------------------------------------------------------------------------------------------------------------


def _talent(notes: Notes, said: Said) -> Iterable[str]:
    asking = notes.asking
    if _pauses(notes, asking):
        return ("pause",)
    if _unasked(notes, "revoke", asking):
        return ("revoke",)
    if _plain_yes(notes, said) and not said.amounts:
        return ("approve",)
    return _talent_terms(notes, said, asking)


def _pauses(notes: Notes, asking: set[int]) -> bool:
    words = [at for at, word in enumerate(notes.words) if word.isalnum()]
    for hit in _unasked(notes, "pause", asking):
        longer = hit.last - hit.first > 1 or (notes.east(hit.first) and len(words) <= 12)
        if longer and not _about_a_licence(notes, hit):
            return True
        rest = [at for at in words if not hit.first <= at < hit.last and not notes.hit("filler", at)]
        if not rest or (notes.page.upper(hit.first) and notes.words[hit.first] == "stop"):
            return True
    return False


def _about_a_licence(notes: Notes, hit: Hit) -> bool:
    return any(revoke.first <= hit.first < revoke.last for revoke in notes.of("revoke"))


def _talent_terms(notes: Notes, said: Said, asking: set[int]) -> list[str]:
    found: list[str] = []
    told = _spread(notes, said.term_spans) - asking
    proposed = any(not wh_question(notes, sentence) for sentence in _spread(notes, said.fee_spans) & asking)
    proposed = proposed or any(
        _asks_for_change(notes, sentence) for sentence in _spread(notes, said.term_spans) & asking
    )
    refuses = [hit for hit in _noes(notes) if notes.sentence[hit.first] not in asking]
    conditional = bool(notes.of("condition")) and bool(_yeses(notes) or refuses or said.term_spans or said.removed)
    wished = (said.removed or notes.of("low")) and any(_asks_for_change(notes, sentence) for sentence in asking)
    if (
        wished
        or told
        or proposed
        or (said.removed and not asking)
        or (said.moved and not asking)
        or (notes.of("low") and not asking)
        or (_limits_depiction(notes) and not asking)
        or (any(refused_category(notes, hit) for hit in notes.of("category")) and not refuses)
        or (conditional and not asking and not notes.of("later"))
    ):
        found.append("counter")
    deferred = any(hit.value == "defer" for hit in notes.of("later"))
    if (deferred or _unasked(notes, "later", asking)) and not said.fee_spans:
        found = ["later", *found] if not refuses else [*found, "later"]
    if refuses and "counter" not in found and "later" not in found:
        found.append("decline")
    if asking and not deferred:
        found.append("question")
    return found


def _limits_depiction(notes: Notes) -> bool:
    """`without changing my hair`: a wish about how she is shown."""
    changed = bool(notes.of("alterverb")) or any(word in ("changed", "altered", "touched", "edited") for word in notes.words)
    own = changed and any(
        word == "my" and notes.word(at + 1) in ("hair", "skin", "body", "face", "age")
        for at, word in enumerate(notes.words)
    )
    return bool(notes.of("neg")) and (own or bool(notes.of("altered"))) and not notes.of("later")


_CHANGE = frozenset("could can would".split())


def _asks_for_change(notes: Notes, sentence: int) -> bool:
    """`could they make it five images?`: a talent's wish, put as a question."""
    for at, word in enumerate(notes.words[:-1]):
        if notes.sentence[at] == sentence and (
            (word in _CHANGE and notes.words[at + 1] in ("they", "we", "you", "it") and (word != "would" or notes.words[at + 1] == "they"))
            or (word == "ask" and notes.words[at + 1] in ("them", "for", "if"))
        ):
            return True
    return False


def amount_matches(figure: tuple[Decimal, str] | None, amount: Amount) -> bool:
    """Whether an amount is the very figure on the table."""
    return figure is not None and figure[0] == amount.value and amount.currency in (None, figure[1])


_Rule = Callable[[Notes, Said], bool]
