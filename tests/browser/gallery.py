"""A still world for looking at: one of everything Discord can show, at its widest, longest and most foreign.

It answers the control API from memory, without a bot, so that what a test sees is only the page's own doing.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import bot.sandbox
from bot.sandbox.people import ADA, IMANI, LICENCE_LOG, LICENSING, PEOPLE, QUASI

PAGE = Path(bot.sandbox.__file__).parent / "page"
NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
THREAD_ID = "1300000000000000001"
DM_ID = "1300000000000000301"
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 6
MARKDOWN = """# Heading one
## Heading two
**bold** *italic* ***both*** __under__ ~~gone~~ `code` ||hidden||
> quoted **line**
> and another
- first
  - nested
- second
1. one
2. two
```py
print("<b>not html</b>")
```
-# small print
[Discord docs](https://discord.com/developers) and <https://example.com/a_b_c> <script>alert(1)</script>
<@1100000000000000301> in <#1100000000000000021> at <t:1799488800:F>, <t:1799488800:R>
snake_case_name stays, 2 * 3 * 4 stays, \\*escaped\\*"""
RTL = "مرحبا كواسي، نود ترخيص صورة إيماني لحملتنا الجديدة في فرنسا وإسبانيا لمدة ستة أشهر."


def _message(number: int, author: str, text: str, channel: str = LICENSING.id, **more: Any) -> dict[str, Any]:
    return {
        "kind": "message", "id": str(1400000000000000000 + number), "channel": channel, "author": author,
        "at": f"2026-11-03T08:{number % 60:02d}:00Z", "text": text, "embeds": [], "components": [],
        "attachments": [], "ephemeral": False, **more,
    }  # fmt: skip


def _button(custom_id: str, label: str, style: int = 2, row: int = 0, **more: Any) -> dict[str, Any]:
    shown = {"custom_id": custom_id, "label": label, "kind": "button", "style": style, "row": row}
    return shown | {"disabled": False, **more}


def _offer_embed() -> dict[str, Any]:
    terms = {
        "Talent": "Imani Okafor (digital clone)", "Use": "print · website", "Where": "France · Spain",
        "When": "Sun 10 Jan 2027 – Fri 9 Jul 2027 (6 months)", "Exclusivity": "none", "Fee": "**EUR 11,760.00**",
    }  # fmt: skip
    return {
        "color": 0xD9A94E, "author": {"name": "Northwind Outerwear"}, "title": "What I understood",
        "description": "Every line is yours to correct.", "footer": {"text": "version 3 · 8c1f…e07a"},
        "timestamp": "2026-11-03T08:59:00Z",
        "fields": [{"name": name, "value": value, "inline": True} for name, value in terms.items()],
    }  # fmt: skip


def _buttons_and_menu() -> list[dict[str, Any]]:
    options = [{"value": f"o{n}", "label": f"Option {n}", "description": "What it means, in short"} for n in range(25)]
    return [
        _button("edit", "Edit", 1),
        _button("withdraw", "Withdraw", 4),
        _button("old", "Too late", 3, disabled=True),
        {"custom_id": "", "label": "Verify", "kind": "link", "url": "https://example.com", "style": 5, "row": 0,
         "disabled": False},
        {"custom_id": "pick", "label": "Choose media", "kind": "select", "row": 1, "disabled": False,
         "min_values": 1, "max_values": 3, "options": options},
    ]  # fmt: skip


def _widest_embed() -> dict[str, Any]:
    values = [LONG_WORD if n == 7 else f"value {n}" for n in range(25)]
    fields = [{"name": f"Field {n}", "value": value, "inline": n % 5 != 0} for n, value in enumerate(values)]
    return {"title": f"Twenty-five fields {LONG_WORD}", "fields": fields}


def _gallery() -> list[dict[str, Any]]:
    rows = [
        _button(f"b{row}{column}", f"Row {row} button {column}", 1 + (row + column) % 4, row)
        for row in range(5)
        for column in range(5)
    ]
    thread = {"id": THREAD_ID, "name": "Northwind × Imani Okafor"}
    licence = {"filename": "licence-Q7F3-KM2P-9D.pdf", "url": "/sandbox/attachments/1/licence.pdf", "size": 48213}
    return [
        _message(1, ADA.id, f"<@{QUASI.id}> we'd love Imani's double", thread=thread),
        _message(2, QUASI.id, MARKDOWN, reply_to="1400000000000000001", edited_at="2026-11-03T08:50:00Z"),
        _message(
            3, QUASI.id, "Hello Ada.", embeds=[_offer_embed()], components=_buttons_and_menu(), attachments=[licence]
        ),
        _message(4, ADA.id, LONG_WORD),
        _message(5, ADA.id, "All work and no play. " * 90),
        _message(6, ADA.id, RTL),
        _message(7, QUASI.id, "", embeds=[_widest_embed()]),
        _message(8, QUASI.id, "Five rows", components=rows),
        _message(9, QUASI.id, "Just for you.", ephemeral=True, components=[_button("ok", "Understood", 3)]),
        _message(10, QUASI.id, "Northwind would like to use your clone.", DM_ID),
        _message(11, QUASI.id, "In the thread.", THREAD_ID),
    ]


_MODAL = {
    "kind": "modal", "id": "1500000000000000001", "title": "Your counter-offer", "channel": LICENSING.id, "fields": [
        {"id": "fee", "label": "Fee", "required": True, "value": "9000", "style": 1, "max_length": 12},
        {"id": "why", "label": "Anything to add?", "required": False, "value": "", "style": 2,
         "min_length": 3, "max_length": 300},
    ],
}  # fmt: skip


def _sees(person: str, item: dict[str, Any]) -> bool:
    if item["channel"] == DM_ID:
        return person == IMANI.id
    return person == ADA.id or not item["ephemeral"]


def gallery_app(*, modal: bool = False) -> Starlette:
    """The still world as an application; with `modal` a form is open for Ada."""
    items = _gallery()

    async def world(_: Request) -> Response:
        channels = [
            {"id": LICENSING.id, "name": LICENSING.name, "kind": "text"},
            {"id": LICENCE_LOG.id, "name": LICENCE_LOG.name, "kind": "text"},
            {"id": THREAD_ID, "name": "Northwind × Imani Okafor", "kind": "thread", "parent": LICENSING.id,
             "members": [ADA.id], "private": False},
            {"id": DM_ID, "name": "Imani Okafor", "kind": "dm", "user": IMANI.id},
        ]  # fmt: skip
        users = [{"id": one.id, "name": one.name, "role": one.role, "tz": one.tz, "firm": one.firm} for one in PEOPLE]
        return JSONResponse({"now": NOW.isoformat(), "channels": channels, "users": users})

    async def inbox(request: Request) -> Response:
        person, since = request.query_params["as"], int(request.query_params.get("since", 0))
        seen = [item for item in items if since == 0 and _sees(person, item)]
        forms = [_MODAL] if modal and since == 0 and person == ADA.id else []
        return JSONResponse({"seq": 1, "items": [*seen, *forms]})

    async def stream(_: Request) -> Response:
        async def silence() -> AsyncIterator[str]:
            yield f"event: clock\ndata: {json.dumps({'now': NOW.isoformat()})}\n\n"
            await asyncio.Event().wait()

        return StreamingResponse(silence(), media_type="text/event-stream")

    async def commands(_: Request) -> Response:
        return JSONResponse([])

    async def refuse(_: Request) -> Response:
        return JSONResponse({"error": "This world stands still: nothing can be done in it."}, 409)

    async def index(_: Request) -> Response:
        return FileResponse(PAGE / "index.html")

    return Starlette(routes=[
        Route("/", index), Route("/sandbox/world", world), Route("/sandbox/inbox", inbox),
        Route("/sandbox/stream", stream), Route("/sandbox/commands", commands),
        *(Route(f"/sandbox/{act}", refuse, methods=["POST"]) for act in ("say", "click", "choose", "submit", "clock")),
        Mount("/page", StaticFiles(directory=PAGE)),
    ])  # fmt: skip
