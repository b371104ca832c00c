"""Read one message: `read(text, context)` gives what the words bear out, and `to_json` the shape of `quasi read`.

It never raises, looks at no clock and no file, and costs time in proportion to the message (docs/reading.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from bot.domain.money import minor_digits
from bot.reading import (
    assent,
    flags,
    intents,
    lengths,
    letterhead,
    media,
    names,
    packages,
    places,
    polarity,
    questions,
    terms,
)
from bot.reading.beside_brand import TOLD, tales
from bot.reading.category import category
from bot.reading.day_to_day import mark as mark_day
from bot.reading.described import DESCRIBED, described
from bot.reading.exclusivity import exclusivity
from bot.reading.fee import FeeRead, read_fee
from bot.reading.findings import Context, Figure, Findings
from bot.reading.gone_by import in_a_tale
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.period import period as read_period
from bot.reading.said import Said
from bot.reading.seasons import season_doubts
from bot.reading.text import Page, says
from bot.reading.whereabouts import WHERE, whereabouts
from bot.reading.yes import Message

Span = tuple[int, int]


class _Draft:
    """Fields, their spans and doubts, while a page is being read."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.values: dict[str, object] = {}
        self.evidence: dict[str, str] = {}
        self.why: dict[str, str] = {}
        self.spans: list[Span] = []
        self.one_period = False

    def say(self, field: str, value: object, span: Span | None) -> None:
        """Set a field with the words it came from."""
        if span is not None and self.notes.sentence[span[0]] in self.notes.explaining:
            return
        self.values[field] = value
        if span is not None:
            self.evidence[field] = self.notes.page.quote(*span)
            self.spans.append(span)
            self.notes.claim(*span)

    def forget(self, fields: tuple[str, ...]) -> None:
        """Take back what turned out to be about something else."""
        for field in fields:
            self.values.pop(field, None)
            self.evidence.pop(field, None)
            self.why.pop(field, None)

    def doubt(self, field: str, why: str, span: Span | None = None) -> None:
        """Mark a field as one to ask about."""
        self.why.setdefault(field, why)
        if span is not None:
            self.evidence.setdefault(field, self.notes.page.quote(*span))
            self.spans.append(span)
            self.notes.claim(*span)


def read(text: str, context: Context) -> Findings:
    """Findings for one message: what is unsure is silent or `unclear`, and every value has its words in `evidence`."""
    notes = Notes(Page(text), context)
    if notes.flooded:
        return Findings(intent="other", intents=("other",))
    people = names.talents(notes)
    notes.asking = questions.asking(notes)
    notes.explaining = questions.explaining(notes)
    polarity.mark(notes)
    letterhead.mark(notes)
    assent.mark(notes)
    mark_day(notes)
    for first, last in list(tales(notes)):
        notes.forget(first, last, TOLD)
    for first, last in list(whereabouts(notes)):
        notes.forget(first, last, WHERE)
    remarks = dict(described(notes))
    for first, last in remarks.items():
        notes.forget(first, last, DESCRIBED)
    draft = _Draft(notes)
    _people(draft, people)
    lands = _places(draft)
    fee = _money(draft, lands)
    _time(draft, fee.taken)
    _media(draft)
    _rest(draft, fee.taken)
    raised = flags.flags(notes)
    for name, span in raised.spans.items():
        draft.evidence.setdefault(name, notes.page.quote(*span))
    chosen = packages.package(notes, remarks)
    if chosen is not None:
        draft.values["package"] = chosen[0]
        draft.evidence["package"] = notes.page.quote(chosen[1], chosen[2])
    said = Message(
        tuple(draft.spans), fee.spans, fee.amounts,
        bool(draft.values.get("media_removed") or draft.values.get("territories_removed")),
        bool(people), chosen, fee.moved, raised.raised,
    )  # fmt: skip
    meant = intents.intents(notes, said)
    if meant[0] == "withdraw":
        draft.forget(("perpetual", "months", "days", "starts_on", "ends_on", "exclusivity"))
    if meant[0] in _WITHOUT_TERMS and (context.role == "talent" or meant[0] == "later"):
        draft.forget(_TERM_FIELDS)
    if meant[0] == "decline" and context.role == "talent":  # the figure she laughs at is none of hers
        draft.forget(("fee", "fee_max"))
    return _finish(draft, meant, raised)


_WITHOUT_TERMS = ("approve", "decline", "later", "revoke", "pause", "other")
"""What a talent says with these is no wish about the terms: `I'm back from Milan next week` names no land of use."""
_TERM_FIELDS = tuple("media territories months days starts_on ends_on exclusivity category assets".split())


def _people(draft: _Draft, people: list[tuple[str, int, int]]) -> None:
    everyone = tuple(dict.fromkeys(name for name, _, _ in people))
    draft.values["talents"] = everyone
    if len(everyone) == 1:
        draft.values["talent"] = everyone[0]
        longest = max(people, key=lambda person: person[2] - person[1])
        draft.evidence["talent"] = draft.notes.page.quote(longest[1], longest[2]).removesuffix("'s").removesuffix("’s")
    elif everyone:
        draft.doubt("talent", "more than one talent is named", (people[0][1], people[-1][2]))


