"""Media, territories, exclusivity, category, images, casting, purpose, people and packages."""

from __future__ import annotations

import pytest

from bot.domain.vocabulary import COUNTRIES, MEDIA
from bot.reading.findings import OnTable
from bot.reading.lexicon import lexicon
from bot.reading.places import REGIONS
from tests.reading.conftest import Reading, say


@pytest.mark.parametrize(
    ("text", "media"),
    [
        ("print + our website", {"print", "website"}),
        ("IG stories and paid social", {"organic_social", "paid_social"}),
        ("DOOH, six-sheets", {"ooh"}),
        ("pre-roll and banners", {"digital_ads"}),
        ("PDP and newsletter", {"website", "email"}),
        ("POS displays", {"in_store"}),
        ("all media", {"all"}),
        ("Plakate und Social Ads", {"ooh", "paid_social"}),
        ("affiches et site web", {"ooh", "website"}),
        ("vallas y prensa", {"ooh", "print"}),
        ("テレビと雑誌広告", {"tv", "print"}),
        ("print without TV or packaging", {"print"}),
        ("TV is out, print stays", {"print"}),
        ("everything except OOH please, so print, email", {"print", "email"}),
        ("swap print for digital ads", {"digital_ads"}),
        ("please take TV out of it, and put OOH in", {"ooh"}),
        ("テレビなしで", set()),
        ("kein TV, nur Print", {"print"}),
    ],
)
def test_media_are_read_and_refused_ones_left_out(talk: Reading, text: str, media: set[str]) -> None:
    assert set(talk(text).media) == media


def test_what_is_dropped_is_known_as_dropped(talk: Reading) -> None:
    found = talk("drop TV, add France")
    assert (found.media_removed, found.territories, found.adds) == (("tv",), ("FR",), True)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("France and Spain", {"FR", "ES"}),
        ("not worldwide, just Spain", {"ES"}),
        ("US, UK, FR, DE", {"US", "GB", "FR", "DE"}),
        ("FR/ES/IT", {"FR", "ES", "IT"}),
        ("worldwide", {"001"}),
        ("Nordics plus Poland", {"DK", "FI", "IS", "NO", "SE", "PL"}),
        ("EU without Germany", set(REGIONS["EU"]) - {"DE"}),
        ("everywhere but the US", COUNTRIES - {"US"}),
        ("w Niemczech i we Francji", {"DE", "FR"}),
        ("フランスとスペイン", {"FR", "ES"}),
        ("billboards in Munich", {"DE"}),
        ("the French and German markets", {"FR", "DE"}),
        ("call us tomorrow", set()),
        ("we are based in Lyon, France", set()),
        ("our Paris office", set()),
        ("France, sorry, I mean Spain", {"ES"}),
        ("swap Spain for Italy", {"IT"}),
    ],
)
def test_territories_are_opened_up_to_countries(talk: Reading, text: str, places: set[str]) -> None:
    assert set(talk(text).territories) == places


@pytest.mark.parametrize("text", ["MENA", "LATAM please", "somewhere in Europe", "Georgia"])
def test_a_region_without_a_fixed_list_is_asked_about(talk: Reading, text: str) -> None:
    found = talk(text)
    assert (found.territories, found.unclear) == ((), ("territories",))


def test_social_alone_may_be_organic_or_paid(talk: Reading) -> None:
    assert talk("social media").unclear == ("media",)


@pytest.mark.parametrize(
    ("text", "exclusivity", "category"),
    [
        ("no exclusivity", "none", None),
        ("non-exclusive", "none", None),
        ("exclusive for outerwear", "category", "outerwear"),
        ("exclusivity in footwear", "category", "footwear"),
        ("fully exclusive", "full", None),
        ("exclusive for everything", "full", None),
        ("ohne Exklusivität", "none", None),
        ("exclusivité totale", "full", None),
        ("esclusiva di categoria", "category", None),
        ("非独占で", "none", None),
        ("독점 없이", "none", None),
    ],
)
def test_exclusivity_is_read_with_its_scope(talk: Reading, text: str, exclusivity: str, category: str | None) -> None:
    found = talk(text)
    assert (found.exclusivity, found.category) == (exclusivity, category)


def test_the_bare_word_exclusive_is_asked_about(talk: Reading) -> None:
    assert talk("exclusive please").unclear == ("exclusivity",)


@pytest.mark.parametrize(
    ("answer", "exclusivity"), [("none", "none"), ("yes", "none"), ("everything", "full"), ("our category", "category")]
)
def test_a_short_answer_is_about_what_was_asked(talk: Reading, answer: str, exclusivity: str) -> None:
    assert talk(answer, asked="exclusivity").exclusivity == exclusivity


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("8 images", 8),
        ("up to eight assets", 8),
        ("10 Bilder", 10),
        ("6 images and 2 videos", 8),
        ("Images: up to 12", 12),
        ("6-8 images", 8),
        ("이미지 8장", 8),
    ],
)
def test_images_are_counted(talk: Reading, text: str, count: int) -> None:
    assert talk(text).assets == count


