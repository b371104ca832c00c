"""The whole offer read back, and what is said in a deal's thread around the packages on the table."""

from __future__ import annotations

from datetime import datetime

from bot.domain.terms import Terms
from bot.domain.vocabulary import DEPICTIONS
from bot.flows.base import Action
from bot.surfaces import words
from bot.surfaces.layout import Button, Card, Line, Message
from bot.surfaces.render.briefs import any_question, greeting
from bot.surfaces.render.registry import template
from bot.surfaces.render.remarks import remark_lines
from bot.surfaces.render.safe import name, quote
from bot.surfaces.render.side_by_side import described, offer_rows
from bot.surfaces.render.speech import speech
from bot.surfaces.render.values import (
    Data,
    about_talent,
    buttons,
    fee,
    first_word,
    money,
    sentence,
    sentences,
    term_lines,
    tongue,
    when,
)


@template("readback")
def readback(data: Data) -> Message:
    """The whole offer, line by line; nothing binds until it is confirmed in this second step."""
    terms = Terms.from_dict(data["terms"])
    lines = (*term_lines(data["terms"]), Line("Not included", _not_included(terms)))
    card = Card(
        f"Offer to {name(data['talent'])}",
        lines,
        footer=f"Good until {when(data['until'], data['tz'])} · terms {words.short_hash(terms.sha256)}",
        tone="offer",
    )
    row = buttons(
        ("Confirm offer", "confirm", "success"), ("Change something", "change", "secondary"),
        ("Withdraw", "withdraw", "danger"), ref=data["deal"], version=data["version"],
    )  # fmt: skip
    hello = greeting(data, tongue(data)) if data.get("first") else ""
    return Message(sentences(hello, _remarks(data), _say(data, "readback")), (card,), (row,))


def _say(data: Data, key: str, **values: str) -> str:
    """A line of the talk, in the language it is talked in."""
    return about_talent(data, f"talk.{key}", **values)


def _remarks(data: Data) -> str:
    return remark_lines(data["remarks"], tongue(data))


def _until(data: Data) -> str:
    return speech(tongue(data)).instant(datetime.fromisoformat(data["until"]), data["tz"])


def _not_included(terms: Terms) -> str:
    kept = [words.attribute_word(code) for code in DEPICTIONS if code not in terms.depiction.allowed()]
    altered = f"; altering {words.list_words(kept)}" if kept else ""
    return f"any use, place or time not named above; passing the images on to others; training AI{altered}"


@template("offer_sent")
def offer_sent(data: Data) -> Message:
    """The brand's offer is confirmed and on its way to her."""
    text = _say(data, "sent", until=_until(data))
    return Message(text, rows=(buttons(("Withdraw", "withdraw", "danger"), ref=data["deal"], version=data["version"]),))


@template("ask_first_brand")
def ask_first_brand(data: Data) -> Message:
    """The talent wants a word first."""
    hello = f"{greeting(data)}\n" if data.get("first") else ""
    text = (
        f"{hello}This is a large one, and {first_word(data['talent'])} wants to decide first whether it is talked about. I've"
        " asked, and write here as soon as there's an answer."
    )
    return Message(text, rows=(buttons(("Withdraw", "withdraw", "danger"), ref=data["deal"], version=data["version"]),))


@template("withdrawn")
def withdrawn(data: Data) -> Message:
    """The brand ended the deal."""
    return Message(_say(data, "withdrawn"))


@template("no_agreement")
def no_agreement(data: Data) -> Message:
    """No deal was found."""
    hello = f"{greeting(data, tongue(data))}\n" if data.get("first") else ""
    return Message(f"{hello}{_say(data, 'no_agreement')}")


@template("talent_change")
def talent_change(data: Data) -> Message:
    """She wants something changed: her words, and what they come to as a package."""
    who = first_word(data["talent"])
    after = (
        f"As I read it, that comes to {fee(data['items'][0]['fee'])} for {described(data['items'][0])}."
        if data["understood"]
        else "The offer itself is as it was; change what is asked for, or accept it again to have it read back."
    )
    return Message(
        sentences(f"{who} hasn't said no, but asks for a change:", quote(data["words"]), after), rows=offer_rows(data)
    )


@template("talent_question")
def talent_question(data: Data) -> Message:
    """She asks the brand something before she decides."""
    text = sentences(f"{first_word(data['talent'])} asks, before deciding:", quote(data["words"]),
                     "Answer here in a message, or with the button; I'll pass it on as you write it.")  # fmt: skip
    return Message(text, rows=(buttons(("Answer", "answer_talent", "primary"), ref=data["deal"]),))


@template("answer_passed_on")
def answer_passed_on(data: Data) -> Message:
    """The brand's answer is with her."""
    return Message(f"Passed on to {first_word(data['talent'])}, word for word.")


