"""What a library logs of a fault, and what a stranger may ask of the world's control API."""

from __future__ import annotations

import logging
from pathlib import Path

import httpx
import pytest

from bot import logs
from bot.sandbox.server import Sandbox

FLOOR = "floor_base_minor=420000"
BODIES = {
    "deep": b"[" * 200_000,
    "a number past floats": b'{"advance_s":' + b"9" * 400 + b"}",
    "not a number": b'{"advance_s":NaN}',
    "without end": b'{"advance_s":1e999}',
    "half a letter": rb'{"as":"\ud800"}',
    "wrong kinds": b'{"as":{"a":1},"message":[],"component":null,"fields":3,"times":"x"}',
}


@pytest.mark.parametrize("name", ["asyncio", "uvicorn.error", "sqlalchemy.pool", "discord.gateway"])
def test_i4_no_library_writes_what_a_fault_says(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("DEBUG")
    try:
        raise ValueError(FLOOR)
    except ValueError:
        logging.getLogger(name).exception("failed with %s", FLOOR, stack_info=True)
    finally:
        logs.configure("WARNING")
    written = capsys.readouterr().err
    assert "ValueError" in written and "test_log_and_control.py:" in written
    assert FLOOR not in written


async def test_i13_odd_bodies_to_the_control_api_are_refused_in_a_sentence(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    await sandbox.start()
    try:
        async with httpx.AsyncClient(base_url=sandbox.base_url) as client:
            for act in ("clock", "fault", "permissions", "react", "dismiss"):
                for name, body in BODIES.items():
                    answer = await client.post(f"/sandbox/{act}", content=body)
                    assert 400 <= answer.status_code < 500, (act, name)
                    assert answer.json()["error"], (act, name)
            for since in ("²", "9" * 5000, "-1", "x"):
                answer = await client.get("/sandbox/inbox", params={"as": "Ada Moreau", "since": since})
                assert answer.status_code == 400, since
    finally:
        await sandbox.stop()


async def test_no_page_of_another_site_reaches_the_world(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    await sandbox.start()
    try:
        own = sandbox.base_url.removeprefix("http://")
        async with httpx.AsyncClient(base_url=sandbox.base_url) as client:
            for host in (
                "evil.example",
                f"127.0.0.1.evil.example:{sandbox.port}",
                "127.0.0.1@evil.example",
                "[",
                "0.0.0.0",
            ):
                assert (await client.get("/sandbox/world", headers={"host": host})).status_code == 403, host
            for origin in (
                "http://evil.example",
                "null",
                "http://localhost:1",
                f"http://{own}.evil.example",
                "http://[",
            ):
                answer = await client.post("/sandbox/clock", headers={"origin": origin}, content=b"{}")
                assert answer.status_code == 403, origin
            assert (await client.post("/sandbox/clock", headers={"origin": f"http://{own}"})).status_code == 400
    finally:
        await sandbox.stop()
