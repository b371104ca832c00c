"""Licences looked at: "may I run this?", one licence, or all of them, as far as the asker may know (DESIGN §3.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.calendar import local
from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence, read_number
from bot.domain.people import Brand
from bot.flows.answers import licence_rows
from bot.flows.base import Deps, Press, Reply, tell
from bot.ports import Note, Tx
from bot.reading.findings import Context
from bot.reading.read import read

LISTED_MOST = 20


async def check(deps: Deps, press: Press, now: datetime) -> Reply:
    """`/licence check`: yes or no, with the reason; each answer is entered in the ledger."""

    def inner(tx: Tx) -> Reply:
        brand = tx.brand_of(press.user_id)
        licences = known_to(tx, deps, press.user_id)
        if press.fields.get("licence", "").strip():
            licences = [_by_number(licences, press.fields["licence"])]
        if not licences:
            return tell("no_licences")
        tz = brand.tz if brand else "UTC"
        media, places, on_date = _read_options(press, tz, now)
        return Reply(answer_check(tx, deps, brand, licences, media, places, on_date, now))

    return await deps.store.transact(inner)


def answer_check(
    tx: Tx,
    deps: Deps,
    brand: Brand | None,
    licences: Sequence[Licence],
    media: Sequence[str],
    territories: Sequence[str],
    on_date: date | None,
    now: datetime,
) -> Note:
    """Yes when one licence covers every medium and place asked about on that day; else no, with the first reason.

    Without a date the question is about now. What a licence never covers is told before that it has not begun. The
    answer is entered in the ledger.
    """
    note = look_up(licences, media, territories, on_date, now)
    body = {
        "media": sorted(media),
        "territories": sorted(territories),
        "date": on_date.isoformat() if on_date else "",
        "answer": note.data["why"] or "yes",
    }
    tx.append_ledger("licence.checked", note.data["number"], body, now)
    return note


def look_up(
    licences: Sequence[Licence],
    media: Sequence[str],
    territories: Sequence[str],
    on_date: date | None,
    now: datetime,
) -> Note:
    """The same answer, looked up and not entered anywhere."""
    asked = [(medium, place) for medium in media or (None,) for place in territories or (None,)]
    answers = []
    for licence in licences:
        at = _instant(licence, on_date, now)
        reasons = [(_why_not(licence, medium, place, at), medium, place) for medium, place in asked]
        first = next((reason for reason in reasons if reason[0] is not None), None)
        answers.append((licence, first))
        if first is None:
            return _answered(licence, None, media, territories, on_date, now)
    best = min(answers, key=lambda pair: _closeness(pair[1]))
    return _answered(best[0], best[1], media, territories, on_date, now)


def _answered(
    licence: Licence,
    reason: Any,
    media: Sequence[str],
    places: Sequence[str],
    on_date: date | None,
    now: datetime,
) -> Note:
    why = reason[0] if reason else None
    data: dict[str, Any] = {
        "number": licence.number,
        "why": why,
        "media": list(media),
        "territories": list(places),
        "missing_medium": reason[1] if reason and why == "medium_not_covered" else None,
        "missing_territory": reason[2] if reason and why == "territory_not_covered" else None,
        "covers_media": list(licence.terms.media),
        "covers_territories": list(licence.terms.territories),
        "starts_on": licence.terms.starts_on.isoformat(),
        "ends_on": licence.terms.ends_on.isoformat(),
        "on_date": on_date.isoformat() if on_date else None,
        "talent": licence.terms.talent,
    }
    return Note("licence_check", data)


async def show(deps: Deps, press: Press, now: datetime) -> Reply:
    """`/licence show`: one licence as a card."""

    def inner(tx: Tx) -> Reply:
        licence = _by_number(known_to(tx, deps, press.user_id), press.fields.get("licence", ""))
        talent = tx.talent_of(press.user_id)
        side = "talent" if talent is not None and talent.id == licence.talent_id else "other"
        return tell(
            "licence_card", number=licence.number, state=licence.state(now).value, terms=licence.terms.as_dict(),
            terms_sha256=licence.terms_sha256, issued_at=licence.issued_at.isoformat(), tz=licence.terms.tz, side=side,
            renewed_by=licence.renewed_by, open=list(licence.open_places) if now >= licence.over_at else [],
            over_at=licence.over_at.isoformat(), revoked=licence.revoked_at is not None,
            verify=f"{deps.house.public_url}/verify/{licence.number}",
        )  # fmt: skip

    return await deps.store.read(inner)


async def list_all(deps: Deps, press: Press, now: datetime) -> Reply:
    """`/licence list`: the asker's licences, newest first."""

    def inner(tx: Tx) -> Reply:
        known = sorted(known_to(tx, deps, press.user_id), key=lambda item: item.issued_at, reverse=True)
        talent = tx.talent_of(press.user_id)
        rows = licence_rows(known[:LISTED_MOST], now, pay=talent is not None)
        return tell("licence_list", rows=rows, total=len(known), talent=talent is not None)

    return await deps.store.read(inner)


def known_to(tx: Tx, deps: Deps, user_id: str) -> list[Licence]:
    """Licences the asker may know: a brand its own, a talent hers, an adviser none, an operator all."""
    if user_id in deps.house.operator_ids:
        return list(tx.licences())
    brand, talent = tx.brand_of(user_id), tx.talent_of(user_id)
    if brand is not None:
        return list(tx.licences(brand_id=brand.id))
    return list(tx.licences(talent_id=talent.id)) if talent is not None else []


def _by_number(licences: Sequence[Licence], typed: str) -> Licence:
    number = read_number(typed.split(" ")[0])
    found = next((item for item in licences if item.number == number), None)
    if found is None:
        raise RuleBroken("licence_unknown", typed=typed[:40])
    return found


def _read_options(press: Press, tz: str, now: datetime) -> tuple[tuple[str, ...], tuple[str, ...], date | None]:
    context = Context(now=now, role="brand", tz=tz, talking=True)
    media: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    on_date = None
    if words := press.fields.get("medium", "").strip():
        media = read(words, replace(context, asked="media")).media
        if not media:
            raise RuleBroken("medium_unreadable", typed=words[:40])
    if words := press.fields.get("territory", "").strip():
        places = read(words, replace(context, asked="territories")).territories
        if not places:
            raise RuleBroken("territory_unreadable", typed=words[:40])
    if words := press.fields.get("date", "").strip():
        on_date = _date(words, replace(context, asked="starts_on"), now, tz)
    return media, places, on_date


def _date(words: str, context: Context, now: datetime, tz: str) -> date:
    if words.casefold() in ("today", "now"):
        return local(now, tz).date()
    try:
        return date.fromisoformat(words)
    except ValueError:
        found = read(words, context).starts_on
    if found is None:
        raise RuleBroken("date_unreadable", typed=words[:40])
    return found


def _why_not(licence: Licence, medium: str | None, place: str | None, at: datetime) -> str | None:
    reason = licence.why_not(medium, place, at)
    return licence.why_not(medium, place, licence.starts_at) or reason if reason == "licence_scheduled" else reason


def _instant(licence: Licence, on_date: date | None, now: datetime) -> datetime:
    """Noon of the day asked about, on the licence's own clock; now where no day was named."""
    if on_date is None:
        return now
    return datetime.combine(on_date, time(12), ZoneInfo(licence.terms.tz))


def _closeness(reason: Any) -> int:
    order = ("territory_not_covered", "medium_not_covered", "licence_scheduled", "licence_expired")
    code = reason[0] if reason else ""
    return order.index(code) if code in order else len(order)


COMMANDS = {"licence check": check, "licence show": show, "licence list": list_all}
