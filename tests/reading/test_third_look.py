"""Classes of language that the shut halves of the third strangers' messages showed, each in more than one language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.reading.conftest import Reading


@pytest.mark.parametrize(
    "text",
    ["Your last figure is acceptable to us.", "Votre offre est acceptable pour nous.",
     "su propuesta es aceptable para nosotros",
     "tá aprovado do nosso lado", "beleza, pode mandar pra ela então, tá aprovado do nosso lado",
     "adelante con esa propuesta", "procediamo con quella proposta", "hell yes"],
)  # fmt: skip
def test_their_figure_said_to_be_acceptable_approved_or_gone_ahead_with_is_accepted(talk: Reading, text: str) -> None:
    assert talk(text).intent == "accept"


@pytest.mark.parametrize(
    "text",
    ["Our last figure is acceptable to us", "Your last figure is acceptable to us in principle",
     "Your last figure is acceptable to us if you throw in print", "Your last figure is barely acceptable to us",
     "your last figure is not acceptable to us", "your last figure is acceptable to us but we need approval",
     "jullie laatste bod is voor ons", "ainda não tá aprovado", "tá quase aprovado", "se tá aprovado do nosso lado",
     "pode mandar pra ela então", "adelante con esa propuesta cuando firme el jefe", "go ahead with that offer?",
     "we might go ahead with your offer"],
)  # fmt: skip
def test_a_doubt_or_condition_beside_those_words_is_no_yes(talk: Reading, text: str) -> None:
    assert talk(text).intent != "accept"


@pytest.mark.parametrize(
    "text",
    ["hell yes", "read it all, im fine with everything, lets go", "yeah whatever just approve it im half asleep",
     "Fine. Yes. They could have asked a bit earlier tbh"],
)  # fmt: skip
def test_a_talents_yes_stands_beside_her_grumbling(talent: Reading, text: str) -> None:
    assert talent(text).intent == "approve"


@pytest.mark.parametrize(
    "text",
    ["ok, i'm half asleep", "ok im in the makeup chair", "vale, estoy medio dormida", "yeah whatever", "read it all",
     "whatever, approve it or don't", "hell yes, if they pay more", "yes, they could have asked for less"],
)  # fmt: skip
def test_a_bare_ok_beside_what_she_is_doing_is_no_approval(talent: Reading, text: str) -> None:
    assert talent(text).intent != "approve"


@pytest.mark.parametrize("text", ["9 statt 6 Monate", "9 instead of 6 months", "9 au lieu de 6 mois"])
def test_a_number_in_place_of_a_length_is_a_length(talk: Reading, text: str) -> None:
    assert (talk(text).months, talk(text).fee) == (9, None)


@pytest.mark.parametrize("text", ["5 images instead of 6 months", "9k instead of 6 months"])
def test_a_count_or_a_fee_in_place_of_a_length_is_none(talk: Reading, text: str) -> None:
    assert talk(text).months is None


def test_a_time_of_day_is_no_number_of_years(talk: Reading) -> None:
    assert talk("Ich rufe dich um 15:30 an").months is None


@pytest.mark.parametrize(
    ("text", "ends"),
    [("until the thirtieth of April", date(2027, 4, 30)), ("until the twenty-first of May", date(2027, 5, 21)),
     ("until the seventh of June", date(2027, 6, 7))],
)  # fmt: skip
def test_any_day_of_a_month_may_be_said_in_words(first: Reading, text: str, ends: date) -> None:
    assert first(f"Mara, print, France, from Feb 1 {text}").ends_on == ends


@pytest.mark.parametrize(
    "text",
    ["Not Jun this time, we'd like Mara", "Diesmal nicht Jun, wir hätten gern Mara", "Pas Jun, on voudrait Mara"],
)
def test_a_talent_passed_over_is_not_the_one_meant(first: Reading, text: str) -> None:
    assert first(f"{text}, print, Spain").talent == "Mara Lindqvist"


@pytest.mark.parametrize("text", ["why not Mara or Jun", "if not Mara then Jun", "not only Mara but Jun too"])
def test_a_talent_asked_for_with_a_not_is_not_passed_over(first: Reading, text: str) -> None:
    found = first(f"{text}, print, Spain")
    assert (found.talent, "talent" in found.unclear) == (None, True)


@pytest.mark.parametrize(
    "text", ["Quítale un 20 % a tu precio y firmamos mañana", "nehmt 20 % von eurem Preis runter", "Bájale un 20 %"]
)
def test_a_share_taken_off_our_price_is_an_offer_of_the_rest(talk: Reading, text: str) -> None:
    assert talk(text).fee == (Decimal(4800), "USD")


def test_what_was_stopped_inside_the_house_is_no_medium(talk: Reading) -> None:
    found = talk("Wir ziehen die Anfrage zurück, das Projekt wurde intern gestoppt.")
    assert (found.intent, found.media) == ("withdraw", ())


@pytest.mark.parametrize(
    "text",
    [
        "when would i get paid",
        "when do i get paid",
        "where would the pictures be",
        "Could you tell me whether Germany is included?",
        "can you tell me if tv is in there",
    ],
)
def test_what_she_wants_to_be_told_is_a_question_and_no_wish(talent: Reading, text: str) -> None:
    assert talent(text).intent == "question"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("no grazie, non faccio packaging", "decline"),
        ("nein danke, keine Verpackung für mich", "decline"),
        ("no thanks, i don't do packaging", "decline"),
        ("no thanks to tv, rest is fine", "counter"),
        ("no thanks, unless they drop tv", "counter"),
        ("no thanks, only print", "counter"),
    ],
)
def test_no_thanks_refuses_all_of_it_unless_something_is_left_to_talk_of(
    talent: Reading, text: str, intent: str
) -> None:
    assert talent(text).intent == intent


@pytest.mark.parametrize(
    ("text", "fee"),
    [
        ("NGN 2,000,000 for print in Nigeria", (Decimal(2_000_000), "NGN")),
        ("20,000 cedis", (Decimal(20_000), "GHS")),
        ("TRY 150.000", (Decimal(150_000), "TRY")),
        ("IDR 90,000,000", (Decimal(90_000_000), "IDR")),
        ("we'll try 5,000 EUR", (Decimal(5_000), "EUR")),
    ],
)
def test_a_currency_of_any_land_is_known_by_its_code(talk: Reading, text: str, fee: tuple[Decimal, str]) -> None:
    assert talk(text).fee == fee


@pytest.mark.parametrize(
    "text",
    [
        "E com Angola, quanto fica?",
        "Sorry for the slow reply, I had 200 emails this morning.",
        "Our PO number is 44718.",
    ],
)
def test_what_only_looks_like_a_medium_or_a_fee_is_none(talk: Reading, text: str) -> None:
    assert not talk(text).media and talk(text).fee is None


@pytest.mark.parametrize("text", ["We agree on all points, pls proceed.", "100 % de acuerdo", "agreed on all points"])
def test_an_agreement_on_everything_is_accepted(talk: Reading, text: str) -> None:
    assert talk(text).intent == "accept"


@pytest.mark.parametrize(
    "text", ["we agree on most points", "not agreed on all points", "agreed on all points if you add Spain",
             "agreed on all points but no TV", "agreed on all points?"]
)  # fmt: skip
def test_an_agreement_on_less_or_with_a_condition_is_not(talk: Reading, text: str) -> None:
    assert talk(text).intent != "accept"
