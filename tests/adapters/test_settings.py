"""The settings: what `.env.example` explains is what is read, and a wrong value is told with a cure, never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsUnusable, load

ROOT = Path(__file__).parents[2]
SECRET = "MTIzNDU2Nzg5MDEyMzQ1Njc4.secret-part"


@pytest.fixture(autouse=True)
def no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder and an environment without any setting of ours."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def example_lines() -> dict[str, str]:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_the_example_explains_every_setting_and_no_other() -> None:
    assert sorted(example_lines()) == sorted(name.upper() for name in Settings.model_fields)


def test_the_example_shows_the_defaults() -> None:
    assert load(ROOT / ".env.example") == load(None)


def test_every_setting_of_the_example_has_a_comment_above_it() -> None:
    previous = ""
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines():
        explained = previous.startswith("#") or (previous.split("_")[0] == line.split("_")[0])
        assert not line or line.startswith("#") or explained, line
        previous = line


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("WEB_PORT", "eighty", "WEB_PORT is not a whole number."),
        ("WEB_PORT", "70000", "WEB_PORT is above 65535."),
        ("LLM_BUDGET_DAY_USD", "nan", "LLM_BUDGET_DAY_USD is not a finite number."),
        ("LLM_TIMEOUT_S", "-77", "LLM_TIMEOUT_S is not above 0.0."),
        ("MESSAGE_CONTENT_INTENT", "perhaps", "MESSAGE_CONTENT_INTENT is neither true nor false."),
        ("OPERATOR_IDS", "123456789012345678, lee", "OPERATOR_IDS is not a Discord id (15 to 20 digits)."),
        ("PUBLIC_URL", "licences.example.org", "PUBLIC_URL is not a web address that begins with http:// or https://."),
        ("DATABASE_URL", "mysql://me:hunter2@db/quasi", "DATABASE_URL is not a database address"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL is none of 'DEBUG', 'INFO', 'WARNING' or 'ERROR'."),
        ("DISCORD_TOKEN", f"{SECRET} oops", "DISCORD_TOKEN has a space or a line break in it."),
    ],
)
def test_a_wrong_value_is_told_in_one_sentence_that_does_not_repeat_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsUnusable) as caught:
        load()
    (problem,) = caught.value.problems
    assert problem.name == name
    assert problem.sentence.startswith(says)
    assert problem.cure.startswith(f"Correct {name} in .env")
    assert value not in str(caught.value) + repr(caught.value)


def test_all_wrong_values_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_PORT", "0")
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    with pytest.raises(SettingsUnusable) as caught:
        load()
    assert {problem.name for problem in caught.value.problems} == {"WEB_PORT", "LOG_LEVEL"}


def test_secrets_are_not_shown_by_repr_or_str(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", SECRET)
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", f"postgresql://quasi:{SECRET}@localhost/quasi")
    settings = load()
    assert SECRET not in repr(settings) + str(settings) + settings.model_dump_json()
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == SECRET


def test_the_environment_wins_over_the_file_and_an_empty_line_counts_as_not_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfWEB_PORT=9000\r\nLOG_LEVEL=DEBUG\r\nOPENAI_API_KEY=\r\n")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    settings = load()
    assert (settings.web_port, settings.log_level, settings.llm_wanted) == (9000, "ERROR", False)


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"WEB_PORT=\xff\xfe")
    with pytest.raises(SettingsUnusable) as caught:
        load()
    assert caught.value.problems[0].sentence == ".env is not UTF-8 text."


def test_operator_ids_are_read_with_commas_or_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPERATOR_IDS", "123456789012345678, 223456789012345678 323456789012345678")
    assert load().operator_ids == ("123456789012345678", "223456789012345678", "323456789012345678")


def test_the_database_is_a_file_in_the_data_folder_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert load().database_address(tmp_path) == f"sqlite:///{tmp_path.resolve() / 'quasi.db'}"
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/quasi")
    assert load().database_address(tmp_path) == "postgresql://localhost/quasi"
