"""The invitation, the guided set-up, and the welcome: what a person reads before her likeness can be asked for."""

from __future__ import annotations

from datetime import date

from bot.flows.base import Action
from bot.surfaces import words
from bot.surfaces.layout import Button, Card, Line, Message
from bot.surfaces.render.mandates import examples_card, mandate_lines, part_rows, people_words, territories_words
from bot.surfaces.render.part_words import PART_WORDS, SENTENCES
from bot.surfaces.render.registry import template
from bot.surfaces.render.safe import name
from bot.surfaces.render.values import Data, first_word, sentences

__all__ = ["SENTENCES"]

_STATES = {"done": "✓ done", "wrong": "⚠ please check this", "open": ""}


@template("invitation")
def invitation(data: Data) -> Message:
    """The first message: an AI, run by whom, what it does and never does, and that she decides (I12)."""
    operator = name(data["operator"])
    lines = (
        Line("What I do", "I answer brands that ask for your digital clone, and negotiate inside limits that you set."),
        Line(
            "What I never do",
            "License anything without your own yes, each time, to exactly those terms. Sell it for training AI."
            " Tell anyone the least you'd take.",
        ),
        Line(
            "What it costs",
            f"{operator} keeps {words.percent_bp(data['commission_bp'])} of a fee; the rest is yours.",
        ),
        Line("When you've had enough", "Write STOP, any day: every open request ends at once."),
        Line("Who may join", "People of 18 or over. An adviser you name may read along, never approve."),
    )
    hello = f"Hello {first_word(data['name'])}. I'm Quasi, an AI agent, run by {operator}."
    ask = f"{operator} would like to enrol you. Setting up takes about ten minutes; you can stop and go on later."
    row = (
        Button("Set up my mandate", Action("enrol_begin", data["talent"]), "primary"),
        Button("Not for me", Action("enrol_decline", data["talent"])),
    )
    return Message(sentences(hello, ask), (Card("Before you decide", lines),), (row,))


@template("invited")
def invited(data: Data) -> Message:
    """To the operator who invited."""
    return Message(f"I have written to {name(data['name'])}. You'll hear when the set-up is finished or ended.")


@template("invite_already")
def invite_already(data: Data) -> Message:
    """To the operator: nothing to do."""
    return Message(f"{name(data['name'])} is enrolled already. Nothing changed.")


@template("enrol_checklist")
def enrol_checklist(data: Data) -> Message:
    """The parts of the set-up, what is done, and the way on."""
    lead = "Here is your set-up. Take the parts in any order; everything is kept as you go."
    if data["ready"]:
        lead = "That is all I need. Look over the rest if you like, then press **Finish**."
    return Message(lead, (_list_card(data),), _list_rows(data))


@template("part_saved")
def part_saved(data: Data) -> Message:
    """One part is saved: what was understood of it, and the list again."""
    saved = f"**{PART_WORDS[data['part']].label}**: saved."
    cards = (*examples_card(data.get("examples") or []), _list_card(data))
    ready = "That is all I need; press **Finish** when you are." if data["ready"] else ""
    return Message(sentences(saved, _understood(data), ready), cards, _list_rows(data))


@template("enrol_missing")
def enrol_missing(data: Data) -> Message:
    """`Finish` came too soon."""
    labels = words.list_words([PART_WORDS[part].label for part in data["missing"]])
    return Message(f"Almost: I still need {labels}.", (_list_card(data),), _list_rows(data))


@template("enrol_finished")
def enrol_finished(data: Data) -> Message:
    """The reply to `Finish`; the welcome follows as a message that stays."""
    return Message(f"Thank you, {first_word(data['name'])}. You are enrolled.")


@template("enrol_welcome")
def enrol_welcome(data: Data) -> Message:
    """The mandate shown back, to her alone, and what happens from here."""
    lead = (
        f"Welcome, {first_word(data['name'])}. From now on brands may ask for your clone, and I'll bring you"
        " only what fits these limits. Each time the answer is yours, and no answer is a no."
    )
    after = "Change anything with `/mandate`; write STOP to take no requests for a while."
    return Message(sentences(lead, after), (mandate_lines(data),), part_rows(data["talent"]))


@template("enrol_already")
def enrol_already(data: Data) -> Message:
    """An old button of the set-up."""
    return Message(f"You are enrolled already, {first_word(data['name'])}. `/mandate` shows and changes your limits.")


@template("enrol_declined")
def enrol_declined(data: Data) -> Message:
    """She said no: nothing is kept, and the door stays open."""
    return Message(
        "That's all right. Whatever you had filled in is gone, and I won't write again."
        f" If you change your mind, ask {name(data['operator'])} for a new invitation."
    )


@template("enrol_under_age")
def enrol_under_age(data: Data) -> Message:
    """Under 18: a kind no."""
    return Message(
        f"Thank you for your interest. I can only enrol people of {data['years']} or over, so the set-up ends here,"
        " and nothing you typed was kept."
        f" If the date was a slip, ask {name(data['operator'])} for a new invitation."
    )


@template("enrol_done")
def enrol_done(data: Data) -> Message:
    """To operators."""
    return Message(f"{name(data['name'])} has finished the set-up and is enrolled.")


@template("enrol_ended")
def enrol_ended(data: Data) -> Message:
    """To operators; why it ended is the person's own business."""
    return Message(f"The invitation of {name(data['name'])} has ended without enrolment. Nothing they typed was kept.")


def _list_card(data: Data) -> Card:
    lines = tuple(Line(PART_WORDS[part["name"]].label, _state(part), inline=True) for part in data["parts"])
    return Card(f"Set-up of {name(data['name'])}", lines, tone="good" if data["ready"] else "neutral")


def _state(part: Data) -> str:
    """Ticked once it is done; until then, whether it is needed and what it is for."""
    wanted = "○ needed" if part["required"] else "○ if you like"
    return _STATES[part["state"]] or f"{wanted}: {PART_WORDS[part['name']].help}"


def _list_rows(data: Data) -> tuple[tuple[Button, ...], ...]:
    done = frozenset(part["name"] for part in data["parts"] if part["state"] == "done")
    last = (
        Button("Finish", Action("enrol_finish", data["talent"]), "primary"),
        Button("Not for me", Action("enrol_decline", data["talent"]), "danger"),
    )
    if data.get("part") == "likeness":
        again = Button("Start the image list again", Action("part_clear", data["talent"], 0, "sources"))
        last = (*last, again)  # type: ignore[assignment]
    return (*part_rows(data["talent"], done=done), last)


def _understood(data: Data) -> str:
    """How the part was read, where reading it was not plain copying."""
    match data["part"]:
        case "about":
            born = words.date_words(date.fromisoformat(data["born_on"]))
            return f"Born {born}; your clock is {words.zone_word(data['tz'])}."
        case "territories":
            return f"Refused: {territories_words(data['territories']) or 'no country'}."
        case "advisers":
            return f"Advisers: {people_words(data['advisers']) or 'none'}."
        case "likeness":
            return f"{words.count_words(data['sources'], 'source image')} on record. Open it again to add more."
        case _:
            return ""
