"""`quasi doctor`: what stands in the way of a good day's work, each with its cure; `quasi run` asks it first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from bot.doctor import local, online
from bot.doctor.check import Check, fail
from bot.doctor.online import DISCORD_API, INTENT_CURE, LOGIN_CURE
from bot.settings import Settings, SettingsUnusable, load

SENTENCES_OF_DISCORD = {
    "LoginFailure": f"Discord does not know this token. {LOGIN_CURE}",
    "PrivilegedIntentsRequired": f"Discord has not granted the bot the intent it asks for. {INTENT_CURE}",
}
"""What Discord's refusals at log-in mean, by the name of discord.py's exception."""
MARKS = {"ok": "ok  ", "warn": "WARN", "fail": "FAIL"}


def run(*, as_json: bool, data_dir: Path | None, out: TextIO, discord_api: str = DISCORD_API) -> int:
    """Examine this folder's Quasi and write one line a check, as it is known. Returns 0, or 1 where one failed."""
    checks: list[Check] = []
    for check in examine(data_dir=data_dir, now=datetime.now(UTC), discord_api=discord_api):
        checks.append(check)
        if not as_json:
            _write(check, out)
    healthy = all(check.state != "fail" for check in checks)
    if as_json:
        json.dump({"ok": healthy, "checks": [asdict(check) for check in checks]}, out, ensure_ascii=False)
        out.write("\n")
    return 0 if healthy else 1


def examine(*, data_dir: Path | None, now: datetime, discord_api: str = DISCORD_API) -> Iterator[Check]:
    """Every check there is, quick ones first."""
    try:
        settings = load()
    except SettingsUnusable as unusable:
        for problem in unusable.problems:
            yield fail("settings", problem.sentence, problem.cure)
        return
    folder = data_dir or settings.data_dir
    yield Check("settings", "ok", "Every setting can be read.")
    yield from local.discord_settings(settings)
    yield from local.llm_settings(settings)
    yield from local.clock(now)
    yield from local.data_folder(folder)
    if settings.discord_token is not None:
        yield from local.world(folder, sandbox=False)
    yield from local.database(settings, folder)
    yield from local.key_file(folder / local.KEY_FILE)
    yield from local.papers()
    yield from online.discord(settings, now, discord_api)
    yield from online.language_model(settings)


def refusals(
    settings: Settings, *, sandbox: bool, port: int | None = None, data_dir: Path | None = None
) -> Sequence[Check]:
    """Why Quasi should not start like this, in the words of `quasi doctor`; empty where nothing stands against it.

    Only what can be told at once and offline is asked, so that starting stays quick.
    """
    folder = data_dir or settings.data_dir
    checks = [*local.clock(datetime.now(UTC)), *local.data_folder(folder), *local.llm_settings(settings)]
    if port is not None:
        checks += local.port_is_free(settings.web_host, port)
    checks += local.world(folder, sandbox=sandbox)
    if not sandbox:
        checks += _for_a_real_server(settings, folder)
    return [check for check in checks if check.state == "fail"]


def _for_a_real_server(settings: Settings, folder: Path) -> Iterator[Check]:
    for check in local.discord_settings(settings):
        # The sandbox does without a token; a real server can't.
        yield fail(check.name, check.sentence, check.cure) if settings.discord_token is None else check
    if settings.discord_token is not None:
        yield from local.database(settings, folder)


def _write(check: Check, out: TextIO) -> None:
    out.write(f"{MARKS[check.state]}  {check.name}: {check.sentence}\n")
    if check.cure:
        out.write(f"      → {check.cure}\n")
    out.flush()
