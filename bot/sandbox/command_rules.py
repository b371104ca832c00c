"""What Discord accepts as an application command: names, options, choices.

Source: https://discord.com/developers/docs/interactions/application-commands
"""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import Path, Problems
from bot.sandbox.forms import anything, boolean, choice, fields, listing, maybe, number, snowflake, text, whole

_COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")
_OPTION_TYPES = tuple(range(1, 12))


def check_commands(body: Any) -> None:
    """Raise 50035 unless `body` is a list of application commands Discord would register."""
    problems = Problems()
    listing(anything, 110)(body, (), problems)
    problems.raise_if_any()
    for index, command in enumerate(body):
        check_command(command, (index,), problems)
    problems.raise_if_any()
    names = [(command.get("type") or 1, command["name"]) for command in body]
    for index, name in enumerate(names):
        if name in names[:index]:
            problems.add((index,), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
    problems.raise_if_any()


_COMMAND = fields(
    {"id": maybe(snowflake), "name": text(32, 1), "type": maybe(choice(1, 2, 3)), "description": maybe(text(100)),
     "options": maybe(listing(anything, 25)), "name_localizations": anything, "description_localizations": anything,
     "default_member_permissions": anything, "dm_permission": maybe(boolean), "nsfw": maybe(boolean),
     "contexts": maybe(listing(choice(0, 1, 2), 3)), "integration_types": maybe(listing(choice(0, 1), 2)),
     "handler": anything},
    ("name",),
)  # fmt: skip
_COMMAND_OPTION = fields(
    {"type": choice(*_OPTION_TYPES), "name": text(32, 1), "description": text(100, 1), "required": maybe(boolean),
     "choices": maybe(listing(anything, 25)), "options": maybe(listing(anything, 25)), "channel_types": anything,
     "min_value": maybe(number), "max_value": maybe(number), "min_length": maybe(whole(0, 6000)),
     "max_length": maybe(whole(1, 6000)), "autocomplete": maybe(boolean), "name_localizations": anything,
     "description_localizations": anything},
    ("type", "name", "description"),
)  # fmt: skip
_CHOICE = fields({"name": text(100, 1), "value": anything, "name_localizations": anything}, ("name", "value"))


def check_command(command: Any, path: Path, problems: Problems) -> None:
    """What is wrong with one command, added to `problems`."""
    before = len(problems.found)
    _COMMAND(command, path, problems)
    if len(problems.found) > before:
        return
    if (command.get("type") or 1) == 1:
        _check_slash_name(command["name"], path, problems)
        if not command.get("description"):
            problems.add((*path, "description"), "BASE_TYPE_REQUIRED", "This field is required")
    _check_options(command.get("options") or [], (*path, "options"), problems)


def _check_slash_name(name: str, path: Path, problems: Problems) -> None:
    if not _COMMAND_NAME.fullmatch(name) or name != name.lower():
        problems.add((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_options(options: list[Any], path: Path, problems: Problems) -> None:
    names: set[str] = set()
    optional_seen = False
    for index, option in enumerate(options):
        at = (*path, index)
        before = len(problems.found)
        _COMMAND_OPTION(option, at, problems)
        if len(problems.found) > before:
            continue
        _check_slash_name(option["name"], at, problems)
        if option["name"] in names:
            problems.add(at, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Command option names must be unique")
        names.add(option["name"])
        if option.get("required") and optional_seen:
            problems.add(
                at,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or (option["type"] > 2 and not option.get("required"))
        for c, entry in enumerate(option.get("choices") or []):
            _CHOICE(entry, (*at, "choices", c), problems)
        _check_options(option.get("options") or [], (*at, "options"), problems)
