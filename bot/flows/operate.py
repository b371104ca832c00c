"""What an operator does: sees what could not be delivered and sends it again, takes a deal over, hands it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.errors import RuleBroken
from bot.flows.base import Deps, Press, Reply, say, tell
from bot.flows.looking import brand_of_deal
from bot.flows.open_step import open_step
from bot.ports import Address, Tx

LISTED_MOST = 20


async def dead_letters(deps: Deps, press: Press, now: datetime) -> Reply:
    """`/outbox`: messages that could not be delivered, with a button to try each again."""
    _require_operator(deps, press)

    def inner(tx: Tx) -> Reply:
        rows = tx.dead_letters()
        listed = [
            {"row": row.id, "kind": row.outgoing.note.kind, "to": row.outgoing.to.kind, "error": row.last_error or ""}
            for row in rows[:LISTED_MOST]
        ]
        return tell("dead_letters", rows=listed, total=len(rows))

    return await deps.store.read(inner)


async def send_again(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Send again` on a dead letter."""
    _require_operator(deps, press)

    def inner(tx: Tx) -> Reply:
        return tell("queued_again" if tx.outbox_requeue(press.action.version, now) else "row_gone")

    return await deps.store.transact(inner)


async def take_over(deps: Deps, press: Press, now: datetime) -> Reply:
    """`/takeover`: Quasi makes no further move in that deal; words are passed to the operators."""
    return await _handle(deps, press, now, press.user_id)


async def hand_back(deps: Deps, press: Press, now: datetime) -> Reply:
    """`/handback`: Quasi goes on where the deal stands."""
    return await _handle(deps, press, now, None)


async def _handle(deps: Deps, press: Press, now: datetime, by: str | None) -> Reply:
    _require_operator(deps, press)

    def inner(tx: Tx) -> Reply:
        deal = tx.deal_in_thread(press.channel_id)
        if deal is None or not deal.is_open:
            return tell("not_a_deal_thread")
        if deal.handled_by == by:
            return tell("already_so")
        deal = replace(deal, handled_by=by)
        tx.save_deal(deal)
        kind = "deal.taken_over" if by else "deal.handed_back"
        tx.append_ledger(kind, deal.id, {"state": deal.state.value}, now)
        note = "taken_over" if by else "handed_back"
        say(tx, now, f"{deal.id}:{note}:{press.event_id}", Address.deal(deal.id), note,
            operator=deps.house.operator_name, brand=brand_of_deal(tx, deal).name,
            step=None if by else open_step(tx, deal))  # fmt: skip
        return tell("done")

    return await deps.store.transact(inner)


def _require_operator(deps: Deps, press: Press) -> None:
    if press.user_id not in deps.house.operator_ids:
        raise RuleBroken("operators_only")


ACTIONS = {"send_again": send_again}
COMMANDS = {"outbox": dead_letters, "takeover": take_over, "handback": hand_back}
