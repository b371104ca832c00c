"""Which sentences ask, and which of them ask for something that no figure can answer."""

from __future__ import annotations

from collections.abc import Iterable

from bot.reading.lexicon import Hit
from bot.reading.notes import Notes

_WH = frozenset(
    "what what's whats how who who's why when where which was wie warum wieso wann wo welche welcher"
    " comment qui pourquoi quand quel quelle combien que quien por cuando donde cual cuanto cuanta como"
    " cosa chi perche quanto quale dove wat hoe waarom wanneer welke vad hur vem varfor nar vilken co jak"
    " kto dlaczego kiedy ile gdzie is are does did do has have will was were".split()
)
_LEADS = frozenset(
    "and but so also hi hello hey ok okay thanks then well , hmm just no yes sure great y et und e pero"
    " mais aber ma".split()
)


_POSSIBLE = frozenset("ok okay fine possible doable acceptable work works enough alright good".split())


def asking(notes: Notes) -> set[int]:
    """The sentences that are questions, by their mark or by their first words."""
    found = {notes.sentence[at] for at, word in enumerate(notes.words) if word == "?"} - _called(notes)
    idioms = {token for idiom in notes.of("idiom") for token in range(idiom.first, idiom.last)}
    for hit in notes.of("ask"):
        signed = notes.hit("mine", hit.first) is not None and "?" not in notes.words  # `what I signed, I take back`
        if hit.first in idioms or signed or _would_accept(notes, hit) or _was_somewhere(notes, hit.first):
            continue
        if notes.east(hit.first):
            if notes.words[hit.last - 1] in ("か", "吗", "요", "까") or hit.value != "word":
                found.add(notes.sentence[hit.first])
        elif hit.value == "told" or (
            (_opens_sentence(notes, hit)) and not _announces(notes, hit) and not _exclaims(notes, hit)
        ):
            found.add(notes.sentence[hit.first])
    return found | _unmarked(notes)


_CALLS = frozenset(
    "hello hi hey hallo helo oi ciao hola bonjour salut czesc hej quasi anyone there still ping hm hmm tudo bem".split()
)


def _called(notes: Notes) -> set[int]:
    """`hello?`: a call, and nothing that is asked; `anyone there?` is one too."""
    said: dict[int, bool] = {}
    for at, word in enumerate(notes.words):
        if word.isalnum():
            said[notes.sentence[at]] = said.get(notes.sentence[at], True) and word in _CALLS
    return {sentence for sentence, only in said.items() if only}


def _would_accept(notes: Notes, hit: Hit) -> bool:
    """A talent's `aceptaría si …`, without its mark: what she would do, and no question."""
    own = notes.words[hit.first] in ("aceptaria", "accepterais", "accetterei", "aceitaria", "accetterebbe")
    return own and notes.context.role == "talent" and "?" not in notes.words


def _announces(notes: Notes, hit: Hit) -> bool:
    """`How we'd do it: 15 images`: a heading before its colon."""
    said = notes.words[hit.last : hit.last + 2] and notes.word(hit.last) in ("we", "we'd", "we'll", "i", "i'd", "it")
    return bool(said) and ":" in notes.words[hit.last : hit.last + 6]


def _exclaims(notes: Notes, hit: Hit) -> bool:
    """`what a day`, `was für eine Woche`, `wat leuk`; and the Dutch `was` is a verb."""
    if "?" in notes.words:
        return False
    word, behind = notes.words[hit.first], notes.word(hit.first + 1)
    if word == "was" and notes.language == "nl":
        return True
    if (word, behind) in (("was", "fur"), ("co", "za")):
        return notes.word(hit.first + 2) not in _KINDS_ASKED
    return behind in _EXCLAIMED.get(word, ())


_EXCLAIMED = {
    "what": ("a", "an"),
    "was": ("ein", "eine", "einen"),
    "wat": tuple("een leuk tof fijn mooi gaaf lief goed grappig bijzonder super geweldig mij ons".split()),
    "vad": tuple("roligt kul fint skont spannande harligt snallt fantastiskt trevligt bra".split()),
    "hur": ("kul", "roligt", "harligt"),
    "que": tuple(
        "ilusion alegria emocion bien bueno buena guay chulo chula bonito bonita lindo linda pasada honor"
        " maravilla gusto genial bom boa legal maximo fofo sonho emocao maravilha honra sorpresa surpresa delicia"
        " divertido rico".split()
    ),
    "quelle": ("bonne", "belle", "joie", "chance", "surprise", "super", "jolie", "aventure", "journee", "semaine"),
    "quel": ("bonheur", "plaisir", "honneur", "beau", "bon", "superbe", "week"),
    "che": tuple("bello bella bel gioia meraviglia figata emozione onore piacere sorpresa giornata settimana".split()),
    "como": ("no",),
    "jak": ("milo", "fajnie", "cudownie", "super"),
}
_KINDS_ASKED = frozenset(
    "bilder fotos medien kosten rechte plakate aufnahmen anzeigen motive produkte cena zdjecia".split()
)


