"""From "licence check" and named options to the data of a command interaction."""

from __future__ import annotations

from typing import Any

from bot.sandbox import objects
from bot.sandbox.errors import Refused
from bot.sandbox.people import EVERYONE_ROLE_ID, Person, find_person
from bot.sandbox.permissions import permissions
from bot.sandbox.records import DM, Channel
from bot.sandbox.world import World

GUILD, BOT_DM = range(2)
"""A command's `contexts`."""
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = range(1, 11)


def commands_for(world: World, person: Person, c: Channel | None = None) -> list[dict[str, Any]]:
    """The commands a person is offered, in `c` or anywhere."""
    return [command for command in world.commands.values() if _offered(world, command, person, c)]


def _offered(world: World, command: dict[str, Any], person: Person, c: Channel | None) -> bool:
    in_dm, contexts = c is not None and c.type == DM, command.get("contexts")
    if c is not None and contexts is not None and (BOT_DM if in_dm else GUILD) not in contexts:
        return False
    if in_dm:
        return not command.get("guild_id") and command.get("dm_permission") is not False
    needed = command.get("default_member_permissions")
    if needed is None:
        return True
    home = world.home_of(c) if c else next(iter(world.channels.values()))
    held = permissions(person.id, home)
    return (int(needed) != 0 and held & int(needed) == int(needed)) or bool(held & 1 << 3)


def command_data(
    world: World, person: Person, c: Channel, name: Any, options: dict[str, Any], focused: str | None = None
) -> dict[str, Any]:
    """The interaction data of a command; with `focused` that of a completion, where nothing is required yet.

    Raises:
        Refused: for an unknown command or option, a missing one, or a value of the wrong kind.
    """
    path = str(name or "").strip().removeprefix("/").split()
    offered = [x for x in commands_for(world, person, c) if x["type"] == 1 and path and x["name"] == path[0]]
    if not offered:
        raise Refused(f"There is no command /{' '.join(path)} here.", 404)
    command = offered[-1]
    resolved: dict[str, Any] = {}
    shell: dict[str, Any] = {"id": command["id"], "name": command["name"], "type": 1}
    if command.get("guild_id"):
        shell["guild_id"] = command["guild_id"]
    inner, spec = shell, command
    for part in path[1:]:
        spec = _sub(spec, part, path)
        nested = {"name": part, "type": spec["type"]}
        inner["options"] = [nested]
        inner = nested
    if any(o["type"] in (SUBCOMMAND, GROUP) for o in spec.get("options") or []):
        raise Refused(f"/{' '.join(path)} needs one of its subcommands.")
    inner["options"] = _options(world, spec.get("options") or [], options, focused, resolved)
    return shell | {"resolved": resolved} if resolved else shell


def _sub(spec: dict[str, Any], part: str, path: list[str]) -> dict[str, Any]:
    for option in spec.get("options") or []:
        if option["name"] == part and option["type"] in (SUBCOMMAND, GROUP):
            return dict(option)
    raise Refused(f"There is no command /{' '.join(path)} here.", 404)


def _options(
    world: World, specs: list[dict[str, Any]], given: dict[str, Any], focused: str | None, resolved: dict[str, Any]
) -> list[dict[str, Any]]:
    if not isinstance(given, dict):
        raise Refused("Give the options by name.")
    unknown = set(given) - {s["name"] for s in specs}
    if unknown:
        raise Refused(f"The command has no option {sorted(unknown)[0]!r}.")
    filled: list[dict[str, Any]] = []
    for spec in specs:
        name = spec["name"]
        if given.get(name) is None and focused != name:
            if spec.get("required") and focused is None:
                raise Refused(f"The option {name!r} is required.")
            continue
        option = {"name": name, "type": spec["type"]}
        if focused == name:
            filled.append(option | {"value": str(given.get(name) or ""), "focused": True})
        else:
            filled.append(option | {"value": _value(world, spec, given[name], resolved)})
    return filled


def _value(world: World, spec: dict[str, Any], value: Any, resolved: dict[str, Any]) -> Any:
    kind, name = spec["type"], spec["name"]
    if kind in (USER, MENTIONABLE):
        return _user(value, name, resolved)
    if kind == CHANNEL:
        return _channel(world, value, name, resolved)
    if kind == ROLE:
        return _role(value, name, resolved)
    if kind == BOOLEAN:
        return _boolean(value, name)
    if kind in (INTEGER, NUMBER):
        return _chosen(spec, _bounded(spec, _number(kind, value, name)))
    if kind == STRING:
        return _chosen(spec, _text(spec, str(value)))
    raise Refused(f"The option {name!r} is of a kind that the sandbox doesn't offer.")


def _user(value: Any, name: str, resolved: dict[str, Any]) -> str:
    person = find_person(str(value).removeprefix("<@").removeprefix("!").removesuffix(">"))
    if person is None:
        raise Refused(f"There is nobody called {value!r} for the option {name!r}.")
    resolved.setdefault("users", {})[person.id] = objects.user(person)
    shown = objects.member(person, with_user=False) | {"permissions": "0"}
    resolved.setdefault("members", {})[person.id] = shown
    return person.id


def _channel(world: World, value: Any, name: str, resolved: dict[str, Any]) -> str:
    wanted = str(value).removeprefix("<#").removesuffix(">").removeprefix("#")
    found = [c for c in world.channels.values() if wanted in (c.id, c.name)]
    if not found:
        raise Refused(f"There is no channel {value!r} for the option {name!r}.")
    shown = objects.channel(world, found[0]) | {"permissions": "0"}
    resolved.setdefault("channels", {})[found[0].id] = shown
    return found[0].id


def _role(value: Any, name: str, resolved: dict[str, Any]) -> str:
    for role in objects.roles():
        if str(value) in (role["id"], role["name"]) and role["id"] != EVERYONE_ROLE_ID:
            resolved.setdefault("roles", {})[role["id"]] = role
            return str(role["id"])
    raise Refused(f"There is no role {value!r} for the option {name!r}.")


def _boolean(value: Any, name: str) -> bool:
    words = {"true": True, "yes": True, "false": False, "no": False}
    known = words.get(str(value).lower())
    if known is None:
        raise Refused(f"The option {name!r} is true or false.")
    return known


def _number(kind: int, value: Any, name: str) -> int | float:
    try:
        return int(str(value)) if kind == INTEGER else float(str(value))
    except ValueError:
        raise Refused(f"The option {name!r} is a number.") from None


def _bounded(spec: dict[str, Any], value: int | float) -> int | float:
    least, most = spec.get("min_value"), spec.get("max_value")
    if (least is not None and value < least) or (most is not None and value > most):
        raise Refused(f"The option {spec['name']!r} must lie between {least} and {most}.")
    return value


def _text(spec: dict[str, Any], text: str) -> str:
    least, most = spec.get("min_length") or 0, spec.get("max_length") or 6000
    if not least <= len(text) <= most:
        raise Refused(f"The option {spec['name']!r} takes {least:,} to {most:,} characters.")
    return text


def _chosen(spec: dict[str, Any], value: Any) -> Any:
    """A value among the fixed choices, given by value or by name."""
    choices = spec.get("choices")
    if not choices:
        return value
    for choice in choices:
        if value in (choice["value"], choice["name"]):
            return choice["value"]
    raise Refused(f"{value!r} is not among the choices of the option {spec['name']!r}.")
