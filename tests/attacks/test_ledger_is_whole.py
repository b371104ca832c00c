"""Each change of state has exactly one entry of the ledger (I8): watched by the database, not by our own code."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.sandbox.people import ADA, BEN, IMANI, LEE
from tests.flows.stage import WHOLE, Stage

_SPY = """
create table spy (id integer primary key, what text, ref text, state text);
create trigger spy_deal_new after insert on deal begin
  insert into spy (what, ref, state) values ('deal', new.id, json_extract(new.body, '$.state')); end;
create trigger spy_deal after update on deal
  when json_extract(new.body, '$.state') <> json_extract(old.body, '$.state') begin
  insert into spy (what, ref, state) values ('deal', new.id, json_extract(new.body, '$.state')); end;
create trigger spy_consent_new after insert on consent begin
  insert into spy (what, ref, state) values ('consent', new.id, new.answer); end;
create trigger spy_consent after update on consent when new.answer <> old.answer begin
  insert into spy (what, ref, state) values ('consent', new.id, new.answer); end;
create trigger spy_licence_new after insert on licence begin
  insert into spy (what, ref, state) values ('licence', new.number, 'issued'); end;
"""


def _watch(stage: Stage) -> None:
    with stage.store.engine.raw_connection().driver_connection as connection:  # type: ignore[union-attr]
        connection.executescript(_SPY)


def _seen(stage: Stage) -> Counter[tuple[str, str, str]]:
    with stage.store.engine.connect() as connection:
        rows = connection.exec_driver_sql("select what, ref, state from spy").all()
    return Counter((what, ref, state) for what, ref, state in rows)


def _entered(stage: Stage) -> Counter[tuple[str, str, str]]:
    """The same changes as the ledger has them."""
    found: Counter[tuple[str, str, str]] = Counter()
    for entry in stage.ledger():
        body = entry.body if isinstance(entry.body, dict) else json.loads(str(entry.body))
        if entry.kind == "licence.issued":
            found["licence", entry.subject, "issued"] += 1
            found["deal", body["deal"], body["state"]] += 1
        elif "state" in body and entry.kind not in _NO_CHANGE_OF_STATE:
            found["deal", entry.subject, body["state"]] += 1
        if entry.kind.startswith("consent.") and entry.kind.removeprefix("consent.") in _ANSWERS:
            found["consent", body["consent"], _ANSWERS[entry.kind.removeprefix("consent.")]] += 1
    return found


_NO_CHANGE_OF_STATE = {"deal.taken_over", "deal.handed_back", "consent.approved"}
"""They say where a deal stands. An approved one is licensed in the same transaction, so never stored as such."""

_ANSWERS = {name: name for name in ("approved", "declined", "change", "lapsed", "stopped", "withdrawn")} | {
    "asked": "open"
}


async def _declined(stage: Stage) -> None:
    await stage.offered()
    await stage.click(IMANI, "Decline")


async def _change(stage: Stage) -> None:
    await stage.offered()
    await stage.click(IMANI, "Ask for a change")
    await stage.submit(IMANI, words="only France")
    await stage.click(ADA, "Accept A")
    await stage.click(ADA, "Change something")


async def _lapses(stage: Stage) -> None:
    await stage.offered()
    await stage.pass_time(days=4)
    await stage.say(ADA, WHOLE)
    await stage.click(ADA, "Accept A")
    await stage.pass_time(days=4)
    await stage.say(ADA, WHOLE)
    await stage.pass_time(days=20)


async def _stopped(stage: Stage) -> None:
    await stage.offered()
    await stage.say(BEN, WHOLE)
    await stage.say(IMANI, "STOP", dm=True)
    await stage.say(IMANI, "STOP", dm=True)
    await stage.say(IMANI, "RESUME", dm=True)


async def _withdrawn(stage: Stage) -> None:
    await stage.offered()
    await stage.click(ADA, "Withdraw")


async def _overtaken(stage: Stage) -> None:
    exclusive = WHOLE.replace("no exclusivity", "exclusive for outerwear")
    await stage.offered(ADA, exclusive)
    await stage.offered(BEN, exclusive.replace("Fjord parka", "Harbor raincoat"))
    await stage.approve()


async def _refused(stage: Stage) -> None:
    await stage.say(ADA, WHOLE.replace("Fjord parka", "Fjord whisky"))


async def _taken_over(stage: Stage) -> None:
    await stage.say(ADA, WHOLE)
    thread = stage.read(lambda tx: tx.deals(brand_id="northwind"))[0].thread_id
    assert thread is not None
    await stage.command(LEE, "takeover", channel=thread)
    await stage.command(LEE, "handback", channel=thread)


async def _talked(stage: Stage) -> None:
    await stage.say(ADA, WHOLE)
    thread = stage.read(lambda tx: tx.deals(brand_id="northwind"))[0].thread_id
    for words in ("we could do 7000 for A", "add Italy", "only print", "12000 it is", "add Germany", "yes, A"):
        await stage.say(ADA, words, thread=thread)


async def _whole(stage: Stage) -> None:
    await stage.offered()
    licence = await stage.approve()
    stage.now = licence.ends_at - timedelta(days=20)
    await stage.pass_time(hours=1)
    await stage.click(ADA, "Renew")
    await stage.click(ADA, "Accept A")
    await stage.click(ADA, "Confirm offer")
    await stage.approve()
    await stage.pass_time(days=400)


STORIES = (_declined, _change, _lapses, _stopped, _withdrawn, _overtaken, _refused, _taken_over, _talked, _whole)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__.strip("_"))
async def test_i8_each_change_of_state_has_exactly_one_entry(
    stage: Stage, story: Callable[[Stage], Awaitable[None]]
) -> None:
    _watch(stage)
    await story(stage)
    seen, entered = _seen(stage), _entered(stage)
    assert seen, "the story changes something"
    assert dict(seen - entered) == {}, "changed without an entry"
    assert dict(entered - seen) == {}, "entered without a change"
