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
