"""The page before the living world: a demo bot on the real discord.py answers what people do in Chromium."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from bot.sandbox.people import ADA, BEN, IMANI, JUN, LEE, LICENSING, MARA
from tests.browser.servers import OpenPage

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]


class World:
    """The sandbox under test: its address, and the control API for what happens behind the page's back."""

    def __init__(self, url: str) -> None:
        self.url = url

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        request = Request(self.url + path, json.dumps(body).encode(), {"content-type": "application/json"})
        with urlopen(request, timeout=30) as answer:
            return dict(json.load(answer))

    def at(self, person: str, place: str = LICENSING.id) -> str:
        return f"{self.url}/#as={person}&channel={place}"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A sandbox with the demo bot in a process of its own, as `python -m bot.sandbox --echo` starts it."""
    data = tmp_path_factory.mktemp("sandbox")
    command = [sys.executable, "-m", "bot.sandbox", "--port", "0", "--data", str(data), "--echo"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        url = process.stdout.readline().split()[-1].rstrip("/")
        living = World(url)
        living.post("/sandbox/say", **{"as": LEE.id}, channel="licence-log", text="The world is open.")
        yield living
    finally:
        process.terminate()
        process.wait(10)


def say(page: Page, text: str) -> None:
    page.get_by_test_id("composer-input").fill(text)
    page.get_by_test_id("composer-input").press("Enter")


def ask(page: Page, text: str) -> Locator:
    """Say this to the bot, and return its answer once that is there."""
    say(page, f"@Quasi {text}")
    answer = page.get_by_test_id("message").filter(has_text=f"You said: @Quasi {text}").last
    expect(answer).to_be_visible()
    return answer


def press(message: Locator, name: str) -> None:
    message.get_by_role("button", name=name, exact=True).click()


def last_message(page: Page) -> Locator:
    return page.get_by_test_id("message").last


def test_a_newcomer_sends_the_first_message_with_one_click(world: World, open_page: OpenPage) -> None:
    page = open_page(world.url)
    expect(page.get_by_test_id("title")).to_have_text("licensing")
    assert page.get_by_test_id("composer-input").input_value().startswith("@Quasi we'd love Imani Okafor")
    page.get_by_test_id("send").click()
    expect(last_message(page)).to_contain_text("You said: @Quasi we'd love Imani Okafor's digital double")
    expect(last_message(page).locator(".tag")).to_have_text("AI agent")
    expect(last_message(page).get_by_test_id("embed")).to_contain_text("What I understood")
    expect(last_message(page).locator(".quoted")).to_contain_text("Ada Moreau")
    expect(page.get_by_test_id("composer-input")).to_have_value("")


def test_a_file_of_the_bot_can_be_opened(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(MARA.id))
    link = ask(page, "a file, please").get_by_role("link", name="note.txt")
    expect(link).to_be_visible()
    with urlopen(str(link.get_attribute("href")), timeout=10) as file:
        assert file.read() == b"An attachment of the demo bot.\n"


def test_a_button_opens_a_form_and_its_answer_is_private(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(ADA.id))
    press(ask(page, "a form, please"), "Fill in")
    expect(page.get_by_label("Name")).to_have_value("Fjord")
    page.get_by_label("Name").fill("Parka")
    page.get_by_label("Note").fill("two\nlines")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal-submit")).to_be_hidden()
    expect(last_message(page)).to_contain_text("Your form: name='Parka', note='two\\nlines'")
    expect(last_message(page)).to_contain_text("Only you can see this")
    private = page.get_by_test_id("message").filter(has_text="Your form: name='Parka'")
    private.get_by_test_id("dismiss").click()
    expect(private).to_have_count(0)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(private).to_have_count(0)


def test_an_edit_comes_to_everyones_page_at_once(world: World, open_page: OpenPage) -> None:
    ada, ben = open_page(world.at(ADA.id)), open_page(world.at(BEN.id))
    answer = ask(ada, "something to edit")
    expect(last_message(ben)).to_contain_text("You said: @Quasi something to edit")
    press(answer, "Edit")
    expect(last_message(ben)).to_contain_text("Edited by a button. (edited)")


def test_a_page_whose_stream_is_down_still_hears_what_happens(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(ADA.id), without="**/sandbox/stream*")
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    world.post("/sandbox/say", **{"as": BEN.id}, channel="licensing", text="Can you hear me?")
    expect(last_message(page)).to_contain_text("Can you hear me?")


def test_the_end_stays_in_sight_when_the_box_below_grows(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(ADA.id))
    answer = ask(page, "a tall answer")
    page.get_by_test_id("composer-input").fill("line\n" * 7)
    expect(answer.get_by_test_id("select")).to_be_in_viewport(ratio=1)


def test_several_options_of_a_menu_are_sent_together(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(ADA.id))
    answer = ask(page, "a menu, please")
    answer.get_by_test_id("select").click()
    for name in ("Website", "Print"):
        answer.get_by_role("option", name=name).click()
    answer.get_by_test_id("select-done").click()
    expect(last_message(page)).to_contain_text("You chose print, website.")


def test_a_switched_off_button_cannot_be_pressed(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(ADA.id))
    off = ask(page, "buttons, please").get_by_role("button", name="Off", exact=True)
    expect(off).to_be_disabled()


def test_a_thread_stands_under_its_channel_and_opens_from_its_message(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(ADA.id))
    answer = ask(page, "a thread, please")
    press(answer, "Thread")
    expect(page.locator(".threads [data-testid=channel]")).to_contain_text("A demo thread")
    answer.get_by_test_id("open-thread").click()
    expect(page.get_by_test_id("title")).to_have_text("A demo thread")
    expect(last_message(page)).to_contain_text("Hello in here.")


def test_a_command_is_found_filled_in_and_run(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(ADA.id))
    page.get_by_test_id("composer-input").press_sequentially("/ech")
    page.get_by_test_id("suggestion").filter(has_text="/demo echo").click()
    page.get_by_test_id("command-run").click()
    expect(page.get_by_text("Please give “text”.")).to_be_visible()
    page.get_by_label("text", exact=True).press_sequentially("ap")
    expect(page.locator("#command-suggestions [role=option]")).to_have_text(["apple", "apricot"])
    page.get_by_role("option", name="apricot").click()
    page.get_by_label("times (optional)").fill("2")
    page.keyboard.press("Enter")
    expect(last_message(page)).to_contain_text("apricot apricot")
    expect(page.get_by_test_id("composer-input")).to_be_focused()


def test_a_slash_offers_no_commands_of_the_place_before(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(ADA.id))
    held: list[Route] = []
    page.route(lambda url: "/sandbox/commands" in url and LEE.id in url, lambda route: held.append(route))
    page.locator(f"[data-person-id='{LEE.id}']").click()
    expect(page.locator("#me")).to_contain_text("Lee")
    page.get_by_test_id("composer-input").fill("/")
    page.wait_for_timeout(200)  # for what must not come there is nothing to wait for
    expect(page.get_by_test_id("suggestion")).to_have_count(0)
    for asked in held:
        asked.fulfill(json=[{"name": "invite", "type": 1, "description": "Invite a person"}])
    expect(page.get_by_test_id("suggestion")).to_contain_text(["/invite"])


def test_a_newcomer_learns_that_someone_else_has_a_message_and_reads_it(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(ADA.id))
    world.post("/sandbox/command", **{"as": IMANI.id}, channel="licensing", name="demo dm", options={})
    expect(page.get_by_test_id("toast").first).to_contain_text("Imani Okafor has a new message.")
    expect(page.locator(f"[data-person-id='{IMANI.id}'] .badge")).to_be_visible()
    page.locator(f"[data-person-id='{IMANI.id}']").click()
    expect(page.get_by_test_id("title")).to_have_text("Quasi")
    expect(last_message(page)).to_contain_text("Hello from the demo bot.")
    page.get_by_test_id("channel").filter(has_text="licensing").click()
    page.locator(f"[data-person-id='{ADA.id}']").click()
    expect(page.locator(f"[data-person-id='{IMANI.id}'] .badge")).to_have_count(0)


def test_writing_to_the_bot_directly_opens_the_direct_message(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(JUN.id, "dm"))
    expect(page.get_by_test_id("empty")).to_contain_text("nothing is licensed before Jun says yes")
    say(page, "hello")
    expect(last_message(page)).to_contain_text("You said: hello")


def test_the_clock_jumps_a_week_and_says_so(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(ADA.id))
    before = page.get_by_test_id("world-time").get_attribute("datetime")
    page.get_by_test_id("jump-week").click()
    expect(page.get_by_test_id("toast").first).to_contain_text("1 week on")
    after = page.get_by_test_id("world-time").get_attribute("datetime")
    days: float = page.evaluate("([a, b]) => (new Date(b) - new Date(a)) / 86400000", [before, after])
    assert 7 <= days < 7.01
    page.get_by_test_id("jump-due").click()
    expect(page.get_by_text("Nothing is due.")).to_be_visible()
    expect(page.get_by_test_id("toast")).to_have_count(1)  # the older one was about a time that is over


def test_a_notice_for_one_person_is_not_shown_to_another(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(IMANI.id, "licensing"))
    world.post("/sandbox/command", **{"as": IMANI.id}, channel="licensing", name="demo dm", options={})
    expect(page.get_by_test_id("toast")).to_contain_text("New in Quasi.")
    page.locator(f"[data-person-id='{BEN.id}']").click()
    expect(page.get_by_test_id("toast")).to_have_count(0)
    expect(page.locator(f"[data-person-id='{IMANI.id}'] .badge")).to_be_visible()


def test_a_reply_shows_whom_it_answers(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(BEN.id))
    say(page, "a line to answer")
    line = page.get_by_test_id("message").filter(has_text="a line to answer").last
    line.hover()
    line.get_by_test_id("reply").click()
    say(page, "and the answer")
    expect(last_message(page).locator(".quoted")).to_contain_text("Ben Castle a line to answer")


def test_a_reaction_is_added_and_taken_back(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(BEN.id))
    say(page, "a line to like")
    line = page.get_by_test_id("message").filter(has_text="a line to like").last
    line.hover()
    line.get_by_test_id("react").click()
    expect(line.get_by_test_id("reaction")).to_have_text("👍 1")
    line.get_by_test_id("reaction").click()
    expect(line.get_by_test_id("reaction")).to_have_count(0)


def test_only_the_operator_sees_the_log_channel(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(ADA.id))
    expect(page.get_by_test_id("channel").filter(has_text="licence-log")).to_have_count(0)
    page.locator(f"[data-person-id='{LEE.id}']").click()
    page.get_by_test_id("channel").filter(has_text="licence-log").click()
    expect(last_message(page)).to_contain_text("The world is open.")


def test_hostile_text_harms_nobody(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(BEN.id))
    page.evaluate("window.harmed = false")
    image, link = "<img src=x onerror='harmed = true'>", "[click](javascript:harmed=true)"
    for text in (image, link, "**" * 900, "||" + "*_" * 700, "@everyone"):
        page.get_by_test_id("composer-input").fill(text)
        page.get_by_test_id("send").click()
        expect(page.get_by_test_id("composer-input")).to_have_value("")
    expect(last_message(page)).to_contain_text("@everyone")
    assert page.evaluate("window.harmed") is False
    assert page.locator("#log img, #log a[href^='javascript']").count() == 0


def test_the_whole_way_works_without_a_mouse(world: World, open_page: OpenPage) -> None:
    page = open_page(world.at(ADA.id))
    keys = page.keyboard
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_test_id("composer-input")).to_be_focused()
    keys.type("@Qu")
    keys.press("Enter")
    expect(page.get_by_test_id("composer-input")).to_have_value("@Quasi ")
    keys.type("by keyboard")
    keys.press("Enter")
    answer = page.get_by_test_id("message").filter(has_text="You said: @Quasi by keyboard")
    expect(answer).to_be_visible()
    tab_back_to(page, "Whisper")
    keys.press("Enter")
    expect(last_message(page)).to_contain_text("Only you can see this.")
    tab_back_to(page, "Fill in")
    keys.press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()
    keys.press("Escape")
    expect(page.get_by_test_id("composer-input")).to_be_focused()


def tab_back_to(page: Page, name: str) -> None:
    """Press Shift+Tab until the control of this name has the focus."""
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent") == name:
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")
