"""An acceptance beside the address and the numbers that an invoice needs, and none where a figure hides among them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.reading.findings import Context, OnTable
from bot.reading.read import read

_TABLE = OnTable({"media": ["print"], "months": 6}, (Decimal(6000), "EUR"), (Decimal(4500), "EUR"))
_TALENT = Context(datetime(2026, 11, 3, 12, tzinfo=UTC), "talent", (), talking=True)
_BRIEF = Context(datetime(2026, 11, 3, 12, tzinfo=UTC), "brand", ())
_CONTEXT = Context(datetime(2026, 11, 3, 12, tzinfo=UTC), "brand", (), _TABLE)


@pytest.mark.parametrize(
    "text",
    [
        "Yes, deal. Invoice to Baker Street 12, London.",
        "Ja. Rechnung bitte an Hauptstraße 12, 80331 München.",
        "Oui. Facture à envoyer à rue Montaigne 22, 75008 Paris.",
        "Ja tack, det tar vi! Fakturan skickas till Box 1420, 111 84 Stockholm.",
        "Perfecto, aceptamos. Nuestro CIF es B-85555019.",
        "네, 좋습니다. 사업자등록번호는 123-45-67890입니다.",
    ],
)
def test_a_yes_beside_billing_details_accepts(text: str) -> None:
    assert read(text, _CONTEXT).intent == "accept"


@pytest.mark.parametrize(
    "text",
    [
        "Yes. Invoice to Baker Street 12, 5000",
        "Yes. Invoice to Baker Street 12, 5000 Total.",
        "Yes. Invoice to Baker Street 12, 5000 Everything.",
        "Yes. Invoice to Baker Street 12, But 5000 Euros.",
        "Yes. Invoice to Baker Street 12, Not France.",
        "Yes. Invoice to Baker Street 12, only Spain.",
        "Yes. Invoice to Baker Street 12, Maybe.",
        "Yes. Invoice to 5000.",
        "Yes, 5000-6000-EU",
        "perfect. CIF B-5000",
        "vale, o B",
    ],
)
def test_a_figure_or_a_limit_behind_an_address_is_no_yes(text: str) -> None:
    assert read(text, _CONTEXT).intent != "accept"


def test_a_licence_number_is_no_money() -> None:
    assert read("Licence R2D8-X4TN-7B runs out soon. Please renew it for six months.", _CONTEXT).fee is None


def test_a_firm_named_in_the_signature_leaves_the_message_as_it_is() -> None:
    found = read("4,900 for A, and please send the contract.\n\nKind regards,\nAda\nLumen Tea Ltd", _CONTEXT)
    assert found.fee is not None
    assert (found.intent, found.fee[0]) == ("offer", 4900)


@pytest.mark.parametrize(
    "text",
    [
        "Deal! Please send the contract to Hollis & Finch Ltd, 14 Mill Lane, Leeds LS1 4AP.",
        "Einverstanden! Die Rechnung bitte an Lindner Mode GmbH, Hauptstraße 12, 80331 München, USt-IdNr. DE123456789.",
        "Top, akkoord! Factuur mag naar Van Dijk Retail BV, Keizersgracht 12, 1016 DZ Amsterdam.",
        "Vi accepterar. Fakturan skickas till Nordljus AB, Storgatan 5, 111 23 Stockholm, org.nr 556677-8899.",
    ],
)
def test_a_talents_yes_stands_beside_the_same_addresses(text: str) -> None:
    assert read(text, _TALENT).intent == "approve"


@pytest.mark.parametrize(
    "text",
    [
        "Approved. My address is Hauptstraße 12, 80331 München, TV",
        "Approved. My address is Hauptstraße 12, 80331 München, Only Germany",
        "Approved, invoice to Vogel GmbH, 5000 Extra",
        "Approved. Invoice to 5250 Berlin",
        "I approve. +10 000 000",
    ],
)
def test_nor_does_a_figure_or_a_limit_behind_one_approve(text: str) -> None:
    assert read(text, _TALENT).intent != "approve"


def test_the_house_number_of_a_brief_is_no_money_and_its_town_no_land() -> None:
    found = read("Print, 5500 EUR, Spain. Invoice to Hollis & Finch Ltd, 14 Mill Lane, Leeds LS1 4AP.", _BRIEF)
    assert found.fee is not None
    assert (found.fee[0], found.territories, found.unclear) == (5500, ("ES",), ())


def test_the_end_of_a_year_is_no_number_of_a_firm() -> None:
    """The American `ein` was once found in `eind 2027`."""
    assert read("Willen jullie de licentie verlengen tot eind 2027?", _CONTEXT).ends_on == date(2027, 12, 31)
