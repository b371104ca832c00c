"""The `quasi` command (DESIGN §6). Each command imports what it needs when it runs, so that the small ones are quick.

Exit codes: 0 fine · 1 the thing checked is not fine · 2 unusable arguments or input, with one sentence on
standard error.
"""

from __future__ import annotations

import signal
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console

if TYPE_CHECKING:
    from bot.reading_cli import Extract
    from bot.settings import Settings
    from storage.store import SqlStore

FINE, NOT_FINE, UNUSABLE = 0, 1, 2


class Role(StrEnum):
    """Whose words are read."""

    BRAND = "brand"
    TALENT = "talent"


def _group(about: str) -> typer.Typer:
    return typer.Typer(help=about, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


app = _group("Quasi, the licensing agent for digital likenesses.")
db = _group("The database.")
ledger = _group("The ledger of all that happened.")
licence = _group("Licences.")
person = _group("What is held about one person.")
app.add_typer(db, name="db")
app.add_typer(ledger, name="ledger")
app.add_typer(licence, name="licence")
app.add_typer(person, name="person")

DataFolder = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="The data folder; DATA_DIR otherwise.")]
PublicKey = Annotated[
    str | None, typer.Option("--key", metavar="PUBKEY", help="The issuer's public key: hex, base64 or a file.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


class Unusable(Exception):
    """Arguments, settings or input that can't be used; the message is one sentence."""


# ── Running ──────────────────────────────────────────────────────────────────────────────────────────────


@app.command()
def run(
    sandbox: Annotated[bool, typer.Option("--sandbox", help="Start the sandbox world; no account needed.")] = False,
    port: Annotated[int | None, typer.Option("--port", metavar="N", min=1, max=65535)] = None,
    data: DataFolder = None,
) -> None:
    """Run Quasi: on Discord, or in the sandbox world."""
    # A service manager's SIGTERM ends a start as Ctrl+C does: what was opened is closed, and it is no failure.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        _run(sandbox=sandbox, port=port, data=data)
    except KeyboardInterrupt:
        console.complain("Told to stop before it had started.")


def _run(*, sandbox: bool, port: int | None, data: Path | None) -> None:
    import asyncio

    from bot import doctor, pace

    settings = _settings()
    data_dir = data or settings.data_dir
    refused = doctor.refusals(settings, sandbox=sandbox, port=port or settings.web_port, data_dir=data_dir)
    for check in refused:
        console.complain(f"{check.sentence} {check.cure}")
    if refused:
        raise typer.Exit(UNUSABLE)

    with pace.loading():
        from bot import ending, wiring

    try:
        asyncio.run(wiring.run(settings, sandbox=sandbox, port=port, data_dir=data_dir))
    except Exception as error:
        sentence = doctor.SENTENCES_OF_DISCORD.get(type(error).__name__)
        if sentence is None:
            raise
        raise Unusable(sentence) from None
    finally:
        ending.quickly()


@app.command()
def doctor(json: AsJson = False, data: DataFolder = None) -> None:
    """Check that all Quasi needs is there, and say how to mend what is not."""
    from bot import doctor as examination

    raise typer.Exit(examination.run(as_json=json, data_dir=data, out=sys.stdout))


@db.command("upgrade")
def db_upgrade(data: DataFolder = None) -> None:
    """Give the database the tables of this version of Quasi."""
    from storage import migrate

    settings = _settings()
    folder = data or settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(f"The data folder {folder} can't be made: {error.strerror}.") from None
    migrate.upgrade(settings.database_address(data))
    print("The database is up to date.")


# ── Tools on JSON Lines ──────────────────────────────────────────────────────────────────────────────────


@app.command()
def read(
    role: Annotated[Role, typer.Option("--role", help="Whose words they are.")],
    now: Annotated[str | None, typer.Option("--now", metavar="ISO", help="The instant the words were said.")] = None,
    roster: Annotated[Path | None, typer.Option("--roster", metavar="FILE", help="The talents, JSON Lines.")] = None,
    llm: Annotated[
        bool | None, typer.Option("--llm/--no-llm", help="With or without the language model; with it where it is set.")
    ] = None,
) -> None:
    """Read messages: JSON Lines in, JSON Lines out."""
    said_at = None if now is None else _instant(now)
    if roster is not None and not roster.is_file():
        raise Unusable(f"The roster {roster} is not a file that can be read.")

    from bot import reading_cli

    try:
        extract = _extract(llm)
        raise typer.Exit(reading_cli.run(role.value, said_at, roster, console.lines_in(), sys.stdout, extract))
    except reading_cli.UnusableInput as unusable:
        raise Unusable(str(unusable)) from None


def _extract(llm: bool | None) -> Extract | None:
    """The language model's hook: forced on, forced off, or (None) on where a key is set."""
    import os

    may_be_set = os.environ.get("OPENAI_API_KEY") or Path(".env").is_file()
    if llm is False or (llm is None and not may_be_set):
        return None
    from bot.reading_llm import extractor

    hook = extractor(_settings())
    if hook is None and llm:
        raise Unusable("--llm needs OPENAI_API_KEY; .env.example says how to set it.")
    return hook


@app.command()
def price() -> None:
    """Price packages: JSON Lines in, JSON Lines out."""
    from bot import price_cli

    raise typer.Exit(price_cli.run(console.lines_in(), sys.stdout))


@app.command()
def rehearse(
    mandate: Annotated[Path | None, typer.Option("--mandate", metavar="FILE", help="Watch: the mandate, JSON.")] = None,
    against: Annotated[str | None, typer.Option("--against", metavar="NAME", help="Watch: the buyer.")] = None,
    rounds: Annotated[int, typer.Option("--rounds", min=1, max=100, help="Watch: the most rounds.")] = 12,
    seed: Annotated[int, typer.Option("--seed", help="Watch: makes the talk repeatable.")] = 1,
) -> None:
    """Play negotiations: JSON Lines in, JSON Lines out; with --mandate and --against, watch one."""
    from bot import rehearse_cli

    if (mandate is None) != (against is None):
        raise Unusable("--mandate and --against go together.")
    if mandate is not None and against is not None:
        raise typer.Exit(rehearse_cli.watch(mandate, against, rounds, seed, sys.stdout))
    raise typer.Exit(rehearse_cli.run(console.lines_in(), sys.stdout))


# ── Proof ────────────────────────────────────────────────────────────────────────────────────────────────


@ledger.command("verify")
def ledger_verify(
    json: AsJson = False,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="An exported ledger instead.")] = None,
    key: PublicKey = None,
    data: DataFolder = None,
) -> None:
    """Check that no entry of the ledger was changed, lost or added."""
    from bot import verify_cli

    store = None if file is not None else _store(data)
    raise typer.Exit(verify_cli.ledger_verify(store, as_json=json, file=file, key=key))


