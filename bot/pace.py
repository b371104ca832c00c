"""When memory is searched for what can go: not while what stays for good is loaded."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Around imports: they make many objects that all stay, so searching them for rubbish only takes time.

    Afterwards they are set aside for good, and each later search is the shorter.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
