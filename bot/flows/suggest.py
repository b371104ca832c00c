"""What to suggest while a person types a command's option."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.licence import Licence
from bot.flows.base import Deps
from bot.ports import Tx

MOST = 25


async def licence_numbers(deps: Deps, user_id: str, typed: str) -> list[tuple[str, str]]:
    """`(number, label)` of the licences this person may know and whose number or names hold what was typed."""

    def inner(tx: Tx) -> list[tuple[str, str]]:
        wanted = typed.strip().casefold()
        found = [
            (item.number, f"{item.number} · {item.terms.talent} · {item.terms.brand}")
            for item in _known(tx, deps, user_id)
        ]
        return [pair for pair in found if wanted in pair[1].casefold()][:MOST]

    return await deps.store.read(inner)


def _known(tx: Tx, deps: Deps, user_id: str) -> Sequence[Licence]:
    if user_id in deps.house.operator_ids:
        return tx.licences()
    brand, talent = tx.brand_of(user_id), tx.talent_of(user_id)
    if brand is not None:
        return tx.licences(brand_id=brand.id)
    return tx.licences(talent_id=talent.id) if talent is not None else ()
