"""One question over HTTP, answered or not; nothing here raises for a lost network."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

PATIENCE_S = 5.0
ANSWER_BYTES_MOST = 1_000_000
UNREACHABLE = 0


@dataclass(frozen=True)
class Answer:
    """`status` is UNREACHABLE where nobody answered; `body` is None where it was no JSON; `at` is the Date header."""

    status: int
    body: Any = None
    at: datetime | None = field(default=None)


def ask(url: str, authorization: str) -> Answer:
    """GET `url`, an http or https address that was checked before."""
    headers = {"Authorization": authorization, "User-Agent": "Quasi doctor", "Accept": "application/json"}
    request = Request(url, headers=headers)  # noqa: S310 - settings let only http and https through
    try:
        with urlopen(request, timeout=PATIENCE_S) as response:  # noqa: S310
            return Answer(response.status, _json(response.read(ANSWER_BYTES_MOST)), _date(response.headers))
    except HTTPError as error:
        with error:
            return Answer(error.code, _json(error.read(ANSWER_BYTES_MOST)), _date(error.headers))
    except (URLError, OSError, ValueError):
        return Answer(UNREACHABLE)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _date(headers: Any) -> datetime | None:
    try:
        at = parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else None