_ASKING_FIRST = frozenset("is are does did was were".split())
_DO_SUBJECTS = frozenset("you they we i prices images brands talents models any all these those".split())
_NOT_SUPPOSED = frozenset(
    "be love like prefer need want rather do say work go pay take accept have also still really gladly happily suit"
    " make agree offer settle mean get appreciate".split()
)
_ASKED_BY = frozenset("would will do does did is are can should".split())
"""`when would I get paid`: behind a question word these ask, mark or none."""
_SUBJECTS = frozenset("the it that this there they she he you we i these those your our my her his any".split())


def _was_somewhere(notes: Notes, at: int) -> bool:
    """`sorry, was stuck at a fair`: an English past behind a comma, with nobody that it could ask about."""
    past = notes.words[at] in ("was", "were") and notes.word(at - 1) == "," and notes.language == "en"
    return past and notes.word(at + 1) not in _SUBJECTS


_NO_SUBJECT = frozenset(
    "fine ok okay good great perfect not goed prima akkoord asleep ill sick busy away out at on in just travelling"
    " offline stuck".split()
)


def _unmarked(notes: Notes) -> set[int]:
    """`is Mexico included`: in English the verb alone in front makes a question."""
    foreign = notes.language != "en" and notes.sure
    found = set()
    for at, word in enumerate(notes.words):
        opens = at == 0 or notes.sentence[at - 1] != notes.sentence[at] or notes.words[at - 1] == ","
        if foreign and word not in ("when", "where", "ist", "sind"):
            continue
        plain_do = word == "do" and notes.word(at + 1) in _DO_SUBJECTS
        subject = notes.word(at + 1).isalpha() and notes.word(at + 1) not in _NO_SUBJECT
        supposed = word == "would" and notes.word(at + 1) not in _NOT_SUPPOSED
        supposed = supposed or (word in ("when", "where") and notes.word(at + 1) in _ASKED_BY)
        if _was_somewhere(notes, at):
            continue
        if word in ("ist", "sind") and _asks_in_german(notes, at):
            found.add(notes.sentence[at])
        if opens and subject and (word in _ASKING_FIRST or plain_do or supposed):
            found.add(notes.sentence[at])
    return found


_DA = frozenset("da der die das es denn im in euer eure ihr auch dann".split())
_STILL_ASKS = frozenset("oder schon eigentlich denn auch inklusive dabei drin extra".split())


def _asks_in_german(notes: Notes, at: int) -> bool:
    """`Ist da der Newsletter schon mit drin`: the verb opens the sentence, and nothing is told."""
    first = at == 0 or notes.sentence[at - 1] != notes.sentence[at]
    if not first or notes.word(at + 1) not in _DA:
        return False
    return any(notes.words[i] in _STILL_ASKS for i in notes.sentence_words(notes.sentence[at]))


AUXILIARIES = frozenset("is are does did do can could will would has have may shall should".split())


def opens_with_auxiliary(notes: Notes, sentence: int) -> bool:
    """`Is Jun free …?`, `Could Imani …?`"""
    first = next((at for at in notes.sentence_words(sentence) if notes.words[at] not in _LEADS), None)
    return first is not None and notes.words[first] in AUXILIARIES


_ASKS_ONLY_FIRST = frozenset(
    "was had que se do are have come quando wie when como co jak nar czy explain where".split()
)


def _opens_sentence(notes: Notes, hit: Hit) -> bool:
    at = hit.first
    while at > 0 and notes.sentence[at - 1] == notes.sentence[hit.first]:
        if notes.words[at - 1] not in _LEADS or notes.words[at - 1] == ",":
            return notes.words[at - 1] == "," and at - 1 - notes.clause_start(at - 2 if at > 1 else 0) <= 3
        at -= 1
    word = notes.words[hit.first]
    if word == "was" and notes.word(hit.last) in _NO_SUBJECT:
        return False  # `Was asleep when this came`
    if notes.word(hit.first - 1) in ("no", "nao", "non"):
        return "?" in notes.words
    return (
        word not in _ASKS_ONLY_FIRST
        or ("?" in notes.words)
        or (word in ("do", "are", "czy", "wie", "was", "co", "jak") and at == 0)
    )


