"""What brands write, class by class: each thing said in several languages, and what only looks like it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.reading.findings import Context, Findings, OnTable
from bot.reading.read import read
from tests.reading.conftest import NOW, ROSTER

TALK = OnTable({"media": ["website"], "months": 6}, (Decimal(7400), "EUR"), (Decimal(6000), "EUR"))


def first(text: str) -> Findings:
    """A brand's first message."""
    return read(text, Context(NOW, "brand", ROSTER))


def answer(text: str) -> Findings:
    """A brand's answer to 7,400 €, after its own 6,000 €."""
    return read(text, Context(NOW, "brand", ROSTER, TALK))


@pytest.mark.parametrize(
    "text",
    [
        "Scalateci 400 euro e firmiamo domani.",
        "Lasst uns 400 Euro nach.",
        "Déduisez 400 euros et on valide.",
        "Quitadnos 400 euros del precio.",
        "Descontem 400 euros.",
        "Dra av 400 euro så är vi överens.",
        "Opuśćcie 400 euro.",
        "从你们的报价里减掉400欧元。",
        "제시하신 금액에서 400유로 빼 주세요.",
        "Drop it by 400 and we sign.",
    ],
)
def test_a_step_down_that_is_asked_for_counts_from_our_figure(text: str) -> None:
    assert answer(text).fee == (Decimal(7000), "EUR")


def test_a_figure_far_below_the_brands_own_last_one_is_asked_about_and_never_taken_for_the_fee() -> None:
    found = answer("Wenn ihr uns 400 Euro erlassen könntet, wäre uns geholfen.")
    assert found.fee is None
    assert "fee" in found.unclear


def test_a_new_figure_behind_a_verb_of_lowering_is_no_step() -> None:
    assert answer("Bajad a 6.500 euros.").fee == (Decimal(6500), "EUR")


@pytest.mark.parametrize(
    "told",
    [
        "Letztes Jahr haben wir für zwei Shootings fast 60.000 € ausgegeben.",
        "L'an dernier, on a dépensé 60 000 € pour deux shootings.",
        "La última campaña nos costó 18.000 euros.",
        "L'ultimo shooting ci è costato 22.000 euro.",
        "A última campanha custou-nos 15 mil euros.",
        "Vorig jaar gaven we 60.000 euro uit aan twee shoots.",
        "Senaste plåtningen kostade oss 150 000 kr.",
        "Ostatnia sesja kosztowała nas 35 000 zł.",
        "昨年は撮影に500万円かかりました。",
        "去年我们拍摄花了30万元。",
    ],
)
def test_what_was_spent_before_is_no_fee(told: str) -> None:
    found = first(told + " Jun Park, website, Spain, 6 months.")
    assert (found.fee, found.fee_max) == (None, None)
    assert found.months == 6


def test_what_is_offered_this_year_stands_beside_what_was_spent_last_year() -> None:
    text = "Letztes Jahr haben wir 9.000 Euro ausgegeben, dieses Jahr haben wir 6.000 Euro. Mara, Website, Spanien."
    assert first(text).fee == (Decimal(6000), "EUR")


def test_what_we_can_spend_is_a_fee() -> None:
    assert first("Wir können 6.000 € ausgeben: Mara, Website, Spanien, 3 Monate.").fee == (Decimal(6000), "EUR")


@pytest.mark.parametrize(
    "priced",
    ["8 beelden à € 150 per stuk", "8 Bilder zu je 150 €", "8 visuels à 150 € pièce", "8 immagini a 150 € l'una",
     "8 images @ £150 each", "8 x 150 €"],
)  # fmt: skip
def test_a_price_for_each_is_counted_up(priced: str) -> None:
    fee = first(f"Imani, website, Netherlands, 6 weeks, {priced}").fee
    assert fee is not None
    assert fee[0] == 1200


@pytest.mark.parametrize("figures", ["35 000–40 000 SEK", "35 000-40 000 kr", "35.000,- bis 40.000,- SEK", "35–40 tkr"])
def test_a_range_has_an_upper_end_however_it_is_written(figures: str) -> None:
    assert first(f"Imani, butiksmaterial, Sverige, 3 månader, {figures}").fee_max == (Decimal(40000), "SEK")


@pytest.mark.parametrize(
    "text",
    ["Wat is het laagste bedrag waar ze mee instemt?", "Ab welchem Betrag sagt sie zu?", "Do ilu może zejść?",
     "À partir de combien accepte-t-elle ?", "¿A partir de cuánto acepta?", "Da quanto in su accetta?",
     "Até quanto ela pode baixar?", "Vad är det lägsta belopp hon säger ja till?", "いくらなら承諾してもらえますか？",
     "最低能到多少？", "얼마면 수락하실까요?", "What number would get her to yes?"],
)  # fmt: skip
def test_asking_for_her_lowest_figure_is_probing(text: str) -> None:
    assert "probing" in answer(text).flags


