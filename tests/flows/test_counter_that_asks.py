"""A counter may ask something beside: the question is answered, and what is only asked about is not offered for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench.answers.models import good, llm_at
from bot.ports import Note
from bot.sandbox.people import ADA
from bot.surfaces.render import render
from tests.fake_openai import FakeOpenAI, running
from tests.fakes import FakeClock
from tests.flows.stage import Stage, words_of
from tests.flows.test_menu_in_thread import BRIEF

ASKED = {"paid_social", "print", "website"}


async def notes(stage: Stage, *said: str) -> list[Note]:
    """What the thread gets after the last of Ada's lines."""
    await stage.say(ADA, BRIEF)
    thread, before = stage.chat.messages[0].channel_id, 0
    for words in ("the winter launch", *said):
        before = len(stage.chat.messages)
        await stage.say(ADA, words, thread=thread)
    return [message.note for message in stage.chat.messages[before:]]


def seen(note: Note) -> str:
    return words_of(render(note)).replace("\u00a0", " ")


def first_offered(note: Note) -> tuple[set[str], set[str], int]:
    """The uses, countries and figure that the first package is set beside."""
    first = note.data["items"][0]
    return set(first["media"]), set(first["territories"]), note.data["theirs"]["amount_minor"]


@pytest.mark.parametrize(
    ("words", "not_in_it"),
    [
        ("12k, and does that include TV?", "That doesn't include TV so far."),
        ("12,000 for A – is TV in there?", "That doesn't include TV so far."),
        ("12k und ist da TV dabei?", "TV ist bisher nicht dabei."),
        ("12 000 € pour A, la télé est comprise ?", "Pas compris pour l'instant : télévision."),
        ("12.000 € por A, ¿incluye la tele?", "No incluido por ahora: televisión."),
        ("12.000 € per A. La TV è inclusa?", "Non compreso per ora: TV."),
    ],
)
async def test_a_use_that_a_counter_only_asks_about_is_priced_and_not_added(
    stage: Stage, words: str, not_in_it: str
) -> None:
    answer, offers = await notes(stage, words)
    told = seen(answer).replace(",00", "").replace(".00", "")
    assert not_in_it in told and any(f"EUR 4{mark}410" in told for mark in ",. \u202f"), told
    assert first_offered(offers) == (ASKED, {"FR", "DE"}, 12_000_00)
    assert offers.data["items"][0]["fee"]["amount_minor"] < 16_380_00


async def test_a_dot_within_a_figure_ends_no_sentence(stage: Stage) -> None:
    _, offers = await notes(stage, "12.2k, and does that include TV?")
    assert first_offered(offers)[2] == 12_200_00


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("12.2k for A. who owns the files?", "Copyright in the final images"),
        ("12.200 Euro für A, wem gehören die Dateien?", "Urheberrecht"),
        ("12 200 € pour A. à qui appartiennent les fichiers ?", "droits d'auteur"),
        ("12.200 por A. ¿De quién son las imágenes?", "derechos de autor"),
        ("12.200 € per A, di chi sono i file?", "diritti d'autore"),
        ("12.2k for A & who owns the files", "Copyright in the final images"),
        ("Who owns the files? And 12.2k for A.", "Copyright in the final images"),
    ],
)
async def test_a_question_beside_a_counter_is_answered_before_it(stage: Stage, words: str, told: str) -> None:
    answer, offers = await notes(stage, words)
    assert told in seen(answer)
    assert first_offered(offers) == (ASKED, {"FR", "DE"}, 12_200_00)


async def test_a_question_about_what_is_in_it_is_about_the_package_that_the_figure_is_for(stage: Stage) -> None:
    answer, offers = await notes(stage, "9k for B, and does that include France?")
    assert "That doesn't include France so far." in seen(answer)
    assert offers.data["items"][0]["letter"] == "B"
    assert first_offered(offers) == (ASKED, {"DE"}, 9_000_00)


