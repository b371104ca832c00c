"""A newcomer plays a whole deal on the page, in Chromium: from the first message to the licence, and on to its end."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from bot.sandbox.people import ADA, IMANI, LEE, NOOR
from tests.browser.player import NUMBER, Player, brief_to_offers, code_on, counter_and_accept, quasi_running
from tests.browser.servers import OpenPage

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with quasi_running(tmp_path_factory.mktemp("world")) as address:
        yield address


@pytest.fixture
def player(url: str, open_page: OpenPage) -> Player:
    return Player(open_page(url), url)


def test_a_newcomer_plays_a_brief_to_its_licence_and_the_licence_to_its_end(player: Player) -> None:
    brief_to_offers(player)
    counter_and_accept(player)
    player.press("Confirm offer")
    player.sees("Confirmed. Imani has until")
    _her_adviser_reads_along(player)
    number = _imani_approves(player)
    _both_hold_the_paper(player, number)
    _anyone_can_check_it(player, number)
    _it_ends_and_comes_down(player, number)


def _her_adviser_reads_along(player: Player) -> None:
    player.become(IMANI)
    player.sees("You are paid")
    player.press("Bring in my adviser")
    player.become(NOOR)
    player.open_form("Comment")
    player.submit(words="Fair, I think.")
    player.become(IMANI, "Quasi")
    player.sees("Fair, I think.")


def _imani_approves(player: Player) -> str:
    player.say("yes!")
    player.sees("A yes in a message isn't binding")
    player.press("Review and approve")
    code = code_on(player.page)
    player.open_form("I approve")
    player.submit(code=code.lower())
    told = player.sees("Your licence is").inner_text()
    found = NUMBER.search(told)
    assert found is not None
    return found.group()


def _both_hold_the_paper(player: Player, number: str) -> None:
    for who, place in ((IMANI, "Quasi"), (ADA, "Northwind")):
        player.become(who, place)
        paper = player.sees(f"Licence {number}").get_by_role("link", name=f"{number}.pdf")
        with urlopen(str(paper.get_attribute("href")), timeout=10) as file:
            assert number in PdfReader(BytesIO(file.read())).pages[0].extract_text()
    player.become(LEE, "licence-log")
    player.sees(f"{number} issued")


def _anyone_can_check_it(player: Player, number: str) -> None:
    player.become(ADA, "Northwind")
    with player.page.context.expect_page() as opened:
        player.sees(f"Licence {number}").get_by_role("link", name="Check this licence").click()
    expect(opened.value.locator("body")).to_contain_text(number)
    expect(opened.value.locator("body")).to_contain_text("Imani Okafor")
    opened.value.close()


def _it_ends_and_comes_down(player: Player, number: str) -> None:
    player.become(ADA, "Northwind")
    for _ in range(20):  # the first day of use, a statement each month, then the reminders
        player.jump("due")
        if player.page.get_by_test_id("message").filter(has_text="ended last night").count():
            break
    player.choose("Places that are down", "website", "print")
    player.press("Confirm takedown")
    player.sees(f"Every place is confirmed as down, and {number} is closed.")
    player.become(IMANI, "Quasi")
    player.sees("ends in 30 days")
    player.sees(f"every image under {number} is down")
