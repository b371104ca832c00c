"""A licence in one line, and a house key for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.domain.consent import Answer, Consent
from bot.domain.deal import Deal, DealState
from bot.domain.ledger import Entry, next_entry
from bot.domain.licence import Licence, Place
from bot.domain.money import Money
from bot.domain.terms import Terms
from bot.ports import Tx
from bot.surfaces.papers import TypstDocuments

NUMBER = "Q7F3-KM2P-9Q"
OTHER_NUMBER = "QM4R-A0N1-2F"
ISSUED_AT = datetime(2026, 11, 3, 17, 52, 1, tzinfo=UTC)


class TestSigner:
    """Satisfies `ports.Signer` with a key that is the same in every run."""

    __test__ = False

    def __init__(self, seed: int = 1) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)

    @property
    def public_key(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def some_terms(**changes: Any) -> Terms:
    """Imani's licence of the storyboard, changed where a test says so."""
    plain: dict[str, Any] = {
        "talent": "Imani Okafor",
        "licensee": "Northwind Outerwear SAS",
        "brand": "Northwind",
        "product": "Fjord parka",
        "category": "outerwear",
        "purpose": "Launch of the winter parka in print advertising and on the product pages",
        "media": ("print", "website"),
        "territories": ("ES", "FR"),
        "starts_on": date(2027, 1, 10),
        "ends_on": date(2027, 7, 9),
        "tz": "Europe/Paris",
        "exclusivity": "category",
        "assets_max": 8,
        "replaces_casting": False,
        "fee": Money(1_060_000, "EUR"),
        "commission_bp": 1_500,
        "disclosure": ("eu_ai_act_50",),
    }
    return Terms(**{**plain, **changes})


def a_licence(terms: Terms | None = None, **changes: Any) -> Licence:
    """An issued licence for those terms."""
    terms = terms or some_terms()
    plain = Licence(
        number=NUMBER,
        deal_id="deal000001",
        talent_id="talent0001",
        brand_id="brand00001",
        rep_id="1100000000000000201",
        terms=terms,
        terms_sha256=terms.sha256,
        consent_id="consent001",
        approved_at=ISSUED_AT,
        issued_at=ISSUED_AT,
        places=tuple(Place(medium) for medium in terms.media),
    )
    return replace(plain, **changes)


def documents(seed: int = 1) -> TypstDocuments:
    """The papers of a house with that key."""
    return TypstDocuments(TestSigner(seed), public_url="https://quasi.example", issuer_name="House of Tests")


def keep(tx: Tx, licence: Licence) -> None:
    """Stores the licence with the deal, the consent and the ledger entry that it rests on."""
    said_yes = Consent(
        licence.consent_id, licence.deal_id, licence.talent_id, "1100000000000000301", licence.terms_sha256, "7F3K",
        ISSUED_AT, ISSUED_AT, Answer.APPROVED, ISSUED_AT,
    )  # fmt: skip
    deal = Deal(
        licence.deal_id, licence.brand_id, licence.rep_id, "1100000000000000021", ISSUED_AT, ISSUED_AT,
        DealState.LICENSED, talent_id=licence.talent_id, terms=licence.terms, consent_id=licence.consent_id,
    )  # fmt: skip
    tx.save_deal(deal)
    tx.save_consent(said_yes)
    tx.save_licence(licence)
    body = {"deal": deal.id, "consent": said_yes.id, "terms_sha256": licence.terms_sha256, "state": "licensed"}
    tx.append_ledger("licence.issued", licence.number, body, ISSUED_AT)


def some_entries(count: int = 5) -> list[Entry]:
    """A sound ledger."""
    entries: list[Entry] = []
    for n in range(count):
        body = {"state": "draft", "version": n, "who": ["é", None, True]}
        at = f"2026-11-03T17:52:{n % 60:02}.000Z"
        entries.append(next_entry(entries[-1] if entries else None, at, "deal.opened", f"deal{n}", body))
    return entries
