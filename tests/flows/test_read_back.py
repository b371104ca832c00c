"""The offer read back, and the ask that comes of it: one mark for the same terms, and no word a stranger wonders at."""

from __future__ import annotations

import re

from bot.ports import Address
from bot.sandbox.people import IMANI
from bot.surfaces.render import render
from tests.flows.stage import Stage, words_of

MARK = re.compile(r"terms (\w{4}…\w{4})", re.IGNORECASE)


async def test_the_offer_read_back_and_the_ask_bear_the_same_mark_of_the_terms(stage: Stage) -> None:
    deal_id = await stage.offered()
    read_back = next(said for said in said_in(stage, deal_id) if "Confirm offer" in said)
    asked = stage.text_to(Address.dm(IMANI.id))
    assert MARK.findall(read_back) == MARK.findall(asked)
    assert len(MARK.findall(asked)) == 1


async def test_a_brand_is_not_told_how_often_the_table_changed(stage: Stage) -> None:
    assert not any("version" in said for said in said_in(stage, await stage.offered()))


def said_in(stage: Stage, deal_id: str) -> list[str]:
    return [words_of(render(message.note)) for message in stage.sent_to(Address.deal(deal_id))]
