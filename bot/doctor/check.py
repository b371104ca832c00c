"""One line of an examination: what was looked at, how it stands, and the cure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Check:
    """`sentence` tells what was found, `cure` what to do about it; a check that is ok has no cure."""

    name: str
    state: State
    sentence: str
    cure: str = ""


def ok(name: str, sentence: str) -> Check:
    """All is well."""
    return Check(name, "ok", sentence)


def warn(name: str, sentence: str, cure: str) -> Check:
    """Quasi runs, but something is less than it could be."""
    return Check(name, "warn", sentence, cure)


def fail(name: str, sentence: str, cure: str) -> Check:
    """Quasi can't do its work like this."""
    return Check(name, "fail", sentence, cure)