@pytest.mark.parametrize(
    "text", ["What's the lowest resolution you need?", "Is there a minimum spend?", "Gibt es ein Mindestbudget?"]
)
def test_asking_for_a_measure_of_ours_is_no_probing(text: str) -> None:
    found = first(text)
    assert (found.intent, found.flags) == ("question", frozenset())


@pytest.mark.parametrize(
    "text",
    [
        "Hello, one question before we write a brief: our legal team wants to know who labels a digital double.",
        "Unsere Rechtsabteilung möchte wissen, ob man die Bilder archivieren darf.",
        "Notre service juridique voudrait savoir qui est propriétaire des fichiers.",
        "我们法务想知道图片的版权归谁。",
        "Do you have a minimum licence period? We only need the pictures for two weeks.",
    ],
)
def test_a_question_before_a_brief_is_a_question_and_no_request(text: str) -> None:
    assert first(text).intents == ("question",)


def test_what_is_not_to_be_promised_refuses_nothing() -> None:
    assert answer("Does that include retouching? I don't want to promise what we can't deliver.").intent == "question"


@pytest.mark.parametrize(
    "text",
    ["We have to cancel our request, the launch slipped to 2028.", "Dobbiamo annullare, il lancio è slittato al 2028.",
     "抱歉，我们要取消申请，产品发布推迟到2028年了。"],
)  # fmt: skip
def test_the_far_date_of_a_withdrawal_is_no_term(text: str) -> None:
    found = answer(text)
    assert (found.intent, found.starts_on, found.ends_on, found.unclear) == ("withdraw", None, None, ())


@pytest.mark.parametrize(
    ("text", "category"),
    [("bei einem Wanderschuhhersteller", "footwear"), ("ein kleines Taschenlabel", "accessories"),
     ("soins du visage", "skincare"), ("moda mare", "swimwear"), ("tusze do rzęs", "beauty"), ("matkassar", "food"),
     ("婚約指輪", "jewellery"), ("扫地机器人", "tech"), ("염색약", "haircare")],
)  # fmt: skip
def test_goods_tell_their_category(text: str, category: str) -> None:
    assert first(f"{text}: Mara, Website, Deutschland, 6 Monate").category == category


@pytest.mark.parametrize(
    "text",
    ["Reise, Crew und Hotel sprengen den Rahmen.", "Wir wollen das mitbringen und ausprobieren.",
     "Vi når många människor.", "저희 요구 두 가지를 보내 드릴게요.", "Please make up a face for us.",
     "The slides are on the platform."],
)  # fmt: skip
def test_what_only_sounds_like_goods_tells_none(text: str) -> None:
    found = first(text)
    assert found.category is None
    assert "category" not in found.unclear


@pytest.mark.parametrize(
    ("text", "media"),
    [("på sajten och i våra nyhetsbrev", {"website", "email"}), ("Anzeigen in Modemagazinen", {"print"}),
     ("Plakate in unseren Filialen", {"in_store"}), ("billboards and posters in our stores", {"ooh", "in_store"}),
     ("onze najaarscatalogus", {"print"}), ("no nosso site", {"website"}), ("3 images for an email", {"email"}),
     ("mit Läden in Wien suchen wir Mara für unsere Website", {"website"})],
)  # fmt: skip
def test_media_are_known_by_the_words_of_the_street(text: str, media: set[str]) -> None:
    assert set(first(f"Mara, {text}").media) == media


@pytest.mark.parametrize(
    ("text", "lands"),
    [("affichage dans le métro parisien", {"FR"}), ("Plakate in der Berliner U-Bahn", {"DE"}),
     ("posters on the street, Poland", {"PL"}), ("Wij zijn een bureau in Rotterdam: site, alleen België", {"BE"}),
     ("Siamo un'agenzia di Milano: sito, solo Svizzera", {"CH"})],
)  # fmt: skip
def test_a_town_names_the_land_of_use_where_it_shows_the_images_and_not_where_the_writer_sits(
    text: str, lands: set[str]
) -> None:
    assert set(first(f"Mara. {text}").territories) == lands


@pytest.mark.parametrize("text", ["Vor zwei Jahren haben wir angefangen.", "Llevamos 20 años haciendo zumos."])
def test_how_long_a_brand_has_been_there_is_no_time_of_use(text: str) -> None:
    found = first(f"{text} Mara, Website, 12 Monate.")
    assert (found.months, found.unclear) == (12, ())


def test_a_process_is_made_slimmer_and_nobody() -> None:
    assert first("Das soll diesmal schlanker gehen. Jun, Website, Deutschland, 1 Jahr.").flags == frozenset()
    assert "alteration" in first("Jun soll schlanker aussehen. Website, Deutschland, 1 Jahr.").flags


def test_only_one_in_korean_is_not_ten_thousand() -> None:
    assert first("질문 하나만요. 이미지에 AI 표시를 해야 하나요?").fee is None
