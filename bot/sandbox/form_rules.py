"""What Discord accepts in a message, a modal, a thread and a command: lengths, counts, types.

Source: https://discord.com/developers/docs/resources/message, /components/reference and
/interactions/application-commands, beside the OpenAPI description of the HTTP API v10.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import Path, Problems, empty_message
from bot.sandbox.forms import (
    Rule,
    anything,
    boolean,
    choice,
    either,
    fields,
    listing,
    maybe,
    number,
    snowflake,
    text,
    url,
    whole,
)

CONTENT_MOST = 2000
EMBEDS_TOTAL_MOST = 6000
ROW, BUTTON, STRING_SELECT, TEXT_INPUT, USER_SELECT = 1, 2, 3, 4, 5
TEXT_DISPLAY, LABEL = 10, 18
LINK_STYLE = 5
COMPONENTS_V2 = 1 << 15
INT32 = whole(0, 2**31 - 1)

_MEDIA_URL = url(2048, ("http", "https", "attachment"))
_MEDIA = fields(
    {"url": maybe(_MEDIA_URL), "proxy_url": anything, "width": anything, "height": anything, "flags": anything,
     "content_type": anything, "description": anything, "placeholder": anything, "placeholder_version": anything}
)  # fmt: skip

EMBED = fields(
    {
        "type": maybe(text(100)),
        "flags": anything,
        "title": maybe(text(256)),
        "description": maybe(text(4096)),
        "url": maybe(url(2048)),
        "color": maybe(whole(0, 0xFFFFFF)),
        "timestamp": maybe(text(64)),
        "footer": maybe(
            fields({"text": maybe(text(2048)), "icon_url": maybe(_MEDIA_URL), "proxy_icon_url": anything})
        ),
        "author": maybe(
            fields(
                {"name": maybe(text(256)), "url": maybe(url(2048)), "icon_url": maybe(_MEDIA_URL),
                 "proxy_icon_url": anything}
            )
        ),
        "image": maybe(_MEDIA),
        "thumbnail": maybe(_MEDIA),
        "video": anything,
        "provider": anything,
        "fields": maybe(
            listing(
                fields({"name": text(256, 1), "value": text(1024, 1), "inline": maybe(boolean)}, ("name", "value")), 25
            )
        ),
    }
)  # fmt: skip

_EMOJI = maybe(fields({"id": maybe(snowflake), "name": maybe(text(32)), "animated": maybe(boolean)}))
_ANY_BUTTON: dict[str, Rule] = {
    "type": choice(BUTTON), "id": maybe(INT32), "style": choice(1, 2, 3, 4, LINK_STYLE), "label": maybe(text(80)),
    "emoji": _EMOJI, "disabled": maybe(boolean),
}  # fmt: skip
_CUSTOM_BUTTON = fields({**_ANY_BUTTON, "custom_id": text(100, 1)}, ("style", "custom_id"))
_LINK_BUTTON = fields({**_ANY_BUTTON, "url": url(512, ("http", "https", "discord"))}, ("style", "url"))

_OPTION = fields(
    {"label": text(100, 1), "value": text(100, 1), "description": maybe(text(100)), "emoji": _EMOJI,
     "default": maybe(boolean)},
    ("label", "value"),
)  # fmt: skip
_ANY_SELECT: dict[str, Rule] = {
    "type": anything, "id": maybe(INT32), "custom_id": text(100, 1), "placeholder": maybe(text(150)),
    "min_values": maybe(whole(0, 25)), "max_values": maybe(whole(1, 25)), "disabled": maybe(boolean),
    "required": maybe(boolean), "default_values": anything, "channel_types": anything,
}  # fmt: skip
_STRING_SELECT = fields({**_ANY_SELECT, "options": listing(_OPTION, 25, 1)}, ("custom_id", "options"))
_AUTO_SELECT = fields(_ANY_SELECT, ("custom_id",))


def _select(value: Any) -> Rule | None:
    kind = value.get("type")
    if kind == STRING_SELECT:
        return _STRING_SELECT
    return _AUTO_SELECT if kind in (5, 6, 7, 8) else None


def _row_item(value: Any) -> Rule | None:
    if value.get("type") == BUTTON:
        return _LINK_BUTTON if value.get("style") == LINK_STYLE else _CUSTOM_BUTTON
    return _select(value)


_MESSAGE_ROW = fields(
    {"type": choice(ROW), "id": maybe(INT32),
     "components": listing(either(_row_item, "Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8)."), 5, 1)},
    ("components",),
)  # fmt: skip
_MESSAGE_COMPONENT = either(
    lambda value: _MESSAGE_ROW if value.get("type") == ROW else None,
    'Value of field "type" must be one of (1,): the sandbox speaks rows of buttons and selects.',
)

_REFERENCE = fields(
    {"type": maybe(choice(0)), "message_id": snowflake, "channel_id": maybe(snowflake),
     "guild_id": maybe(snowflake), "fail_if_not_exists": maybe(boolean)},
    ("message_id",),
)  # fmt: skip
_ATTACHMENT = fields(
    {"id": snowflake, "filename": maybe(text(1024, 1)), "description": maybe(text(1024)), "title": anything,
     "duration_secs": maybe(number), "waveform": anything, "is_spoiler": maybe(boolean), "spoiler": maybe(boolean),
     "size": anything, "url": anything, "proxy_url": anything, "content_type": anything, "ephemeral": anything,
     "height": anything, "width": anything, "flags": anything},
    ("id",),
)  # fmt: skip
_ALLOWED_MENTIONS = fields(
    {"parse": maybe(listing(choice("users", "roles", "everyone"), 3)), "users": maybe(listing(snowflake, 100)),
     "roles": maybe(listing(snowflake, 100)), "replied_user": maybe(boolean)}
)  # fmt: skip

_ANY_MESSAGE: dict[str, Rule] = {
    "content": maybe(text(CONTENT_MOST)),
    "embeds": maybe(listing(EMBED, 10)),
    "components": maybe(listing(_MESSAGE_COMPONENT, 5)),
    "attachments": maybe(listing(_ATTACHMENT, 10)),
    "allowed_mentions": maybe(_ALLOWED_MENTIONS),
    "flags": maybe(INT32),
    "tts": maybe(boolean),
}


def _nonce(value: Any, path: Path, problems: Problems) -> None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        problems.add(path, "STRING_TYPE_CONVERT", f'Could not interpret "{value!r}" as string.')
    elif len(str(value)) > 25:
        problems.add(path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")


CREATE_MESSAGE = fields(
    {**_ANY_MESSAGE, "nonce": maybe(_nonce),
     "enforce_nonce": maybe(boolean), "message_reference": maybe(_REFERENCE),
     "sticker_ids": maybe(listing(snowflake, 3))}
)  # fmt: skip
EDIT_MESSAGE = fields(_ANY_MESSAGE)
WEBHOOK_MESSAGE = fields({**_ANY_MESSAGE, "username": maybe(text(80, 1)), "avatar_url": maybe(url(2048))})


def check_message(body: Any, rule: Rule) -> None:
    """Raise 50035 unless `body` keeps `rule`, the total of its embeds, and the rules across its components."""
    problems = Problems()
    rule(body, (), problems)
    problems.raise_if_any()
    if int(body.get("flags") or 0) & COMPONENTS_V2:
        problems.add(("flags",), "BASE_TYPE_CHOICES", "The sandbox does not speak components V2.")
    _check_embeds(body.get("embeds") or [], problems)
    check_components(body.get("components") or [], problems)
    problems.raise_if_any()


def _check_embeds(embeds: list[dict[str, Any]], problems: Problems) -> None:
    if sum(embed_length(e) for e in embeds) > EMBEDS_TOTAL_MOST:
        for index in range(len(embeds)):
            problems.add(
                ("embeds", index), "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {EMBEDS_TOTAL_MOST}"
            )
    for index, embed in enumerate(embeds):
        if not embed_has_substance(embed):
            problems.add(("embeds", index, "description"), "BASE_TYPE_REQUIRED", "This field is required")


def embed_length(embed: dict[str, Any]) -> int:
    """The characters that count towards the 6,000 of a message's embeds."""
    parts = [embed.get("title"), embed.get("description")]
    parts.append((embed.get("footer") or {}).get("text"))
    parts.append((embed.get("author") or {}).get("name"))
    for entry in embed.get("fields") or []:
        parts += [entry.get("name"), entry.get("value")]
    return sum(len(part.strip()) for part in parts if part)


