"""Slash commands: told to the sandbox, run with typed options, completed, and refused as Discord refuses them."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands

from bot.sandbox.people import ADA, IMANI
from tests.adapters.sandbox.helpers import Hands, TestBot


async def test_commands_are_overwritten_and_run_with_typed_options(bot: TestBot, hands: Hands) -> None:
    got: dict[str, Any] = {}
    tree: app_commands.CommandTree[Any] = app_commands.CommandTree(bot)
    group = app_commands.Group(name="licence", description="Licences")

    @group.command(name="check", description="May I run this?")
    async def check(
        i: discord.Interaction[Any], number: str, month: app_commands.Range[int, 1, 12], who: discord.User | None = None
    ) -> None:
        got.update(number=number, month=month, who=who.id if who else None)
        await i.response.send_message("Yes.", ephemeral=True)

    @check.autocomplete("number")
    async def numbers(_: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}-KM2P", value="Q7F3-KM2P")]

    tree.add_command(group)
    first = await tree.sync()
    assert (await tree.sync())[0].id == first[0].id, "a command of the same name keeps its id"
    offered = await hands.get("commands", **{"as": ADA.id})
    assert [c["name"] for c in offered] == ["licence"]

    options = {"number": "Q7F3", "month": "7", "who": "Imani Okafor"}
    await hands.do("command", **{"as": ADA.id}, channel="licensing", name="licence check", options=options)
    assert got == {"number": "Q7F3", "month": 7, "who": int(IMANI.id)}
    assert (await hands.last())["text"] == "Yes."
    asked = {"as": ADA.id, "channel": "licensing", "name": "licence check", "options": {"number": "Q7"}}
    status, answer = await hands.post("autocomplete", **asked, focused="number")
    assert (status, answer["choices"]) == (200, [{"name": "Q7-KM2P", "value": "Q7F3-KM2P"}])


WRONG_COMMANDS: list[tuple[str, dict[str, Any], str]] = [
    ("price", {}, "There is no command /price here."),
    ("mandate", {}, "/mandate needs one of its subcommands."),
    ("mandate hide", {}, "There is no command /mandate hide here."),
    ("mandate show", {}, "The option 'who' is required."),
    ("mandate show", {"who": "Nobody"}, "There is nobody called 'Nobody' for the option 'who'."),
    ("mandate show", {"who": IMANI.id, "x": 1}, "The command has no option 'x'."),
    ("mandate show", {"who": IMANI.id, "part": "all"}, "'all' is not among the choices of the option 'part'."),
]


async def test_a_command_given_wrongly_is_refused(bot: TestBot, hands: Hands) -> None:
    who = {"type": 6, "name": "who", "description": "Whose", "required": True}
    part = {"type": 3, "name": "part", "description": "What", "choices": [{"name": "Rates", "value": "rates"}]}
    show = {"type": 1, "name": "show", "description": "Show it", "options": [who, part]}
    await register(bot, {"name": "mandate", "description": "Mandates", "options": [show]})
    for name, options, sentence in WRONG_COMMANDS:
        asked = {"as": ADA.id, "channel": "licensing", "name": name, "options": options}
        status, answer = await hands.post("command", **asked)
        assert 400 <= status < 500
        assert answer["error"] == sentence


async def register(bot: TestBot, command: Any) -> None:
    assert bot.application_id is not None
    await bot.http.bulk_upsert_global_commands(bot.application_id, payload=[command])


@pytest.mark.parametrize(("contexts", "in_dm", "on_server"), [([0], 404, 200), ([1], 200, 404), (None, 200, 200)])
async def test_a_command_is_offered_and_run_in_its_contexts_alone(
    bot: TestBot, hands: Hands, contexts: list[int] | None, in_dm: int, on_server: int
) -> None:
    await register(bot, {"name": "here", "description": "Here", "contexts": contexts})
    for place, expected in (({"dm": True}, in_dm), ({"channel": "licensing"}, on_server)):
        offered = await hands.get("commands", **{"as": ADA.id}, **{key: str(value) for key, value in place.items()})
        assert bool(offered) == (expected == 200), place
        assert (await hands.post("command", **{"as": ADA.id}, **place, name="here", options={}))[0] == expected, place


async def test_command_names_are_lower_case_words(bot: TestBot) -> None:
    for name in ("Licence", "a b", "x" * 33, ""):
        with pytest.raises(discord.HTTPException) as refused:
            await register(bot, {"name": name, "description": "x", "type": 1})
        assert refused.value.code == 50035


async def test_commands_of_the_wrong_shape_are_refused(bot: TestBot) -> None:
    fine = {"name": "a", "description": "x"}
    option = {"type": 3, "name": "o", "description": "x"}
    optional_first = [option, {**option, "name": "p", "required": True}]
    changes: list[Any] = [{"type": []}, {"description": ""}, {"colour": 1}, {"options": [option, option]}]
    wrong: list[Any] = [5, {"name": []}, *({**fine, **change} for change in changes)]
    wrong.append({**fine, "options": optional_first})
    for command in wrong:
        with pytest.raises(discord.HTTPException) as refused:
            await register(bot, command)
        assert refused.value.code == 50035, command
    with pytest.raises(discord.HTTPException, match="unique"):
        await bot.http.bulk_upsert_global_commands(bot.application_id or 0, payload=[fine, fine])
