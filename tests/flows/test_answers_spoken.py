"""An answer is in the asker's language all the way down: refusals, licence check, rows, and the open step below it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bench.answers.scenes import Scene, play_all
from bench.answers.stage import ADA, IMANI, Stage, copy
from bot.answers import LANGUAGES
from bot.domain.vocabulary import CATEGORIES, DEPICTIONS
from bot.surfaces.render.phrases import known, phrase, table
from bot.surfaces.render.remarks import remark_lines
from bot.surfaces.render.speech import speech

Played = dict[str, Scene]
OTHERS = LANGUAGES[1:]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scenes(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Played]:
    yield await play_all(tmp_path_factory.mktemp("spoken"))


@pytest.fixture
def at(scenes: Played, tmp_path: Path) -> Iterator[object]:
    opened: list[Stage] = []

    def open_scene(name: str) -> tuple[Stage, str]:
        scene = scenes[name]
        stage = Stage(copy(scene.path, tmp_path / f"{name}.db"), None, scene.now, count=800)
        opened.append(stage)
        return stage, scene.thread

    yield open_scene
    for stage in opened:
        stage.close()


async def told(stage: Stage, who: str, words: str, where: str | None) -> str:
    return "\n".join(one.words() for one in await stage.say(who, words, where))


@pytest.mark.parametrize(
    ("scene", "words", "answer", "step"),
    [
        ("draft", "Wer sieht unsere Daten?", "Ich trainiere damit keine KI", "Zurück zu Ihrer Anfrage: Soll Imani"),
        ("draft", "Comment est calculé le prix ?", "tarif de base", "Revenons à votre demande : Imani doit-elle"),
        ("table", "¿Quién ve nuestros datos?", "No entreno", "Las ofertas de arriba siguen en pie."),
        ("offered", "Possiamo annullare?", "senza costi", "premete **Confirm offer**"),
    ],
)
async def test_the_open_step_below_an_answer_is_in_its_language(  # type: ignore[no-untyped-def]
    at, scene: str, words: str, answer: str, step: str
) -> None:
    stage, thread = at(scene)
    text = await told(stage, ADA, words, thread)
    assert answer in text and step in text


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("Was würde volle Exklusivität kosten?", "Imani gibt keine volle Exklusivität."),
        ("Combien avec une exclusivité totale ?", "Imani ne donne pas d'exclusivité totale."),
        ("¿Cuánto costaría la exclusividad total?", "Imani no da exclusividad total."),
        ("Quanto costerebbe l'esclusiva totale?", "Imani non dà esclusiva totale."),
    ],
)
async def test_a_refusal_comes_in_the_language_asked(at, words: str, refusal: str) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("table")
    assert refusal in await told(stage, ADA, words, thread)


@pytest.mark.parametrize(
    ("words", "yes_or_no", "place"),
    [
        ("Dürfen wir Print auch in Belgien nutzen?", "**Nein.**", "Belgien"),
        ("Peut-on utiliser la presse aussi en Belgique ?", "**Non.**", "Belgique"),
        ("¿Podemos usar prensa también en Bélgica?", "**No.**", "Bélgica"),
        ("Possiamo usare la stampa anche in Belgio?", "**No.**", "Belgio"),
    ],
)
async def test_the_licence_check_comes_in_the_language_asked(at, words: str, yes_or_no: str, place: str) -> None:  # type: ignore[no-untyped-def]
    stage, thread = at("licensed")
    text = await told(stage, ADA, words, thread)
    assert yes_or_no in text and place in text and "covers" not in text


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("Welche Lizenzen laufen bei mir?", "du bekommst **EUR"),
        ("Quelles licences ai-je en cours ?", "vous recevez **EUR"),
        ("¿Qué licencias tengo?", "cobras **EUR"),
        ("Quali licenze ho?", "ricevi **EUR"),
    ],
)
async def test_rows_of_licences_are_in_the_language_asked(at, words: str, row: str) -> None:  # type: ignore[no-untyped-def]
    stage, _ = at("licensed")
    text = await told(stage, IMANI, words, None)
    assert row in text and "you are paid" not in text


async def test_no_word_of_english_stands_in_a_talents_answers(at) -> None:  # type: ignore[no-untyped-def]
    stage, _ = at("ask")
    for words in ("Ist das exklusiv?", "Wie viele Bilder sind es?", "Ersetzt das ein Casting?", "Wer ist diese Marke?"):
        text = (await told(stage, IMANI, words, None)).split("[")[0].replace("Ask the brand", "")
        assert not re.search(r"\b(the|no exclusivity|images|first|your|replace)\b", text), text


async def test_who_speaks_is_said_in_the_language_asked(at) -> None:  # type: ignore[no-untyped-def]
    stage, _ = at("channel")
    assert "Ich bin Quasi, ein KI-Agent" in await told(stage, ADA, "Was ist ein digitaler Klon?", "licensing")


# ---- the files of phrases


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_has_every_phrase_with_the_same_values(language: str) -> None:
    home, own = table("en"), table(language)
    assert set(home) <= set(own)
    for key in home:
        values = set(re.findall(r"\{(\w+)\}", own[key]))
        assert values <= set(re.findall(r"\{(\w+)\}", home[key])), key


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_has_a_word_for_every_category_and_attribute(language: str) -> None:
    assert all(known_in(language, f"category.{code}") for code in CATEGORIES)
    assert all(known_in(language, f"attribute.{code}") for code in DEPICTIONS)


def known_in(language: str, key: str) -> bool:
    return key in table(language)


DETAILS = {
    "talent": "Imani Okafor", "media": ["print"], "territories": ["FR"], "exclusivity": "full", "attributes": ["hair"],
    "category": "fur", "max_months": 6, "months": 24, "starts_on": "2027-01-10", "ours": "EUR", "names": ["A", "B"],
    "name": "A", "named": {"media": ["tv"], "territories": ["FR"]}, "number": "Q1", "field": "media", "letter": "B",
    "again": "2027-01-10T09:00:00+00:00", "tz": "Europe/Paris", "fee": {"amount_minor": 100, "currency": "EUR"},
    "package": {"media": ["tv"], "territories": ["FR"], "months": "6", "exclusivity": "none", "category": None},
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_remark_can_be_said(language: str) -> None:
    for key in table("en"):
        section, _, code = key.partition(".")
        if section == "remark":
            code = "exclusivity_refused" if code.startswith("exclusivity_refused") else code
            text = remark_lines([[code.removesuffix("_world"), DETAILS]], language)
            assert text and "{" not in text, key


def test_a_language_without_a_file_speaks_english() -> None:
    assert phrase("step.negotiating", "pt") == phrase("step.negotiating", "en")
    assert speech("pt").language == "en"
    assert known("remark.training") and not known("remark.nonsense")
