"""A deal talked through with questions in five languages, on the real client: each is answered, and it goes on."""

from __future__ import annotations

from bot.sandbox import people
from tests.story.town import Town

BRIEF = (
    "<@{bot}> we'd love Imani Okafor's digital double for our Fjord parka, print + our website, France and Spain, half"
    " a year from 10 January. around 9k €?"
)
QUESTIONS = (
    ("what is category exclusivity?", "same kind of product", "Should Imani stay free"),
    ("Wer sieht unsere Daten?", "Briefing und Angebote sehen Ihr Team", "Soll Imani in dieser Zeit frei bleiben"),
    ("Qu'est-ce qu'un clone numérique ?", "personne réelle", "Imani doit-elle rester libre"),
    ("¿Quién gestiona esto?", "gestiona Quasi", "¿Debe Imani quedar libre"),
    ("Possiamo annullare?", "Withdraw", "Imani deve restare libera"),
)


async def test_questions_in_five_languages_are_answered_on_the_way_of_a_deal(town: Town) -> None:
    ada, imani = people.ADA, people.IMANI
    await town.say(ada, BRIEF.format(bot=people.QUASI.id), "licensing")
    thread = await town.thread(ada)
    for question, words, step in QUESTIONS:
        await town.say(ada, question, thread)
        answer = await town.last(ada)
        assert words in answer, question
        assert step in answer, question
    await town.say(ada, "what would TV in France add?", thread)
    assert "EUR 3,528.00" in await town.last(ada)
    await town.click(ada, "Use this")
    assert "TV" in await town.last(ada)
    await town.click(ada, "Yes, no exclusivity")
    await town.say(ada, "for our spring campaign", thread)
    await town.say(ada, "8 images", thread)
    await town.click(ada, "No, they replace no casting")
    await town.say(ada, "would she take 5k?", thread)
    assert "stays private" in await town.last(ada)
    await town.say(ada, "how long is our offer valid?", thread)
    await town.click(ada, "Accept A")
    await town.click(ada, "Confirm offer")
    await town.say(ada, "Hat Imani schon geantwortet?", thread)
    assert "hat noch nicht geantwortet" in await town.last(ada)
    await town.pass_time(hours=12)
    await town.say(imani, "who is this brand?")
    assert "Northwind Outerwear SAS" in await town.last(imani)
    await town.say(imani, "Combien je gagne ?")
    assert "Vous recevez" in await town.last(imani)
    await town.say(imani, "what's my own floor?")
    assert "/mandate" in await town.last(imani)
