"""What passes between bot and sandbox fits Discord's own OpenAPI description."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import discord

from bot.sandbox.people import ADA, IMANI, LICENSING
from bot.sandbox.server import Sandbox
from tests.adapters.sandbox.helpers import AT_QUASI, Hands, TestBot, channel
from tests.adapters.sandbox.openapi import check_request, check_response, needs_spec

pytestmark = needs_spec


def controls() -> discord.ui.View:
    shown = discord.ui.View(timeout=None)
    shown.add_item(discord.ui.Button(label="Accept A", custom_id="a", style=discord.ButtonStyle.success))
    shown.add_item(discord.ui.Button(label="Terms", url="https://example.com/terms"))
    options = [discord.SelectOption(label="Print", value="print", description="on paper")]
    shown.add_item(discord.ui.Select(custom_id="m", placeholder="Media", options=options))
    return shown


def form() -> discord.ui.Modal:
    modal = discord.ui.Modal(title="Counter", custom_id="counter")
    fee: Any = discord.ui.TextInput(label="Your figure", custom_id="fee", placeholder="EUR 10,200")
    modal.add_item(fee)
    return modal


async def a_little_of_everything(bot: TestBot, hands: Hands) -> None:
    """A brief talk that uses what Quasi uses."""

    async def answer(i: discord.Interaction[Any]) -> None:
        if i.type is discord.InteractionType.component:
            await i.response.send_modal(form())
        elif i.type is discord.InteractionType.modal_submit:
            await i.response.defer(ephemeral=True, thinking=True)
            await i.edit_original_response(content="Noted.", view=controls())
            await i.followup.send("And more.", ephemeral=True)

    bot.on_pressed = answer
    asked = await hands.say(f"{AT_QUASI} hello")
    thread = await bot.messages[-1].create_thread(name="Northwind × Imani", auto_archive_duration=1440)
    card = discord.Embed(title="What I understood", description="…", colour=0x3E6259).set_footer(text="v1")
    card.add_field(name="Use", value="print").set_image(url="attachment://card.png")
    files = [discord.File(io.BytesIO(b"png"), "card.png"), discord.File(io.BytesIO(b"pdf"), "offer.pdf")]
    offer = await thread.send(embed=card, view=controls(), files=files, nonce="1")
    await hands.do("click", **{"as": ADA.id}, message=str(offer.id), component="Accept A")
    await hands.do("submit", **{"as": ADA.id}, modal=(await hands.last(kind="modal"))["id"], fields={"fee": "10200"})
    await channel(bot, LICENSING.id).send(
        "see thread", reference=await channel(bot, LICENSING.id).fetch_message(int(asked))
    )
    await (await bot.fetch_user(int(IMANI.id))).send("A DM")
    await hands.do("react", **{"as": ADA.id}, message=str(offer.id), emoji="👍")
    await offer.edit(content="edited", view=None)
    private = await channel(bot, LICENSING.id).create_thread(name="p", type=discord.ChannelType.private_thread)
    await private.add_user(discord.Object(int(IMANI.id)))
    await bot.http.bulk_upsert_global_commands(bot.application_id, payload=[COMMAND])  # type: ignore[arg-type]


COMMAND: Any = {
    "name": "licence", "type": 1, "description": "Licences",
    "options": [{"type": 1, "name": "check", "description": "May I?", "options": [
        {"type": 3, "name": "number", "description": "Which", "required": True, "autocomplete": True}
    ]}],
}  # fmt: skip


async def test_every_request_of_the_client_is_one_discord_describes(bot: TestBot, hands: Hands) -> None:
    await a_little_of_everything(bot, hands)
    seen = (await hands.get("requests"))["requests"]
    assert len(seen) > 15
    wrong = {f"{r['method']} {r['path']}": c for r in seen if (c := check_request(r["method"], r["path"], r["body"]))}
    assert wrong == {}
    assert bot.errors == []


def test_a_bad_request_is_seen_to_be_bad() -> None:
    path = f"/channels/{LICENSING.id}/messages"
    assert check_request("POST", path, {"content": 5})
    assert check_request("POST", path, {"embeds": [{"title": "x" * 257}]})
    assert check_request("POST", "/nowhere", {})
    assert not check_request("POST", path, {"content": "x", "message_reference": {"message_id": 5}})


ASKED = (
    "/users/@me", "/gateway/bot", "/gateway", "/oauth2/applications/@me", "/applications/@me", f"/users/{IMANI.id}",
    f"/channels/{LICENSING.id}", f"/channels/{LICENSING.id}/messages", "/guilds/{guild}", "/guilds/{guild}/channels",
    "/guilds/{guild}/members?limit=100", f"/guilds/{{guild}}/members/{IMANI.id}", "/guilds/{guild}/roles",
    "/guilds/{guild}/threads/active", "/applications/{app}/commands",
)  # fmt: skip


async def test_the_answers_are_as_discord_describes_them(bot: TestBot, sandbox: Sandbox, hands: Hands) -> None:
    await a_little_of_everything(bot, hands)
    known = {"guild": str(bot.guilds[0].id), "app": str(bot.application_id)}
    threads = [f"/channels/{t.id}" for t in bot.guilds[0].threads]
    dms = [f"/channels/{c['id']}" for c in (await hands.get("world"))["channels"] if c["kind"] == "dm"]
    paths = [p.format(**known) for p in ASKED] + [x + y for x in threads + dms for y in ("", "/messages")]
    wrong: dict[str, list[str]] = {}
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {sandbox.token}"}) as session:
        for path in paths:
            async with session.get(f"{sandbox.base_url}/api/v10{path}") as answer:
                complaints = check_response("GET", path.split("?")[0], answer.status, await answer.json())
                if complaints or answer.status != 200:
                    wrong[path] = [str(answer.status), *complaints]
    assert wrong == {}


async def test_answers_to_writing_and_errors_fit_too(bot: TestBot, sandbox: Sandbox, hands: Hands) -> None:
    path = f"/channels/{LICENSING.id}/messages"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {sandbox.token}"}) as session:
        for body in ({"content": "fine", "nonce": "3"}, {}):
            async with session.post(f"{sandbox.base_url}/api/v10{path}", json=body) as answer:
                assert check_response("POST", path, answer.status, await answer.json()) == []


async def test_the_callback_response_fits(bot: TestBot, sandbox: Sandbox, hands: Hands) -> None:
    answers: list[Any] = []

    async def answer(i: discord.Interaction[Any]) -> None:
        path = f"/interactions/{i.id}/{i.token}/callback"
        route = discord.http.Route("POST", path)
        body = {"type": 4, "data": {"content": "Hello", "flags": 64}}
        given = await bot.http.request(route, json=body, params={"with_response": "true"})
        answers.append(check_response("POST", path, 200, given))

    bot.on_pressed = answer
    sent = await channel(bot, LICENSING.id).send("x", view=controls())
    await hands.do("click", **{"as": ADA.id}, message=str(sent.id), component="a")
    assert answers == [[]]
