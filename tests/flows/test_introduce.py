"""A company nobody knows: who they are is asked once, what they typed is kept, what they asked for is taken up."""

from __future__ import annotations

import pytest

from bot.ports import Address
from bot.sandbox.people import ADA, LICENSING, Person
from bot.surfaces.forms import build
from tests.flows.stage import WHOLE, Stage, code_of

ZOE = Person("1100000000000000999", "Zoe Vance", "zoe", "brand", "Europe/Vienna")
COMPANY = {"brand": "Alpenglow", "licensee": "Alpenglow GmbH", "currency": "eur", "tz": "Europe/Vienna"}


async def test_a_newcomer_introduces_her_company_and_her_first_words_become_a_deal(stage: Stage) -> None:
    await stage.say(ZOE, WHOLE)
    asked = stage.text_to(Address("channel", LICENSING.id))
    assert "I'm Quasi, an AI agent" in asked
    assert "I don't know your company yet" in asked
    await stage.click(ZOE, "Introduce your company")
    assert code_of(await stage.submit(ZOE, **COMPANY)) == "deal_opened"
    brand = stage.read(lambda tx: tx.brand_of(ZOE.id))
    assert brand is not None
    assert (brand.name, brand.licensee, brand.currency, brand.tz) == (
        "Alpenglow", "Alpenglow GmbH", "EUR", "Europe/Vienna",
    )  # fmt: skip
    assert stage.newest("Accept A").to.kind == "deal"
    await stage.click(ZOE, "Accept A")
    await stage.click(ZOE, "Confirm offer")
    assert (await stage.approve()).terms.licensee == "Alpenglow GmbH"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"currency": "doubloons"}, "currency_unknown"),
        ({"tz": "Atlantis"}, "time_zone_unknown"),
        ({"brand": "  "}, "brand_name_missing"),
    ],
)
async def test_what_was_typed_is_kept_when_a_field_is_wrong(stage: Stage, change: dict[str, str], code: str) -> None:
    await stage.say(ZOE, WHOLE)
    await stage.click(ZOE, "Introduce your company")
    assert code in str(await stage.submit(ZOE, **{**COMPANY, **change}))
    assert stage.read(lambda tx: tx.brand_of(ZOE.id)) is None
    await stage.click(ZOE, "Introduce your company")
    typed = {field.id: field.value for field in build(stage.forms[-1][1]).fields}
    assert typed["licensee"] == "Alpenglow GmbH"
    assert code_of(await stage.submit(ZOE, **COMPANY)) == "deal_opened"


async def test_nobody_else_introduces_her_company(stage: Stage) -> None:
    await stage.say(ZOE, WHOLE)
    assert code_of(await stage.click(ADA, "Introduce your company")) == "not_for_you"
    assert stage.read(lambda tx: tx.brand_of(ZOE.id)) is None


async def test_an_introduction_sent_twice_makes_one_company_and_one_deal(stage: Stage) -> None:
    await stage.say(ZOE, WHOLE)
    await stage.click(ZOE, "Introduce your company")
    await stage.submit(ZOE, **COMPANY)
    await stage.submit(ZOE, **COMPANY)
    assert stage.read(lambda tx: len(tx.deals())) == 1
    assert [entry.kind for entry in stage.ledger()].count("brand.introduced") == 1
