"""Ending in good time: whatever a stop waits for, it waits for a while only.

What is in hand may be cut off at any moment, as a power cut may: what was committed is found again at the next start.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
from collections.abc import Coroutine
from typing import Any

import structlog

STEP_WITHIN_S = 3.0
"""What one step of a stop may take. discord.py alone waits 30 s for a good-bye from a server that is gone."""
ALL_WITHIN_S = 15.0
"""What all of it may take, threads included: the interpreter itself would wait for those without end."""

log = structlog.get_logger("quasi.ending")


async def within(step: str, doing: Coroutine[Any, Any, object], most_s: float = STEP_WITHIN_S) -> bool:
    """Does one step of a stop; False where it took too long or failed, and was left. Never raises for the step."""
    task = asyncio.ensure_future(doing)
    # Not wait_for: it would wait on for a task that swallows its cancellation.
    done, _ = await asyncio.wait({task}, timeout=most_s)
    if not done:
        task.cancel()
        log.warning("stop.cut_off", step=step)
        return False
    if not task.cancelled() and task.exception() is not None:
        log.warning("stop.failed", step=step, fault=type(task.exception()).__name__)
        return False
    return True


def quickly() -> None:
    """What is still in memory is no garbage to look for: the interpreter's own end would search it all for seconds."""
    gc.freeze()
    gc.disable()


def process_within(most_s: float = ALL_WITHIN_S, *, code: int = 0) -> None:
    """Ends this process with that exit code, if it has not ended by itself by then."""
    timer = threading.Timer(most_s, _leave, (code,))
    timer.daemon = True
    timer.start()


def _leave(code: int) -> None:
    log.warning("stop.cut_off", step="process")
    sys.stdout.flush()
    os._exit(code)
