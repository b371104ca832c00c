"""Rules with simulated language models: an able one may not harm, a sloppy one neither, a hostile one says nothing."""

from __future__ import annotations

import pytest

from bench.reading.score import gold
from bench.reading.simulated import Model, Row, able, hostile, invented, overall, prose, sloppy, with_model

RECALL_LEAST = 0.96


def _unseen() -> list[Row]:
    return [*gold(("held",), "brand"), *prose()]


@pytest.mark.parametrize("model", [able, sloppy])
def test_a_model_brings_recall_to_its_floor_and_takes_no_precision(model: Model) -> None:
    rules, helped = overall(with_model(None, _unseen())), overall(with_model(model, _unseen()))
    assert helped[0] >= rules[0]
    assert helped[1] >= RECALL_LEAST


_TRAPS = frozenset(
    f"{name}-brand-{number}"
    for name, number in (("second", "045"), ("fourth", "022"), ("fifth", "082"), ("seventh", "001"), ("seventh", "009"),
                         ("seventh", "021"), ("seventh", "124"), ("eighth", "051"))
)  # fmt: skip
"""Messages from which a quote, cut out of its sentence, once brought back what the sentence turns."""


def test_a_model_that_lies_with_true_quotes_brings_about_no_fee_date_or_yes() -> None:
    trapped = [row for row in gold((), "brand") if row["id"] in _TRAPS]
    assert len(trapped) == len(_TRAPS)
    assert invented(hostile, [*trapped, *_unseen()[::4]]) == []
