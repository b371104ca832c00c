"""Changing a mandate: versions, what binds a deal that runs, and what a stricter limit ends at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.domain.brief import Brief
from bot.domain.consent import Answer, Consent
from bot.domain.deal import Deal, DealState, MenuItem
from bot.domain.ledger import first_break
from bot.domain.money import Money
from bot.domain.ratecard import quote_minor
from bot.flows.mandate import binding_mandate
from bot.ports import Address
from bot.surfaces.render import render
from tests.flows.desk import (
    ABOUT,
    ADA,
    FLOOR_DIGITS,
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

# ── Seeing and changing it ───────────────────────────────────────────────────────────────────────────────


async def test_mandate_is_for_talents_alone(desk: Desk) -> None:
    desk.knows_brand()
    assert await code_of(desk.command("mandate", ADA)) == "talents_only"


async def test_mandate_shows_the_list_while_she_is_being_enrolled(desk: Desk) -> None:
    await desk.invited()
    reply = await desk.command("mandate", SOFIA)
    assert reply.note is not None and reply.note.kind == "enrol_checklist"


async def test_mandate_shows_every_limit_but_the_floor(desk: Desk) -> None:
    await desk.enrolled()
    message = shown(await desk.command("mandate", SOFIA))
    said = words_of(message)
    for line in (
        "Base rate: EUR 10,000.00",
        "Floor: kept secret, never shown",
        "Day rate: EUR 2,000.00",
        "Agency's share: 15 %",
        "Longest licence: 24 months",
        "Exclusivity: no exclusivity · exclusive in its category",
        "May be altered: nothing",
        "Quiet hours: 21:00 – 08:00 (Madrid)",
        "Version 1",
    ):
        assert line in said
    assert not FLOOR_DIGITS.search(said)
    assert breaks_of_discord(message) == []


async def test_each_change_is_a_new_version_with_one_ledger_entry(desk: Desk) -> None:
    await desk.enrolled()
    reply = await desk.pick("media", "refused_media", "tv", "ooh")
    assert desk.mandate().version == 2
    assert desk.mandate().refused_media == {"tv", "ooh"}
    assert desk.ledger_kinds()[-1] == "mandate.changed"
    assert desk.ledger_kinds().count("mandate.changed") == 1
    assert [line.label for line in shown(reply).cards[0].lines if line.changed] == ["Never in"]


async def test_the_same_values_again_make_no_version(desk: Desk) -> None:
    await desk.enrolled()
    reply = await desk.form("quiet", {"quiet_from": "9 pm", "quiet_until": "8"})
    assert desk.mandate().version == 1
    assert "Nothing changed" in words_of(shown(reply))


async def test_menus_show_what_is_chosen_now(desk: Desk) -> None:
    await desk.enrolled()
    await desk.pick("media", "refused_media", "tv")
    (menu,) = menus(shown(await desk.press("part", arg="media")))
    assert [option.value for option in menu.options if option.chosen] == ["tv"]


async def test_a_form_opens_with_what_holds_now_and_an_empty_floor(desk: Desk) -> None:
    await desk.enrolled()
    fields = {field.id: field for field in opened(await desk.press("part", arg="rate")).fields}
    assert (fields["base"].value, fields["day_rate"].value) == ("10000.00", "2000.00")
    assert (fields["floor"].value, fields["floor"].placeholder) == ("", "unchanged")
    assert fields["floor"].required is False


async def test_a_floor_left_empty_stays_as_it_is(desk: Desk) -> None:
    await desk.enrolled()
    await desk.form("rate", {**RATE, "base": "12,000", "floor": ""})
    card = desk.mandate().ratecard
    assert (card.base_minor, card.floor_base_minor) == (1_200_000, 876_543)


async def test_a_new_currency_needs_a_new_floor_and_asks_first_until_told_otherwise(desk: Desk) -> None:
    await desk.enrolled()
    await desk.form("ask_first", {"ask_first": "20,000"})
    reply = await desk.form("rate", {**RATE, "currency": "USD", "floor": ""})
    assert reply.note is not None and reply.note.data["code"] == "floor_in_other_currency"
    await desk.form("rate", {**RATE, "currency": "USD"})
    assert desk.mandate().currency == "USD"
    assert desk.mandate().ask_first_above_minor == 0


async def test_what_does_not_hold_changes_nothing_and_is_kept_for_the_next_try(desk: Desk) -> None:
    await desk.enrolled()
    reply = await desk.form("rate", {**RATE, "base": "8,000", "floor": ""})
    assert reply.note is not None and reply.note.data["code"] == "floor_over_base"
    assert desk.mandate().version == 1
    fields = {field.id: field.value for field in opened(await desk.press("part", arg="rate")).fields}
    assert (fields["base"], fields["floor"]) == ("8,000", "")


async def test_refusing_every_medium_is_not_a_mandate(desk: Desk) -> None:
    from bot.domain.vocabulary import MEDIA

    await desk.enrolled()
    await desk.pick("media", "refused_media", *MEDIA)
    assert desk.mandate().refused_media == frozenset()


async def test_name_and_birthday_are_fixed_once_she_is_enrolled(desk: Desk) -> None:
    await desk.enrolled()
    form = opened(await desk.press("part", arg="about"))
    assert [field.id for field in form.fields] == ["tz", "represented"]
    await desk.form("about", {**ABOUT, "full_name": "Someone Else", "tz": "Lisbon"})
    person = desk.read(lambda tx: tx.person(SOFIA))
    assert (desk.talent().name, desk.mandate().tz, person and person.tz) == (
        "Sofía Reyes",
        "Europe/Lisbon",
        "Europe/Lisbon",
    )


async def test_a_new_likeness_record_is_entered_by_hash_and_makes_no_version(desk: Desk) -> None:
    await desk.enrolled()
    fields = {
        "made_by": "Other Studio",
        "made_on": "2026-10-01",
        "consented_on": "2026-09-01",
        "more_sources": "f" * 64,
    }
    await desk.form("likeness", fields)
    likeness = desk.talent().likeness
    assert likeness is not None and (likeness.made_by, len(likeness.source_sha256)) == ("Other Studio", 4)
    assert desk.mandate().version == 1
    assert desk.ledger_kinds()[-1] == "talent.likeness_changed"


async def test_an_adviser_named_later_is_told_once(desk: Desk) -> None:
    desk.knows(NOOR, "Noor Haddad")
    await desk.enrolled()
    desk.outbox()
    await desk.form("advisers", {"advisers": "Noor Haddad"})
    await desk.pick("media", "refused_media", "tv")
    assert [message.to for message in desk.outbox()] == [Address.dm(NOOR)]


async def test_a_menu_that_is_not_ours_changes_nothing(desk: Desk) -> None:
    await desk.enrolled()
    assert await code_of(desk.press("part_picked", arg="media/commission_bp", values=("0",))) == "mandate_code_unknown"
    assert await code_of(desk.press("part", arg="floor")) == "mandate_code_unknown"
    await desk.pick("media", "refused_media", "skywriting")
    assert desk.mandate().version == 1


# ── What binds a deal ────────────────────────────────────────────────────────────────────────────────────


def a_deal(desk: Desk, **changes: Any) -> Deal:
    """An open talk about print in France and Spain, half a year, with one package on the table at the card's price."""
    brand, talent, mandate = desk.knows_brand(), desk.talent(), desk.mandate()
    brief = Brief(
        talent_id=talent.id,
        product="Fjord parka",
        category="outerwear",
        purpose="autumn campaign",
        media=("print", "website"),
        territories=("ES", "FR"),
        starts_on=date(2027, 1, 10),
        months=6,
        exclusivity="none",
        assets_max=8,
        replaces_casting=False,
    )
    package = brief.package()
    fee = Money(quote_minor(mandate.ratecard, package), mandate.currency)
    deal = Deal(
        "deal1", brand.id, ADA, "channel", desk.now, desk.now, DealState.NEGOTIATING, talent_id=talent.id,
        mandate_version=mandate.version, thread_id="thread1", brief=brief, menu=(MenuItem("A", package, fee),),
    )  # fmt: skip
    deal = replace(deal, **changes)
    desk.write(lambda tx: tx.save_deal(deal))
    return deal


