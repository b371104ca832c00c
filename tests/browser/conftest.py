"""A Chromium that is already on the machine, and a fresh page a test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.servers import OpenPage

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ACT_TIMEOUT_MS = 10_000  # of patience, not of waiting: a loaded machine may be slow

expect.set_options(timeout=ACT_TIMEOUT_MS)


def find_chromium() -> str | None:
    """The path of a Chromium: the environment's CHROMIUM, else the first known name on PATH."""
    named = os.environ.get("CHROMIUM")
    if named and Path(named).exists():
        return named
    return next((path for path in map(shutil.which, CHROMIUM_NAMES) if path), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module. Not longer: playwright's loop would stand in the way of asynchronous tests."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine; install it with: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages in contexts of their own; at the end of the test none may have complained in its console."""
    complaints: list[str] = []
    contexts = []

    def heard(line: ConsoleMessage) -> None:
        # Chromium itself logs each 4xx answer; a refused act is the page's business, not its mistake.
        if line.type == "error" and "Failed to load resource" not in line.text:
            complaints.append(line.text)

    def opened(
        url: str,
        *,
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        touch: bool = False,
        without: str | None = None,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            has_touch=touch,
            reduced_motion="reduce",
        )
        context.set_default_timeout(ACT_TIMEOUT_MS)
        contexts.append(context)
        if without:
            context.route(without, lambda route: route.abort())
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", heard)
        page.goto(url)
        page.wait_for_selector("body[data-ready]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
