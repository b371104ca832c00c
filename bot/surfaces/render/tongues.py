"""Values worded for an answer in German, French, Spanish or Italian; English is in `bot.surfaces.words`.

Countries, months and weekdays come from CLDR (by way of babel); the words of the trade stand here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache

from bot.domain.calendar import local
from bot.domain.vocabulary import MEDIA, WORLD, expand_media
from bot.surfaces import words

DOT = " · "
LISTED_MOST = 6


@dataclass(frozen=True)
class Tongue:
    """The words one language needs. `exclusive` maps a code to its words; lengths are singular and plural."""

    media: Mapping[str, str]
    all_media: str
    world: str
    month: tuple[str, str]
    day: tuple[str, str]
    exclusive: Mapping[str, str]
    and_more: str


def _media(text: str) -> dict[str, str]:
    return dict(zip(MEDIA, (word.strip() for word in text.split("|")), strict=True))


TONGUES: dict[str, Tongue] = {
    "de": Tongue(
        _media(
            "Social Media (organisch)|Social Media (bezahlt)|Website|E-Mail|Online-Anzeigen|Print|Außenwerbung|TV|am Verkaufsort"
            "|Verpackung|Lookbook|redaktionell|intern"
        ),
        "alle Medien",
        "weltweit",
        ("Monat", "Monate"),
        ("Tag", "Tage"),
        {"none": "ohne Exklusivität", "category": "exklusiv in der Kategorie", "full": "voll exklusiv"},
        "und {count} weitere",
    ),
    "fr": Tongue(
        _media(
            "réseaux sociaux (organique)|réseaux sociaux (payant)|site web|e-mail|publicité en ligne|presse|affichage|télévision"
            "|point de vente|emballage|lookbook|rédactionnel|interne"
        ),
        "tous médias",
        "monde entier",
        ("mois", "mois"),
        ("jour", "jours"),
        {"none": "sans exclusivité", "category": "exclusivité de catégorie", "full": "exclusivité totale"},
        "et {count} autres",
    ),
    "es": Tongue(
        _media(
            "redes sociales (orgánico)|redes sociales (pagado)|web|correo electrónico|anuncios digitales|prensa|exterior|televisión"
            "|punto de venta|envase|lookbook|editorial|interno"
        ),
        "todos los medios",
        "todo el mundo",
        ("mes", "meses"),
        ("día", "días"),
        {"none": "sin exclusividad", "category": "exclusividad de categoría", "full": "exclusividad total"},
        "y {count} más",
    ),
    "it": Tongue(
        _media(
            "social (organico)|social (a pagamento)|sito web|e-mail|annunci digitali|stampa|affissioni|TV|punto vendita|packaging"
            "|lookbook|redazionale|interno"
        ),
        "tutti i media",
        "tutto il mondo",
        ("mese", "mesi"),
        ("giorno", "giorni"),
        {"none": "senza esclusiva", "category": "esclusiva di categoria", "full": "esclusiva totale"},
        "e altri {count}",
    ),
}


def media_words(codes: Iterable[str], language: str) -> str:
    """Media in their fixed order."""
    known = expand_media(tuple(codes))
    tongue = TONGUES[language]
    return tongue.all_media if len(known) == len(MEDIA) else DOT.join(tongue.media[code] for code in known)


def territory_words(codes: Iterable[str], language: str) -> str:
    """Countries by alphabet; a long list names six of them and counts the rest."""
    found = frozenset(codes)
    if WORLD in found:
        return TONGUES[language].world
    named = sorted(_country(code, language) for code in found)
    rest = len(named) - LISTED_MOST
    shown = DOT.join(named if rest <= 1 else named[:LISTED_MOST])
    return shown if rest <= 1 else f"{shown} {TONGUES[language].and_more.format(count=rest)}"


@lru_cache(maxsize=1024)
def _country(code: str, language: str) -> str:
    from babel import Locale

    return str(Locale.parse(language).territories.get(code, code))


def months_words(months: Fraction, language: str) -> str:
    """A length of use in months, or in days where it is no whole number of months."""
    tongue = TONGUES[language]
    whole = months.denominator == 1
    count = int(months) if whole else max(1, round(months * 30))
    singular, plural = tongue.month if whole else tongue.day
    return f"{count} {singular if count == 1 else plural}"


def exclusivity_words(code: str, language: str) -> str:
    """An exclusivity."""
    return TONGUES[language].exclusive[code]


def date_words(day: date, language: str) -> str:
    """A date with its weekday."""
    from babel.dates import format_date

    return format_date(day, "EEE d MMM y", locale=language)


def datetime_words(instant: datetime, tz: str, language: str) -> str:
    """An instant on the clock of `tz`, which is named."""
    here = local(instant, tz)
    return f"{date_words(here.date(), language)}, {here:%H:%M} ({words.zone_word(tz)})"
