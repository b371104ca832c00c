"""Two brands want the same talent for themselves in one place and time: one gets it, the other gets ways out (I5)."""

from __future__ import annotations

from bot.domain.licence import terms_conflict
from bot.sandbox.people import ADA, BEN, IMANI, QUASI
from tests.story import looks, steps
from tests.story.town import Item, Town

BENS = (
    f"<@{QUASI.id}> Imani Okafor's clone for our Harbor raincoat, print and website, France and Italy, half a year from"
    " 1 March 2027, for the spring campaign. 6 images, they replace no casting."
)
EXCLUSIVE = "No, exclusive for outerwear"


async def _both_ask(town: Town) -> tuple[Item, Item]:
    await steps.offer(town, ADA, exclusivity=EXCLUSIVE)
    adas = await town.find(IMANI, "Review and approve")
    await steps.offer(town, BEN, text=BENS, exclusivity=EXCLUSIVE)
    return adas, await town.find(IMANI, "Review and approve")


async def test_i5_she_approves_one_and_the_other_is_told_why_and_gets_a_way_that_works(town: Town) -> None:
    adas, bens = await _both_ask(town)
    await town.click(IMANI, "Review and approve", adas["id"])
    await town.click(IMANI, "I approve")
    await town.submit(IMANI, code=await steps.code(town))
    assert "your new licence" in await looks.dm(town, IMANI) or "rules it out" in await looks.dm(town, IMANI, 3)
    told = await looks.thread(town, BEN)
    assert "came first, and its exclusivity rules yours out" in told
    await town.click(IMANI, "Review and approve", bens["id"])
    assert "Nothing changed" in await looks.dm(town, IMANI)
    labels = await looks.buttons(town, BEN)
    assert "Only Italy" in labels
    assert any(label.startswith("From ") for label in labels)
    await town.click(BEN, "Only Italy")
    await town.click(BEN, "Accept A")
    await town.click(BEN, "Confirm offer")
    await steps.approve(town)
    first, second = await looks.licences(town)
    assert {first.brand_id, second.brand_id} == {"northwind", "harbor"}
    assert not terms_conflict(second.terms, first)


async def test_i5_a_code_typed_after_the_other_licence_was_issued_issues_nothing(town: Town) -> None:
    adas, bens = await _both_ask(town)
    await town.click(IMANI, "Review and approve", bens["id"])
    bens_code = await steps.code(town)
    await town.click(IMANI, "I approve")
    await town.click(IMANI, "Review and approve", adas["id"])
    adas_code = await steps.code(town)
    await town.click(IMANI, "I approve")
    forms = [item for item in await town.inbox(IMANI) if item["kind"] == "modal"]
    for form, code in zip(reversed(forms), (adas_code, bens_code), strict=False):
        await town.post("submit", **{"as": IMANI.id}, modal=form["id"], fields={"code": code})
        await town.settle()
    assert [licence.brand_id for licence in await looks.licences(town)] == ["northwind"]


async def test_i5_a_brief_that_a_licence_rules_out_is_told_before_any_price_is_named(town: Town) -> None:
    await steps.licensed(town, ADA, exclusivity=EXCLUSIVE)
    await steps.brief(town, BEN, text=BENS, exclusivity=EXCLUSIVE)
    assert "isn't free for that: another licence rules it out" in await looks.thread(town, BEN)
    later = next(label for label in await looks.buttons(town, BEN) if label.startswith("From "))
    await town.click(BEN, later)
    await town.click(BEN, "Accept A")
    await town.click(BEN, "Confirm offer")
    await steps.approve(town)
    first, second = sorted(await looks.licences(town), key=lambda licence: licence.starts_at)
    assert second.starts_at >= first.over_at
