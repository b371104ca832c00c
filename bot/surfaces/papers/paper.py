"""The licence on paper: a PDF/A-3 that carries the licence file and is made from that file alone.

The same file gives the same bytes, on any machine with the same renderer. What people typed reaches typst as data,
never as markup. A character that no typeface here can draw is written as its Unicode number.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.domain.errors import RuleBroken
from bot.surfaces import words
from bot.surfaces.papers.licence_file import LicenceFileUnreadable, check_code, read_licence_file, terms_of
from bot.surfaces.papers.wording import paper_words

ATTACHMENT = "licence.json"
_TEMPLATE = Path(__file__).with_name("licence.typ")
_WORDED_BY = ("papers/licence.typ", "papers/paper.py", "papers/wording.py", "papers/licence_file.py", "words.py")
_DOMAIN_WORDED_BY = ("disclosure.py", "terms.py", "vocabulary.py", "calendar.py", "money.py")
_CJK_PACKAGE = "noto-cjk-sans-otc"
_CJK = re.compile("[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_TRIES = 40


class PaperFailed(Exception):
    """The PDF could not be made."""


def licence_pdf(file_bytes: bytes) -> bytes:
    """The PDF of a licence file. Raises LicenceFileUnreadable for bytes that are none."""
    file = read_licence_file(file_bytes)
    terms = terms_of(file)
    try:
        shown = paper_words(file, terms, check_code(file))
        issued_at = datetime.fromisoformat(file["issued_at"])
    except (KeyError, TypeError, ValueError, AttributeError, OSError, RuleBroken):
        # Only a file that somebody else made and signed comes here: its terms are whole, the rest of it is not.
        raise LicenceFileUnreadable("The file is not whole: a paper cannot be made from it.") from None
    package = _CJK_PACKAGE if _CJK.search(json.dumps(shown, ensure_ascii=False)) and _cjk_fonts() else None
    inputs = {"file": file_bytes.decode("utf-8"), "renderer": renderer(package), "attachment": ATTACHMENT}
    return _compile(shown, inputs, issued_at, package)


@lru_cache(maxsize=4)
def renderer(font_package: str | None = None) -> str:
    """What the bytes of a PDF depend on beside the licence file; it stands in the PDF's keywords.

    Where two of these differ, two PDFs of one licence cannot be compared byte by byte.
    """
    surfaces, domain = Path(words.__file__).parent, Path(words.__file__).parents[1] / "domain"
    sources = [surfaces / name for name in _WORDED_BY] + [domain / name for name in _DOMAIN_WORDED_BY]
    wording = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]
    parts = [f"quasi-paper/{wording}", f"typst/{version('typst')}", f"babel/{version('babel')}"]
    return " ".join([*parts, f"{font_package}/{version(font_package)}"] if font_package else parts)


def renderer_in(pdf: bytes) -> str | None:
    """The `renderer` a PDF says it was made by."""
    found = re.search(rb"quasi-paper/[0-9a-f]{12} typst/[\w.]+ babel/[\w.]+(?: noto-cjk-sans-otc/[\w.]+)?", pdf)
    return found.group().decode() if found else None


def this_machine_can_repeat(made_by: str) -> bool:
    """Whether a PDF by that renderer would come out the same here."""
    packages = (None, _CJK_PACKAGE) if _cjk_fonts() else (None,)
    return made_by in {renderer(package) for package in packages}


def _compile(shown: Mapping[str, Any], inputs: dict[str, str], issued_at: datetime, package: str | None) -> bytes:
    import typst

    missing: set[str] = set()
    for _ in range(_TRIES):
        drawn = {**_spelled_out(shown, missing), "substituted": bool(missing)}
        try:
            return bytes(
                typst.compile(
                    _TEMPLATE.read_bytes(),
                    font_paths=_fonts(package),
                    format="pdf",
                    sys_inputs={**inputs, "shown": json.dumps(drawn)},
                    pdf_standards=["a-3a"],
                    timestamp=issued_at.replace(microsecond=0),
                )
            )
        except typst.TypstError as error:
            found = {char for text in _MISSING.findall(str(error)) for char in text if not char.isascii()} - missing
            if not found:
                raise PaperFailed(str(error)) from None
            missing |= found | _neighbours(found, json.dumps(shown, ensure_ascii=False))
    raise PaperFailed("too many characters without a glyph")


def _neighbours(found: set[str], text: str) -> set[str]:
    """Characters of `text` from the same scripts, so that a name is spelled out whole and in one go."""
    blocks = {ord(char) >> 7 for char in found if ord(char) >= 0x500}
    if any(_CJK.match(char) for char in found):
        return {char for char in text if _CJK.match(char) or ord(char) >> 7 in blocks}
    return {char for char in text if ord(char) >> 7 in blocks}


def _spelled_out(value: Any, missing: set[str]) -> Any:
    if isinstance(value, str):
        return _spell(value, missing) if missing else value
    if isinstance(value, Mapping):
        return {name: _spelled_out(item, missing) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled_out(item, missing) for item in value]
    return value


def _spell(text: str, missing: set[str]) -> str:
    runs = re.compile("[" + re.escape("".join(sorted(missing))) + "]+")
    return runs.sub(lambda run: "[" + " ".join(f"U+{ord(char):04X}" for char in run.group()) + "]", text)


@lru_cache(maxsize=2)
def _fonts(package: str | None) -> Any:
    """The typefaces that typst carries in itself, and those of `package`; never the machine's own."""
    import typst

    folders = [str(_cjk_fonts())] if package else []
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


@lru_cache(maxsize=1)
def _cjk_fonts() -> Path | None:
    """The folder of the optional typefaces for Chinese, Japanese and Korean names, where they are installed."""
    spec = find_spec(_CJK_PACKAGE.replace("-", "_"))
    return Path(spec.origin).parent if spec and spec.origin else None
