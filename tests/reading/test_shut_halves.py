"""What the shut halves of the fifth held-out set taught, each class with sentences of its own in sister languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.reading.conftest import Reading


@pytest.mark.parametrize(
    "text",
    [
        "Könnt ihr ihre Haut auf den Bildern zwei Töne heller machen?",
        "Pouvez-vous rendre sa peau deux tons plus claire ?",
        "¿Podéis ponerle la piel dos tonos más clara en las fotos?",
        "Potete fare la pelle di due toni più chiara?",
        "Kunnen jullie haar huid twee tinten lichter maken?",
        "Can you make her skin on the pictures two tones lighter?",
    ],
)
def test_a_skin_some_tones_lighter_is_an_alteration(talk: Reading, text: str) -> None:
    assert talk(text).flags == {"alteration"}


def test_a_skin_that_is_to_stay_as_it_is_is_none(talk: Reading) -> None:
    assert not talk("Bitte die Haut nicht heller machen.").flags


@pytest.mark.parametrize(
    "text",
    [
        "Nous lançons un parfum et il faudrait que Mara ait l'air d'avoir 15 ans. Site web, France, 3 mois.",
        "Queremos que Mara parezca de 15 años en las fotos. Web, España, 3 meses.",
        "Vorremmo che Mara sembri avere 15 anni. Sito web, Italia, 3 mesi.",
        "Mara soll auf den Bildern wie 15 aussehen. Website, Deutschland, 3 Monate.",
        "Mara moet eruitzien alsof ze 15 is. Website, Nederland, 3 maanden.",
        "Mara ska se ut som 15. Webb, Sverige, 3 månader.",
        "Chcemy, żeby Mara wyglądała na 15 lat. Strona, Polska, 3 miesiące.",
        "Queremos que a Mara pareça ter 15 anos. Site, Portugal, 3 meses.",
        "We want Mara to look like she's 15. Website, France, 3 months.",
    ],
)
def test_a_person_who_is_to_look_fifteen_is_a_minor_and_altered(first: Reading, text: str) -> None:
    assert first(text).flags == {"alteration", "minor"}


@pytest.mark.parametrize(
    "text",
    [
        "Wir suchen für unsere Bademode jemanden, den es gar nicht gibt: bitte ein Gesicht erfinden. Website.",
        "Nous cherchons quelqu'un qui n'existe pas : inventez un visage. Site web, France, 6 mois.",
        "Buscamos a alguien que no exista, inventad una cara. Web, España, 6 meses.",
        "Cerchiamo qualcuno che non esiste, inventate un volto. Sito, Italia, 6 mesi.",
        "We zoeken iemand die helemaal niet bestaat, verzin maar een gezicht. Website, Nederland, 6 maanden.",
        "Vi söker någon som inte finns, hitta på ett ansikte. Webb, Sverige, 6 månader.",
        "We need someone who doesn't exist, just make up a face. Website, UK, 6 months.",
    ],
)
def test_someone_who_does_not_exist_is_an_invented_person(first: Reading, text: str) -> None:
    assert first(text).flags == {"invented_person"}


def test_no_invented_face_is_none(first: Reading) -> None:
    assert not first("Kein erfundenes Gesicht bitte, wir wollen Mara. Website, Deutschland, 6 Monate.").flags


@pytest.mark.parametrize(
    ("text", "fee"),
    [
        ("Voi dite 5.400; noi 4.900 euro.", (Decimal(4900), "EUR")),
        ("Ihr sagt 6.000; wir 5.200 Euro.", (Decimal(5200), "EUR")),
        ("Bajadlo un 15 % y firmamos.", (Decimal(5100), "USD")),
        ("Wir zahlen die Hälfte.", (Decimal(3000), "USD")),
        ("La moitié ?", (Decimal(3000), "USD")),
        ("half of it and we have a deal", (Decimal(3000), "USD")),
    ],
)
def test_a_figure_of_ones_own_is_told_from_theirs_and_a_move_is_counted(
    talk: Reading, text: str, fee: tuple[Decimal, str]
) -> None:
    assert talk(text).fee == fee


@pytest.mark.parametrize(
    "text",
    [
        "Half of my screen is broken, I'll look tonight.",
        "Ik lees op zo'n scherm altijd de helft verkeerd, ik kijk er vanavond even naar",
        "Die Hälfte meiner Freunde findet es toll.",
        "I'm redoing my book because half of it is from when I started.",
    ],
)
def test_half_of_something_else_is_no_move(talent: Reading, text: str) -> None:
    assert talent(text).fee is None


@pytest.mark.parametrize("text", ["Zet er even inkoopnummer 88-3017 bij.", "Bitte Bestellnummer 77-2400 dazu."])
def test_a_number_with_its_dash_is_no_step(talk: Reading, text: str) -> None:
    assert talk(text).fee is None


@pytest.mark.parametrize("text", ["Richiesta per Jun: sito web, Italia, 3 mesi.", "Jun: print, Spain, 6 months"])
def test_jun_is_the_model_and_no_june(first: Reading, text: str) -> None:
    said = first(text)
    assert said.talent == "Jun Park" and said.starts_on is None


def test_what_is_out_is_taken_out(talk: Reading) -> None:
    assert not talk("Last word from us: AUD 8,250, six months, Australia only, billboards out.").media


def test_a_new_end_date_ends_and_renews(first: Reading) -> None:
    said = first("We'd like to extend our licence with Jun, new end date 30 June 2028.")
    assert said.intent == "renew" and said.ends_on == date(2028, 6, 30)


def test_a_renewal_with_fewer_uses_is_a_renewal(first: Reading) -> None:
    assert first("Renew Jun please, but website only this time.").intent == "renew"
    assert first("Extend Jun to the website please.").intent == "request"


@pytest.mark.parametrize(
    "text",
    [
        "Ik trek mijn toestemming voor de lopende licentie met Brugman in",
        "Ich ziehe meine Zustimmung für die laufende Lizenz mit Brugmann zurück.",
        "Wycofuję zgodę na licencję.",
        "Jag drar tillbaka mitt samtycke till licensen.",
    ],
)
def test_a_consent_taken_back_is_a_revoke(talent: Reading, text: str) -> None:
    assert talent(text).intent == "revoke"


@pytest.mark.parametrize("text", ["I'm afraid the answer is no.", "Leider ist unsere Antwort nein.",
                                  "Can't do £9,000, that's more than our shoot.", "We can't do 6,000."])  # fmt: skip
def test_a_figure_out_of_reach_is_rejected(talk: Reading, text: str) -> None:
    assert talk(text).intent == "reject"


def test_a_figure_out_of_reach_beside_another_is_an_offer(talk: Reading) -> None:
    assert talk("Can't do 6,000, but 5,500 works.").intent == "offer"


def test_exclusive_of_tax_and_no_to_full_say_nothing_of_exclusivity(talk: Reading) -> None:
    for text in ("Ons budget is € 5.500 exclusief btw.", "Yes to twelve months, no to full exclusivity, for $5,500."):
        said = talk(text)
        assert said.exclusivity is None and "exclusivity" not in said.unclear


def test_a_watch_company_sells_watches(first: Reading) -> None:
    assert first("I'm Rohan from a watch company. We would like Jun Park for social ads, India").category == "watches"


def test_a_click_rate_is_no_discount(first: Reading) -> None:
    assert not first("Imani did well, click rate up 18%, so we'd like to renew her licence for another year.").unclear


def test_over_budget_is_a_no_and_out_of_office_is_none(talk: Reading) -> None:
    assert talk("Siamo fuori budget, grazie lo stesso.").intent == "reject"
    assert talk("Siamo fuori ufficio fino a lunedì.").intent == "other"


@pytest.mark.parametrize(
    "text",
    [
        "Tu correo decía 14.000, pero nuestro tope son 5.000 €, ni un euro más.",
        "Nuestro tope son 5.000 €, ni un euro más.",
        "Non più di 5.000 €.",
    ],
)
def test_a_limit_has_one_figure(talk: Reading, text: str) -> None:
    assert talk(text).fee == (Decimal(5000), "EUR")


@pytest.mark.parametrize(
    "text",
    [
        "Il nous faudrait l'exclusivité de catégorie.",
        "Necesitamos exclusividad de categoría.",
        "Ci serve l'esclusiva di categoria.",
    ],
)
def test_exclusivity_of_category_is_for_the_category(talk: Reading, text: str) -> None:
    assert talk(text).exclusivity == "category"


@pytest.mark.parametrize(
    "text",
    [
        "I would say yes but only until the thirtieth of June 2027 because in July I start with another brand",
        "Gerne, aber nur bis 30. Juni 2027, weil im Juli bei mir etwas anderes beginnt.",
    ],
)
def test_a_month_that_gives_the_reason_is_no_period(talent: Reading, text: str) -> None:
    said = talent(text)
    assert said.ends_on == date(2027, 6, 30) and said.starts_on is None and not said.unclear


@pytest.mark.parametrize(
    "text",
    [
        "Looks lovely on paper and I'm sure the pictures would be beautiful, but no. I don't want my face on that.",
        "The offer is great, but no.",
    ],
)
def test_a_no_behind_praise_is_a_no(talent: Reading, text: str) -> None:
    assert talent(text).intent == "decline"
    assert talent("I'm sure it's nice, but no TV.").intent == "counter"


def test_a_length_that_is_too_long_gives_way(talent: Reading) -> None:
    said = talent("pero seis meses se me hacen largos con todo. Si lo dejan en 4 meses, acepto.")
    assert said.months == 4


@pytest.mark.parametrize(
    "text",
    [
        "L'ufficio legale ha chiesto altri 5 giorni lavorativi, quindi non posso ancora dirvi né sì né no.",
        "Ich kann noch weder ja noch nein sagen.",
    ],
)
def test_neither_yes_nor_no_is_neither(talk: Reading, text: str) -> None:
    assert talk(text).intent == "other" and talk(text).months is None and talk(text).days is None


def test_days_in_a_studio_are_no_time_of_use(talk: Reading) -> None:
    said = talk("I'm afraid the answer is no. We had 6 people in a studio for two full days and it came out cheaper.")
    assert said.intent == "reject" and said.days is None


def test_a_german_question_needs_no_mark(talk: Reading) -> None:
    assert talk("Ist da der Newsletter eigentlich schon mit drin oder kostet der extra").intent == "question"


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, nobody at school teaches you the small print. Can I still walk for whoever I like?",
        "I'm redoing my portfolio this winter because half of it is old. Can I use the pictures in it afterwards?",
    ],
)
def test_a_question_behind_a_story_is_a_question(talent: Reading, text: str) -> None:
    assert talent(text).intent == "question" and not talent(text).unclear
