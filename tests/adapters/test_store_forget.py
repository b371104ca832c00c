"""Telling and erasing what is held about a person, on both databases."""

from __future__ import annotations

from bot.ports import Address, Erasure, Note, Outgoing, Said
from storage.store import SqlStore
from tests.stored import ADVISER_USER, NOW, TALENT_USER, a_consent, a_deal, a_mandate, a_person, a_talent


def test_people_are_found_by_name_in_any_case(any_store: SqlStore) -> None:
    any_store.transact_sync(lambda tx: tx.save_person(a_person()))
    found = any_store.read_sync(lambda tx: tx.persons_named("imani OKAFOR"))
    assert [person.user_id for person in found] == [TALENT_USER]
    assert any_store.read_sync(lambda tx: tx.persons_named("Imani")) == ()


def test_every_ask_and_every_message_of_a_person_is_told(any_store: SqlStore) -> None:
    def keep(tx: object) -> None:
        tx.save_talent(a_talent())  # type: ignore[attr-defined]
        tx.save_deal(a_deal())  # type: ignore[attr-defined]
        tx.save_consent(a_consent())  # type: ignore[attr-defined]
        tx.remember(Said("deal:deal1", TALENT_USER, "hello", NOW))  # type: ignore[attr-defined]
        tx.remember(Said("deal:deal1", "someone else", "hello too", NOW))  # type: ignore[attr-defined]

    any_store.transact_sync(keep)
    assert any_store.read_sync(lambda tx: tx.consents("talent1")) == (a_consent(),)
    assert [said.text for said in any_store.read_sync(lambda tx: tx.said_by(TALENT_USER))] == ["hello"]


def test_erasing_deletes_what_is_the_persons_and_nothing_else(any_store: SqlStore) -> None:
    def keep(tx: object) -> None:
        tx.save_person(a_person())  # type: ignore[attr-defined]
        tx.save_person(a_person("1009", name="Somebody Else"))  # type: ignore[attr-defined]
        tx.save_talent(a_talent())  # type: ignore[attr-defined]
        tx.add_mandate(a_mandate())  # type: ignore[attr-defined]
        tx.set_value("mandate_salt:talent1:1", "salt")  # type: ignore[attr-defined]
        tx.set_value("mandate_salt:talent11:1", "salt of another")  # type: ignore[attr-defined]
        tx.set_value(f"place:dm:{TALENT_USER}", "channel7")  # type: ignore[attr-defined]
        tx.remember(Said(f"dm:{TALENT_USER}", "bot", "hello Imani", NOW))  # type: ignore[attr-defined]
        tx.save_document("Q.pdf", b"Imani")  # type: ignore[attr-defined]
        tx.cache_extraction("key", "her words", NOW)  # type: ignore[attr-defined]
        tx.enqueue(Outgoing("k1", Address.dm(TALENT_USER), Note("card", {"a": 1})), NOW)  # type: ignore[attr-defined]
        tx.enqueue(Outgoing("k2", Address.dm("1009"), Note("card", {"a": 2})), NOW)  # type: ignore[attr-defined]

    any_store.transact_sync(keep)
    erasure = Erasure(TALENT_USER, "talent1", ("Imani Okafor",), ("deal1",), ("Q.pdf",))
    counts = any_store.transact_sync(lambda tx: dict(tx.erase_person(erasure)))
    assert counts == {
        "persons": 1, "mandates": 1, "adviser roles": 1, "messages": 1, "values": 2, "documents": 1, "readings": 1,
        "notes": 1,
    }  # fmt: skip
    assert any_store.read_sync(lambda tx: tx.person(TALENT_USER)) is None
    assert any_store.read_sync(lambda tx: tx.mandate("talent1")) is None
    assert any_store.read_sync(lambda tx: tx.talents_advised_by(ADVISER_USER)) == ()
    assert any_store.read_sync(lambda tx: tx.value("mandate_salt:talent11:1")) == "salt of another"
    assert any_store.read_sync(lambda tx: tx.person("1009")) is not None
    waiting = any_store.transact_sync(lambda tx: tx.claim_outbox(NOW, limit=9, lease_s=60))
    assert [row.outgoing.key for row in waiting] == ["k2"]


def test_of_sent_notes_the_contents_go_and_the_identity_stays(any_store: SqlStore) -> None:
    def keep(tx: object) -> None:
        note = Note("enrol_done", {"name": "Imani Okafor"})
        tx.enqueue(Outgoing("to operators", Address.operators(), note), NOW)  # type: ignore[attr-defined]
        (row,) = tx.claim_outbox(NOW, limit=1, lease_s=60)  # type: ignore[attr-defined]
        tx.outbox_sent(row.id, "m1", NOW)  # type: ignore[attr-defined]

    any_store.transact_sync(keep)
    counts = any_store.transact_sync(lambda tx: dict(tx.erase_person(Erasure(TALENT_USER, names=("Imani Okafor",)))))
    assert counts["notes"] == 1
    again = Outgoing("to operators", Address.operators(), Note("enrol_done", {"name": "x"}))
    any_store.transact_sync(lambda tx: tx.enqueue(again, NOW))
    assert any_store.transact_sync(lambda tx: tx.claim_outbox(NOW, limit=9, lease_s=60)) == ()
