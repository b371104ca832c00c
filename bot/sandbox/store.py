"""What the sandbox keeps on disk: JSON documents by kind and id, and file bytes, in one SQLite file.

Each write is committed before the call returns, so a killed process loses nothing that was answered.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS document (
    kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS file (
    id TEXT PRIMARY KEY, filename TEXT NOT NULL, content_type TEXT NOT NULL, bytes BLOB NOT NULL
);
"""


class WorldInUse(RuntimeError):
    """The folder's world is open in another process."""


class Store:
    """Documents and files of one world. Used from one thread, by the sandbox alone.

    Raises:
        WorldInUse: where another process holds the file.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
        try:
            self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_TABLES)
        except sqlite3.OperationalError as error:
            self._db.close()
            raise WorldInUse(f"Another sandbox already runs in {path.parent}.") from error

    def close(self) -> None:
        self._db.close()

    def put(self, kind: str, id: str, body: Any) -> None:
        """Write one document, replacing what was there."""
        self._db.execute(
            "INSERT INTO document VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
            (kind, id, json.dumps(body, ensure_ascii=False, separators=(",", ":"))),
        )

    def get(self, kind: str, id: str) -> Any | None:
        row = self._db.execute("SELECT body FROM document WHERE kind = ? AND id = ?", (kind, id)).fetchone()
        return None if row is None else json.loads(row[0])

    def all(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Every document of a kind, as (id, body)."""
        for id, body in self._db.execute("SELECT id, body FROM document WHERE kind = ?", (kind,)):
            yield id, json.loads(body)

    def delete(self, kind: str, id: str) -> None:
        self._db.execute("DELETE FROM document WHERE kind = ? AND id = ?", (kind, id))

    def put_file(self, id: str, filename: str, content_type: str, data: bytes) -> None:
        self._db.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", (id, filename, content_type, data))

    def get_file(self, id: str) -> tuple[str, str, bytes] | None:
        """A file as (filename, content type, bytes), or None."""
        row = self._db.execute("SELECT filename, content_type, bytes FROM file WHERE id = ?", (id,)).fetchone()
        return None if row is None else (str(row[0]), str(row[1]), bytes(row[2]))
