"""Pages from templates. Every value is escaped by the template engine; no page has a script."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent
ASSETS = {"style.css": "text/css", "icon.svg": "image/svg+xml"}
"""The files that pages refer to, with their types."""


def page(
    request: Request, template: str, *, status: int = 200, headers: dict[str, str] | None = None, **values: Any
) -> HTMLResponse:
    """The template of that name, filled in; its links begin at the path the site is mounted under."""
    html = _templates().get_template(template).render(base=request.scope.get("root_path", "").rstrip("/"), **values)
    return HTMLResponse(html, status_code=status, headers=headers)


def asset(name: str) -> FileResponse:
    """One of `ASSETS`, for the browser to keep for an hour."""
    headers = {"cache-control": "public, max-age=3600"}
    return FileResponse(_HERE / "assets" / name, media_type=ASSETS[name], headers=headers)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
