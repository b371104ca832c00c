"""Forms that matter most at enrolment: who she is, and the record of her clone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.surfaces import words
from bot.surfaces.forms import form
from bot.surfaces.forms.mandates import text_field as field
from bot.surfaces.layout import FormView


@form("part_about")
def about(data: Mapping[str, Any]) -> FormView:
    """Name, birthday, time zone, representation; the first two only until she is enrolled."""
    clock = field(data, "tz", "Time zone, or the nearest big city", placeholder="Madrid", most=60)
    represented = field(
        data, "represented", "Who represents you", placeholder="none, agent, lawyer or union", required=False, most=30
    )
    if data["enrolled"]:
        return FormView("About you", (clock, represented))
    return FormView(
        "About you",
        (
            field(data, "full_name", "Your name, as brands should read it", most=120),
            field(data, "born_on", "Date of birth", placeholder="2001-05-14", most=40),
            clock,
            represented,
        ),
    )


@form("part_likeness")
def likeness(data: Mapping[str, Any]) -> FormView:
    """The clone's maker, both dates, and source images; hashes already given stay and are not shown again."""
    known = data["sources"]
    on_record = f"{words.count_words(known, 'image')} on record; more may be added"
    return FormView(
        "Likeness record",
        (
            field(data, "made_by", "Who made the clone", placeholder="a person, a studio or a firm", most=120),
            field(data, "consented_on", "Day on which you agreed to its making", placeholder="2026-01-31", most=40),
            field(data, "made_on", "Day on which it was made", placeholder="2026-02-14", most=40),
            field(
                data,
                "more_sources",
                "SHA-256 of source images, one a line",
                placeholder=on_record if known else "64 signs each, one a line",
                required=not known,
                long=True,
                most=4_000,
            ),
        ),
    )
