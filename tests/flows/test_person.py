"""A copy of all that is held about a person, and erasing it where nothing binds any more; the sandbox's people."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, timedelta

from bot import person_cli, sandbox_seed
from bot.domain.consent import Answer, Consent
from bot.domain.deal import Deal, DealState
from bot.domain.ledger import first_break
from bot.domain.licence import Licence, Place
from bot.domain.people import TalentState
from bot.domain.ratecard import Package, floor_minor
from bot.ports import Address, Said
from bot.sandbox import people
from tests.flows.desk import ADA, LEE, NOOR, NOW, SOFIA, Counter, Desk
from tests.licences import NUMBER, some_terms

IN_THE_WAY = "quasi: Nothing was erased: "


def licensed(desk: Desk, **changes: object) -> Licence:
    """A licence of Sofía's that ran from January to July 2027, with its deal, its consent, its papers and some talk."""
    brand, talent = desk.knows_brand(), desk.talent()
    terms = some_terms(
        talent="Sofía Reyes", purpose="Sofía in the snow", starts_on=date(2027, 1, 10), ends_on=date(2027, 7, 9)
    )
    consent = Consent(
        "consent1", "deal1", talent.id, SOFIA, terms.sha256, "7F3K", NOW, NOW + timedelta(hours=48),
        answer=Answer.APPROVED, reviewed_at=NOW, answered_at=NOW,
    )  # fmt: skip
    deal = Deal(
        "deal1", brand.id, ADA, "channel", NOW, NOW, DealState.LICENSED, talent_id=talent.id, terms=terms,
        consent_id=consent.id, talk={"margin_bp": 4242},
    )  # fmt: skip
    licence = Licence(
        NUMBER, deal.id, talent.id, brand.id, ADA, terms, terms.sha256, consent.id, NOW, NOW,
        places=tuple(Place(medium) for medium in terms.media),
    )  # fmt: skip
    licence = replace(licence, **changes)  # type: ignore[arg-type]

    def keep(tx: object) -> None:
        tx.save_deal(deal)  # type: ignore[attr-defined]
        tx.save_consent(consent)  # type: ignore[attr-defined]
        tx.save_licence(licence)  # type: ignore[attr-defined]
        tx.save_document(f"{NUMBER}.pdf", b"Sofia Reyes")  # type: ignore[attr-defined]
        tx.remember(Said(f"dm:{SOFIA}", SOFIA, "yes please", NOW))  # type: ignore[attr-defined]
        tx.remember(Said("deal:deal1", ADA, "Sofia would be lovely", NOW))  # type: ignore[attr-defined]

    desk.write(keep)
    return licence


def closed(desk: Desk) -> Licence:
    """The same, over and taken down."""
    licence = licensed(desk)
    desk.wait(days=300)
    done = licence.confirm_places(frozenset(licence.terms.media), desk.now)
    desk.write(lambda tx: tx.save_licence(done))
    return done


