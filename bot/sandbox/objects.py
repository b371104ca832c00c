"""Discord's JSON objects, built from the world's records. Shapes: Discord's OpenAPI description, v10."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox import people
from bot.sandbox.people import BY_ID, GUILD_ID, Person
from bot.sandbox.permissions import ROLE_BITS, permissions, roles_of
from bot.sandbox.records import DM, Channel, Message

if TYPE_CHECKING:
    from bot.sandbox.world import World

JOINED_AT = "2026-01-05T09:00:00.000000+00:00"
_ATTACHMENT_SHOWN = ("id", "filename", "size", "content_type", "description", "title")


def user(person: Person) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": person.id, "username": person.username, "global_name": None if person.is_bot else person.name,
        "discriminator": "0000" if person.is_bot else "0", "avatar": None, "banner": None, "accent_color": None,
        "public_flags": 0, "flags": 0, "avatar_decoration_data": None, "collectibles": None, "primary_guild": None,
    }  # fmt: skip
    if person.is_bot:
        shown |= {"bot": True, "username": person.name}
    return shown


def own_user() -> dict[str, Any]:
    """The bot's own account, as `/users/@me` tells it."""
    extra = {"verified": True, "mfa_enabled": False, "email": None, "locale": "en-US"}
    return user(people.QUASI) | extra


def member(person: Person, with_user: bool = True) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "nick": None, "avatar": None, "banner": None, "roles": roles_of(person.id), "joined_at": JOINED_AT,
        "premium_since": None, "deaf": False, "mute": False, "flags": 0, "pending": False,
        "communication_disabled_until": None,
    }  # fmt: skip
    if with_user:
        shown["user"] = user(person)
    return shown


def _role(id: str, name: str, position: int, color: int = 0, managed: bool = False) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": id, "name": name, "color": color, "colors": {"primary_color": color, "secondary_color": None,
        "tertiary_color": None}, "hoist": False, "icon": None, "unicode_emoji": None, "description": None,
        "position": position, "permissions": str(ROLE_BITS[id]), "managed": managed, "mentionable": False, "flags": 0,
    }  # fmt: skip
    if managed:
        shown["tags"] = {"bot_id": people.APPLICATION_ID}
    return shown


def roles() -> list[dict[str, Any]]:
    return [
        _role(people.EVERYONE_ROLE_ID, "@everyone", 0),
        _role(people.BOT_ROLE_ID, "Quasi", 1, 0x3E6259, managed=True),
        _role(people.OPERATOR_ROLE_ID, "operator", 2, 0x8A5A00),
    ]


def guild() -> dict[str, Any]:
    """The guild without its channels and members."""
    return {
        "id": GUILD_ID, "name": people.GUILD_NAME, "icon": None, "icon_hash": None, "splash": None,
        "discovery_splash": None, "home_header": None, "banner": None, "description": None,
        "owner_id": people.LEE.id, "region": "deprecated", "afk_channel_id": None, "afk_timeout": 300,
        "widget_enabled": False, "widget_channel_id": None, "verification_level": 0,
        "default_message_notifications": 1, "explicit_content_filter": 0, "roles": roles(), "emojis": [],
        "stickers": [], "features": [], "mfa_level": 0, "application_id": None, "system_channel_id": None,
        "system_channel_flags": 0, "rules_channel_id": None, "max_presences": None, "max_members": 500000,
        "vanity_url_code": None, "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": "en-GB",
        "public_updates_channel_id": None, "safety_alerts_channel_id": None, "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50, "nsfw": False, "nsfw_level": 0, "premium_progress_bar_enabled": False,
        "incidents_data": None,
    }  # fmt: skip


