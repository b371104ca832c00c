"""Playing people on the page of the real `quasi run --sandbox`, by what a person can see and press."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from playwright.sync_api import Locator, Page, expect

from bot.sandbox.people import Person
from tests.fakes import free_port

ROOT = Path(__file__).parents[2]
NUMBER = re.compile(r"Q\w{3}-\w{4}-\w{2}")


@contextmanager
def quasi_running(data: Path) -> Iterator[str]:
    """`quasi run --sandbox` in a process of its own; gives its address, ends it afterwards."""
    command = [sys.executable, "-m", "bot", "run", "--sandbox", "--port", str(free_port()), "--data", str(data)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        told = next((line for line in process.stdout if "http://" in line), "")
        yield re.search(r"http://\S+", told)[0].rstrip("/.")  # type: ignore[index]
    finally:
        process.terminate()
        process.wait(20)


class Player:
    """One open page, on which to be one person after another."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self._url = url

    def become(self, who: Person, place: str | None = None) -> None:
        """Be this person, at the place that waits for them or at the one named so."""
        self.page.locator(f"[data-person-id='{who.id}']").click()
        expect(self.page.locator("#me")).to_contain_text(who.name)
        if place is not None:
            self.page.get_by_test_id("channel").filter(has_text=place).first.click()
            expect(self.page.get_by_test_id("title")).to_contain_text(place)

    def say(self, text: str) -> None:
        """Write this and send it, and wait until Quasi has nothing left in hand."""
        box = self.page.get_by_test_id("composer-input")
        box.fill(text)
        box.press("Enter")
        expect(box).to_have_value("")
        self.settle()

    def press(self, label: str) -> None:
        """Press the newest button of that label that can be pressed."""
        self._button(label).click()
        self.settle()

    def open_form(self, label: str) -> None:
        """Press a button that opens a form."""
        self._button(label).click()
        expect(self.page.get_by_test_id("modal")).to_be_visible()

    def submit(self, **fields: str) -> None:
        """Fill in the open form and send it."""
        for field, value in fields.items():
            self.page.locator(f"[data-field-id='{field}']").fill(value)
        self.page.get_by_test_id("modal-submit").click()
        expect(self.page.get_by_test_id("modal")).to_be_hidden()
        self.settle()

    def choose(self, label: str, *names: str) -> None:
        """Choose these options of the newest menu of that label."""
        shown = self.page.get_by_test_id("select").filter(has_text=label).last
        menu = self.page.locator(f"[data-custom-id='{shown.get_attribute('data-custom-id')}']")  # its label will change
        message = self.page.get_by_test_id("message").filter(has=menu).last
        message.locator(menu).click()
        for name in names:
            message.get_by_role("option", name=name).click()
        message.get_by_test_id("select-done").click()
        self.settle()

    def jump(self, how: str) -> None:
        """Move the world on: `hour`, `day`, `week` or `due`."""
        before = self.page.get_by_test_id("world-time").get_attribute("datetime") or ""
        self.page.get_by_test_id(f"jump-{how}").click()
        expect(self.page.get_by_test_id("world-time")).not_to_have_attribute("datetime", before)
        expect(self.page.get_by_test_id("clock")).not_to_have_attribute("aria-busy", "true")
        self.settle()

    def sees(self, text: str | re.Pattern[str]) -> Locator:
        """The newest message with this in it, once it is there."""
        message = self.page.get_by_test_id("message").filter(has_text=text).last
        expect(message).to_be_visible()
        return message

    def settle(self) -> None:
        """Wait until the bot has nothing left in hand, and the page has heard of it."""
        request = Request(f"{self._url}/sandbox/settle", json.dumps({}).encode(), {"content-type": "application/json"})
        with urlopen(request, timeout=60) as answer:
            answer.read()

    def _button(self, label: str) -> Locator:
        exact = self.page.get_by_role("button", name=label, exact=True)
        button = exact.and_(self.page.locator("[data-testid=component]:not([disabled])")).last
        expect(button).to_be_visible()
        return button


def brief_to_offers(player: Player) -> None:
    """Ada's side: the ready first message and each question, until packages are on the table."""
    page = player.page
    page.get_by_test_id("send").click()
    page.get_by_test_id("open-thread").click()
    player.sees("Should Imani stay free to work for other outerwear brands")
    player.press("Yes, no exclusivity")
    player.sees("What are the images for, in a sentence?")
    player.say("The autumn campaign for the Fjord parka")
    player.sees("How many final images at most?")
    player.say("8")
    player.sees("stand in for a casting")
    player.press("No, they replace no casting")
    player.sees("Offers for Imani Okafor")


def counter_and_accept(player: Player) -> None:
    """One counter, then package A, until the whole offer is read back."""
    player.say("8.5k for A and we sign today")
    player.sees("Your figure: EUR 8,500.00")
    player.press("Accept A")
    player.sees("Nothing is binding until you confirm")


def code_on(page: Page) -> str:
    """The code that the newest review shows."""
    shown = page.get_by_test_id("message").filter(has_text="type the code").last
    expect(shown).to_be_visible()
    found = re.search(r"type the code (\w{4})", shown.inner_text())
    assert found is not None
    return found.group(1)
