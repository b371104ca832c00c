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


def test_a_model_that_lies_with_true_quotes_brings_about_no_fee_date_or_yes() -> None:
    assert invented(hostile, _unseen()[::3]) == []
