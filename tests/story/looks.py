"""Looking at one place at a time: a person's direct messages, a deal's thread, what was said to one person alone."""

from __future__ import annotations

from bot.domain.deal import Deal
from bot.domain.licence import Licence
from bot.sandbox.people import Person
from tests.story.town import Item, Town, words


async def dms(town: Town, who: Person) -> list[Item]:
    """Every message of that person's talk with the bot, oldest first."""
    return [item for item in await town.inbox(who) if item["kind"] == "message" and item["channel_kind"] == "dm"]


async def dm(town: Town, who: Person, count: int = 1) -> str:
    """The newest words there."""
    return "\n".join(words(item) for item in (await dms(town, who))[-count:])


async def thread(town: Town, who: Person, count: int = 1) -> str:
    """The newest words of the newest thread that person sees, private ones to them included."""
    place = await town.thread(who)
    found = [item for item in await town.inbox(who) if item["kind"] == "message" and item["channel"] == place]
    return "\n".join(words(item) for item in found[-count:])


async def alone(town: Town, who: Person) -> str:
    """The newest words that this person alone was given, for a press or a command."""
    found = [item for item in await town.inbox(who) if item["kind"] == "message" and item["ephemeral"]]
    return words(found[-1]) if found else ""


async def buttons(town: Town, who: Person) -> list[str]:
    """Labels of the newest message that has any."""
    found = [item for item in await town.inbox(who) if item["kind"] == "message" and item["components"]]
    return [part["label"] for part in found[-1]["components"]]


async def licences(town: Town) -> list[Licence]:
    """Every licence there is."""
    assert town.quasi is not None
    return await town.quasi.deps.store.read(lambda tx: list(tx.licences()))


async def deals(town: Town) -> list[Deal]:
    """Every deal of the enrolled talents, oldest first."""
    assert town.quasi is not None
    return await town.quasi.deps.store.read(lambda tx: sorted(tx.deals(), key=lambda deal: deal.opened_at))


async def ledger(town: Town) -> list[str]:
    """Kinds of all ledger entries, in order."""
    assert town.quasi is not None
    return await town.quasi.deps.store.read(lambda tx: [entry.kind for entry in tx.ledger()])
