"""A talent is erased while papers about her are in other hands: what the public page says must still be true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.flows import person
from bot.ports import Tx
from bot.sandbox.people import IMANI
from bot.surfaces.web import create_app
from tests.fakes import fresh_store
from tests.flows.stage import Stage
from tests.licences import TestSigner, documents

PAGE = {"accept": "text/html"}


@dataclass
class Erased:
    """A closed licence whose talent is erased: what was public before, the papers, and the site now."""

    number: str
    code: str
    papers: tuple[bytes, bytes]
    site: TestClient


@pytest.fixture
def erased(tmp_path: Path) -> Iterator[Erased]:
    with fresh_store(tmp_path) as store:
        yield _erased(Stage(store))


def _erased(stage: Stage) -> Erased:
    from tests.flows.stage import run

    papers = documents()
    stage.deps = type(stage.deps)(stage.store, papers, stage.entropy, stage.deps.house)
    run(stage.offered())
    licence = run(stage.approve())
    files = stage.read(lambda tx: (tx.document(f"{licence.number}.pdf"), tx.document(f"{licence.number}.json")))
    site = TestClient(create_app(stage.store, papers, _Clock(stage), TestSigner()), follow_redirects=False)
    code = site.get(f"/verify/{licence.number}.json").json()["check_code"]
    stage.now = licence.ends_at + timedelta(days=1)

    def close(tx: Tx) -> None:
        held = tx.licence(licence.number)
        assert held is not None
        tx.save_licence(held.confirm_places(frozenset(held.open_places), stage.now))

    stage.write(close)
    stage.write(lambda tx: person.erase(tx, IMANI.id, stage.entropy, stage.now))
    assert files[0] is not None and files[1] is not None
    return Erased(licence.number, code, (files[0], files[1]), site)


@dataclass(frozen=True)
class _Clock:
    stage: Stage

    def now(self) -> datetime:
        return self.stage.now


def test_the_page_shows_no_check_code_that_differs_from_the_paper(erased: Erased) -> None:
    public = erased.site.get(f"/verify/{erased.number}.json").json()
    assert public["check_code"] in (None, erased.code)
    page = erased.site.get(f"/verify/{erased.number}", headers=PAGE)
    assert page.status_code == 200
    assert "the paper shows the same" not in page.text
    assert "Imani" not in page.text


def test_the_papers_in_other_hands_are_still_genuine_and_known(erased: Erased) -> None:
    for paper in erased.papers:
        found = erased.site.post("/verify/file", files={"file": ("licence", paper)}).json()
        assert (found["verdict"], found["known"]) == ("genuine", True)
