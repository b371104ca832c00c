"""Logs go to the stderr of the moment, and hold no words of people."""

from __future__ import annotations

import io
import logging

import pytest
import structlog

from bot import logs


def test_a_stderr_that_was_replaced_and_closed_is_not_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    passing = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr("sys.stderr", passing)
        logs.configure("WARNING")
    passing.close()
    lasting = io.StringIO()
    monkeypatch.setattr("sys.stderr", lasting)
    structlog.get_logger("quasi.test").warning("test.line")
    logging.getLogger("library").warning("a line of a library")
    assert "test.line" in lasting.getvalue()
    assert "library" in lasting.getvalue()
