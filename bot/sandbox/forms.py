"""A small language for the shape of a JSON body, with Discord's words for what is wrong with it.

A rule is a function `(value, path, problems) -> None`. Rules compose; `fields` refuses unknown names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import Path, Problems

Rule = Callable[[Any, Path, Problems], None]

_SNOWFLAKE = re.compile(r"0|[1-9][0-9]{0,19}")


def text(most: int, least: int = 0, pattern: re.Pattern[str] | None = None) -> Rule:
    """A string of `least` to `most` characters (code points, as Discord counts them)."""

    def check(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, str):
            problems.add(path, "STRING_TYPE_CONVERT", f'Could not interpret "{value!r}" as string.')
        elif not value and least:
            problems.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif not least <= len(value) <= most:
            problems.add(path, *_length_words(least, most))
        elif pattern and not pattern.fullmatch(value):
            problems.add(path, "STRING_TYPE_REGEX", "String value did not match validation regex.")

    return check


def _length_words(least: int, most: int) -> tuple[str, str]:
    if least:
        return "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length."
    return "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length."


def whole(least: int, most: int) -> Rule:
    """A whole number between two bounds; a string of digits counts, as at Discord."""

    def check(value: Any, path: Path, problems: Problems) -> None:
        if isinstance(value, str) and re.fullmatch(r"-?\d{1,19}", value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            problems.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif value < least:
            problems.add(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}.")
        elif value > most:
            problems.add(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")

    return check


def number(value: Any, path: Path, problems: Problems) -> None:
    """Any number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        problems.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not float.')


def boolean(value: Any, path: Path, problems: Problems) -> None:
    if not isinstance(value, bool):
        problems.add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")


def snowflake(value: Any, path: Path, problems: Problems) -> None:
    """An id: a string of digits, or the number itself."""
    if isinstance(value, bool) or not _SNOWFLAKE.fullmatch(str(value)):
        problems.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')


def anything(value: Any, path: Path, problems: Problems) -> None:
    """A field that is allowed and not looked at."""


def choice(*allowed: int | str) -> Rule:
    def check(value: Any, path: Path, problems: Problems) -> None:
        if isinstance(value, bool) or value not in allowed:
            words = ", ".join(repr(a) for a in allowed)
            problems.add(path, "BASE_TYPE_CHOICES", f"Value must be one of ({words}).")

    return check


def url(most: int, schemes: tuple[str, ...] = ("http", "https")) -> Rule:
    def check(value: Any, path: Path, problems: Problems) -> None:
        text(most)(value, path, problems)
        if not isinstance(value, str):
            return
        scheme = urlsplit(value).scheme
        if scheme not in schemes:
            words = ", ".join(f"'{s}'" for s in schemes)
            problems.add(
                path, "URL_TYPE_INVALID_SCHEME", f"Scheme '{scheme}' is not supported. Scheme must be one of ({words})."
            )

    return check


def maybe(rule: Rule) -> Rule:
    """`rule`, or null."""

    def check(value: Any, path: Path, problems: Problems) -> None:
        if value is not None:
            rule(value, path, problems)

    return check


def listing(of: Rule, most: int, least: int = 0) -> Rule:
    """An array of `least` to `most` items that each keep `of`."""

    def check(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, list):
            problems.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if not least <= len(value) <= most:
            problems.add(path, *_length_words(least, most))
        for index, item in enumerate(value):
            of(item, (*path, index), problems)

    return check


def fields(known: Mapping[str, Rule], required: tuple[str, ...] = ()) -> Rule:
    """An object with these fields only; `required` ones must be there and not null."""

    def check(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return
        for name in required:
            if value.get(name) is None:
                problems.add((*path, name), "BASE_TYPE_REQUIRED", "This field is required")
        for name, item in value.items():
            if name not in known:
                problems.add((*path, name), "UNKNOWN_FIELD", "This field is not known here")
            elif not (item is None and name in required):
                known[name](item, (*path, name), problems)

    return check


def either(pick: Callable[[Any], Rule | None], none_of: str) -> Rule:
    """The rule that `pick` chooses by looking at the value; `none_of` says what to expect where it finds none."""

    def check(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return
        rule = pick(value)
        if rule is None:
            problems.add((*path, "type"), "UNION_TYPE_CHOICES", none_of)
        else:
            rule(value, path, problems)

    return check