def wh_question(notes: Notes, sentence: int) -> bool:
    """Whether a sentence asks what, why, how much: a figure in it is asked about, not offered."""
    tokens = notes.sentence_words(sentence)
    first = next((at for at in tokens if notes.words[at] not in _LEADS and notes.words[at].isalnum()), None)
    if first is None:
        return False
    kinds = {hit.value for at in tokens if (hit := notes.hit("ask", at)) is not None}
    if "price" in kinds:
        return True
    if _asks_to_be_told(notes, tokens):
        return True
    if notes.words[first] in ("is", "does", "are") and any(notes.words[at] in _POSSIBLE for at in tokens):
        return False
    return notes.words[first] in _WH and "polite" not in kinds


def _asks_to_be_told(notes: Notes, tokens: Iterable[int]) -> bool:
    """`can you let me know if TV is possible`: what is named is asked about; a figure stays a figure."""
    words = [notes.words[at] for at in tokens]
    told = any(word in ("tell", "know", "confirm", "clarify", "check") for word in words)
    return told and ("whether" in words or "if" in words) and not any(word[0].isdecimal() for word in words)


_MEANING = frozenset(
    "mean means meaning difference definition define explain bedeutet heisst unterschied signifie"
    " difference significa diferencia"
    " significado differenza betekent verschil betyder skillnad znaczy oznacza roznica".split()
)


def explaining(notes: Notes) -> set[int]:
    """The sentences that ask what a word means: its terms are not offered (`what does category exclusivity mean?`)."""
    eastern = ("意味", "意思", "의미", "뜻", "違い", "区别", "차이")
    found = {
        notes.sentence[at]
        for at, word in enumerate(notes.words)
        if (word in _MEANING or (notes.word(at - 1), word) in _WANTS_TO_SAY)
        and notes.word(at - 1) not in ("also", "auch", "aussi", "anche", "ook")
    }  # `does print also mean flyers` asks about the use
    if not notes.page.folded.isascii() and any(word in notes.page.folded for word in eastern):
        found |= notes.asking
    covering = {notes.sentence[at] for at, word in enumerate(notes.words) if word in _COVERING}
    found |= {sentence for sentence in covering & notes.asking if _opens_with_what(notes, sentence)}
    found |= {sentence for sentence in notes.asking if _asks_what_it_is(notes, sentence)}
    return found & notes.asking


_WANTS_TO_SAY = (("veut", "dire"), ("quiere", "decir"), ("vuol", "dire"), ("quer", "dizer"))
_COVERING = frozenset(
    "cover covers covered entail entails umfasst beinhaltet couvre comprend incluye cubre comprende copre abrange"
    " inclui omvat dekt omfattar tacker obejmuje".split()
)
_WHAT = frozenset("what was que quoi qu' cosa che wat vad co o".split())


def _opens_with_what(notes: Notes, sentence: int) -> bool:
    first = next((at for at in notes.sentence_words(sentence) if notes.words[at] not in _LEADS), None)
    return first is not None and notes.words[first] in _WHAT


_WHAT_IS = frozenset(
    "what what's whats exactly is does was ist genau eigentlich qu' est ce c' quoi que es exactamente exactement cos'"
    " cosa e esattamente o wat precies vad ar egentligen co to jest dokladnie kind of a the an die der"
    " das la l' de het el".split()
)


def _asks_what_it_is(notes: Notes, sentence: int) -> bool:
    """`what exactly is category exclusivity?`: nothing but the word itself stands beside the asking."""
    tokens = [at for at in notes.sentence_words(sentence) if notes.words[at].isalnum() or notes.words[at].endswith("'")]
    hit = next((hit for hit in notes.of("exclusivity") if notes.sentence[hit.first] == sentence), None)
    if hit is None or hit.first == tokens[0] or not any(notes.words[at] in _WHAT_IS for at in tokens):
        return False
    inside = range(hit.first, hit.last)
    return all(at in inside or notes.words[at] in _WHAT_IS or notes.words[at] in _LEADS for at in tokens)


def spread(notes: Notes, spans: Iterable[tuple[int, int]]) -> set[int]:
    """The sentences in which these spans begin."""
    return {notes.sentence[first] for first, _ in spans}
