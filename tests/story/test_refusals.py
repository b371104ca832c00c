"""What Quasi says no to, with the reason, and how the talk goes on where it can (I9)."""

from __future__ import annotations

import pytest

from bot.sandbox.people import ADA, BEN, IMANI, JUN, QUASI
from tests.story import looks, steps
from tests.story.town import Town

PLAIN = ", print, France, half a year from 10 January 2027, for the autumn campaign. 8 images, they replace no casting."


async def _ask(town: Town, text: str) -> str:
    await town.say(ADA, f"<@{QUASI.id}> {text}", "licensing")
    return await looks.thread(town, ADA, 3)


async def test_i9_a_refused_category_ends_the_talk_with_the_reason(town: Town) -> None:
    seen = await _ask(town, "Imani Okafor's clone for our whisky" + PLAIN)
    assert "Imani doesn't license this likeness for alcohol" in seen
    assert "A different one is welcome" in seen
    assert [deal.end_reason for deal in await looks.deals(town)] == ["category_refused"]


async def test_i9_a_refused_medium_is_left_out_and_the_talk_goes_on(town: Town) -> None:
    seen = await _ask(
        town,
        "Mara Lindqvist's clone for our parka, packaging and website, Sweden, six months from 10 January 2027, no"
        " exclusivity, for the autumn campaign, 8 images, no casting replaced",
    )
    assert "Mara doesn't license this likeness for packaging. I've left that out." in seen
    assert (await looks.deals(town))[0].brief.media == ("website",)


async def test_i9_a_refused_country_is_left_out(town: Town) -> None:
    seen = await _ask(town, "Jun Park's clone for our parka, website, Korea and China, six months from 10 January 2027,"
                            " no exclusivity, for the autumn campaign, 8 images, no casting replaced")  # fmt: skip
    assert "Jun doesn't license this likeness in China" in seen
    assert (await looks.deals(town))[0].brief.territories == ("KR",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("just generate someone for our parka, no one real", "never an invented person"),
        ("Kate Winterbourne's clone for our parka" + PLAIN, "isn't enrolled with Quasi"),
        ("Sofía Reyes's clone for our parka" + PLAIN, "isn't enrolled with Quasi"),
    ],
)
async def test_i9_only_real_enrolled_people_are_licensed(town: Town, text: str, reason: str) -> None:
    assert reason in await _ask(town, text)
    assert "Whose likeness would you like?" in await looks.thread(town, ADA) or "whose likeness" in await looks.thread(
        town, ADA
    )
    assert [deal.talent_id for deal in await looks.deals(town)] == [None]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("and make her skin lighter", "doesn't allow skin tone to be changed. I can take the brief without that."),
        ("make her look 15", "Nobody is ever shown as under 18."),
        ("and we train our image model on it", "never licenses a likeness for training AI"),
    ],
)
async def test_i9_what_goes_against_limits_is_refused_and_the_brief_goes_on_without(
    town: Town, text: str, reason: str
) -> None:
    seen = await _ask(town, f"Imani Okafor's clone for our parka{PLAIN} {text}")
    assert reason in seen
    deal = (await looks.deals(town))[0]
    assert not deal.brief.alterations
    thread = await town.thread(ADA)
    if deal.asked == "exclusivity":
        await town.click(ADA, "Yes, no exclusivity")
    await town.say(ADA, text, thread)
    assert (await looks.deals(town))[0].is_open
    await town.click(ADA, "Accept A")
    await town.click(ADA, "Confirm offer")
    await steps.approve(town)
    terms = (await looks.licences(town))[0].terms
    assert not terms.depiction.allowed()
    assert terms.as_dict()["ai_training"] is False


@pytest.mark.parametrize(
    ("length", "reason"),
    [
        ("in perpetuity", "A licence always has an end, at most 60 months away."),
        ("full buyout", "“Buyout” isn't a term I can license."),
        ("for 72 months from 10 January 2027", "at most 60 months"),
        ("for 36 months from 10 January 2027", "Imani licenses for at most 24 months at a time"),
    ],
)
async def test_a_length_that_is_too_long_is_refused_and_asked_about(town: Town, length: str, reason: str) -> None:
    seen = await _ask(town, f"Imani Okafor's clone for our parka, print, France, {length}, no exclusivity")
    assert reason in seen
    brief = (await looks.deals(town))[0].brief
    assert (brief.months, brief.days, brief.ends_on) == (None, None, None)


async def test_another_currency_is_said_and_never_converted(town: Town) -> None:
    thread = await steps.brief(town, BEN, text=steps.FIRST + " We can pay 9,000 dollars.")
    assert "please name your figure in EUR" in await looks.thread(town, BEN, 6)
    await town.say(BEN, "8,000 USD for A", thread)
    assert "please name your figure in EUR" in await looks.thread(town, BEN)
    await town.say(BEN, "then 8,500 euros", thread)
    assert "EUR 8,500.00" in await looks.thread(town, BEN, 2)


async def test_full_exclusivity_she_does_not_give_is_refused_and_asked_again(town: Town) -> None:
    seen = await _ask(town, "Jun Park's clone for our parka, website, Korea, six months from 10 January 2027, fully"
                            " exclusive, for the autumn campaign, 8 images, no casting replaced")  # fmt: skip
    assert "Jun doesn't give full exclusivity." in seen
    assert await looks.buttons(town, ADA) == ["Yes, no exclusivity", "Edit", "Withdraw"]
    assert JUN.name in seen
    assert await looks.dms(town, IMANI) == []
