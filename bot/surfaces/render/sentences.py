"""The short private answers: one sentence for each outcome and each broken rule."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from string import Formatter
from typing import Any

from bot.flows.base import Action
from bot.surfaces.layout import Button, Message
from bot.surfaces.render.registry import template
from bot.surfaces.render.remarks import knows, remark_lines
from bot.surfaces.render.safe import name
from bot.surfaces.render.values import Data, when

SENTENCES: dict[str, str] = {
    "not_for_you": "This one is for {name}. Nothing changed.",
    "operators_only": "Only an operator can do that. Nothing changed.",
    "deal_gone": "I don't find that any more. Nothing changed.",
    "deal_over": "That talk is over, so nothing changed. Mention me in the channel to start a new one.",
    "deal_state": "That isn't possible at this point. The newest message above shows what is.",
    "consent_closed": "That request is closed already. Nothing changed.",
    "consent_late": "The time for an answer has run out, so the answer was no. Nothing changed.",
    "not_reviewed": "Please press Review and approve first, so that you see every term.",
    "terms_changed": "The terms have changed since you saw them. Please review them again.",
    "code_locked": "That code was wrong too often. Press Review and approve again for a new one.",
    "answer_unknown": "I don't know that answer. Please use the buttons of the newest message.",
    "brief_incomplete": "Something is still missing in the request; the last question above says what.",
    "currency_unknown": "I need a currency as three letters, such as EUR or USD.",
    "amount_unreadable": "I couldn't read that amount. Please write it like 12000 or 12000.50.",
    "amount_too_large": "That amount is too large to be meant.",
    "brand_name_missing": "I need your brand's name.",
    "brand_name_known": "I know {name} already. If you speak for it, please ask {operator} to add you.",
    "time_zone_unknown": "I don't know the time zone “{typed}”. Please write it like Europe/Paris.",
    "text_unusable": "I can't use that text; please write it in one plain line.",
    "consent_missing": "There is no consent for exactly these terms, so nothing was licensed.",
    "try_again": "Something changed while I was at it. Please try once more; nothing is lost.",
    "busy": "I can't take that in just now. Nothing changed; please try again in a minute.",
    "words_missing": "There were no words in it. Nothing was sent.",
    "sent_already": "I have that already; it counts once.",
    "handled_by_person": "A person has taken this talk over; until they hand it back, the buttons rest. Nothing changed.",
    "no_longer_asked": "That request is closed, so I didn't pass it on.",
    "too_late_to_edit": "The offer is with the talent now. Withdraw it, or wait for the answer, before you change it.",
    "deal_opened": "I've opened a thread for it.",
    "too_many_open": "You have {most} open talks already. Withdraw one, or wait until one ends, then ask again.",
    "ask_in_channel": "Please ask in the licensing channel.",
    "introduced": "Thank you. I know {brand} now; mention me with what you're looking for.",
    "already_introduced": "I know your company already. Mention me with what you're looking for.",
    "no_adviser": "You have no adviser in your mandate. Add one with /mandate, then I can bring them in.",
    "adviser_has_it": "Your adviser has it already.",
    "question_passed_on": "I've asked {brand}. The deadline stays as it is.",
    "comment_passed_on": "Passed on to {talent}.",
    "queued_again": "It goes out again now.",
    "row_gone": "That message is gone, or was sent meanwhile.",
    "not_a_deal_thread": "Use this in the thread of an open deal.",
    "already_so": "It is so already. Nothing changed.",
    "done": "Done.",
    "unknown_button": "I don't know that button any more. The newest message shows what is possible.",
    "unknown_command": "I don't know that command.",
}
_OTHERS = ("enrolment", "mandates", "licences", "times", "answers")


@template("rule")
def rule(data: Data) -> Message:
    """A broken rule, in one sentence."""
    return Message(_sentence(data["code"], data["detail"]))


@template("old_button")
def old_button(data: Data) -> Message:
    """A button of an earlier table."""
    return Message(f"That offer changed on {when(data['at'], data['tz'])}; the newest one in this thread is current. ⤵")


@template("code_wrong")
def code_wrong(data: Data) -> Message:
    """Not the code that was shown."""
    left = int(data["left"])
    tries = "one try" if left == 1 else f"{left} tries"
    row = (Button("I approve", Action("approve_open", data["consent"]), "success"),)
    more = f"You have {tries} left." if left else "Press Review and approve again for a new code."
    return Message(
        f"That isn't the code shown with these terms, so nothing was approved. {more}", rows=(row,) if left else ()
    )


@template("cannot_issue")
def cannot_issue(data: Data) -> Message:
    """She approved, but nothing could be licensed."""
    why = {
        "taken_meanwhile": "another licence of yours came first and rules this one out",
        "talent_paused": "you have paused everything",
        "mandate_changed": "your limits have changed since",
        "start_in_past_now": "the start date has passed",
    }.get(data["why"], "it no longer fits")
    return Message(f"Nothing was licensed: {why}. I've told {name(data['brand'])}.")


@template("counter_unreadable")
def counter_unreadable(data: Data) -> Message:
    """A counter without anything to count with."""
    row = (Button("Counter", Action("counter", data["deal"], data["version"]), "primary"),)
    return Message("I found no figure and no change in that. A figure such as 9500 is enough.", rows=(row,))


def _sentence(code: str, detail: Mapping[str, Any]) -> str:
    if code in SENTENCES:
        return _filled(SENTENCES[code], detail)
    if knows(code):
        return remark_lines([[code, {"talent": None, **detail}]])
    return "That isn't possible as it is. Nothing changed."


def _filled(pattern: str, detail: Mapping[str, Any]) -> str:
    wanted = [field for _, field, _, _ in Formatter().parse(pattern) if field]
    values = {field: name(_shown(field, detail.get(field, "…"))) for field in wanted}
    return pattern.format(**values)


def _shown(field: str, value: Any) -> str:
    if field in ("talent", "name") and isinstance(value, str):
        return value
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _register_sentences() -> None:
    """Each outcome that is only a sentence gets a template of its own; the other modules' sentences join in."""
    for module_name in _OTHERS:
        module = importlib.import_module(f"bot.surfaces.render.{module_name}")
        SENTENCES.update(getattr(module, "SENTENCES", {}))
    for code in SENTENCES:
        template(code)(_one_sentence(code))


def _one_sentence(code: str) -> Any:
    def one(data: Data) -> Message:
        return Message(_filled(SENTENCES[code], data))

    return one


_register_sentences()
