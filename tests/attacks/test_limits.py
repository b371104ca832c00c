"""Limits that keep one account from flooding the house or wearing a price down."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.deal import Deal
from bot.flows import understand
from bot.ports import Address
from bot.sandbox.people import ADA
from tests.flows.stage import WHOLE, Stage


async def test_a_flood_of_briefs_ends_at_a_limit_and_loses_nothing(stage: Stage, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(understand, "OPEN_MOST", 2)
    for _ in range(4):
        await stage.say(ADA, WHOLE)
    assert len(stage.read(lambda tx: tx.deals(brand_id="northwind", open_only=True))) == 2
    assert "2 open talks" in stage.text_to(Address.dm(ADA.id))


async def test_figures_for_one_talent_are_counted_and_end_with_a_date(stage: Stage) -> None:
    await stage.say(ADA, WHOLE)
    deal = _deal(stage)
    for figure in range(1000, 1000 + 40):
        await stage.say(ADA, f"we offer {figure} EUR", thread=deal.thread_id)
        if not _deal(stage).is_open:
            break
        _keep_the_talk_alive(stage)
    told = stage.text_to(Address.deal(deal.id))
    assert "as many figures as I can take" in told
    assert _deal(stage).is_open


def _deal(stage: Stage) -> Deal:
    return stage.read(lambda tx: tx.deals(brand_id="northwind"))[0]


def _keep_the_talk_alive(stage: Stage) -> None:
    """A prober comes back by looking at something else, which costs no round."""

    def more(tx) -> None:  # type: ignore[no-untyped-def]
        deal = tx.deals(brand_id="northwind")[0]
        if deal.talk is not None:
            tx.save_deal(replace(deal, talk={**deal.talk, "rounds": 100}))

    stage.store.transact_sync(more)
