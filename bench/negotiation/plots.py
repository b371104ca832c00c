"""`python -m bench.negotiation.plots ROWS.json`: the figures of docs/negotiation.md, as plain SVG.

`ROWS.json` is what `python -m bench.negotiation --out ROWS.json` wrote.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.domain.negotiation import Limits, Move, answer, begin
from bot.domain.ratecard import Package, RateCard, quote_minor

IMAGES = Path(__file__).parents[2] / "docs" / "img"
WIDTH, HEIGHT, LEFT, TOP = 720, 360, 190, 40
INK, OURS, OTHERS = "#333333", "#b5482f", "#7d8ca3"
LINES = ("#b5482f", "#2f6fb5", "#3d8f5f", "#8a5fb0")


def captures(rows: Sequence[dict[str, object]], title: str) -> str:
    """Bars of capture with their intervals."""
    most = max(float(str(row["capture_high"])) for row in rows) * 1.1
    span, step = WIDTH - LEFT - 60, (HEIGHT - TOP - 20) / len(rows)
    parts = [_text(10, 24, title, 15)]
    for k, row in enumerate(rows):
        capture, low, high = (float(str(row[key])) for key in ("capture", "capture_low", "capture_high"))
        y = TOP + k * step
        colour = OURS if str(row["seller"]).startswith("quasi") else OTHERS
        middle = y + step * 0.4
        parts += [
            _text(10, y + step * 0.55, str(row["seller"]), 12),
            f'<rect x="{LEFT}" y="{y:.1f}" width="{span * capture / most:.1f}" height="{step * 0.8:.1f}" '
            f'fill="{colour}"/>',
            f'<path d="M{LEFT + span * low / most:.1f} {middle:.1f}H{LEFT + span * high / most:.1f}" '
            f'stroke="{INK}" stroke-width="2"/>',
            _text(LEFT + span * high / most + 8, y + step * 0.55, f"{capture:.3f}", 12),
        ]
    return _svg(parts)


def clips() -> str:
    """The ask for what was asked, over the rounds, under four floors, before the same buyer."""
    asked = Package.of(["print", "website"], ["FR", "ES"], 6, "none")
    parts = [_text(10, 24, "Asks under four floors, before one buyer: equal until the clip", 15)]
    left, bottom, span, high = 60, HEIGHT - 40, WIDTH - 220, HEIGHT - 100
    for k, floor in enumerate((300_000, 500_000, 650_000, 800_000)):
        limits = Limits(RateCard("EUR", 1_000_000, floor))
        points = _asks(limits, asked)
        path = " ".join(
            f"{left + span * n / (len(points) - 1):.1f},{bottom - high * ratio:.1f}" for n, ratio in enumerate(points)
        )
        parts += [
            f'<polyline points="{path}" fill="none" stroke="{LINES[k]}" stroke-width="{6 - 1.4 * k:.1f}"/>',
            _text(left + span + 12, bottom - high * points[-1] + 4, f"floor {floor / 10_000:.0f} % of the card", 12),
        ]
    parts += [
        f'<path d="M{left} {bottom - high}V{bottom}H{left + span}" fill="none" stroke="{INK}"/>',
        _text(left - 45, bottom - high + 5, "card", 12),
        _text(left - 45, bottom + 5, "0", 12),
        _text(left + span / 2 - 20, bottom + 25, "rounds", 12),
    ]
    return _svg(parts)


def _asks(limits: Limits, asked: Package) -> list[float]:
    rounds, quote = 14, quote_minor(limits.ratecard, asked)
    talk, act = begin(limits, Move("brief", asked), rounds=rounds, seed=4, menu=3)
    ratios = [act.packages[0].fee_minor / quote]
    for k in range(rounds - 1):
        offer = Move("offer", asked, int(quote * (0.15 + 0.004 * k)))
        talk, act = answer(talk, limits, offer)
        listed = [one.fee_minor / quote for one in act.packages if one.package == asked]
        ratios.append(listed[0] if listed else ratios[-1])
    return ratios


def _text(x: float, y: float, words: str, size: int) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-family="sans-serif" fill="{INK}">{words}</text>'


def _svg(parts: list[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>', *parts, "</svg>"]) + "\n"


def main() -> None:
    """Write the three figures."""
    rows = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    IMAGES.mkdir(parents=True, exist_ok=True)
    for half, name in (("training half", "training"), ("held-out half", "held-out")):
        figure = captures(rows[half], f"Share of the best joint surplus that the seller captured, {half}")
        (IMAGES / f"negotiation-capture-{name}.svg").write_text(figure, encoding="utf-8")
    (IMAGES / "negotiation-clip.svg").write_text(clips(), encoding="utf-8")


if __name__ == "__main__":
    main()
