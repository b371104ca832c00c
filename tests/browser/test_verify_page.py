"""The verification page in real Chromium: readable on a phone, usable by keyboard, right about files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.surfaces.web import create_app
from tests.browser.servers import ThreadServer
from tests.fakes import FakeClock, fresh_store
from tests.licences import NUMBER, TestSigner, a_licence, documents, keep

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The site over a store with one licence, on a free port."""
    with fresh_store(tmp_path) as store:
        store.transact_sync(lambda tx: keep(tx, a_licence()))
        app = create_app(store, documents(), FakeClock(datetime(2027, 2, 1, tzinfo=UTC)), TestSigner())
        server = ThreadServer(app)
        yield server.start()
        server.stop()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["/verify", f"/verify/{NUMBER}", "/verify/Q0"])
def test_nothing_is_wider_than_a_small_phone(tab: Page, address: str, path: str) -> None:
    tab.goto(address + path)
    assert tab.evaluate("document.documentElement.scrollWidth") == 320


def test_the_stylesheet_is_let_in_by_the_security_policy(tab: Page, address: str) -> None:
    tab.goto(f"{address}/verify")
    assert tab.evaluate("getComputedStyle(document.querySelector('.card')).borderRadius") == "12px"


def test_a_number_is_checked_with_the_keyboard_alone(tab: Page, address: str) -> None:
    tab.goto(f"{address}/verify")
    for _ in range(2):  # the home link, then the field
        tab.keyboard.press("Tab")
    tab.keyboard.type("q7f3km2p9q")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name=NUMBER)).to_be_visible()
    expect(tab.get_by_label("State now")).to_contain_text("In force")


def test_a_pdf_as_issued_and_a_changed_file_are_told_apart(tab: Page, address: str) -> None:
    for content, says in (
        (documents().licence_pdf(a_licence()), "Genuine"),
        (documents().licence_json(a_licence()).replace(b"10600.00", b"10.00"), "Not in order"),
    ):
        tab.goto(f"{address}/verify")
        tab.get_by_label("Or the file itself").set_input_files(
            {"name": "licence", "mimeType": "application/octet-stream", "buffer": content}
        )
        tab.get_by_role("button", name="Examine").click()
        expect(tab.locator(".state").first).to_contain_text(says)