@template("declined_brand")
def declined_brand(data: Data) -> Message:
    """She said no."""
    return Message(_say(data, "declined"))


@template("withdraw_asked")
def withdraw_asked(data: Data) -> Message:
    """Withdrawing takes the button."""
    row = buttons(("Withdraw", "withdraw", "danger"), ref=data["deal"], version=data["version"])
    return Message(_say(data, "withdraw_asked"), rows=(row,))


@template("standing")
def standing(data: Data) -> Message:
    """Words that moved nothing: what stands, and what can be done."""
    theirs = money(data["theirs"])
    figure = f"**{speech(tongue(data)).money(theirs)}**" if theirs else ""
    stands = _say(data, "standing_figure", fee=figure) if theirs else _say(data, "standing_packages")
    full = any(code == "enough_figures" for code, _ in data["remarks"])
    ask = "take" if full or data.get("final") else "change_or_take" if theirs else "take_or_name"
    return Message(sentences(_remarks(data), sentence(stands, _say(data, ask))), rows=table_rows(data))


@template("what_would_work")
def what_would_work(data: Data) -> Message:
    """The brand said no to what is on the table."""
    return Message(sentences(_remarks(data), _say(data, "what_would_work")), rows=table_rows(data))


@template("leave_it")
def leave_it(data: Data) -> Message:
    """The brand says no to the last word: it may end here, and the door stays open."""
    return Message(sentences(_remarks(data), _say(data, "leave_it")), rows=table_rows(data))


@template("which_package")
def which_package(data: Data) -> Message:
    """A yes, but to which one?"""
    return Message(_say(data, "which_package"), rows=table_rows(data))


def table_rows(data: Data) -> tuple[tuple[Button, ...], ...]:
    """Accept, counter or withdraw, for the packages on the table."""
    accepts = tuple(
        Button(f"Accept {letter}", Action("accept", data["deal"], data["version"], letter), "success")
        for letter in sorted(data["letters"])[:3]
    )
    talk = () if data.get("final") else (("Counter", "counter", "primary"),)
    rest = buttons(*talk, ("Withdraw", "withdraw", "danger"), ref=data["deal"], version=data["version"])
    return ((*accepts, *rest),)


@template("confirm_by_button")
def confirm_by_button(data: Data) -> Message:
    """Confirming takes the button."""
    row = buttons(
        ("Confirm offer", "confirm", "success"), ("Change something", "change", "secondary"),
        ref=data["deal"], version=data["version"],
    )  # fmt: skip
    return Message(_say(data, "confirm_by_button"), rows=(row,))


@template("not_confirmed")
def not_confirmed(data: Data) -> Message:
    """A no to the offer that was read back."""
    row = buttons(
        ("Change something", "change", "secondary"), ("Withdraw", "withdraw", "danger"),
        ref=data["deal"], version=data["version"],
    )  # fmt: skip
    return Message(_say(data, "not_confirmed"), rows=(row,))


@template("waiting_for_her")
def waiting_for_her(data: Data) -> Message:
    """Nothing to do but wait."""
    text = _say(data, "waiting_until", until=_until(data)) if data.get("until") else _say(data, "waiting")
    row = buttons(("Withdraw", "withdraw", "danger"), ref=data["deal"], version=data["version"])
    return Message(text, rows=(row,))


@template("where_it_stands")
def where_it_stands(data: Data) -> Message:
    """A question that the store answers with where the deal stands."""
    who = first_word(data["talent"])
    match data["state"]:
        case "draft" if data["question"]:
            return Message(f"I can say more once I know this: {any_question(data['question'])}")
        case "negotiating":
            text = (
                "The packages above are on the table; you can accept one, counter with a figure, or ask for other uses."
            )
            return Message(text, rows=table_rows(data))
        case "offered":
            return confirm_by_button(data)
        case "asking":
            return waiting_for_her(data)
        case "licensed":
            return Message(
                f"The licence {data['number']} is issued. To see whether something may run, ask me with the medium, the"
                " country and the date, or use /licence check."
            )
        case _:
            return Message(f"This talk about {who} is over. Mention me in the channel to start a new one.")


@template("taken_over")
def taken_over(data: Data) -> Message:
    """A person takes the deal over."""
    return Message(f"A person at {name(data['operator'])} takes over here. What you write goes to them.")


@template("handed_back")
def handed_back(data: Data) -> Message:
    """The deal is Quasi's again."""
    step = data.get("step") or {}
    rows = table_rows(step) if step.get("state") == "negotiating" else ()
    return Message("I'm Quasi, the AI agent, and I'm back on this one. What stood before still stands.", rows=rows)
