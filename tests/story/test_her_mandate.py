"""Who may be asked for, and on what terms: a mandate that changes in the middle of a deal, and Sofía's way in."""

from __future__ import annotations

from typing import Any

from bot.domain.deal import DealState
from bot.sandbox.people import ADA, IMANI, LEE, QUASI, SOFIA
from tests.story import looks, steps
from tests.story.town import Town

DIGESTS = "\n".join(f"{number:064x}" for number in range(1, 4))


async def _part(town: Town, name: str) -> None:
    await town.command(IMANI, "mandate")
    await town.click(IMANI, name)


async def test_her_limits_are_at_hand_where_she_is_told_of_them_in_her_direct_messages(town: Town) -> None:
    await town.post("command", **{"as": IMANI.id}, dm=True, name="mandate", options={})
    await town.settle()
    assert "These are your limits" in await town.last(IMANI)


async def test_her_direct_messages_offer_her_own_commands_and_none_of_the_operators(town: Town) -> None:
    offered: Any = await town.get("commands", **{"as": IMANI.id}, dm="true")
    assert {"mandate", "stop", "statement"} <= {command["name"] for command in offered}
    assert not [command["name"] for command in offered if command["description"].startswith("Operators")]


async def test_a_stricter_mandate_binds_a_running_deal_at_once(town: Town) -> None:
    await steps.offer(town)
    await _part(town, "Countries I refuse")
    await town.submit(IMANI, refused_territories="Spain")
    assert (
        "closed" in (await looks.dm(town, IMANI, 3)).casefold()
        or "ended" in (await looks.dm(town, IMANI, 3)).casefold()
    )
    deal = (await looks.deals(town))[0]
    assert deal.state is not DealState.ASKING
    assert "Spain" in await looks.thread(town, ADA) or "limits have changed" in await looks.thread(town, ADA)
    await town.click(IMANI, "Review and approve")
    assert "Nothing changed" in await looks.dm(town, IMANI)
    await town.click(ADA, "Accept A")
    await town.click(ADA, "Confirm offer")
    await steps.approve(town)
    assert (await looks.licences(town))[0].terms.territories == ("FR",)


async def test_a_looser_mandate_leaves_a_running_deal_as_it_began(town: Town) -> None:
    seen = await _start_refused(town)
    assert "I've left that out" in seen
    await _part(town, "Countries I refuse")
    await town.submit(IMANI, refused_territories="none")
    assert (await looks.deals(town))[0].is_open
    thread = await town.thread(ADA)
    await town.say(ADA, "add Spain", thread)
    assert "Spain" in await looks.thread(town, ADA)
    assert "ES" not in (await looks.deals(town))[0].brief.territories


async def _start_refused(town: Town) -> str:
    await _part(town, "Countries I refuse")
    await town.submit(IMANI, refused_territories="Spain")
    await steps.brief(town)
    return await looks.thread(town, ADA, 6)


async def test_sofia_is_invited_enrols_in_her_dm_and_can_then_be_booked(town: Town) -> None:
    await town.post("command", **{"as": LEE.id}, channel="licensing", name="invite",
                    options={"person": SOFIA.id, "name": "Sofía Reyes"})  # fmt: skip
    await town.settle()
    assert "I'm Quasi, an AI agent" in await looks.dm(town, SOFIA)
    await town.click(SOFIA, "Set up my mandate")
    await town.click(SOFIA, "About you")
    await town.submit(SOFIA, full_name="Sofía Reyes", born_on="2001-05-14", tz="Madrid", represented="none")
    await town.click(SOFIA, "Rate card")
    await town.submit(SOFIA, currency="eur", base="10,000", floor="7,654.32", day_rate="2,000")
    await town.click(SOFIA, "Length and exclusivity")
    await town.choose(SOFIA, "Longest licence", "24")
    await town.choose(SOFIA, "Exclusivity you would give", "none", "category")
    await town.click(SOFIA, "Likeness record")
    await town.submit(
        SOFIA, made_by="Studio Example", consented_on="2026-06-01", made_on="2026-06-12", more_sources=DIGESTS
    )
    await town.click(SOFIA, "Finish")
    assert "Welcome, Sofía" in str(await looks.dms(town, SOFIA))
    assert "7,654" not in str(await town.inbox(SOFIA)).replace("'value': '7,654.32'", "")
    text = steps.FIRST.replace("Imani Okafor", "Sofía Reyes")
    await steps.offer(town, ADA, text=text)
    assert await steps.approve(town, SOFIA) in await looks.thread(town, ADA)
    assert QUASI.id in str((await town.inbox(SOFIA))[-1]["author"])
