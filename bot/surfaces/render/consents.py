"""What the talent sees: the ask, the review with its code, the words around them, and the licence that comes of it."""

from __future__ import annotations

from datetime import datetime

from bot.domain.terms import Terms
from bot.domain.vocabulary import DEPICTIONS
from bot.flows.base import Action
from bot.surfaces import words
from bot.surfaces.layout import Button, Card, Line, Link, Message
from bot.surfaces.render.phrases import phrase
from bot.surfaces.render.registry import template
from bot.surfaces.render.safe import name, quote
from bot.surfaces.render.speech import speech
from bot.surfaces.render.values import (
    Data,
    about_talent,
    buttons,
    dear,
    fee,
    first_word,
    money,
    period,
    sentences,
    term_lines,
    when,
)

REVIEW = ("Review and approve", "review", "success")


@template("consent")
def consent(data: Data) -> Message:
    """The ask: who, what, where, how long, what it pays, what is excluded, what is unusual; and her six buttons."""
    renewal = " once more" if data["renewal_of"] else ""
    text = (
        f"Hello {first_word(data['talent'])}. I'm Quasi, the AI agent that works for you. {name(data['brand'])} would like"
        f" to use your clone{renewal}. Have a look whenever suits you before **{when(data['until'], data['tz'])}**;"
        " if you do nothing, the answer is no."
    )
    return Message(text, (ask_card(data),), ask_rows(data))


def ask_card(data: Data) -> Card:
    """The deal from her side: pay first."""
    terms = Terms.from_dict(data["terms"])
    lines = (
        Line("You are paid", _pay(terms, data)),
        Line("They may", _may(terms)),
        Line("They may not", _may_not(terms)),
        Line("Worth knowing", _worth_knowing(terms, data)),
    )
    title = f"{name(terms.brand)} · {name(terms.product)}"
    return Card(title[:250], lines, footer=f"Terms {words.short_hash(data['terms_sha256'])}", tone="consent")


def ask_rows(data: Data) -> tuple[tuple[Button, ...], ...]:
    """Her six buttons, by the labels that DESIGN fixes."""
    ref = data["consent"]
    first = buttons(
        REVIEW, ("Decline", "decline", "danger"), ("Ask for a change", "change_wanted", "secondary"), ref=ref
    )
    second = buttons(
        ("Ask the brand", "ask_brand", "secondary"), ("Bring in my adviser", "adviser", "secondary"),
        ("Pause everything", "pause", "secondary"), ref=ref,
    )  # fmt: skip
    return (first, second)


def _pay(terms: Terms, data: Data) -> str:
    pay = f"**{words.money_words(terms.pay())}** (fee {words.money_words(terms.fee)}, agency {words.percent_bp(terms.commission_bp)})"
    day_rate = money(data["day_rate"])
    return f"{pay} · your day rate: {words.money_words(day_rate)}" if day_rate else pay


def _may(terms: Terms) -> str:
    use = words.media_words(terms.media)
    where = words.territory_words(terms.territories, full=len(terms.territories) <= 30)
    when_words = words.period_words(terms.starts_on, terms.ends_on)
    return (
        f"show your clone for “{name(terms.purpose)}”: {use}; in {where}; {when_words};"
        f" at most {words.count_words(terms.assets_max, 'image')}{_altered(terms, allowed=True)}"
    )[:1000]


def _may_not(terms: Terms) -> str:
    return f"use it elsewhere, pass it on, or train AI on it{_altered(terms, allowed=False)}"


def _altered(terms: Terms, *, allowed: bool) -> str:
    """`; alter your hair`, under what they may do or under what they may not."""
    free = terms.depiction.allowed()
    named = [words.attribute_word(code) for code in DEPICTIONS if (code in free) is allowed]
    return f"; alter your {words.list_words(named, 'and' if allowed else 'or')}" if named else ""


def _worth_knowing(terms: Terms, data: Data) -> str:
    facts = [_casting(terms), _history(data), "must be labelled as AI-made"]
    if terms.exclusivity != "none":
        facts.insert(
            0, f"**{words.exclusivity_words(terms.exclusivity, terms.category)}**: you couldn't do such work meanwhile"
        )
    if data["renewal_of"]:
        facts.append(f"renews {data['renewal_of']}")
    return " · ".join(facts)


def _casting(terms: Terms) -> str:
    if terms.replaces_casting:
        return "**these images stand in for a casting**"
    return "these images stand in for no casting"


def _history(data: Data) -> str:
    if not data["earlier"]:
        return "first time with this brand"
    return f"{words.count_words(data['earlier'], 'earlier licence')} with this brand"


@template("review")
def review(data: Data) -> Message:
    """The second step: every term, the code, and `I approve`."""
    card = Card(
        f"Every term · {words.short_hash(data['terms_sha256'])}",
        term_lines(data["terms"]),
        footer=f"Terms hash {data['terms_sha256']}",
        tone="consent",
    )
    text = (
        f"This is the whole text. If it is what you want, press **I approve** and type the code **{data['code']}**"
        f" to approve exactly these terms. You have until {when(data['until'], data['tz'])}."
    )
    row = buttons(("I approve", "approve_open", "success"), ("Decline", "decline", "danger"), ref=data["consent"])
    return Message(text, (card,), (row,))


