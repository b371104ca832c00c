"""Which language a short question is in, by its small words and its script."""

from __future__ import annotations

import re
from functools import cache

from bot.answers.topics import fold

_SMALL_WORDS = {
    "en": "am i to be of in on at any get the is are what how who does did do can could would will her she we"
    " you my our if when which why it for and about with many much there this that they have has tell whats",
    "de": "der die das ist sind was wie wer kann konnen wurde wenn wir ihr sie mein unser ich und fur mit wann"
    " warum welche auch nicht ein eine wird hat habe noch bei nach wo es zu kostet ihre meine geht mich"
    " mir im den dem uber lange viel",
    "fr": "le la les est sont que qui quoi comment ils elles leur ma de des vos votre ce fait peut pouvez"
    " si nous vous elle mon notre je et pour avec quand pourquoi quelle quel aussi pas un une des du"
    " sera a t combien mes ce cette moi ai on en",
    "es": "el la los las es son que quien como puede podemos si nosotros ella mi nuestro yo y para con cuando"
    " por cual tambien no un una del sera cuanto cuantas mis se ha hay lo me costaria",
    "it": "il lo la gli le e sono che chi come puo possiamo se noi voi lei mio nostra io per con quando perche"
    " quale anche non un una del sara quanto mi ha cosa cos della succede dopo ci",
    "pt": "o os as e sao que quem como pode podemos se nos ela meu nosso eu para com quando porque qual tambem"
    " nao um uma do da quanto voce voces isso",
    "nl": "de het is zijn wat hoe wie kan kunnen als wij jullie mijn ons ik en voor met wanneer waarom welke"
    " ook niet een van wordt heeft wel hoeveel",
    "sv": "den det ar vad hur vem kan om vi hon min var jag och for med nar varfor vilken ocksa inte en ett av"
    " blir har",
    "pl": "jest sa co jak kto moze mozemy jesli my ona moj nasz ja i dla z kiedy dlaczego ktory tez nie bedzie"
    " czy ile",
}  # fmt: skip


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}


def language_of(text: str, hint: str = "en") -> str:
    """The likeliest language as two letters; where it is even, `hint`, and English where nothing tells."""
    if re.search(r"[぀-ヿ]", text):
        return "ja"
    if re.search(r"[가-힯]", text):
        return "ko"
    if re.search(r"[一-鿿]", text):
        return "zh"
    if "¿" in text or "¡" in text:
        return "es"
    scores = small_words(text)
    best = max(scores.values(), default=0)
    if best == 0 or scores.get(hint) == best:
        return hint
    return "en" if scores["en"] == best else next(name for name, score in scores.items() if score == best)


def small_words(text: str) -> dict[str, int]:
    """How many of the words are small words of each language."""
    words = fold(text).split()
    return {language: sum(word in known for word in words) for language, known in _sets().items()}
