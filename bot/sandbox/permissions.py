"""Who may do what where, computed as Discord computes it from roles and channel overwrites.

Source: https://discord.com/developers/docs/topics/permissions
"""

from __future__ import annotations

from bot.sandbox.people import (
    BOT_ROLE_ID,
    BY_ID,
    EVERYONE_ROLE_ID,
    OPERATOR_ROLE_ID,
)
from bot.sandbox.records import DM, Channel

BITS = {
    "add_reactions": 1 << 6,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "use_application_commands": 1 << 31,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "create_private_threads": 1 << 36,
    "send_messages_in_threads": 1 << 38,
}
ADMINISTRATOR = 1 << 3
MANAGE_GUILD = 1 << 5
ALL = (1 << 53) - 1
ALL_IN_DM = ALL & ~(MANAGE_GUILD | ADMINISTRATOR)


def bits(*names: str) -> int:
    """The union of the named permissions."""
    total = 0
    for name in names:
        total |= BITS[name]
    return total


_EVERYONE = bits(
    "add_reactions", "view_channel", "send_messages", "embed_links", "attach_files", "read_message_history",
    "use_application_commands", "create_public_threads", "send_messages_in_threads",
)  # fmt: skip
_BOT = _EVERYONE | bits("manage_messages", "manage_threads", "create_private_threads")
ROLE_BITS = {
    EVERYONE_ROLE_ID: _EVERYONE,
    BOT_ROLE_ID: _BOT,
    OPERATOR_ROLE_ID: ADMINISTRATOR | MANAGE_GUILD | _BOT | bits("mention_everyone"),
}


def roles_of(user_id: str) -> list[str]:
    """A member's role ids, without @everyone."""
    role = BY_ID[user_id].role
    return {"bot": [BOT_ROLE_ID], "operator": [OPERATOR_ROLE_ID]}.get(role, [])


def permissions(user_id: str, home: Channel) -> int:
    """A member's permission bits in `home`: a guild channel, or the parent of a thread; or a DM.

    Returns:
        0 where the member may not even see the channel.
    """
    if home.type == DM:
        return ALL_IN_DM
    roles = roles_of(user_id)
    held = ROLE_BITS[EVERYONE_ROLE_ID]
    for role in roles:
        held |= ROLE_BITS[role]
    if held & ADMINISTRATOR:
        return ALL
    held = _overwrite(held, home, [EVERYONE_ROLE_ID])
    held = _overwrite(held, home, roles)
    return held if held & BITS["view_channel"] else 0


def _overwrite(held: int, home: Channel, roles: list[str]) -> int:
    allow = deny = 0
    for role in roles:
        more_allow, more_deny = home.overwrites.get(role, [0, 0])
        allow, deny = allow | more_allow, deny | more_deny
    return held & ~deny | allow
