"""What a person means to do.

A yes counts only when nothing else is left in the message: no condition, no doubt, no word that is not understood
(DESIGN §6: an unconditional yes is `accept`, one with a condition an `offer`).
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.reading.amounts import amounts
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.questions import opens_with_auxiliary, spread, wh_question
from bot.reading.replies import talent_reply
from bot.reading.text import says
from bot.reading.yes import Message, is_ours, plain_yes
from bot.reading.yes_and_no import free, noes, unasked, yeses


def intents(notes: Notes, said: Message) -> tuple[str, ...]:
    """Everything this message does, the weightiest first; never empty."""
    if not notes.size:
        return ("other",)
    found = tuple(dict.fromkeys(_brand(notes, said) if notes.context.role == "brand" else talent_reply(notes, said)))
    return found or ("other",)


# -- a brand -----------------------------------------------------------------------------------------


def _brand(notes: Notes, said: Message) -> Iterable[str]:
    asking = notes.asking
    if notes.in_talks and plain_yes(notes, said):
        return ("accept",)
    found: list[str] = []
    if _withdraws(notes, said, asking):
        found.append("withdraw")
    if _renews(notes, asking):
        found.append("renew")
    found += _first_approach(notes, said, asking) if not notes.in_talks else _in_talks(notes, said, asking)
    return found


def _withdraws(notes: Notes, said: Message, asking: set[int]) -> bool:
    hits = unasked(notes, "withdraw", asking)
    if not hits or said.fee_spans:
        return False
    conditional = [hit for hit in hits if notes.near("condition", notes.clause_start(hit.first, False), hit.first)]
    return len(conditional) < len(hits) and not any(
        notes.near(kind, hit.last, hit.last + 3) or notes.near(kind, max(0, hit.first - 3), hit.first)
        for hit in hits
        for kind in ("media", "place", "exclusivity")
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
    """`extend it to France` widens; it does not renew. `renew Jun, but website only` does both."""
    for at in range(hit.last, min(hit.last + 5, notes.size)):
        if notes.hit("but", at) is not None:
            return False
        if notes.hit("place", at) or notes.hit("region", at) or notes.hit("media", at):
            return notes.near("unit", hit.last, at) is None
        if notes.hit("unit", at) or notes.hit("length", at):
            return False
    return False


def _first_approach(notes: Notes, said: Message, asking: set[int]) -> list[str]:
    wants = [
        hit
        for hit in notes.of("want")
        if notes.ending("neg", hit.first) is None
        and not _only_asks(notes, said, hit, asking)
        and not _wants_to_know(notes, hit)
        and _BEFOREHAND.isdisjoint(notes.words[max(notes.clause_start(hit.first), hit.first - 6) : hit.first])
    ]
    if asking and _explains_a_question(notes, said, wants, asking):
        return ["question"]
    substance = bool(said.term_spans) or said.talent or bool(notes.of("licence"))
    told = spread(notes, said.term_spans) - asking
    found: list[str] = []
    if _talks_of_offer(notes, said) and not said.talent:
        return ["offer"]
    if (substance and (wants or told or (said.talent and not asking) or _calls_for_one(notes, said, asking))) or (
        said.flagged & {"invented_person", "alteration", "training"} and not asking
    ):
        found.append("request")
    if asking:
        found.append("question")
    if not found and noes(notes):
        found.append("reject")
    if not found and wants:
        found.append("request")
    return found


def _explains_a_question(notes: Notes, said: Message, wants: list[Hit], asking: set[int]) -> bool:
    """`Is there a minimum spend? We only need 3 images for an email.`: what is needed says why it is asked."""
    if said.talent or said.fee_spans:
        return False
    told = spread(notes, said.term_spans) - asking
    needed = {notes.sentence[hit.first] for hit in wants} | told
    modest = {notes.sentence[hit.first] for hit in notes.of("only")}
    modest |= {notes.sentence[at] for at, word in enumerate(notes.words) if word in _MODEST}
    return bool(told) and min(asking) < min(needed) and needed - asking <= modest


_MODEST = frozenset(
    "only just nur bloss lediglich seulement que qu' juste solo solamente soltanto appena so apenas alleen maar enkel"
    " bara endast tylko jedynie だけ".split()
)


_LEARNING = frozenset("know ask understand learn clarify".split())


def _wants_to_know(notes: Notes, hit: Hit) -> bool:
    """`I'd like to know how much it would be`: an answer is wanted."""
    at = hit.last - (notes.words[hit.last - 1] == "to")
    return notes.word(at) == "to" and notes.word(at + 1) in _LEARNING


_BEFOREHAND = frozenset("before bevor avant antes prima voordat innan zanim ehe".split())
"""`before we brief anything`: what is not yet done."""


def _only_asks(notes: Notes, said: Message, hit: Hit, asking: set[int]) -> bool:
    """`can we use the pictures in our newsletter?`: about a licence that is held, unless someone is named."""
    return (
        notes.words[hit.first] in ("can", "could", "may")
        and notes.sentence[hit.first] in asking
        and not said.talent
        and not said.fee_spans
    )


def _calls_for_one(notes: Notes, said: Message, asking: set[int]) -> bool:
    """A fee in a question without a question word is an approach all the same: `Imani, print, France, around 9k?`."""
    return any(not wh_question(notes, sentence) for sentence in spread(notes, said.fee_spans) & asking) or (
        said.talent and bool(said.term_spans) and not any(_ask_opens(notes, sentence) for sentence in asking)
    )


def _ask_opens(notes: Notes, sentence: int) -> bool:
    return opens_with_auxiliary(notes, sentence) or any(
        notes.sentence[hit.first] == sentence for hit in notes.of("ask")
    )


def _talks_of_offer(notes: Notes, said: Message) -> bool:
    """Words of an answer in a running talk, although no table was given: `we can do 9k`, `best we can do is 7`."""
    if not said.fee_spans or notes.of("want") or notes.of("licence"):
        return False
    few = len(said.term_spans) <= 2
    return few and (
        any(hit.value == "do" and hit.last - hit.first > 1 for hit in notes.of("feeword"))
        or notes.size <= 8
        or said.package is not None
    )


def _in_talks(notes: Notes, said: Message, asking: set[int]) -> list[str]:
    found: list[str] = []
    terms = said.term_spans or said.removed or said.moved
    ours = bool(said.amounts) and all(is_ours(notes, amount) for amount in said.amounts)
    told = spread(notes, said.term_spans) - asking
    proposed = any(
        not wh_question(notes, sentence) and not (ours and _makes_sure(notes, sentence))
        for sentence in spread(notes, said.fee_spans) & asking
    )
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
    refuses = [hit for hit in noes(notes) if not _keeps_from(notes, hit)]
    if (
        (refuses or _plain_no(notes) or _cannot_do_that(notes, said))
        and not found
        and not (notes.of("withdraw") and not refuses)
    ):
        found.append("reject")
    if asking:
        found.append("question")
    if not found and yeses(notes) and any(not _accented_yes(notes, hit) for hit in notes.of("condition")):
        found.append("offer")
    if "reject" in found and "question" in found and not _firm_no(notes, asking):
        found.remove("reject")
    return found


_PROMISING = frozenset(
    "promise promising say tell waste rush risk versprechen sagen zusagen promettre dire prometer prometa decir dizer"
    " promettere beloven zeggen toezeggen lova saga obiecac obiecywac mowic".split()
)


def _keeps_from(notes: Notes, hit: Hit) -> bool:
    """`I don't want to promise something we can't deliver`: what is not done is no part of the offer."""
    return any(word in _PROMISING for word in notes.words[hit.last : hit.last + 3])


def _accented_yes(notes: Notes, hit: Hit) -> bool:
    """`Creo que sí`: a yes, which without its accent would be an if."""
    return notes.page.quote(hit.first, hit.last).lower() in ("sí", "sì")


_TAGS = frozenset("correct right yes yeah no true confirmed".split())


def _makes_sure(notes: Notes, sentence: int) -> bool:
    """`so it's 6,000 for six months, correct?`: the figure on the table is repeated, and none is offered."""
    words = [notes.words[at] for at in notes.sentence_words(sentence) if notes.words[at].isalnum()]
    return bool(words) and words[-1] in _TAGS


def _plain_no(notes: Notes) -> bool:
    """`Non possiamo arrivare a tanto`: a no beside a verb of dealing, and nothing else but small words."""
    deals = [hit for hit in notes.of("dealverb") if hit.value == "deal"]
    own = [hit for hit in notes.of("neg") if free(notes, hit.first)]
    bare = any(notes.words[hit.first] in ("can't", "cannot", "couldn't") for hit in own)
    if (
        not (deals or bare)
        or not (notes.of("neg") or notes.of("wont"))
        or notes.of("later")
        or notes.asking
        or notes.size > 14
    ):
        return False
    covered = bytearray(notes.size)
    for kind in (
        "dealverb",
        "neg",
        "wont",
        "filler",
        "subject",
        "lang",
        "hedge",
        "no",
        "low",
        "aside",
        "ask",
        "feeword",
    ):
        for hit in notes.of(kind):
            covered[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
    return all(covered[at] or not says(word) for at, word in enumerate(notes.words))


def _cannot_do_that(notes: Notes, said: Message) -> bool:
    """`Can't do £9,000, that's more than our shoot`: a figure that is out of reach opens the message."""
    opener = next((hit for hit in notes.of("neg") if hit.first <= 2 and notes.words[hit.first] in _CANNOT), None)
    if opener is None or terms_left(said) or notes.asking or notes.of("condition") or notes.of("but"):
        return False
    at = opener.last + (notes.word(opener.last) in _DOING)
    at += notes.word(at) in ("to", "up", "for", "the", "a", "auf", "les", "los", "i")
    return any(amount.first - at in (0, 1) for amount in amounts(notes))


def terms_left(said: Message) -> bool:
    """Whether anything is offered or changed."""
    return bool(said.term_spans or said.amounts or said.removed or said.moved)


_CANNOT = frozenset("can't cannot can couldn't won't".split())
_DOING = frozenset("do go pay stretch manage afford meet reach accept justify spend make".split())


def _all_wh(notes: Notes, asking: set[int]) -> bool:
    return all(wh_question(notes, sentence) for sentence in asking)


def _firm_no(notes: Notes, asking: set[int]) -> bool:
    return any(notes.sentence[hit.first] not in asking for hit in noes(notes))
