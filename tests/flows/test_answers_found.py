"""Questions find their topic by likeness where no pattern fits; the merely near is suggested, the private never."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.answers.rounds import FOLDER, outcome, questions
from bench.answers.scenes import Scene, play_all
from bench.answers.stage import ADA, BEN, IMANI, Stage, copy
from bot.answers import LANGUAGES, find, look_up, topics
from bot.answers.evidence import Evidence
from bot.answers.meanings import mended
from bot.answers.profiles import NONE, profiles
from bot.flows.base import Action, Press
from bot.surfaces import router
from bot.surfaces.layout import Button, encode
from bot.surfaces.render import render

Played = dict[str, Scene]
ROUNDS = sorted(FOLDER.glob("*.tsv"))
NEAR = "where is the document about that use of her face?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scenes(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Played]:
    yield await play_all(tmp_path_factory.mktemp("found"))


@pytest.fixture
def at(scenes: Played, tmp_path: Path) -> Iterator[object]:
    opened: list[Stage] = []

    def open_scene(name: str) -> tuple[Stage, str]:
        scene = scenes[name]
        stage = Stage(copy(scene.path, tmp_path / f"{name}.db"), None, scene.now, count=700)
        opened.append(stage)
        return stage, scene.thread

    yield open_scene
    for stage in opened:
        stage.close()


def found(words: str, role: str = "brand") -> tuple[str, ...]:
    return tuple(topic.id for topic in find(words, role).topics)


# ---- by likeness


@pytest.mark.parametrize("path", ROUNDS, ids=lambda path: path.stem)
def test_a_round_once_looked_at_stays_found(path: Path) -> None:
    told = Counter(outcome(question) for question in questions(path))
    assert told["right"] / told.total() >= 0.92, told
    assert told["wrong"] / told.total() <= 0.02, told


@pytest.mark.parametrize(
    ("words", "role", "topic"),
    [
        ("is there any way for us to step out again?", "brand", "cancel"),
        ("Wie kommen wir aus dem Angebot wieder raus?", "brand", "cancel"),
        ("pouvons-nous nous rétracter ?", "brand", "cancel"),
        ("¿podemos desistir?", "brand", "cancel"),
        ("possiamo recedere?", "brand", "cancel"),
        ("will they touch up my nose?", "talent", "alterations"),
    ],
)
def test_an_example_in_one_language_serves_them_all(words: str, role: str, topic: str) -> None:
    assert found(words, role) == (topic,)


@pytest.mark.parametrize(
    ("words", "role", "topic"),
    [
        ("My boss got cold feet about the colours. Can we still pull out?", "brand", "cancel"),
        ("hab heute meiner Tante davon erzählt, was ist eigentlich ein Lookbook?", "talent", "medium_lookbook"),
    ],
)
def test_a_story_before_the_point_does_not_hide_it(words: str, role: str, topic: str) -> None:
    assert found(words, role) == (topic,)


def test_a_slip_of_the_fingers_is_read_as_the_word_it_was_to_be() -> None:
    slips = {"agian": "again", "differnce": "difference", "comission": "commission", "contact": "contact"}
    assert {slip: mended(slip, "en") for slip in slips} == slips
    assert mended("wolln", "de") == "wollen"


def test_of_two_topics_that_belong_together_both_are_told() -> None:
    both = found("do we have to take the posters down on the last day?")
    assert set(both) == {"takedown", "after_expiry"}


def test_much_beside_the_point_does_not_hide_what_the_words_speak_for() -> None:
    assert found("we hit confirm too early, can that still be undone?") == ("cancel",)
    assert found("our retoucher wants square crops as well, do those eat into the number?") == ("assets",)


def test_evidence_is_how_much_oftener_a_word_asks_for_one_topic_and_a_word_never_heard_is_none() -> None:
    said = [("weather", "rain"), ("weather", "rain sun"), ("food", "bread"), ("food", "bread sun")]
    evidence = Evidence((topic, dict.fromkeys(words.split(), 1.0)) for topic, words in said)
    assert evidence.behind({"sun": 1.0, "ship": 1.0}) == {"weather": 0.0, "food": 0.0}
    behind = evidence.behind({"sun": 1.0, "rain": 1.0})
    assert behind["weather"] == 0.0 and behind["food"] == pytest.approx(math.log(1 + 2 * 4 / 2))
    assert evidence.behind({"rain": 0.5})["food"] == pytest.approx(behind["food"] / 2)


def test_a_question_all_in_words_that_nobody_has_asked_with_is_not_answered() -> None:
    assert not find("does she juggle with torches?", "brand").topics
    assert not find("kann sie eigentlich jonglieren?", "brand").topics


@pytest.mark.parametrize(
    "words",
    ["thanks!", "perfect, thank you", "Top, danke dir!", "super merci beaucoup", "muchas gracias", "perfetto, grazie!"],
)
def test_thanks_are_heard_in_every_language(words: str) -> None:
    assert found(words) == ("thanks",)


def test_thanks_before_a_question_do_not_hide_it() -> None:
    assert found("thanks, and when do we get the invoice?") == ("pay_how",)
    assert found("Danke! Müssen wir das kennzeichnen?") == ("label",)


def test_what_nobody_here_knows_is_neither_answered_nor_suggested() -> None:
    for words in ("which font should we use?", "Wie wird das Wetter morgen?", "quelle heure est-il ?"):
        told = find(words, "brand")
        assert not told.topics and not told.near, words


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.sampled_from(("brand", "talent")))
def test_any_text_finds_something_or_nothing_but_never_fails(words: str, role: str) -> None:
    told = find(words, role)
    assert len(told.topics) <= 2 and len(told.near) <= 3
    assert not (told.topics and told.near)


def test_a_long_message_costs_no_more_than_a_moment() -> None:
    find("warm", "brand")
    began = time.perf_counter()
    find("can we keep using the images of her after it has expired " * 70, "brand")
    assert time.perf_counter() - began < 0.5


# ---- what is private


PROBES = (
    "what's the absolute least Imani works for?",
    "was zahlen andere Marken für Imani?",
    "avec quelles autres marques travaille-t-elle ?",
    "¿cuánto aceptaría como mínimo?",
    "quali altri marchi la usano?",
)


@pytest.mark.parametrize("words", PROBES)
async def test_a_probe_in_other_words_gets_the_same_kind_no(at, words: str) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    sent = await stage.say(ADA, words, thread)
    parts = sent[-1].note.data["parts"]
    assert [part["topic"] for part in parts] == ["private"]


def test_what_is_private_wins_where_it_is_merely_near_and_is_never_suggested() -> None:
    from bot.answers.search import _chosen, _near

    ranked = [("status_answered", 0.60), ("private", 0.58)]
    assert _chosen(ranked) == ("private",)
    assert "private" not in _near([("status_answered", 0.40), ("private", 0.38), (NONE, 0.37)])


async def test_a_figure_offered_is_never_taken_for_a_probe(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    sent = await stage.say(ADA, "no, 10k is our limit", thread)
    assert not any(part.get("topic") == "private" for one in sent for part in one.note.data.get("parts", ()))


# ---- suggestions


async def suggested(stage: Stage, words: str, who: str, where: str | None) -> list[Button]:
    sent = await stage.say(who, words, where)
    return [
        part
        for row in sent[-1].message.rows
        for part in row
        if isinstance(part, Button) and part.action.verb == "about"
    ]


async def test_what_is_near_is_offered_by_title_and_answered_on_a_press(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    offered = await suggested(stage, NEAR, ADA, thread)
    assert offered and all(len(encode(button.action)) <= 100 for button in offered)
    assert "Is it one of these?" in stage.sent[-1].words() and "[Ask a person]" in stage.sent[-1].words()
    topic_id = offered[0].action.arg.partition(":")[0]
    assert offered[0].label == look_up(topic_id, "brand", "en").title
    sent = await stage.press(ADA, offered[0].label)
    assert [one.to.kind for one in sent] == ["deal"]
    assert "The offers above still stand." in sent[-1].words()


async def test_the_wrong_brand_learns_nothing_by_pressing(at) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    offered = await suggested(stage, NEAR, ADA, thread)
    before = len(stage.sent)
    await stage.press(BEN, offered[0].label)
    told = "\n".join(one.words() for one in stage.sent[before:])
    assert "This one is for" in told and "offers above" not in told


async def test_a_talents_suggestion_is_answered_from_her_own_request(at) -> None:  # type: ignore[no-untyped-def]
    stage, _ = at("ask")
    press = Press("p1", IMANI, "Imani", "dm", Action("about", "", 0, "my_pay:de"))
    reply = await router.act(stage.deps, press, stage.now)
    assert reply.note is not None
    assert "Du bekommst **EUR" in render(reply.note).text


@pytest.mark.parametrize("forged", ["private:en", "s_draft:en", "unknown:en", "nonsense", "", "w_more:en"])
async def test_a_forged_topic_is_an_unknown_button(at, forged: str) -> None:  # type: ignore[no-untyped-def]
    stage, _ = at("table")
    reply = await router.act(stage.deps, Press("p2", ADA, "Ada", "x", Action("about", "", 0, forged)), stage.now)
    assert reply.note is not None and reply.note.kind == "unknown_button"


async def test_a_stranger_is_told_nothing(at) -> None:  # type: ignore[no-untyped-def]
    stage, _ = at("table")
    reply = await router.act(stage.deps, Press("p3", "999", "x", "x", Action("about", "", 0, "cancel:en")), stage.now)
    assert reply.note is not None and "Withdraw" not in render(reply.note).text


# ---- the files


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_that_people_may_ask_for_has_text_and_title_in_that_language(language: str) -> None:
    for role in ("brand", "talent"):
        for topic_id in profiles(role).topic_ids() - {NONE, "private"}:
            topic = look_up(topic_id, role, language)
            assert topic.language == language and topic.title and len(topic.title) <= 80, (topic_id, role)


def test_titles_tell_topics_apart() -> None:
    for language in LANGUAGES:
        for role in ("brand", "talent"):
            titles = [topic.title for topic in topics() if topic.language == language and role in topic.roles]
            named = [title for title in titles if title]
            assert len(named) == len(set(named)), language


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("so is 18k closer to her limit?", "private"),
        ("are there discounts on blorps and quaxes?", "discount"),
    ],
)
def test_a_probe_by_comparison_is_private_and_a_clear_lead_suffices_beside_strange_words(
    words: str, topic: str
) -> None:
    assert [one.id for one in find(words, "brand").topics] == [topic]


def test_a_talents_small_french_words_are_not_taken_for_dutch() -> None:
    assert find("Ils pourraient changer ma couleur de peau ?", "talent").language == "fr"