@pytest.mark.parametrize("words", ["9.000 Euro für B. Wem gehören die Dateien?", "9.000 € per B. Di chi sono i file?"])
async def test_the_letter_behind_a_figure_is_heard_in_other_languages(stage: Stage, words: str) -> None:
    _, offers = await notes(stage, words)
    assert offers.data["items"][0]["letter"] == "B"
    assert first_offered(offers) == (ASKED, {"DE"}, 9_000_00)


async def test_what_is_in_it_already_is_said_to_be(stage: Stage) -> None:
    answer, offers = await notes(stage, "12k, and does that include print?")
    assert "That includes print." in seen(answer) and "on Imani's card" not in seen(answer)
    assert first_offered(offers) == (ASKED, {"FR", "DE"}, 12_000_00)


async def test_the_answer_before_a_counter_has_no_button_that_the_counter_makes_old(stage: Stage) -> None:
    answer, _ = await notes(stage, "12k, and does that include TV?")
    assert "Use this" not in seen(answer)


async def test_a_yes_with_a_question_is_answered_and_read_back(stage: Stage) -> None:
    answer, offer = await notes(stage, "we take B. who owns the files?")
    assert "Copyright" in seen(answer)
    assert offer.kind == "readback" and "Where: Germany" in seen(offer)


@pytest.mark.parametrize(
    "words",
    [
        "12k, ok?",
        "12k for A, deal?",
        "12,000. how does that sound?",
        "12.000, passt das?",
        "12k, ça vous va ?",
        "Nothing at all? 12k then",
        "Gar nichts? Also gut: 12.000 Euro.",
    ],
)
async def test_a_question_that_only_asks_for_a_yes_is_answered_by_the_counter(stage: Stage, words: str) -> None:
    (offers,) = await notes(stage, words)
    assert first_offered(offers) == (ASKED, {"FR", "DE"}, 12_000_00)


async def test_a_figure_behind_a_wish_that_is_put_as_a_question_is_for_that_wish(stage: Stage) -> None:
    (offers,) = await notes(stage, "Germany only? 9k.")
    assert first_offered(offers) == (ASKED, {"DE"}, 9_000_00)


@pytest.mark.parametrize("words", ["What about 12k with Belgium?", "12k, Belgium", "12.000 Euro mit Belgien"])
async def test_a_country_that_comes_with_the_figure_takes_the_others_away_from_nobody(stage: Stage, words: str) -> None:
    (offers,) = await notes(stage, words)
    assert first_offered(offers) == (ASKED, {"FR", "DE", "BE"}, 12_000_00)


async def test_the_counters_form_tells_a_question_from_an_offer_too(stage: Stage) -> None:
    await notes(stage)
    before = len(stage.chat.messages)
    await stage.click(ADA, "Counter")
    await stage.submit(ADA, fee="12000", rest="Does that include TV?")
    answer, offers = (message.note for message in stage.chat.messages[before:])
    assert "That doesn't include TV so far." in seen(answer)
    assert first_offered(offers) == (ASKED, {"FR", "DE"}, 12_000_00)


async def test_an_offer_read_back_is_left_for_the_new_figure_alone(stage: Stage) -> None:
    await notes(stage)
    await stage.click(ADA, "Accept A")
    before = len(stage.chat.messages)
    await stage.say(ADA, "12k, and does that include TV?", thread=stage.chat.messages[0].channel_id)
    answer, offers = (message.note for message in stage.chat.messages[before:])
    assert "That doesn't include TV so far." in seen(answer)
    assert first_offered(offers) == (ASKED, {"FR", "DE"}, 12_000_00)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("What is B?", "B is paid social · website · print, Germany, 6 months, no exclusivity, for **EUR 10,920.00**."),
        ("what's in package b?", "B is paid social"),
        ("how much is B?", "for **EUR 10,920.00**"),
        ("was ist in B drin?", "B ist: Social Media (bezahlt) · Website · Print, Deutschland"),
        ("qu'y a-t-il dans B ?", "B, c'est : réseaux sociaux"),
        ("¿qué incluye B?", "B es: redes sociales"),
        ("cosa c'è in B?", "B è: social"),
    ],
)
async def test_a_package_asked_for_by_its_letter_is_told(stage: Stage, words: str, told: str) -> None:
    (answer,) = await notes(stage, words)
    assert told in seen(answer) and answer.data["step"]["letters"] == ["A", "B", "C"]


