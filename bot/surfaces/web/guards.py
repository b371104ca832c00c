"""What stands around every page: security headers, a limit on what is sent to us, and errors in one sentence."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.ports import StoreUnavailable
from bot.surfaces.papers.licence_file import MAX_FILE_BYTES
from bot.surfaces.web.pages import page

_FORM_OVERHEAD_BYTES = 16 * 1024
TOO_LARGE = "The file is larger than 2 MB, so it is no licence of ours."
BUSY = "The register can't be read at the moment. Please try again in a minute."
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}


class Guard:
    """ASGI middleware: adds the headers, says `no-store` where nothing else is said, and stops large bodies."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_FILE_BYTES + _FORM_OVERHEAD_BYTES:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
            return message

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                named = {name for name, _ in message["headers"]}
                added = {**HEADERS, "cache-control": "no-store"}
                message["headers"] += [
                    (name.encode(), value.encode()) for name, value in added.items() if name.encode() not in named
                ]
            await send(message)

        await self._app(scope, counted, guarded)


def wants_page(request: Request) -> bool:
    """Whether a person with a browser is asking, rather than a program."""
    return "text/html" in request.headers.get("accept", "")


def guard(app: FastAPI) -> None:
    """Puts the headers, the limit and the error answers around `app`."""
    app.add_middleware(Guard)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(StoreUnavailable, _store_unavailable)


def problem(request: Request, status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    """One sentence on what went wrong, as a page or as `{"error"}`."""
    if wants_page(request):
        return page(request, "problem.html", status=status, headers=headers, sentence=sentence)
    return JSONResponse({"error": sentence}, status_code=status, headers=headers)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = error.detail if error.detail.endswith(".") else f"{HTTPStatus(error.status_code).phrase}."
    return problem(request, error.status_code, sentence, dict(error.headers or {}))


async def _bad_request(request: Request, error: Exception) -> Response:
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, "Something is missing in what was sent.")


async def _store_unavailable(request: Request, error: Exception) -> Response:
    return problem(request, HTTPStatus.SERVICE_UNAVAILABLE, BUSY, {"retry-after": "60"})
