"""Words that need care: altering a person, invented persons, training, minors, probing, orders to the machine.

A flag never stops the reading; what is valid in the message is still read. A no before the words lifts the flag.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.lexicon import Hit
from bot.reading.notes import Notes

_AUDIENCE = frozenset(
    "audience audiences customers customer women men generation crowd people consumers consumer range"
    " line collection demographic"
    " market shoppers buyers users readers sister brother public fans segment target clients cohort brands"
    " brand campaign kids".split()
)
_AI_WORDS = frozenset(
    "ai ki ia ml model models modell modelle modelo modelos modele modeles modello modelli modelu"
    " algorithm algorithmus algorithms"
    " network generator lora llm dataset machine learning diffusion bot system software sztucznej"
    " inteligencji neural".split()
)
_PLAIN_TRAIN = frozenset(
    "train training trainieren trainiert entrainer entrenar addestrare addestramento treinar trainen"
    " trenowac trenowania to for as".split()
)
_AFTER_AGE = frozenset(
    "years year yo y or and again please instead for in on look at now vibes jahre ans anos anni lat ar jaar so".split()
)
_PROMPT_REPLY = frozenset("reply answer response feedback decision payment start return confirmation".split())


@dataclass(frozen=True)
class Flags:
    """The flags raised, which depiction attributes an alteration touches, and the words for each flag."""

    raised: frozenset[str]
    alterations: frozenset[str]
    spans: dict[str, tuple[int, int]]


def flags(notes: Notes) -> Flags:
    """All flags of the page."""
    spans: dict[str, tuple[int, int]] = {}
    touched: set[str] = set()
    for hit in notes.of("altered"):
        if _alters(notes, hit):
            touched.add(hit.value)
            spans.setdefault("alteration", (hit.first, hit.last))
    for hit in notes.of("minor"):
        if _makes_minor(notes, hit):
            spans.setdefault("minor", (hit.first, hit.last))
            if _depicts(notes, hit):
                touched.add("age")
                spans.setdefault("alteration", (hit.first, hit.last))
    for kind, test in (("invented", _invents), ("training", _trains), ("probing", _probes), ("instruction", _orders)):
        for hit in notes.of(kind):
            if test(notes, hit):
                name = "invented_person" if kind == "invented" else kind
                spans.setdefault(name, (hit.first, hit.last))
                notes.claim(hit.first, hit.last)
    return Flags(frozenset(spans), frozenset(touched), spans)


def _denied(notes: Notes, hit: Hit) -> bool:
    """A no stands before the words in the same clause: `please don't change her hair`."""
    sentence = notes.sentence[hit.first]
    for neg in notes.of("neg"):
        if neg.last <= hit.first and hit.first - neg.last <= 6 and notes.sentence[neg.first] == sentence:
            idiom = any(idiom.first <= neg.first < idiom.last for idiom in notes.of("idiom"))
            if (
                not idiom
                and not notes.near("but", neg.last, hit.first)
                and not any(_breaks(notes, at) for at in range(neg.last, hit.first))
            ):
                return notes.words[neg.first] not in ("instead", "rather")
    return any(post.first >= hit.last and post.first - hit.last <= 4 for post in notes.of("post"))


def _breaks(notes: Notes, at: int) -> bool:
    """A comma, or a dash that stands apart: what follows is said anew."""
    return notes.words[at] == "," or (notes.words[at] == "-" and not notes.page.glued(at))


_RATHER = frozenset("but sondern mais sino ma mas maar utan ale lecz".split())


def _denied_inside(notes: Notes, hit: Hit) -> bool:
    """`die Haut nicht heller machen`: the no stands inside the words, and no `but` takes it back."""
    inside = any(hit.first <= neg.first < hit.last for neg in notes.of("neg"))
    return inside and _RATHER.isdisjoint(notes.words[hit.first : hit.last + 3])


def _told(notes: Notes, hit: Hit) -> bool:
    """A verb of making or looking stands before it in its sentence, or inside it."""
    sentence = notes.sentence[hit.first]
    for verb in notes.of("alterverb"):
        if notes.sentence[verb.first] == sentence and verb.first < hit.last and hit.first - verb.last <= 8:
            return True
    if hit.value == "hair" and not _WITH.isdisjoint(notes.words[max(0, hit.first - 2) : hit.first]):
        return True  # `con el pelo rubio`
    return any(notes.east(token) for token in range(hit.first, hit.last)) and bool(notes.of("alterverb"))


_WITH = frozenset("with mit avec con com met med z ze".split())


def _benign(notes: Notes, hit: Hit) -> bool:
    return any(ok.first < hit.last and ok.last > hit.first for ok in notes.of("noalter"))


def _alters(notes: Notes, hit: Hit) -> bool:
    if notes.context.role == "talent" and notes.sentence[hit.first] in notes.asking:
        return False
    denied = _denied(notes, hit) or (hit.value == "skin_tone" and _denied_inside(notes, hit))
    if _benign(notes, hit) or denied or notes.word(hit.last) in _AUDIENCE:
        return False
    words = notes.words[hit.first : hit.last]
    if hit.value == "age" and (words[-1].isdecimal() or notes.hit("num", hit.last - 1)):
        return _age_follows(notes, hit.last)
    if notes.ending("category", hit.first) is not None and hit.value != "skin_tone":
        return False
    if hit.value == "body_shape" and _of_a_process(notes, hit):
        return False
    if hit.value in ("age", "body_shape") and _by_degree(notes, hit):
        return True
    if hit.value == "body_shape" and len(words) > 2 and not _DEMANDS.isdisjoint(words):
        return True  # `the waist needs to be slimmed down`
    given = len(words) > 1 and "with" in notes.words[max(0, hit.first - 2) : hit.first]
    return _told(notes, hit) or (hit.value == "skin_tone" and len(words) > 1) or (hit.value == "body_shape" and given)


_DEMANDS = frozenset(
    "needs need has have should must could can is are ought muss mussen soll sollen sollte sollten musste mussten"
    " konnte doit doivent devrait devraient est sont tiene tienen debe deben deberia deberian hay va vanno deve devono"
    " dev' andrebbe precisa precisam tem devem moet moeten mag mogen behover maste ska bor powinna powinny powinien"
    " musi musza ma maja を 를 需 要 得 必".split()
)
_DEMANDS = frozenset(
    "needs need has have should must could can is are ought muss mussen soll sollen sollte sollten musste mussten"
    " konnte doit doivent devrait devraient est sont tiene tienen debe deben deberia deberian hay va vanno deve devono"
    " dev' andrebbe precisa precisam tem devem moet moeten mag mogen behover maste ska bor powinna powinny powinien"
    " musi musza ma maja を 를 需 要 得 必".split()
)
_PROCESSES = frozenset(
    "process prozess ablauf projekt project projet proyecto progetto projeto produktion production workflow setup"
    " budget budgets team kosten organisation processus proceso processo proces produktie laufen lauft gehen geht"
    " ablaufen angehen aufsetzen".split()
)
_SOMEBODY = frozenset(
    "her his him she he them their ihr ihre ihren ihrer sein seine sie er elle sa son lui ella ele ela su sua lei"
    " haar zijn ze hij hennes hans hon han jej ona model modell face gesicht body figur taille waist".split()
)


def _of_a_process(notes: Notes, hit: Hit) -> bool:
    """`das soll diesmal schlanker gehen`: what is to be leaner is nobody's body."""
    words = {notes.words[at] for at in notes.sentence_words(notes.sentence[hit.first])}
    named = any(part in words for person in notes.context.roster for part in person.name.lower().split())
    return not named and not _PROCESSES.isdisjoint(words) and _SOMEBODY.isdisjoint(words)


