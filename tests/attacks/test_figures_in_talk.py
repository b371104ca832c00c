"""Found by an attacker in running talks, and mended: a figure is only ever taken for what it was named for."""

from __future__ import annotations

from bot.domain.deal import Deal, DealState
from bot.ports import Address
from bot.sandbox.people import ADA
from tests.flows.stage import WHOLE, Stage


async def _talk(stage: Stage, words: str) -> Deal:
    await stage.say(ADA, WHOLE)
    thread = stage.read(lambda tx: tx.deals(brand_id="northwind"))[0].thread_id
    await stage.say(ADA, words, thread=thread)
    return stage.read(lambda tx: tx.deals(brand_id="northwind"))[0]


async def test_a_figure_for_a_length_she_refuses_is_not_taken_for_a_shorter_one(stage: Stage) -> None:
    deal = await _talk(stage, "we offer 13000 EUR for 60 months")
    assert deal.state is not DealState.OFFERED


async def test_perpetuity_in_a_running_talk_is_refused_with_its_reason(stage: Stage) -> None:
    deal = await _talk(stage, "in perpetuity")
    assert "60 months" in stage.text_to(Address.deal(deal.id)) or "perpetu" in stage.text_to(Address.deal(deal.id))


async def test_a_quarter_of_a_euro_is_not_read_as_four(stage: Stage) -> None:
    deal = await _talk(stage, "¼ EUR")
    assert deal.theirs is None or deal.theirs.amount_minor == 25
