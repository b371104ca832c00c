"""`quasi doctor`: each thing that can be wrong is found and told with its cure, and what is right is said to be."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot import doctor, proof
from bot.doctor import invite, local, online
from bot.doctor.check import Check
from bot.settings import Settings, load
from storage import migrate
from tests import fake_openai

ROOT = Path(__file__).parents[2]
APPLICATION = "123456789012345678"
GUILD, CHANNEL, LOG = "223456789012345678", "323456789012345678", "423456789012345678"
BOT_ROLE = "523456789012345678"
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.secret"
INTENT_LIMITED = 1 << 19


@dataclass
class FakeDiscord:
    """Discord's answers by path: a status and a JSON body. `tokens_seen` holds what was sent as authorization."""

    url: str
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    tokens_seen: set[str] = field(default_factory=set)

    def channel(self, channel_id: str, *overwrites: Mapping[str, Any]) -> None:
        """A channel of the server that the bot can see."""
        body = {"id": channel_id, "guild_id": GUILD, "permission_overwrites": list(overwrites)}
        self.answers[f"/channels/{channel_id}"] = (200, body)


@pytest.fixture
def discord() -> Iterator[FakeDiscord]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    fake = FakeDiscord(f"http://127.0.0.1:{server.server_port}")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fake.tokens_seen.add(self.headers["Authorization"])
            status, body = fake.answers.get(self.path, (404, {"message": "Unknown", "code": 10003}))
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server.RequestHandlerClass = Handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    fake.answers["/applications/@me"] = (200, {"id": APPLICATION, "flags": INTENT_LIMITED, "bot": {"id": APPLICATION}})
    fake.answers[f"/guilds/{GUILD}/members/{APPLICATION}"] = (200, {"roles": [BOT_ROLE]})
    roles = [{"id": GUILD, "permissions": "0"}, {"id": BOT_ROLE, "permissions": str(invite.permission_bits())}]
    fake.answers[f"/guilds/{GUILD}/roles"] = (200, roles)
    fake.channel(CHANNEL)
    fake.channel(LOG)
    yield fake
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path


def on_discord(**more: Any) -> Settings:
    whole = {
        "discord_token": TOKEN,
        "operator_ids": "623456789012345678",
        "licensing_channel_id": CHANNEL,
        "log_channel_id": LOG,
        "operator_name": "Lee's agency",
        "public_url": "https://licences.example.org",
    }
    return load(None, **{**whole, **more})


def named(checks: Iterator[Check]) -> dict[str, Check]:
    return {check.name: check for check in checks}


def states(checks: Iterator[Check]) -> dict[str, str]:
    return {name: check.state for name, check in named(checks).items()}


def now() -> datetime:
    return datetime.now(UTC)


def test_a_server_that_is_all_set_up_is_well(discord: FakeDiscord) -> None:
    checks = named(online.discord(on_discord(message_content_intent=True), now(), discord.url))
    assert {check.state for check in checks.values()} == {"ok"}
    assert set(checks) == {"token", "clock skew", "invite", "intent", "LICENSING_CHANNEL_ID", "LOG_CHANNEL_ID"}
    assert discord.tokens_seen == {f"Bot {TOKEN}"}


def test_a_token_that_discord_does_not_know_is_told_without_showing_it(discord: FakeDiscord) -> None:
    discord.answers["/applications/@me"] = (401, {"message": "401: Unauthorized", "code": 0})
    checks = named(online.discord(on_discord(), now(), discord.url))
    assert checks["token"].state == "fail"
    assert TOKEN not in repr(checks)
    assert "LICENSING_CHANNEL_ID" not in checks


def test_offline_is_said_to_be_offline_and_still_gives_the_invite_link() -> None:
    checks = named(online.discord(on_discord(), now(), "http://127.0.0.1:1"))
    assert checks["token"].state == "warn"
    assert "offline" in checks["token"].sentence
    assert APPLICATION in checks["invite"].sentence


@pytest.mark.parametrize(("flags", "state"), [(0, "fail"), (1 << 18, "ok"), (1 << 19, "ok"), (None, "fail")])
def test_an_intent_that_is_wanted_must_be_granted(discord: FakeDiscord, flags: int | None, state: str) -> None:
    discord.answers["/applications/@me"] = (200, {"id": APPLICATION, "flags": flags})
    assert states(online.discord(on_discord(message_content_intent=True), now(), discord.url))["intent"] == state


def test_an_intent_that_is_not_wanted_need_not_be_granted(discord: FakeDiscord) -> None:
    discord.answers["/applications/@me"] = (200, {"id": APPLICATION, "flags": 0})
    assert states(online.discord(on_discord(), now(), discord.url))["intent"] == "ok"


def test_a_channel_that_the_bot_cannot_see_is_told(discord: FakeDiscord) -> None:
    del discord.answers[f"/channels/{CHANNEL}"]
    check = named(online.discord(on_discord(), now(), discord.url))["LICENSING_CHANNEL_ID"]
    assert (check.state, "can't see" in check.sentence) == ("fail", True)


