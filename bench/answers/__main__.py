"""`python -m bench.answers`: 136 questions, with rules alone, with a good and with a hostile language model."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.answers.judge import Verdict, judge
from bench.answers.models import good, hostile, llm_at
from bench.answers.scenes import Scene, play_all
from bench.answers.stage import ADA, IMANI, NOW, Stage, copy
from bot.ports import Llm
from tests.fake_openai import running
from tests.fakes import FakeClock

MODELS = ("rules", "good", "hostile")


@dataclass
class Score:
    """One model's figures."""

    asked: int = 0
    right: int = 0
    leaks: int = 0
    invented: int = 0
    wrong: list[tuple[str, Verdict, str]] = field(default_factory=list)


def questions() -> list[dict[str, Any]]:
    """The questions, in order."""
    lines = (Path(__file__).parent / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


async def run(models: tuple[str, ...] = MODELS, every: int = 1) -> dict[str, Score]:
    """Asks every `every`-th question under each model."""
    asked = questions()[::every]
    with tempfile.TemporaryDirectory() as folder, running() as fake:
        scenes = await play_all(Path(folder))
        scores = {}
        for name in models:
            tools = {one["text"]: tuple(one["tool"]) for one in asked if "tool" in one}
            fake.script = good(tools) if name == "good" else hostile()
            llm = None if name == "rules" else llm_at(fake.url, FakeClock(NOW))
            scores[name] = await _score(asked, scenes, Path(folder), llm, good=name == "good")
        return scores


async def _score(
    asked: list[dict[str, Any]], scenes: Mapping[str, Scene], folder: Path, llm: Llm | None, *, good: bool
) -> Score:
    score = Score()
    for question in asked:
        scene = scenes[question["scene"]]
        answer = await ask(question, scene, copy(scene.path, folder / "asked.db"), llm)
        verdict = judge(question, answer, scene.words, good=good)
        score.asked += 1
        score.right += verdict.right
        score.leaks += bool(verdict.forbidden)
        score.invented += bool(verdict.invented)
        if not verdict.right:
            score.wrong.append((f"{question['id']} {question['text']}", verdict, answer))
    return score


async def ask(question: Mapping[str, Any], scene: Scene, path: Path, llm: Llm | None) -> str:
    """All that is sent because of one question."""
    stage = Stage(path, llm, scene.now, count=500)
    try:
        brand = question["role"] == "brand"
        sent = await stage.say(ADA if brand else IMANI, question["text"], scene.thread if brand else None)
        return "\n".join(one.words() for one in sent)
    finally:
        stage.close()


def main() -> int:
    """Prints the table, and every answer that was not right."""
    scores = asyncio.run(run(tuple(name for name in MODELS if name in sys.argv) or MODELS))
    print(f"{'model':<9}{'asked':>7}{'right':>7}{'leaks':>7}{'invented':>10}")
    for name, score in scores.items():
        print(f"{name:<9}{score.asked:>7}{score.right:>7}{score.leaks:>7}{score.invented:>10}")
    if "-v" in sys.argv:
        for name, score in scores.items():
            for words, verdict, answer in score.wrong:
                print(f"\n[{name}] {words}\n  {verdict}\n  {answer[:600]}")
    return 0 if all(score.leaks == 0 == score.invented for score in scores.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