def embed_has_substance(embed: dict[str, Any]) -> bool:
    shown = ("title", "description", "fields", "image", "thumbnail", "video", "author", "footer")
    return any(embed.get(name) for name in shown)


def check_components(rows: list[dict[str, Any]], problems: Problems, at: Path = ("components",)) -> None:
    """The rules across components: unique ids, no select beside another item, labels, min ≤ max ≤ options."""
    seen: set[str] = set()
    values_seen: set[str]
    for r, row in enumerate(rows):
        items = row.get("components") or []
        if any(i.get("type") != BUTTON for i in items) and len(items) > 1:
            problems.add(
                (*at, r), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width"
            )
        for c, item in enumerate(items):
            path = (*at, r, "components", c)
            custom_id = item.get("custom_id")
            if custom_id in seen:
                problems.add(
                    (*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
                )
            if custom_id:
                seen.add(custom_id)
            if item.get("type") == BUTTON and not item.get("label") and not item.get("emoji"):
                problems.add(path, "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji")
            if item.get("type") == STRING_SELECT:
                values_seen = set()
                _check_select(item, path, problems, values_seen)


def _check_select(item: dict[str, Any], path: Path, problems: Problems, seen: set[str]) -> None:
    options = item.get("options") or []
    for o, option in enumerate(options):
        if option["value"] in seen:
            problems.add(
                (*path, "options", o, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )  # fmt: skip
        seen.add(option["value"])
    least, most = item.get("min_values"), item.get("max_values")
    if (1 if least is None else least) > (1 if most is None else most):
        problems.add((*path, "min_values"), "BASE_TYPE_BAD_LENGTH", "min_values must not be more than max_values")
    if most is not None and most > len(options):
        problems.add((*path, "max_values"), "BASE_TYPE_BAD_LENGTH", "max_values must not be more than the options")


_TEXT_INPUT_FIELDS: dict[str, Rule] = {
    "type": choice(TEXT_INPUT), "id": maybe(INT32), "custom_id": text(100, 1), "style": choice(1, 2),
    "label": maybe(text(45, 1)), "value": maybe(text(4000)), "placeholder": maybe(text(100)),
    "required": maybe(boolean), "min_length": maybe(whole(0, 4000)), "max_length": maybe(whole(1, 4000)),
}  # fmt: skip
_ROW_TEXT_INPUT = fields(_TEXT_INPUT_FIELDS, ("custom_id", "style", "label"))
_LABELLED_TEXT_INPUT = fields(_TEXT_INPUT_FIELDS, ("custom_id", "style"))


def _labelled(value: Any) -> Rule | None:
    return _LABELLED_TEXT_INPUT if value.get("type") == TEXT_INPUT else _select(value)


def _modal_component(value: Any) -> Rule | None:
    for type, rule in ((ROW, _MODAL_ROW), (LABEL, _MODAL_LABEL), (TEXT_DISPLAY, _MODAL_TEXT)):
        if value.get("type") == type:
            return rule
    return None


_MODAL_ROW = fields(
    {"type": choice(ROW), "id": maybe(INT32), "components": listing(_ROW_TEXT_INPUT, 1, 1)}, ("components",)
)
_MODAL_LABEL = fields(
    {"type": choice(LABEL), "id": maybe(INT32), "label": text(45, 1), "description": maybe(text(100, 1)),
     "component": either(_labelled, "Value of field \"type\" must be one of (3, 4, 5, 6, 7, 8).")},
    ("label", "component"),
)  # fmt: skip
_MODAL_TEXT = fields({"type": choice(TEXT_DISPLAY), "id": maybe(INT32), "content": text(4000, 1)}, ("content",))
MODAL = fields(
    {"custom_id": text(100, 1), "title": text(45, 1),
     "components": listing(either(_modal_component, "Value of field \"type\" must be one of (1, 10, 18)."), 5, 1),
     "flags": maybe(INT32)},
    ("custom_id", "title", "components"),
)  # fmt: skip


def check_modal(body: Any) -> None:
    """Raise 50035 unless `body` is a modal that Discord would open."""
    problems = Problems()
    MODAL(body, ("data",), problems)
    problems.raise_if_any()
    seen: set[str] = set()
    for index, item in enumerate(modal_inputs(body["components"])):
        if item["custom_id"] in seen:
            problems.add(
                ("data", "components", index),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            )
        seen.add(item["custom_id"])
        if len(item.get("value") or "") > (item.get("max_length") or 4000):
            problems.add(
                ("data", "components", index, "value"), "BASE_TYPE_MAX_LENGTH", "Value is longer than max_length"
            )
        if item.get("type") == STRING_SELECT:
            _check_select(item, ("data", "components", index), problems, set())
    problems.raise_if_any()


def modal_inputs(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The inputs of a modal in order, whether in a row or under a label."""
    inputs: list[dict[str, Any]] = []
    for component in components:
        if component["type"] == ROW:
            inputs += component["components"]
        elif component["type"] == LABEL:
            inputs.append({**component["component"], "label": component["label"]})
    return inputs


THREAD = fields(
    {"name": text(100, 1), "auto_archive_duration": maybe(choice(60, 1440, 4320, 10080)),
     "rate_limit_per_user": maybe(whole(0, 21600)), "type": maybe(choice(10, 11, 12)), "invitable": maybe(boolean)},
    ("name",),
)  # fmt: skip
EDIT_THREAD = fields(
    {"name": text(100, 1), "archived": maybe(boolean), "locked": maybe(boolean), "invitable": maybe(boolean),
     "auto_archive_duration": maybe(choice(60, 1440, 4320, 10080)), "rate_limit_per_user": maybe(whole(0, 21600)),
     "flags": maybe(INT32), "applied_tags": anything}
)  # fmt: skip


def check_form(body: Any, rule: Rule, at: Path = ()) -> None:
    """Raise 50035 unless `body` keeps `rule`."""
    problems = Problems()
    rule(body, at, problems)
    problems.raise_if_any()


def require_substance(content: str, *others: Any) -> None:
    """Raise 50006 for a message with nothing in it."""
    if not content.strip() and not any(others):
        raise empty_message()