def test_a_permission_taken_away_in_the_channel_is_named(discord: FakeDiscord) -> None:
    create_public_threads = 1 << 35
    discord.channel(CHANNEL, {"id": BOT_ROLE, "type": 0, "allow": "0", "deny": str(create_public_threads)})
    checks = named(online.discord(on_discord(), now(), discord.url))
    assert checks["LICENSING_CHANNEL_ID"].sentence.endswith("the bot lacks: Create Public Threads.")
    assert checks["LOG_CHANNEL_ID"].state == "ok"


@pytest.mark.parametrize(
    ("overwrites", "granted"),
    [
        ([], 0b0011),
        ([("everyone", 0, 0b0001)], 0b0010),
        ([("everyone", 0, 0b0011), ("role", 0b0010, 0)], 0b0010),
        ([("role", 0b0100, 0), ("me", 0, 0b0100)], 0b0011),
        ([("me", 0b1000, 0), ("stranger", 0b0100, 0b0011)], 0b1011),
    ],
)
def test_overwrites_of_everyone_roles_and_member_apply_in_that_order(
    overwrites: list[tuple[str, int, int]], granted: int
) -> None:
    channel = {"permission_overwrites": [{"id": i, "allow": str(a), "deny": str(d)} for i, a, d in overwrites]}
    roles = [
        {"id": "everyone", "permissions": "1"},
        {"id": "role", "permissions": "2"},
        {"id": "x", "permissions": "8"},
    ]
    assert online.permissions_in(channel, roles, {"roles": ["role"]}, "everyone", "me") == granted


def test_an_administrator_may_do_all_whatever_a_channel_says() -> None:
    channel = {"permission_overwrites": [{"id": "g", "allow": "0", "deny": str((1 << 40) - 1)}]}
    granted = online.permissions_in(channel, [{"id": "g", "permissions": "8"}], {"roles": []}, "g", "me")
    assert invite.missing(granted) == []


def test_a_clock_away_from_discords_is_told(discord: FakeDiscord) -> None:
    ahead = now() + timedelta(minutes=5)
    assert states(online.discord(on_discord(), ahead, discord.url))["clock skew"] == "fail"


def test_an_impossible_clock_is_told() -> None:
    checks = states(local.clock(datetime(1970, 1, 1, tzinfo=UTC)))
    assert checks == {"clock": "fail", "time zones": "ok"}


def test_the_invite_link_asks_for_just_the_permissions_it_explains() -> None:
    query = parse_qs(urlsplit(invite.invite_url(APPLICATION, GUILD)).query)
    assert query == {
        "client_id": [APPLICATION],
        "scope": ["bot applications.commands"],
        "permissions": [str(invite.permission_bits())],
        "guild_id": [GUILD],
    }
    assert invite.permission_bits() == sum(bit for bit, _ in invite.PERMISSIONS.values())
    assert invite.missing(invite.permission_bits()) == []
    assert "Administrator" not in invite.PERMISSIONS


def test_the_page_on_permissions_explains_each_one_and_the_number() -> None:
    page = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
    rows = [f"| {name} | `1 << {bit.bit_length() - 1}` | {why} |" for name, (bit, why) in invite.PERMISSIONS.items()]
    assert [line for line in page.splitlines() if "1 <<" in line] == rows
    assert f"`{invite.permission_bits()}`" in page


@pytest.mark.parametrize(("token", "found"), [(TOKEN, APPLICATION), ("nonsense", None), ("", None), ("////.x", None)])
def test_the_application_is_known_from_its_token(token: str, found: str | None) -> None:
    assert invite.application_id_of(token) == found


@pytest.mark.parametrize("missing", [need[0] for need in local.NEEDED_ON_DISCORD])
def test_each_setting_that_a_real_server_needs_is_asked_for(missing: str) -> None:
    nothing = {"operator_name": "", "operator_ids": ()}.get(missing)
    (check,) = local.discord_settings(on_discord(**{missing: nothing}))
    assert (check.state, check.sentence.startswith(missing.upper())) == ("fail", True)


def test_a_folder_that_cannot_be_written_is_told(empty_folder: Path) -> None:
    (empty_folder / "file").write_text("not a folder")
    (check,) = local.data_folder(empty_folder / "file")
    assert (check.state, check.name) == ("fail", "data folder")


def test_a_missing_database_is_no_fault_and_looking_makes_none(empty_folder: Path) -> None:
    assert states(local.database(on_discord(), empty_folder)) == {"database": "ok"}
    assert not (empty_folder / "quasi.db").exists()


def test_a_database_of_our_own_is_followed_from_empty_to_upgraded(empty_folder: Path) -> None:
    (empty_folder / "quasi.db").touch()
    assert states(local.database(on_discord(), empty_folder))["migrations"] == "warn"
    migrate.upgrade(on_discord().database_address(empty_folder))
    assert states(local.database(on_discord(), empty_folder)) == {"database": "ok", "migrations": "ok"}