def export(desk: Desk, who: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = person_cli.export(desk.store, who, out, err)
    return code, out.getvalue(), err.getvalue()


def erase(desk: Desk, who: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = person_cli.erase(desk.store, who, out, err, now=desk.now)
    return code, out.getvalue(), err.getvalue()


def everything_stored(desk: Desk) -> str:
    """Every text in every table."""
    with desk.store.engine.connect() as connection:
        tables = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(str(connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()) for table in tables)


# ── A copy ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_her_copy_holds_all_that_is_held_her_own_floor_too(desk: Desk) -> None:
    await desk.enrolled()
    await desk.pick("media", "refused_media", "tv")
    licensed(desk)
    code, out, _ = export(desk, SOFIA)
    held = json.loads(out)
    assert code == 0
    assert (held["talent"]["name"], held["person"]["tz"]) == ("Sofía Reyes", "Europe/Madrid")
    assert [one["floor_base_minor"] for one in held["mandates"]] == [876_543, 876_543]
    assert [licence["number"] for licence in held["licences"]] == [NUMBER]
    assert [message["text"] for message in held["messages"]] == ["yes please"]
    assert [consent["answer"] for consent in held["consents"]] == ["approved"]
    assert "talent.enrolled" in [entry["kind"] for entry in held["ledger"]]


async def test_i4_a_representatives_copy_holds_nothing_of_the_talents_secrets(desk: Desk) -> None:
    await desk.enrolled()
    licensed(desk)
    _, out, _ = export(desk, ADA)
    assert json.loads(out)["brand"]["name"] == "Northwind"
    for secret in ("876543", "margin_bp", "7F3K"):
        assert secret not in out


async def test_a_copy_is_found_by_mention_and_by_the_talents_own_id_too(desk: Desk) -> None:
    talent = await desk.enrolled()
    assert export(desk, f"<@{SOFIA}>")[1] == export(desk, talent.id)[1] == export(desk, SOFIA)[1]


def test_of_a_stranger_nothing_is_held(desk: Desk) -> None:
    assert export(desk, "12345") == (1, "", "quasi: Nothing is held about 12345.\n")
    assert erase(desk, "12345") == (1, "", "quasi: Nothing is held about 12345.\n")


# ── Erasing ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_nobody_is_erased_while_a_licence_runs(desk: Desk) -> None:
    await desk.enrolled()
    licensed(desk)
    before = everything_stored(desk)
    for who in (SOFIA, ADA):
        code, _, err = erase(desk, who)
        assert code == 1
        assert err.startswith(IN_THE_WAY) and NUMBER in err
    assert everything_stored(desk) == before


async def test_nobody_is_erased_while_a_takedown_is_not_confirmed(desk: Desk) -> None:
    await desk.enrolled()
    licensed(desk)
    desk.wait(days=300)
    assert erase(desk, SOFIA)[0] == 1


async def test_nobody_is_erased_while_a_deal_is_open(desk: Desk) -> None:
    talent = await desk.enrolled()
    brand = desk.knows_brand()
    deal = Deal("deal2", brand.id, ADA, "channel", NOW, NOW, DealState.NEGOTIATING, talent_id=talent.id)
    desk.write(lambda tx: tx.save_deal(deal))
    assert "deal2" in erase(desk, SOFIA)[2]
    assert "deal2" in erase(desk, ADA)[2]


async def test_erased_means_that_no_name_no_text_and_no_limit_is_left_in_any_table(desk: Desk) -> None:
    await desk.enrolled()
    desk.outbox()
    closed(desk)
    code, out, _ = erase(desk, SOFIA)
    assert code == 0
    assert f"as proof of ended licences: {NUMBER}" in out
    left = everything_stored(desk)
    for trace in ("Sofía", "Sofia", "Reyes", "2001-05-14", "876543", "yes please", "Studio Example", SOFIA):
        assert trace not in left
    talent = desk.read(lambda tx: tx.talents())[0]
    assert (talent.state, talent.name, talent.likeness) == (TalentState.LEFT, "erased person", None)


async def test_an_ended_licence_keeps_its_number_and_hash_and_the_ledger_verifies(desk: Desk) -> None:
    await desk.enrolled()
    before = closed(desk)
    erase(desk, SOFIA)
    licence = desk.read(lambda tx: tx.licence(NUMBER))
    assert licence is not None
    assert (licence.terms_sha256, licence.terms.fee) == (before.terms_sha256, before.terms.fee)
    assert licence.terms.talent == "erased person"
    assert desk.ledger_kinds()[-1] == "person.erased"
    assert first_break(desk.read(lambda tx: tx.ledger())) is None


async def test_whoever_is_erased_is_not_found_again(desk: Desk) -> None:
    await desk.enrolled()
    closed(desk)
    erase(desk, SOFIA)
    assert export(desk, SOFIA)[0] == 1
    assert desk.read(lambda tx: tx.mandate(tx.talents()[0].id)) is None


async def test_a_representative_is_erased_without_harm_to_the_talent(desk: Desk) -> None:
    await desk.enrolled()
    closed(desk)
    assert erase(desk, ADA)[0] == 0
    assert ADA not in everything_stored(desk)
    brand = desk.read(lambda tx: tx.brand("northwind"))
    assert brand is not None and brand.rep_ids == ()
    licence = desk.read(lambda tx: tx.licence(NUMBER))
    assert licence is not None and licence.terms.talent == "Sofía Reyes"
    assert desk.mandate().version == 1


async def test_an_adviser_who_is_erased_advises_nobody_by_a_new_version(desk: Desk) -> None:
    desk.knows(NOOR, "Noor Haddad")
    await desk.enrolled()
    await desk.form("advisers", {"advisers": "Noor Haddad"})
    assert erase(desk, NOOR)[0] == 0
    assert desk.mandate().adviser_ids == ()
    assert desk.mandate().version == 3
    assert desk.read(lambda tx: tx.talents_advised_by(NOOR)) == ()


async def test_a_note_that_waits_for_an_erased_person_is_not_sent(desk: Desk) -> None:
    await desk.invited()
    erase(desk, SOFIA)
    assert [message for message in desk.outbox() if message.to == Address.dm(SOFIA)] == []


# ── The sandbox's people ─────────────────────────────────────────────────────────────────────────────────


def test_the_sandbox_knows_its_brands_and_enrolled_talents(desk: Desk) -> None:
    desk.write(lambda tx: sandbox_seed.seed(tx, NOW, Counter()))
    talents = desk.read(lambda tx: tx.talents())
    assert {talent.name for talent in talents} == {"Imani Okafor", "Mara Lindqvist", "Jun Park"}
    assert all(talent.state is TalentState.ENROLLED for talent in talents)
    assert desk.read(lambda tx: tx.talent_of(people.SOFIA.id)) is None
    brand = desk.read(lambda tx: tx.brand_of(people.BEN.id))
    assert brand is not None and (brand.name, brand.currency) == ("Harbor Denim", "USD")
    assert desk.ledger_kinds().count("talent.enrolled") == desk.ledger_kinds().count("mandate.made") == 3
    assert desk.outbox() == []


def test_seeding_again_changes_nothing(desk: Desk) -> None:
    desk.write(lambda tx: sandbox_seed.seed(tx, NOW))
    before = everything_stored(desk)
    desk.write(lambda tx: sandbox_seed.seed(tx, NOW + timedelta(days=1)))
    assert everything_stored(desk) == before


def test_imanis_card_is_the_one_the_story_tells(desk: Desk) -> None:
    desk.write(lambda tx: sandbox_seed.seed(tx, NOW))
    mandate = desk.read(lambda tx: tx.mandate("imani"))
    assert mandate is not None
    package = Package.of(("print", "website"), ("FR",), 12, "none")
    assert floor_minor(mandate.ratecard, package) == 900_000
    assert mandate.adviser_ids == (people.NOOR.id,)
    assert LEE not in people.BY_ID
