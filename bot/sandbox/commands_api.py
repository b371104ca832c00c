"""The HTTP API of application commands, global and of the guild."""

from __future__ import annotations

from typing import Any

from starlette.routing import BaseRoute

from bot.sandbox.command_rules import check_command, check_commands
from bot.sandbox.errors import Problems, missing_access, unknown_command, unknown_guild
from bot.sandbox.front import NO_CONTENT, Call, Front, Reply
from bot.sandbox.people import APPLICATION_ID, GUILD_ID
from bot.sandbox.world import World


class CommandsApi:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self, front: Front) -> list[BaseRoute]:
        routes: list[BaseRoute] = []
        base = "/applications/{application_id}"
        for all_of in (base + "/commands", base + "/guilds/{guild_id}/commands"):
            one = all_of + "/{command_id}"
            routes += [
                front.route("GET", all_of, self.get_all),
                front.route("PUT", all_of, self.overwrite),
                front.route("POST", all_of, self.create),
                front.route("GET", one, self.get),
                front.route("PATCH", one, self.edit),
                front.route("DELETE", one, self.delete),
            ]
        return routes

    def get_all(self, call: Call) -> Reply:
        return Reply(self._of(_scope(call)))

    def overwrite(self, call: Call) -> Reply:
        """Replace all commands of the scope; a command of the same name keeps its id."""
        scope = _scope(call)
        check_commands(call.body)
        before = self._of(scope)
        for command in before:
            self._remove(command["id"])
        return Reply([self._put(scope, command, before) for command in call.body])

    def create(self, call: Call) -> Reply:
        """One more command; one of the same name is replaced."""
        scope = _scope(call)
        self._check(call.body)
        before = self._of(scope)
        known = any(_name(c) == _name(call.body) for c in before)
        return Reply(self._put(scope, call.body, before), 200 if known else 201)

    def get(self, call: Call) -> Reply:
        return Reply(self._find(call))

    def edit(self, call: Call) -> Reply:
        command = self._find(call)
        changed = command | call.body
        self._check({k: v for k, v in changed.items() if k not in ("application_id", "version", "guild_id")})
        changed["version"] = self._world.next_id()
        self._world.commands[command["id"]] = changed
        self._world.store.put("command", command["id"], changed)
        return Reply(changed)

    def delete(self, call: Call) -> Reply:
        self._remove(self._find(call)["id"])
        return NO_CONTENT

    def _check(self, body: Any) -> None:
        problems = Problems()
        check_command(body, (), problems)
        problems.raise_if_any()

    def _find(self, call: Call) -> dict[str, Any]:
        scope = _scope(call)
        command = self._world.commands.get(call.params["command_id"])
        if command is None or command.get("guild_id") != scope:
            raise unknown_command()
        return command

    def _of(self, scope: str | None) -> list[dict[str, Any]]:
        return [c for c in self._world.commands.values() if c.get("guild_id") == scope]

    def _remove(self, id: str) -> None:
        self._world.commands.pop(id, None)
        self._world.store.delete("command", id)

    def _put(self, scope: str | None, body: dict[str, Any], before: list[dict[str, Any]]) -> dict[str, Any]:
        same = next((c for c in before if _name(c) == _name(body)), None)
        command = _registered(body, same["id"] if same else self._world.next_id(), self._world.next_id(), scope)
        self._world.commands[command["id"]] = command
        self._world.store.put("command", command["id"], command)
        return command


def _scope(call: Call) -> str | None:
    """The guild of the call, or None for global commands."""
    if call.params["application_id"] != APPLICATION_ID:
        raise missing_access()
    guild_id = call.params.get("guild_id")
    if guild_id not in (None, GUILD_ID):
        raise unknown_guild()
    return guild_id


def _name(command: dict[str, Any]) -> tuple[int, str]:
    return int(command.get("type") or 1), command["name"]


def _registered(body: dict[str, Any], id: str, version: str, scope: str | None) -> dict[str, Any]:
    """A command as Discord gives it back."""
    shown = {name: value for name, value in body.items() if value is not None and name != "id"}
    permissions = body.get("default_member_permissions")
    command: dict[str, Any] = {"type": 1, "description": "", "nsfw": False, "integration_types": [0]} | shown
    command |= {
        "id": id, "application_id": APPLICATION_ID, "version": version,
        "default_member_permissions": None if permissions is None else str(permissions),
    }  # fmt: skip
    if scope:
        return command | {"guild_id": scope}
    return {"contexts": None, "dm_permission": True} | command
