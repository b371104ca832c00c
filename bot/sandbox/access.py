"""What the bot may reach and do, with Discord's refusals."""

from __future__ import annotations

from bot.sandbox.errors import (
    ApiError,
    dm_closed,
    missing_access,
    missing_permissions,
    thread_locked,
    unknown_channel,
)
from bot.sandbox.faults import Faults
from bot.sandbox.people import APPLICATION_ID
from bot.sandbox.permissions import BITS, permissions
from bot.sandbox.records import DM, Channel
from bot.sandbox.world import World


class Access:
    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults

    def may(self, c: Channel, permission: str) -> bool:
        """Whether the bot holds a permission in `c` (in a thread: in its parent)."""
        return bool(permissions(APPLICATION_ID, self._world.home_of(c)) & BITS[permission])

    def to_see(self, channel_id: str) -> Channel:
        c = self._world.channels.get(channel_id)
        if c is None:
            raise unknown_channel()
        if not self._world.bot_sees(c):
            raise missing_access()
        return c

    def to_read(self, channel_id: str) -> Channel:
        """A channel whose history the bot may read."""
        c = self.to_see(channel_id)
        if not self.may(c, "read_message_history"):
            raise missing_access()
        return c

    def to_write(self, channel_id: str, *, with_files: bool = False, count_fault: bool = True) -> Channel:
        """A channel the bot may write in; a DM that the person closed is 50007."""
        c = self.to_see(channel_id)
        if c.type == DM:
            if count_fault and self._faults.dm_is_closed(str(c.recipient_id)):
                raise dm_closed()
            return c
        if not self.may(c, "send_messages_in_threads" if c.is_thread else "send_messages"):
            raise missing_permissions()
        if with_files and not self.may(c, "attach_files"):
            raise missing_permissions()
        if c.is_thread and c.locked and not self.may(c, "manage_threads"):
            raise thread_locked()
        return c

    def refuse_archived(self, c: Channel) -> None:
        if c.archived:
            raise ApiError(400, 50083, "Thread is archived")

    def require(self, c: Channel, permission: str) -> None:
        if not self.may(c, permission):
            raise missing_permissions()
