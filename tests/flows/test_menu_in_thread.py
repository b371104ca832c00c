"""Packages side by side as a brand reads them in its thread, and what its words change about them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.domain.deal import MenuItem
from bot.ports import Note
from bot.sandbox.people import ADA
from bot.surfaces.render import render
from tests.flows.stage import Stage, words_of

BRIEF = (
    "Imani Okafor for our winter jackets, website, paid social and print, France and Germany, 6 months from"
    " 1 December 2026, no exclusivity, 10 images, they replace no casting. We have 11,000 EUR."
)


async def told(stage: Stage, *said: str) -> str:
    """Ada's brief and her further lines; what the thread reads last."""
    await stage.say(ADA, BRIEF)
    thread = stage.chat.messages[0].channel_id
    for words in said:
        await stage.say(ADA, words, thread=thread)
    return words_of(render(stage.chat.messages[-1].note)).replace("\u00a0", " ")


async def test_the_purpose_may_name_uses_without_taking_any_away(stage: Stage) -> None:
    assert "paid social · website · print" in await told(stage, "winter launch, web shop and magazine ads")


async def test_a_use_that_only_the_purpose_names_is_asked_about_and_not_sold(stage: Stage) -> None:
    seen = await told(stage, "the TV spot and the launch in Belgium")
    assert "You speak of TV and Belgium, which the request doesn't hold so far." in seen
    assert "EUR 16,380.00" in seen


async def test_words_that_add_a_use_add_it_also_while_the_purpose_is_asked(stage: Stage) -> None:
    assert "paid social · website · print · TV" in await told(stage, "the winter launch; please add TV")


async def test_what_they_ask_for_now_is_what_the_packages_are_compared_with(stage: Stage) -> None:
    seen = await told(stage, "the winter launch", "12k for website, paid social, print and email")
    assert "A – as you asked: paid social · website · email · print" in seen


async def test_every_package_says_why_and_the_card_its_base(stage: Stage) -> None:
    seen = await told(stage, "the winter launch")
    assert "-# +30 % website, +50 % France, × 0.7 for 6 months" in seen
    assert "The card's base: EUR 12,000.00 for two uses, one country and 12 months" in seen
    assert "B fits your figure." in seen


async def test_a_package_named_by_its_letter_is_what_further_words_change(stage: Stage) -> None:
    seen = await told(stage, "the winter launch", "10,000 EUR for B with Spain as well")
    assert "Spain" in seen and "Germany" in seen and "France" not in seen


async def test_a_package_with_a_country_is_that_package_and_the_country_besides(stage: Stage) -> None:
    seen = await told(stage, "the winter launch", "8,000 EUR for B with Spain")
    assert "Spain" in seen and "Germany" in seen and "France" not in seen


async def test_a_package_with_a_country_instead_holds_that_country_alone(stage: Stage) -> None:
    seen = await told(stage, "the winter launch", "1,000 EUR for B with Spain instead")
    assert "A – as you asked: paid social · website · print\nSpain\n" in seen


async def test_a_country_that_stands_in_for_another_leaves_the_rest(stage: Stage) -> None:
    seen = await told(stage, "the winter launch", "drop Germany, add Spain and Italy", "Belgium instead of Spain")
    assert "A – as you asked: paid social · website · print\nBelgium · France · Italy" in seen


async def test_words_with_a_number_that_mean_nothing_to_us_are_asked_to_be_written_out(stage: Stage) -> None:
    seen = await told(stage, "the winter launch", "3.141592 hmm")
    assert "If that is a new figure, please write it out, for instance **EUR 11,000.00**." in seen


async def test_a_no_to_the_offer_read_back_is_no_call_to_confirm_it(stage: Stage) -> None:
    await told(stage, "the winter launch")
    await stage.click(ADA, "Accept A")
    await stage.say(ADA, "no, that's wrong", thread=stage.chat.messages[0].channel_id)
    assert "Then it isn't confirmed" in words_of(render(stage.chat.messages[-1].note))


async def test_a_counter_says_what_became_of_the_fee_for_what_was_asked(stage: Stage) -> None:
    seen = await told(stage, "the winter launch", "12,000 EUR")
    assert re.search(r"A comes down from \*\*EUR 16,380\.00\*\* to \*\*EUR 1[0-9],[0-9]{3}\.00\*\*\.", seen)


