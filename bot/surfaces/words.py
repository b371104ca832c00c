"""Words for stored values: one place from which chat, papers and pages all take them (I6).

Plain text without markup, in English; money and dates take the reader's locale. Country names and separators come
from Unicode CLDR through babel, which is loaded when first needed and asked once per value.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.domain.calendar import DAYS_A_MONTH, local, term_months
from bot.domain.disclosure import BY_CODE, EU
from bot.domain.money import Money, minor_digits, round_half_up
from bot.domain.ratecard import MARKET_WEIGHTS
from bot.domain.terms import Depiction, Terms
from bot.domain.vocabulary import DEPICTIONS, MEDIA, WORLD, expand_media

if TYPE_CHECKING:
    from babel import Locale

DOT = " · "
DEFAULT_LOCALE = "en"
_LISTED_IN_FULL = 4
_NAMED_BEFORE_MORE = 3

_MEDIUM: dict[str, str] = {
    "organic_social": "organic social",
    "paid_social": "paid social",
    "website": "website",
    "email": "email",
    "digital_ads": "digital ads",
    "print": "print",
    "ooh": "out of home",
    "tv": "TV",
    "in_store": "in store",
    "packaging": "packaging",
    "lookbook": "lookbook",
    "editorial": "editorial",
    "internal": "internal use",
}
_MEDIUM_MEANING: dict[str, str] = {
    "organic_social": "unpaid posts on the brand's own social accounts",
    "paid_social": "paid placements on social platforms",
    "website": "the brand's own website and shop",
    "email": "newsletters and messages to customers",
    "digital_ads": "banners, search, video and streaming advertisements online",
    "print": "newspapers, magazines, catalogues and leaflets",
    "ooh": "billboards, posters and screens in public places and transport",
    "tv": "broadcast, cable and connected television, and cinema",
    "in_store": "displays, windows and screens in shops",
    "packaging": "boxes, labels and hang tags",
    "lookbook": "collection books for buyers and press",
    "editorial": "press and magazine features that are not paid for",
    "internal": "presentations inside the company, never shown to the public",
}
_CATEGORY: dict[str, str] = {
    "tech": "technology",
    "pharma": "pharmaceuticals",
    "adult": "adult content",
    "other": "other goods",
}
_ATTRIBUTE: dict[str, str] = {
    "skin_tone": "skin tone",
    "body_shape": "body shape",
    "age": "age",
    "ethnicity": "ethnicity",
    "hair": "hair",
}
_ORIGIN: dict[str, str] = {
    "digital_clone": "digital clone",
    "photograph": "photograph",
    "generated": "generated image",
}
_REPRESENTED: dict[str, str] = {
    "none": "not represented",
    "agent": "represented by an agent",
    "lawyer": "represented by a lawyer",
    "union": "represented by a union",
}
_SHORT_NAMES = {"HK": "Hong Kong", "MO": "Macao"}
_REGIONS: tuple[tuple[str, frozenset[str]], ...] = (
    ("EEA", EU | {"IS", "LI", "NO"}),
    ("EU", EU),
    ("Gulf states", frozenset("AE BH KW OM QA SA".split())),
    ("Nordic countries", frozenset("DK FI IS NO SE".split())),
)

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def medium_word(code: str) -> str:
    """One medium: `out of home`; `all` is `all media`."""
    return _MEDIUM.get(code, "all media" if code == "all" else code.replace("_", " "))


def medium_meaning(code: str) -> str:
    """What a medium takes in, for papers that must be specific."""
    return _MEDIUM_MEANING[code]


def media_words(codes: Iterable[str]) -> str:
    """Media in their fixed order: `website · print`; `all media` when it is every one."""
    known = expand_media(tuple(codes))
    return "all media" if len(known) == len(MEDIA) else DOT.join(medium_word(code) for code in known)


def category_word(code: str) -> str:
    """A category of goods: `outerwear`."""
    return _CATEGORY.get(code, code)


@lru_cache(maxsize=512)
def territory_word(code: str) -> str:
    """One country's English name; `001` is `worldwide`."""
    if code == WORLD:
        return "worldwide"
    return _SHORT_NAMES.get(code) or _babel_locale(DEFAULT_LOCALE).territories.get(code, code)


def territory_words(codes: Iterable[str], *, full: bool = False) -> str:
    """Countries for a card: `France · Spain`, `EU (27 countries)`, `France · Italy · Spain and 9 more`.

    A longer list names its heaviest markets first. `full` names every country, by alphabet.
    """
    return _territory_words(frozenset(codes), full)


