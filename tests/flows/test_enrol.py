"""Enrolment: invited by an operator, set up part by part, finished by the person herself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.ledger import first_break
from bot.domain.people import TalentState
from bot.flows.mandate import mandate_sha256, salt_key
from bot.flows.mandate_parts import PARTS
from bot.ports import Address
from bot.surfaces.layout import FormView
from bot.surfaces.render import render
from tests.flows.desk import (
    ABOUT,
    ADA,
    FLOOR_DIGITS,
    LEE,
    LIKENESS,
    NOOR,
    RATE,
    SOFIA,
    Desk,
    breaks_of_discord,
    code_of,
    labels,
    menus,
    note_texts,
    opened,
    shown,
    words_of,
)

# ── The invitation ───────────────────────────────────────────────────────────────────────────────────────


async def test_only_an_operator_invites(desk: Desk) -> None:
    assert await code_of(desk.command("invite", ADA, person=SOFIA, name="Sofía Reyes")) == "operators_only"
    assert desk.read(lambda tx: tx.talents()) == ()


async def test_the_invitation_says_who_speaks_and_that_nothing_happens_without_her_yes(desk: Desk) -> None:
    await desk.invited()
    (invitation,) = desk.outbox()
    assert invitation.to == Address.dm(SOFIA)
    said = words_of(render(invitation.note))
    for promise in ("AI agent", "Example Agency", "your own yes, each time", "STOP", "15 %"):
        assert promise in said
    assert labels(render(invitation.note)) == ["Set up my mandate", "Not for me"]
    assert desk.ledger_kinds() == ["talent.invited"]


@pytest.mark.parametrize("person", [f"<@{SOFIA}>", f"<@!{SOFIA}>", SOFIA, "sofía reyes"])
async def test_a_person_is_invited_by_mention_by_id_or_by_a_name_we_know(desk: Desk, person: str) -> None:
    desk.knows(SOFIA, "Sofía Reyes")
    await desk.command("invite", LEE, person=person)
    assert desk.talent().state is TalentState.INVITED


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"person": "nobody we know"}, "person_unknown"),
        ({"person": ""}, "person_unknown"),
        ({"person": SOFIA}, "name_missing"),
        ({"person": ADA}, "invite_is_brand"),
        ({"person": SOFIA, "name": "Sofía", "commission": "25"}, "commission_too_high"),
        ({"person": SOFIA, "name": "Sofía", "commission": "a fifth"}, "commission_unreadable"),
    ],
)
async def test_an_invitation_that_cannot_be_says_why(desk: Desk, options: dict[str, str], code: str) -> None:
    desk.knows_brand()
    assert await code_of(desk.command("invite", LEE, **options)) == code


async def test_inviting_again_writes_again_but_makes_no_second_talent(desk: Desk) -> None:
    first = await desk.invited()
    second = await desk.invited()
    assert first.id == second.id
    assert [message.note.kind for message in desk.outbox()] == ["invitation", "invitation"]
    assert desk.ledger_kinds() == ["talent.invited"]


async def test_nobody_else_sets_up_her_mandate(desk: Desk) -> None:
    await desk.invited()
    for verb in ("enrol_begin", "enrol_decline", "enrol_finish", "part", "part_sent", "part_picked", "part_clear"):
        assert await code_of(desk.press(verb, LEE, arg="about")) == "not_for_you"
    assert desk.talent().state is TalentState.INVITED


async def test_she_is_noted_as_told_that_it_is_an_ai_once_she_has_read_it(desk: Desk) -> None:
    await desk.invited()
    await desk.press("enrol_begin")
    person = desk.read(lambda tx: tx.person(SOFIA))
    assert person is not None and person.told_ai_at == desk.now


async def test_not_for_me_forgets_what_was_typed_and_tells_the_operator_no_reason(desk: Desk) -> None:
    await desk.invited()
    await desk.form("about", ABOUT)
    desk.outbox()
    await desk.press("enrol_decline")
    assert desk.talent().state is TalentState.LEFT
    assert desk.talent().draft is None
    (told,) = desk.outbox()
    assert told.to == Address.operators()
    assert await code_of(desk.press("enrol_begin")) == "invitation_gone"


# ── The parts ────────────────────────────────────────────────────────────────────────────────────────────


async def test_every_part_opens_as_a_form_or_as_menus_within_discords_limits(desk: Desk) -> None:
    await desk.invited()
    for part in PARTS.values():
        reply = await desk.press("part", arg=part.name)
        if part.by_form:
            _assert_fits(opened(reply))
        else:
            assert menus(shown(reply))
            assert breaks_of_discord(shown(reply)) == []


def _assert_fits(form: FormView) -> None:
    assert 1 <= len(form.fields) <= 5
    assert len(form.title) <= 45
    for field in form.fields:
        assert 1 <= len(field.label) <= 45
        assert len(field.placeholder) <= 100
        assert len(field.value) <= field.most <= 4_000


async def test_the_list_ticks_what_is_done_and_offers_finish(desk: Desk) -> None:
    await desk.invited()
    reply = await desk.form("about", ABOUT)
    said = words_of(shown(reply))
    assert "About you: ✓ done" in said
    assert "Rate card: ○ needed" in said
    assert "Born Mon 14 May 2001; your clock is Madrid." in said
    assert "Finish" in labels(shown(reply))
    assert breaks_of_discord(shown(reply)) == []


async def test_a_saved_rate_card_shows_what_it_asks(desk: Desk) -> None:
    await desk.invited()
    said = words_of(shown(await desk.form("rate", RATE)))
    assert "website · print, 12 months: **EUR 10,000.00**" in said
    assert "website · print, 6 months: **EUR 7,000.00**" in said


async def test_both_lists_of_categories_add_up(desk: Desk) -> None:
    await desk.invited()
    await desk.pick("categories", "refused_categories:0", "lingerie")
    await desk.pick("categories", "refused_categories:1", "tobacco", "fur")
    assert (desk.talent().draft or {})["refused_categories"] == "lingerie,tobacco,fur"
    await desk.pick("categories", "refused_categories:1", "fur")
    assert (desk.talent().draft or {})["refused_categories"] == "lingerie,fur"


async def test_countries_are_read_and_shown_back(desk: Desk) -> None:
    await desk.invited()
    said = words_of(shown(await desk.form("territories", {"refused_territories": "china, RU and North Korea"})))
    assert "Refused: China · North Korea · Russia." in said


@pytest.mark.parametrize(
    ("part", "fields", "code"),
    [
        ("about", {**ABOUT, "full_name": "?"}, "name_missing"),
        ("about", {**ABOUT, "born_on": "03/04/2001"}, "day_ambiguous"),
        ("about", {**ABOUT, "born_on": "2030-01-01"}, "birth_date_impossible"),
        ("about", {**ABOUT, "tz": "Atlantis"}, "tz_unknown"),
        ("about", {**ABOUT, "represented": "my mum"}, "represented_unknown"),
        ("rate", {**RATE, "currency": "XYZ"}, "currency_unknown"),
        ("rate", {**RATE, "base": "1e400"}, "base_unreadable"),
        ("rate", {**RATE, "base": "-5"}, "base_unreadable"),
        ("rate", {**RATE, "floor": "nine"}, "floor_unreadable"),
        ("rate", {**RATE, "floor": ""}, "floor_missing"),
        ("rate", {**RATE, "floor": "10,000.01"}, "floor_over_base"),
        ("rate", {**RATE, "floor": "9.0"}, "floor_far_below_base"),
        ("rate", {**RATE, "base": "99999999999999", "floor": "99999999999999"}, "base_unreadable"),
        ("territories", {"refused_territories": "Atlantis"}, "place_unknown"),
        ("territories", {"refused_territories": "worldwide"}, "world_refused"),
        ("quiet", {"quiet_from": "25:00", "quiet_until": "08:00"}, "clock_unreadable"),
        ("advisers", {"advisers": "Nobody Known"}, "adviser_unknown"),
        ("advisers", {"advisers": SOFIA}, "adviser_is_herself"),
        ("advisers", {"advisers": f"<@{ADA}>"}, "adviser_is_brand"),
        ("likeness", {**LIKENESS, "made_by": " "}, "likeness_maker_missing"),
        ("likeness", {**LIKENESS, "more_sources": ""}, "likeness_sources_missing"),
        ("likeness", {**LIKENESS, "more_sources": "abc"}, "likeness_source_not_sha256"),
        ("likeness", {**LIKENESS, "consented_on": "2026-06-13"}, "likeness_made_before_consent"),
        ("likeness", {**LIKENESS, "made_on": "2027-01-01"}, "likeness_in_future"),
        ("ask_first", {"ask_first": "20,000"}, "rate_card_first"),
    ],
)
async def test_what_does_not_hold_is_said_in_one_sentence_and_kept_as_typed(
    desk: Desk, part: str, fields: dict[str, str], code: str
) -> None:
    desk.knows_brand()
    await desk.invited()
    reply = await desk.form(part, fields)
    assert reply.note is not None and reply.note.kind == "part_trouble"
    assert reply.note.data["code"] == code
    assert labels(shown(reply)) == ["Try again"]
    assert "can't be saved as it is" not in words_of(shown(reply))
    again = opened(await desk.press("part", arg=part))
    for field in again.fields:
        assert field.value == ("" if field.id == "floor" else fields[field.id])


async def test_an_adviser_is_named_by_mention_or_by_a_known_name(desk: Desk) -> None:
    desk.knows(NOOR, "Noor Haddad")
    await desk.invited()
    said = words_of(shown(await desk.form("advisers", {"advisers": "noor haddad\n<@100000000000000402>"})))
    assert "Advisers: Noor Haddad and <@100000000000000402>." in said


async def test_two_hundred_source_images_come_in_over_several_forms(desk: Desk) -> None:
    await desk.invited()
    digests = [f"{number:064x}" for number in range(201)]
    for start in range(0, 200, 50):
        fields = {**LIKENESS, "more_sources": "\n".join(digests[start : start + 50])}
        reply = await desk.form("likeness", fields)
    assert "200 source images on record" in words_of(shown(reply))
    reply = await desk.form("likeness", {**LIKENESS, "more_sources": digests[200]})
    assert reply.note is not None and reply.note.data["code"] == "likeness_sources_too_many"
    await desk.press("part_clear", arg="sources")
    reply = await desk.form("likeness", {**LIKENESS, "more_sources": f"{digests[0]}  imani-001.png"})
    assert "1 source image on record" in words_of(shown(reply))


async def test_a_floor_left_empty_keeps_the_one_typed_before_but_not_in_another_currency(desk: Desk) -> None:
    await desk.invited()
    await desk.form("rate", RATE)
    await desk.form("rate", {**RATE, "floor": "", "base": "11,000"})
    assert (desk.talent().draft or {})["floor"] == RATE["floor"]
    reply = await desk.form("rate", {**RATE, "floor": "", "currency": "USD"})
    assert reply.note is not None and reply.note.data["code"] == "floor_missing"


# ── Under 18 ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_i9_nobody_under_18_is_enrolled_and_nothing_of_them_is_kept(desk: Desk) -> None:
    await desk.invited()
    await desk.form("rate", RATE)
    reply = await desk.form("about", {**ABOUT, "born_on": "2008-11-04"})
    assert "18 or over" in words_of(shown(reply))
    talent = desk.talent()
    assert (talent.state, talent.draft, talent.born_on) == (TalentState.LEFT, None, None)
    kept = str(desk.read(lambda tx: (tx.talents(), tx.ledger(), tx.person(SOFIA)))) + note_texts(
        [message.note for message in desk.outbox()]
    )
    assert "2008" not in kept
    assert await code_of(desk.press("enrol_finish")) == "invitation_gone"


async def test_a_person_is_enrolled_from_the_18th_birthday_on(desk: Desk) -> None:
    await desk.invited()
    reply = await desk.form("about", {**ABOUT, "born_on": "2008-11-03"})
    assert reply.note is not None and reply.note.kind == "part_saved"


# ── Finish ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_finish_too_soon_says_what_is_missing(desk: Desk) -> None:
    await desk.invited()
    await desk.form("about", ABOUT)
    said = words_of(shown(await desk.press("enrol_finish")))
    assert said.startswith("Almost: I still need Rate card, Length and exclusivity and Likeness record.")
    assert desk.talent().state is TalentState.INVITED


async def test_an_optional_part_that_was_typed_wrong_keeps_enrolment_open(desk: Desk) -> None:
    await desk.invited()
    await desk.fill_required()
    await desk.form("territories", {"refused_territories": "Atlantis"})
    await desk.press("enrol_finish")
    assert desk.talent().state is TalentState.INVITED


async def test_finish_puts_her_first_mandate_in_force(desk: Desk) -> None:
    await desk.invited()
    await desk.fill_required()
    await desk.form("territories", {"refused_territories": "CN"})
    await desk.pick("media", "refused_media", "tv")
    await desk.pick("depiction", "altered", "hair")
    await desk.press("enrol_finish")
    talent, mandate = desk.talent(), desk.mandate()
    assert (talent.state, talent.aliases, talent.draft) == (TalentState.ENROLLED, ("Sofía",), None)
    assert talent.likeness is not None and len(talent.likeness.source_sha256) == 3
    assert (mandate.version, mandate.currency, mandate.ratecard.base_minor) == (1, "EUR", 1_000_000)
    assert mandate.ratecard.floor_base_minor == 876_543
    assert (mandate.refused_media, mandate.refused_territories) == (frozenset({"tv"}), frozenset({"CN"}))
    assert mandate.depiction.allowed() == {"hair"}
    assert (mandate.tz, mandate.represented, mandate.commission_bp) == ("Europe/Madrid", "agent", 1_500)
    assert desk.ledger_kinds() == ["talent.invited", "talent.enrolled", "mandate.made"]
    assert first_break(desk.read(lambda tx: tx.ledger())) is None


async def test_depiction_is_all_off_unless_she_allows_it(desk: Desk) -> None:
    await desk.enrolled()
    assert desk.mandate().depiction.allowed() == frozenset()


async def test_the_welcome_shows_her_mandate_to_her_alone_and_operators_only_that_she_is_in(desk: Desk) -> None:
    await desk.enrolled()
    by_kind = {message.note.kind: message for message in desk.outbox()}
    welcome, done = by_kind["enrol_welcome"], by_kind["enrol_done"]
    assert (welcome.to, done.to) == (Address.dm(SOFIA), Address.operators())
    assert "Floor: kept secret, never shown" in words_of(render(welcome.note))
    assert breaks_of_discord(render(welcome.note)) == []
    assert words_of(render(done.note)) == "Sofía Reyes has finished the set-up and is enrolled."


async def test_finish_pressed_twice_enrols_once(desk: Desk) -> None:
    await desk.enrolled()
    reply = await desk.press("enrol_finish")
    assert reply.note is not None and reply.note.kind == "enrol_already"
    assert desk.ledger_kinds().count("talent.enrolled") == 1


async def test_i4_the_floor_is_in_no_note_no_form_and_no_ledger_entry(desk: Desk) -> None:
    await desk.enrolled()
    form = opened(await desk.press("part", arg="rate"))
    assert [field.value for field in form.fields if field.id == "floor"] == [""]
    notes = [reply.note for reply in desk.replies if reply.note] + [message.note for message in desk.outbox()]
    everything = note_texts(notes) + str([reply.form for reply in desk.replies])
    everything += str([entry.as_dict() for entry in desk.read(lambda tx: tx.ledger())])
    assert "EUR" in everything
    assert not FLOOR_DIGITS.search(everything)


async def test_i4_the_ledgers_hash_of_a_mandate_is_salted(desk: Desk) -> None:
    talent, mandate = await desk.enrolled(), desk.mandate()
    entry = desk.read(lambda tx: tx.ledger(subject=talent.id))[-1]
    salt = desk.read(lambda tx: tx.value(salt_key(mandate)))
    assert salt is not None and len(salt) == 32
    assert entry.body == {"version": 1, "mandate_sha256": mandate_sha256(mandate, salt)}
    assert entry.body["mandate_sha256"] != mandate_sha256(mandate, "")


async def test_a_first_name_that_two_talents_share_means_neither(desk: Desk) -> None:
    await desk.enrolled()
    other = "100000000000000999"
    await desk.command("invite", LEE, person=other, name="Sofía Lind")
    found = desk.read(lambda tx: tx.talent_of(other))
    assert found is not None
    for part, fields in (("about", {**ABOUT, "full_name": "Sofía Lind"}), ("rate", RATE), ("likeness", LIKENESS)):
        await desk.press("part_sent", other, ref=found.id, arg=part, fields=fields)
    await desk.press("part_picked", other, ref=found.id, arg="term/max_months", values=("12",))
    await desk.press("part_picked", other, ref=found.id, arg="term/exclusivity", values=("none",))
    await desk.press("enrol_finish", other, ref=found.id)
    talents = desk.read(lambda tx: tx.talents())
    assert {talent.name: talent.aliases for talent in talents} == {"Sofía Reyes": (), "Sofía Lind": ()}


async def test_two_talents_of_one_name_cannot_both_be_enrolled(desk: Desk) -> None:
    await desk.enrolled()
    other = "100000000000000999"
    await desk.command("invite", LEE, person=other, name="Sofía Reyes")
    found = desk.read(lambda tx: tx.talent_of(other))
    assert found is not None
    for part, fields in (("about", ABOUT), ("rate", RATE), ("likeness", LIKENESS)):
        await desk.press("part_sent", other, ref=found.id, arg=part, fields=fields)
    await desk.press("part_picked", other, ref=found.id, arg="term/max_months", values=("12",))
    await desk.press("part_picked", other, ref=found.id, arg="term/exclusivity", values=("none",))
    assert await code_of(desk.press("enrol_finish", other, ref=found.id)) == "name_taken"


async def test_an_adviser_learns_what_being_one_means_once_she_is_enrolled(desk: Desk) -> None:
    desk.knows(NOOR, "Noor Haddad")
    await desk.invited()
    await desk.fill_required()
    await desk.form("advisers", {"advisers": "Noor Haddad"})
    await desk.press("enrol_finish")
    told = [message for message in desk.outbox() if message.to == Address.dm(NOOR)]
    assert [message.note.kind for message in told] == ["adviser_named"]
    assert "the yes or no is Sofía's alone" in words_of(render(told[0].note))
    assert [talent.name for talent in desk.read(lambda tx: tx.talents_advised_by(NOOR))] == ["Sofía Reyes"]


async def test_a_leap_day_birthday_counts_from_the_first_of_march(desk: Desk) -> None:
    desk.now = datetime(2026, 2, 28, 12, tzinfo=UTC)
    await desk.invited()
    reply = await desk.form("about", {**ABOUT, "born_on": "2008-02-29"})
    assert reply.note is not None and reply.note.kind == "enrol_under_age"