async def test_the_difference_of_two_packages_tells_both(stage: Stage) -> None:
    (answer,) = await notes(stage, "what's the difference between A and B?")
    assert "A is paid social" in seen(answer) and "B is paid social" in seen(answer)


async def test_a_question_about_what_a_package_holds_is_about_that_package(stage: Stage) -> None:
    (answer,) = await notes(stage, "does B include France?")
    assert "That doesn't include France so far." in seen(answer) and "It holds" in seen(answer)


async def test_a_letter_beside_another_question_is_not_all_that_is_asked(stage: Stage) -> None:
    (answer,) = await notes(stage, "Who owns the files in B?")
    assert "Copyright" in seen(answer) and "B is" not in seen(answer)


@pytest.mark.parametrize("words", ["actually rather A for 12,000", "doch lieber A für 12.000", "plutôt A pour 12 000"])
async def test_a_new_mind_about_the_package_is_no_figure_for_the_one_read_back(stage: Stage, words: str) -> None:
    await notes(stage, "we take B")
    await stage.say(ADA, words, thread=stage.chat.messages[0].channel_id)
    assert first_offered(stage.chat.messages[-1].note) == (ASKED, {"FR", "DE"}, 12_000_00)


UNKNOWN = "do you also organise the catering for the crew?"


@pytest.fixture
def model(stage: Stage) -> Iterator[FakeOpenAI]:
    """A good model over HTTP, which looks that one question up."""
    look_up = ("explain", {"topic": "pay_how"})
    with running() as fake:
        fake.script = good({UNKNOWN: look_up, f"and {UNKNOWN}": look_up})
        stage.deps = replace(stage.deps, llm=llm_at(fake.url, FakeClock(stage.now)))
        yield fake


@pytest.mark.parametrize("words", [f"12k for A. {UNKNOWN}", f"12k for A and {UNKNOWN}"])
async def test_what_rules_do_not_know_beside_a_counter_the_model_answers(
    stage: Stage, model: FakeOpenAI, words: str
) -> None:
    answer, offers = await notes(stage, words)
    assert answer.data["parts"][-1]["topic"] == "pay_how"
    assert not answer.data["buttons"]
    assert first_offered(offers) == (ASKED, {"FR", "DE"}, 12_000_00)
    asked = [str(request["body"]["messages"]) for request in model.requests if "tools" in request["body"]]
    assert asked and not any("12k" in one for one in asked), "the model is asked the question alone"


async def test_the_same_in_a_counters_form(stage: Stage, model: FakeOpenAI) -> None:
    await notes(stage)
    await stage.click(ADA, "Counter")
    await stage.submit(ADA, fee="12,000", rest=UNKNOWN)
    answer, _ = [message.note for message in stage.chat.messages[-2:]]
    assert answer.data["parts"][-1]["topic"] == "pay_how"


async def test_what_rules_know_beside_a_counter_no_model_is_asked(stage: Stage, model: FakeOpenAI) -> None:
    answer, _ = await notes(stage, "12.2k for A. who owns the files?")
    assert "Copyright in the final images" in seen(answer)
    assert not [request for request in model.requests if "tools" in request["body"]]


async def test_an_answer_that_speaks_of_a_person_brings_the_button(stage: Stage, model: FakeOpenAI) -> None:
    model.script = good({UNKNOWN: ("explain", {"topic": "person"})})
    answer, _ = await notes(stage, f"12k for A. {UNKNOWN}")
    assert [button["label"] for button in answer.data["buttons"]] == ["Ask a person"]
