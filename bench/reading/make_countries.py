"""Write bot/reading/words/countries.txt anew: country names in twelve languages from CLDR, through babel.

Run `python -m bench.reading.make_countries`. Only official ISO 3166-1 alpha-2 codes; names that mean something else in
plain text are left out (see `_TOO_COMMON`); `places.txt` adds what people really write.
"""

from __future__ import annotations

import re
from pathlib import Path

import babel
from babel import Locale

from bot.domain.vocabulary import COUNTRIES
from bot.reading.text import fold

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl", "ja", "ko", "zh")
_TOO_COMMON = {"georgia", "man", "guinea", "mali", "niger", "turkey's", "chad", "fora", "ros", "aa"}
_TARGET = Path(__file__).parents[2] / "bot" / "reading" / "words" / "countries.txt"


def names(code: str) -> list[str]:
    """Every usable name of a country, without bracketed additions."""
    found: list[str] = []
    for language in LANGUAGES:
        name = Locale(language).territories.get(code, "")
        name = re.sub(r"\s*[(（].*?[)）]", "", name).replace("’", "'").strip()
        for spelling in {name, name.replace("&", "and"), name.replace("St.", "Saint")}:
            if spelling and fold(spelling)[0] not in _TOO_COMMON and spelling not in found and "|" not in spelling:
                found.append(spelling)
    for name in _polish_cases(Locale("pl").territories.get(code, "")):
        if name not in found:
            found.append(name)
    return sorted(found, key=str.lower)


def _polish_cases(name: str) -> list[str]:
    """Accusative and locative of a Polish country name, as they stand after `w`, `do`, `dodajmy`."""
    if " " in name or len(name) < 4:
        return []
    if name.endswith("ia"):
        return [name[:-1] + "ę", name[:-1] + "i"]
    if name.endswith("ja"):
        return [name[:-1] + "ę", name[:-1] + "i"]
    if name.endswith("a"):
        return [name[:-1] + "ę", name[:-1] + "y"]
    return [name + "u"] if name[-1] not in "aeiouy" else []


def main() -> None:
    """Write the list."""
    lines = [
        "# Country names in twelve languages: Unicode CLDR (Unicode License v3) through babel "
        f"{babel.__version__}, made on 2026-11-24",
        "# by bench/reading/make_countries.py; codes ISO 3166-1 alpha-2 as officially assigned on 2026-01-01.",
        "",
        "[place]",
    ]
    lines += [f"{code}: {' | '.join(names(code))}" for code in sorted(COUNTRIES)]
    _TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