_DEGREES = frozenset("bit little slightly somewhat much way lot".split())


def _by_degree(notes: Notes, hit: Hit) -> bool:
    """`Imani but a bit older, say 45`: a person otherwise than she is, with no noun behind it."""
    if notes.word(hit.first - 1) not in _DEGREES or notes.word(hit.last)[:1].isalnum():
        return False
    back = notes.words[max(0, hit.first - 4) : hit.first]
    return "but" in back or "only" in back


def _age_follows(notes: Notes, last: int) -> bool:
    word = notes.word(last)
    return (
        not word
        or (not word.isalnum() and word not in ("%", "/", "$", "€", "£", "+", ":"))
        or (
            word in _AFTER_AGE
            and not (word in ("year", "years") and notes.word(last + 1) not in ("old", "younger", "older", "or"))
        )
    )


_CHILDREN = frozenset(
    "mannequin modele modelo modella model"
    " girl boy kid teen child lad lass meisje jongen kind tiener meid jongetje madchen junge jungen jugendliche"
    " jugendlicher teenie chaval chavala chico chica nino nina muchacho muchacha joven fille garcon ado gamin gamine"
    " enfant ragazza ragazzo ragazzina ragazzino bambina bambino menina menino rapariga rapaz garota garoto miuda miudo"
    " crianca flicka pojke tjej kille barn dziewczyna dziewczyne dziewczynka dziewczynke chlopak chlopaka"
    " nastolatek nastolatka".split()
)
_SEEMING = frozenset("apparence aspect aspecto aspetto aspeto aparencia aussehend".split())
_FOR_AN_AUDIENCE = frozenset("for fur pour para per voor dla any every".split())


