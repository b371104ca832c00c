"""What natives of the eleven other languages write: steps and new figures, objects before their verb, near misses."""

from __future__ import annotations

import pytest

from tests.reading.conftest import Reading


@pytest.mark.parametrize(
    ("text", "fee"),
    [
        ("Wir gehen noch 300 rauf.", 4800),
        ("On rajoute encore 300 et c'est bon", 4800),
        ("Añadimos otros 300", 4800),
        ("Dorzucimy jeszcze 300 i to wszystko", 4800),
        ("Könnt ihr 300 runtergehen?", 5700),
        ("Zejdźcie o 300 i mamy umowę", 5700),
        ("Racha a diferença e a gente fecha.", 5250),
        ("Möts vi på mitten så är det klart.", 5250),
        ("Jullie schreven 6.000, wij dachten eerder aan 5.100", 5100),
        ("Podemos llegar a 5 mil o 5500, no sé, déjalo en 5.300", 5300),
    ],
)
def test_a_step_is_counted_from_the_table_in_every_language(talk: Reading, text: str, fee: int) -> None:
    found = talk(text)
    assert found.intent == "offer"
    assert found.fee is not None and found.fee[0] == fee


@pytest.mark.parametrize(
    "text",
    [
        "Wir können auf 5.3 hochgehen.",
        "Könnt ihr auf 5.300 runtergehen?",
        "On peut monter à 5 300 grand maximum.",
        "5.300 più IVA",
    ],
)
def test_a_new_figure_is_never_taken_for_a_step_or_a_larger_one(talk: Reading, text: str) -> None:
    found = talk(text)
    assert found.fee is not None and found.fee[0] == 5300


@pytest.mark.parametrize("text", ["金曜までにお返事します", "금요일까지 답변드릴게요", "周五前给你答复"])
def test_the_day_of_an_answer_ends_no_licence(talk: Reading, text: str) -> None:
    found = talk(text)
    assert (found.intent, found.ends_on) == ("other", None)


@pytest.mark.parametrize(
    "text",
    ["La tele la quitamos, prensa sí", "Telewizję sobie darujmy, wystarczy prasa.", "TV lassen wir weg, nur Print"],
)
def test_a_medium_before_the_verb_that_drops_it_is_dropped(talk: Reading, text: str) -> None:
    found = talk(text)
    assert (found.media, found.media_removed) == (("print",), ("tv",))


@pytest.mark.parametrize(
    "text", ["ci stiamo pensando", "vale?", "dale una vuelta", "klart dyrt", "定了等等", "콜백 주세요"]
)
def test_a_word_of_assent_with_more_behind_it_is_no_yes(talk: Reading, text: str) -> None:
    assert talk(text).intent != "accept"
