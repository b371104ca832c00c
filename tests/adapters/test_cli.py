"""The `quasi` command as a process: exit codes, one sentence for what can't be used, streams, and quick starts."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storage import migrate
from tests.fakes import free_port, fresh_database

ROOT = Path(__file__).parents[2]
PRICED = {
    "id": 1,
    "ratecard": {"currency": "EUR", "base_minor": 1_200_000, "floor_base_minor": 900_000},
    "terms": {"media": ["print", "website"], "territories": ["FR", "ES"], "months": 6, "exclusivity": "none"},
}
HEAVY = ("discord", "sqlmodel", "sqlalchemy", "langchain", "langchain_core", "openai", "fastapi", "apscheduler")


def environment(**more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def quasi(
    *arguments: str, lines: bytes = b"", cwd: Path | None = None, **more: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=lines,
        capture_output=True,
        cwd=cwd,
        env=environment(**more),
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Missing command."),
        (("haggle",), "No such command 'haggle'."),
        (("price", "now"), "Got unexpected extra argument(s) (now)."),
        (("read",), "Missing option '--role'."),
        (("read", "--role", "operator"), "'operator' is not one of 'brand', 'talent'."),
        (("read", "--role", "brand", "--now", "soon"), "--now is not an ISO 8601 date and time"),
        (("read", "--role", "brand", "--roster", "nowhere.jsonl"), "The roster nowhere.jsonl is not a file"),
        (("run", "--port", "0"), "greater than or equal to 1"),
        (("run", "--port", "eighty"), "valid integer"),
        (
            (
                "run",
                "--sandbags",
            ),
            "No such option: --sandbags",
        ),
        (("rehearse", "--mandate", "m.json"), "--mandate and --against go together."),
        (("licence", "show"), "Missing argument"),
        (("ledger", "burn"), "No such command 'burn'."),
    ],
)
def test_unusable_arguments_get_one_sentence_and_exit_2(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    ended = quasi(*arguments, cwd=tmp_path)
    told = ended.stderr.decode()
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert told.startswith("quasi: ")
    assert says in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("command", ["run", "db upgrade", "ledger verify", "licence show X"])
def test_an_unusable_setting_gets_one_line_with_its_cure_and_exit_2(tmp_path: Path, command: str) -> None:
    ended = quasi(*command.split(), cwd=tmp_path, WEB_PORT="eighty")
    told = ended.stderr.decode()
    assert ended.returncode == 2
    assert told == "quasi: WEB_PORT is not a whole number. Correct WEB_PORT in .env; .env.example says what it takes.\n"


def test_running_without_a_token_is_refused_with_the_way_to_the_sandbox(tmp_path: Path) -> None:
    ended = quasi("run", cwd=tmp_path)
    assert ended.returncode == 2
    assert b"DISCORD_TOKEN is not set" in ended.stderr
    assert b"quasi run --sandbox" in ended.stderr


def test_a_half_configured_server_is_refused_in_the_words_of_the_doctor(tmp_path: Path) -> None:
    token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.secret"
    ended = quasi("run", cwd=tmp_path, DISCORD_TOKEN=token, OPERATOR_NAME="Lee's agency")
    examined = quasi("doctor", "--json", cwd=tmp_path, DISCORD_TOKEN=token, OPERATOR_NAME="Lee's agency")
    checks = json.loads(examined.stdout)["checks"]
    refused = [one for one in checks if one["state"] == "fail" and one["name"] == "discord settings"]
    told = ended.stderr.decode()
    assert (ended.returncode, examined.returncode) == (2, 1)
    assert len(refused) == 3
    assert all(f"quasi: {one['sentence']} {one['cure']}\n" in told for one in refused)
    assert token not in told + examined.stdout.decode()


def test_help_lists_every_command_and_is_fine() -> None:
    ended = quasi("--help")
    assert ended.returncode == 0
    for name in ("run", "doctor", "read", "price", "rehearse", "db", "ledger", "licence", "person"):
        assert f"\n  {name} " in ended.stdout.decode()


def test_no_lines_in_gives_no_lines_out() -> None:
    ended = quasi("price")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_marks_line_ends_and_a_missing_last_one_are_tolerated() -> None:
    line = json.dumps(PRICED).encode()
    ended = quasi("price", lines=b"\xef\xbb\xbf" + line + b"\r\n" + line)
    answers = [json.loads(one) for one in ended.stdout.splitlines()]
    assert answers == [{"id": 1, "quote_minor": 1_176_000, "floor_minor": 882_000}] * 2


BAD_LINES = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[1]",
    "not a number": json.dumps(PRICED).encode().replace(b"1200000", b"NaN"),
    "endless": json.dumps(PRICED).encode().replace(b"1200000", b"Infinity"),
    "no UTF-8": json.dumps(PRICED).encode().replace(b"EUR", b"\xff\xfe"),
    "no UTF-8 in its id": json.dumps(PRICED).encode().replace(b'"id": 1', b'"id": "\xff"'),
    "a key twice": json.dumps(PRICED).encode().replace(b'"id": 1', b'"id": 1, "id": 2'),
    "deep nesting": b"[" * 100_000,
    "a huge number": json.dumps(PRICED).encode().replace(b"1200000", b"1" * 10_000),
    "a huge exponent": json.dumps(PRICED).encode().replace(b"1200000", b"1e99999999999999999999"),
    "an id with decimals": json.dumps(PRICED).encode().replace(b'"id": 1', b'"id": 1.5'),
}


@pytest.mark.parametrize("command", ["price", "rehearse", "read --role brand"])
def test_each_bad_line_gets_an_error_in_its_place_and_the_rest_goes_on(command: str) -> None:
    good = json.dumps(PRICED | {"text": "hello"}).encode()
    ended = quasi(*command.split(), lines=b"\n".join([*BAD_LINES.values(), good]))
    answers = [json.loads(line) for line in ended.stdout.decode("utf-8").splitlines()]
    told = dict(zip([*BAD_LINES, "good"], answers, strict=True))
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert [name for name in BAD_LINES if not isinstance(told[name].get("error"), str)] == []
    assert command == "rehearse" or "error" not in told["good"]


@pytest.mark.parametrize("months", ["1e-999999999", "1e999999999", "0.0", "-1e-5"])
def test_a_length_that_nobody_means_is_refused_at_once(months: str) -> None:
    ended = quasi("price", lines=json.dumps(PRICED).encode().replace(b'"months": 6', f'"months": {months}'.encode()))
    assert json.loads(ended.stdout) == {"id": 1, "error": "The months are not between 0 and 60."}


def test_a_figure_on_the_table_that_nobody_means_is_refused_and_the_rest_goes_on() -> None:
    said = [{"id": 1, "text": "yours plus 10 %", "on_table": {"ours": [ours, "USD"]}} for ours in ("1e999999", "6000")]
    ended = quasi("read", "--role", "brand", lines="\n".join(map(json.dumps, said)).encode())
    refused, read = map(json.loads, ended.stdout.splitlines())
    assert refused == {"id": 1, "error": "on_table.ours must be an amount and a currency."}
    assert read["fee"] == ["6600", "USD"]


@pytest.mark.parametrize("content", [b"{", b"[1]\n", b'{"aliases": []}\n', b"\xff\xfe"])
def test_a_roster_that_cannot_be_read_is_told_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "roster.jsonl").write_bytes(content)
    ended = quasi("read", "--role", "brand", "--roster", "roster.jsonl", cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.decode().startswith("quasi: The roster roster.jsonl")
    assert ended.stderr.count(b"\n") == 1


@pytest.mark.parametrize("locale", ["C", "POSIX", "de_DE.ISO-8859-1"])
def test_streams_are_utf8_whatever_the_locale(locale: str) -> None:
    line = json.dumps({**PRICED, "id": "Sofía 👗"}, ensure_ascii=False).encode()
    ended = quasi("price", lines=line, LC_ALL=locale, LANG=locale, PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert json.loads(ended.stdout.decode("utf-8"))["id"] == "Sofía 👗"


def test_each_answer_is_flushed_before_the_next_line_is_read() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "price"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(3):
            process.stdin.write(json.dumps(PRICED).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == 1
        process.stdin.close()
    assert process.returncode == 0


def test_a_reader_that_leaves_is_no_fault() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "price"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    with process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, errors = process.communicate((json.dumps(PRICED).encode() + b"\n") * 500)
    assert (process.returncode, errors) == (0, b"")


def loaded_by(*arguments: str, lines: bytes, cwd: Path) -> set[str]:
    """The libraries that a command has loaded when it ends."""
    script = (
        "import sys\nfrom bot.__main__ import main\n"
        "main(sys.argv[1:])\nprint(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        input=lines,
        capture_output=True,
        cwd=cwd,
        env=environment(),
        check=True,
    )
    return set(ended.stderr.decode().splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [("price",), ("rehearse",), ("read", "--role", "brand")], ids=lambda one: one[0])
def test_the_small_tools_load_no_heavy_library(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    loaded = loaded_by(*arguments, lines=json.dumps(PRICED | {"text": "9k for print in France"}).encode(), cwd=tmp_path)
    assert "typer" in loaded
    assert not loaded & set(HEAVY)


def test_the_wiring_without_a_language_model_loads_neither_its_libraries_nor_what_only_some_starts_need(
    tmp_path: Path,
) -> None:
    script = "import sys, bot.wiring\nprint(*sorted({name.split('.')[0] for name in sys.modules}))"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, cwd=tmp_path, env=environment(), check=True
    )
    unwanted = {"langchain", "langchain_core", "langchain_openai", "langsmith", "openai", "alembic", "fastapi", "typst"}
    assert not set(ended.stdout.decode().split()) & unwanted


def test_upgrading_makes_the_database_and_may_be_repeated(tmp_path: Path) -> None:
    for _ in range(2):
        ended = quasi("db", "upgrade", "--data", "world", cwd=tmp_path)
        assert (ended.returncode, ended.stderr) == (0, b"")
    assert (tmp_path / "world" / "quasi.db").is_file()


ON_A_DATABASE = (
    "db upgrade", "ledger verify", "ledger export out.jsonl", "licence show Q7F3-KM2P-9Q", "person export 1",
    "person erase 1",
)  # fmt: skip


@pytest.mark.parametrize("command", ON_A_DATABASE)
def test_a_database_that_cannot_be_used_is_told_in_one_sentence_with_a_cure(tmp_path: Path, command: str) -> None:
    (tmp_path / "quasi.db").write_bytes(b"this is no database, but a letter" * 100)
    ended = quasi(*command.split(), "--data", str(tmp_path), cwd=tmp_path)
    assert ended.returncode == 2
    assert ended.stderr == b"quasi: The database can't be used: file is not a database. `quasi doctor` says more.\n"


@pytest.mark.parametrize("command", [*ON_A_DATABASE, "run --sandbox"])
def test_a_database_of_a_newer_version_is_told_in_one_sentence_and_left_alone(tmp_path: Path, command: str) -> None:
    url = fresh_database(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "quasi.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    ended = quasi(*command.split(), "--data", str(tmp_path), cwd=tmp_path, WEB_PORT=str(free_port()))
    assert (ended.returncode, ended.stderr.count(b"\n")) == (2, 1), ended.stderr
    assert b"newer version" in ended.stderr
    assert migrate.current(url) == "9999"
    assert b"A newer version of Quasi" in quasi("doctor", "--data", str(tmp_path), cwd=tmp_path).stdout


def test_a_data_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    ended = quasi("db", "upgrade", "--data", "a file/world", cwd=tmp_path)
    assert (ended.returncode, ended.stderr.count(b"\n")) == (2, 1), ended.stderr
