"""The chat port on Discord: sending a note, finding one that was sent, opening threads; Discord's errors as ours."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord

from bot.ports import Address, AddressClosed, Attachment, ChatUnavailable, MessageRefused, Note, Sent
from bot.surfaces.discord_views import to_kwargs
from bot.surfaces.layout import Message
from bot.surfaces.render import render

LOOK_BACK = timedelta(minutes=2)
"""Clocks differ: how far before the first try a message of ours may seem to have been sent."""
LOOK_AT_MOST = 50
THREAD_EXISTS = 160004
_GONE = frozenset({10003, 10008, 10013, 50001, 50007, 50013, 50278})


class DiscordChat:
    """Satisfies `ports.Chat` with a connected discord.py client."""

    def __init__(self, client: discord.Client, *, operators_channel_id: str | None) -> None:
        self._client = client
        self._operators = operators_channel_id

    async def send(
        self, to: Address, channel_id: str | None, note: Note, files: Sequence[Attachment], nonce: str
    ) -> Sent:
        """Sends one message; `nonce` makes Discord drop a repeat within its window."""
        kwargs = to_kwargs(render(note), files)
        with _translated():
            channel = await self._channel(to, channel_id)
            message = await channel.send(**kwargs, nonce=nonce)
            return Sent(str(channel.id), str(message.id))

    async def find_sent(self, to: Address, channel_id: str | None, note: Note, since: datetime) -> Sent | None:
        """The message that `note` became, where an earlier try may have got through."""
        wanted = render(note)
        with _translated():
            channel = await self._channel(to, channel_id)
            async for message in channel.history(limit=LOOK_AT_MOST, after=since - LOOK_BACK):
                if (
                    self._client.user is not None
                    and message.author.id == self._client.user.id
                    and _same(message, wanted)
                ):
                    return Sent(str(channel.id), str(message.id))
        return None

    async def open_deal_thread(self, channel_id: str, message_id: str | None, title: str) -> str:
        """The thread on the brand's message; without one, a thread that starts with a line of ours."""
        with _translated():
            channel = self._client.get_partial_messageable(int(channel_id))
            if message_id is None:
                starter = await channel.send(title, allowed_mentions=discord.AllowedMentions.none())
                message_id = str(starter.id)
            try:
                thread = await self._client.http.start_thread_with_message(
                    int(channel_id), int(message_id), name=title, auto_archive_duration=10080
                )
            except discord.HTTPException as error:
                if error.code != THREAD_EXISTS:
                    raise
                return message_id
            return str(thread["id"])

    async def open_private_thread(self, user_id: str, title: str) -> str:
        """A private thread with one person, in the first channel they can see."""
        with _translated():
            channel = self._home()
            thread = await channel.create_thread(
                name=title[:100], type=discord.ChannelType.private_thread, invitable=False
            )
            await thread.add_user(discord.Object(int(user_id)))
            return str(thread.id)

    def _home(self) -> discord.TextChannel:
        for guild in self._client.guilds:
            for channel in guild.text_channels:
                if str(channel.id) != self._operators:
                    return channel
        raise AddressClosed("no_channel")

    async def _channel(self, to: Address, channel_id: str | None) -> Any:
        if to.kind == "operators":
            channel_id = self._operators
            if channel_id is None:
                raise AddressClosed("no_operators_channel")
        if channel_id is not None:
            return self._client.get_partial_messageable(int(channel_id))
        if to.kind == "dm":
            return await self._client.create_dm(discord.Object(int(to.id)))
        raise AddressClosed("no_place")


def _same(message: discord.Message, wanted: Message) -> bool:
    """Whether a message of ours is what `wanted` renders to: same text, same cards."""
    kwargs = to_kwargs(wanted)
    if message.content != kwargs.get("content", ""):
        return False
    ours = [(embed.title, embed.footer.text) for embed in kwargs.get("embeds", [])]
    theirs = [(embed.title, embed.footer.text) for embed in message.embeds]
    return ours == theirs


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Discord's errors as the deliverer knows them."""
    try:
        yield
    except discord.RateLimited as error:
        raise ChatUnavailable("rate_limited", error.retry_after) from None
    except discord.HTTPException as error:
        if error.status >= 500 or error.status == 429:
            raise ChatUnavailable(f"http_{error.status}") from None
        if error.code in _GONE or error.status in (403, 404):
            raise AddressClosed(f"discord_{error.code}") from None
        if error.status == 401:
            raise ChatUnavailable("unauthorised") from None
        raise MessageRefused(f"discord_{error.code}") from None
    except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
        raise ChatUnavailable(type(error).__name__) from None
