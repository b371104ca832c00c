"""The link that invites Quasi to a server, with the least permissions it can work with."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import urlencode

PERMISSIONS: dict[str, tuple[int, str]] = {
    "View Channels": (1 << 10, "to see the licensing channel and the operators' channel"),
    "Send Messages": (1 << 11, "to answer a brand that is not in a thread yet, and to report to the operators"),
    "Embed Links": (1 << 14, "to show terms as cards"),
    "Attach Files": (1 << 15, "to deliver the licence as PDF and JSON"),
    "Read Message History": (1 << 16, "to answer by reply, and to find a message again after a lost connection"),
    "Create Public Threads": (1 << 35, "to open one thread for each deal"),
    "Create Private Threads": (1 << 36, "to reach a talent whose direct messages are closed"),
    "Send Messages in Threads": (1 << 38, "to negotiate there"),
}
"""Discord's name of each permission: its bit and why Quasi needs it.

Source: https://discord.com/developers/docs/topics/permissions
"""

SCOPES = ("bot", "applications.commands")


def permission_bits() -> int:
    """All of PERMISSIONS as Discord's integer."""
    total = 0
    for bit, _ in PERMISSIONS.values():
        total |= bit
    return total


def missing(granted: int) -> list[str]:
    """The names of the permissions that `granted` lacks."""
    return [name for name, (bit, _) in PERMISSIONS.items() if not granted & bit]


def invite_url(application_id: str, guild_id: str | None = None) -> str:
    """The link an administrator of the server opens to invite Quasi."""
    query = {"client_id": application_id, "scope": " ".join(SCOPES), "permissions": str(permission_bits())}
    if guild_id is not None:
        query["guild_id"] = guild_id
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"


def application_id_of(token: str) -> str | None:
    """The bot's user id, which a token begins with in base64; the same as its application id since 2016."""
    first = token.partition(".")[0]
    try:
        decoded = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return decoded if decoded.isdigit() else None
