"""Media: the words of the trade and of the street for each code, with what is refused and what must be asked."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.vocabulary import ALL_MEDIA, MEDIA
from bot.reading.category import across_words
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.polarity import refused

_PAID = frozenset(
    "sponsorisee sponsorisees payees paye patrocinada patrocinadas promocionados promocionadas promocionado"
    " sponsorizzata sponsorizzate sponsorizzato impulsionado impulsionados impulsionada impulsionadas gesponsorde"
    " gesponsord gesponserte gesponserten gesponsert beworben beworbene sponsrad betalade sponsorowane sponsorowany"
    " sponsorowanych promowane platna platnej annonsering werbeanzeigen advertenties reklamy reklam reklamach pub pubs"
    " publicite publicites publicidad publicidade pubblicita inserzioni"
    " paid sponsored boosted bezahlt bezahlte bezahltes payant payants payante payantes sponsorise sponsorises pagadas"
    " pagado pagados pago pagos pagas pagate pagati pagamento sponsorizzati patrocinado patrocinados betaald betaalde"
    " betald betalda betalt sponsrat sponsrade platne platny platnych ads anzeigen anuncios annunci annonser".split()
)
_NOT = frozenset("not no nicht pas non niet inte nao nie without".split())
_ORGANIC = frozenset(
    "organic organisch organische organisches organique organiques organico organica organicos organicas organici"
    " organiche organiska organiskt organiczne organiczny unpaid"
    " organicamente organicznie organicznych organicznym naturel naturels unbezahlt onbetaald obetalt".split()
)
_NOT_MEDIA_AFTER = {
    "print": frozenset("your me it out run this fabric dress pattern dresses motif fee of".split()),
    "site": frozenset("visit".split()),
    "display": frozenset("of".split()),
    "digital": frozenset(
        "version double twin clone self model copy likeness human replica image images file files rights being".split()
    ),
    "web": frozenset(),
    "editorial": frozenset("calendar team".split()),
    "label": frozenset("from based".split()),
    "press": frozenset("release day office team conference the".split()),
    "magazine": frozenset("based".split()),
    "poster": frozenset("child".split()),
    "windows": frozenset("10 11".split()),
}


@dataclass(frozen=True)
class Media:
    """Media said and refused, in the order of the closed list; `unclear` is where two media could be meant."""

    said: tuple[str, ...]
    removed: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    unclear: tuple[int, int] | None


def media(notes: Notes) -> Media:
    """Read all media on the page."""
    said: set[str] = set()
    removed: set[str] = set()
    spans: list[tuple[int, int]] = []
    for hit in (*notes.of("media"), *_own_shops(notes), *_compounds(notes)):
        if not _is_medium(notes, hit) or _hangs_in_a_shop(notes, hit):
            continue
        notes.claim(hit.first, hit.last)
        code = "paid_social" if hit.value == "organic_social" and _called_paid(notes, hit) else str(hit.value)
        (removed if refused(notes, hit) else said).add(code)
        if not refused(notes, hit):
            spans.append((hit.first, hit.last))
    unclear = _vague(notes, said, spans)
    removed |= _social_dropped(notes)
    kept = _ordered(said - removed)
    gone = removed if notes.context.role == "talent" else removed - said  # `my family hates TV, so no TV`
    return Media(kept, _ordered(gone), tuple(sorted(spans)), unclear)


_OUR_SHOPS = frozenset("shops stores boutiques branches outlets laden filialen geschaften magasins tiendas negozi lojas"
                   " winkels butiker sklepach".split())  # fmt: skip


def _own_shops(notes: Notes) -> list[Hit]:
    """`in our 14 shops`, `across all the UK stores`: a few words may stand between."""
    found = []
    for at, word in enumerate(notes.words):
        if word in _OUR_SHOPS and notes.ending("media", at + 1) is None:
            back = range(max(1, at - 4), at)
            if any(notes.words[own] in _OWN and notes.words[own - 1] in _INSIDE for own in back):
                found.append(Hit("media", "in_store", at, at + 1))
    return found


_TAILS = {
    "print": "zeitschriften zeitschrift zeitungen zeitung magazinen katalog kataloge katalogen broschuren broschure"
    " flyer flyern bladen tijdschriften kranten krant catalogus catalogi magasin tidningar tidskrifter"
    " katalogs broschyrer",
    "ooh": "plakate plakaten plakat affischer affischen",
    "in_store": "schaufenster schaufenstern etalages skyltfonster",
    "email": "newsletter newslettern nieuwsbrief nieuwsbrieven nyhetsbrev",
    "packaging": "verpackung verpackungen verpakking verpakkingen forpackning forpackningar",
    "digital_ads": "banner bannern banners bannerannonser banneradvertenties bannerwerbung",
}
_MEDIUM_OF = {tail: code for code, tails in _TAILS.items() for tail in tails.split()}
_LONGEST_TAIL = max(map(len, _MEDIUM_OF))


def _compounds(notes: Notes) -> list[Hit]:
    """`Frauenzeitschriften`, `najaarscatalogus`, `höstkatalog`: the medium that a compound ends in."""
    if notes.sure and notes.language not in ("de", "nl", "sv"):
        return []
    found = []
    for at, word in enumerate(notes.words):
        if len(word) < 9 or any(hit.first <= at < hit.last for hit in notes.of("media")):
            continue
        tails = (word[-length:] for length in range(min(_LONGEST_TAIL, len(word) - 3), 4, -1))
        code = next((_MEDIUM_OF[tail] for tail in tails if tail in _MEDIUM_OF), None)
        if code is not None:
            found.append(Hit("media", code, at, at + 1))
    return found


_POSTERS = frozenset(
    "poster posters plakat plakate plakaten plakats plakaty plakatow plakatach affiches affiche carteles cartel"
    " cartelli manifesti cartazes cartaz affischer affischen affisch banner".split()
)


def _hangs_in_a_shop(notes: Notes, hit: Hit) -> bool:
    """`posters inside the stores`: the shop is where they hang, and not the street as well."""
    if hit.value != "ooh" or notes.words[hit.last - 1] not in _POSTERS:
        return False
    shops = (shop for shop in (*notes.of("media"), *_own_shops(notes)) if shop.value == "in_store")
    return any(0 <= shop.first - hit.last <= 3 and _leads_into(notes, hit.last, shop) for shop in shops)


def _leads_into(notes: Notes, at: int, shop: Hit) -> bool:
    joined = any((notes.hit("and", i) and notes.words[i] not in _WHERE_IN) or notes.words[i] in _CUTS - {"en"}
                 for i in range(at, shop.first))  # fmt: skip
    return not joined and not _WHERE_IN.isdisjoint(notes.words[at : shop.last])


_WHERE_IN = frozenset(
    "el in inside at within im am en dans nei nelle nel nella nos nas na no em i w inom binnen vid al ai alle".split()
)


def _called_paid(notes: Notes, hit: Hit) -> bool:
    """`IG stories (paid)`: the bracket right after says which kind."""
    if notes.word(hit.last) in ("ads", "ad", "adverts", "advertising", "anzeigen", "werbung", "annunci", "anuncios"):
        return True
    return notes.word(hit.last) == "(" and notes.word(hit.last + 1) in _PAID and notes.word(hit.last + 2) == ")"


def _ordered(codes: set[str]) -> tuple[str, ...]:
    if ALL_MEDIA in codes:
        return (ALL_MEDIA,)
    return tuple(code for code in MEDIA if code in codes)


_SHOPS = frozenset("sklep sklepy winkel winkels butik butiker negozi tiendas lojas boutiques magasins".split())
_SMALL = frozenset("maly male mamy prowadzimy kleine liten sma piccoli pequenas petites petits".split())
_WITH = frozenset("z ze met med con com avec de som die che que qui".split())
"""`mamy maly sklep z butami`: the shops somebody runs, said of them and not of where the images go."""
_ADVERBS = frozenset("internal internally intern internamente interne internt interno wewnetrznie".split())
_AT_EVENTS = frozenset("fair event booth stand exhibition rollup congress conference".split())
_OWN = frozenset("our all its my the unseren unsere nos nuestras nostri nossas onze vara naszych".split())
_INSIDE = frozenset("in at across throughout inside for dans en nei nas w i".split())
_TALKED_OVER = frozenset(
    "discute discutons discutiamo discutimos hablamos hablarlo vediamo voyons reviens revient vedo consulto bespreek"
    " overleg diskutiert besprochen geklart geklaert check checking"
    " durchbringen durchsetzen durchkriegen rechtfertigen vertreten begrunden vermitteln justify defend justifier"
    " defendre justificar defender giustificare difendere verantwoorden verdedigen motivera forsvara uzasadnic"
    " parler parlons reparler parlare parliamo sentire bespreek overleggen omowimy porozmawiac ustalic prata"
    " klaren abklaren absprechen abstimmen besprechen klare bespreche prufen prufe clarify clarifying"
    " forth discussing discussed talked agreed sign signed approve approved align aligned debate voir"
    " valider verifier discuter consultarlo consultar verlo hablarlo discutere verificare sentire"
    " talking aligning reviewing circulating checking deciding presenting pitching looking"
    " parlarne discutir verificar overleggen bespreken afstemmen stamma diskutera kolla uzgodnic omowic"
    " gestoppt abgesagt gestrichen gekippt verschoben entschieden beschlossen stopped cancelled canceled shelved"
    " postponed decided annule arrete decide suspendu abandonne cancelado parado decidido suspendido annullato fermato"
    " deciso sospeso suspenso stopgezet gestopt geannuleerd besloten stoppat stoppats installt beslutat wstrzymany"
    " sprawdzic confirm confirmed sorted cleared discuss check talk review decide".split()
)


def _is_medium(notes: Notes, hit: Hit) -> bool:
    if across_words(notes, hit):
        return False
    word = notes.words[hit.first]
    said_over = notes.words[max(0, hit.first - 5) : hit.last + 3]
    adverb = notes.words[hit.last - 1] in _ADVERBS
    if adverb and (
        any(near in _TALKED_OVER for near in said_over) or notes.word(hit.first - 1) in ("it", "this", "that")
    ):
        return False
    following, before = notes.word(hit.last), notes.word(hit.first - 1)
    if adverb and notes.in_talks and not _HAVE.isdisjoint(notes.words[max(0, hit.first - 4) : hit.first]):
        return False  # `wir haben intern noch mal gerechnet`
    if word == "print" and before in ("small", "fine"):
        return False
    if hit.value == "internal" and notes.east(hit.first) and _talked_over_in_the_east(notes, hit):
        return False
    if (
        hit.value == "in_store"
        and before[:1].isdecimal()
        and not _INSIDE.intersection(notes.words[hit.first : hit.last])
    ):
        return notes.word(hit.first - 2) in _OWN and notes.word(hit.first - 3) in _INSIDE  # `120 points de vente`
    if notes.words[hit.first : hit.last] == ["e", "com"] and notes.page.quote(hit.first, hit.last)[1:2] == " ":
        return False  # in Portuguese `e com Angola` is `and with`
    if hit.last - hit.first > 1:
        return True
    if word == "bio" and notes.language != "sv":
        return False
    if following in _NOT_MEDIA_AFTER.get(word, ()):
        return False
    if word in ("banner", "banners") and before in _AT_EVENTS:
        return False
    if word == "print" and following == "the" and notes.ending("media", hit.first - (before == "and")) is None:
        return False
    if word in ("label", "labels"):
        goods = (
            notes.ending("category", hit.first) is not None and "on" in notes.words[max(0, hit.first - 4) : hit.first]
        )
        return (goods or before in ("the", "product", "on", "care", "bottle", "bottles")) and notes.hit(
            "origin", hit.last
        ) is None
    if word in ("email", "emails", "mail", "mails", "mejl", "newsletter", "newsletters") and not _email_as_medium(
        notes, hit
    ):
        return False
    if word == "cm" and before[:1].isdecimal():
        return False  # a height, where `CM` is a commercial elsewhere
    if following == "@" or before == "@" or (before == "." and notes.page.glued(hit.first)):
        return False
    if hit.value == "in_store" and _shops_we_have(notes, hit):
        return False
    if word in _SHOPS and (notes.word(hit.last) in _WITH or before in _SMALL):
        return False
    if word in ("web", "www") and notes.word(hit.last) == "." and notes.page.glued(hit.last):
        return False
    if word == "press" and before in ("to", "not", "didn't", "didnt", "don't", "i", "you", "just", "we", "or"):
        return False
    return not (word == "internal" and following in ("team", "discussion", "review", "approval", "meeting", "deadline"))


_HAVE = frozenset("haben habe hab hatten have we've had avons ai avions hemos he abbiamo ho tivemos temos hebben"
                  " heb har hade mamy mialem".split())  # fmt: skip
_HAVING = frozenset("mit with avec con com met med ze".split())
_LYING_IN = frozenset("in i a em en w".split())


def _shops_we_have(notes: Notes, hit: Hit) -> bool:
    """`mit Läden in Wien und Linz`: what a brand has where, and not where the images hang."""
    before = [notes.word(hit.first - step) for step in (1, 2)]
    located = notes.word(hit.last) in _LYING_IN and any(
        notes.hit(kind, hit.last + 1) is not None for kind in ("city", "place")
    )
    return located and not _HAVING.isdisjoint(before)


_EASTERN_TALKS = ("確認", "検討", "相談", "協議", "調整", "稟議", "会議", "計算", "讨论", "商量", "确认", "沟通",
                  "审批", "汇报", "开会", "研究", "算了", "검토", "확인", "논의", "협의", "상의", "회의", "보고",
                  "결재", "계산")  # fmt: skip


def _talked_over_in_the_east(notes: Notes, hit: Hit) -> bool:
    """`社内で確認して`: where it is talked over, and not where the images go."""
    after = "".join(notes.words[hit.last : hit.last + 5])
    return any(word in after for word in _EASTERN_TALKS)


def _email_as_medium(notes: Notes, hit: Hit) -> bool:
    before = notes.word(hit.first - 1)
    if before in ("private", "personal", "home", "business", "work"):
        return False
    if before[:1].isdecimal() and notes.word(hit.first - 2) in ("had", "have", "got", "received", "through", "after"):
        return False  # `I had 200 emails this morning`
    verbs = (
        "your",
        "my",
        "by",
        "via",
        "an",
        "last",
        "per",
        "this",
        "me",
        "please",
        "you",
        "could",
        "can",
        "to",
        "i'll",
        "the",
        "previous",
        "earlier",
        "her",
        "his",
    )
    if before == "an" and notes.word(hit.first - 2) == "for" and notes.near("asset", max(0, hit.first - 6), hit.first):
        return True  # `3 images for an email`
    if before not in verbs:
        return notes.word(hit.last) not in ("me", "us", "you", "address", "her", "him", ":")
    dropped = before == "the" and any(notes.ending(kind, hit.first - 1) for kind in ("neg", "drop"))
    if dropped and notes.words[hit.first].startswith("newsletter"):
        return True
    asked_for = before in ("the", "a") and notes.word(hit.first - 2) in ("include", "add", "including", "plus")
    return (before in ("to", "via", "the", "by") and _beside_media(notes, hit)) or (
        asked_for and notes.words[hit.first].startswith("newsletter")
    )


def _beside_media(notes: Notes, hit: Hit) -> bool:
    return any(other is not hit and abs(other.first - hit.first) <= 4 for other in notes.of("media"))


def _vague(notes: Notes, said: set[str], spans: list[tuple[int, int]]) -> tuple[int, int] | None:
    """`social` alone may be organic or paid: settled by a word beside it, else asked."""
    for hit in notes.of("vague_media"):
        if hit.value == "social" and not refused(notes, hit):
            said.update(_in_brackets(notes, hit))
    for hit in notes.of("vague_media"):
        if refused(notes, hit):
            continue
        if hit.value == "social_both":
            said.update(("organic_social", "paid_social"))
        elif hit.value == "social":
            if said & {"organic_social", "paid_social"}:
                notes.claim(hit.first, hit.last)
                continue
            near = _beside(notes, hit)
            if near & _ORGANIC:
                said.add("organic_social")
                if near & _PAID:
                    said.add("paid_social")
            elif near & _PAID and near & _NOT:
                said.add("organic_social")  # `on Instagram, not paid`
            elif not near & _PAID:
                if _is_handle(notes, hit):
                    continue
                notes.claim(hit.first, hit.last)
                return hit.first, hit.last
            else:
                said.add("paid_social")
        else:
            continue
        notes.claim(hit.first, hit.last)
        spans.append((hit.first, hit.last))
    return None


def _social_dropped(notes: Notes) -> set[str]:
    """`drop Instagram`: of paid and organic social what is on the table; what goes need not be told apart."""
    if not any(hit.value in ("social", "social_both") and refused(notes, hit) for hit in notes.of("vague_media")):
        return set()
    terms = notes.context.on_table.terms if notes.context.on_table is not None else None
    listed = (terms or {}).get("media") or ()
    return {"organic_social", "paid_social"}.intersection(listed if isinstance(listed, (list, tuple)) else ())


_CUTS = frozenset(["", ",", "+", "/", ";", ":", ".", "(", "&", "and", "und", "et", "och", "y"])


_ON = frozenset("on sur en in auf op pa na no nos nas across su sobre em".split())
_THE = frozenset("the our les nos le la las los os as de onze den unseren vara redes".split())


def _beside(notes: Notes, hit: Hit) -> set[str]:
    """The two words before and after that no comma and no `and` cuts off: `publicité payante sur les réseaux`."""
    found = set()
    for at, step in ((hit.first - 1, -1), (hit.last, 1)):
        over = 2 * (step < 0 and notes.word(at) in _THE and notes.word(at - 1) in _ON)
        for near in range(at, at + step * (2 + over), step):
            if notes.word(near) in _CUTS:
                break
            found.add(notes.words[near])
    return found


def _in_brackets(notes: Notes, hit: Hit) -> set[str]:
    """`redes (orgánico y pagado)`, `social, paid and organic`: the words right after say which."""
    if notes.word(hit.last) not in ("(", ",", "-", ":"):
        return set()
    found = set()
    for at in range(hit.last + 1, min(hit.last + 5, notes.size)):
        word = notes.words[at]
        if word == ")" or (word not in _PAID | _ORGANIC and notes.hit("and", at) is None and word not in ("/", "only")):
            break
        found |= {"paid_social"} if word in _PAID else {"organic_social"} if word in _ORGANIC else set()
    return found


def _is_handle(notes: Notes, hit: Hit) -> bool:
    """`follow us on Instagram`, `saw her on insta`: where someone was seen."""
    before = [notes.word(hit.first - step) for step in (1, 2, 3)]
    return (
        before[0] == "on" and any(word in ("us", "her", "him", "them", "me", "you", "followers") for word in before)
    ) or (
        notes.hit("countnoun", hit.last) is not None and notes.word(hit.last) in ("followers", "following", "account")
    )
