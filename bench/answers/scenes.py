"""The scenes that questions are asked in, each played through the real flows, by the labels that people press."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from bench.answers.stage import ADA, BEN, CHANNEL, IMANI, Stage, copy, fresh

BRIEF = (
    "we'd love Imani Okafor's digital double for our Fjord parka, print + our website, France and Spain, half a"
    " year from 10 January. around 9k €?"
)
HARBOR_BRIEF = (
    "Imani Okafor for our outerwear line Selvedge jacket, website, Spain and France, from 1 January 2027 for one year,"
    " exclusive for outerwear, 4 images, for the web shop, no casting replaced"
)


async def bare(stage: Stage) -> None:
    """A talk that has begun without a talent."""
    await stage.say(ADA, "we need a face for our Fjord parka, print, in France, for half a year from 10 January")


async def draft(stage: Stage) -> None:
    """A brief that still lacks an answer on exclusivity."""
    await stage.say(ADA, BRIEF)


async def table(stage: Stage) -> None:
    """Packages are on the table."""
    await draft(stage)
    await stage.press(ADA, "Yes, no exclusivity")
    for words in ("for our spring shop window campaign", "8 images"):
        await stage.say(ADA, words, stage.thread())
    await stage.press(ADA, "No, they replace no casting")


async def offered(stage: Stage) -> None:
    """An offer is read back."""
    await table(stage)
    await stage.press(ADA, "Accept A")


async def asking(stage: Stage) -> None:
    """The offer is confirmed; Imani is asked."""
    await offered(stage)
    await stage.press(ADA, "Confirm offer")


async def licensed(stage: Stage) -> None:
    """Imani has approved."""
    await asking(stage)
    await approve(stage)
    stage.now += timedelta(days=90)


async def history(stage: Stage) -> None:
    """A second request of the same brand, after a licence."""
    await licensed(stage)
    second = BRIEF.replace("half a year from 10 January", "half a year from 10 August 2027").replace("print + ", "")
    await stage.say(ADA, second)
    await stage.press(ADA, "Yes, no exclusivity")
    for words in ("for our autumn shop window campaign", "8 images"):
        await stage.say(ADA, words, stage.thread())
    await stage.press(ADA, "No, they replace no casting")
    await stage.press(ADA, "Accept A")
    await stage.press(ADA, "Confirm offer")


async def taken(stage: Stage) -> None:
    """Another brand holds an exclusive licence that is in the way of this one."""
    await table(stage)
    deal = stage.read(lambda tx: next(iter(tx.deals(brand_id="northwind"))))
    other = await _theirs(stage)
    stage.store.transact_sync(lambda tx: tx.save_deal(replace(deal, changed_at=stage.now)))
    assert other


async def _theirs(stage: Stage) -> bool:
    await stage.say(BEN, HARBOR_BRIEF)
    for _ in range(6):
        labels = stage.labels(BEN)
        if "Accept A" in labels:
            break
        if "No, they replace no casting" in labels:
            await stage.press(BEN, "No, they replace no casting")
        else:
            await stage.say(BEN, "for the web shop", stage.thread())
    await stage.press(BEN, "Accept A")
    await stage.press(BEN, "Confirm offer")
    await approve(stage)
    return True


async def approve(stage: Stage) -> None:
    """Imani reviews, types the code and approves."""
    await stage.press(IMANI, "Review and approve")
    code = next(one.note.data["code"] for one in reversed(stage.sent) if one.note.kind == "review")
    await stage.press(IMANI, "I approve", {"code": code})


async def nothing(stage: Stage) -> None:
    """Nobody has said anything yet."""


@dataclass(frozen=True)
class Scene:
    """A played scene: its file, its brand's thread, the time in it, and all words that were sent."""

    path: Path
    thread: str
    now: datetime
    words: str


SCENES: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "channel": nothing,
    "idle": nothing,
    "bare": bare,
    "draft": draft,
    "table": table,
    "offered": offered,
    "asking": asking,
    "ask": asking,
    "licensed": licensed,
    "history": history,
    "taken": taken,
}


async def play_all(folder: Path) -> dict[str, Scene]:
    """Every scene, by its name."""
    start = fresh(folder / "start.db")
    played = {}
    for name, scene in SCENES.items():
        path = copy(start, folder / f"{name}.db")
        stage = Stage(path)
        await scene(stage)
        thread = CHANNEL if name in ("channel", "idle") else stage.thread_of("northwind")
        played[name] = Scene(path, thread, stage.now, "\n".join(one.words() for one in stage.sent))
        stage.close()
    return played
