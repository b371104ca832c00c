"""Checks bodies against Discord's own OpenAPI description of its HTTP API, kept outside this repository.

`check_request` takes what the bot sent (an entry of `/sandbox/requests`), `check_response` what the sandbox
answered. Both give a list of complaints, empty where all is well.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

SPEC = Path(__file__).parents[3].parent / "shared" / "corpora" / "discord-openapi.json"
needs_spec = pytest.mark.skipif(not SPEC.exists(), reason=f"{SPEC.name} is not beside this checkout")

_LENIENT_SNOWFLAKE = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$"}
"""Discord takes ids as numbers too, and discord.py sends them so."""


@cache
def _spec() -> dict[str, Any]:
    return json.loads(SPEC.read_text())  # type: ignore[no-any-return]


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    """Path patterns, those with the fewest parameters first, so that `@me` wins over `{user_id}`."""
    paths = sorted(_spec()["paths"], key=lambda p: p.count("{"))
    return [(re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(p))), p) for p in paths]


def operation(method: str, path: str) -> dict[str, Any] | None:
    """The described operation that a call to `path` (without the `/api/v10`) is, or None."""
    for pattern, template in _templates():
        if pattern.fullmatch(path) and method.lower() in _spec()["paths"][template]:
            return _spec()["paths"][template][method.lower()]  # type: ignore[no-any-return]
    return None


@cache
def _validator(schema_json: str, lenient_ids: bool) -> Draft202012Validator:
    schemas = dict(_spec()["components"]["schemas"])
    if lenient_ids:
        schemas["SnowflakeType"] = _LENIENT_SNOWFLAKE
    return Draft202012Validator({**json.loads(schema_json), "components": {"schemas": schemas}})


def _complaints(schema: dict[str, Any], body: Any, *, lenient_ids: bool) -> list[str]:
    validator = _validator(json.dumps(schema, sort_keys=True), lenient_ids)
    return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(body)]


def check_request(method: str, path: str, body: Any) -> list[str]:
    """What Discord's description has against this request body."""
    described = operation(method, path)
    if described is None:
        return [f"{method} {path} is not an operation of Discord's API"]
    form = described.get("requestBody")
    if form is None:
        return [] if body is None else [f"{method} {path} takes no body"]
    if body is None:
        return [f"{method} {path} needs a body"] if form.get("required") and method != "PUT" else []
    return _complaints(form["content"]["application/json"]["schema"], body, lenient_ids=True)


def check_response(method: str, path: str, status: int, body: Any) -> list[str]:
    """What Discord's description has against this answer."""
    described = operation(method, path)
    if described is None:
        return [f"{method} {path} is not an operation of Discord's API"]
    answer = described["responses"].get(str(status)) or described["responses"].get("4XX")
    if answer is None:
        return [f"{method} {path} never answers {status}"]
    if "$ref" in answer:
        answer = _spec()["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
    if body is None:
        return []
    return _complaints(answer["content"]["application/json"]["schema"], body, lenient_ids=False)
