"""What a talent means by her reply to an ask: yes, no, later, a wish, a question, a pause, or the end of a licence.

Her yes only brings the button again (I3) and a pause or an end is only offered, so all but the yes are read generously.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.reading.beside_talent import told_yes
from bot.reading.category import refused_category
from bot.reading.ending import meant, pauses, revokes
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.questions import spread, wh_question
from bot.reading.text import says
from bot.reading.written_lengths import length_at
from bot.reading.yes import Message, plain_yes
from bot.reading.yes_and_no import free, noes, yeses


def talent_reply(notes: Notes, said: Message) -> Iterable[str]:
    """Her intents, the weightiest first; empty where nothing was understood."""
    asking = notes.asking
    _forget_what_is_done(notes)
    if pauses(notes, asking):
        return ("pause",)
    if revokes(notes, asking):
        return ("revoke",)
    if plain_yes(notes, said) and not said.amounts:
        return ("approve",)
    if not noes(notes) and not notes.of("disowned") and told_yes(notes, said, conditions(notes)):
        return ("approve",)
    if _scorns(notes, said) or _no_thanks(notes, said):
        return ("decline",)
    return _talent_terms(notes, said, asking)


_DONE = frozenset(
    "parle discute hablado comentado parlato discusso falado conversado talked spoken asked discussed gesproken"
    " overlegd pratat snackat rozmawialam".split()
)
_HAVING = frozenset("ai avons have i've we've he hemos ho abbiamo tenho heb hebben har juz".split())
_BEEN = frozenset("was were been war waren etais etait estaba estuve ero estava estive byla bylam bylem".split())
_GREETS = frozenset("heute diesen guten schonen goede goedemorgen god schon good".split())


_AFTER = frozenset("dopo depois despues apres after nach na efter po de".split())


def _forget_what_is_done(notes: Notes) -> None:
    """`j'en ai parlé avec mon copain` and `I was on the fence` put nothing off, and neither does `guten Morgen`."""
    for hit in list(notes.of("later")):
        before = notes.word(hit.first - 1)
        if notes.words[hit.last - 1] in _AFTER and length_at(notes, hit.last + (notes.word(hit.last) == "de")):
            notes.forget(hit.first, hit.last, frozenset({"later"}))  # `dopo quindici anni`
            continue
        done = before in _BEEN or (before in _HAVING and notes.words[hit.first] in _DONE)
        if done or (before in _GREETS and notes.words[hit.first] in ("morgen", "morning", "evening", "abend")):
            notes.forget(hit.first, hit.last, frozenset({"later"}))


def _talent_terms(notes: Notes, said: Message, asking: set[int]) -> list[str]:
    found: list[str] = []
    told = set() if _names_only_a_town(notes, said) else spread(notes, said.term_spans) - asking
    proposed = any(
        not wh_question(notes, sentence) and not _asks_its_worth(notes, sentence)
        for sentence in spread(notes, said.fee_spans) & asking
    )
    proposed = proposed or any(
        _asks_for_change(notes, sentence) or _suggests(notes, sentence)
        for sentence in spread(notes, said.term_spans) & asking
    )
    refuses = [hit for hit in (*noes(notes), *_will_not(notes)) if notes.sentence[hit.first] not in asking]
    binding = binding_condition(notes)
    conditional = binding or (
        bool(conditions(notes)) and bool(yeses(notes) or refuses or said.term_spans or said.removed)
    )
    wished = any(
        _asks_for_change(notes, sentence)
        for sentence in asking
        if said.removed or notes.of("low") or any(notes.sentence[hit.first] == sentence for hit in notes.of("drop"))
    )
    if (
        wished
        or told
        or proposed
        or (said.removed and not asking)
        or (said.moved and not asking)
        or (notes.of("low") and not asking)
        or (bool(_wishes(notes)) and not refuses and not asking)
        or (_limits_depiction(notes) and not asking)
        or (any(refused_category(notes, hit) for hit in notes.of("category")) and not refuses)
        or ((conditional or (_yes_but(notes) and not refuses)) and not asking and (binding or not notes.of("later")))
    ):
        found.append("counter")
    deferred = any(hit.value == "defer" for hit in notes.of("later"))
    if (deferred or (meant(notes, "later", asking) and not binding)) and not said.fee_spans:
        found = ["later", *found] if not refuses else [*found, "later"]
    last_word = bool(refuses) and (_but_no(notes) or _closes_with_no(notes, said))
    if _so_no(notes) or last_word:
        found = []
    if refuses and "counter" not in found and "later" not in found and (last_word or not _in_two_minds(notes)):
        found.append("decline")
    if asking and not deferred and "later" not in found:
        found.append("question")
    return found


_STILL_OPEN = frozenset(
    "wait miss know lose see think rush decide hear say tell answer hurry bother offend forget".split()
)


_WORTH = frozenset(
    "price fee rate deal offer normal fair usual standard typical enough low much preis normaler prix precio normal"
    " prezzo normale preco justo prijs normaal pris cena".split()
)


def _asks_its_worth(notes: Notes, sentence: int) -> bool:
    """`is 4500 a good price?`: she asks about a figure and names none of her own."""
    words = [notes.words[at] for at in notes.sentence_words(sentence)]
    opens = bool(words) and words[0] in ("is", "ist", "est", "es", "e", "ar", "czy", "and")
    return opens and not _WORTH.isdisjoint(words)


def _scorns(notes: Notes, said: Message) -> bool:
    """`sure, for 4,500, in their dreams`: a no, whatever figure it laughs at; not where she then names her own."""
    scorn = [hit for hit in notes.of("no") if hit.value == "scorn"]
    real = [one for one in conditions(notes) if not any(hit.first <= one.first < hit.last for hit in scorn)]
    open_still = real or notes.of("but_yes") or said.moved or len(said.amounts) > 1
    return bool(scorn) and not open_still and not notes.of("taking")


_NO = frozenset("no nope nah nein non nao nee nej nie".split())
_THANKS = frozenset(
    "thanks thank thx ty danke grazie gracias obrigada obrigado merci bedankt dank tack dziekuje dzieki".split()
)


def _no_thanks(notes: Notes, said: Message) -> bool:
    """`no grazie, non faccio packaging`: a no to all of it, with its reason; not where anything is left to talk of."""
    first = [word for word in notes.words if word.isalnum()][:2]
    if len(first) < 2 or first[0] not in _NO or first[1] not in _THANKS:
        return False
    left = yeses(notes) or conditions(notes) or notes.of("but_yes") or notes.of("but") or notes.of("only")
    open_still = left or said.amounts or said.moved or said.term_spans or notes.asking
    return not open_still


_SO = frozenset("so also donc dus wiec quindi entao sa".split())


def _so_no(notes: Notes) -> bool:
    """`…, so no`: whatever was said before, the no has the last word."""
    last = next((at for at in range(notes.size - 1, -1, -1) if notes.words[at].isalnum()), 0)
    return notes.hit("no", last) is not None and notes.word(last - 1) in _SO


def _but_no(notes: Notes) -> bool:
    """`the money is good, but no.`: whatever was praised before it, the no stands."""
    return any(
        notes.ending("but", hit.first) is not None and notes.word(hit.last) in ("", ".", "!")
        for hit in notes.of("no")
        if notes.words[hit.first : hit.last] in ([word] for word in _NO)
    )


def _closes_with_no(notes: Notes, said: Message) -> bool:
    """`the money is fine, but my skin is a mess. No from me this time.`: the last sentence is a no and nothing else."""
    if said.term_spans or said.amounts or said.moved or notes.asking or not notes.size:
        return False
    last = notes.sentence_words(notes.sentence[max(at for at in range(notes.size) if says(notes.words[at]))])
    known = {at for kind in ("no", "filler", "now", "aside") for hit in notes.of(kind) for at in range(*hit[2:])}
    said_no = any(hit.first in last for hit in noes(notes))
    return said_no and all(at in known or not says(notes.words[at]) for at in last)


def _names_only_a_town(notes: Notes, said: Message) -> bool:
    """`it's raining in Paris` is small talk; `only Paris` and `yes for Paris` speak of the use."""
    if not said.term_spans or said.removed or any(notes.hit("city", first) is None for first, _ in said.term_spans):
        return False
    return notes.size > 3 and not (yeses(notes) or notes.of("only") or notes.of("neg") or notes.of("condition"))


def _will_not(notes: Notes) -> list[Hit]:
    """`I really don't want to`, `I won't work with them`: but not `I don't want to wait`, nor `… want them to`."""
    return [
        hit
        for hit in notes.of("wont")
        if free(notes, hit.first)
        and notes.word(hit.last) not in _STILL_OPEN
        and not any(hit.first <= wish.first < hit.last + 2 for wish in notes.of("wish"))
    ]


def _wishes(notes: Notes) -> list[Hit]:
    return [hit for hit in notes.of("wish") if free(notes, hit.first) and not notes.of("later")]


def _yes_but(notes: Notes) -> bool:
    """`yes, but my tattoos have to stay`: a wish, whatever stands behind the but."""
    first = min((hit.first for hit in yeses(notes)), default=notes.size)
    return any(hit.first > first for hit in notes.of("but_yes"))


def _in_two_minds(notes: Notes) -> bool:
    """`yes, no, I don't know`."""
    doubts = notes.of("hedge") or [hit for hit in notes.of("idiom") if _doubts(notes, hit)]
    return bool(yeses(notes) and doubts)


def _doubts(notes: Notes, hit: Hit) -> bool:
    return any(word in ("know", "sure", "idea", "certain") for word in notes.words[hit.first : hit.last])


_FIRM = frozenset(
    "provided unless assuming vorausgesetzt sofern pourvu purche mits tenzij forutsatt siempre contanto desde"
    " 条件 前提 只要 조건".split()
)


def conditions(notes: Notes) -> list[Hit]:
    """Conditions, without what is only spelt like one: `sí, claro`, `sì` and Italian `mi si è rotto` are no `si`."""
    return [
        hit for hit in notes.of("condition")
        if not _is_yes_instead(notes, hit)
        and not (notes.words[hit.first] == "si" and notes.word(hit.first - 1) in ("mi", "ci", "ti", "vi"))
        and not (notes.words[hit.last : hit.last + 2] == ["you", "can"] and not notes.word(hit.last + 2).isalpha())
    ]  # fmt: skip


def binding_condition(notes: Notes) -> bool:
    """A condition that says by itself that there is no yes without it: `only if`, `as long as`, `provided`."""
    return any(
        hit.last - hit.first > 1
        or notes.words[hit.first] in _FIRM
        or notes.ending("only", hit.first) is not None
        or _then_yes(notes, hit)
        for hit in conditions(notes)
        if notes.words[hit.first] not in ("subject", "depending", "when", "once")
    )


_THEN = frozenset("then dann alors entonces allora entao dan da wtedy to".split())


def _then_yes(notes: Notes, hit: Hit) -> bool:
    """`if my agent gets to see the pictures, then yes from me`."""
    end = notes.clause_end(hit.first, False)
    return any(
        hit.last < yes.first < end and any(word in _THEN for word in notes.words[yes.first - 3 : yes.first])
        for yes in yeses(notes)
    )


def _is_yes_instead(notes: Notes, hit: Hit) -> bool:
    if notes.hit("yes", hit.first) is None:
        return False
    return notes.page.quote(hit.first, hit.last).lower() in ("sí", "sì") or not notes.word(hit.last).isalnum()


_CHANGED = frozenset("changed altered touched edited".split())


def _limits_depiction(notes: Notes) -> bool:
    """`without changing my hair`: a wish about how she is shown, not `no, … I'd see my face on both`."""
    if not _denies_a_change(notes):
        return False
    changed = bool(notes.of("alterverb")) or any(word in _CHANGED for word in notes.words)
    own = changed and any(
        word == "my" and notes.word(at + 1) in ("hair", "skin", "body", "face", "age")
        for at, word in enumerate(notes.words)
    )
    return (own or bool(notes.of("altered"))) and not notes.of("later")


def _denies_a_change(notes: Notes) -> bool:
    changes = {notes.sentence[hit.first] for kind in ("alterverb", "altered") for hit in notes.of(kind)}
    changes |= {notes.sentence[at] for at, word in enumerate(notes.words) if word in _CHANGED}
    return any(notes.sentence[hit.first] in changes for hit in notes.of("neg"))


_CHANGE = frozenset("could can would".split())
_TELLING = frozenset("tell explain let confirm check say remind clarify show".split())
"""`could you tell me whether …`: an answer is wanted, and no change."""


def _suggests(notes: Notes, sentence: int) -> bool:
    """`how about six months instead?`: a length that is put forward, and not asked about."""
    asks = {hit.value for hit in notes.of("ask") if notes.sentence[hit.first] == sentence}
    return (
        "polite" in asks
        and "price" not in asks
        and any(notes.sentence[hit.first] == sentence for hit in notes.of("unit"))
    )


def _asks_for_change(notes: Notes, sentence: int) -> bool:
    """`could they make it five images?`: a talent's wish, put as a question."""
    for at, word in enumerate(notes.words[:-1]):
        if notes.sentence[at] == sentence and (
            (
                word in _CHANGE
                and notes.words[at + 1] in ("they", "we", "you", "it")
                and notes.word(at + 2 + (notes.word(at + 2) == "please")) not in _TELLING
                and (word != "would" or notes.words[at + 1] == "they")
            )
            or (word == "ask" and notes.words[at + 1] in ("them", "for", "if"))
        ):
            return True
    return False
