"""The public site: `/verify` for people, `/ledger` and `/key` for programs that trust nobody."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import FastAPI, File, Path, Query, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from bot.domain.licence import read_number
from bot.ports import Clock, Documents, Signer, Store
from bot.proof import VerificationResult, verify_licence_file, with_known_paper
from bot.seal import ALGORITHM, key_id
from bot.surfaces import words
from bot.surfaces.papers.licence_file import LicenceFileUnreadable
from bot.surfaces.web.guards import guard, problem, wants_page
from bot.surfaces.web.pages import ASSETS, asset, page
from bot.surfaces.web.public import public_json, public_rows, state_words
from bot.surfaces.web.register import Found, Register

MISTYPED = "That is not a licence number: one of its characters is wrong. Please compare it with the paper again."
UNKNOWN = "There is no licence with this number. If a paper shows it, the paper is not ours."
NOT_IN_LEDGER = "The ledger holds no entry about the issue of this licence."
TYPED_MAX_CHARS = 200


_TEXT: dict[str, Any] = {"type": "string"}
_PROBLEM = {"type": "object", "properties": {"error": _TEXT}, "required": ["error"], "additionalProperties": False}


def _described(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Errors as the OpenAPI description has them: one sentence, as JSON or as a page."""
    content = {"application/json": {"schema": _PROBLEM}, "text/html": {"schema": _TEXT}}
    return {int(status): {"description": status.phrase, "content": content} for status in statuses}


_ERRORS = _described(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
_EXAMINED: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {"schema": {"type": "object"}}, "text/html": {"schema": _TEXT}}},
    **_described(HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY),
}
Number = Annotated[str, Path(description="A licence number such as Q7F3-KM2P-9Q", max_length=TYPED_MAX_CHARS)]


def create_app(store: Store, documents: Documents, clock: Clock, signer: Signer) -> FastAPI:
    """The site over one store. It only reads; what it signs are heads of the ledger."""
    app = FastAPI(title="Quasi: verification", version="1", docs_url=None, redoc_url=None, responses=_ERRORS)
    register = Register(store, documents, signer)
    guard(app)
    _add_verification(app, register, clock)
    _add_file_check(app, register, clock)
    _add_ledger(app, register)
    return app


def _add_verification(app: FastAPI, register: Register, clock: Clock) -> None:
    @app.get("/verify", response_class=HTMLResponse)
    async def form(
        request: Request, number: Annotated[str | None, Query(max_length=TYPED_MAX_CHARS)] = None
    ) -> Response:
        """The form; with a number, the way to its page."""
        if number is None or not number.strip():
            return page(request, "form.html", mistyped=None, sentence=None)
        found = read_number(number)
        if found is None:
            return page(request, "form.html", status=HTTPStatus.NOT_FOUND, mistyped=number, sentence=MISTYPED)
        base = request.scope.get("root_path", "").rstrip("/")
        return RedirectResponse(f"{base}/verify/{found}", HTTPStatus.SEE_OTHER)

    @app.get("/verify/assets/{name}", include_in_schema=False)
    async def page_asset(name: str) -> Response:
        if name not in ASSETS:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return asset(name)

    @app.get("/verify/{number}.json")
    async def licence_json(number: Number) -> JSONResponse:
        """What is public of a licence, and its state now."""
        found = await _found(register, number)
        return JSONResponse(public_json(found.licence, found.check_code, clock.now()))

    @app.get("/verify/{number}", response_class=HTMLResponse)
    async def licence_page(request: Request, number: Number) -> Response:
        """The same for people."""
        try:
            found = await _found(register, number)
        except HTTPException as missing:
            if not wants_page(request):
                raise
            return page(request, "form.html", status=missing.status_code, mistyped=number, sentence=missing.detail)
        now, licence = clock.now(), found.licence
        return page(
            request,
            "licence.html",
            licence=licence,
            state=state_words(licence, now),
            as_of=words.datetime_words(now, licence.terms.tz),
            rows=public_rows(licence),
            duties=words.duty_lines(licence.terms),
            check_code=found.check_code,
            key_id=key_id(register.public_key),
        )


async def _found(register: Register, typed: str) -> Found:
    number = read_number(typed)
    if number is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, MISTYPED)
    found = await register.find(number)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, UNKNOWN)
    return found


def _add_file_check(app: FastAPI, register: Register, clock: Clock) -> None:
    @app.post("/verify/file", response_class=HTMLResponse, responses=_EXAMINED)
    async def check_file(request: Request, file: Annotated[UploadFile, File()]) -> Response:
        """Examines a licence file, JSON or PDF; nothing of it is kept."""
        content = await file.read()
        try:
            result = await run_in_threadpool(verify_licence_file, content, register.public_key)
        except LicenceFileUnreadable as unreadable:
            return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, str(unreadable))
        signed_here = all(check.holds for check in result.checks if check.name in ("signature", "key"))
        found = await register.find(result.number) if signed_here else None
        if found is not None:
            result = with_known_paper(result, sha256(content).hexdigest(), found.licence.document_sha256)
        if not wants_page(request):
            return JSONResponse(_result_json(result, found, clock))
        state = state_words(found.licence, clock.now()) if found else None
        return page(request, "file.html", result=result, state=state, known=found is not None, signed_here=signed_here)


def _result_json(result: VerificationResult, found: Found | None, clock: Clock) -> dict[str, Any]:
    return {
        "number": result.number,
        "verdict": result.verdict,
        "known": found is not None,
        "state": found.licence.state(clock.now()).value if found else None,
        "checks": [{"name": check.name, "holds": check.holds, "sentence": check.sentence} for check in result.checks],
    }


def _add_ledger(app: FastAPI, register: Register) -> None:
    @app.get("/ledger/head")
    async def head() -> JSONResponse:
        """The signed tree head (RFC 9162) over all entries."""
        return JSONResponse(await register.head())

    @app.get("/ledger/proof/{number}")
    async def proof(number: Number) -> JSONResponse:
        """The proof that the ledger holds the issue of a licence."""
        found = await _found(register, number)
        included = await register.inclusion(found.licence.number)
        if included is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, NOT_IN_LEDGER)
        return JSONResponse({"number": found.licence.number, **included})

    @app.get("/ledger/consistency/{size}")
    async def since(size: Annotated[int, Path(ge=1, le=2**53)]) -> JSONResponse:
        """The proof that the ledger once had its first `size` entries and only grew since."""
        grown = await register.consistency(size)
        if grown is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, "The ledger has not that many entries.")
        return JSONResponse(grown)

    @app.get("/key")
    async def key() -> JSONResponse:
        """The public key that licences and heads are signed with."""
        public = register.public_key
        return JSONResponse({"alg": ALGORITHM, "key_id": key_id(public), "public_key": public.hex()})

    @app.get("/healthz")
    async def healthz() -> JSONResponse:
        """Whether the site and its database answer."""
        await register.alive()
        return JSONResponse({"ok": True})
