"""What a brand says of our packages is no wish: taken for one, "B is only 3 months" was an offer for three months."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reading.conftest import Reading


@pytest.mark.parametrize(
    "said",
    [
        "still 7,200 for the four months. B is only 3 months, that's no use to me",
        "7,200 for four months, B has just 3 months",
        "B hat nur drei Monate, das reicht nicht. 7.200 für die vier Monate",
        "B ne dure que trois mois. 7 200 pour quatre mois",
        "B son 3 meses. 7.200 por cuatro meses",
        "B dura solo tre mesi. 7.200 per quattro mesi",
    ],
)
def test_a_figure_is_for_the_length_that_is_asked_for(talk: Reading, said: str) -> None:
    found = talk(said)
    assert found.fee is not None and found.fee[0] == Decimal(7200)
    assert (found.months, found.package) == (4, None)


@pytest.mark.parametrize("said", ["C lacks Canada", "C is only France", "B has no TV", "A is print and TV in France"])
def test_what_a_package_holds_or_lacks_changes_nothing(talk: Reading, said: str) -> None:
    found = talk(said)
    assert not (found.media or found.media_removed or found.territories or found.territories_removed)


def test_what_is_wanted_behind_a_remark_is_heard(talk: Reading) -> None:
    assert talk("B has no TV, but we want TV").media == ("tv",)
    assert talk("C doesn't cover Norway and we need Norway").territories == ("NO",)
    assert talk("B is a month, make it 2 months").months == 2


@pytest.mark.parametrize("said", ["B is fine with France", "8k for B with France", "B plus France"])
def test_a_package_with_a_wish_keeps_the_wish(talk: Reading, said: str) -> None:
    assert talk(said).territories == ("FR",)


@pytest.mark.parametrize(
    "said",
    [
        "B is only Canada, that's no use to me. 7,200 for A.",
        "B is no use to us, but 7,200 for A",
        "we like B. 7,200 for A",
        "B hat nur drei Monate. 7.200 für A",
    ],
)
def test_a_figure_is_for_the_package_it_is_offered_for(talk: Reading, said: str) -> None:
    found = talk(said)
    assert found.package == "A" and found.fee is not None
    assert not found.territories and found.months is None