@ledger.command("export")
def ledger_export(file: Annotated[Path, typer.Argument(metavar="FILE")], data: DataFolder = None) -> None:
    """Write the ledger and its signed head to FILE."""
    from bot import verify_cli
    from bot.proof import FileSigner

    store = _store(data)
    raise typer.Exit(verify_cli.ledger_export(store, file, FileSigner(data or _settings().data_dir)))


@licence.command("verify")
def licence_verify(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    key: PublicKey = None,
    json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Check a licence file, JSON or PDF, offline."""
    from bot import verify_cli

    raise typer.Exit(verify_cli.licence_verify(file, key, data_dir=data or _settings().data_dir, as_json=json))


@licence.command("show")
def licence_show(
    number: Annotated[str, typer.Argument(metavar="NUMBER")], json: AsJson = False, data: DataFolder = None
) -> None:
    """Show one licence and whether it is valid now."""
    from bot import verify_cli

    raise typer.Exit(verify_cli.licence_show(_store(data), number, as_json=json))


@person.command("export")
def person_export(user_id: Annotated[str, typer.Argument(metavar="ID")], data: DataFolder = None) -> None:
    """Write all that is held about one person, as JSON."""
    from bot import person_cli

    raise typer.Exit(person_cli.export(_store(data), user_id))


@person.command("erase")
def person_erase(user_id: Annotated[str, typer.Argument(metavar="ID")], data: DataFolder = None) -> None:
    """Erase what may be erased about one person, and say what must be kept."""
    from bot import person_cli

    raise typer.Exit(person_cli.erase(_store(data), user_id))


# ── Helpers ──────────────────────────────────────────────────────────────────────────────────────────────


def _settings() -> Settings:
    from bot.settings import SettingsUnusable, load

    try:
        return load()
    except SettingsUnusable as unusable:
        raise Unusable(" ".join(f"{one.sentence} {one.cure}" for one in unusable.problems)) from None


def _store(data: Path | None) -> SqlStore:
    """The database that is there; not one of a newer version, whose rows may mean something else."""
    from storage import migrate
    from storage.engine import open_engine
    from storage.store import SqlStore

    address = _settings().database_address(data)
    file = Path(address.removeprefix("sqlite:///"))
    if address.startswith("sqlite:///") and not file.is_file():
        raise Unusable(f"There is no database at {file}; name the data folder with --data or DATA_DIR.")
    engine = open_engine(address)
    migrate.refuse_newer(migrate.current_of(engine))
    return SqlStore(engine)


def _instant(text: str) -> datetime:
    """An ISO 8601 instant; without an offset it is UTC."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise Unusable("--now is not an ISO 8601 date and time, such as 2026-11-03T09:30:00Z.") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def main(arguments: list[str] | None = None) -> int:
    """Run the command of these arguments (the process's own by default). Returns the exit code."""
    console.speak_utf8()
    try:
        code = app(arguments, prog_name="quasi", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else FINE
    except Unusable as unusable:
        console.complain(str(unusable))
    except typer.TyperException as usage:
        console.complain(_usage_sentence(usage))
    except (BrokenPipeError, SystemExit) as left:
        # typer turns a broken pipe inside a command into SystemExit(1); to us it is no fault.
        if isinstance(left, SystemExit) and not isinstance(left.__context__, BrokenPipeError):
            raise
        console.reader_left()
        return FINE
    except (KeyboardInterrupt, typer.Abort):
        return FINE
    except Exception as error:
        from bot.ports import StoreUnavailable

        if not isinstance(error, StoreUnavailable):
            raise
        console.complain(f"The database can't be used: {error}. `quasi doctor` says more.")
    return UNUSABLE


def _usage_sentence(usage: typer.TyperException) -> str:
    told = " ".join(getattr(usage, "format_message", usage.__str__)().split()).replace("Value error, ", "")
    return f"{told.rstrip('.')}. `quasi --help` lists the commands."


if __name__ == "__main__":
    sys.exit(main())