@template("yes_not_binding")
def yes_not_binding(data: Data) -> Message:
    """A yes in words gets the button again (I3)."""
    text = _said(data, "yes_not_binding")
    return Message(text, rows=(buttons(REVIEW, ref=data["consent"]),))


@template("no_in_words")
def no_in_words(data: Data) -> Message:
    """A no in words gets the button, so that a slip ends nothing."""
    text = _said(data, "no_in_words")
    row = buttons(
        ("Decline", "decline", "danger"), ("Ask for a change", "change_wanted", "secondary"), ref=data["consent"]
    )
    return Message(text, rows=(row,))


@template("change_in_words")
def change_in_words(data: Data) -> Message:
    """A condition in words: offered to be passed on."""
    text = _said(data, "change_in_words")
    action = Action("change_wanted", data["consent"], 0, _arg(data["words"]))
    row = (Button("Ask for a change", action, "primary"), *buttons(REVIEW, ref=data["consent"]))
    return Message(text, rows=(row,))


@template("question_in_words")
def question_in_words(data: Data) -> Message:
    """A question in words: what is known is on the card; the brand can be asked."""
    text = _said(data, "ask_the_brand")
    action = Action("ask_brand", data["consent"], 0, _arg(data["words"]))
    return Message(text, rows=((Button("Ask the brand", action, "primary"), *buttons(REVIEW, ref=data["consent"])),))


def _said(data: Data, key: str, **values: str) -> str:
    """A line of ours in her language."""
    return phrase(f"talent.{key}", data.get("language", "en"), brand=name(data["brand"]), **values)


def _arg(text: str) -> str:
    """Her words, as far as a button can carry them: the form opens with them filled in."""
    return " ".join(text.split()).replace("|", "/")[:50]


@template("later")
def later(data: Data) -> Message:
    """She will look later."""
    say = speech(data.get("language", "en"))
    return Message(_said(data, "later", until=say.instant(datetime.fromisoformat(data["until"]), data["tz"])))


@template("ask_again")
def ask_again(data: Data) -> Message:
    """Words without a clear meaning, while something is open: the card again."""
    return Message(_said(data, "ask_again"), (ask_card(data),), ask_rows(data))


@template("which_ask")
def which_ask(data: Data) -> Message:
    """Several requests are open: each with its own button."""
    lines = tuple(
        Line(
            f"{number}. {name(ask['brand'])} · {name(Terms.from_dict(ask['terms']).product)}"[:250],
            f"{words.money_words(Terms.from_dict(ask['terms']).pay())} · until {when(ask['until'], ask['tz'])}",
        )
        for number, ask in enumerate(data["asks"][:5], 1)
    )
    row = tuple(
        Button(f"Review {number}. {ask['brand']}"[:80], Action("review", ask["consent"]), "primary")
        for number, ask in enumerate(data["asks"][:5], 1)
    )
    return Message("Several requests wait for you. Which one do you mean?", (Card("Open requests", lines),), (row,))


@template("ask_first")
def ask_first(data: Data) -> Message:
    """A large request, before a word is said about money: may it be talked about?"""
    lines = (
        Line("They want", f"{words.media_words(data['media'])}; {words.territory_words(data['territories'])}"),
        Line("When", period(data)),
        Line("Exclusivity", words.exclusivity_words(data["exclusivity"], data["category"])),
        Line("Your card says", fee(data["quote"])),
    )
    text = (
        f"Hello {first_word(data['talent'])}. {name(data['brand'])} asks for something above the size you set, so I ask you"
        f" before I negotiate. Nothing is licensed by a yes here. Until **{when(data['until'], data['tz'])}**; no answer is a no."
    )
    card = Card(f"{name(data['brand'])} · {name(data['product'])}"[:250], lines, tone="consent")
    return Message(text, (card,), (_first_row(data),))


@template("ask_first_again")
def ask_first_again(data: Data) -> Message:
    """Words where only the buttons decide."""
    text = (
        f"May I talk with {name(data['brand'])} about it? Please press one, so that there's no doubt; until"
        f" **{when(data['until'], data['tz'])}**, and no answer is a no."
    )
    return Message(text, rows=(_first_row(data),))


def _first_row(data: Data) -> tuple[Button, ...]:
    return buttons(("Go ahead", "first_yes", "success"), ("Not this one", "first_no", "danger"), ref=data["deal"])


@template("ask_first_yes")
def ask_first_yes(data: Data) -> Message:
    """The talk begins."""
    return Message(
        f"Good. I'll talk with {name(data['brand'])}, and come back to you with whole terms before anything is licensed."
    )


@template("declined_talent")
def declined_talent(data: Data) -> Message:
    """Her no is told."""
    return Message(f"Declined. I've told {name(data['brand'])}, without a reason.")


