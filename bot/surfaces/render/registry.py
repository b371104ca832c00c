"""The table of templates. A note kind without one is a fault of ours, found by a test and never by a person."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from bot.ports import Note
from bot.surfaces.layout import Message

Template = Callable[[Mapping[str, Any]], Message]

_TEMPLATES: dict[str, Template] = {}
_MODULES = (
    "briefs",
    "offers",
    "side_by_side",
    "consents",
    "licences",
    "enrolment",
    "mandates",
    "times",
    "operators",
    "answers",
    "sentences",
)


def template(kind: str) -> Callable[[Template], Template]:
    """Registers the function as the template of `kind`."""

    def register(fn: Template) -> Template:
        if kind in _TEMPLATES:
            raise ValueError(f"two templates for {kind}")
        _TEMPLATES[kind] = fn
        return fn

    return register


def render(note: Note) -> Message:
    """The message that `note` stands for. Raises KeyError for an unknown kind."""
    _load()
    return _TEMPLATES[note.kind](note.data)


def kinds() -> frozenset[str]:
    """Every note kind that has a template."""
    _load()
    return frozenset(_TEMPLATES)


@cache
def _load() -> None:
    for name in _MODULES:
        importlib.import_module(f"bot.surfaces.render.{name}")
