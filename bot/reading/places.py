"""Territories: countries by name, code or market; cities where only one country is meant; regions opened up.

Where a brand sits ("our Paris office", "made in Italy") is no territory; a region without a fixed list is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.vocabulary import COUNTRIES, WORLD
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.polarity import refused

REGIONS_AS_OF = "2026-11-24"
_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
REGIONS: dict[str, tuple[str, ...]] = {
    "EU": tuple(_EU),
    "EEA": (*_EU, "IS", "LI", "NO"),
    "DACH": ("AT", "CH", "DE"),
    "BENELUX": ("BE", "LU", "NL"),
    "NORDICS": ("DK", "FI", "IS", "NO", "SE"),
    "SCANDINAVIA": ("DK", "NO", "SE"),
    "BALTICS": ("EE", "LT", "LV"),
    "GCC": ("AE", "BH", "KW", "OM", "QA", "SA"),
    "ANZ": ("AU", "NZ"),
    "UKI": ("GB", "IE"),
    "IBERIA": ("ES", "PT"),
    "NORTH_AMERICA": ("CA", "US"),
    "WORLD": (WORLD,),
}
"""Members by the sources named in words/places.txt, as of `REGIONS_AS_OF`."""

_CODE_WORDS = frozenset(
    "it in is at be no so me my to am do as id pm tv pr or us de es se la ca co al an ma pa hi ok et".split()
)


@dataclass(frozen=True)
class Places:
    """Territories said and refused (ISO codes or 001), the spans they came from, and what must be asked."""

    said: tuple[str, ...]
    removed: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    unclear: tuple[int, int] | None


def places(notes: Notes) -> Places:
    """Read all territories on the page."""
    said: list[str] = []
    removed: list[str] = []
    spans: list[tuple[int, int]] = []
    vague: tuple[int, int] | None = None
    home: Hit | None = None
    limited = _limited_to(notes)
    for hit in _in_order(notes):
        if notes.words[hit.first] == "everywhere" and notes.word(hit.last) in ("in", "across", "within", "inside"):
            continue
        if home is not None and hit.first == home.last + 1 and notes.word(home.last) in (",", "("):
            home = hit
            continue
        if limited and notes.sentence[hit.first] not in limited:
            continue
        if notes.named[hit.first]:
            continue  # `our VAT number is GB 123 4567 89`
        if _origin(notes, hit):
            home = hit
            continue
        if _size_label(notes, hit) or _a_meeting(notes, hit) or _sold_there(notes, hit):
            continue
        if hit.kind == "vague_region":
            if not refused(notes, hit) and not _spelled_out(notes, hit):
                vague = vague or (hit.first, hit.last)
                notes.claim(hit.first, hit.last)
            continue
        codes = REGIONS[hit.value] if hit.kind == "region" else (hit.value,)
        if not _counts(notes, hit):
            continue
        notes.claim(hit.first, hit.last)
        if refused(notes, hit):
            removed += codes
        else:
            said += codes
            spans.append((hit.first, hit.last))
    kept = _without(said, removed, not any(word in ("instead", "rather") for word in notes.words))
    return Places(kept, tuple(dict.fromkeys(removed)), tuple(spans), vague)


def _limited_to(notes: Notes) -> set[int]:
    """The sentences in which a talent says `only Germany and Austria`: what another one tells of is no wish."""
    if notes.context.role != "talent":
        return set()
    kinds = ("place", "region")
    return {
        notes.sentence[hit.first]
        for hit in notes.of("only")
        if any(notes.near(kind, hit.last, hit.last + 3) or notes.near(kind, hit.first - 3, hit.first) for kind in kinds)
    }


def _spelled_out(notes: Notes, hit: Hit) -> bool:
    """`North America: US and Canada`: the list follows its heading."""
    if notes.word(hit.last) not in (":", "(", "-", "meaning", "i", "ie"):
        return False
    return any(notes.hit(kind, at) for kind in ("place", "region") for at in range(hit.last + 1, hit.last + 5))


def _in_order(notes: Notes) -> list[Hit]:
    kinds = ("place", "city", "region", "vague_region")
    found = [hit for kind in kinds for hit in notes.of(kind)]
    return sorted([*found, *_small_codes(notes, {hit.first for hit in found})], key=lambda hit: hit.first)


_SMALL_CODES = {code.lower(): code for code in COUNTRIES} | {"uk": "GB", "usa": "US"}


_LONE_CODES = frozenset("nl ch uk usa pl dk fi jp kr cn cz gb ie br mx pt lu hu".split())
"""Codes that are no word of the twelve languages."""


def _small_codes(notes: Notes, known: set[int]) -> list[Hit]:
    """`us/uk/fr` in small letters: codes in a row of at least two, joined by slashes or plus signs; `…, nl, 1 jaar`."""
    found = []
    for at in range(notes.size):
        if at in known or notes.words[at] not in _SMALL_CODES:
            continue
        if notes.words[at] == "us" and notes.word(at - 1) == "," and notes.word(at + 1) in (",", "", "\n"):
            found.append(Hit("place", "US", at, at + 1))
            continue
        alone = notes.word(at - 1) in (",", "\n") and notes.word(at + 1) in (",", "\n", "")
        if alone and notes.words[at] in _LONE_CODES:
            found.append(Hit("place", _SMALL_CODES[notes.words[at]], at, at + 1))
            continue
        beside = [at + step for step in (-2, 2) if notes.word(at + step // 2) in ("/", "+")]
        if any(other in known or notes.word(other) in _SMALL_CODES for other in beside):
            found.append(Hit("place", _SMALL_CODES[notes.words[at]], at, at + 1))
    return found


def _without(said: list[str], removed: list[str], excepted: bool) -> tuple[str, ...]:
    """`the EU without Germany`, `everywhere but the US`: a region opened up, less what is refused."""
    gone = set(removed)
    if not excepted:  # `worldwide instead of just the US`
        gone = set()
    if WORLD in said and gone and WORLD not in gone:
        return tuple(sorted(COUNTRIES - gone))
    if WORLD in said:
        return (WORLD,)
    return tuple(code for code in dict.fromkeys(said) if code not in gone)


def _counts(notes: Notes, hit: Hit) -> bool:
    """Whether the phrase is a territory here, and not a word that looks like a code."""
    return hit.last - hit.first > 1 or _is_code_in_place(notes, hit)


_BEFORE_CODE = frozenset("in for the to only just add drop : across and + auf pour para per not no".split())


def _is_code_in_place(notes: Notes, hit: Hit) -> bool:
    """A two-letter code that is also a word (IT, NO, US) needs another place, a list, or a preposition beside it."""
    word = notes.words[hit.first]
    if notes.word(hit.first - 1) in ("/", "+") or notes.word(hit.last) in ("/", "+"):
        return True
    if len(word) != 2 or word not in _CODE_WORDS or not word.isascii():
        return True
    if notes.page.text.isupper() and any(len(word) > 3 for word in notes.words):
        return False
    neighbours = (notes.word(hit.first - 1), notes.word(hit.last))
    listed = any(
        notes.ending(kind, hit.first - 1) is not None or notes.hit(kind, hit.last + 1) is not None
        for kind in ("place", "region", "city")
    )
    if listed and any(sign in (",", "/", "+", "&", "and", "-", "or", "y", "et", "und", "e") for sign in neighbours):
        return True
    item = neighbours[0] == "," and neighbours[1] in (",", ".", ";", "") and word in ("de", "us", "es", "se")
    return item or neighbours[0] in _BEFORE_CODE or (word == "us")  # `Website, DE, 4 Monate`


_BEING = frozenset(
    "is are am was were i'm we're she's he's they're currently now bin sind sommes estoy estamos sono siamo".split()
)


def _origin(notes: Notes, hit: Hit) -> bool:
    """Where someone is or something comes from: `based in Milan`, `our Paris office`, `Italian leather`."""
    at = hit.first
    if notes.word(at - 1) in ("the", "l'", "our", "downtown", "central"):
        at -= 1
    if hit.kind == "city" and notes.word(at - 1) == "in" and notes.word(at - 2) in _BEING:
        return True
    before = notes.ending("origin", at)
    if before is not None and before.value == "from":
        return True
    after = notes.hit("origin", hit.last) or (
        notes.hit("origin", hit.last + 1) if notes.word(hit.last) == "-" else None
    )
    if after is not None and after.value == "after" and not _used_inside(notes, hit):
        return True
    founded = any(
        notes.word(hit.first - step) in ("founded", "established", "born", "headquartered") for step in range(2, 6)
    )
    start, end = notes.clause_start(hit.first, False), notes.clause_end(hit.first)
    bracketed = "(" in notes.words[max(start, hit.first - 12) : hit.first] and ")" not in notes.words[start : hit.first]
    return founded or (bracketed and any(notes.named[start:end])) or _in_address(notes, hit)


def _used_inside(notes: Notes, hit: Hit) -> bool:
    """`internal use, Netherlands office`: where the people are is where the pictures are shown."""
    inside = any(medium.value == "internal" for medium in notes.of("media"))
    ours = notes.word(hit.first - 1) in ("our", "the", "from", "unser", "notre", "nuestra", "nostro", "nosso", "ons")
    return inside and not ours and hit.kind == "place" and notes.word(hit.last) in ("office", "offices", "team")


_SIZES = frozenset("size sizes taille grosse talla taglia maat storlek rozmiar tamanho サイズ".split())


def _size_label(notes: Notes, hit: Hit) -> bool:
    """`size EU 38`, `shoe size (UK) 6`: a scale of sizes."""
    return any(notes.word(hit.first - step) in _SIZES for step in (1, 2)) and hit.last - hit.first == 1


def _a_meeting(notes: Notes, hit: Hit) -> bool:
    """`in riunione`, `une réunion`: a meeting, where the island is not written as a name."""
    return notes.words[hit.first] in ("riunione", "reunion", "reuniao") and not notes.page.capitalised(hit.first)


_SELLING = frozenset("distribuimos distribute sell selling vendemos vendiamo vendons verkaufen vertreiben verkopen"
                     " distribuiamo distribuons saljer sprzedajemy active present aktiv".split())  # fmt: skip


def _sold_there(notes: Notes, hit: Hit) -> bool:
    """`we distribute sunglasses in Africa and want …`: a trade in a part of the world, and no wish about the use."""
    if hit.kind not in ("vague_region", "region"):
        return False
    before = range(max(notes.clause_start(hit.first), hit.first - 7), hit.first)
    if not any(notes.words[at] in _SELLING for at in before):
        return False
    end = notes.clause_end(hit.first, False)
    return hit.kind == "vague_region" or any(other.first > end for other in notes.of("place"))


_STREETS = frozenset(
    "rue street avenue boulevard strasse via calle rua straat gatan ulica road lane plaza platz place".split()
)


def _in_address(notes: Notes, hit: Hit) -> bool:
    """A postcode or a street number stands right before the town."""
    before = notes.word(hit.first - 1)
    shown = {at for medium in notes.of("media") for at in range(medium.first, medium.last)}  # `en vía pública`
    streets = (at for at in range(hit.first - 6, hit.first) if notes.word(at) in _STREETS and at not in shown)
    if any(not _any_street(notes, at) for at in streets):
        return True
    return before[:1].isdecimal() and len(before) in (4, 5) and hit.kind == "city"


_ANY = frozenset("the a any every der die den auf la les une las los una lo il de op pa".split())


def _any_street(notes: Notes, at: int) -> bool:
    """`posters on the street, Poland`: no street that has a name."""
    following = at + 1 < notes.size and notes.word(at + 1).isalpha() and notes.page.capitalised(at + 1)
    return notes.word(at - 1) in _ANY and not following


_JOINTS = frozenset("and & , und et y e en".split())


def demonyms(notes: Notes) -> list[tuple[str, int, int]]:
    """`the French and German markets`: countries named by their people, only beside a word for a market."""
    found = []
    for hit in notes.of("demonym"):
        at = hit.last
        for _ in range(4):
            if notes.hit("market", at) is not None:
                if hit.value != "US" or notes.word(hit.first) != "us" or notes.page.upper(hit.first):
                    found.append((hit.value, hit.first, hit.last))
                break
            if notes.hit("demonym", at) is None and notes.word(at) not in _JOINTS:
                break
            at += 1
    return found + [
        (hit.value, hit.first, hit.last)
        for hit in notes.of("townish")
        if not _IN_TOWN.isdisjoint(notes.words[max(0, hit.first - 2) : hit.last + 3])
    ]


_IN_TOWN = frozenset(
    "metro metrze metropolitana subway tube underground bahn ubahn sbahn strassen innenstadt rues bus bussen buses"
    " busse busses haltestellen gares calles autobuses autobus ruas straten trams tram tunnelbana tunnelbanan stationer"
    " filialen laden geschafte boutiques magasins tiendas negozi lojas winkels butiker sklepach ulicach tramwajach"
    " przystankach markt market marche mercado mercato marknaden".split()
)
"""What stands in a town: beside it the town's adjective names the land (`le métro parisien`)."""
