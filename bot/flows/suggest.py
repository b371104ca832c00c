"""What to suggest while a person types a command's option."""

from __future__ import annotations

from bot.flows.base import Deps
from bot.flows.check import known_to
from bot.ports import Tx

MOST = 25


async def licence_numbers(deps: Deps, user_id: str, typed: str) -> list[tuple[str, str]]:
    """`(number, label)` of the licences this person may know and whose number or names hold what was typed."""

    def inner(tx: Tx) -> list[tuple[str, str]]:
        wanted = typed.strip().casefold()
        found = [
            (item.number, f"{item.number} · {item.terms.talent} · {item.terms.brand}")
            for item in known_to(tx, deps, user_id)
        ]
        return [pair for pair in found if wanted in pair[1].casefold()][:MOST]

    return await deps.store.read(inner)
