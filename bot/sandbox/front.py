"""The front of the bot's HTTP API: who may call, what came in, rate limits, faults, and the record of it all.

Rate limits: https://discord.com/developers/docs/topics/rate-limits. They are counted truly, and generous.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.errors import ApiError, bad_json, entity_too_large, unauthorized
from bot.sandbox.faults import CALL_FAULTS, RETRY_AFTER_S, SLOW_S, Faults

KEPT_REQUESTS = 5_000
FILE_MOST_BYTES = 10 * 1024 * 1024
WINDOW_S = 1.0
CALLS_PER_WINDOW = 500


@dataclass(frozen=True)
class Upload:
    """A file that came with a call, as part `files[index]`."""

    index: str
    filename: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Call:
    """One HTTP call of the bot, parsed."""

    method: str
    path: str
    params: dict[str, str]
    query: dict[str, str]
    body: Any
    files: tuple[Upload, ...] = ()


@dataclass(frozen=True)
class Reply:
    body: Any = None
    status: int = 200


NO_CONTENT = Reply(None, 204)
Handler = Callable[[Call], Reply]


@dataclass
class _Bucket:
    """One rate-limit bucket: how many calls are left until the window ends (real seconds)."""

    left: int = CALLS_PER_WINDOW
    ends_at: float = 0.0

    def spend(self, now: float) -> bool:
        """Take one call out; False where none is left."""
        if now >= self.ends_at:
            self.left, self.ends_at = CALLS_PER_WINDOW, now + WINDOW_S
        self.left -= 1
        return self.left >= 0


@dataclass
class Front:
    """Wraps handlers into HTTP endpoints."""

    token: str
    faults: Faults
    in_flight: int = 0
    requests: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT_REQUESTS))
    _buckets: dict[str, _Bucket] = field(default_factory=dict)

    def route(self, method: str, template: str, handler: Handler, *, token_in_path: bool = False) -> Route:
        """A route of the API; calls with a `token_in_path` carry no bot token."""

        async def endpoint(request: Request) -> Response:
            self.in_flight += 1
            try:
                return await self._answer(request, method, template, handler, token_in_path)
            finally:
                self.in_flight -= 1

        return Route(template, endpoint, methods=[method])

    async def _answer(
        self, request: Request, method: str, template: str, handler: Handler, token_in_path: bool
    ) -> Response:
        entry: dict[str, Any] = {"method": method, "path": request.url.path.removeprefix("/api/v10"), "body": None}
        bucket_id = hashlib.sha256(f"{method} {template}".encode()).hexdigest()[:32]
        bucket = self._bucket(f"{bucket_id} {_major(request)}")
        free = bucket.spend(time.monotonic())
        extra: dict[str, str] = {}
        try:
            if not token_in_path and request.headers.get("authorization") != f"Bot {self.token}":
                raise unauthorized()
            reply = await self._with_faults(request, entry, handler, free)
        except ApiError as error:
            body = error.as_json()
            if error.status == 429:
                body |= {"retry_after": RETRY_AFTER_S, "global": False}
                extra = {"Retry-After": str(RETRY_AFTER_S), "X-RateLimit-Scope": "user"}
            reply = Reply(body, error.status)
        entry["status"] = reply.status
        self.requests.append(entry)
        return _respond(reply, _limit_headers(bucket, bucket_id) | extra)

    async def _with_faults(self, request: Request, entry: dict[str, Any], handler: Handler, free: bool) -> Reply:
        call = await _parse(request, entry)
        fault = "429" if not free else self.faults.take(*CALL_FAULTS)
        if fault == "slow":
            await asyncio.sleep(SLOW_S)
        if fault == "429":
            raise ApiError(429, 0, "You are being rate limited.")
        if fault == "500":
            raise ApiError(500, 0, "500: Internal Server Error")
        reply = handler(call)
        if fault == "500_late":
            raise ApiError(500, 0, "500: Internal Server Error")
        return reply

    def _bucket(self, key: str) -> _Bucket:
        if len(self._buckets) > 10_000:
            self._buckets.clear()
        return self._buckets.setdefault(key, _Bucket())


def _major(request: Request) -> str:
    """The part of the path that has a limit of its own: channel, guild or webhook."""
    names = ("channel_id", "guild_id", "webhook_token")
    return "+".join(str(request.path_params[n]) for n in names if n in request.path_params)


def _limit_headers(bucket: _Bucket, bucket_id: str) -> dict[str, str]:
    rest_s = max(0.0, bucket.ends_at - time.monotonic())
    return {
        "X-RateLimit-Limit": str(CALLS_PER_WINDOW),
        "X-RateLimit-Remaining": str(max(0, bucket.left)),
        "X-RateLimit-Reset": f"{time.time() + rest_s:.3f}",
        "X-RateLimit-Reset-After": f"{rest_s:.3f}",
        "X-RateLimit-Bucket": bucket_id,
        "Via": "1.1 quasi-sandbox",
    }


def _respond(reply: Reply, headers: dict[str, str]) -> Response:
    if reply.status == 204:
        return Response(None, 204, headers)
    text = json.dumps(reply.body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, reply.status, headers | {"content-type": "application/json"})


async def _parse(request: Request, entry: dict[str, Any]) -> Call:
    """Read the body: JSON, or a form with `payload_json` and `files[n]`. Notes the body in `entry`."""
    files: list[Upload] = []
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        body, files = await _parse_form(request)
        entry["files"] = [f.filename for f in files]
    else:
        body = _loads(await request.body() or b"null")
    entry["body"] = body
    if any(len(f.data) > FILE_MOST_BYTES for f in files):
        raise entity_too_large()
    params = {name: str(value) for name, value in request.path_params.items()}
    return Call(request.method, entry["path"], params, dict(request.query_params), body, tuple(files))


async def _parse_form(request: Request) -> tuple[Any, list[Upload]]:
    body: Any = {}
    files: list[Upload] = []
    async with request.form() as form:
        for name, part in form.multi_items():
            if isinstance(part, UploadFile):
                kind = part.content_type or "application/octet-stream"
                index = name.removeprefix("files[").removesuffix("]")
                files.append(Upload(index, part.filename or "file", kind, await part.read()))
            elif name == "payload_json":
                body = _loads(part.encode())
    return body, files


def _loads(raw: bytes) -> Any:
    """JSON without lone surrogates, which no text may hold."""
    try:
        body = json.loads(raw)
        if b"\\ud" in raw.lower():
            json.dumps(body, ensure_ascii=False).encode()
    except ValueError:
        raise bad_json() from None
    return body
