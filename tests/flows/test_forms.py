"""A form that comes back unchanged changes nothing: what it shows is read again as what it was made from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.flows.base import Action, Form
from bot.reading.findings import Context
from bot.reading.read import read
from bot.surfaces import forms

BRIEF: dict[str, Any] = {
    "media": ["print", "website"], "territories": ["FR", "ES"], "starts_on": "2027-01-10", "ends_on": "2027-07-09",
    "months": 6, "days": None, "exclusivity": "category", "category": "outerwear",
}  # fmt: skip


def filled(name: str, **changes: Any) -> tuple[str, Context]:
    view = forms.build(Form("brief", Action("edited"), {**BRIEF, **changes}))
    value = next(field.value for field in view.fields if field.id == name)
    return value, Context(datetime(2026, 11, 3, tzinfo=UTC), "brand", asked=name, tz="Europe/Paris", currency="EUR")


@pytest.mark.parametrize(
    "media", [["print", "website"], ["ooh", "tv", "in_store"], ["organic_social", "paid_social", "email"]]
)
def test_media_come_back_as_they_were(media: list[str]) -> None:
    assert set(read(*filled("media", media=media)).media) == set(media)


@pytest.mark.parametrize("places", [["FR", "ES"], ["001"], ["GB", "US", "KR", "CD", "CG"]])
def test_places_come_back_as_they_were(places: list[str]) -> None:
    assert set(read(*filled("territories", territories=places)).territories) == set(places)


def test_dates_come_back_as_they_were() -> None:
    found = read(*filled("length"))
    assert (found.starts_on, found.ends_on, found.unclear) == (date(2027, 1, 10), date(2027, 7, 9), ())


@pytest.mark.parametrize("exclusivity", ["none", "category", "full"])
def test_exclusivity_comes_back_as_it_was(exclusivity: str) -> None:
    assert read(*filled("exclusivity", exclusivity=exclusivity)).exclusivity == exclusivity
