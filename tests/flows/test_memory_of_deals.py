"""The next deal with a brand knows which packages it took before, and no figure of the deals they came from."""

from __future__ import annotations

import json

from bot.domain.negotiation import Talk
from bot.sandbox.people import ADA
from tests.flows.stage import WHOLE, Stage

AGAIN = WHOLE.replace("print and our website", "paid social").replace("10 January 2027", "1 September 2027")


async def test_the_next_talk_remembers_the_package_and_not_the_fee(stage: Stage) -> None:
    first = await stage.offered()
    licence = await stage.approve()
    await stage.say(ADA, AGAIN)
    second = stage.newest("Accept A").action.ref
    assert second != first
    memory = talk_of(stage, second).memory
    assert memory.taken == (licence.terms.package(),)
    assert str(licence.terms.fee.amount_minor) not in json.dumps(memory.to_dict())


async def test_a_first_talk_remembers_nothing(stage: Stage) -> None:
    assert talk_of(stage, await stage.offered()).memory.taken == ()


async def test_what_was_asked_and_turned_down_is_not_dearer_the_next_time(stage: Stage) -> None:
    await stage.say(ADA, WHOLE)
    deal = stage.read(lambda tx: tx.deal(stage.newest("Accept A").action.ref))
    assert deal is not None
    await stage.say(ADA, "4,000 EUR", thread=deal.thread_id)
    await stage.say(ADA, "5,000 EUR", thread=deal.thread_id)
    before = lead_of(stage, deal.id)
    await stage.click(ADA, "Withdraw")
    await stage.say(ADA, WHOLE)
    again = stage.newest("Accept A").action.ref
    assert again != deal.id
    assert lead_of(stage, again) <= before


def lead_of(stage: Stage, deal_id: str) -> int:
    deal = stage.read(lambda tx: tx.deal(deal_id))
    assert deal is not None
    return deal.menu[0].fee.amount_minor


def talk_of(stage: Stage, deal_id: str) -> Talk:
    deal = stage.read(lambda tx: tx.deal(deal_id))
    assert deal is not None and deal.talk is not None
    return Talk.from_dict(dict(deal.talk))
