"""Takes the pictures of README and docs anew, from a deal played on the real page; `python docs/make_images.py`.

It needs a Chromium, and `pdftoppm` for the picture of the paper; what is missing is said, and the old picture stays.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.sandbox.people import IMANI  # noqa: E402
from tests.browser.conftest import CHROMIUM_ARGS, find_chromium  # noqa: E402
from tests.browser.player import Player, brief_to_offers, code_on, quasi_running  # noqa: E402

IMAGES = ROOT / "docs" / "images"
WIDE = {"width": 1280, "height": 860}


def main() -> int:
    """Play, and save. Returns 1 where there is no browser to play in."""
    chromium = find_chromium()
    if chromium is None:
        print("No Chromium on this machine, so no pictures were taken; install it with: apt-get install chromium")
        return 1
    with (
        tempfile.TemporaryDirectory() as folder,
        quasi_running(Path(folder)) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        context = browser.new_context(viewport=WIDE, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector("body[data-ready]")
        _play(Player(page, url))
        browser.close()
    print(f"Pictures are in {IMAGES.relative_to(ROOT)}.")
    return 0


def _play(player: Player) -> None:
    brief_to_offers(player)
    _save(player.page, "page")
    player.press("Accept A")
    player.sees("Nothing is binding until you confirm")
    player.press("Confirm offer")
    player.become(IMANI)
    player.sees("You are paid")
    _save(player.page, "consent")
    player.press("Review and approve")
    code = code_on(player.page)
    player.open_form("I approve")
    player.submit(code=code)
    paper = player.sees("Your licence is").locator("a[href$='.pdf']").first.get_attribute("href")
    _save_paper(str(paper))


def _save(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    for close in page.locator(".toast-close").all():
        close.click()
    page.screenshot(path=IMAGES / f"{name}.png")


def _save_paper(url: str) -> None:
    pdftoppm = shutil.which("pdftoppm")
    if pdftoppm is None:
        print("There is no pdftoppm here, so the picture of the paper stays as it was.")
        return
    with urlopen(url) as answer, tempfile.TemporaryDirectory() as folder:  # noqa: S310  (the sandbox's own)
        pdf = Path(folder) / "licence.pdf"
        pdf.write_bytes(answer.read())
        to = IMAGES / "licence"
        command = [pdftoppm, "-png", "-r", "90", "-f", "1", "-l", "1", "-singlefile", pdf, to]
        subprocess.run(command, check=True)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
