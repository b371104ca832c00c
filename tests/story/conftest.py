"""A town for each story, watched: valid requests, no faults, no secret told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.story import watch
from tests.story.town import Town, open_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A fresh world with its bot connected; when the story is told, all that was sent is looked over."""
    with watch.overheard() as events:
        async with open_town(tmp_path) as opened:
            yield opened
            if opened.quasi is not None:
                assert await watch.complaints(opened, events) == []
