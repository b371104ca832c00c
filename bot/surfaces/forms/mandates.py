"""Forms of a mandate's parts. What was typed before stands in them, but for the floor, which is write-only (I4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.surfaces.forms import form
from bot.surfaces.layout import Field, FormView

_UNCHANGED = "unchanged"


@form("part_rate")
def rate(data: Mapping[str, Any]) -> FormView:
    """Currency, base, floor, day rate."""
    floor = Field(
        "floor",
        "Secret floor: the least, for the same",
        placeholder=_UNCHANGED if data["has_floor"] else "never shown to anyone, not even here",
        required=not data["has_floor"],
        most=30,
    )
    return FormView(
        "Rate card",
        (
            text_field(data, "currency", "Currency", placeholder="EUR, USD, SEK, …", most=10),
            text_field(data, "base", "Base: two media, one country, one year", placeholder="12,000.00", most=30),
            floor,
            text_field(
                data, "day_rate", "Your day rate for a shoot", placeholder="may stay empty", required=False, most=30
            ),
        ),
    )


@form("part_territories")
def territories(data: Mapping[str, Any]) -> FormView:
    """Refused countries."""
    field = text_field(
        data,
        "refused_territories",
        "Countries, by name or code",
        placeholder="China, Russia; or none",
        required=False,
        long=True,
        most=2_000,
    )
    return FormView("Countries I refuse", (field,))


@form("part_quiet")
def quiet(data: Mapping[str, Any]) -> FormView:
    """Quiet hours on her own clock."""
    return FormView(
        "Quiet hours",
        (
            text_field(
                data,
                "quiet_from",
                "From (your own clock)",
                placeholder="21:00; empty for none",
                required=False,
                most=20,
            ),
            text_field(data, "quiet_until", "Until", placeholder="08:00; or empty", required=False),
        ),
    )


@form("part_advisers")
def advisers(data: Mapping[str, Any]) -> FormView:
    """Advisers."""
    field = text_field(
        data,
        "advisers",
        "Advisers, one a line",
        placeholder="@name, an account id, or the name of someone I know; or none",
        required=False,
        long=True,
        most=500,
    )
    return FormView("Advisers", (field,))


@form("part_ask_first")
def ask_first(data: Mapping[str, Any]) -> FormView:
    """From which fee on to ask first."""
    field = text_field(
        data, "ask_first", "Ask me before you negotiate above", placeholder="empty for never", required=False, most=30
    )
    return FormView("Ask me first", (field,))


def text_field(
    data: Mapping[str, Any],
    field_id: str,
    label: str,
    *,
    placeholder: str = "",
    required: bool = True,
    long: bool = False,
    most: int = 300,
) -> Field:
    """A field with what was typed into it before."""
    value = str(data["typed"].get(field_id, ""))[:most]
    return Field(field_id, label, value, placeholder, required, long, most=most)
