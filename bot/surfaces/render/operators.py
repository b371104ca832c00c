"""What operators and strangers read: log lines, dead letters, where to turn."""

from __future__ import annotations

from bot.domain.terms import Terms
from bot.flows.base import Action
from bot.surfaces import words
from bot.surfaces.layout import Button, Card, Line, Message
from bot.surfaces.render.registry import template
from bot.surfaces.render.safe import name, quote
from bot.surfaces.render.values import Data, buttons, sentences

AI = "I'm Quasi, an AI agent that licenses the digital likenesses of models who said yes."


@template("licence_log")
def licence_log(data: Data) -> Message:
    """One line for the log channel."""
    terms = Terms.from_dict(data["terms"])
    renewal = f", renewing {data['renewal_of']}" if data["renewal_of"] else ""
    return Message(
        f"**{data['number']}** issued{renewal}: {name(terms.talent)} → {name(terms.brand)}, {words.media_words(terms.media)},"
        f" {words.territory_words(terms.territories)}, {words.period_words(terms.starts_on, terms.ends_on)}"
    )


@template("guard_stopped")
def guard_stopped(data: Data) -> Message:
    """The guard kept a package from going out; no figures here (I4)."""
    return Message(f"The guard stopped a package in deal `{data['deal']}` before it was sent. Please look into it.")


@template("brand_introduced")
def brand_introduced(data: Data) -> Message:
    """A new brand introduced itself."""
    return Message(f"New brand: {name(data['brand'])} ({name(data['licensee'])}), introduced by {name(data['name'])}.")


@template("dead_letter")
def dead_letter(data: Data) -> Message:
    """A message could not be delivered."""
    text = f"A message ({data['kind']}) to {data['to']} could not be delivered: {name(str(data['reason']))}."
    return Message(text, rows=((Button("Send again", Action("send_again", "", int(data["row"])), "primary"),),))


@template("unreachable")
def unreachable(data: Data) -> Message:
    """Told to whoever stands behind a person whose messages don't arrive: what one is about, never what is in it."""
    who = name(data["name"]) if data["name"] else "Someone"
    text = (
        f"{who} can't be reached here, and a message from me is waiting: `{data['about']}` (number {data['row']})."
        " Please ask for direct messages from this server to be allowed; then an operator can send it again."
    )
    return Message(text)


@template("dead_letters")
def dead_letters(data: Data) -> Message:
    """The list of undelivered messages."""
    if not data["rows"]:
        return Message("Everything was delivered.")
    lines = tuple(
        Line(f"{row['row']} · {row['kind']} to {row['to']}", name(row["error"])[:200] or "–") for row in data["rows"]
    )
    again = tuple(Button(f"Send {row['row']} again", Action("send_again", "", row["row"])) for row in data["rows"][:5])
    return Message(
        f"{words.count_words(data['total'], 'message')} could not be delivered.",
        (Card("Undelivered", lines),),
        (again,),
    )


@template("operator_relay")
def operator_relay(data: Data) -> Message:
    """Words from a deal that an operator handles."""
    return Message(
        sentences(f"{name(data['name'])}, in the deal you handle (<#{data['thread']}>):", quote(data["words"]))
    )


@template("introduce_company")
def introduce_company(data: Data) -> Message:
    """Someone whose company we do not know."""
    text = f"{AI} I don't know your company yet. Tell me in a short form, and I'll take up what you just wrote."
    return Message(
        text, rows=((Button("Introduce your company", Action("introduce", "", 0, data["user_id"]), "primary"),),)
    )


@template("help_operator")
def help_operator(data: Data) -> Message:
    """What an operator can do here."""
    return Message(
        f"{AI} As an operator you can use, on the server, /invite to enrol a talent, /licence list and /licence show, /outbox for"
        " messages that could not be delivered, and /takeover or /handback in a deal's thread."
    )


@template("help_brand")
def help_brand(data: Data) -> Message:
    """A brand's person in a DM."""
    return Message(
        f"{AI} Requests live in the licensing channel, so that your whole team sees them: mention me there, or use /license."
    )


@template("help_talent")
def help_talent(data: Data) -> Message:
    """A talent who addressed us in public."""
    return Message(
        f"{AI} What concerns you stays between us, so let's talk here. /mandate shows your limits; STOP pauses everything."
    )


@template("help_not_enrolled")
def help_not_enrolled(data: Data) -> Message:
    """A talent who is not enrolled (any more, or yet)."""
    row = buttons(("Set up my mandate", "enrol", "primary"), ref="")
    return Message(
        f"{AI} You aren't enrolled yet, so nothing of yours can be licensed. Set up your mandate whenever you like.",
        rows=(row,),
    )


@template("help_adviser")
def help_adviser(data: Data) -> Message:
    """An adviser's message that belongs to no single consult."""
    if data["open"]:
        return Message("Several requests are open. Please use **Comment** below the one you mean.")
    return Message(f"{AI} When someone you advise brings you into a request, you get it here and can comment.")


@template("help_stranger")
def help_stranger(data: Data) -> Message:
    """Someone we do not know, in a DM."""
    return Message(
        f"{AI} {name(data['operator'])} runs me. Brands find me in the licensing channel; models are invited by {name(data['operator'])}."
    )
