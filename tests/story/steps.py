"""Steps that several stories share, each as people would take it."""

from __future__ import annotations

import re

from bot.sandbox.people import ADA, IMANI, QUASI, Person
from tests.story.town import Town

FIRST = (
    f"<@{QUASI.id}> we'd love Imani Okafor's digital double for our Fjord parka, print + our website, France and Spain,"
    " half a year from 10 January 2027, for the autumn campaign. 8 images, they replace no casting."
)


async def brief(town: Town, who: Person = ADA, text: str = FIRST, exclusivity: str = "Yes, no exclusivity") -> str:
    """From the first message to packages on the table; returns the thread."""
    await town.say(who, text, "licensing")
    thread = await town.thread(who)
    if "stay free" in await town.last(who):
        await town.click(who, exclusivity)
    for _ in range(4):
        seen = await town.last(who)
        if "in a sentence" in seen:
            await town.say(who, "the autumn campaign for the Fjord parka", thread)
        elif "How many final images" in seen:
            await town.say(who, "8", thread)
        elif "stand in for a casting" in seen:
            await town.click(who, "No, they replace no casting")
        else:
            break
    return thread


async def offer(town: Town, who: Person = ADA, **changes: str) -> str:
    """A brief whose first package is accepted and confirmed; returns the thread."""
    thread = await brief(town, who, **changes)
    await town.click(who, "Accept A")
    await town.click(who, "Confirm offer")
    return thread


async def approve(town: Town, who: Person = IMANI) -> str:
    """The talent's two steps; returns the licence's number."""
    await town.click(who, "Review and approve")
    await town.click(who, "I approve")
    await town.submit(who, code=await code(town, who))
    return await number(town, who)


async def code(town: Town, who: Person = IMANI) -> str:
    """The code of the newest review the talent sees."""
    return await _newest(town, who, r"code \*\*(\w{4})\*\*")


async def number(town: Town, who: Person = IMANI) -> str:
    """The newest licence number that person was told."""
    return await _newest(town, who, r"\*\*(Q\w{3}-\w{4}-\w{2})\*\*")


async def _newest(town: Town, who: Person, pattern: str) -> str:
    told = (re.search(pattern, item.get("text", "")) for item in reversed(await town.inbox(who)))
    newest = next((found[1] for found in told if found), None)
    assert newest is not None, f"nothing that {who.name} was told is like {pattern}"
    return newest


async def licensed(town: Town, who: Person = ADA, **changes: str) -> str:
    """A whole deal; returns the licence's number."""
    await offer(town, who, **changes)
    return await approve(town)
