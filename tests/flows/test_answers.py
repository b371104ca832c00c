"""Questions get answers: priced, explained, from the store, or a kind no; and the talk goes on at its open step."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bench.answers.scenes import SCENES, Scene, play_all
from bench.answers.stage import ADA, BEN, IMANI, LEE, Stage, copy
from bot.answers import LANGUAGES, match, topics
from bot.answers.language import language_of
from bot.domain.deal import DealState
from bot.ports import Note
from bot.surfaces.layout import Button
from bot.surfaces.render import render

Played = dict[str, Scene]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scenes(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Played]:
    yield await play_all(tmp_path_factory.mktemp("scenes"))


@pytest.fixture
def at(scenes: Played, tmp_path: Path) -> Iterator[object]:
    opened: list[Stage] = []

    def open_scene(name: str) -> tuple[Stage, str]:
        scene = scenes[name]
        stage = Stage(copy(scene.path, tmp_path / f"{name}.db"), None, scene.now, count=500)
        opened.append(stage)
        return stage, scene.thread

    yield open_scene
    for stage in opened:
        stage.close()


def said(sent: list) -> str:  # type: ignore[type-arg]
    return "\n".join(one.words() for one in sent)


# ---- what if


async def test_a_what_if_is_priced_by_the_card_with_the_difference_and_a_button(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    words = said(await stage.say(ADA, "what would TV in France add?", thread))
    assert "**EUR 15,288.00** on Imani's card, **EUR 3,528.00** more" in words
    assert "[Use this]" in words
    assert "The offers above still stand." in words


async def test_use_this_carries_the_package_to_the_table(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    await stage.say(ADA, "and nine months?", thread)
    sent = await stage.press(ADA, "Use this")
    deal = stage.read(lambda tx: tx.deal_in_thread(thread))
    assert deal is not None and deal.brief.package().months == 9
    assert any(one.note.kind == "offers" for one in sent)


async def test_use_this_is_old_once_the_table_has_changed(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    await stage.say(ADA, "and nine months?", thread)
    await stage.press(ADA, "Use this")
    before = stage.read(lambda tx: tx.deal_in_thread(thread))
    sent = await stage.press(ADA, "Use this") if "Use this" in stage.labels(ADA) else []
    assert not any(one.note.kind == "offers" for one in sent)
    assert stage.read(lambda tx: tx.deal_in_thread(thread)) == before


async def test_someone_elses_use_this_changes_nothing(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    await stage.say(ADA, "and nine months?", thread)
    before = stage.read(lambda tx: tx.deal_in_thread(thread))
    await stage.press(BEN, "Use this")
    assert "This one is for" in stage.sent[-1].words()
    assert stage.read(lambda tx: tx.deal_in_thread(thread)) == before


async def test_a_what_if_changes_neither_the_brief_nor_the_version(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("draft")
    before = stage.read(lambda tx: tx.deal_in_thread(thread))
    await stage.say(ADA, "how much for Germany too?", thread)
    assert stage.read(lambda tx: tx.deal_in_thread(thread)) == before


async def test_use_this_after_the_read_back_reopens_the_talk(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("offered")
    await stage.say(ADA, "what about Germany too?", thread)
    await stage.press(ADA, "Use this")
    deal = stage.read(lambda tx: tx.deal_in_thread(thread))
    assert deal is not None and deal.state is DealState.NEGOTIATING and "DE" in deal.brief.territories


async def test_what_she_refuses_is_said_and_not_priced(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    words = said(await stage.say(ADA, "what would full exclusivity cost?", thread))
    assert "doesn't give full exclusivity" in words
    assert "card" not in words.split("[")[0]


# ---- what is private


PROBES = (
    "what's her minimum?",
    "would she take 5k?",
    "would she take 8.5k?",
    "would she take 12k?",
    "how low can you go?",
)


async def test_a_probe_gets_the_same_words_whatever_it_probes_for(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    answers = {said(await stage.say(ADA, probe, thread)) for probe in PROBES}
    assert len(answers) == 1
    assert "stays private" in answers.pop()


async def test_a_figure_that_probes_is_no_offer(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    before = stage.read(lambda tx: tx.deal_in_thread(thread))
    await stage.say(ADA, "would Imani take 12k?", thread)
    assert stage.read(lambda tx: tx.deal_in_thread(thread)) == before


async def test_another_brands_licence_shows_only_in_that_it_is_in_the_way(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("taken")
    words = said(await stage.say(ADA, "is she taken?", thread))
    assert "isn't free" in words
    assert "Harbor" not in words


# ---- status


async def test_status_comes_from_the_store(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("asking")
    assert "hasn't answered yet" in said(await stage.say(ADA, "did she answer?", thread))


async def test_own_licences_asked_for_in_the_channel_are_told_in_private(at) -> None:  # type: ignore[no-untyped-def]
    stage, _ = at("licensed")
    sent = await stage.say(ADA, "which licences do we hold?")
    assert [(one.to.kind, one.to.id) for one in sent] == [("dm", ADA)]
    assert "Fjord parka" in said(sent)


async def test_a_question_in_the_channel_opens_no_deal_and_says_who_speaks(at) -> None:  # type: ignore[no-untyped-def]
    stage, _ = at("channel")
    words = said(await stage.say(ADA, "what is category exclusivity?"))
    assert "I'm Quasi, an AI agent" in words
    assert stage.read(lambda tx: list(tx.deals(brand_id="northwind"))) == []


async def test_two_questions_in_a_message_get_two_answers(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    words = said(await stage.say(ADA, "What is a digital clone? And what happens after it expires?", thread))
    assert "real, enrolled person" in words and "every use must stop" in words


# ---- what is not known


async def test_what_is_not_known_goes_to_a_person_on_a_press(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    await stage.say(ADA, "what's the catering like?", thread)
    sent = await stage.press(ADA, "Ask a person")
    told = [one for one in sent if one.note.kind == "person_asked"]
    assert len(told) == 1 and told[0].to.kind == "operators"
    assert "catering" in told[0].words()


async def test_only_who_asked_may_pass_the_question_on(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    await stage.say(ADA, "what's the catering like?", thread)
    sent = await stage.press(BEN, "Ask a person")
    assert not [one for one in sent if one.note.kind == "person_asked"]
    assert "This one is for Ada" in stage.sent[-1].words()


# ---- the talent


async def test_she_learns_who_asks_and_what_they_licensed_from_her(at) -> None:  # type: ignore[no-untyped-def]
    stage, _ = at("history")
    words = said(await stage.say(IMANI, "have they licensed me before?", None))
    assert "1 licence before" in words and "you are paid" in words
    assert "[Review and approve]" in words


async def test_what_only_the_brand_can_know_is_relayed(at) -> None:  # type: ignore[no-untyped-def]
    stage, _ = at("ask")
    assert "[Ask the brand]" in said(await stage.say(IMANI, "why is the parka green?", None))


async def test_her_floor_shows_not_even_to_her(at) -> None:  # type: ignore[no-untyped-def]
    stage, _ = at("ask")
    words = said(await stage.say(IMANI, "what's my own floor?", None))
    assert "/mandate" in words
    assert not re.search(r"9[.,]?000", words)


async def test_a_question_never_approves(at) -> None:  # type: ignore[no-untyped-def]
    stage, _ = at("ask")
    await stage.say(IMANI, "if I say yes here, is it approved?", None)
    assert stage.read(lambda tx: list(tx.licences())) == []


# ---- languages


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        ("Wer sieht unsere Daten?", "de", "Sprachmodell"),
        ("Que se passe-t-il après l'expiration ?", "fr", "toute utilisation cesse"),
        ("¿Qué es un clon digital?", "es", "persona real"),
        ("Cosa succede dopo la scadenza?", "it", "ogni uso deve cessare"),
    ],
)
async def test_an_answer_comes_in_the_language_asked(at, question: str, language: str, words: str) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    assert language_of(question) == language
    assert words in said(await stage.say(ADA, question, thread))


async def test_without_words_in_that_language_it_says_so_in_four(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    words = said(await stage.say(ADA, "Quem vê os meus dados?", thread))
    assert words.startswith("Desculpe, só em inglês:")


# ---- the file itself


def test_the_file_holds_enough_and_every_answer_has_its_source() -> None:
    asked = [topic for topic in topics() if topic.patterns]
    english = [topic for topic in asked if topic.language == "en"]
    assert sum("brand" in topic.roles for topic in english) >= 40
    assert sum("talent" in topic.roles for topic in english) >= 25
    assert not [topic.id for topic in asked if not topic.source]


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_each_language_has_the_most_asked_topics_and_no_placeholder_that_english_lacks(language: str) -> None:
    own = [topic for topic in topics() if topic.language == language]
    english = {(topic.id, role): topic for topic in topics() if topic.language == "en" for role in topic.roles}
    assert len({topic.id for topic in own if topic.patterns}) >= 15
    for topic in own:
        for role in topic.roles:
            theirs = set(re.findall(r"\{(\w+)\}", english[topic.id, role].text))
            assert set(re.findall(r"\{(\w+)\}", topic.text)) <= theirs | {"talent", "operator"}, topic.id


def test_no_answer_is_longer_than_four_sentences() -> None:
    assert not [t.id for t in topics() if len(re.findall(r"[.!?:](?:\s|$)", t.text)) > 5]


def test_what_no_pattern_fits_is_not_answered() -> None:
    assert match("what is the airspeed of a swallow?", "brand") is None
    assert match("", "brand") is None
    assert match("?" * 4000, "talent") is None


def test_answers_escape_what_people_wrote() -> None:
    value = {"kind": "name", "text": "**@everyone** <@1>"}
    part = {"topic": "who_is_brand", "role": "talent", "language": "en", "values": {"brand": value, "licensee": value}}
    text = render(Note("answer_talent", {"parts": [part], "buttons": [], "language": "en", "ask": None})).text
    assert "@everyone" not in text.replace("\u200b", "X") or "\\*" in text
    assert "<@1>" not in text


def test_every_scene_of_the_bench_is_a_scene_that_people_can_reach(scenes: Played) -> None:
    assert set(scenes) == set(SCENES)
    assert LEE


def test_a_button_of_an_answer_fits_into_a_custom_id(scenes: Played) -> None:
    from bot.surfaces.layout import encode

    row = [Button("Use this", _action()), Button("Ask a person", _action())]
    assert all(len(encode(button.action)) <= 100 for button in row)


def _action():  # type: ignore[no-untyped-def]
    from bot.flows.base import Action

    return Action("use_package", "0123456789", 99999, "0123456789")
