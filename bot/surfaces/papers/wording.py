"""What the paper says, in the order it says it. Plain words; every value comes from the licence file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.calendar import term_months
from bot.domain.disclosure import EU
from bot.domain.terms import Terms
from bot.domain.vocabulary import DEPICTIONS, MEDIA, WORLD, expand_media
from bot.surfaces import words


def paper_words(file: Mapping[str, Any], terms: Terms, code: str) -> dict[str, Any]:
    """All that the template shows, as plain JSON: strings, and lists of rows."""
    return {
        "number": file["number"],
        "parties": _parties(file, terms),
        "grant": _grant(terms),
        "uses": _uses(terms),
        "excluded": _excluded(terms),
        "depiction": _depiction(terms),
        "labels": [{"wording": duty.wording, "place": duty.place, "law": duty.law} for duty in words.duty_lines(terms)],
        "payment": _payment(terms),
        "ending": _ending(terms),
        "proof": _proof(file, terms),
        "code": code,
        "verify_at": file["verify_at"],
        "issuer": file["issuer"]["name"],
        "sig": file["signature"]["sig"],
        "short_hash": words.short_hash(file["terms_sha256"]),
    }


def _row(label: str, value: str, note: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "note": note}


def _parties(file: Mapping[str, Any], terms: Terms) -> list[dict[str, str]]:
    licensee_note = "" if terms.licensee == terms.brand else f"trading as {terms.brand}"
    return [
        _row("Talent", terms.talent, f"{words.represented_words(terms.represented)} in this deal"),
        _row("Licensee", terms.licensee, licensee_note),
        _row(
            "Agent", file["issuer"]["name"], f"through {file['issuer']['agent']}, an AI agent, on the talent’s mandate"
        ),
    ]


def _grant(terms: Terms) -> list[dict[str, str]]:
    period = words.period_words(terms.starts_on, terms.ends_on)
    product = f"in the category {words.category_word(terms.category)}"
    return [
        _row("Likeness", f"{words.origin_words(terms.origin)} of {terms.talent}"),
        _row("Product", terms.product, product),
        _row("Purpose", terms.purpose),
        _row("Where", _places(terms)),
        _row("When", period, f"both days included, to midnight in {words.zone_word(terms.tz)}"),
        _row("Exclusivity", words.exclusivity_words(terms.exclusivity, terms.category), _exclusivity_note(terms)),
        _row("Images", f"at most {words.count_words(terms.assets_max, 'final image')}"),
        _row("Casting", words.casting_words(terms.replaces_casting)),
    ]


def _places(terms: Terms) -> str:
    codes = frozenset(terms.territories)
    if WORLD in codes:
        return "worldwide"
    named = words.territory_words(codes, full=True)
    if codes == EU:
        return f"the European Union ({len(codes)} countries): {named}"
    return f"{len(codes)} countries and territories: {named}" if len(codes) > 4 else named


def _exclusivity_note(terms: Terms) -> str:
    match terms.exclusivity:
        case "none":
            return "the talent may work for anyone else"
        case "category":
            goods = words.category_word(terms.category)
            return f"no other licence for {goods} in these places during this time"
        case _:
            return "no other licence of any kind in these places during this time"


def _uses(terms: Terms) -> list[dict[str, str]]:
    return [_row(words.medium_word(code), words.medium_meaning(code)) for code in expand_media(terms.media)]


def _excluded(terms: Terms) -> list[str]:
    other_media = [words.medium_word(code) for code in MEDIA if code not in terms.media]
    lines = ["Training, tuning or testing AI systems with the images or the likeness."]
    if other_media:
        lines.append(f"Use in any other medium: {words.list_words(other_media)}.")
    if WORLD not in terms.territories:
        lines.append("Use aimed at any place that is not named above.")
    lines.append("Use before the first day or after the last, for another product, or for another brand.")
    lines.append("Renewal without a new consent: this licence never renews itself.")
    return lines


def _depiction(terms: Terms) -> list[dict[str, str]]:
    allowed = terms.depiction.allowed()
    return [
        _row(words.attribute_word(code), "may be altered" if code in allowed else "may not be altered")
        for code in DEPICTIONS
    ]


def _payment(terms: Terms) -> list[dict[str, str]]:
    share = f"Agency commission, {words.percent_bp(terms.commission_bp)}"
    return [
        _row("Fee, paid by the licensee", words.money_words(terms.fee)),
        _row(share, words.money_words(terms.commission())),
        _row("Paid to the talent", words.money_words(terms.pay())),
    ]


def _ending(terms: Terms) -> list[str]:
    length = words.months_words(term_months(terms.starts_on, terms.ends_on))
    last = words.date_words(terms.ends_on)
    notice = words.count_words(terms.revocation_notice_h, "hour")
    return [
        f"The licence ends by itself after {length}, at the end of {last}, {words.zone_word(terms.tz)} time. "
        "The licensee then takes the images down everywhere and confirms each place.",
        f"The talent may revoke it before that with {notice} of notice.",
    ]


def _proof(file: Mapping[str, Any], terms: Terms) -> list[dict[str, str]]:
    approved_at = datetime.fromisoformat(file["consent"]["approved_at"])
    issued_at = datetime.fromisoformat(file["issued_at"])
    return [
        _row("Consent", f"given by {terms.talent}, {words.datetime_words(approved_at, terms.tz)}"),
        _row("Consent record", file["consent"]["id"]),
        _row("Issued", words.datetime_words(issued_at, terms.tz)),
        _row("Terms, SHA-256", file["terms_sha256"]),
        _row("Signing key", f"{file['signature']['alg']} {file['signature']['key_id']}"),
    ]
