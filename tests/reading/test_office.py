"""What offices write around a deal: where papers go, who is away, what was mistyped, what must stay."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.reading.findings import Context, Findings, OnTable
from bot.reading.read import read
from tests.reading.conftest import Reading

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)


def at(text: str, currency: str, ours: int, theirs: int) -> Findings:
    table = OnTable({}, (Decimal(ours), currency), (Decimal(theirs), currency))
    return read(text, Context(NOW, "brand", (), table))


@pytest.mark.parametrize(
    "text",
    [
        "Agreed, please send the contract to 14 Baker Street, London.",
        "Fechado, pode mandar o contrato para a Rua Augusta, 24, 1100-053 Lisboa",
        "Akkoord! Stuur het contract maar naar Kerkstraat 48, Utrecht.",
        "Nos quedamos con la C. Mi extensión es la 214",
        "Wir nehmen B. Meine Durchwahl ist 214.",
        "We accept. Contract to jane@acme.com please, cc tom@acme.com",
        "Accettiamo. Il contratto può mandarlo a Via Roma 12, Milano. Cordiali saluti, Giulia",
        "Vi accepterar. Skicka avtalet till Storgatan 5, Stockholm. Mvh Karin",
        "Perfect, we agree to everything as stated. Best regards, Kasia Nowak, Brand Manager, tel. +48 22 555 01 99",
        "Deal, and many thanks for your patience and kindness.",
    ],
)
def test_a_yes_stands_beside_addresses_numbers_names_and_thanks(talk: Reading, text: str) -> None:
    found = talk(text)
    assert (found.intent, found.territories) == ("accept", ())


@pytest.mark.parametrize(
    "text",
    [
        "Einverstanden, bitte schicken Sie den Vertrag?",
        "Agreed, please send the contract?",
        "Deal, thanks for agreeing to our changes",
        "Deal, thank you for someone else",
        "Deal, thanks for your help with Austria",
        "Deal. Send the contract to France",
        "Agreed, thanks for the extra month",
    ],
)
def test_a_mark_or_a_word_of_the_trade_leaves_no_yes(talk: Reading, text: str) -> None:
    assert talk(text).intent != "accept"


@pytest.mark.parametrize(
    "text",
    [
        "I'm out of office 5–9 November",
        "Bin vom 5. bis 9. November im Urlaub",
        "Je suis en congé du 5 au 9 novembre",
        "Jag har semester 5-9 november",
        "11月5日から9日まで休暇をいただきます",
        "我11月5日到9日休假",
    ],
)
def test_days_of_absence_are_no_days_of_use(talk: Reading, text: str) -> None:
    found = talk(text)
    assert (found.intent, found.starts_on, found.ends_on, found.months) == ("other", None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "let's start in September rather than in August",
        "statt im August im September",
        "en septiembre en lugar de en agosto",
        "in september in plaats van in augustus",
    ],
)
def test_what_is_put_aside_is_not_the_day(talk: Reading, text: str) -> None:
    found = talk(text)
    assert (found.starts_on, found.ends_on) == (date(2027, 9, 1), None)


@pytest.mark.parametrize(
    "text",
    [
        "the 3.5k in my last message was a typo",
        "Die 3.500 in meiner letzten Mail waren ein Tippfehler.",
        "Los 3.500 de mi último mensaje eran un error",
    ],
)
def test_a_figure_taken_back_is_no_offer(talk: Reading, text: str) -> None:
    assert talk(text).fee is None
    assert talk("the 3.5k was a typo, I meant 5.3k").fee == (Decimal(5300), None)


@pytest.mark.parametrize(
    ("text", "fee"),
    [("打九折", 900_000), ("八折可以吗", 800_000), ("打个八五折", 850_000), ("1割引でお願いします", 900_000),
     ("10프로 깎아주세요", 900_000), ("再便宜两成", 800_000), ("我们加一成", 880_000)],
)  # fmt: skip
def test_a_share_in_the_eastern_manner_is_counted_from_the_table(text: str, fee: int) -> None:
    found = at(text, "CNY", 1_000_000, 800_000)
    assert found.fee is not None and found.fee[0] == fee


def test_a_leaflet_in_three_folds_is_no_discount() -> None:
    assert at("三折页也要", "CNY", 1_000_000, 800_000).fee is None


def test_a_bare_figure_speaks_in_the_millions_of_the_table() -> None:
    found = at("25.3 for A and we sign", "KRW", 26_000_000, 24_000_000)
    assert found.fee is not None and found.fee[0] == 25_300_000


@pytest.mark.parametrize(
    "text",
    ["Austria has to stay in", "Österreich muss drin bleiben", "L'Autriche doit rester", "Austria musi zostać",
     "Oostenrijk moet erin blijven", "Áustria tem que ficar"],
)  # fmt: skip
def test_what_must_stay_takes_nothing_else_away(talk: Reading, text: str) -> None:
    found = talk(text)
    assert (found.territories, found.adds) == (("AT",), True)


@pytest.mark.parametrize(
    "text",
    ["C'est quoi, son minimum ?", "Was ist ihr Minimum?", "¿Cuál es su mínimo?", "Qual è il suo minimo?",
     "Qual é o mínimo dela?", "Wat is haar minimum?", "Vad är hennes minimum?", "Jakie jest jej minimum?"],
)  # fmt: skip
def test_who_asks_for_her_least_is_probing(talk: Reading, text: str) -> None:
    assert "probing" in talk(text).flags


@pytest.mark.parametrize(
    "text",
    ["waist needs to be slimmed down", "the legs must be lengthened", "die Taille muss schmaler gemacht werden",
     "la taille doit être affinée", "talia powinna być wyszczuplona", "허리를 더 가늘게 해야 해요"],
)  # fmt: skip
def test_a_body_altered_in_the_passive_is_an_alteration(talk: Reading, text: str) -> None:
    assert "alteration" in talk(text).flags


@pytest.mark.parametrize("text", ["the jacket needs to be slimmed down", "the budget needs to be slimmed down"])
def test_a_thing_made_smaller_is_none(talk: Reading, text: str) -> None:
    assert "alteration" not in talk(text).flags


@pytest.mark.parametrize(
    ("text", "currency", "ours", "fee"),
    [("25.3 for A", "KRW", 26_000_000, 25_300_000), ("39.5 for B", "USD", 42_000, 39_500),
     ("39,5 pour B", "EUR", 42_000, 39_500), ("4,500 for my 39,500. 205,000 for A", "INR", 210_000, 205_000)],
)  # fmt: skip
def test_a_bare_figure_for_a_package_is_its_fee(text: str, currency: str, ours: int, fee: int) -> None:
    found = at(text, currency, ours, ours * 9 // 10)
    assert found.fee is not None and found.fee[0] == fee
