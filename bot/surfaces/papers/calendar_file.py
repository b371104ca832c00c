"""The dates of a licence as an iCalendar file (RFC 5545): first day, last day, reminders before the end."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.licence import Licence
from bot.surfaces import words

REMIND_DAYS_BEFORE = (30, 14, 7, 1)


def calendar_file(licence: Licence, verify_at: str) -> bytes:
    """Two all-day events, the second with an alarm for each of `REMIND_DAYS_BEFORE`; the same bytes every time."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Quasi//licence//EN")
    calendar.add("version", "2.0")
    name = f"{licence.terms.brand} × {licence.terms.talent}"
    uses = f"{words.media_words(licence.terms.media)}; {words.territory_words(licence.terms.territories)}"
    starts, ends = licence.terms.starts_on, licence.terms.ends_on
    calendar.add_component(_event(licence, "starts", starts, f"Licence begins: {name}", f"{uses}\n{verify_at}"))
    last = _event(licence, "ends", ends, f"Licence ends today: {name}", f"Last day of use. {uses}\n{verify_at}")
    for days in REMIND_DAYS_BEFORE:
        if (ends - timedelta(days=days)) >= starts:
            last.add_component(_alarm(days, name))
    calendar.add_component(last)
    return bytes(calendar.to_ical())


def _event(licence: Licence, part: str, day: date, summary: str, description: str):  # type: ignore[no-untyped-def]
    from icalendar import Event

    event = Event()
    event.add("uid", f"{licence.number}-{part}@quasi")
    event.add("dtstamp", licence.issued_at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    return event


def _alarm(days: int, name: str):  # type: ignore[no-untyped-def]
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"Licence ends in {words.count_words(days, 'day')}: {name}")
    alarm.add("trigger", timedelta(days=-days))
    return alarm