def _makes_minor(notes: Notes, hit: Hit) -> bool:
    words = notes.words[hit.first : hit.last]
    if _denied(notes, hit) or notes.word(hit.last) in _AUDIENCE:
        return False
    if any(word in _SEEMING for word in words):
        return True
    if any(word in _CHILDREN for word in words) and any(word.isdecimal() for word in words):
        return notes.word(hit.first - 1) not in _FOR_AN_AUDIENCE
    if words == ["minor"]:
        return notes.word(hit.first - 1) in ("a", "as", "like")
    if words[-1].isdecimal() or notes.hit("num", hit.last - 1):
        return words[0] in (
            "look",
            "looks",
            "looking",
            "appear",
            "seem",
            "be",
            "wie",
            "avoir",
            "se",
            "ser",
        ) and _age_follows(notes, hit.last)
    if words in (["tiener"], ["teens"], ["teen"], ["menor"]):
        return _told(notes, hit) and notes.word(hit.last) not in ("wear",)
    if words[-1] == "old" and notes.word(hit.last) in _FACES:
        return True  # `a 14-year-old face`
    return _told(notes, hit) or words[0] in ("under", "underage") or words[:2] == ["as", "a"]


_FACES = frozenset("face model look version double clone twin self body figure lookalike".split())


def _depicts(notes: Notes, hit: Hit) -> bool:
    return _told(notes, hit)


_OWN_NO = frozenset("no not nobody niemand keine pas nadie nessuno ninguem ingen geen nikt nikogo".split())


def _invents(notes: Notes, hit: Hit) -> bool:
    if any(hit.first < goods.first < hit.last < goods.last for goods in notes.of("category")):
        return False  # `we make a face oil`
    own_no = notes.words[hit.first] in _OWN_NO
    return own_no or not _denied(notes, hit)


def _trains(notes: Notes, hit: Hit) -> bool:
    if any(ok.first < hit.last and ok.last > hit.first for ok in notes.of("notraining")) or _denied(notes, hit):
        return False
    words = notes.words[hit.first : hit.last]
    if all(word in _PLAIN_TRAIN for word in words):
        sentence = notes.sentence[hit.first]
        return any(word in _AI_WORDS and notes.sentence[at] == sentence for at, word in enumerate(notes.words))
    return True


_OURS = frozenset("my our unsere meine notre mon nuestro nuestra mi nostro mio nosso meu ons onze mijn var vart min"
                  " mitt nasz nasza moj moja".split())  # fmt: skip
_MEASURED = frozenset(
    "term length period duration order number age licence license time size booking budget"
    " spend order resolution quality quantity dpi".split()
)


def _probes(notes: Notes, hit: Hit) -> bool:
    words = notes.words[hit.first : hit.last]
    if notes.word(hit.first - 1) in _OURS:
        return False
    if notes.within(hit, "instruction"):
        return False
    private = words[-1] in ("prompt", "prompts", "password", "key", "keys", "instructions", "systemprompt")
    if notes.context.role == "talent" and not private:
        return False
    if words[0] in ("the", "a", "its") or words[-1] in ("minimum", "minimo", "mínimo", "住所"):
        return _asks(notes, hit) and notes.hit("unit", hit.last) is None and notes.word(hit.last) not in _MEASURED
    if words[-1] in ("lowest", "least", "minimum") and notes.word(hit.last) in _MEASURED:
        return False  # `what's the lowest resolution you need?`
    return not (words[-1] in ("e", "email", "mail") and words[0] == "their")


_DISCLOSING = frozenset("reveal disclose leak expose".split())


def _asks(notes: Notes, hit: Hit) -> bool:
    sentence = notes.sentence[hit.first]
    if not _DISCLOSING.isdisjoint(notes.words[max(0, hit.first - 6) : hit.first]):
        return True
    return any(notes.sentence[ask.first] == sentence for ask in notes.of("ask")) or any(
        word == "?" and notes.sentence[at] == sentence for at, word in enumerate(notes.words)
    )


def _orders(notes: Notes, hit: Hit) -> bool:
    words = notes.words[hit.first : hit.last]
    if words[-1] == "prompt" and notes.word(hit.last) in _PROMPT_REPLY:
        return False
    if words == ["act", "as"]:
        return not any(
            notes.word(hit.last + step) in ("ambassador", "ambassadors", "face", "spokesperson", "muse")
            for step in range(4)
        )
    if words[-1] in ("tasks", "task", "orders", "policies", "policy", "training") and words[0] in ("forget",):
        return True
    return not (
        words[0] in ("tell", "give", "show")
        and words[-1] in ("instructions", "instruction")
        and notes.word(hit.last) in ("for", "on", "how")
    )
