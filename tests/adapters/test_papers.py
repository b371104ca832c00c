"""The papers of a licence: whole, legible, the same every time, and safe from what people type."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import icalendar
import pypdf
import pytest

from bot.domain.money import Money
from bot.domain.terms import Depiction
from bot.domain.vocabulary import COUNTRIES, MEDIA
from bot.surfaces.papers.licence_file import check_code, read_licence_file
from tests.licences import NUMBER, a_licence, documents, some_terms


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_file_holds_every_term_and_ends_with_a_newline() -> None:
    licence = a_licence()
    content = documents().licence_json(licence)
    file = json.loads(content)
    assert file["terms"] == licence.terms.as_dict()
    assert file["verify_at"] == f"https://quasi.example/verify/{NUMBER}"
    assert file["consent"] == {"id": "consent001", "approved_at": "2026-11-03T17:52:01.000Z"}
    assert content.endswith(b"}\n")


def test_the_same_licence_gives_the_same_bytes() -> None:
    assert documents().licence_json(a_licence()) == documents().licence_json(a_licence())
    assert documents().licence_pdf(a_licence()) == documents().licence_pdf(a_licence())
    assert documents().licence_ics(a_licence()) == documents().licence_ics(a_licence())


def test_the_pdf_carries_the_file() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(documents().licence_pdf(a_licence())))
    assert pdf.attachments["licence.json"] == [documents().licence_json(a_licence())]


def test_the_pdf_says_it_is_pdf_a_3_with_an_accessible_structure() -> None:
    pdf = documents().licence_pdf(a_licence())
    assert re.search(rb"pdfaid:part>3<", pdf) and re.search(rb"pdfaid:conformance>A<", pdf)


def test_the_pdf_shows_every_term_in_plain_words() -> None:
    shown = text_of(documents().licence_pdf(a_licence()))
    for words in (
        NUMBER, "Imani Okafor", "Northwind Outerwear SAS", "Fjord parka", "Launch of the winter parka",
        "website", "print", "France · Spain", "Sun 10 Jan 2027 – Fri 9 Jul 2027 (6 months)", "exclusive for outerwear",
        "at most 8 final images", "replace no casting", "skin tone", "may not be altered", "Training, tuning",
        "EUR 10,600.00", "EUR 1,590.00", "EUR 9,010.00", "digital clone of Imani Okafor, licensed with consent",
        "Regulation (EU) 2024/1689", "72 hours", "Tue 3 Nov 2026, 18:52 (Paris)", a_licence().terms_sha256,
        "https://quasi.example/verify", "not represented",
    ):  # fmt: skip
        assert words in shown, words


def test_the_check_code_on_paper_is_that_of_the_file() -> None:
    file = read_licence_file(documents().licence_json(a_licence()))
    assert check_code(file) == documents().check_code(a_licence())
    assert check_code(file) in text_of(documents().licence_pdf(a_licence()))


def test_another_fee_gives_another_check_code() -> None:
    dearer = a_licence(some_terms(fee=Money(1_060_001, "EUR")))
    assert documents().check_code(dearer) != documents().check_code(a_licence())


HOSTILE = [
    '#panic() #import "x" #read("/etc/passwd")',
    "*bold* _it_ $x^2$ `raw` @ref <label> // comment /* c */ \\ #",
    '"; ] } ) #let x = 1',
    "=== Heading - list + enum / term: x",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_people_type_is_shown_and_never_run(typed: str) -> None:
    shown = text_of(documents().licence_pdf(a_licence(some_terms(product=typed))))
    assert typed.replace(" ", "") in shown.replace(" ", "").replace("\u200b", "")


@pytest.mark.parametrize(
    "name", ["Zoë Ångström", "Ελένη Παππά", "Анна Чехова", "שרה כהן", "ليلى حداد", "Đặng Thị Ngọc"]
)
def test_names_in_many_scripts_are_drawn(name: str) -> None:
    pdf = documents().licence_pdf(a_licence(some_terms(talent=name)))
    assert "[U+" not in text_of(pdf)


@pytest.mark.parametrize("name", ["岡本 多緒", "박준", "王小明"])
def test_chinese_japanese_and_korean_names_are_drawn_or_spelled_out(name: str) -> None:
    shown = text_of(documents().licence_pdf(a_licence(some_terms(talent=name))))
    if find_spec("noto_cjk_sans_otc"):
        assert name in shown
    else:
        assert f"U+{ord(name[0]):04X}" in shown and "have no glyph" in shown


def test_emoji_are_spelled_out_and_the_paper_says_why() -> None:
    shown = text_of(documents().licence_pdf(a_licence(some_terms(product="Parka 😀🎉"))))
    assert "Parka [U+1F600 U+1F389]" in shown and "have no glyph" in shown


def test_every_country_and_medium_and_the_longest_texts_fit_on_the_page(tmp_path: Path) -> None:
    terms = some_terms(
        media=MEDIA,
        territories=tuple(COUNTRIES),
        licensee="W" * 160,
        purpose=("Wintercampaign " * 30)[:299].strip(),
        fee=Money(10**13, "JPY"),
        ends_on=date(2028, 1, 31),
        disclosure=("cn_ai_labelling", "eu_ai_act_50", "kr_ai_basic_act_31", "ny_gbl_396b"),
        depiction=Depiction(hair=True),
    )
    shown = text_of(documents().licence_pdf(a_licence(terms)))
    assert "249 countries and territories" in shown and "Zimbabwe" in shown
    assert _widest_ink(documents().licence_pdf(a_licence(terms)), tmp_path) < 595 - 40


def _widest_ink(pdf: bytes, folder: Path) -> float:
    """How far right any word of the PDF reaches, in points."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not here to measure the page")
    (folder / "a.pdf").write_bytes(pdf)
    html = subprocess.run(["pdftotext", "-bbox", "a.pdf", "-"], cwd=folder, capture_output=True, check=True).stdout
    return max(float(edge) for edge in re.findall(rb'xMax="([\d.]+)"', html))


def test_the_calendar_has_first_and_last_day_and_four_reminders() -> None:
    calendar = icalendar.Calendar.from_ical(documents().licence_ics(a_licence()))
    starts, ends = calendar.walk("VEVENT")
    assert (starts["DTSTART"].dt, ends["DTSTART"].dt) == (date(2027, 1, 10), date(2027, 7, 9))
    assert [alarm["TRIGGER"].dt.days for alarm in ends.walk("VALARM")] == [-30, -14, -7, -1]


def test_a_short_licence_reminds_only_while_it_runs() -> None:
    short = a_licence(some_terms(ends_on=date(2027, 1, 20)))
    ends = icalendar.Calendar.from_ical(documents().licence_ics(short)).walk("VEVENT")[1]
    assert [alarm["TRIGGER"].dt.days for alarm in ends.walk("VALARM")] == [-7, -1]
