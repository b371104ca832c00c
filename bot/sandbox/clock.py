"""The world's clock: real time plus an offset that only grows. It satisfies the `Clock` port."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

WORLD_START = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
"""A Tuesday morning: when a fresh world begins."""


class SandboxClock:
    """Flows at real speed from its offset, and jumps when told.

    Args:
        offset: world time minus real time.
        save_offset: called with the new offset at each jump, so that a restart goes on from there.
        real_now: where real time comes from; aware UTC.
    """

    def __init__(
        self,
        offset: timedelta,
        save_offset: Callable[[timedelta], None] = lambda _offset: None,
        real_now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._offset = offset
        self._save_offset = save_offset
        self._real_now = real_now
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The world's time, aware UTC."""
        return self._real_now() + self._offset

    def add_listener(self, fn: Callable[[], None]) -> None:
        """Have `fn` called after each jump."""
        self._listeners.append(fn)

    def remove_listener(self, fn: Callable[[], None]) -> None:
        """Tell `fn` of no more jumps."""
        self._listeners.remove(fn)

    def jump_to(self, instant: datetime) -> None:
        """Set the world's time to `instant`; an instant already past changes nothing but still tells listeners."""
        if instant > self.now():
            self._offset = instant - self._real_now()
            self._save_offset(self._offset)
        for listener in self._listeners:
            listener()
