"""People's own words where others see them: they stay words, whatever signs are in them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.terms import TEXT_LIMITS, clean_text
from bot.surfaces.render.safe import name, quote

TURNS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("sign", TURNS, ids=[f"U+{ord(sign):04X}" for sign in TURNS])
def test_nobodys_name_turns_the_words_and_figures_after_it(sign: str) -> None:
    assert name(f"Ada{sign}Moreau") == "AdaMoreau"
    assert sign not in quote(f"pay {sign}0021 EUR")


@pytest.mark.parametrize(
    "text",
    ["[approve](https://evil.example)", "https://evil.example", "<https://evil.example>", "HTTPS://evil.example",
     "discord://x", "<@1100000000000000101>", "@everyone", "@here", "<#1>", "</licence:1>", "<t:1:R>", "||x||",
     "# big\n# bigger", "```\nx", "<:a:1>"],
)  # fmt: skip
def test_nobodys_words_become_a_link_a_mention_or_markup(text: str) -> None:
    shown = name(text)
    assert not re.search(r"(?<!\\)[\[\]<>`*_|#]", shown)
    assert not re.search(r"(?i)https?://|discord://|@everyone|@here|@\d", shown)
    assert "\n" not in shown


@given(st.text(max_size=700), st.sampled_from(sorted(TEXT_LIMITS.values())))
def test_cleaned_text_is_clean(text: str, limit: int) -> None:
    """Terms refuse text that cleaning would change, so cleaning twice must be cleaning once."""
    once = clean_text(text, limit)
    assert clean_text(once, limit) == once
    assert len(once) <= limit
    assert not re.search(r"[\x00-\x1f\u200b-\u200f\u202a-\u202e]", once)
