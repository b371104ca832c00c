"""Quasi on Discord: events in, flows called, answers out. Knows discord.py; decides nothing.

One router answers every interaction. What a button means stands in its `custom_id` and in the database, so that a
button pressed after a restart works like any other.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import re
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import aiohttp
import discord
import structlog

from bot.domain.errors import RuleBroken
from bot.flows import catch_up, suggest
from bot.flows.base import Action as FlowAction
from bot.flows.base import Deps, Heard, Press, Reply, tell
from bot.flows.hear import hear
from bot.ports import Clock, Note, StoreUnavailable
from bot.surfaces import forms, router
from bot.surfaces.discord_commands import COMMANDS
from bot.surfaces.discord_unheard import SPOKEN, unheard
from bot.surfaces.discord_views import to_kwargs, to_modal
from bot.surfaces.layout import decode, encode
from bot.surfaces.render import render

ACK_WITHIN_S = 2.0
"""Discord waits 3 s for a first answer; after this long we say that one is coming."""

log = structlog.get_logger("quasi.discord")


class DiscordApp(discord.Client):
    """The client: its handlers turn Discord's events into ours and back."""

    def __init__(
        self, deps: Deps, clock: Clock, *, guild_id: str | None, message_content: bool, ready_within_s: float
    ) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=message_content)
        super().__init__(
            intents=intents,
            max_messages=None,
            chunk_guilds_at_startup=False,
            guild_ready_timeout=ready_within_s,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self._handling: list[asyncio.Task[Any]] = []
        self._deps = deps
        self._clock = clock
        self._guild_id = guild_id
        self._queues: dict[int, asyncio.Lock] = {}
        self._own_mention = re.compile("$^")

    @property
    def in_hand(self) -> int:
        """How many events are being handled."""
        return len(self._handling)

    async def setup_hook(self) -> None:
        """After login, before the gateway: the commands are told to Discord where they have changed."""
        assert self.user is not None
        self._own_mention = re.compile(rf"<@!?{self.user.id}>")
        await self._tell_commands()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Begins nothing once we are leaving: discord.py calls itself ready a while after the last guild, even then."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def close(self) -> None:
        """Leaves, and cuts off what is in hand: what it committed stays, what it did not is heard at the next start."""
        for task in self._handling:
            task.cancel()
        await super().close()
        await asyncio.gather(*self._handling, return_exceptions=True)

    async def on_ready(self) -> None:
        """Connected for the first time, or anew: what was said meanwhile is heard now."""
        log.info("discord.ready", guilds=len(self.guilds))
        async with self._working(None):
            await self._catch_up()

    async def _catch_up(self) -> None:
        now = self._clock.now()
        try:
            channel_ids = await self._deps.store.read(lambda tx: catch_up.places(tx, self._deps.house, now))
        except StoreUnavailable:
            return
        for message in await unheard(self, channel_ids, now - catch_up.LOOK_BACK):
            await self.on_message(message)

    async def on_message(self, message: discord.Message) -> None:
        """A message somewhere we can see."""
        if message.author.bot or message.webhook_id is not None or message.type not in SPOKEN:
            return
        heard = self._heard(message)
        async with self._working(message.channel.id):
            await self._hear(heard)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """A button, select, form, command or half-typed option."""
        async with self._working(None):
            match interaction.type:
                case discord.InteractionType.autocomplete:
                    await self._autocomplete(interaction)
                case discord.InteractionType.application_command:
                    await self._answer(
                        interaction, router.command(self._deps, _command_press(interaction), self._clock.now())
                    )
                case discord.InteractionType.component | discord.InteractionType.modal_submit:
                    press = _press(interaction)
                    doing = _unknown() if press is None else router.act(self._deps, press, self._clock.now())
                    await self._answer(interaction, doing)
                case _:
                    return

    async def on_error(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """A fault in a handler: the event's name is logged, never what it held (I4, I13)."""
        log.exception("discord.handler_failed", event_name=event)

    # ---- messages

    def _heard(self, message: discord.Message) -> Heard:
        is_dm = message.guild is None
        mentioned = self.user is not None and any(user.id == self.user.id for user in message.mentions)
        reference = message.reference
        return Heard(
            message_id=str(message.id),
            user_id=str(message.author.id),
            user_name=message.author.display_name,
            channel_id=str(message.channel.id),
            text=self._own_mention.sub(" ", message.content).strip(),
            at=self._clock.now(),
            is_dm=is_dm,
            in_thread=not is_dm and not isinstance(message.channel, discord.TextChannel),
            addressed=mentioned,
            replies_to=str(reference.message_id) if reference and reference.message_id else None,
        )

    async def _hear(self, heard: Heard) -> None:
        try:
            await hear(self._deps, heard, self._clock.now())
        except RuleBroken as broken:
            await self._say_in(heard, Note("rule", {"code": broken.code, "detail": {}}))
        except StoreUnavailable:
            log.warning("message.store_unavailable")
            await self._say_in(heard, Note("busy"))

    async def _say_in(self, heard: Heard, note: Note) -> None:
        """A sentence straight to the channel, for when nothing could be stored."""
        with contextlib.suppress(discord.HTTPException, aiohttp.ClientError):
            await self.get_partial_messageable(int(heard.channel_id)).send(**to_kwargs(render(note)))

    # ---- interactions

    async def _answer(self, interaction: discord.Interaction[Any], doing: Coroutine[Any, Any, Reply]) -> None:
        """Runs a flow; acknowledges within Discord's 3 s whatever it takes, and edits the answer in later."""
        task = asyncio.ensure_future(doing)
        try:
            done, _ = await asyncio.wait({task}, timeout=ACK_WITHIN_S)
            if not done:
                await interaction.response.defer(ephemeral=True, thinking=True)
            reply = await task
            await self._reply(interaction, reply)
        except discord.NotFound:
            # Discord stopped waiting, or the message is gone: what was to be done is done, and the outbox tells it.
            log.warning("interaction.gone", id=interaction.id)
        except (discord.HTTPException, aiohttp.ClientError) as fault:
            log.warning("interaction.unanswered", id=interaction.id, fault=type(fault).__name__)
        finally:
            task.cancel()

    async def _reply(self, interaction: discord.Interaction[Any], reply: Reply) -> None:
        response = interaction.response
        if reply.form is not None and not response.is_done():
            await response.send_modal(to_modal(forms.build(reply.form), encode(reply.form.action)))
            return
        note = reply.note or (Note("try_again") if reply.form is not None else None)
        if note is None:
            await self._acknowledge(interaction)
        elif response.is_done():
            await interaction.followup.send(**to_kwargs(render(note)), ephemeral=not reply.public)
        else:
            await response.send_message(**to_kwargs(render(note)), ephemeral=not reply.public)

    async def _acknowledge(self, interaction: discord.Interaction[Any]) -> None:
        if interaction.response.is_done():
            await interaction.delete_original_response()
        elif interaction.type is discord.InteractionType.application_command:
            await interaction.response.send_message(**to_kwargs(render(Note("done"))), ephemeral=True)
        else:
            await interaction.response.defer()

    async def _autocomplete(self, interaction: discord.Interaction[Any]) -> None:
        options = _options(interaction.data or {})
        try:
            found = await suggest.licence_numbers(self._deps, str(interaction.user.id), options.get("licence", ""))
        except StoreUnavailable:
            found = []
        choices = [discord.app_commands.Choice(name=label[:100], value=value) for value, label in found[:25]]
        with contextlib.suppress(discord.HTTPException):
            await interaction.response.autocomplete(choices)

    # ---- upkeep

    async def _tell_commands(self) -> None:
        payload: list[Any] = list(COMMANDS)
        told = ["everywhere", self._guild_id, str(self.application_id), payload]
        mark = hashlib.sha256(json.dumps(told).encode()).hexdigest()
        if await self._deps.store.read(lambda tx: tx.value("commands_sha256")) == mark:
            return
        assert self.application_id is not None
        # A server's own commands don't work in direct messages, where a talent is told of /mandate.
        await self.http.bulk_upsert_global_commands(self.application_id, payload)
        if self._guild_id is not None:
            await self.http.bulk_upsert_guild_commands(self.application_id, int(self._guild_id), [])
        await self._deps.store.transact(lambda tx: tx.set_value("commands_sha256", mark))

    @contextlib.asynccontextmanager
    async def _working(self, channel_id: int | None) -> AsyncIterator[None]:
        """Counts what is in hand; messages of one channel are taken one after another, in their order."""
        task = asyncio.current_task()
        assert task is not None
        self._handling.append(task)
        try:
            if channel_id is None:
                yield
                return
            lock = self._queues.setdefault(channel_id, asyncio.Lock())
            async with lock:
                yield
            if not lock.locked() and not getattr(lock, "_waiters", None):
                self._queues.pop(channel_id, None)
        finally:
            self._handling.remove(task)


async def _unknown() -> Reply:
    return tell("unknown_button")


def _press(interaction: discord.Interaction[Any]) -> Press | None:
    data: Any = interaction.data or {}
    action = decode(str(data.get("custom_id", "")))
    if action is None:
        return None
    return _as_press(interaction, action, tuple(data.get("values", ())), _fields(data.get("components", ())))


def _command_press(interaction: discord.Interaction[Any]) -> Press:
    data: Any = interaction.data or {}
    name = str(data.get("name", ""))
    subs = [option["name"] for option in data.get("options", ()) if option.get("type") in (1, 2)]
    return _as_press(interaction, FlowAction(" ".join([name, *subs])), (), {**_resolved_names(data), **_options(data)})


def _as_press(
    interaction: discord.Interaction[Any], action: FlowAction, values: tuple[str, ...], fields: dict[str, str]
) -> Press:
    return Press(
        event_id=str(interaction.id),
        user_id=str(interaction.user.id),
        user_name=interaction.user.display_name,
        channel_id=str(interaction.channel_id or ""),
        action=action,
        values=values,
        fields=fields,
        is_dm=interaction.guild_id is None,
    )


def _fields(components: Any) -> dict[str, str]:
    """A form's values by field id, whether Discord nests them in rows or in labels."""
    fields: dict[str, str] = {}
    for row in components:
        inner = row.get("components") or ([row["component"]] if "component" in row else [])
        for item in inner:
            if "custom_id" in item:
                fields[item["custom_id"]] = str(item.get("value", ""))
    return fields


def _resolved_names(data: Any) -> dict[str, str]:
    """The display name of a user given as an option, as `<option>_name`."""
    users = (data.get("resolved") or {}).get("users", {})
    names = {}
    for option in data.get("options", ()):
        user = users.get(str(option.get("value", "")))
        if user is not None:
            names[f"{option['name']}_name"] = str(user.get("global_name") or user.get("username") or "")
    return names


def _options(data: Any) -> dict[str, str]:
    """A command's options by name, a subcommand's included."""
    options: dict[str, str] = {}
    for option in data.get("options", ()):
        if "value" in option:
            options[option["name"]] = str(option["value"])
        else:
            options.update(_options(option))
    return options
