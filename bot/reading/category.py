"""The category a brief is about, by the goods it names (closed list of DESIGN §2)."""

from __future__ import annotations

from functools import lru_cache

from bot.reading.lexicon import Hit, lexicon
from bot.reading.notes import Notes
from bot.reading.said import Said


def categories(notes: Notes) -> list[Hit]:
    """Products named on the page that tell a category, refused ones left out."""
    found = []
    for hit in (*notes.of("category"), *_compounds(notes)):
        if refused_category(notes, hit) or across_words(notes, hit) or _not_a_product(notes, hit):
            continue
        found.append(hit)
    return found


def across_words(notes: Notes, hit: Hit) -> bool:
    """Korean: from within one word into the next, as `우비` (a raincoat) in `경우 비용`; only spaces tell."""
    begins_within = notes.east(hit.first) and notes.page.glued(hit.first) and notes.east(hit.first - 1)
    return begins_within and any(not notes.page.glued(at) for at in range(hit.first + 1, hit.last))


_BETWEEN_NO_AND_GOODS = frozenset(
    "for any the interested doing do with want in fast a an work wear promote more"
    " model shoot fur pour para per de a it's its".split()
)


_EXCEPT = frozenset("unless except sauf salvo ausser tranne behalve utom oprocz excepto".split())


def refused_category(notes: Notes, hit: Hit) -> bool:
    """`not for lingerie`, `no alcohol`: a category that is said no to."""
    at = hit.first
    for _ in range(5):
        neg = notes.ending("neg", at) or notes.ending("drop", at)
        if neg is None and at > 0 and notes.words[at - 1] in ("拍", "接"):
            neg = notes.ending("no", at - 1)
        if neg is not None or (at > 0 and notes.words[at - 1] in _EXCEPT):
            return True
        if at == 0 or notes.words[at - 1] not in _BETWEEN_NO_AND_GOODS:
            return False
        at -= 1
    return False


_COMPOUND_TAILS = tuple(
    "kampagne kampagnen kollektion kollektionen linie linien marke marken werbung campagne collectie lijn kampanj"
    " kampanjen lansering launch serie serien linjen linje reihe produkte produkten produkter sortiment merk merken"
    " brand brands mode hersteller herstellers herstellerin anbieter anbieters label labels laden ladens shop shops"
    " geschaft geschafts geschafte handler handlers firma firmen unternehmen unternehmens manufaktur fabrik haus"
    " konzern startup start-up branche artikel artikeln waren fachgeschaft onlineshop fabrikant producent winkel"
    " winkels bedrijf zaak keten huis webshop webwinkel artikelen producten tillverkare tillverkaren foretag foretaget"
    " butik butiken butiker marke market varumarke kedja kedjan bolag bolaget kollektionen kollektion webbutik artiklar"
    " varor".split()
)


@lru_cache(maxsize=2048)
def _compound_category(word: str) -> str | None:
    """The category inside a German, Dutch or Swedish compound: `parfumkampagne`, `winterjacken`."""
    for tail in _COMPOUND_TAILS:
        goods = word.removesuffix(tail).rstrip("-")
        if goods != word and (value := _single_category(goods) or _last_part(goods)) is not None:
            return value
    return _last_part(word)


def _last_part(word: str) -> str | None:
    """What a compound ends in: the shoe of a running shoe."""
    for start in range(3, len(word) - 4):
        value = _single_category(word[start:])
        if value is not None:
            return value
    return None


def _single_category(word: str) -> str | None:
    for stem in (word, word.removesuffix("s"), word.removesuffix("n")):
        if len(stem) < 4 or stem in _FOREIGN or stem in _ALSO_ENDINGS:
            continue
        for entry in lexicon().alone(stem):
            if entry.kind == "category":
                return str(entry.value)
    return None


def _compounds(notes: Notes) -> list[Hit]:
    if notes.language not in ("de", "nl", "sv"):
        return []
    return [
        Hit("category", value, at, at + 1)
        for at, word in enumerate(notes.words)
        if len(word) >= 9
        and not notes.named[at]
        and notes.hit("category", at) is None
        and (value := _compound_category(word)) is not None
    ]


_ALSO_ENDINGS = frozenset(
    "ring ringe ringen ringar ringarna rings broche broches jewel jewels tenis bone bones biere bieren boter rokken"
    " dress cola reisen reifen repen hoeden banden lening leningen skor iste isten".split()
)
"""What other words end in too: `mitbringen`, `ausprobieren`, `licentieverlening`, `människor`, `Juristen`."""
_FOREIGN = frozenset(
    "mode moda auto autos bil bio jas tas moto carro eten voeding casque sac politik labial pieles tights"
    " wetten hazard leki"
    " intimo vin cafe reise trucco borse peles bont montre montres banca banco muse".split()
)
"""Words that name a product only in their own language."""


_ONLY_ELSEWHERE = {
    "sv": frozenset(("bra", "vin", "rings", "hats", "sedan")),
    "nl": frozenset(("bank", "bras")),
    "de": frozenset(("rings", "hat", "ol")),
}


_SHADES = frozenset("tones tone look palette shade colour color lip makeup".split())


_COSTS = frozenset("costs expenses day days included cost budget".split())


