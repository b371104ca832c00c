"""Buttons, menus, forms, deferred and later answers, and the limits Discord sets on them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import pytest

from bot.sandbox import interactions
from bot.sandbox.people import ADA, BEN, IMANI, LICENSING
from bot.sandbox.server import Sandbox
from tests.adapters.sandbox.helpers import Hands, TestBot, channel

Answer = Callable[[discord.Interaction[Any]], Awaitable[Any]]


def view(*items: discord.ui.Item[Any]) -> discord.ui.View:
    shown = discord.ui.View(timeout=None)
    for item in items:
        shown.add_item(item)
    return shown


def button(label: str, custom_id: str, **more: Any) -> discord.ui.Button[Any]:
    return discord.ui.Button(label=label, custom_id=custom_id, **more)


async def pressed(bot: TestBot, hands: Hands, answer: Answer) -> discord.Message:
    """A message with one button, pressed by Ada and answered by `answer`."""
    bot.on_pressed = answer
    sent = await channel(bot, LICENSING.id).send("Offer", view=view(button("Accept A", "deal:1:a")))
    await hands.do("click", **{"as": ADA.id}, message=str(sent.id), component="Accept A")
    return sent


async def test_a_press_carries_who_where_and_what(bot: TestBot, hands: Hands) -> None:
    sent = await pressed(bot, hands, lambda i: i.response.defer())
    got = bot.interactions[-1]
    assert (got.user.id, got.channel_id, got.data) == (
        int(ADA.id),
        int(LICENSING.id),
        {"custom_id": "deal:1:a", "component_type": 2, "id": 2},
    )
    assert isinstance(got.user, discord.Member)
    assert got.message is not None
    assert got.message.id == sent.id


async def test_an_ephemeral_answer_is_seen_by_one(bot: TestBot, hands: Hands) -> None:
    await pressed(bot, hands, lambda i: i.response.send_message("This one is for Imani.", ephemeral=True))
    mine = await hands.last(ADA.id)
    assert (mine["text"], mine["ephemeral"]) == ("This one is for Imani.", True)
    assert [i["text"] for i in await hands.items(BEN.id)] == ["Offer"]


async def test_the_message_itself_is_updated(bot: TestBot, hands: Hands) -> None:
    sent = await pressed(bot, hands, lambda i: i.response.edit_message(content="Accepted", view=None))
    last = await hands.last()
    assert (last["id"], last["text"], last["components"]) == (str(sent.id), "Accepted", [])


async def test_a_deferred_answer_is_filled_in_later(bot: TestBot, hands: Hands) -> None:
    async def later(i: discord.Interaction[Any]) -> None:
        await i.response.defer(ephemeral=True, thinking=True)
        assert (await hands.last())["loading"]
        await i.edit_original_response(content="Done", attachments=[discord.File(io.BytesIO(b"x"), "a.txt")])

    await pressed(bot, hands, later)
    last = await hands.last()
    assert (last["text"], last["ephemeral"], last["loading"]) == ("Done", True, False)
    assert last["attachments"][0]["filename"] == "a.txt"
    assert bot.errors == []


async def test_follow_ups_are_sent_fetched_edited_and_deleted(bot: TestBot, hands: Hands) -> None:
    async def talk(i: discord.Interaction[Any]) -> None:
        await i.response.send_message("first")
        second = await i.followup.send("second", ephemeral=True, wait=True)
        third = await i.followup.send("third", wait=True)
        await second.edit(content="second, mended")
        assert (await i.followup.fetch_message(second.id)).content == "second, mended"
        await third.delete()
        assert (await i.original_response()).content == "first"

    await pressed(bot, hands, talk)
    assert bot.errors == []
    assert [i["text"] for i in await hands.items()][-2:] == ["first", "second, mended"]
    assert [i["text"] for i in await hands.items(BEN.id)][-1] == "first"


async def test_the_first_follow_up_replaces_thinking(bot: TestBot, hands: Hands) -> None:
    async def later(i: discord.Interaction[Any]) -> None:
        await i.response.defer(thinking=True)
        await i.followup.send("Here you are.")

    await pressed(bot, hands, later)
    assert [i["text"] for i in await hands.items()] == ["Offer", "Here you are."]


async def test_a_second_answer_is_refused(bot: TestBot, hands: Hands) -> None:
    async def twice(i: discord.Interaction[Any]) -> None:
        await i.response.send_message("one", ephemeral=True)
        i.response._response_type = None
        await i.response.send_message("two", ephemeral=True)

    await pressed(bot, hands, twice)
    (error,) = bot.errors
    assert isinstance(error, discord.HTTPException)
    assert error.code == 40060


async def test_an_unanswered_press_fails_after_the_limit(
    bot: TestBot, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interactions, "FIRST_ANSWER_S", 0.1)

    async def too_late(i: discord.Interaction[Any]) -> None:
        while not await has_failed(hands):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await i.response.send_message("sorry")

    await pressed(bot, hands, too_late)
    (failure,) = [i for i in await hands.items() if i["kind"] == "failed"]
    assert failure["text"] == "The application did not respond"
    (error,) = bot.errors
    assert isinstance(error, discord.NotFound)
    assert error.code == 10062


async def has_failed(hands: Hands) -> bool:
    return any(i["kind"] == "failed" for i in await hands.items())


async def test_the_token_lives_fifteen_minutes_of_world_time(bot: TestBot, hands: Hands) -> None:
    await pressed(bot, hands, lambda i: i.response.send_message("first"))
    await hands.do("clock", advance_s=899)
    await bot.interactions[-1].edit_original_response(content="in time")
    await hands.do("clock", advance_s=2)
    with pytest.raises(discord.HTTPException) as refused:
        await bot.interactions[-1].edit_original_response(content="too late")
    assert (refused.value.status, refused.value.code) == (401, 50027)


def form() -> discord.ui.Modal:
    modal = discord.ui.Modal(title="Approve", custom_id="approve:8c1f")
    code: Any = discord.ui.TextInput(label="Type the code 7F3K", custom_id="code", min_length=4, max_length=4)
    note: Any = discord.ui.TextInput(label="Note", custom_id="note", required=False, default="none")
    modal.add_item(code)
    modal.add_item(note)
    media: Any = discord.ui.Select(
        custom_id="media", options=[discord.SelectOption(label="Print", value="print")], required=False
    )
    modal.add_item(discord.ui.TextDisplay("Read this first."))
    modal.add_item(discord.ui.Label(text="Media", component=media))
    return modal


async def test_a_form_opens_is_filled_in_and_closes(bot: TestBot, hands: Hands) -> None:
    await pressed(bot, hands, lambda i: i.response.send_modal(form()))
    modal = await hands.last(kind="modal")
    assert modal["title"] == "Approve"
    assert modal["texts"] == ["Read this first."]
    assert [(f["id"], f["label"], f["required"], f["value"]) for f in modal["fields"]] == [
        ("code", "Type the code 7F3K", True, ""),
        ("note", "Note", False, "none"),
        ("media", "Media", False, []),
    ]
    bot.on_pressed = lambda i: i.response.edit_message(content="Approved")
    fields = {"Type the code 7F3K": "7F3K", "media": "print"}
    await hands.do("submit", **{"as": ADA.id}, modal=modal["id"], fields=fields)
    got: Any = bot.interactions[-1]
    values = {p["component"]["custom_id"]: p["component"] for p in got.data["components"] if p["type"] == 18}
    inputs = [i for p in got.data["components"] for i in p.get("components", [])]
    values |= {i["custom_id"]: i for i in inputs}
    assert (values["code"]["value"], values["note"]["value"], values["media"]["values"]) == ("7F3K", "none", ["print"])
    assert (await hands.last())["text"] == "Approved"
    assert [i for i in await hands.items() if i["kind"] == "modal"] == []


BADLY_FILLED: list[tuple[dict[str, str], str]] = [
    ({}, "'Type the code 7F3K' must be filled in."),
    ({"code": "7F"}, "'Type the code 7F3K' needs at least 4 characters."),
    ({"code": "7F3KX"}, "'Type the code 7F3K' takes at most 4 characters."),
    ({"code": "7F3K", "cod": "x"}, "The form has no field 'cod'."),
    ({"code": "7F3K", "media": "tv"}, "The menu has no option 'tv'."),
]


async def test_a_form_filled_in_badly_stays_open(bot: TestBot, hands: Hands) -> None:
    await pressed(bot, hands, lambda i: i.response.send_modal(form()))
    modal = await hands.last(kind="modal")
    for fields, sentence in BADLY_FILLED:
        status, answer = await hands.post("submit", **{"as": ADA.id}, modal=modal["id"], fields=fields)
        assert 400 <= status < 500
        assert answer == {"error": sentence}
    assert (await hands.last(kind="modal"))["id"] == modal["id"]


async def test_a_form_is_its_persons_alone(bot: TestBot, hands: Hands) -> None:
    await pressed(bot, hands, lambda i: i.response.send_modal(form()))
    modal = await hands.last(kind="modal")
    status, _ = await hands.post("submit", **{"as": BEN.id}, modal=modal["id"], fields={"code": "7F3K"})
    assert status == 404
    assert [i for i in await hands.items(BEN.id) if i["kind"] == "modal"] == []


async def test_a_menu_gives_its_values(bot: TestBot, hands: Hands) -> None:
    bot.on_pressed = lambda i: i.response.defer()
    options = [discord.SelectOption(label=x.title(), value=x) for x in ("print", "website", "email")]
    menu: Any = discord.ui.Select(custom_id="media", placeholder="Media", options=options, max_values=2)
    sent = await channel(bot, LICENSING.id).send("Where?", view=view(menu))
    shown = (await hands.last())["components"][0]
    assert (shown["kind"], shown["label"], shown["max_values"]) == ("select", "Media", 2)
    await hands.do("choose", **{"as": ADA.id}, message=str(sent.id), component="Media", values=["Print", "email"])
    got: Any = bot.interactions[-1].data
    assert (got["custom_id"], got["component_type"], got["values"]) == ("media", 3, ["print", "email"])
    status, answer = await hands.post("choose", **{"as": ADA.id}, message=str(sent.id), component="media", values=[])
    assert (status, answer["error"]) == (400, "Choose between 1 and 2 options.")


async def test_a_press_in_a_direct_message_has_a_user_and_no_guild(bot: TestBot, hands: Hands) -> None:
    bot.on_pressed = lambda i: i.response.send_message("Thank you.")
    imani = await bot.fetch_user(int(IMANI.id))
    sent = await imani.send("Consent?", view=view(button("Review and approve", "consent:1")))
    await hands.do("click", **{"as": "Imani Okafor"}, message=str(sent.id), component="review and approve")
    got = bot.interactions[-1]
    assert (got.user.id, got.guild_id) == (int(IMANI.id), None)
    assert (await hands.last(IMANI.id))["text"] == "Thank you."


BAD_VIEWS: dict[str, list[Any]] = {
    "six rows": [
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": f"{n}"}]} for n in range(6)
    ],
    "six buttons in a row": [
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": f"{n}"} for n in range(6)]}
    ],
    "the same custom id twice": [
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "same"} for _ in range(2)]}
    ],
    "custom id over 100": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "x" * 101}]}],
    "label over 80": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "x" * 81, "custom_id": "a"}]}],
    "a button without custom id": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "x"}]}],
    "a link without address": [{"type": 1, "components": [{"type": 2, "style": 5, "label": "x"}]}],
    "a button without label": [{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "a"}]}],
    "26 options": [
        {"type": 1, "components": [
            {"type": 3, "custom_id": "a", "options": [{"label": "x", "value": f"{n}"} for n in range(26)]}
        ]}
    ],
    "the same option twice": [
        {"type": 1, "components": [{"type": 3, "custom_id": "a", "options": [{"label": "x", "value": "v"}] * 2}]}
    ],
    "a menu beside a button": [
        {"type": 1, "components": [
            {"type": 3, "custom_id": "a", "options": [{"label": "x", "value": "v"}]},
            {"type": 2, "style": 1, "label": "x", "custom_id": "b"},
        ]}
    ],
    "a text input in a message": [{"type": 1, "components": [{"type": 4, "custom_id": "a", "style": 1, "label": "x"}]}],
}  # fmt: skip


async def test_components_that_discord_refuses_in_a_message(bot: TestBot) -> None:
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=LICENSING.id)
    codes: dict[str, int] = {}
    for what, components in BAD_VIEWS.items():
        with pytest.raises(discord.HTTPException) as refused:
            await bot.http.request(route, json={"content": "x", "components": components})
        codes[what] = refused.value.code
    assert codes == dict.fromkeys(BAD_VIEWS, 50035)


def modal_json(**changed: Any) -> dict[str, Any]:
    item = {"type": 4, "custom_id": "code", "style": 1, "label": "Code"} | changed.pop("item", {})
    return {"custom_id": "m", "title": "T", "components": [{"type": 1, "components": [item]}]} | changed


BAD_MODALS: dict[str, dict[str, Any]] = {
    "title over 45": modal_json(title="x" * 46),
    "label over 45": modal_json(item={"label": "x" * 46}),
    "value over 4,000": modal_json(item={"value": "x" * 4001}),
    "placeholder over 100": modal_json(item={"placeholder": "x" * 101}),
    "no component": modal_json(components=[]),
    "six components": modal_json(components=modal_json()["components"] * 6),
    "a component of no type": modal_json(components=[{"type": []}]),
    "a button": modal_json(components=[{"type": 1, "components": [{"type": 2, "style": 1, "label": "x"}]}]),
}


async def test_forms_that_discord_refuses(bot: TestBot, hands: Hands) -> None:
    codes: dict[str, int] = {}

    async def answer(i: discord.Interaction[Any]) -> None:
        route = discord.http.Route("POST", f"/interactions/{i.id}/{i.token}/callback")
        for what, modal in BAD_MODALS.items():
            with pytest.raises(discord.HTTPException) as refused:
                await bot.http.request(route, json={"type": 9, "data": modal})
            codes[what] = refused.value.code
        await i.response.defer()

    await pressed(bot, hands, answer)
    assert bot.errors == []
    assert codes == dict.fromkeys(BAD_MODALS, 50035)


async def test_without_a_bot_a_press_is_refused_and_speech_is_not(sandbox: Sandbox, hands: Hands) -> None:
    said = await hands.say("anyone here?")
    assert (await hands.last())["id"] == said
    status, answer = await hands.post("command", **{"as": ADA.id}, channel="licensing", name="x", options={})
    assert status == 404
    sandbox.world.messages[said].components = [
        {"type": 1, "id": 1, "components": [{"type": 2, "id": 2, "style": 1, "label": "Go", "custom_id": "go"}]}
    ]
    status, answer = await hands.post("click", **{"as": ADA.id}, message=said, component="Go")
    assert (status, answer) == (503, {"error": "The bot is not connected."})


NO_PRESSES = {
    "Buy": "That message has no button or menu 'Buy'.",
    "Later": "'Later' is disabled.",
    "Terms": "'Terms' is a link to https://example.com/.",
    "": "That message has no button or menu ''.",
}


async def test_a_press_that_no_screen_allows(bot: TestBot, hands: Hands) -> None:
    link: Any = discord.ui.Button(label="Terms", url="https://example.com/")
    shown = view(button("Later", "later", disabled=True), link)
    sent = await channel(bot, LICENSING.id).send("Offer", view=shown)
    for component, sentence in NO_PRESSES.items():
        status, answer = await hands.post("click", **{"as": ADA.id}, message=str(sent.id), component=component)
        assert 400 <= status < 500
        assert answer["error"] == sentence
    assert bot.interactions == []