def _places(draft: _Draft) -> tuple[str, ...]:
    found = places.places(draft.notes)
    markets = places.demonyms(draft.notes)
    said = tuple(dict.fromkeys((*found.said, *(code for code, _, _ in markets if code not in found.removed))))
    spans = sorted((*found.spans, *((first, last) for _, first, last in markets)))
    if said:
        draft.say("territories", said, (spans[0][0], spans[-1][1]) if spans else None)
    draft.values["territories_removed"] = found.removed
    if found.unclear is not None:
        draft.doubt("territories", "a region without a fixed list of countries", found.unclear)
    return said


def _money(draft: _Draft, lands: tuple[str, ...]) -> FeeRead:
    fee = read_fee(draft.notes, lands)
    if fee.fee is not None:
        draft.say("fee", fee.fee, fee.span)
    if fee.fee_max is not None:
        draft.say("fee_max", fee.fee_max, fee.span)
    if fee.unclear is not None:
        draft.doubt("fee", fee.unclear, fee.span)
    return fee


def _time(draft: _Draft, taken: bytearray) -> None:
    notes = draft.notes
    length = lengths.read_length(notes, taken)
    if length.length is not None:
        found = length.length
        draft.say(
            "months" if found.months is not None else "days", found.months or found.days, (found.first, found.last)
        )
        taken[found.first : found.last] = b"\1" * (found.last - found.first)
    elif length.unclear is not None:
        draft.doubt("months", length.unclear, length.span)
    if {"months", "days"} & set(draft.values) and _one_or_the_other(draft):
        draft.forget(("months", "days"))
        draft.doubt("months", "each figure has a length of its own")
    period = read_period(notes, taken)
    draft.one_period = period.start_span is not None and period.start_span == period.end_span
    if period.starts_on is not None:
        draft.say("starts_on", period.starts_on, period.start_span)
    if period.ends_on is not None:
        draft.say("ends_on", period.ends_on, period.end_span)
    for field, why in period.unclear.items():
        draft.doubt(field, why, period.start_span if field == "starts_on" else period.end_span)
    for field, why, hit in season_doubts(notes, set(draft.values)):
        draft.doubt(field, why, (hit.first, hit.last))
    _disagreement(draft)


def _one_or_the_other(draft: _Draft) -> bool:
    """`5k for three months or 7k for six`: two offers in one."""
    notes = draft.notes
    if draft.why.get("fee") != "more than one figure is named" or "or" not in notes.words:
        return False
    return "for" in notes.words[notes.words.index("or") :] or len(notes.of("unit")) > 1


def _disagreement(draft: _Draft) -> None:
    """Start, length and end that do not fit together are asked about."""
    start, end = draft.values.get("starts_on"), draft.values.get("ends_on")
    length = draft.values.get("months"), draft.values.get("days")
    if not (isinstance(start, date) and isinstance(end, date)) or length == (None, None):
        return
    stated = (
        length[0] * 30.44 if isinstance(length[0], int) else float(length[1]) if isinstance(length[1], int) else 0.0
    )
    if abs((end - start).days + 1 - stated) > 4 and draft.one_period:
        draft.forget(("ends_on",))
    elif abs((end - start).days + 1 - stated) > 4:
        for field in ("ends_on", "months", "days"):
            if draft.values.pop(field, None) is not None:
                draft.doubt("ends_on" if field == "ends_on" else "months", "start, length and end do not fit together")


def _media(draft: _Draft) -> None:
    found = media.media(draft.notes)
    if found.said:
        draft.say("media", found.said, (found.spans[0][0], found.spans[-1][1]) if found.spans else None)
    draft.values["media_removed"] = found.removed
    if found.unclear is not None:
        draft.doubt("media", "organic or paid social, or both?", found.unclear)
        if found.said and found.spans:
            # `website and Instagram`: what is not clear stands in the words that are shown with the field.
            first, last = min(found.spans[0][0], found.unclear[0]), max(found.spans[-1][1], found.unclear[1])
            if draft.notes.sentence[first] == draft.notes.sentence[last - 1]:
                draft.evidence["media"] = draft.notes.page.quote(first, last)
    for hit in draft.notes.of("buyout"):
        draft.values["buyout"] = True
        draft.evidence.setdefault("buyout", draft.notes.page.quote(hit.first, hit.last))
        if not found.said:
            draft.doubt("media", "a buyout does not say which media", (hit.first, hit.last))