def an_ask(desk: Desk, **changes: Any) -> Consent:
    """That talk, offered and put to her."""
    deal, talent, mandate, brand = a_deal(desk), desk.talent(), desk.mandate(), desk.knows_brand()
    # A negotiated fee lies below what the card quotes.
    fee = Money(deal.menu[0].fee.amount_minor * 95 // 100, mandate.currency)
    terms = deal.brief.terms(fee, talent, mandate, brand)
    consent = Consent(
        "consent1", deal.id, talent.id, SOFIA, terms.sha256, "7F3K", desk.now, desk.now + timedelta(hours=48)
    )
    deal = replace(deal, state=DealState.ASKING, terms=terms, consent_id=consent.id, **changes)
    desk.write(lambda tx: (tx.save_deal(deal), tx.save_consent(consent)))
    desk.outbox()
    return consent


def the_deal(desk: Desk) -> Deal:
    found = desk.read(lambda tx: tx.deal("deal1"))
    assert found is not None
    return found


async def test_a_running_deal_keeps_its_version_where_the_new_one_is_looser(desk: Desk) -> None:
    await desk.enrolled()
    await desk.pick("media", "refused_media", "tv")
    deal = a_deal(desk)
    await desk.pick("media", "refused_media")
    await desk.pick("term", "max_months", "60")
    await desk.form("rate", {**RATE, "base": "9,000"})
    bound = desk.read(lambda tx: binding_mandate(tx, deal))
    assert (bound.refused_media, bound.max_months, bound.ratecard.base_minor) == ({"tv"}, 24, 1_000_000)


async def test_a_running_deal_is_bound_by_what_became_stricter(desk: Desk) -> None:
    await desk.enrolled()
    deal = a_deal(desk)
    await desk.pick("media", "refused_media", "tv")
    await desk.form("rate", {**RATE, "base": "12,000"})
    bound = desk.read(lambda tx: binding_mandate(tx, deal))
    assert (bound.refused_media, bound.ratecard.base_minor) == ({"tv"}, 1_200_000)


async def test_a_limit_tightened_and_loosened_again_stays_tight_for_a_deal_that_runs(desk: Desk) -> None:
    await desk.enrolled()
    deal = a_deal(desk)
    await desk.pick("categories", "refused_categories:1", "fur")
    await desk.pick("categories", "refused_categories:1")
    bound = desk.read(lambda tx: binding_mandate(tx, deal))
    assert bound.refused_categories == {"fur"}
    assert desk.mandate().refused_categories == frozenset()


async def test_a_stricter_medium_ends_the_open_ask_and_tells_both(desk: Desk) -> None:
    await desk.enrolled()
    an_ask(desk)
    await desk.pick("media", "refused_media", "print")
    consent, deal = desk.read(lambda tx: tx.consent("consent1")), the_deal(desk)
    assert consent is not None and consent.answer is Answer.CHANGE
    assert deal.state in (DealState.DRAFT, DealState.NEGOTIATING)
    assert deal.terms is None and "print" not in deal.brief.media
    told = {message.to: message for message in desk.outbox()}
    assert "The open request from Northwind no longer fits" in words_of(render(told[Address.dm(SOFIA)].note))
    assert "print" in words_of(render(told[Address.deal("deal1")].note))
    kinds = desk.ledger_kinds()
    assert kinds.count("consent.change") == kinds.count("deal.reopened") == 1
    assert first_break(desk.read(lambda tx: tx.ledger())) is None


async def test_a_category_refused_meanwhile_ends_the_deal(desk: Desk) -> None:
    await desk.enrolled()
    an_ask(desk)
    await desk.pick("categories", "refused_categories:0", "outerwear")
    assert the_deal(desk).state is DealState.REFUSED
    consent = desk.read(lambda tx: tx.consent("consent1"))
    assert consent is not None and consent.answer is Answer.CHANGE


async def test_a_looser_mandate_leaves_the_open_ask_alone(desk: Desk) -> None:
    await desk.enrolled()
    an_ask(desk)
    before = the_deal(desk)
    await desk.pick("term", "max_months", "60")
    await desk.pick("depiction", "altered", "hair")
    await desk.form("rate", {**RATE, "base": "9,000"})
    assert the_deal(desk) == before
    assert desk.outbox() == []


async def test_i4_a_higher_floor_alone_ends_no_ask(desk: Desk) -> None:
    await desk.enrolled()
    an_ask(desk)
    await desk.form("rate", {**RATE, "floor": "10,000.00"})
    assert the_deal(desk).state is DealState.ASKING
    assert desk.outbox() == []


async def test_i4_a_talk_is_priced_anew_by_what_the_card_asks_whatever_the_floor(desk: Desk) -> None:
    await desk.enrolled()
    a_deal(desk)
    desk.outbox()
    await desk.form("rate", {**RATE, "base": "12,000"})
    deal, mandate = the_deal(desk), desk.mandate()
    assert deal.state is DealState.NEGOTIATING
    assert deal.menu[0].fee.amount_minor == quote_minor(mandate.ratecard, deal.menu[0].package)
    said = note_texts([message.note for message in desk.outbox()])
    assert "12,000.00" in said or "EUR" in said
    assert not FLOOR_DIGITS.search(said)


async def test_a_talk_at_the_cards_price_goes_on_when_only_the_floor_rises(desk: Desk) -> None:
    await desk.enrolled()
    a_deal(desk)
    before = the_deal(desk)
    await desk.form("rate", {**RATE, "floor": "9,900"})
    assert the_deal(desk) == before


async def test_the_reply_to_a_change_offers_every_part_again(desk: Desk) -> None:
    await desk.enrolled()
    reply = await desk.pick("depiction", "altered", "hair")
    assert "Rate card" in labels(shown(reply)) and len(labels(shown(reply))) == 12