def test_a_bare_number_answers_how_many_images(talk: Reading) -> None:
    assert talk("8", asked="assets").assets == 8


@pytest.mark.parametrize(
    ("text", "replaces"),
    [
        ("they replace no casting", False),
        ("we'd still book models", False),
        ("instead of a shoot", True),
        ("statt eines Shootings", True),
        ("au lieu d'un shooting", True),
    ],
)
def test_whether_a_casting_is_replaced_is_read(talk: Reading, text: str, replaces: bool) -> None:
    assert talk(text).replaces_casting is replaces


def test_a_product_tells_its_category(first: Reading) -> None:
    found = first("we'd love Imani for our Fjord parka, print")
    assert (found.product, found.category) == ("Fjord parka", "outerwear")


@pytest.mark.parametrize(
    ("text", "talents"),
    [
        ("we want Imani", ("Imani Okafor",)),
        ("IMANI OKAFOR'S clone", ("Imani Okafor",)),
        ("get immy for us", ("Imani Okafor",)),
        ("we want jun for print", ("Jun Park",)),
        ("from 5 Jun to 9 Jul", ()),
        ("Imani and Mara together", ("Imani Okafor", "Mara Lindqvist")),
    ],
)
def test_people_are_known_by_name_alias_and_not_by_month(first: Reading, text: str, talents: tuple[str, ...]) -> None:
    found = first(text)
    assert found.talents == talents
    assert found.talent == (talents[0] if len(talents) == 1 else None)


@pytest.mark.parametrize(
    ("text", "package"),
    [
        ("accept A", "A"),
        ("option b please", "B"),
        ("the second one", "B"),
        ("we'll go with C", "C"),
        ("we offer a discount", None),
    ],
)
def test_a_package_is_known_by_letter_or_place(talk: Reading, text: str, package: str | None) -> None:
    assert talk(text).package == package


def test_the_lists_name_only_codes_of_the_closed_lists() -> None:
    """A word list may not invent a medium, a country or a category."""
    from bot.domain.vocabulary import CATEGORIES

    allowed = {
        "media": {*MEDIA, "all"},
        "place": COUNTRIES,
        "city": COUNTRIES,
        "demonym": COUNTRIES,
        "region": set(REGIONS),
        "category": set(CATEGORIES),
    }
    for _, kind, value in lexicon().phrases():
        if kind in allowed:
            assert value in allowed[kind], (kind, value)


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Winter launch of the down coat", "down coat"),
        ("the launch of our new Fjord parka", "Fjord parka"),
        ("Launch unserer Skijacken", "Skijacken"),
    ],
)
def test_a_product_is_called_by_its_name_alone(first: Reading, text: str, product: str) -> None:
    assert first(text).product == product


def test_an_answer_about_the_purpose_ends_where_other_terms_begin(first: Reading) -> None:
    said = "Winter launch of the down coat. 6 images, and nobody's casting is replaced."
    found = first(said, asked="purpose")
    assert (found.purpose, found.assets) == ("Winter launch of the down coat.", 6)
    assert first("Spring campaign. It runs in our shops.", asked="purpose").purpose == (
        "Spring campaign. It runs in our shops."
    )
    assert (
        first("Sure! The winter campaign, 6 images", asked="purpose").purpose == "Sure! The winter campaign, 6 images"
    )


def test_dropping_social_drops_the_kind_that_is_on_the_table(first: Reading) -> None:
    table = OnTable({"media": ["ooh", "paid_social", "print"]})
    found = first("ok drop instagram then", on_table=table)
    assert (found.media_removed, found.unclear) == (("paid_social",), ())
    assert first("no social at all", on_table=OnTable({"media": ["print"]})).media_removed == ()


@pytest.mark.parametrize(
    "said", ["then C", "ok, then C.", "Na gut. Dann C.", "bon, alors C", "vale, entonces C", "allora C"]
)
def test_a_package_with_a_sigh_is_taken(talk: Reading, said: str) -> None:
    found = talk(said)
    assert (found.intent, found.package) == ("accept", "C")


@pytest.mark.parametrize("words", ["Website und Instagram", "Instagram and the website", "site web et Instagram"])
def test_the_words_shown_with_media_hold_what_is_not_clear(words: str) -> None:
    found = say(f"{words}, 6 months")
    assert "media" in found.unclear
    assert found.evidence["media"] == words
