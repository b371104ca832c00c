"""What may stand beside a brand's yes in words that nobody knows: a story, praise, papers, next steps.

A sentence of its own is let be where nothing in it speaks of the deal: no figure, no term, no condition, no waiting, no
doubt, no no, nobody who must yet agree. In the sentence of the yes itself, a clause must moreover speak of papers or
give thanks. The stems below are many on purpose: each makes the reader rather silent than wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.reading.notes import Notes

_WHOLE = frozenset(
    # English
    "but if until till unless except only yet still first though although however before then than provided no not"
    " never nobody nothing none nor neither without hardly barely less lower higher extra plus free too must should"
    " need needs would could might may ought final legal board add added adding additional count counting other others"
    " another else elsewhere instead rather sign signs signing signature term terms clause half both later soon tomorrow"
    " tonight option options said says wrote test tests sad sadly bad worse better lie lies lying psych maybe perhaps"
    " dream dreams fee fees pay pays paid paying payment rate rates offer hope hopes trust trusts quite mostly nearly"
    " once more while late hold holds bind binding right sure assume want wants wish wait waits"
    # German
    " aber wenn falls ob bis nur noch erst zuerst jedoch obwohl bevor ehe kein keine keinen keinem keiner nicht nie nichts"
    " niemand ohne ausser kaum weniger mehr muss mussen musste sollte sollten soll sollen braucht brauchen wurde wurden"
    " konnte konnten durfte musst andere anderen anderer anderes anders sonst statt spater morgen bald halb doch sagte"
    " sagt sagten leider schade lieber eher fast zu dann danach gremium rat warten wartet"
    # French
    " mais si jusque jusqu' sauf seulement encore d'abord abord avant cependant pourtant non ne pas jamais rien personne"
    " aucun aucune sans moins plus doit doivent devrait faut faudra faudrait autre autres plutot sinon demain bientot"
    " demi dit disait reste que'apres apres toutefois ni mieux pire trop"
    # Spanish
    " pero hasta salvo excepto solo todavia aun primero antes aunque no nunca nada nadie ningun ninguna sin menos mas"
    " debe deben deberia hay falta faltan otra otro otras otros pronto manana luego medio dijo dice sino despues mejor"
    " peor demasiado ojala tampoco"
    # Italian
    " ma pero se fino finche salvo tranne soltanto ancora prima anzi mai niente nessuno nessuna senza meno piu deve"
    " devono dovrebbe bisogna manca altro altra altri altre presto domani dopo poi mezzo detto dice meglio peggio troppo"
    # Portuguese
    " mas ate so apenas ainda antes porem nao nunca ninguem nenhum nenhuma sem menos mais deve devem precisa falta outra"
    " outro outras outros logo amanha depois meio disse diz melhor pior demais tomara"
    # Dutch
    " maar als tot tenzij alleen enkel nog eerst hoewel voordat niet geen nooit niets niemand zonder minder meer moet"
    " moeten zou zouden hoeft andere ander anders straks morgen later half zei zegt helaas liever dan pas te"
    # Swedish
    " men om tills utom bara endast annu forst fast innan inte ej aldrig inget ingen utan mindre mer maste borde skulle"
    " behover annan annat andra snart imorgon senare halv sa sager tyvarr hellre dock sedan for"
    # Polish
    " ale jesli jezeli dopoki az chyba tylko jeszcze najpierw choc chociaz zanim nie nigdy nic nikt bez mniej wiecej"
    " musi musza powinien powinna trzeba inny inna inne innego wkrotce jutro pozniej polowa powiedzial powiedziala"
    " niestety raczej potem lepiej gorzej zbyt".split()
) - frozenset("om for te zu sa se si sin ni".split())
_STEMS = tuple(
    # who must yet agree, what is yet to be decided
    "decid decis lawyer attorney counsel complian committee approv clearance verdict veto vote voting authori permiss"
    " await pending delay postpon consent"
    " entscheid anwalt anwalt jurist rechtsabteil freigabe freigeb genehmig vorstand aufsichtsrat zustimm gremi abstimm"
    " avocat juridi comite conseil validation autoris attend accord"
    " abogad juridic legal consejo aprob autoriz esper acuerd"
    " avvocat legale consiglio approva autorizz aspett attes accord"
    " advogad conselho aprova aguard acord"
    " beslis beslut jurid advoc bestuur goedkeur wacht styrels godkann vant"
    " decyz prawnik zarzad akcept czeka zatwierdz zgod rada"
    # what would change it
    " chang differ includ exclud remov drop swap replac reduc cheap discount expens price cost budget money amount"
    " figure percent expect requir condition caveat reserv revis amend adjust modif limit maxim minim promis guarant"
    " depend subject provision tentativ prelim informal verbal alternativ partial renegot negot counter compromis"
    " ander anders preis kost rabatt teuer billig geld summe bedingung vorbehalt voraus ausnahm anpass verhand nachbess"
    " erhoh senk gunstig streich"
    " chang prix cout tarif rabais remise cher argent montant condit reserve retir ajout modif negoc baiss augment"
    " cambi preci coste descuent car@ dinero import condicion quitar anad agreg rebaj baj sub@ incluy inclu"
    " prezz scont soldi condizion togli aggiung ridu abbass aument"
    " preco descont dinheiro condic tirar acrescent abaix"
    " prijs korting duur geld voorwaard weglat toevoeg verlag verhog wijzig"
    " pris rabatt dyr pengar villkor andra sank hoj lagg"
    " cen rabat drog pienia warun zmien dod usun obniz podwyz"
    # doubt, dislike, jest, another matter
    " doubt worr concern afraid sorry regret unfortun reluct hesita unsure unclear question problem objecti wrong mistak"
    " error typo jok kidd prank sarcas ironic suppos imagin pretend competit review check verif confirm consider refus"
    " reject declin cancel paus hate dislik ridicul terribl awful horribl disappoint hypothe theor exaggerat"
    " zweifel sorg angst bedauer unsicher frage problem falsch irrtum fehler scherz witz spass pruf uberpruf ablehn"
    " absag storn furcht hoff vermut"
    " dout inquiet craint crain regrett hesit erreur blagu plaisant verifi refus annul esper suppos"
    " dud preocup tem@ lament error equivoc brom revis comprob verific rechaz anul supong"
    " dubb preoccup spiac sbagli errore scherz controll verific rifiut annull spero suppon"
    " duvid receio infeliz engan brincad confer recus cancel supon"
    " twijfel bezorgd jammer fout vergis grap controle nakijk weiger annule hopelijk veronderstel"
    " tvek orolig beklag fel skamt skoja kontroll avbojer avslar hoppas"
    " watpl obaw szkoda blad pomyl zart sprawdz odmaw odrzuc anuluj nadzie"
    " reklamat konkurren".split()
)
_STEMS = tuple(stem for stem in _STEMS if "@" not in stem)
_EASTERN = (
    "が、", "けど", "けれど", "ただ", "しかし", "でも", "もし", "場合", "条件", "まだ", "待", "前に", "後で", "次第", "法務", "弁護士", "役員", "決裁",
    "承認", "稟議", "確認", "検討", "上司", "必要", "価格", "金額", "料金", "予算", "高い", "安い", "変更", "追加", "ない", "ません", "なし", "無",
    "以外", "だけ", "のみ", "たら", "なら", "ので、", "冗談", "嘘", "別の", "相談", "思い", "かも", "はず", "予定",
    "但", "不过", "可是", "然而", "只", "如果", "要是", "除非", "先", "再", "等", "还", "需要", "必须", "应该", "希望", "法务", "律师", "董事",
    "老板", "领导", "决定", "审批", "审核", "确认", "价", "费用", "预算", "便宜", "贵", "折", "改", "加", "减", "换", "不", "没", "未", "别",
    "无", "可能", "也许", "开玩笑", "考虑", "商量", "讨论", "才", "以后", "之后", "之前", "下周", "明天",
    "하지만", "그런데", "다만", "단,", "만약", "조건", "아직", "기다", "먼저", "법무", "변호사", "이사회", "결재", "승인", "확인", "검토", "필요",
    "가격", "금액", "비용", "예산", "비싸", "변경", "추가", "않", "없", "못", "제외", "면 ", "지만", "는데", "농담", "나중", "내일", "다음", "것 같",
    "아니", "빼",
)  # fmt: skip
_GRAVE = (
    "condition hedge later but_yes neg no low withdraw want drop swap only stays exclusivity move reported renew nomore"
    " without_only wish probing instruction training invented altered alterverb renounce disowned pause revoke media"
    " vague_media place region vague_region unit length perpetual currency absent correction buyout".split()
)
_PAPERS = (
    "contract", "invoic", "paper", "document", "agreement", "licen", "purchase order", "vat", "cc", "copy", "copies",
    "address", "email", "mail", "inbox", "account", "phone", "extension", "billing", "folder", "link", "pdf", "attach", "vendor", "form",
    "vertrag", "rechnung", "unterlage", "papier", "adress", "anschrift", "kopie", "telefon", "durchwahl", "ust", "steuer", "postfach",
    "contrat", "factur", "dossier", "adresse", "courriel", "tva", "telephon", "poste", "coordonn",
    "contrato", "documento", "papel", "direccion", "correo", "iva", "cif", "nif", "telefono", "copia",
    "contratto", "fattura", "indirizzo", "partita", "posta", "scheda",
    "fatura", "nota", "morada", "endereco", "cnpj", "telefone", "ramal",
    "contract", "factuur", "adres", "btw", "kvk", "telefoon", "stukken",
    "avtal", "kontrakt", "faktura", "papper", "mejl", "moms", "organisationsnummer", "underlag",
    "umow", "faktur", "dokument", "nip", "mailow",
)  # fmt: skip
_THANKS = (
    "thank", "cheers", "kudos", "praise", "appreciat", "pleasure", "grateful", "congrat", "bravo", "lob", "dank", "merci", "remerci",
    "gracia", "agrade", "grazie", "ringrazi", "complimenti", "obrigad", "parabens", "bedankt", "compliment", "tack",
    "beröm", "berom", "dziek", "gratul", "brawo", "felicit", "chapeau",
)  # fmt: skip
_EASTERN_KIND = (
    "契約書", "請求書", "書類", "宛", "メール", "住所", "内線", "電話", "ありがと", "感謝", "お世話", "合同", "发票", "抬头", "邮箱", "地址", "分机",
    "电话", "税号", "谢谢", "感谢", "辛苦", "계약서", "청구서", "세금계산서", "서류", "메일", "주소", "내선", "전화", "사업자", "감사", "고맙", "덕분",
)  # fmt: skip
FEWEST_WORDS, FEWEST_SIGNS = 4, 6


def stories(notes: Notes, covered: bytearray, yes: Iterable[int]) -> Iterator[int]:
    """The tokens of all sentences and clauses that may stand beside a yes, though not every word of them is known.

    `covered` are the tokens that say nothing against it already, `yes` those that say it.
    """
    said = frozenset(yes)
    for sentence in dict.fromkeys(notes.sentence):
        tokens = [at for at in notes.sentence_words(sentence) if any(map(str.isalnum, notes.words[at]))]
        if not tokens or all(covered[at] for at in tokens):
            continue
        if said.isdisjoint(tokens):
            if _long_enough(notes, tokens) and lets_be(notes, tokens, covered):
                yield from tokens
            continue
        for clause in _clauses(notes, tokens):
            if said.isdisjoint(clause) and kindly(notes, clause) and lets_be(notes, clause, covered):
                yield from clause


def _clauses(notes: Notes, tokens: list[int]) -> Iterator[list[int]]:
    """The parts between commas; a part that opens with an `and` belongs to the one it follows."""
    parts: dict[int, list[int]] = {}
    for at in tokens:
        parts.setdefault(notes.clause_start(at), []).append(at)
    yield from parts.values()


def _long_enough(notes: Notes, tokens: list[int]) -> bool:
    signs = sum(notes.east(at) for at in tokens)
    return signs >= FEWEST_SIGNS or len(tokens) - signs >= FEWEST_WORDS


def kindly(notes: Notes, tokens: list[int]) -> bool:
    """Whether these words speak of papers or give thanks."""
    told = "".join(notes.words[at] for at in tokens if notes.east(at))
    return any(notes.words[at].startswith((*_PAPERS, *_THANKS)) for at in tokens) or any(
        word in told for word in _EASTERN_KIND
    )


def lets_be(notes: Notes, tokens: list[int], covered: bytearray) -> bool:
    """Whether nothing in these words could take back, put off or change a yes."""
    told = "".join(notes.words[at] for at in range(tokens[0], tokens[-1] + 1) if notes.east(at) or notes.words[at] == ",")
    if any(word in told for word in _EASTERN):
        return False
    first, last = tokens[0], tokens[-1] + 1
    grave = {
        at for kind in _GRAVE for hit in notes.of(kind) if hit.first < last and hit.last > first
        for at in range(hit.first, hit.last)
    }  # fmt: skip
    return all(covered[at] or (at not in grave and not _weighs(notes.words[at])) for at in tokens)


def _weighs(word: str) -> bool:
    return word in _WHOLE or word.startswith(_STEMS) or word[0].isdecimal()
