"""Time that lies behind a talent is no term, and what she has in mind is one."""

from __future__ import annotations

import pytest

from tests.reading.conftest import Reading


@pytest.mark.parametrize(
    "words",
    ["No, sorry. After twelve years in this job I know when something isn't for me.",
     "Nein danke, ich hab dort vor drei Jahren einen Monat gearbeitet und das reicht mir.",
     "Non merci, ma sœur y a travaillé dix-huit mois et elle rentrait en pleurant.",
     "No, gracias. Hace dos años trabajé un día para ellos y no había ni agua.",
     "No grazie, non mangio carne da dodici anni.",
     "Não, obrigada. Depois de quinze anos de carreira, confio na minha barriga.",
     "Ik zeg nee deze keer. Na vijftien jaar in dit vak luister ik naar mijn buik.",
     "Nej tack. För två år sedan jobbade jag en dag för dem.",
     "Nie, dziękuję. Dwa lata temu pracowałam dla nich jeden dzień.",
     "今回は見送らせてください。15年この仕事をしてきて、直感を信じることにしています。",
     "죄송하지만 이번 건은 안 할게요. 2년 전에 하루 일했는데 물도 없었어요.",
     "谢谢，这次算了。两年前给他们拍过一天，连水都没有。",
     "Nah. They kept me in a freezing warehouse in January and nobody said thank you."],
)  # fmt: skip
def test_a_no_with_a_story_of_years_is_a_no(talent: Reading, words: str) -> None:
    found = talent(words)
    assert (found.intent, found.months, found.days, found.starts_on, found.unclear) == ("decline", None, None, None, ())


@pytest.mark.parametrize(
    ("words", "months"),
    [("I've been thinking about six months, can you ask them?", 6),
     ("I was thinking three months.", 3),
     ("I'd say yes if it was 3 months instead of 6", 3),
     ("Ich hatte eher an drei Monate gedacht.", 3),
     ("Three months of use and I'm happy, I spent the whole of last year on one brand.", 3),
     ("Dopo due anni con loro direi: sei mesi al massimo.", 6),
     ("They promised me six months. So please make it 6 months.", 6),
     ("Oui mais pas plus de six mois", 6), ("Ok mais trois mois maximum", 3)],
)  # fmt: skip
def test_what_she_has_in_mind_is_still_her_wish(talent: Reading, words: str, months: int) -> None:
    found = talent(words)
    assert (found.intent, found.months) == ("counter", months)


@pytest.mark.parametrize(
    "words",
    [
        "ありがとうございます、確認しました",
        "네 확인했습니다",
        "はい、拝見しました",
        "好的，收到了",
        "Okej, przeczytałam",
    ],
)
def test_what_has_only_come_in_is_no_yes(talent: Reading, words: str) -> None:
    assert talent(words).intent == "other"


@pytest.mark.parametrize(
    "words",
    ["What happens if they go out of business halfway through", "Wat gebeurt er als ze halverwege failliet gaan",
     "중간에 망하면 어떻게 돼요"],
)  # fmt: skip
def test_halfway_through_is_no_meeting_in_the_middle(talent: Reading, words: str) -> None:
    found = talent(words)
    assert (found.intent, found.fee) == ("question", None)


@pytest.mark.parametrize(
    ("words", "intent"),
    [("Tell them no.", "decline"), ("Tell them no TV please", "counter"),
     ("Diles que no, por favor", "decline"), ("I could say yes, could say no", "other"),
     ("My yes to Corvo from the spring, I'm taking it back.", "revoke"),
     ("Can I take my permission back later if I don't like the result?", "question"),
     ("What I signed for Halden last autumn, I withdraw.", "revoke"),
     ("What I signed is still fine, right?", "question"),
     ("Please keep the brands away from me for a while.", "pause"),
     ("How do I keep the brands away for a while?", "question")],
)  # fmt: skip
def test_near_ones_are_told_apart(talent: Reading, words: str, intent: str) -> None:
    assert talent(words).intent == intent


@pytest.mark.parametrize(
    ("words", "intent"),
    [("If my agent in Paris gets to see the final pictures, then yes from me.", "counter"),
     ("They're sweet and the money is fine but my skin is a mess at the moment. No from me this time.", "decline"),
     ("Ich bin auf der Beerdigung meiner Oma, können wir nächste Woche reden?", "later"),
     ("My phone is about to die and I'm on a bus in the middle of nowhere. Tomorrow!", "later"),
     ("Mi si è allagata casa, sono da mia madre. Ora è asciutto!", "other"),
     ("Mach ich gern, nur meine Haare bleiben wie sie sind.", "counter")],
)  # fmt: skip
def test_where_she_is_and_what_befell_her_is_no_term(talent: Reading, words: str, intent: str) -> None:
    found = talent(words)
    assert (found.intent, found.territories, found.fee, found.days) == (intent, (), None, None)
