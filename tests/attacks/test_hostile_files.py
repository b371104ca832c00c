"""Files from strangers, given to the examination of licences: a sentence each time, soon, and no fault (I13)."""

from __future__ import annotations

import time
import zlib

import pytest

from bot.domain.errors import RuleBroken
from bot.domain.money import Money
from bot.proof import verify_licence_file
from bot.surfaces.papers.licence_file import LicenceFileUnreadable

MOST_S = 5.0
TERMS = (
    '{"number":"x","terms":{"v":1,"ai_training":false,"starts_on":"%s","ends_on":"9999-12-31","tz":"%s",'
    '"fee":{"amount":%s,"currency":"%s"},"depiction":{}}}'
)
AMOUNTS = ('"1e400000000"', '"-1e400000000"', '"0e400000000"', '"1e-400000000"', '"sNaN"', "[0,[1],400000000]", "{}")
HOSTILE: dict[str, bytes] = {
    **{f"amount {amount}": (TERMS % ("2027-01-01", "Europe/Paris", amount, "EUR")).encode() for amount in AMOUNTS},
    "zone": (TERMS % ("2027-01-01", "../../etc/passwd", '"1"', "EUR")).encode(),
    "nul zone": (TERMS % ("2027-01-01", "\\u0000", '"1"', "EUR")).encode(),
    "last day": (TERMS % ("9999-12-31", "UTC", '"1"', "EUR")).encode(),
    "currency": (TERMS % ("2027-01-01", "UTC", '"1"', "ßß")).encode(),
    "number": b'{"number":1e999,"terms":{"v":NaN}}',
    "surrogate": rb'{"number":"\ud800","terms":{"talent":"\udfff"}}',
    "signature": b'{"number":"x","terms":{},"signature":{"alg":"Ed25519","public_key":"zz","value":[1]}}',
    "long number": b'{"number":' + b"9" * 5000 + b',"terms":{}}',
    "zip bomb": b"%PDF-1.7 /Type /EmbeddedFile >> stream\n" + zlib.compress(b"0" * 300_000_000, 9),
    "many starts": b"%PDF-" + b"/Type/EmbeddedFile" * 110_000,
    "spaces": b"%PDF-" + b"/Type/EmbeddedFile>>" * 20 + b" " * 1_900_000,
    **{f"{depth} deep": b'{"number":"x","terms":{"a":' + b"[" * depth + b"]" * depth + b"}}"
       for depth in (400, 900, 990, 995, 1200, 100_000)},
}  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_never_genuine_and_never_a_fault(content: bytes) -> None:
    begun = time.monotonic()
    try:
        verdict: str = verify_licence_file(content, b"k" * 32).verdict
    except LicenceFileUnreadable as unreadable:
        verdict = str(unreadable)
    assert verdict not in ("genuine", "intact")
    assert time.monotonic() - begun < MOST_S


@pytest.mark.parametrize(
    "amount", ["1e400000000", "-1e400000000", "1e-400000000", "NaN", "sNaN", "Infinity", "1e15", "0.001", "", "½"]
)
@pytest.mark.parametrize("currency", ["EUR", "KRW"])
def test_an_amount_that_cannot_be_meant_is_unreadable(amount: str, currency: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        Money.parse(amount, currency)
    assert broken.value.code in ("amount_unreadable", "amount_too_large")
