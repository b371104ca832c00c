"""A small demo bot on the real discord.py: it tries everything the page can show. Not part of Quasi."""

from __future__ import annotations

import asyncio
import contextlib
import io
from datetime import datetime
from typing import Any

import discord
from discord import app_commands


class EchoProbe:
    """Tells the sandbox whether the demo bot is still busy."""

    def __init__(self) -> None:
        self.received = 0
        self.running = 0

    async def busy(self, last_event_seq: int) -> bool:
        return self.received < last_event_seq or self.running > 0

    async def next_due(self) -> datetime | None:
        return None


class EchoBot(discord.Client):
    """Answers a mention or a DM with an embed, three buttons, a menu, and an attachment."""

    def __init__(self) -> None:
        intents = discord.Intents.default()
        super().__init__(intents=intents, allowed_mentions=discord.AllowedMentions.none(), guild_ready_timeout=0.05)
        self.probe = EchoProbe()
        self.tree = app_commands.CommandTree(self)
        self._add_commands()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Count the event as received once discord.py has parsed it."""
        super().dispatch(event, *args, **kwargs)
        if self.ws:
            self.probe.received = max(self.probe.received, self.ws.sequence or 0)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot or not (self.user in message.mentions or message.guild is None):
            return
        with self._in_hand():
            await message.reply(
                f"You said: {message.content[:1500]}",
                embed=_card(message),
                view=_buttons(),
                file=discord.File(io.BytesIO(b"An attachment of the demo bot.\n"), "note.txt"),
            )

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        with self._in_hand():
            if interaction.type is discord.InteractionType.component:
                await self._pressed(interaction)
            elif interaction.type is discord.InteractionType.modal_submit:
                await interaction.response.send_message(f"Your form: {_texts(interaction)}", ephemeral=True)

    async def _pressed(self, interaction: discord.Interaction) -> None:
        data: Any = interaction.data
        if data["custom_id"] == "demo:form":
            await interaction.response.send_modal(_form())
        elif data["custom_id"] == "demo:secret":
            await interaction.response.send_message("Only you can see this.", ephemeral=True)
        elif data["custom_id"] == "demo:edit":
            await interaction.response.edit_message(content="Edited by a button.")
        elif data["custom_id"] == "demo:thread" and interaction.message:
            await interaction.response.defer()
            thread = await interaction.message.create_thread(name="A demo thread")
            await thread.send("Hello in here.")
        else:
            await interaction.response.send_message(f"You chose {', '.join(data.get('values', []))}.")

    def _add_commands(self) -> None:
        group = app_commands.Group(name="demo", description="The demo bot")

        @group.command(name="echo", description="Say it back, to you alone")
        @app_commands.describe(text="What to say", times="How often")
        async def echo(interaction: discord.Interaction, text: str, times: int = 1) -> None:
            await interaction.response.defer(ephemeral=True)
            await asyncio.sleep(0)
            await interaction.followup.send(" ".join([text] * min(times, 5)))

        @echo.autocomplete("text")
        async def complete(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            words = ["apple", "apricot", "banana"]
            return [app_commands.Choice(name=w, value=w) for w in words if w.startswith(current)]

        @group.command(name="dm", description="Get a direct message")
        async def dm(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("I wrote to you.", ephemeral=True)
            await interaction.user.send("Hello from the demo bot.", view=_buttons())

        self.tree.add_command(group)

    @contextlib.contextmanager
    def _in_hand(self) -> Any:
        self.probe.running += 1
        try:
            yield
        finally:
            self.probe.running -= 1


def _card(message: discord.Message) -> discord.Embed:
    card = discord.Embed(title="What I understood", description="**bold** *italic* `code`", colour=0x3E6259)
    card.add_field(name="Talent", value="Imani Okafor").add_field(name="Use", value="print · website")
    card.add_field(name="Where", value="France · Spain", inline=False)
    card.set_footer(text=f"from {message.author.display_name}")
    return card


def _buttons() -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Fill in", custom_id="demo:form", style=discord.ButtonStyle.primary))
    view.add_item(discord.ui.Button(label="Whisper", custom_id="demo:secret"))
    view.add_item(discord.ui.Button(label="Edit", custom_id="demo:edit", style=discord.ButtonStyle.success))
    view.add_item(discord.ui.Button(label="Thread", custom_id="demo:thread"))
    view.add_item(discord.ui.Button(label="Off", custom_id="demo:off", disabled=True))
    options = [discord.SelectOption(label=word.title(), value=word) for word in ("print", "website", "email")]
    view.add_item(discord.ui.Select(custom_id="demo:menu", placeholder="Where to", options=options, max_values=2))
    return view


def _form() -> discord.ui.Modal:
    form = discord.ui.Modal(title="A demo form", custom_id="demo:modal")
    name: Any = discord.ui.TextInput(label="Name", custom_id="name", default="Fjord")
    note: Any = discord.ui.TextInput(
        label="Note", custom_id="note", required=False, style=discord.TextStyle.paragraph, max_length=200
    )
    form.add_item(name)
    form.add_item(note)
    return form


def _texts(interaction: discord.Interaction) -> str:
    data: Any = interaction.data
    rows = [i for row in data["components"] for i in row.get("components", [row.get("component")])]
    return ", ".join(f"{i['custom_id']}={i['value']!r}" for i in rows)
