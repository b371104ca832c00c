"""The slash commands as Discord is told of them. Names are a contract (DESIGN §6); what they do is in the flows."""

from __future__ import annotations

from typing import Any

_SUB, _TEXT, _USER = 1, 3, 6
_ON_THE_SERVER = [0]
"""A command's `contexts` without direct messages: in a talent's own talk the operators' commands are of no use."""


def _option(
    name: str, description: str, *, required: bool = False, kind: int = _TEXT, suggest: bool = False
) -> dict[str, Any]:
    option: dict[str, Any] = {"type": kind, "name": name, "description": description, "required": required}
    if suggest:
        option["autocomplete"] = True
    return option


def _sub(name: str, description: str, *options: dict[str, Any]) -> dict[str, Any]:
    return {"type": _SUB, "name": name, "description": description, "options": list(options)}


def _command(name: str, description: str, *options: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "name": name, "description": description, "options": list(options)}


def _operators(name: str, description: str, *options: dict[str, Any]) -> dict[str, Any]:
    return {**_command(name, f"Operators: {description}", *options), "contexts": _ON_THE_SERVER}


COMMANDS: tuple[dict[str, Any], ...] = (
    _command(
        "license",
        "Brands: ask for a talent's likeness",
        _option("brief", "Whose likeness, for what, where, from when, how long, and your figure if you have one"),
    ),
    _command(
        "licence",
        "Look at licences",
        _sub(
            "check",
            "May I run this? Yes or no, with the reason",
            _option("licence", "The licence's number", suggest=True),
            _option("medium", "Where it will be seen, such as print"),
            _option("territory", "The country"),
            _option("date", "The day; today if you leave it out"),
        ),
        _sub("show", "Show one licence", _option("licence", "The licence's number", required=True, suggest=True)),
        _sub("list", "List your licences"),
    ),
    _command("mandate", "Talents: see and change your limits"),
    _command("statement", "Talents: what your licences pay"),
    _command("stop", "Talents: end all open requests and take no new ones"),
    _command("resume", "Talents: hear of requests again"),
    _operators(
        "invite",
        "invite a person to enrol",
        _option("person", "Whom to invite", required=True, kind=_USER),
        _option("name", "The name they work under"),
        _option("commission", "Your commission in per cent, 20 at most; 15 if you leave it out"),
    ),
    _operators("outbox", "messages that could not be delivered"),
    _operators("takeover", "handle this deal yourself"),
    _operators("handback", "hand this deal back to Quasi"),
)
