"""Standard streams as the `quasi` command promises them: UTF-8 whatever the locale, one line at a time, and
quiet when the reader leaves."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


def lines_in() -> TextIO:
    """Standard input as lines of UTF-8, without a byte order mark.

    Bytes that are no UTF-8 come as lone surrogates, so that the line they stand in can be refused and the
    next one read.
    """
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="surrogateescape", newline="\n")


def speak_utf8() -> None:
    """Make both output streams UTF-8, flushed at each line end, unable to fail on any character.

    A lone surrogate is written as `\\udcff`, which inside a JSON string is the very same character.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n", line_buffering=True)


def complain(sentence: str, err: TextIO | None = None) -> None:
    """One sentence on one line of standard error, by the program's name."""
    one_line = " ".join(sentence.split())
    print(f"quasi: {one_line}", file=err or sys.stderr)


def reader_left() -> None:
    """Point standard output at nothing, so that the interpreter's last flush does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
