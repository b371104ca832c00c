"""The settings of one Quasi, read from the environment and `.env`; `.env.example` explains each in plain words.

A wrong value is told as one sentence with a cure, and never repeats the value: it may be a secret.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DATABASE_SCHEMES = ("sqlite", "postgresql", "postgresql+psycopg", "postgres")


@dataclass(frozen=True)
class Problem:
    """One unusable setting: its name as written in `.env`, what is wrong, and what to do."""

    name: str
    sentence: str
    cure: str


class SettingsUnusable(Exception):
    """Some settings can't be used; `problems` says which and how to mend them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


def _snowflake(value: str) -> str:
    if re.fullmatch(r"[0-9]{15,20}", value.strip(), re.ASCII) is None:
        raise ValueError("is not a Discord id (15 to 20 digits)")
    return value.strip()


def _snowflakes(value: object) -> object:
    return tuple(part for part in re.split(r"[\s,]+", value) if part) if isinstance(value, str) else value


def _web_address(value: str) -> str:
    parts = urlsplit(value.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is not a web address that begins with http:// or https://")
    return value.strip().rstrip("/")


def _database(value: SecretStr) -> SecretStr:
    scheme, colon, _ = value.get_secret_value().partition("://")
    if not colon or scheme not in DATABASE_SCHEMES:
        raise ValueError("is not a database address (sqlite:///FILE or postgresql://…)")
    return value


def _one_line(value: SecretStr) -> SecretStr:
    if any(character.isspace() for character in value.get_secret_value().strip()):
        raise ValueError("has a space or a line break in it")
    return SecretStr(value.get_secret_value().strip())


Snowflake = Annotated[str, AfterValidator(_snowflake)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Secret = Annotated[SecretStr, AfterValidator(_one_line)]
Usd = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Settings(BaseSettings):
    """All that an operator may set. Money is in US dollars, times in seconds, as the names say."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    discord_token: Secret | None = None
    discord_guild_id: Snowflake | None = None
    operator_ids: Annotated[tuple[Snowflake, ...], NoDecode, BeforeValidator(_snowflakes)] = ()
    licensing_channel_id: Snowflake | None = None
    log_channel_id: Snowflake | None = None
    message_content_intent: bool = False
    operator_name: str = Field(default="", max_length=100)

    data_dir: Path = Path("data")
    database_url: Annotated[SecretStr, AfterValidator(_database)] | None = None

    public_url: WebAddress | None = None
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8000, ge=1, le=65535)

    openai_api_key: Secret | None = None
    openai_base_url: WebAddress | None = None
    openai_model: str = "gpt-4.1-mini"
    llm_timeout_s: float = Field(default=8.0, gt=0, le=60)
    llm_budget_day_usd: Usd = 5.0
    llm_budget_brand_usd: Usd = 1.0
    llm_price_in_usd: Usd = 0.40
    llm_price_out_usd: Usd = 1.60

    keep_days: int = Field(default=90, ge=7, le=3650)

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def llm_wanted(self) -> bool:
        """Whether a language model is to help with reading; without one the rules alone run."""
        return self.openai_api_key is not None

    def database_address(self, data_dir: Path | None = None) -> str:
        """The database's URL, with its password if it has one; a SQLite file in the data folder by default."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{(data_dir or self.data_dir).resolve() / 'quasi.db'}"

    def public_address(self) -> str:
        """Where people reach the public pages; the listening address where nothing else is set."""
        return self.public_url or f"http://{self.web_host}:{self.web_port}"


def load(env_file: Path | None = Path(".env"), **given: Any) -> Settings:
    """The settings of this folder: `given` before the environment before `env_file`. Raises SettingsUnusable."""
    try:
        return Settings(_env_file=env_file, **given)
    except ValidationError as error:
        raise SettingsUnusable(tuple(_problem(detail) for detail in error.errors(include_input=False))) from None
    except UnicodeDecodeError:
        problem = Problem(str(env_file), f"{env_file} is not UTF-8 text.", "Save it again as UTF-8.")
        raise SettingsUnusable((problem,)) from None


def _problem(detail: Mapping[str, Any]) -> Problem:
    name = str(detail["loc"][0]).upper()
    what = _WHAT.get(detail["type"], "can't be used")
    if detail["type"] == "value_error":
        what = str(detail["ctx"]["error"])
    else:
        what = what.format(**detail.get("ctx", {}))
    return Problem(name, f"{name} {what}.", f"Correct {name} in .env; .env.example says what it takes.")


_WHAT = {
    "bool_parsing": "is neither true nor false",
    "int_parsing": "is not a whole number",
    "float_parsing": "is not a number",
    "finite_number": "is not a finite number",
    "greater_than": "is not above {gt}",
    "greater_than_equal": "is below {ge}",
    "less_than_equal": "is above {le}",
    "literal_error": "is none of {expected}",
    "string_too_long": "is longer than {max_length} characters",
}