def _rest(draft: _Draft, taken: bytearray) -> None:
    notes = draft.notes
    exclusive, scope = exclusivity(notes)
    _say_or_doubt(draft, "exclusivity", exclusive)
    goods = category(notes, scope)
    if goods is not None and not _only_told(notes, goods.span):
        _say_or_doubt(draft, "category", goods)
    _say_or_doubt(draft, "assets", terms.assets(notes, taken))
    _say_or_doubt(draft, "replaces_casting", terms.casting(notes))
    purpose, product = terms.purpose_and_product(notes)
    for field, said in (("purpose", purpose), ("product", product)):
        if said is not None:
            draft.values[field] = said.value
            draft.evidence[field] = notes.page.quote(*said.span)
    for hit in notes.of("perpetual"):
        if notes.ending("neg", hit.first) is None and not _ever(notes, hit):
            draft.say("perpetual", True, (hit.first, hit.last))
            break
    beside = bool(draft.values.get("media") or draft.values.get("territories"))
    draft.values["adds"] = beside and (notes.keeps or bool(notes.of("add")))
    draft.values["only"] = beside and bool(notes.of("only"))


def _only_told(notes: Notes, span: Span | None) -> bool:
    """`I did the maths with a glass of wine`: a talent names goods of the licence only where she asks or excludes."""
    if notes.context.role != "talent" or span is None:
        return False
    if in_a_tale(notes, *span):
        return True
    sentence = notes.sentence[span[0]]
    return sentence not in notes.asking and all(
        notes.sentence[hit.first] != sentence for hit in notes.of("exclusivity")
    )


_USING = frozenset(
    "use uses using used keep own run show have licence license rights pictures images nutzen verwenden behalten"
    " utiliser garder usar utilizar conservar usare utilizzare tenere gebruiken houden anvanda behalla uzywac"
    " wykorzystywac".split()
)


def _ever(notes: Notes, hit: Hit) -> bool:
    """`I've wanted to work with them forever`: a talent's for ever that is not about the use."""
    if notes.context.role != "talent":
        return False
    sentence = notes.sentence_words(notes.sentence[hit.first])
    return _USING.isdisjoint(notes.words[at] for at in sentence) and not notes.east(hit.first)


def _say_or_doubt(draft: _Draft, field: str, said: Said | None) -> None:
    if said is None:
        return
    if said.unclear is not None:
        draft.doubt(field, said.unclear, said.span)
    else:
        draft.say(field, said.value, said.span)


_ORDER = (
    "talent",
    "fee",
    "media",
    "territories",
    "starts_on",
    "ends_on",
    "months",
    "exclusivity",
    "category",
    "assets",
)


def _finish(draft: _Draft, meant: tuple[str, ...], raised: flags.Flags) -> Findings:
    unclear = tuple(field for field in _ORDER if field in draft.why)
    evidence = {field: words for field, words in draft.evidence.items() if words}
    return Findings(
        intent=meant[0], intents=meant, unclear=unclear, why_unclear=MappingProxyType(dict(draft.why)),
        flags=raised.raised, alterations=raised.alterations, evidence=MappingProxyType(evidence),
        whole=not unclear and _explained(draft.notes), **draft.values,  # type: ignore[arg-type]
    )  # fmt: skip


def _explained(notes: Notes) -> bool:
    """Whether every word was read as something: then no language model need be asked."""
    known = bytearray(notes.claimed)
    for hit in notes.hits:
        for token in range(hit.first, hit.last):
            known[token] = 1
    return all(known[at] or not says(word) for at, word in enumerate(notes.words))


def plain(value: Decimal) -> str:
    """A decimal as terms write it: `9000`, `1200.50`."""
    whole = value.to_integral_value()
    return f"{whole:f}" if value == whole else f"{value:f}"


def _figure(figure: Figure) -> list[str | None]:
    value, currency = figure
    if currency is not None and value != value.to_integral_value():
        value = value.quantize(
            Decimal(1).scaleb(-max(minor_digits(currency), -int(value.normalize().as_tuple().exponent)))
        )
    return [plain(value), currency]


def to_json(findings: Findings) -> dict[str, object]:
    """The exact `quasi read` answer (DESIGN §6), without its `id`: only what was said."""
    answer: dict[str, object] = {"intent": findings.intent}
    if findings.talent is not None:
        answer["talent"] = findings.talent
    for field in ("fee", "fee_max"):
        figure = getattr(findings, field)
        if figure is not None:
            answer[field] = _figure(figure)
    for field in ("media", "territories"):
        if getattr(findings, field):
            answer[field] = list(getattr(findings, field))
    for field in ("starts_on", "ends_on"):
        if getattr(findings, field) is not None:
            answer[field] = getattr(findings, field).isoformat()
    for field in ("months", "days", "exclusivity", "category", "assets"):
        if getattr(findings, field) is not None:
            answer[field] = getattr(findings, field)
    if findings.perpetual:
        answer["perpetual"] = True
    if findings.unclear:
        answer["unclear"] = list(findings.unclear)
    if findings.flags:
        answer["flags"] = sorted(findings.flags)
    evidence = _shown_evidence(findings.evidence, answer)
    if evidence:
        answer["evidence"] = evidence
    return answer


def _shown_evidence(evidence: Mapping[str, str], answer: Mapping[str, object]) -> dict[str, str]:
    unclear = answer.get("unclear")
    flagged = answer.get("flags")
    shown = {*answer, *(unclear if isinstance(unclear, list) else ()), *(flagged if isinstance(flagged, list) else ())}
    return {field: words for field, words in evidence.items() if field in shown}