@pytest.mark.parametrize("address", ["postgresql://quasi:hunter2@127.0.0.1:1/quasi", "sqlite:////proc"])
def test_a_database_that_does_not_answer_is_told_without_its_password(empty_folder: Path, address: str) -> None:
    checks = named(local.database(on_discord(database_url=address), empty_folder))
    assert checks["database"].state == "fail"
    assert "hunter2" not in repr(checks)


def test_a_signing_key_that_others_can_read_is_told(empty_folder: Path) -> None:
    proof.FileSigner(empty_folder)
    path = empty_folder / local.KEY_FILE
    assert states(local.key_file(path)) == {"signing key": "ok"}
    path.chmod(0o644)
    assert states(local.key_file(path)) == {"signing key": "fail"}


def test_pdfs_can_be_made_here() -> None:
    assert states(local.papers()) == {"papers": "ok"}


@pytest.fixture
def llm() -> Iterator[fake_openai.FakeOpenAI]:
    with fake_openai.running() as service:
        yield service


@pytest.mark.parametrize(
    ("key", "model", "state"), [("test-key", "fake", "ok"), ("wrong", "fake", "fail"), ("test-key", "other", "warn")]
)
def test_the_language_models_service_is_asked_for_its_models(
    llm: fake_openai.FakeOpenAI, key: str, model: str, state: str
) -> None:
    settings = load(None, openai_api_key=key, openai_base_url=llm.url, openai_model=model)
    checks = named(online.language_model(settings))
    assert checks["language model"].state == state
    assert "wrong" not in repr(checks)


def test_a_language_model_that_does_not_answer_is_no_reason_to_stay_away() -> None:
    settings = load(None, openai_api_key="key", openai_base_url="http://127.0.0.1:1/v1")
    assert states(online.language_model(settings)) == {"language model": "warn"}


def test_the_report_ends_with_1_where_something_failed_and_says_so_in_json(
    discord: FakeDiscord, empty_folder: Path
) -> None:
    (empty_folder / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    told, machine = io.StringIO(), io.StringIO()
    assert doctor.run(as_json=False, data_dir=None, out=told, discord_api=discord.url) == 1
    assert doctor.run(as_json=True, data_dir=None, out=machine, discord_api=discord.url) == 1
    report = json.loads(machine.getvalue())
    assert report["ok"] is False
    same = [one for one in report["checks"] if one["name"] != "data folder"]  # its free megabytes change meanwhile
    assert all(one["sentence"] in told.getvalue() and one["cure"] in told.getvalue() for one in same)
    assert {one["state"] for one in report["checks"]} <= {"ok", "warn", "fail"}
    assert TOKEN not in told.getvalue() + machine.getvalue()


def test_a_machine_with_nothing_set_is_fine_for_the_sandbox(empty_folder: Path) -> None:
    assert doctor.run(as_json=False, data_dir=None, out=io.StringIO()) == 0
    assert not doctor.refusals(load(), sandbox=True)


def test_a_start_is_refused_in_the_doctors_own_words(empty_folder: Path) -> None:
    settings = on_discord(log_channel_id=None, database_url="postgresql://quasi:hunter2@127.0.0.1:1/quasi")
    refused = doctor.refusals(settings, sandbox=False, data_dir=empty_folder)
    words = [*local.discord_settings(settings), *local.database(settings, empty_folder)]
    assert refused == [check for check in words if check.state == "fail"]
    assert len(refused) == 2


def test_a_real_server_and_a_sandbox_never_share_a_data_folder(empty_folder: Path) -> None:
    """A brand could ask for an invented talent, or a moved clock end a real licence."""

    def worlds(*, sandbox: bool) -> list[str]:
        refused = doctor.refusals(on_discord(), sandbox=sandbox, data_dir=empty_folder)
        return [check.sentence for check in refused if check.name == "data folder"]

    assert (worlds(sandbox=True), worlds(sandbox=False)) == ([], [])
    (empty_folder / local.KEY_FILE).touch()
    assert (len(worlds(sandbox=True)), worlds(sandbox=False)) == (1, [])
    (empty_folder / local.SANDBOX_FILE).touch()
    assert (worlds(sandbox=True), len(worlds(sandbox=False))) == ([], 1)


def test_a_port_that_is_taken_is_told_before_the_start(discord: FakeDiscord) -> None:
    taken = urlsplit(discord.url).port
    (check,) = doctor.refusals(load(), sandbox=True, port=taken)
    assert check.name == "web port"


@pytest.mark.parametrize("odd", [[], "x", None, 7, {"guild_id": GUILD}, [{"id": GUILD}], {"roles": 5}, [7]], ids=repr)
def test_odd_answers_of_discord_are_no_crash(discord: FakeDiscord, odd: object) -> None:
    for path in list(discord.answers):
        before = discord.answers[path]
        discord.answers[path] = (200, odd)
        checks = named(online.discord(on_discord(), now(), discord.url))
        assert path == "/applications/@me" or checks["LICENSING_CHANNEL_ID"].state in ("ok", "warn", "fail")
        discord.answers[path] = before
