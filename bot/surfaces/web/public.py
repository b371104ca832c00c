"""What the public may know of a licence, and nothing else: no fee, no commission, no consent code, no account ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.domain.disclosure import BY_CODE
from bot.domain.licence import Licence, LicenceState
from bot.surfaces import words
from bot.surfaces.papers.licence_file import utc_text

Tone = Literal["good", "wait", "over", "bad"]


@dataclass(frozen=True)
class StateWords:
    """The state of a licence now, for people: a headline, a sentence, and how it should look."""

    headline: str
    sentence: str
    tone: Tone


def state_words(licence: Licence, now: datetime) -> StateWords:
    """What a passer-by needs to know first."""
    terms = licence.terms
    first, last = words.date_words(terms.starts_on), words.date_words(terms.ends_on)
    zone = f"{words.zone_word(terms.tz)} time"
    match licence.state(now):
        case LicenceState.SCHEDULED:
            return StateWords("Not in force yet", f"It begins on {first}, {zone}.", "wait")
        case LicenceState.ACTIVE:
            return StateWords("In force", f"Until the end of {last}, {zone}.", "good")
        case LicenceState.SUSPENDED:
            return StateWords("Suspended", "Nothing may run under it for now.", "bad")
        case LicenceState.REVOKED:
            ended = words.datetime_words(licence.over_at, terms.tz)
            return StateWords("Revoked", f"It ended early, {ended}. Nothing may run under it.", "bad")
        case LicenceState.CLOSED:
            return StateWords("Ended", "Its use is over, and the licensee confirmed that all is taken down.", "over")
        case LicenceState.EXPIRED:
            return StateWords("Ended", f"Its last day of use was {last}. Nothing may run under it now.", "over")


def public_rows(licence: Licence) -> list[tuple[str, str]]:
    """The public terms in words, in the order in which all surfaces show terms."""
    terms, tz = licence.terms, licence.terms.tz
    return [
        ("Talent", f"{terms.talent} ({words.origin_words(terms.origin)})"),
        ("Brand", terms.brand),
        ("Use", words.media_words(terms.media)),
        ("Where", words.territory_words(terms.territories, full=len(terms.territories) <= 40)),
        ("When", words.period_words(terms.starts_on, terms.ends_on)),
        ("Exclusivity", words.exclusivity_words(terms.exclusivity, terms.category)),
        ("Consent given", words.datetime_words(licence.approved_at, tz)),
        ("Issued", words.datetime_words(licence.issued_at, tz)),
    ]


def public_json(licence: Licence, check_code: str | None, now: datetime) -> dict[str, Any]:
    """The same for machines."""
    terms = licence.terms
    duties = zip(terms.disclosure, words.duty_lines(terms), strict=True)
    return {
        "number": licence.number,
        "state": licence.state(now).value,
        "valid": licence.why_not(None, None, now) is None,
        "as_of": utc_text(now),
        "talent": terms.talent,
        "origin": terms.origin,
        "brand": terms.brand,
        "media": list(terms.media),
        "territories": list(terms.territories),
        "starts_on": terms.starts_on.isoformat(),
        "ends_on": terms.ends_on.isoformat(),
        "tz": terms.tz,
        "exclusivity": terms.exclusivity,
        "category": terms.category,
        "disclosure": [
            {"code": code, "wording": line.wording, "place": line.place, "law": BY_CODE[code].law}
            for code, line in duties
        ],
        "approved_at": utc_text(licence.approved_at),
        "issued_at": utc_text(licence.issued_at),
        "terms_sha256": licence.terms_sha256,
        "check_code": check_code,
    }
