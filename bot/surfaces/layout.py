"""The shape of a message or a form before any chat service sees it: text, cards, buttons, selects, fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.flows.base import Action

Style = Literal["primary", "secondary", "success", "danger"]
Tone = Literal["neutral", "offer", "consent", "good", "warning"]

CUSTOM_ID_MOST = 100
_WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Button:
    """A button. `action` says what pressing it does."""

    label: str
    action: Action
    style: Style = "secondary"


@dataclass(frozen=True)
class Link:
    """A button that opens an address."""

    label: str
    url: str


@dataclass(frozen=True)
class Option:
    """One choice of a select."""

    value: str
    label: str
    description: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Select:
    """A menu of at most 25 options; choosing does `action` with the chosen values."""

    placeholder: str
    action: Action
    options: tuple[Option, ...]
    least: int = 1
    most: int = 1


@dataclass(frozen=True)
class Line:
    """One labelled line of a card. `changed` marks what is new since the person last looked."""

    label: str
    value: str
    changed: bool = False
    inline: bool = False


@dataclass(frozen=True)
class Card:
    """One card: a title, lines in the one order of terms, a footer."""

    title: str
    lines: tuple[Line, ...] = ()
    text: str = ""
    footer: str = ""
    tone: Tone = "neutral"
    side_by_side: bool = False
    """Each line stands as a column beside the others: offers A, B, C."""


@dataclass(frozen=True)
class Message:
    """A whole message. `rows` are rows of buttons, or of one select."""

    text: str = ""
    cards: tuple[Card, ...] = ()
    rows: tuple[tuple[Button | Link | Select, ...], ...] = ()


@dataclass(frozen=True)
class Field:
    """One text field of a form; `label` has at most 45 characters."""

    id: str
    label: str
    value: str = ""
    placeholder: str = ""
    required: bool = True
    long: bool = False
    least: int = 0
    most: int = 300


@dataclass(frozen=True)
class FormView:
    """A form of one to five fields; `title` has at most 45 characters."""

    title: str
    fields: tuple[Field, ...]


def encode(action: Action) -> str:
    """An action as a `custom_id`. Its parts hold no `|`; the whole is at most 100 characters."""
    text = f"{action.verb}|{action.ref}|{action.version}|{action.arg}"
    if len(text) > CUSTOM_ID_MOST:
        raise ValueError(f"custom id too long: {action.verb}")
    return text


def decode(custom_id: str) -> Action | None:
    """The action behind a `custom_id`, or None when it is not one of ours."""
    parts = custom_id.split("|", 3)
    if len(parts) != 4 or not parts[0] or _WHOLE_NUMBER.fullmatch(parts[2]) is None:
        return None
    return Action(parts[0], parts[1], int(parts[2]), parts[3])