_SHOOTING = frozenset(
    "crew crews troupe ekipa ekipe ekipy filmteam fotoshooting expensive pricey teuer teure cher chere chers cheres"
    " caro cara caros caras costoso costosi duur dyrt dyr dyra drogo drogi drogie sprengen sprengt costly".split()
)
_SHOOTING_EAST = ("高すぎ", "高くつ", "太贵", "很贵", "太高", "비싸", "비쌌", "부담")


def _cost_of_a_shoot(notes: Notes, hit: Hit) -> bool:
    """`Reise, Crew und Hotel sprengen den Rahmen`: what going there would take, and nothing that is sold."""
    if hit.value != "travel" or notes.word(hit.first - 1) in ("our", "unser", "unsere", "unseren", "notre", "nos"):
        return False
    tokens = notes.sentence_words(notes.sentence[hit.first])
    if notes.east(hit.first):
        rest = "".join(notes.words[hit.last : tokens[-1] + 1])
        return any(word in rest for word in _SHOOTING_EAST)
    return any(notes.words[at] in _SHOOTING for at in tokens)


_FASHION_THINGS = frozenset("week model models show house story editorial brand".split())


def _inflected_name(notes: Notes, before: str, word: str) -> bool:
    """`Jun Parka`: in Polish a surname bends too."""
    return any(
        before == first.lower() and word.startswith(last.lower()) and 0 < len(word) - len(last) <= 3
        for first, _, last in (person.name.partition(" ") for person in notes.context.roster)
    )


def _not_a_product(notes: Notes, hit: Hit) -> bool:
    """Words of a category that are used otherwise: `our bank`, `coffee soon`, `nude tones`, the city of Cologne."""
    word, before, after = notes.words[hit.first], notes.word(hit.first - 1), notes.word(hit.last)
    if _inflected_name(notes, before, word) or (word in ("makeup", "make-up") and after in ("chair", "artist", "room")):
        return True
    if word == "bra" and notes.language == "sv":
        return True  # good
    if word == "beleza" and not before.isalnum() and (not after.isalnum() or after in ("entao", "pode", "fechado")):
        return True  # `beleza, pode mandar`: all right, go on
    if (word in _FOREIGN and notes.language == "en") or (
        word == "fur" and notes.page.quote(hit.first, hit.first + 1).lower() != "fur"
    ):
        return True
    if notes.near("noalter", hit.first - 1, hit.last) is not None and hit.value in ("outerwear", "apparel"):
        return True
    if (
        word == "finance"
        and before in ("ask", "with", "from", "to", "by", "our", "talk", "check")
        and not after.isalpha()
    ):
        return True
    if (
        word in ("hotel", "hotels", "restaurant", "flight", "flights")
        and notes.in_talks
        and before in ("the", "my", "a")
    ):
        return True
    if word in ("telephone", "telefono", "telefone") and before in ("au", "al", "ao", "par", "por", "per"):
        return True
    if word == "finance" and notes.in_talks:  # the department that sighs, and no product
        return True
    if word == "watches" and after in ("television", "tv", "it", "them", "this", "that", "the", "us", "films", "over"):
        return True
    if word == "cologne" and (notes.page.capitalised(hit.first) or before in ("in", "from")):
        return True
    if word in ("shades", "frames") and after in ("lighter", "darker", "of", "paler", "whiter", "browner", "per"):
        return True
    if word in _ONLY_ELSEWHERE.get(notes.language, ()):
        return True
    if any(
        notes.word(hit.first - step) in ("swap", "change", "another", "different", "other", "recolour", "recolor")
        for step in (1, 2, 3)
    ):
        return hit.value in ("outerwear", "apparel", "footwear", "accessories")
    if word == "make" and notes.word(hit.last) in ("a", "an", "some", "our", "your", "for", "the"):
        return True  # `make up a face`
    if word in ("nude", "nudes", "naked") and after in _SHADES:
        return True
    if word in ("coffee", "drink", "drinks", "cafe") and before in ("a", "for", "grab", "over", "quick"):
        return True
    if word in ("bank", "insurance") and after in ("details", "account", "transfer", "holiday", "holidays"):
        return True
    if (word in ("travel", "hotel", "car") and after in _COSTS) or _cost_of_a_shoot(notes, hit):
        return True
    if word in ("fashion", "mode", "moda") and after in _FASHION_THINGS:
        return after in ("week", "show", "model", "models")
    if word in ("tech", "technology") and after in ("pack", "team", "spec", "specs", "support"):
        return True
    return word == "suits" and after in ("us", "me", "you", "our", "everyone")


def category(notes: Notes, scope: Said | None) -> Said | None:
    """The one category named; two different ones must be asked about, unless one is what the product is called by."""
    found = categories(notes)
    if scope is not None and isinstance(scope.value, str):
        return scope
    values = list(dict.fromkeys(hit.value for hit in found))
    if not values:
        return None
    specific = [value for value in values if value not in ("apparel", "beauty")] or values
    chosen = specific if len(values) > 1 else values
    hit = next(hit for hit in found if hit.value == chosen[0])
    for each in found:
        notes.claim(each.first, each.last)
    if len(chosen) > 1:
        return Said(None, (hit.first, hit.last), "more than one category is named")
    return Said(hit.value, (hit.first, hit.last))
