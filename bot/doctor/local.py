"""What can be examined without leaving this machine: settings, folder, clock, database, papers, key."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.doctor.check import Check, fail, ok, warn
from bot.settings import Settings

RELEASED_AT = datetime(2026, 10, 1, tzinfo=UTC)
"""No clock that is right shows an earlier time than this version was made at."""
FREE_BYTES_LOW = 500 * 1024 * 1024
FREE_BYTES_LEAST = 50 * 1024 * 1024
ZONES_TO_TRY = ("Europe/Paris", "America/New_York", "Asia/Tokyo", "Australia/Sydney")

KEY_FILE, SANDBOX_FILE = "signing.key", "sandbox.db"

NEEDED_ON_DISCORD = (
    ("licensing_channel_id", "brands have no channel to ask in", "the id of the channel where brands may ask"),
    ("log_channel_id", "operators would not see what could not be delivered", "the id of the operators' channel"),
    ("operator_ids", "nobody could invite a talent", "the Discord ids of the people who run this Quasi"),
    ("operator_name", "people must be told who runs this Quasi", "the name of your agency"),
)


def discord_settings(settings: Settings) -> Iterator[Check]:
    """Whether the settings for a real server are whole."""
    if settings.discord_token is None:
        yield warn(
            "discord settings",
            "DISCORD_TOKEN is not set, so only the sandbox can run.",
            "Set DISCORD_TOKEN in .env to join a real server, or start `quasi run --sandbox`.",
        )
        return
    missing = [need for need in NEEDED_ON_DISCORD if not getattr(settings, need[0])]
    for name, why, what in missing:
        setting = name.upper()
        yield fail("discord settings", f"{setting} is not set: {why}.", f"Write {what} as {setting} in .env.")
    if not missing:
        yield ok("discord settings", "All settings for a real server are there.")
    if settings.public_url is None:
        yield warn(
            "public address",
            "PUBLIC_URL is not set, so licences carry an address that works on this machine alone.",
            "Set PUBLIC_URL in .env to the address at which people reach the public pages.",
        )


def llm_settings(settings: Settings) -> Iterator[Check]:
    """Whether the settings for a language model agree with each other."""
    if settings.openai_base_url is not None and settings.openai_api_key is None:
        yield fail(
            "language model",
            "OPENAI_BASE_URL is set, but OPENAI_API_KEY is not.",
            "Set OPENAI_API_KEY too (any word, if the service takes none), or take OPENAI_BASE_URL out.",
        )


def data_folder(data_dir: Path) -> Iterator[Check]:
    """Whether the data folder can be written, and has room."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data_dir) as probe:
            probe.write(b"quasi")
            probe.flush()
    except OSError as error:
        yield fail(
            "data folder",
            f"The data folder {data_dir} can't be written ({_reason(error)}).",
            "Give Quasi's user the right to write there, or name another folder with --data or DATA_DIR.",
        )
        return
    free = shutil.disk_usage(data_dir).free
    cure = "Free some room, or name a folder on another disk with --data or DATA_DIR."
    told = f"The data folder {data_dir} can be written; {free // 1024**2:,} MB are free."
    if free < FREE_BYTES_LEAST:
        yield fail("data folder", f"The disk of {data_dir} is full: {free // 1024**2} MB are free.", cure)
    elif free < FREE_BYTES_LOW:
        yield warn("data folder", told, cure)
    else:
        yield ok("data folder", told)


def world(data_dir: Path, *, sandbox: bool) -> Iterator[Check]:
    """Whether the folder belongs to the world that is to run; silent where it does."""
    invented = (data_dir / SANDBOX_FILE).exists()
    if invented and not sandbox:
        yield fail(
            "data folder",
            f"The data folder {data_dir} holds a sandbox world, and its people are invented.",
            "Name another folder with --data or DATA_DIR, or delete this one.",
        )
    if sandbox and not invented and (data_dir / KEY_FILE).exists():
        yield fail(
            "data folder",
            f"The data folder {data_dir} is a real server's, and a sandbox would bring invented people into it.",
            "Start the sandbox in another folder, with --data.",
        )


