"""Messages that came while the bot was away: Discord does not send them again, so they are looked for at each start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import aiohttp
import discord
import structlog

LOOK_AT_MOST = 50
SPOKEN = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""What people write; the rest are Discord's own notices."""

log = structlog.get_logger("quasi.discord")


async def unheard(client: discord.Client, channel_ids: Sequence[str], since: datetime) -> list[discord.Message]:
    """What people said after our last word in each place, oldest first. May hold what was heard: ask the store."""
    found: list[discord.Message] = []
    for channel_id in channel_ids:
        try:
            found += await _after_our_last_word(client, int(channel_id), since)
        except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as fault:
            # A deleted thread, a closed DM, a moment without Discord: the other places are looked at all the same.
            log.warning("unheard.skipped", channel=channel_id, fault=type(fault).__name__)
    return sorted(found, key=lambda message: message.id)


async def _after_our_last_word(client: discord.Client, channel_id: int, since: datetime) -> list[discord.Message]:
    channel: Any = client.get_channel(channel_id) or await client.fetch_channel(channel_id)
    last = getattr(channel, "last_message_id", None)
    if last is not None and discord.utils.snowflake_time(last) < since:
        return []
    found: list[discord.Message] = []
    async for message in channel.history(limit=LOOK_AT_MOST):
        if message.created_at < since or (client.user is not None and message.author.id == client.user.id):
            break
        if message.type in SPOKEN:
            found.append(message)
    return found
