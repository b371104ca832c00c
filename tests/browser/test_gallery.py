"""The page in front of a still world: how it shows the widest, longest and strangest that Discord allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from bot.sandbox.people import ADA, IMANI, LICENSING
from tests.browser.gallery import DM_ID, PAGE, gallery_app
from tests.browser.servers import OpenPage, ThreadServer

pytestmark = pytest.mark.browser

CHECKS = Path(__file__).with_name("checks.js").read_text(encoding="utf-8")
AS_ADA = f"/#as={ADA.id}&channel={LICENSING.id}"
SIZES = [(1280, 800), (390, 844), (320, 640)]


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    server = ThreadServer(gallery_app())
    yield server.start()
    server.stop()


@pytest.fixture(scope="module")
def gallery_with_form() -> Iterator[str]:
    server = ThreadServer(gallery_app(modal=True))
    yield server.start()
    server.stop()


def problems(page: Page, check: str) -> list[str]:
    page.evaluate(CHECKS)
    found: list[str] = page.evaluate(f"pageChecks.{check}()")
    return found


def test_nothing_sticks_out_sideways_on_any_screen(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert problems(page, "overflow") == [], f"at {width} × {height}"


def test_every_module_is_fetched_at_once() -> None:
    preloaded = set(re.findall(r'modulepreload" href="/page/([a-z]+\.js)', (PAGE / "index.html").read_text("utf-8")))
    assert preloaded == {path.name for path in PAGE.glob("*.js")} - {"page.js"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(gallery: str, open_page: OpenPage, scheme: str) -> None:
    page = open_page(gallery + AS_ADA, scheme=scheme)
    assert problems(page, "contrast") == []


def test_the_contrast_check_sees_pale_text(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    page.add_style_tag(content=".author { color: #bbb !important }")
    assert any("Ada Moreau" in problem for problem in problems(page, "contrast"))


def test_every_control_has_a_name_and_every_reference_a_target(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    page.get_by_test_id("about-open").click()
    assert problems(page, "names") == []


def test_text_is_never_read_as_html(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    content = page.locator("[data-message-id='1400000000000000002'] .content")
    expect(content).to_contain_text("<script>alert(1)</script>")
    expect(content).to_contain_text('print("<b>not html</b>")')
    assert content.locator("script, b").count() == 0


def test_markdown_becomes_what_discord_shows(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    content = page.locator("[data-message-id='1400000000000000002'] .content")
    expect(content.locator("strong").first).to_have_text("bold")
    expect(content.locator("em strong")).to_have_text("both")
    expect(content.locator("u")).to_have_text("under")
    expect(content.locator("s")).to_have_text("gone")
    expect(content.locator("blockquote")).to_contain_text("and another")
    expect(content.locator("ul ul li")).to_have_text("nested")
    expect(content.locator("ol li")).to_have_text(["one", "two"])
    expect(content.locator("a")).to_have_text(["Discord docs", "https://example.com/a_b_c"])
    expect(content.locator(".mention")).to_have_text(["@Imani Okafor", "#licensing"])
    expect(content.locator("time").first).to_have_text("Saturday 9 January 2027, 11:00")
    expect(content).to_contain_text("snake_case_name stays, 2 * 3 * 4 stays, *escaped*")


def test_a_spoiler_shows_its_text_only_when_pressed(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    hidden = page.locator(".spoiler-text")
    expect(hidden).to_be_hidden()
    page.get_by_role("button", name="Spoiler").press("Enter")
    expect(hidden).to_be_visible()


def test_inline_fields_stand_three_in_a_row(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    fields = page.locator("[data-message-id='1400000000000000003'] .embed-field")
    tops = [box["y"] for box in (fields.nth(n).bounding_box() for n in range(6)) if box]
    assert tops[0] == tops[1] == tops[2] < tops[3] == tops[4] == tops[5]


def test_arabic_runs_from_the_right(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    paragraph = page.locator("[data-message-id='1400000000000000006'] .content p")
    assert paragraph.evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_the_page_asks_no_other_machine_for_anything(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    hosts: list[str] = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert {urlsplit(host).netloc for host in hosts} == {urlsplit(gallery).netloc}


def test_an_address_opens_a_person_and_a_place(gallery: str, open_page: OpenPage) -> None:
    page = open_page(f"{gallery}/#as={IMANI.id}&channel={DM_ID}")
    expect(page.get_by_test_id("message")).to_have_count(1)
    expect(page.get_by_test_id("message")).to_contain_text("Northwind would like to use your clone.")


def test_a_private_line_is_seen_by_its_addressee_alone_and_can_be_dismissed(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    private = page.locator("article.ephemeral")
    expect(private).to_contain_text("Only you can see this")
    private.get_by_test_id("dismiss").click()
    expect(private).to_have_count(0)
    page.get_by_role("button", name="Ben Castle").click()
    expect(page.get_by_text("Just for you.")).to_have_count(0)


def test_a_newcomer_sees_who_has_something_new(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    imani = page.get_by_role("button", name="Imani Okafor, Talent, 2 new for Imani")
    imani.click()
    expect(page.get_by_text("Northwind would like to use your clone.")).to_be_visible()


def test_a_refused_act_is_told_in_the_servers_words(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_test_id("toast")).to_contain_text("This world stands still: nothing can be done in it.")
    expect(page.get_by_role("button", name="Edit")).to_be_enabled()


def test_a_message_that_could_not_be_sent_stays_in_the_box(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    page.get_by_test_id("composer-input").fill("Hello?")
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("toast")).to_be_visible()
    expect(page.get_by_test_id("composer-input")).to_have_value("Hello?")


def test_the_chosen_look_is_kept(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA, scheme="light")
    page.get_by_test_id("theme").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark == "rgb(29, 31, 35)"


def test_a_form_names_what_is_missing_and_takes_the_focus_there(gallery_with_form: str, open_page: OpenPage) -> None:
    page = open_page(gallery_with_form + AS_ADA)
    fee = page.get_by_label("Fee")
    expect(fee).to_have_value("9000")
    assert problems(page, "names") == []
    fee.fill("")
    page.get_by_label("Anything to add?").fill("no")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_text("Please fill this in.")).to_be_visible()
    expect(page.get_by_text("At least 3 characters, please.")).to_be_visible()
    expect(fee).to_be_focused()


def test_a_refused_form_keeps_what_was_typed(gallery_with_form: str, open_page: OpenPage) -> None:
    page = open_page(gallery_with_form + AS_ADA)
    page.get_by_label("Fee").fill("8500")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal-error")).to_contain_text("This world stands still")
    expect(page.get_by_label("Fee")).to_have_value("8500")


def test_escape_closes_a_form_for_good(gallery_with_form: str, open_page: OpenPage) -> None:
    page = open_page(gallery_with_form + AS_ADA)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("modal")).to_be_hidden()
    page.get_by_role("button", name="Ben Castle").click()
    page.locator(f"[data-person-id={ADA.id!r}]").click()
    expect(page.get_by_test_id("modal")).to_be_hidden()
    expect(page.get_by_test_id("title")).to_be_visible()


def test_on_a_phone_the_people_and_channels_are_a_drawer(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA, width=390, height=844, touch=True)
    imani = page.locator(f"[data-person-id='{IMANI.id}']")
    expect(imani).to_be_hidden()
    page.get_by_test_id("menu").click()
    imani.click()
    expect(imani).to_be_hidden()
    expect(page.get_by_text("Northwind would like to use your clone.")).to_be_visible()


def test_a_menu_is_worked_with_the_arrow_keys(gallery: str, open_page: OpenPage) -> None:
    page = open_page(gallery + AS_ADA)
    opener = page.get_by_test_id("select")
    opener.focus()
    for key in ("ArrowDown", "ArrowDown", "Enter", "End", "Enter"):
        page.keyboard.press(key)
    expect(opener).to_contain_text("Option 1, Option 24")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(opener).to_be_focused()