@lru_cache(maxsize=1024)
def _territory_words(codes: frozenset[str], full: bool) -> str:
    if WORLD in codes:
        return "worldwide"
    if full or len(codes) <= _LISTED_IN_FULL:
        return DOT.join(_by_name(codes))
    for name, region in _REGIONS:
        rest = codes - region
        if region <= codes and len(rest) <= _NAMED_BEFORE_MORE:
            whole = f"{name} ({len(region)} countries)"
            return DOT.join((whole, *_by_name(rest)))
    heaviest = sorted(codes, key=lambda code: (-MARKET_WEIGHTS.get(code, Fraction(0)), territory_word(code)))
    named = DOT.join(territory_word(code) for code in heaviest[:_NAMED_BEFORE_MORE])
    return f"{named} and {len(codes) - _NAMED_BEFORE_MORE} more"


def _by_name(codes: Iterable[str]) -> list[str]:
    """Names by alphabet, accents not counted: Åland stands under A."""
    return sorted(
        map(territory_word, codes), key=lambda name: unicodedata.normalize("NFD", name).encode("ascii", "ignore")
    )


def exclusivity_words(code: str, category: str | None = None) -> str:
    """`no exclusivity`, `exclusive for outerwear`, `exclusive for everything`."""
    if code == "none":
        return "no exclusivity"
    if code == "full":
        return "exclusive for everything"
    return f"exclusive for {category_word(category)}" if category else "exclusive in its category"


def money_words(money: Money, locale: str = DEFAULT_LOCALE) -> str:
    """Currency code and amount with the locale's separators: `EUR 11,760.00`, `EUR 11.760,00`."""
    group, point, first, further = _separators(locale)
    digits = minor_digits(money.currency)
    sign = "-" if money.amount_minor < 0 else ""
    text = str(abs(money.amount_minor)).rjust(digits + 1, "0")
    whole, fraction = (text[:-digits], point + text[-digits:]) if digits else (text, "")
    return f"{money.currency} {sign}{_grouped(whole, group, first, further)}{fraction}"


def _grouped(whole: str, group: str, first: int, further: int) -> str:
    head, parts = whole[:-first], [whole[-first:]]
    while head:
        parts.append(head[-further:])
        head = head[:-further]
    return group.join(reversed(parts))


@lru_cache(maxsize=128)
def _separators(locale: str) -> tuple[str, str, int, int]:
    """Group sign, decimal sign, and the sizes of the last group and of those before it."""
    if locale == DEFAULT_LOCALE:
        return ",", ".", 3, 3
    found = _babel_locale(locale)
    symbols = found.number_symbols["latn"]
    first, further = found.decimal_formats[None].grouping
    return symbols["group"], symbols["decimal"], first, further


