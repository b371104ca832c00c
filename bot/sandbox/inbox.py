"""What one person can see, as the control API tells it: messages, open forms, failures, what vanished."""

from __future__ import annotations

from typing import Any

from bot.sandbox import objects
from bot.sandbox.form_rules import BUTTON, LINK_STYLE, STRING_SELECT, TEXT_INPUT, modal_inputs
from bot.sandbox.people import BY_ID
from bot.sandbox.records import EPHEMERAL, LOADING, Channel, Failure, Message, Modal
from bot.sandbox.world import Followed, World


def inbox(world: World, user_id: str, since: int) -> dict[str, Any]:
    """All that `user_id` can see and that changed after `since`, oldest change first, with the present `seq`."""
    items = [item for record in world.changed_since(since) for item in _items(world, user_id, record, since)]
    return {"seq": world.seq, "items": items}


def _items(world: World, user_id: str, record: Followed, since: int) -> list[dict[str, Any]]:
    if isinstance(record, Message):
        return _message_items(world, user_id, record, since)
    if isinstance(record, Modal) and record.user_id == user_id:
        if record.open:
            return [modal_item(world, record)]
        return [_gone(record.id, record.channel_id)] if since else []
    if isinstance(record, Failure) and record.user_id == user_id:
        return [_failure_item(record)]
    return []


def _message_items(world: World, user_id: str, m: Message, since: int) -> list[dict[str, Any]]:
    if not world.sees_message(user_id, m):
        return []
    if m.deleted:
        return [_gone(m.id, m.channel_id)] if since else []
    return [message_item(world, m)]


def _gone(id: str, channel_id: str) -> dict[str, Any]:
    return {"kind": "deleted", "id": id, "channel": channel_id}


def _failure_item(f: Failure) -> dict[str, Any]:
    return {
        "kind": "failed", "id": f.id, "channel": f.channel_id, "at": f.at, "text": f.text, "message": f.message_id,
        "ephemeral": True,
    }  # fmt: skip


def message_item(world: World, m: Message) -> dict[str, Any]:
    """A message as people see it. `author` and `channel` are ids."""
    author, c = BY_ID[m.author_id], world.channels[m.channel_id]
    item: dict[str, Any] = {
        "kind": "message", "id": m.id, "channel": m.channel_id, "author": m.author_id, "at": m.created_at,
        "text": m.content, "embeds": objects.shown_embeds(world, m), "components": flat_components(m.components),
        "attachments": [_attachment(world, a) for a in m.attachments if not a.get("embedded")],
        "ephemeral": bool(m.flags & EPHEMERAL), "channel_name": c.name, "channel_kind": c.kind,
        "author_name": author.name, "author_role": author.role, "edited_at": m.edited_at,
        "reply_to": m.reference["message_id"] if m.reference else None, "loading": bool(m.flags & LOADING),
        "reactions": [{"emoji": e, "users": users} for e, users in m.reactions.items()],
        "mentions": m.mentions, "thread": _thread(world, m),
    }  # fmt: skip
    if m.interaction:
        item["interaction"] = {"user": m.interaction["user"]["id"], "type": m.interaction["type"]}
    return item


def _thread(world: World, m: Message) -> dict[str, Any] | None:
    thread = world.channels.get(m.thread_id or "")
    return None if thread is None else {"id": thread.id, "name": thread.name}


def _attachment(world: World, stored: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": stored["id"], "filename": stored["filename"], "size": stored["size"],
        "content_type": stored["content_type"], "url": objects.attachment(world, stored)["url"],
        "description": stored.get("description"),
    }  # fmt: skip


def flat_components(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Buttons, links and selects in order, each with the row it stands in."""
    return [_component(item, r) for r, row in enumerate(rows) for item in row.get("components", [])]


def _component(item: dict[str, Any], row: int) -> dict[str, Any]:
    shown: dict[str, Any] = {"custom_id": item.get("custom_id"), "disabled": bool(item.get("disabled")), "row": row}
    if item["type"] == BUTTON:
        emoji = (item.get("emoji") or {}).get("name")
        return shown | {
            "label": item.get("label") or emoji or "", "kind": "link" if item["style"] == LINK_STYLE else "button",
            "style": item["style"], "url": item.get("url"), "emoji": emoji,
        }  # fmt: skip
    return shown | {
        "label": item.get("placeholder") or "", "kind": "select", "min_values": item["min_values"],
        "max_values": item["max_values"], "options": select_options(item), "select_type": item["type"],
    }  # fmt: skip


def select_options(item: dict[str, Any]) -> list[dict[str, Any]]:
    """A menu's options; a menu of users offers everyone."""
    if item["type"] == STRING_SELECT:
        return list(item["options"])
    if item["type"] == 5:
        return [{"value": p.id, "label": p.name} for p in BY_ID.values()]
    return []


def modal_item(world: World, modal: Modal) -> dict[str, Any]:
    """An open form. `value` of a field is what it is prefilled with."""
    c = world.channels.get(modal.channel_id)
    return {
        "kind": "modal", "id": modal.id, "title": modal.title, "channel": modal.channel_id, "at": modal.opened_at,
        "channel_name": c.name if c else "", "message": modal.message_id, "custom_id": modal.custom_id,
        "texts": [part["content"] for part in modal.components if part["type"] == 10],
        "fields": modal_fields(modal),
    }  # fmt: skip


def modal_fields(modal: Modal) -> list[dict[str, Any]]:
    return [_field(item) for item in modal_inputs(modal.components)]


def _field(item: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": item["custom_id"], "label": item.get("label") or "", "required": item.get("required") is not False,
        "description": item.get("description"), "placeholder": item.get("placeholder"),
    }  # fmt: skip
    if item["type"] == TEXT_INPUT:
        return shown | {
            "value": item.get("value") or "", "kind": "text", "style": "paragraph" if item["style"] == 2 else "short",
            "min_length": item.get("min_length") or 0, "max_length": item.get("max_length") or 4000,
        }  # fmt: skip
    options = select_options(item)
    return shown | {
        "value": [o["value"] for o in options if o.get("default")], "kind": "select", "options": options,
        "min_values": item["min_values"], "max_values": item["max_values"],
    }  # fmt: skip


def channel_entry(c: Channel) -> dict[str, Any]:
    """A channel in `/sandbox/world`."""
    entry: dict[str, Any] = {"id": c.id, "name": c.name, "kind": c.kind}
    if c.is_thread:
        entry |= {"parent": c.parent_id, "members": c.members, "private": c.type == 12, "archived": c.archived}
    if c.kind == "dm":
        entry["user"] = c.recipient_id
    if c.topic:
        entry["topic"] = c.topic
    return entry
