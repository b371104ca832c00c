"""From our layout to discord.py's own types, kept inside Discord's limits before anything is sent (DESIGN §8)."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import discord

from bot.ports import Attachment
from bot.surfaces.layout import Button, Card, Field, FormView, Line, Link, Message, Select, Tone, encode

TEXT_MOST = 2000
EMBEDS_MOST = 6000
FIELDS_MOST = 25
ROWS_MOST = 5

_COLOURS: dict[Tone, int] = {
    "neutral": 0x5B6472,
    "offer": 0x2F6FDE,
    "consent": 0x8A4FD3,
    "good": 0x2C8A57,
    "warning": 0xC2571A,
}
_STYLES = {
    "primary": discord.ButtonStyle.primary,
    "secondary": discord.ButtonStyle.secondary,
    "success": discord.ButtonStyle.success,
    "danger": discord.ButtonStyle.danger,
}


def to_kwargs(message: Message, files: Sequence[Attachment] = ()) -> dict[str, Any]:
    """The keyword arguments for any of discord.py's send methods; mentions never ping anyone."""
    kwargs: dict[str, Any] = {"allowed_mentions": discord.AllowedMentions.none()}
    if message.text:
        kwargs["content"] = clip(message.text, TEXT_MOST)
    if message.cards:
        kwargs["embeds"] = to_embeds(message.cards)
    if message.rows:
        kwargs["view"] = to_view(message)
    if files:
        kwargs["files"] = [discord.File(BytesIO(file.content), filename=file.filename) for file in files]
    return kwargs


def to_embeds(cards: Sequence[Card]) -> list[discord.Embed]:
    """Cards as embeds; the whole stays under 6,000 characters by cutting the longest values first."""
    embeds = [_embed(card) for card in cards[:10]]
    while sum(len(embed) for embed in embeds) > EMBEDS_MOST:
        _cut_longest(embeds)
    return embeds


def to_view(message: Message) -> discord.ui.View:
    """Rows of buttons and selects. The view is stopped at once: their state is in the database, never in memory."""
    view = discord.ui.View(timeout=None)
    for row, items in enumerate(message.rows[:ROWS_MOST]):
        for item in items[:5]:
            view.add_item(_item(item, row))
    view.stop()
    return view


def to_modal(form: FormView, custom_id: str) -> discord.ui.Modal:
    """A form as a modal; its state is in its `custom_id`, so it is stopped at once too."""
    modal = discord.ui.Modal(title=clip(form.title, 45), custom_id=custom_id, timeout=None)
    for field in form.fields[:5]:
        modal.add_item(_text_input(field))
    modal.stop()
    return modal


def clip(text: str, most: int) -> str:
    """`text`, cut with an ellipsis where it is longer than `most`."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _embed(card: Card) -> discord.Embed:
    embed = discord.Embed(title=clip(card.title, 256), colour=_COLOURS[card.tone])
    columns = card.side_by_side
    if card.text:
        embed.description = clip(card.text, 4096)
    elif not columns and _fits_one_block(card.lines):
        embed.description = "\n".join(_one_line(line) for line in card.lines)
    if columns or embed.description is None:
        for line in card.lines[:FIELDS_MOST]:
            label = f"{line.label} •" if line.changed else line.label
            embed.add_field(name=clip(label, 256), value=clip(line.value, 1024) or "–", inline=line.inline)
    if card.footer:
        embed.set_footer(text=clip(card.footer, 2048))
    return embed


def _fits_one_block(lines: Sequence[Line]) -> bool:
    """Many short labelled lines read best as one block; a few long ones get a field each."""
    if len(lines) <= 8 and any(len(line.value) > 90 for line in lines):
        return False
    return bool(lines) and sum(len(line.label) + len(line.value) + 8 for line in lines) < 3500 and len(lines) <= 25


def _one_line(line: Line) -> str:
    mark = " •" if line.changed else ""
    return f"**{line.label}**{mark}  {line.value}"


def _cut_longest(embeds: list[discord.Embed]) -> None:
    embed = max(embeds, key=len)
    if embed.description and len(embed.description) > 200:
        embed.description = clip(embed.description, len(embed.description) * 3 // 4)
        return
    index = max(range(len(embed.fields)), key=lambda place: len(embed.fields[place].value or ""))
    field = embed.fields[index]
    embed.set_field_at(
        index,
        name=field.name,
        value=clip(field.value or "–", max(40, len(field.value or "") * 3 // 4)),
        inline=field.inline,
    )


def _item(item: Button | Link | Select, row: int) -> discord.ui.Item[Any]:
    match item:
        case Link():
            return discord.ui.Button(label=clip(item.label, 80), url=item.url, row=row)
        case Button():
            return discord.ui.Button(
                label=clip(item.label, 80), custom_id=encode(item.action), style=_STYLES[item.style], row=row
            )
        case Select():
            return _select(item, row)


def _select(item: Select, row: int) -> discord.ui.Item[Any]:
    options = [
        discord.SelectOption(
            label=clip(option.label, 100),
            value=option.value,
            description=clip(option.description, 100) or None,
            default=option.chosen,
        )
        for option in item.options[:25]
    ]
    return discord.ui.Select(
        custom_id=encode(item.action),
        placeholder=clip(item.placeholder, 150),
        min_values=item.least,
        max_values=min(item.most, len(options)),
        options=options,
        row=row,
    )


def _text_input(field: Field) -> discord.ui.Item[Any]:
    return discord.ui.TextInput(
        label=clip(field.label, 45),
        custom_id=field.id,
        style=discord.TextStyle.paragraph if field.long else discord.TextStyle.short,
        placeholder=clip(field.placeholder, 100) or None,
        default=clip(field.value, field.most) or None,
        required=field.required,
        min_length=field.least or None,
        max_length=field.most,
    )
