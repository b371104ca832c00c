"""Logs: dotted event names with ids, never texts, names or money; a fault is told by its kind and its places alone.

A traceback's message or locals may hold a person's words or a floor (I4), so neither is ever written.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

PLACES_MOST = 6


def configure(level: str = "INFO") -> None:
    """Sets up every logger of this process; safe to call again."""
    number = logging.getLevelNamesMapping()[level]
    handler = _ToStderr()
    handler.setFormatter(_PlacesOnly("%(levelname)s %(name)s"))
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
    # It warns of voice libraries that nobody here needs.
    logging.getLogger("discord.client").setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            places_only,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        # Asked for at each line, not once: whoever replaces stderr for a while must not leave a closed file behind.
        logger_factory=lambda *_args: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def places_only(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turns `exc_info` into the fault's kind and the places it came through, innermost last."""
    given = event.pop("exc_info", None)
    fault = sys.exc_info()[1] if given is True else given
    if isinstance(fault, tuple):
        fault = fault[1]
    if isinstance(fault, BaseException):
        event["fault"] = type(fault).__name__
        event["places"] = _places(fault)
    return event


class _ToStderr(logging.StreamHandler[Any]):
    """Writes to whatever stderr is when the line is written."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        self.stream = sys.stderr
        super().emit(record)


class _PlacesOnly(logging.Formatter):
    """The same for the loggers of libraries: asyncio and the web server would write whole tracebacks."""

    def formatException(self, ei: Any) -> str:
        """The fault's kind and places."""
        return f"fault={ei[0].__name__ if ei[0] else ''} places={_places(ei[1])}"

    def formatStack(self, stack_info: str) -> str:
        """Nothing: a stack holds lines of code, which are in the repository."""
        return ""


def _places(fault: BaseException | None) -> str:
    frames = traceback.extract_tb(fault.__traceback__ if fault else None)[-PLACES_MOST:]
    return " ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames)
