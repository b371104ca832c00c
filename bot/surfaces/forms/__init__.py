"""From a form's kind to its fields, as `surfaces.render` does for notes."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from bot.flows.base import Form
from bot.surfaces.layout import FormView

Builder = Callable[[Mapping[str, Any]], FormView]

_BUILDERS: dict[str, Builder] = {}
_MODULES = ("deals", "enrolment", "mandates")


def form(kind: str) -> Callable[[Builder], Builder]:
    """Registers the function as the builder of forms of `kind`."""

    def register(fn: Builder) -> Builder:
        _BUILDERS[kind] = fn
        return fn

    return register


@cache
def _load() -> None:
    for name in _MODULES:
        importlib.import_module(f"bot.surfaces.forms.{name}")


def build(wanted: Form) -> FormView:
    """The form's fields. Raises KeyError for an unknown kind."""
    _load()
    return _BUILDERS[wanted.kind](wanted.data)