async def test_a_fee_that_stays_is_said_to_stay_and_nothing_of_why(stage: Stage) -> None:
    await told(stage, "the winter launch", "12,000 EUR")
    data = dict(stage.chat.messages[-1].note.data)
    data["before"] = data["items"][0]["fee"]
    assert "A stays at **EUR" in (seen := words_of(render(Note("offers", data)))) and "comes down" not in seen


async def test_the_last_word_says_what_became_of_the_fee_too(stage: Stage) -> None:
    await told(stage, "the winter launch", "12,000 EUR")
    data = {**stage.chat.messages[-1].note.data, "lead": "final"}
    assert "my last word" in (seen := words_of(render(Note("offers", data)))) and "A comes down from" in seen
    data["before"] = data["items"][0]["fee"]
    assert "A stays at **EUR" in (seen := words_of(render(Note("offers", data)))) and "this time" not in seen


async def test_less_of_everything_is_called_smaller(stage: Stage) -> None:
    await told(stage, "the winter launch")
    data = dict(stage.chat.messages[-1].note.data)
    small = {**data["items"][0], "letter": "B", "media": ["print"], "territories": ["DE"], "months": "1"}
    seen = words_of(render(Note("offers", {**data, "items": [data["items"][0], small]})))
    assert "B – smaller" in seen and "another mix" not in seen


async def test_no_use_that_nobody_spoke_of_stands_among_the_ways_to_pay_less(stage: Stage) -> None:
    await told(stage, "the winter launch", "9,000 EUR", "9,400 EUR", "9,900 EUR", "10,500 EUR")
    menus = [message.note.data["items"] for message in stage.chat.messages if message.note.kind == "offers"]
    assert len(menus) == 5
    assert {use for items in menus for item in items for use in item["media"]} <= {"website", "paid_social", "print"}


async def test_a_figure_above_the_card_for_the_one_country_that_is_named_is_for_all_that_was_asked(
    stage: Stage,
) -> None:
    seen = await told(stage, "the winter launch", "France matters least to us, but let's see: 12,000 EUR for the lot")
    assert "A – as you asked: paid social · website · print\nFrance · Germany" in seen and "it is, then" not in seen


@pytest.mark.parametrize(
    "keeps",
    [
        "France has to be in, sorry.",
        "we can't drop France.",
        "We don't want to lose France,",
        "on ne peut pas enlever la France,",
    ],
)
async def test_a_country_that_has_to_stay_in_takes_no_other_away(stage: Stage, keeps: str) -> None:
    seen = await told(stage, "the winter launch", f"{keeps} 10,000 EUR for A")
    assert "A – as you asked: paid social · website · print\nFrance · Germany" in seen


async def test_a_figure_below_the_card_for_a_part_is_for_that_part(stage: Stage) -> None:
    seen = await told(stage, "the winter launch", "5,000 EUR for Germany")
    assert "A – as you asked: paid social · website · print\nGermany\n" in seen


async def test_no_package_that_was_shown_costs_more_later(stage: Stage) -> None:
    figures = ("9,000 EUR", "9,600 EUR", "9,700 EUR", "9,700 EUR", "9,800 EUR", "9,900 EUR")
    await told(stage, "the winter launch", *figures)
    asked: dict[str, int] = {}
    for data in (message.note.data for message in stage.chat.messages if message.note.kind == "offers"):
        for item in data["items"]:
            terms = str([item[part] for part in ("media", "territories", "months", "exclusivity")])
            assert item["fee"]["amount_minor"] <= asked.get(terms, item["fee"]["amount_minor"])
            asked[terms] = item["fee"]["amount_minor"]


# ---- letters


def _menus(stage: Stage) -> list[dict[str, tuple[object, ...]]]:
    """What each card's letters stood for, oldest card first."""
    parts = ("media", "territories", "months", "exclusivity")
    notes = [message.note.data for message in stage.chat.messages if message.note.kind == "offers"]
    return [{item["letter"]: tuple(str(item[part]) for part in parts) for item in data["items"]} for data in notes]


async def test_a_package_that_is_bargained_over_keeps_its_letter_and_what_was_asked_first_stays_a(stage: Stage) -> None:
    seen = await told(stage, "the winter launch", "10,000 EUR for B")
    first, second = _menus(stage)
    assert (second["A"], second["B"]) == (first["A"], first["B"])
    assert "B comes down from **EUR 10,920.00**" in seen and "B – as you asked" in seen


