"""Threads: opened, changed, joined and left, as Discord does it and tells it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.sandbox import objects
from bot.sandbox.errors import ApiError, thread_exists, wrong_channel_type
from bot.sandbox.people import GUILD_ID
from bot.sandbox.records import HAS_THREAD, PRIVATE_THREAD, PUBLIC_THREAD, TEXT, Channel, Message
from bot.sandbox.world import GUILDS, World


def open_thread(
    world: World, parent: Channel, owner_id: str, form: dict[str, Any], origin: Message | None = None
) -> Channel:
    """A new thread in `parent`, on a message (then it is public and shares the message's id) or without one."""
    if parent.type != TEXT:
        raise wrong_channel_type()
    if origin and origin.thread_id:
        raise thread_exists()
    type = PUBLIC_THREAD if origin else form.get("type") or PRIVATE_THREAD
    now = world.now_iso()
    thread = Channel(
        id=origin.id if origin else world.next_id(), type=type, name=form["name"], parent_id=parent.id,
        owner_id=owner_id, members=[owner_id], created_at=now, archive_at=now,
        invitable=form.get("invitable") is not False, auto_archive_minutes=form.get("auto_archive_duration") or 1440,
    )  # fmt: skip
    world.channels[thread.id] = thread
    world.keep(thread)
    world.emit("THREAD_CREATE", objects.channel(world, thread) | {"newly_created": True}, GUILDS)
    if origin:
        origin.thread_id = thread.id
        origin.flags |= HAS_THREAD
        world.change_message(origin, edited=False)
    return thread


def change_thread(world: World, thread: Channel, form: dict[str, Any]) -> None:
    """Apply a checked form: name, archived, locked, invitable, auto-archive."""
    thread.name = form.get("name", thread.name)
    if form.get("archived") is not None and form["archived"] != thread.archived:
        thread.archived, thread.archive_at = form["archived"], world.now_iso()
    for name in ("locked", "invitable"):
        if form.get(name) is not None:
            setattr(thread, name, form[name])
    thread.auto_archive_minutes = form.get("auto_archive_duration") or thread.auto_archive_minutes
    world.keep(thread)
    world.emit("THREAD_UPDATE", objects.channel(world, thread), GUILDS)


def delete_thread(world: World, thread: Channel) -> None:
    for id in world.in_channel.get(thread.id, []):
        world.messages[id].deleted = True
        world.keep(world.messages[id])
    del world.channels[thread.id]
    world.store.delete("channel", thread.id)
    world.recent.pop(f"channel {thread.id}", None)
    gone = {"id": thread.id, "guild_id": GUILD_ID, "parent_id": thread.parent_id, "type": thread.type}
    world.emit("THREAD_DELETE", gone, GUILDS)


def wake(world: World, thread: Channel) -> None:
    """Someone writes: an archived thread opens again."""
    if thread.archived:
        change_thread(world, thread, {"archived": False})


def archive_idle(world: World) -> None:
    """Archive each thread in which nothing has happened for as long as it said, as Discord does."""
    now = world.clock.now()
    for thread in list(world.channels.values()):
        if thread.is_thread and not thread.archived:
            idle = now - _last_activity(world, thread)
            if idle >= timedelta(minutes=thread.auto_archive_minutes):
                change_thread(world, thread, {"archived": True})


def _last_activity(world: World, thread: Channel) -> datetime:
    last = world.messages.get(thread.last_message_id or "")
    changed = datetime.fromisoformat(thread.archive_at)
    return max(changed, datetime.fromisoformat(last.created_at)) if last else changed


def add_member(world: World, thread: Channel, user_id: str) -> None:
    """Let someone in; what was said in a private thread becomes news to them."""
    if thread.archived:
        raise ApiError(400, 50083, "Thread is archived")
    if user_id in thread.members:
        return
    thread.members.append(user_id)
    world.keep(thread)
    _tell_members(world, thread, added=[user_id], removed=[])
    if thread.type == PRIVATE_THREAD:
        for m in world.history(thread.id):
            world.keep(m)


def remove_member(world: World, thread: Channel, user_id: str) -> None:
    if thread.archived:
        raise ApiError(400, 50083, "Thread is archived")
    if user_id in thread.members:
        thread.members.remove(user_id)
        world.keep(thread)
        _tell_members(world, thread, added=[], removed=[user_id])


def _tell_members(world: World, thread: Channel, added: list[str], removed: list[str]) -> None:
    data: dict[str, Any] = {"id": thread.id, "guild_id": GUILD_ID, "member_count": len(thread.members)}
    if added:
        data["added_members"] = [objects.thread_member(thread, u, with_member=True) for u in added]
    if removed:
        data["removed_member_ids"] = removed
    world.emit("THREAD_MEMBERS_UPDATE", data, GUILDS)
