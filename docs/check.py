"""Checks that every link between our own pages, pictures and headings leads somewhere; `make docs` runs it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)")
FENCED = re.compile(r"```.*?```", re.DOTALL)
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def pages() -> list[Path]:
    """README, CHANGELOG and all below docs."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def broken_links(page: Path) -> list[str]:
    """One sentence for each link of this page that leads nowhere; links to the web are not followed."""
    told = []
    for target in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists():
            told.append(f"{page.relative_to(ROOT)}: there is no {target}")
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            told.append(f"{page.relative_to(ROOT)}: {target} names no heading")
    return told


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = HEADING.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def main() -> int:
    """Print what is broken. Returns 1 where something is."""
    broken = [sentence for page in pages() for sentence in broken_links(page)]
    print("\n".join(broken) if broken else f"All links in {len(pages())} pages lead somewhere.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