async def test_a_second_figure_for_b_is_for_the_same_package_as_the_first(stage: Stage) -> None:
    await told(stage, "the winter launch", "8,000 EUR for B", "8,300 EUR for B")
    first, second, third = _menus(stage)
    assert first["B"] == second["B"] == third["B"]


async def test_what_is_asked_for_by_its_terms_is_a_also_where_it_had_another_letter(stage: Stage) -> None:
    await told(stage, "the winter launch", "10,000 EUR for Germany alone")
    first, second = _menus(stage)
    assert second["A"] == first["B"], "who writes terms and then presses Accept A means what was written"


async def test_a_letter_that_comes_to_stand_for_something_else_is_marked(stage: Stage) -> None:
    seen = await told(stage, "the winter launch", "10,000 EUR for B")
    first, second = _menus(stage)
    assert first["C"] != second["C"] and "C – shorter (new)" in seen and "(new)" not in seen.split("C – ")[0]


async def test_a_yes_to_a_package_of_an_earlier_card_takes_it_at_the_fee_that_was_asked(stage: Stage) -> None:
    await told(stage, "the winter launch", "8,000 EUR for B")
    menus = [message.note.data["items"] for message in stage.chat.messages if message.note.kind == "offers"]
    ref = stage.newest("Accept B").action.ref
    deal = stage.read(lambda tx: tx.deal(ref))
    assert deal is not None
    # The newest card as if it showed no C: that letter then means what it meant on the first.
    first_c = next(MenuItem("C", item.package, item.fee) for item in deal.menu if item.letter == "C")
    kept = tuple(item for item in deal.menu if item.letter != "C")
    stage.write(lambda tx: tx.save_deal(replace(deal, menu=kept, lettered=(*kept, first_c))))
    await stage.say(ADA, "we take C", thread=stage.chat.messages[0].channel_id)
    note = stage.chat.messages[-1].note
    assert (note.kind, len(menus)) == ("readback", 2)
    assert note.data["terms"]["fee"]["amount"] == first_c.fee.decimal()
    assert "You mean C of an earlier card." in words_of(render(note))


async def test_a_yes_to_another_package_than_the_one_read_back_reads_that_one_back(stage: Stage) -> None:
    await told(stage, "the winter launch")
    await stage.click(ADA, "Accept A")
    await stage.say(ADA, "we take C", thread=stage.chat.messages[0].channel_id)
    note = stage.chat.messages[-1].note
    assert note.kind == "readback" and note.data["terms"]["fee"]["amount"] == "9360.00"


async def test_a_letter_that_was_never_shown_is_said_to_be_unknown_also_over_an_offer_read_back(stage: Stage) -> None:
    await told(stage, "the winter launch")
    await stage.click(ADA, "Accept A")
    ref = stage.newest("Confirm offer").action.ref
    deal = stage.read(lambda tx: tx.deal(ref))
    assert deal is not None
    stage.write(lambda tx: tx.save_deal(replace(deal, menu=deal.menu[:1], lettered=deal.menu[:1])))
    await stage.say(ADA, "C for 5k", thread=stage.chat.messages[0].channel_id)
    assert "That letter isn't on the table." in words_of(render(stage.chat.messages[-1].note))


async def test_a_package_far_below_the_figure_is_not_said_to_fit_it(stage: Stage) -> None:
    await told(stage, "the winter launch")
    data = dict(stage.chat.messages[-1].note.data)
    far = {**data["items"][1], "fee": {"amount_minor": 743_000, "currency": "EUR"}}
    data |= {"items": [data["items"][0], far], "theirs": {"amount_minor": 920_000, "currency": "EUR"}}
    seen = words_of(render(Note("offers", data)))
    assert "B lies below your figure." in seen and "fits" not in seen


async def test_what_was_agreed_and_not_confirmed_is_asked_no_more_for(stage: Stage) -> None:
    await told(stage, "the winter launch", "10,000 EUR for B", "9,800 EUR for B", "9,000 EUR for B")
    agreed = next(message.note for message in stage.chat.messages if message.note.kind == "readback")
    last = stage.chat.messages[-1].note
    assert agreed.data["terms"]["fee"]["amount"] == "9800.00"
    seen = words_of(render(last))
    assert "Then we leave the offer above unconfirmed." in seen
    assert last.kind == "readback" or last.data["items"][0]["fee"]["amount_minor"] <= 980_000