def guild_create(world: World, with_members: bool) -> dict[str, Any]:
    """The guild as GUILD_CREATE brings it; without the members intent only the bot's own member is in it."""
    threads = [
        channel(world, c) for c in world.channels.values() if c.is_thread and world.bot_sees(c) and not c.archived
    ]
    shown_members = people.PEOPLE if with_members else (people.QUASI,)
    return guild() | {
        "joined_at": JOINED_AT, "large": False, "unavailable": False, "member_count": len(people.PEOPLE),
        "voice_states": [], "members": [member(p) for p in shown_members],
        "channels": [channel(world, c) for c in world.channels.values() if c.kind == "text" and world.bot_sees(c)],
        "threads": threads, "presences": [], "stage_instances": [], "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }  # fmt: skip


def channel(world: World, c: Channel) -> dict[str, Any]:
    """A channel, thread or DM in full."""
    if c.type == DM:
        return {
            "id": c.id, "type": DM, "flags": 0, "last_message_id": c.last_message_id,
            "recipients": [user(BY_ID[str(c.recipient_id)])],
        }  # fmt: skip
    if c.is_thread:
        return _thread(c)
    position = [p.id for p in people.PLACES].index(c.id)
    overwrites = [
        {"id": role, "type": 0, "allow": str(allow), "deny": str(deny)} for role, (allow, deny) in c.overwrites.items()
    ]
    return {
        "id": c.id, "type": c.type, "flags": 0, "guild_id": GUILD_ID, "name": c.name, "position": position,
        "topic": c.topic or None, "nsfw": False, "parent_id": None, "last_message_id": c.last_message_id,
        "rate_limit_per_user": 0, "permission_overwrites": overwrites, "last_pin_timestamp": None,
    }  # fmt: skip


def _thread(c: Channel) -> dict[str, Any]:
    metadata: dict[str, Any] = {
        "archived": c.archived, "archive_timestamp": c.archive_at, "auto_archive_duration": c.auto_archive_minutes,
        "locked": c.locked, "create_timestamp": c.created_at,
    }  # fmt: skip
    if c.type == 12:
        metadata["invitable"] = c.invitable
    shown: dict[str, Any] = {
        "id": c.id, "type": c.type, "flags": 0, "guild_id": GUILD_ID, "name": c.name, "parent_id": c.parent_id,
        "owner_id": c.owner_id, "last_message_id": c.last_message_id, "rate_limit_per_user": 0,
        "message_count": c.message_count, "total_message_sent": c.message_count,
        "member_count": min(len(c.members), 50), "thread_metadata": metadata, "last_pin_timestamp": None,
    }  # fmt: skip
    if people.APPLICATION_ID in c.members:
        shown["member"] = thread_member(c, people.APPLICATION_ID)
    return shown


def thread_member(c: Channel, user_id: str, with_member: bool = False) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": c.id, "user_id": user_id, "join_timestamp": c.created_at, "flags": 0}
    if with_member:
        shown["member"] = member(BY_ID[user_id])
    return shown


def interaction_channel(world: World, c: Channel, user_id: str) -> dict[str, Any]:
    """The channel as an interaction carries it, with the person's permissions in it."""
    return channel(world, c) | {"permissions": str(permissions(user_id, world.home_of(c)))}


def attachment(world: World, stored: dict[str, Any], ephemeral: bool = False) -> dict[str, Any]:
    url = f"{world.base_url}/sandbox/attachments/{stored['id']}/{stored['filename']}"
    shown = {k: stored[k] for k in _ATTACHMENT_SHOWN if stored.get(k) is not None}
    shown |= {"url": url, "proxy_url": url}
    return shown | {"ephemeral": True} if ephemeral else shown


def message(world: World, m: Message, *, referenced: bool = True) -> dict[str, Any]:
    """A message as the HTTP API gives it: no `guild_id`, no `member`."""
    shown: dict[str, Any] = {
        "id": m.id, "type": m.type, "channel_id": m.channel_id, "author": user(BY_ID[m.author_id]),
        "content": m.content, "timestamp": m.created_at, "edited_timestamp": m.edited_at, "tts": False,
        "mention_everyone": m.mention_everyone, "mentions": [user(BY_ID[u]) for u in m.mentions],
        "mention_roles": m.mention_roles, "embeds": shown_embeds(world, m), "components": m.components,
        "attachments": [attachment(world, a, bool(m.flags & 64)) for a in m.attachments if not a.get("embedded")],
        "pinned": False, "flags": m.flags,
    }  # fmt: skip
    if m.nonce is not None:
        shown["nonce"] = m.nonce
    if m.by_webhook:
        shown |= {"webhook_id": people.APPLICATION_ID, "application_id": people.APPLICATION_ID}
    if m.interaction:
        shown["interaction_metadata"] = m.interaction
    if m.reactions:
        shown["reactions"] = [_reaction(emoji, users) for emoji, users in m.reactions.items()]
    if m.thread_id and (thread := world.channels.get(m.thread_id)):
        shown["thread"] = channel(world, thread)
    if m.reference:
        shown["message_reference"] = m.reference
        if referenced:
            origin = world.live_message(m.reference["message_id"])
            shown["referenced_message"] = message(world, origin, referenced=False) if origin else None
    return shown


def shown_embeds(world: World, m: Message) -> list[dict[str, Any]]:
    """The embeds with `attachment://` addresses made real."""
    files = {f"attachment://{a['filename']}": attachment(world, a)["url"] for a in m.attachments}
    return [_resolve(e, files) | {"type": "rich"} for e in m.embeds] if m.embeds else []


def _resolve(embed: dict[str, Any], files: dict[str, str]) -> dict[str, Any]:
    shown = {name: value for name, value in embed.items() if value is not None}
    for name in ("image", "thumbnail", "author", "footer"):
        part = shown.get(name)
        if isinstance(part, dict):
            shown[name] = {
                key: files.get(value, value) if isinstance(value, str) else value for key, value in part.items()
            }
    return shown


def _reaction(emoji: str, users: list[str]) -> dict[str, Any]:
    return {
        "emoji": {"id": None, "name": emoji}, "count": len(users), "me": people.APPLICATION_ID in users,
        "count_details": {"burst": 0, "normal": len(users)}, "burst_colors": [], "me_burst": False,
    }  # fmt: skip


def application() -> dict[str, Any]:
    """The bot's application, as `/applications/@me` tells it: all privileged intents granted."""
    flags = 1 << 13 | 1 << 15 | 1 << 19
    return {
        "id": people.APPLICATION_ID, "name": people.QUASI.name, "icon": None, "description": "", "type": None,
        "flags_new": str(flags), "eligible_oauth2_scopes": [],
        "summary": "", "bot": user(people.QUASI), "bot_public": False, "bot_require_code_grant": False,
        "verify_key": "0" * 64, "flags": flags, "max_participants": None, "tags": [], "hook": True,
        "owner": user(people.LEE), "team": None, "redirect_uris": [], "interactions_endpoint_url": None,
        "role_connections_verification_url": None, "rpc_origins": [], "approximate_guild_count": 1,
        "event_webhooks_url": None, "event_webhooks_status": 1, "event_webhooks_types": [],
        "explicit_content_filter": 0, "integration_types_config": {"0": {}}, "is_monetized": False,
        "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
    }  # fmt: skip
