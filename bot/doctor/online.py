"""What only others can tell: whether Discord knows the token, what it lets the bot do, and whether the language
model answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.doctor import invite
from bot.doctor.check import Check, fail, ok, warn
from bot.doctor.http import UNREACHABLE, Answer, ask
from bot.settings import Settings

DISCORD_API = "https://discord.com/api/v10"
OPENAI_API = "https://api.openai.com/v1"

MESSAGE_CONTENT = (1 << 18) | (1 << 19)
"""Application flags: the intent is granted, or granted to a bot on fewer than 100 servers."""
ADMINISTRATOR = 1 << 3
LOGIN_CURE = "Reset the token in the developer portal (Bot page) and write the new one as DISCORD_TOKEN in .env."
INTENT_CURE = "Switch on Message Content Intent in the developer portal (Bot page), or set it to false in .env."
SKEW_MOST_S = 30


def discord(settings: Settings, now: datetime, api: str = DISCORD_API) -> Iterator[Check]:
    """The token, the clock beside Discord's, the intent, the invite link and the channels' permissions."""
    if settings.discord_token is None:
        return
    token = settings.discord_token.get_secret_value()
    answer = ask(f"{api}/applications/@me", f"Bot {token}")
    yield _token(answer)
    if answer.at is not None:
        yield _skew(now, answer.at)
    known = answer.body if answer.status == 200 and isinstance(answer.body, Mapping) else {}
    application_id = str(known.get("id") or invite.application_id_of(token) or "")
    if application_id:
        yield ok("invite", f"Invite Quasi with {invite.invite_url(application_id, settings.discord_guild_id)}")
    if not known:
        return
    yield _intent(settings, known.get("flags"))
    bot = known.get("bot")
    bot_id = str(bot["id"]) if isinstance(bot, Mapping) and "id" in bot else application_id
    for setting in ("licensing_channel_id", "log_channel_id"):
        channel_id = getattr(settings, setting)
        if channel_id is not None:
            yield _channel(_Server(api, token), setting.upper(), channel_id, bot_id)


def language_model(settings: Settings) -> Iterator[Check]:
    """Whether the language model's service answers, without asking the model anything."""
    if settings.openai_api_key is None:
        yield ok("language model", "No language model is set; the rules read alone.")
        return
    base = settings.openai_base_url or OPENAI_API
    answer = ask(f"{base}/models", f"Bearer {settings.openai_api_key.get_secret_value()}")
    cure = "Until it does the rules read alone; check OPENAI_BASE_URL and the network."
    if answer.status == UNREACHABLE:
        yield warn("language model", "The language model's service does not answer.", cure)
    elif answer.status in (401, 403):
        yield fail("language model", "The language model's service refuses the key.", "Correct OPENAI_API_KEY in .env.")
    elif answer.status != 200:
        yield warn("language model", f"The language model's service answers with HTTP {answer.status}.", cure)
    elif settings.openai_model not in _models(answer.body):
        yield warn(
            "language model",
            f"The service answers, but does not list a model named {settings.openai_model}.",
            "Correct OPENAI_MODEL in .env, or leave it if your service lists none.",
        )
    else:
        yield ok("language model", f"The service answers and has {settings.openai_model}.")


def _token(answer: Answer) -> Check:
    if answer.status == UNREACHABLE:
        return warn("token", "Discord does not answer: is this machine offline?", "Check the network and try again.")
    if answer.status == 401:
        return fail("token", "Discord does not know this token.", LOGIN_CURE)
    if answer.status != 200:
        return warn("token", f"Discord answers with HTTP {answer.status}.", "Try again in some minutes.")
    return ok("token", "Discord knows the bot.")


def _skew(now: datetime, theirs: datetime) -> Check:
    seconds = round(abs((now - theirs).total_seconds()))
    if seconds > SKEW_MOST_S:
        return fail(
            "clock skew",
            f"This machine's clock is {seconds} s away from Discord's.",
            "Set the clock by a time service.",
        )
    return ok("clock skew", f"This machine's clock is within {SKEW_MOST_S} s of Discord's.")


def _intent(settings: Settings, flags: object) -> Check:
    granted = isinstance(flags, int) and bool(flags & MESSAGE_CONTENT)
    if settings.message_content_intent and not granted:
        return fail(
            "intent",
            "MESSAGE_CONTENT_INTENT is true, but Discord has not granted it to the bot.",
            INTENT_CURE,
        )
    how = "reads all messages of its channels" if settings.message_content_intent else "is reached by mention or form"
    return ok("intent", f"The bot {how}.")


class _Server:
    """Discord's answers about one channel and what a member may do there."""

    def __init__(self, api: str, token: str) -> None:
        self._api = api
        self._authorization = f"Bot {token}"

    def get(self, path: str) -> Any:
        answer = ask(f"{self._api}{path}", self._authorization)
        return answer.body if answer.status == 200 else None


def _channel(server: _Server, setting: str, channel_id: str, bot_id: str) -> Check:
    channel = server.get(f"/channels/{channel_id}")
    if not isinstance(channel, Mapping) or not channel.get("guild_id"):
        return fail(
            setting,
            f"The bot can't see the channel that {setting} names.",
            "Correct the id, invite the bot with the link above, and let it view the channel.",
        )
    guild_id = str(channel["guild_id"])
    member, roles = server.get(f"/guilds/{guild_id}/members/{bot_id}"), server.get(f"/guilds/{guild_id}/roles")
    try:
        lacking = invite.missing(permissions_in(channel, roles, member, guild_id, bot_id))
    except (AttributeError, KeyError, TypeError, ValueError):
        return warn(setting, "Discord does not tell the bot's roles there.", "Check the bot's permissions by hand.")
    if lacking:
        return fail(
            setting,
            f"In the channel that {setting} names the bot lacks: {', '.join(lacking)}.",
            "Grant it there, or invite the bot again with the link above.",
        )
    return ok(setting, f"The bot may do all it needs in the channel that {setting} names.")


def permissions_in(
    channel: Mapping[str, Any],
    roles: Sequence[Mapping[str, Any]],
    member: Mapping[str, Any],
    guild_id: str,
    user_id: str,
) -> int:
    """What a member may do in a channel, as an integer.

    Source: https://discord.com/developers/docs/topics/permissions#permission-overwrites
    """
    held = {str(role) for role in member.get("roles", ())}
    granted = 0
    for role in roles:
        if str(role["id"]) == guild_id or str(role["id"]) in held:
            granted |= int(role["permissions"])
    if granted & ADMINISTRATOR:
        return (1 << 53) - 1
    overwrites = {str(each["id"]): each for each in channel.get("permission_overwrites", ())}
    for layer in ((guild_id,), tuple(held), (user_id,)):
        found = [overwrites[one] for one in layer if one in overwrites]
        for each in found:
            granted &= ~int(each["deny"])
        for each in found:
            granted |= int(each["allow"])
    return granted


def _models(body: object) -> set[str]:
    listed = body.get("data") if isinstance(body, Mapping) else None
    return {str(one.get("id")) for one in listed if isinstance(one, Mapping)} if isinstance(listed, list) else set()