@template("change_passed_on")
def change_passed_on(data: Data) -> Message:
    """Her change is with the brand."""
    return Message(
        f"I've put it to {name(data['brand'])}. This request is closed; if they agree, you get a new one to decide on."
    )


@template("brand_answer")
def brand_answer(data: Data) -> Message:
    """The brand's answer to her question, with the ask again."""
    text = sentences(
        f"{name(data['brand'])} answers your question:", quote(data["question"], 300), "They say:", quote(data["words"])
    )
    return Message(text, rows=ask_rows(data))


@template("adviser_ask")
def adviser_ask(data: Data) -> Message:
    """The adviser reads the whole and may comment; there is nothing here to approve with (I2)."""
    text = (
        f"{name(data['talent'])} asks for your view. I'm Quasi, the AI agent that works for {first_word(data['talent'])}. You can read everything and comment;"
        f" deciding stays with {first_word(data['talent'])}, until {when(data['until'], data['tz'])}."
    )
    card = Card(f"{name(data['brand'])} asks", term_lines(data["terms"]), tone="consent")
    return Message(text, (card,), (buttons(("Comment", "comment", "primary"), ref=data["consent"]),))


@template("adviser_brought_in")
def adviser_brought_in(data: Data) -> Message:
    """She is told that her adviser has it."""
    names = words.list_words([name(item) for item in data["names"]])
    verb = "has" if len(data["names"]) == 1 else "have"
    text = f"{names} {verb} the whole text now and can comment. Deciding stays with you, until {when(data['until'], data['tz'])}."
    return Message(text, rows=(buttons(REVIEW, ref=data["consent"]),))


@template("adviser_comment")
def adviser_comment(data: Data) -> Message:
    """An adviser's comment, with the ask again."""
    return Message(sentences(f"{name(data['adviser'])} says:", quote(data["words"])), rows=ask_rows(data))


@template("ask_withdrawn")
def ask_withdrawn(data: Data) -> Message:
    """The brand took its request back."""
    return Message(f"{name(data['brand'])} has withdrawn its request. There's nothing left for you to do.")


@template("ask_overtaken")
def ask_overtaken(data: Data) -> Message:
    """A licence she gave rules this request out."""
    return Message(
        f"The request from {name(data['brand'])} is closed: your new licence {data['number']} rules it out."
        " They may come back with something that fits."
    )


@template("nothing_open")
def nothing_open(data: Data) -> Message:
    """Nothing waits for her."""
    if data["paused"]:
        return Message("Nothing waits for you. You've paused new requests; write RESUME to hear of them again.")
    return Message(
        "Nothing waits for you right now. /mandate shows your limits, /licence list your licences; STOP pauses everything."
    )


@template("pause_offered")
def pause_offered(data: Data) -> Message:
    """Pausing in a sentence: offered, and the one word for it."""
    text = (
        "Shall I stop everything? It ends your open requests and blocks new ones. Press the button, or write just STOP."
    )
    return Message(text, rows=((Button("Pause everything", Action("pause"), "danger"),),))


@template("licence_talent")
def licence_talent(data: Data) -> Message:
    """Her licence, with the signed paper."""
    terms = Terms.from_dict(data["terms"])
    text = (
        f"Approved, {when(data['approved_at'], data['tz'])}. Your licence is **{data['number']}**. The signed PDF is below,"
        f" with its dates for your calendar; anyone can check it at the address on it. I'll remind {name(data['brand'])} before it ends, and ask you again"
        " before anything is extended."
    )
    lines = (
        Line("You are paid", f"**{words.money_words(terms.pay())}**"),
        Line("Use", words.media_words(terms.media)),
        Line("Where", words.territory_words(terms.territories)),
        Line("When", words.period_words(terms.starts_on, terms.ends_on)),
    )
    return Message(text, (Card(f"Licence {data['number']}", lines, tone="good"),), _check_row(data))


@template("licence_brand")
def licence_brand(data: Data) -> Message:
    """The brand's licence, with the signed paper and its duties."""
    terms = Terms.from_dict(data["terms"])
    hello = f"{dear(data)}, " if dear(data) else ""
    text = hello + about_talent(data, "talk.licensed", number=str(data["number"]))
    duties = "\n".join(f"“{name(line.wording)}”, {line.place} ({line.law})" for line in words.duty_lines(terms))
    lines = (
        Line("Use", words.media_words(terms.media)),
        Line("Where", words.territory_words(terms.territories)),
        Line("When", words.period_words(terms.starts_on, terms.ends_on)),
        Line("Exclusivity", words.exclusivity_words(terms.exclusivity, terms.category)),
        Line("Fee", words.money_words(terms.fee)),
        Line("Label", duties[:1000]),
    )
    return Message(text, (Card(f"Licence {data['number']}", lines, tone="good"),), _check_row(data))


def _check_row(data: Data) -> tuple[tuple[Link, ...], ...]:
    address = data["verify"]
    return ((Link("Check this licence", address),),) if address.startswith("http") else ()
