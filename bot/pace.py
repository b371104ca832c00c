"""What makes one process quick: how its threads take turns, and when memory is searched for what can go."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TURN_S = 0.000_5
"""How long a thread that computes keeps one waiting that could go on. Python's own 5 ms are spent anew each time the
event loop comes back from the network while the writer thinks, dozens of times for one answer."""


def share_turns() -> None:
    """Lets the event loop on soon after it asks, whatever the writer and the readers compute meanwhile."""
    sys.setswitchinterval(TURN_S)


@contextmanager
def loading() -> Iterator[None]:
    """Around imports: they make many objects that all stay, so searching them for rubbish only takes time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
