"""The whole way through the control API alone: a script that knows only DESIGN §6 and the labels of §3.

The program is the real `quasi run --sandbox`, in a process of its own that is killed without warning half-way.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes import free_port

READY_WITHIN_S = 40


class Script:
    """What a stranger with the design in hand would write."""

    def __init__(self, port: int) -> None:
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}/sandbox", timeout=90)
        world = self.http.get("/world").json()
        self.people = {user["name"].split(" ")[0]: user["id"] for user in world["users"]}
        self.bot = next(user["id"] for user in world["users"] if user["role"] == "bot")
        self.licensing = next(place["id"] for place in world["channels"] if place["name"] == "licensing")

    def act(self, path: str, **body: Any) -> None:
        answer = self.http.post(f"/{path}", json=body)
        assert answer.status_code == 200, answer.text
        assert self.http.post("/settle", json={}).status_code == 200

    def items(self, name: str) -> list[dict[str, Any]]:
        return self.http.get("/inbox", params={"as": self.people[name], "since": 0}).json()["items"]  # type: ignore[no-any-return]

    def newest(self, name: str, label: str) -> dict[str, Any]:
        return next(
            item
            for item in reversed(self.items(name))
            if item["kind"] == "message" and any(part["label"] == label for part in item["components"])
        )

    def say(self, name: str, text: str, **where: Any) -> None:
        self.act("say", **{"as": self.people[name]}, text=text, **where)

    def click(self, name: str, label: str) -> None:
        message = self.newest(name, label)
        self.act("click", **{"as": self.people[name]}, message=message["id"], component=label)

    def choose(self, name: str, message: str, component: str, values: list[str]) -> None:
        self.act("choose", **{"as": self.people[name]}, message=message, component=component, values=values)

    def command(self, name: str, command: str, options: dict[str, str]) -> None:
        self.act("command", **{"as": self.people[name]}, channel=self.licensing, name=command, options=options)

    def has(self, name: str, label: str) -> bool:
        last = [item for item in self.items(name) if item["kind"] == "message" and item["components"]][-1]
        return any(part["label"] == label for part in last["components"])

    def submit(self, name: str, value: str) -> None:
        modal = next(item for item in reversed(self.items(name)) if item["kind"] == "modal")
        fields = {field["id"]: value if field["required"] else field["value"] for field in modal["fields"]}
        self.act("submit", **{"as": self.people[name]}, modal=modal["id"], fields=fields)

    def text(self, name: str) -> str:
        return "\n".join(str(item) for item in self.items(name))


@contextmanager
def running(data_dir: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`quasi run --sandbox`, until the block ends; killed if it still runs."""
    command = [sys.executable, "-m", "bot", "run", "--sandbox", "--port", str(port), "--data", str(data_dir)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_it_answers(process, port)
        yield process
    finally:
        process.kill()
        process.wait()


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        assert process.poll() is None, "the program ended by itself"
        try:
            world = httpx.get(f"http://127.0.0.1:{port}/sandbox/world", timeout=2)
            settled = httpx.post(f"http://127.0.0.1:{port}/sandbox/settle", json={}, timeout=60)
            if world.status_code == 200 and settled.status_code == 200:
                return
        except httpx.TransportError:
            pass
    raise AssertionError("the program did not answer")


@pytest.mark.slow
def test_a_stranger_with_the_design_in_hand_gets_from_brief_to_takedown(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port) as process:
        script = Script(port)
        script.say(
            "Ada",
            f"<@{script.bot}> we'd love Imani Okafor's digital double for our Fjord parka, print + our website, France"
            " and Spain, half a year from 10 January. around 9k €? No exclusivity, 8 images, for the winter campaign;"
            " they replace no casting.",
            channel=script.licensing,
        )
        thread = script.newest("Ada", "Withdraw")["channel"]
        process.send_signal(signal.SIGKILL)
        process.wait()
    with running(tmp_path, port) as process:
        script = Script(port)
        if not script.has("Ada", "Confirm offer"):
            script.say("Ada", "we could do 9,400", channel=thread)
        if not script.has("Ada", "Confirm offer"):
            script.click("Ada", "Accept A")
        script.click("Ada", "Confirm offer")
        process.send_signal(signal.SIGKILL)
        process.wait()
    with running(tmp_path, port):
        script = Script(port)
        script.click("Imani", "Review and approve")
        code = re.findall(r"code \**([0-9A-Z]{4})\**", script.text("Imani"))[-1]
        script.click("Imani", "I approve")
        script.submit("Imani", code)
        number = re.findall(r"Q[0-9A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{2}", script.text("Imani"))[-1]
        for name in ("Ada", "Imani"):
            assert any(
                file["filename"] == f"{number}.pdf"
                for item in script.items(name)
                for file in item.get("attachments", [])
            )
        options = {"licence": number, "medium": "print", "territory": "France", "date": "2027-02-01"}
        script.act(
            "command", **{"as": script.people["Ada"]}, channel=script.licensing, name="licence check", options=options
        )
        assert "Yes" in script.text("Ada")
        script.act("clock", advance_s=260 * 86400)
        assert (
            sum("in 30 days" in item.get("text", "") for item in script.items("Imani") if item["channel"] != thread)
            == 1
        )
        takedown = script.newest("Ada", "Confirm takedown")
        select = next(part for part in takedown["components"] if part["kind"] == "select")
        places = [option["value"] for option in select["options"]]
        script.act(
            "choose",
            **{"as": script.people["Ada"]},
            message=takedown["id"],
            component=select["custom_id"],
            values=places,
        )
        script.click("Ada", "Confirm takedown")
        assert "closed" in script.text("Ada")
    verified = subprocess.run(
        [sys.executable, "-m", "bot", "ledger", "verify", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stderr
