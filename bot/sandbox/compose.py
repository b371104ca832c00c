"""From a checked message form to a stored message, and from an edit to the changed one."""

from __future__ import annotations

import mimetypes
import re
from typing import Any

from bot.sandbox.errors import form_error
from bot.sandbox.form_rules import CREATE_MESSAGE, EDIT_MESSAGE, check_message, require_substance
from bot.sandbox.forms import Rule
from bot.sandbox.front import Upload
from bot.sandbox.people import APPLICATION_ID, BY_ID, GUILD_ID
from bot.sandbox.records import DM, EPHEMERAL, SUPPRESS_EMBEDS, Channel, Message
from bot.sandbox.world import World

_USER_MENTION = re.compile(r"<@!?(\d{1,20})>")
_ROLE_MENTION = re.compile(r"<@&(\d{1,20})>")
SILENT = 1 << 12
_EVERYONE = re.compile(r"@(?:everyone|here)\b")
_UNSAFE_IN_FILENAME = re.compile(r"[^\w.\-]")
REPLY = 19


def compose(
    world: World, c: Channel, body: dict[str, Any] | None, files: tuple[Upload, ...] = (), rule: Rule = CREATE_MESSAGE
) -> Message:
    """A new message of the bot in `c`, not yet added to the world.

    Raises:
        ApiError: 50035 for a bad form, 50006 for an empty message.
    """
    body = body or {}
    check_message(body, rule)
    content = (body.get("content") or "").strip()
    require_substance(content, body.get("embeds"), body.get("components"), files, body.get("sticker_ids"))
    attachments = _attach(world, body, files)
    reference = _reference(world, c, body.get("message_reference"))
    m = Message(
        id=world.next_id(), channel_id=c.id, author_id=APPLICATION_ID, content=content, created_at=world.now_iso(),
        type=REPLY if reference else 0, embeds=_clean_embeds(body.get("embeds")), attachments=attachments,
        components=with_ids(body.get("components")), reference=reference, flags=_flags(body, SUPPRESS_EMBEDS | SILENT),
        nonce=None if body.get("nonce") is None else str(body["nonce"]),
    )  # fmt: skip
    _mark_embedded(m)
    set_mentions(world, m, body.get("allowed_mentions"))
    return m


def amend(world: World, m: Message, body: Any, files: tuple[Upload, ...] = (), rule: Rule = EDIT_MESSAGE) -> None:
    """Change `m` by an edit form: fields that are not there stay as they are.

    Raises:
        ApiError: 50035 for a bad form, 50006 where nothing would be left of the message.
    """
    body = body or {}
    check_message(body, rule)
    content = (body.get("content") or "").strip() if "content" in body else m.content
    embeds = _clean_embeds(body["embeds"]) if "embeds" in body else m.embeds
    components = with_ids(body["components"]) if "components" in body else m.components
    kept = m.attachments
    if body.get("attachments") is not None:
        ids = {str(a["id"]) for a in body["attachments"]}
        kept = [a for a in m.attachments if a["id"] in ids]
    require_substance(content, embeds, components, kept, files)
    m.content, m.embeds, m.components = content, embeds, components
    m.attachments = kept + _attach(world, body, files)
    if body.get("flags") is not None:
        m.flags = m.flags & ~SUPPRESS_EMBEDS | _flags(body, SUPPRESS_EMBEDS)
    _mark_embedded(m)
    if "content" in body or "allowed_mentions" in body:
        set_mentions(world, m, body.get("allowed_mentions"))


def wants_ephemeral(body: dict[str, Any] | None) -> bool:
    return bool(_flags(body or {}, EPHEMERAL))


def _flags(body: dict[str, Any], mask: int) -> int:
    return int(body.get("flags") or 0) & mask


def with_ids(rows: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """Components as Discord gives them back: nulls gone, and each with a number of its own."""
    next_number = 0

    def number(component: dict[str, Any]) -> dict[str, Any]:
        nonlocal next_number
        next_number += 1
        shown = {name: value for name, value in component.items() if value is not None}
        shown["id"] = shown.get("id") or next_number
        if "components" in shown:
            shown["components"] = [number(inner) for inner in shown["components"]]
        if "component" in shown:
            shown["component"] = number(shown["component"])
        if shown["type"] in (3, 5, 6, 7, 8):
            shown = {"min_values": 1, "max_values": 1} | shown
        return shown

    return [number(row) for row in rows or []]


def _clean_embeds(embeds: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    return [{k: v for k, v in e.items() if v not in (None, [])} for e in embeds or []]


def _attach(world: World, body: dict[str, Any], files: tuple[Upload, ...]) -> list[dict[str, Any]]:
    """Store uploaded files; what the form says of a file (by its index) names and describes it."""
    said = {str(a["id"]): a for a in body.get("attachments") or []}
    stored: list[dict[str, Any]] = []
    for file in files:
        about = said.get(file.index, {})
        name = _UNSAFE_IN_FILENAME.sub("_", about.get("filename") or file.filename)
        kind = file.content_type
        if kind == "application/octet-stream":
            kind = mimetypes.guess_type(name)[0] or kind
        id = world.next_id()
        world.store.put_file(id, name, kind, file.data)
        stored.append(
            {"id": id, "filename": name, "size": len(file.data), "content_type": kind,
             "description": about.get("description")}
        )  # fmt: skip
    return stored


def _mark_embedded(m: Message) -> None:
    """A file that an embed shows is no longer listed beside the message."""
    used = {
        part["url"] for e in m.embeds for name in ("image", "thumbnail") if isinstance(part := e.get(name), dict)
        and part.get("url")
    }  # fmt: skip
    for a in m.attachments:
        a["embedded"] = f"attachment://{a['filename']}" in used


def _reference(world: World, c: Channel, asked: dict[str, Any] | None) -> dict[str, Any] | None:
    if not asked:
        return None
    origin = world.live_message(str(asked["message_id"]))
    if origin is None or origin.channel_id != c.id or origin.ephemeral_for:
        if asked.get("fail_if_not_exists") is False:
            return None
        raise form_error(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    return reference_to(origin, c)


def reference_to(origin: Message, c: Channel) -> dict[str, Any]:
    place = {} if c.type == DM else {"guild_id": GUILD_ID}
    return {"type": 0, "channel_id": c.id, "message_id": origin.id} | place


def set_mentions(world: World, m: Message, allowed: dict[str, Any] | None) -> None:
    """Who is mentioned, as far as `allowed` (Discord's allowed_mentions; None: everyone) lets them be."""
    parse = ["users", "roles", "everyone"] if allowed is None else allowed.get("parse") or []
    listed = {str(u) for u in (allowed or {}).get("users") or []}
    found = [u for u in dict.fromkeys(_USER_MENTION.findall(m.content)) if u in BY_ID]
    m.mentions = [u for u in found if "users" in parse or u in listed]
    pings_author = allowed is None or allowed.get("replied_user")
    origin = world.live_message(m.reference["message_id"]) if m.reference else None
    if origin and pings_author and origin.author_id not in (m.author_id, *m.mentions):
        m.mentions.append(origin.author_id)
    m.mention_roles = list(dict.fromkeys(_ROLE_MENTION.findall(m.content))) if "roles" in parse else []
    m.mention_everyone = "everyone" in parse and bool(_EVERYONE.search(m.content))
