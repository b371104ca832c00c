"""Somebody who says they speak for a brand that is known already, in any spelling that looks like it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.people import Brand
from bot.flows.base import Action
from bot.sandbox.people import BEN
from tests.flows.stage import WHOLE, Stage, code_of

MALLORY = replace(BEN, id="990000000000000001", name="Mallory")
WELL = {"brand": "Acme", "licensee": "Acme SAS", "currency": "EUR", "tz": "Europe/Paris"}


def _brand(stage: Stage) -> Brand | None:
    return stage.read(lambda tx: tx.brand_of(MALLORY.id))


@pytest.mark.parametrize(
    "name",
    ["Northwind Outerwear", "NORTHWIND  OUTERWEAR", "Northwind-Outerwear!", "Nórthwind Outerwear",
     "North\u200bwind Outerwear", "Ｎｏｒｔｈｗｉｎｄ Outerwear"],
)  # fmt: skip
@pytest.mark.parametrize("field", ["brand", "licensee"])
async def test_nobody_goes_by_the_name_of_a_known_brand(stage: Stage, name: str, field: str) -> None:
    reply = await stage.press(MALLORY, Action("introduced", "", 0, MALLORY.id), fields={**WELL, field: name})
    assert code_of(reply) == "brand_name_known"
    assert _brand(stage) is None


async def test_a_new_brand_is_welcome(stage: Stage) -> None:
    await stage.press(MALLORY, Action("introduced", "", 0, MALLORY.id), fields=WELL)
    brand = _brand(stage)
    assert brand is not None and brand.name == "Acme"


@pytest.mark.parametrize("currency", ["ZZZ", "XXX", "XAU", "eu", "", "€€", "EUR\n"])
async def test_money_that_does_not_exist_is_nobodys_currency(stage: Stage, currency: str) -> None:
    reply = await stage.press(MALLORY, Action("introduced", "", 0, MALLORY.id), fields={**WELL, "currency": currency})
    brand = _brand(stage)
    assert code_of(reply) == "currency_unknown" or (brand is not None and brand.currency == "EUR")


async def test_i13_what_was_typed_of_a_company_is_there_again_after_a_mistake(stage: Stage) -> None:
    await stage.say(MALLORY, WHOLE)
    await stage.click(MALLORY, "Introduce your company")
    await stage.submit(MALLORY, **{**WELL, "tz": "Europe/Atlantis"})
    await stage.click(MALLORY, "Introduce your company")
    assert "Europe/Atlantis" in str(stage.forms[-1][1].data["typed"])