def clock(now: datetime) -> Iterator[Check]:
    """Whether this machine's time can be right, and whether it knows the world's time zones."""
    if now < RELEASED_AT:
        yield fail(
            "clock",
            f"This machine's clock says {now:%Y-%m-%d}, which is before this version of Quasi was made.",
            "Set the clock, best by a time service (NTP): licences begin and end by it.",
        )
    else:
        yield ok("clock", f"This machine's clock says {now:%Y-%m-%d %H:%M} UTC.")
    try:
        for zone in ZONES_TO_TRY:
            ZoneInfo(zone)
    except (ZoneInfoNotFoundError, OSError):
        yield fail("time zones", "The time zone data is not there.", "Run `make setup`, which installs tzdata.")
    else:
        yield ok("time zones", "The time zone data is there.")


def database(settings: Settings, data_dir: Path) -> Iterator[Check]:
    """Whether the database answers, is as it should be, and has this version's tables."""
    from storage import migrate
    from storage.engine import check_engine, open_engine

    address = settings.database_address(data_dir)
    own_file = address.startswith("sqlite:")
    if own_file and not Path(address.removeprefix("sqlite:///")).exists():
        yield ok("database", "There is no database yet; the first start makes it.")
        return
    try:
        engine = open_engine(address)
        try:
            wrongs, revision = check_engine(engine), migrate.current_of(engine)
        finally:
            engine.dispose()
    except Exception as error:  # whatever a driver raises, the operator needs a sentence and not a trace
        yield fail(
            "database",
            f"The database does not answer ({type(error).__name__}).",
            "Check DATABASE_URL in .env, and that the database runs and lets Quasi in.",
        )
        return
    for wrong in wrongs:
        yield fail("database", wrong, "Mend it on the database's side, or name another one with DATABASE_URL.")
    if not wrongs:
        yield ok("database", f"The database ({address.partition(':')[0]}) answers.")
    if migrate.is_newer(revision):
        told = "A newer version of Quasi made the database's tables."
        yield fail("migrations", told, "Run that version again, or restore a backup that this one made.")
    elif revision == migrate.newest():
        yield ok("migrations", "The database has the tables of this version of Quasi.")
    elif own_file:
        told = "The database does not have the tables of this version of Quasi; the next start brings it up to date."
        yield warn("migrations", told, "Nothing need be done; `quasi db upgrade` does it now. Keep a copy of the file.")
    else:
        told = "The database does not have the tables of this version of Quasi."
        yield fail("migrations", told, "Run `quasi db upgrade`.")


def papers() -> Iterator[Check]:
    """Whether a PDF can be made."""
    try:
        import typst

        made = typst.compile(b"#set page(width: 2cm, height: 1cm)\nQuasi")
    except Exception as error:  # a broken renderer may raise anything
        yield fail("papers", f"The PDF renderer does not work ({type(error).__name__}).", "Run `make setup` again.")
        return
    good = isinstance(made, bytes) and made.startswith(b"%PDF")
    if good:
        yield ok("papers", "PDFs can be made.")
    else:
        yield fail("papers", "The PDF renderer made something that is no PDF.", "Run `make setup` again.")


def key_file(path: Path) -> Iterator[Check]:
    """Whether the signing key is kept to its owner."""
    if not path.exists():
        yield ok("signing key", f"The signing key {path} is made at the first start.")
        return
    if not os.access(path, os.R_OK):
        yield fail(
            "signing key", f"The signing key {path} can't be read.", f"Give it to Quasi's user: chown USER {path}."
        )
    elif stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield fail(
            "signing key", f"The signing key {path} can be read by others on this machine.", f"Run chmod 600 {path}."
        )
    else:
        yield ok("signing key", f"The signing key {path} is kept to its owner. Keep a copy in a safe place.")


def port_is_free(host: str, port: int) -> Iterator[Check]:
    """Whether the web port can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            yield fail(
                "web port",
                f"Port {port} on {host} can't be listened on ({_reason(error)}).",
                "End the program that uses it, or name another port with --port.",
            )


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