@lru_cache(maxsize=128)
def _babel_locale(name: str) -> Locale:
    """The CLDR locale of a Discord or BCP 47 name such as `pt-BR`; English where there is none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale.parse(DEFAULT_LOCALE)


def date_words(day: date, locale: str = DEFAULT_LOCALE) -> str:
    """A date with its weekday: `Sun 10 Jan 2027`, in the United States `Sun, Jan 10, 2027`."""
    weekday, month = _WEEKDAYS[day.weekday()], _MONTHS[day.month - 1]
    if _american(locale):
        return f"{weekday}, {month} {day.day}, {day.year}"
    return f"{weekday} {day.day} {month} {day.year}"


def datetime_words(instant: datetime, tz: str, locale: str = DEFAULT_LOCALE) -> str:
    """An aware instant on the clock of `tz`, which is named: `Thu 5 Nov 2026, 18:40 (Paris)`."""
    here = local(instant, tz)
    return f"{date_words(here.date(), locale)}, {_time_words(here, locale)} ({zone_word(tz)})"


def _time_words(here: datetime, locale: str) -> str:
    if _american(locale):
        return f"{here.hour % 12 or 12}:{here.minute:02} {'AM' if here.hour < 12 else 'PM'}"
    return f"{here.hour:02}:{here.minute:02}"


def _american(locale: str) -> bool:
    return locale.replace("_", "-").lower() == "en-us"


def zone_word(tz: str) -> str:
    """The city of a zone name: `Europe/Paris` is `Paris`; `Etc/UTC` is `UTC`."""
    return tz.rsplit("/", 1)[-1].replace("_", " ")


def period_words(starts_on: date, ends_on: date, locale: str = DEFAULT_LOCALE) -> str:
    """First and last day of use, and the length: `Sun 10 Jan 2027 – Fri 9 Jul 2027 (6 months)`."""
    length = months_words(term_months(starts_on, ends_on))
    if starts_on == ends_on:
        return f"{date_words(starts_on, locale)} ({length})"
    return f"{date_words(starts_on, locale)} – {date_words(ends_on, locale)} ({length})"


def months_words(months: Fraction | int) -> str:
    """A length of use: `6 months`, or days of thirty a month where it is not whole: `45 days`."""
    if months.denominator == 1:
        return count_words(int(months), "month")
    return count_words(max(1, round_half_up(Fraction(months * DAYS_A_MONTH))), "day")


def count_words(count: int, noun: str) -> str:
    """A count and its noun: `1 month`, `6 months`, `1,000 images`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def percent_bp(basis_points: int) -> str:
    """Basis points as per cent: `15 %`, `12.5 %`."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") + " %"


def attribute_word(code: str) -> str:
    """One attribute of depiction: `skin tone`."""
    return _ATTRIBUTE.get(code, code.replace("_", " "))


def depiction_words(depiction: Depiction) -> str:
    """What may and may not be altered, as one clause."""
    allowed = depiction.allowed()
    kept = [attribute_word(code) for code in DEPICTIONS if code not in allowed]
    free = [attribute_word(code) for code in DEPICTIONS if code in allowed]
    if not free:
        return f"{list_words(kept)} may not be altered"
    if not kept:
        return f"{list_words(free)} may be altered"
    return f"{list_words(free)} may be altered; {list_words(kept)} may not"


def origin_words(code: str) -> str:
    """Where the images come from: `digital clone`."""
    return _ORIGIN.get(code, code.replace("_", " "))


def represented_words(code: str) -> str:
    """Whether the talent was represented in the deal (California Labor Code § 927 asks for it)."""
    return _REPRESENTED.get(code, code)


def casting_words(replaces_casting: bool) -> str:
    """Whether the images stand in for hiring a person."""
    return "these images replace a casting" if replaces_casting else "these images replace no casting"


@dataclass(frozen=True)
class DutyLine:
    """One disclosure duty in words: the label as it must read, where it goes, and what asks for it."""

    wording: str
    place: str
    law: str


def duty_lines(terms: Terms) -> tuple[DutyLine, ...]:
    """The disclosure duties of `terms`, with the talent's name filled in."""
    duties = (BY_CODE[code] for code in terms.disclosure)
    return tuple(DutyLine(duty.wording.format(talent=terms.talent), duty.place, duty.law) for duty in duties)


def list_words(items: Sequence[str], last: str = "and") -> str:
    """A list in a sentence: `a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def short_hash(sha256: str) -> str:
    """A hash to recognise, not to check: `8c1f…e07a`."""
    return f"{sha256[:4]}…{sha256[-4:]}"


@dataclass(frozen=True)
class TermRow:
    """One term in words: a stable key, the label people see, and the value."""

    key: str
    label: str
    value: str


def term_rows(terms: Terms, locale: str = DEFAULT_LOCALE, *, full: bool = False) -> tuple[TermRow, ...]:
    """Every term in the one order in which all surfaces show it; `full` names every country.

    Fee, commission and pay are the last three before disclosure, so that a public surface can leave them out by key.
    """
    commission = f"{percent_bp(terms.commission_bp)} ({money_words(terms.commission(), locale)})"
    return (
        TermRow("talent", "Talent", f"{terms.talent} ({origin_words(terms.origin)})"),
        TermRow("licensee", "Licensee", terms.licensee),
        TermRow("brand", "Brand", terms.brand),
        TermRow("product", "Product", f"{terms.product} ({category_word(terms.category)})"),
        TermRow("purpose", "Purpose", terms.purpose),
        TermRow("media", "Use", media_words(terms.media)),
        TermRow("territories", "Where", territory_words(terms.territories, full=full)),
        TermRow("period", "When", period_words(terms.starts_on, terms.ends_on, locale)),
        TermRow("exclusivity", "Exclusivity", exclusivity_words(terms.exclusivity, terms.category)),
        TermRow("assets", "Images", f"at most {terms.assets_max:,}"),
        TermRow("casting", "Casting", casting_words(terms.replaces_casting)),
        TermRow("depiction", "Depiction", depiction_words(terms.depiction)),
        TermRow("ai_training", "AI training", "not allowed"),
        TermRow("fee", "Fee", money_words(terms.fee, locale)),
        TermRow("commission", "Agency commission", commission),
        TermRow("pay", "Talent is paid", money_words(terms.pay(), locale)),
        TermRow("disclosure", "Label", "; ".join(f"“{line.wording}”" for line in duty_lines(terms))),
        TermRow("revocation", "Revocation", f"with {count_words(terms.revocation_notice_h, 'hour')} of notice"),
        TermRow("represented", "Representation", represented_words(terms.represented)),
    )
