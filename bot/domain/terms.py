"""Terms: one complete, canonical offer, and the hash that consent is given to (DESIGN §2).

The canonical bytes are RFC 8785 JSON. Terms hold only strings, whole numbers, booleans and lists of strings under
ASCII keys, for which the standard library's encoder gives the same bytes; a test holds it to the `rfc8785` package.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.calendar import term_months
from bot.domain.disclosure import BY_CODE
from bot.domain.errors import RuleBroken
from bot.domain.money import Money
from bot.domain.ratecard import Package
from bot.domain.vocabulary import CATEGORIES, DEPICTIONS, ORIGINS, REPRESENTED, Exclusivity

VERSION = 1
MAX_ASSETS = 10_000
MAX_COMMISSION_BP = 2_000
"""New York Fashion Workers Act: a commission of at most 20 %."""
TEXT_LIMITS = {"talent": 120, "licensee": 160, "brand": 120, "product": 160, "purpose": 300}


@dataclass(frozen=True)
class Depiction:
    """Which attributes of the talent may be altered; none, unless the talent allowed it item by item."""

    age: bool = False
    body_shape: bool = False
    ethnicity: bool = False
    hair: bool = False
    skin_tone: bool = False

    def allowed(self) -> frozenset[str]:
        """The attributes that may be altered."""
        return frozenset(name for name in DEPICTIONS if getattr(self, name))


@dataclass(frozen=True)
class Terms:
    """Every term of a licence. Frozen, ordered, and checked when made: terms that exist are well formed."""

    talent: str
    licensee: str
    brand: str
    product: str
    category: str
    purpose: str
    media: tuple[str, ...]
    territories: tuple[str, ...]
    starts_on: date
    ends_on: date
    tz: str
    exclusivity: Exclusivity
    assets_max: int
    replaces_casting: bool
    fee: Money
    commission_bp: int
    disclosure: tuple[str, ...]
    depiction: Depiction = Depiction()
    origin: str = "digital_clone"
    revocation_notice_h: int = 72
    represented: str = "none"

    def __post_init__(self) -> None:
        for name, limit in TEXT_LIMITS.items():
            _require_text(name, getattr(self, name), limit)
        object.__setattr__(self, "media", tuple(sorted(set(self.media))))
        object.__setattr__(self, "territories", tuple(sorted(set(self.territories))))
        self.package()
        _require(self.category in CATEGORIES, "category_unknown")
        _require(self.origin in ORIGINS, "origin_unknown")
        _require(self.represented in REPRESENTED, "represented_unknown")
        _require(1 <= self.assets_max <= MAX_ASSETS, "assets_out_of_range", most=MAX_ASSETS)
        _require(self.fee.amount_minor > 0, "fee_not_positive")
        _require(0 <= self.commission_bp <= MAX_COMMISSION_BP, "commission_too_high", most_bp=MAX_COMMISSION_BP)
        _require(bool(self.disclosure) and set(self.disclosure) <= set(BY_CODE), "disclosure_unknown")
        _require(self.revocation_notice_h >= 0, "notice_negative")

    def package(self) -> Package:
        """What is priced of it."""
        months = term_months(self.starts_on, self.ends_on)
        return Package.of(self.media, self.territories, months, self.exclusivity)

    def commission(self) -> Money:
        """What the agency keeps."""
        return self.fee.share_bp(self.commission_bp)

    def pay(self) -> Money:
        """What the talent is paid: the fee less the commission."""
        return self.fee.minus(self.commission())

    def as_dict(self) -> dict[str, Any]:
        """The canonical object of DESIGN §2; `all` media stay listed one by one."""
        return {
            "v": VERSION,
            "talent": self.talent,
            "licensee": self.licensee,
            "brand": self.brand,
            "product": self.product,
            "category": self.category,
            "purpose": self.purpose,
            "media": list(self.media),
            "territories": list(self.territories),
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "tz": self.tz,
            "exclusivity": self.exclusivity,
            "assets_max": self.assets_max,
            "origin": self.origin,
            "replaces_casting": self.replaces_casting,
            "depiction": {name: getattr(self.depiction, name) for name in sorted(DEPICTIONS)},
            "ai_training": False,
            "fee": {"amount": self.fee.decimal(), "currency": self.fee.currency},
            "commission_bp": self.commission_bp,
            "disclosure": list(self.disclosure),
            "revocation_notice_h": self.revocation_notice_h,
            "represented": self.represented,
        }

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Terms:
        """Back from `as_dict`. Raises RuleBroken `terms_unreadable` when it is not such an object."""
        try:
            values = {key: value for key, value in raw.items() if key not in ("v", "ai_training")}
            if raw["v"] != VERSION or raw["ai_training"] is not False:
                raise RuleBroken("terms_unreadable")
            values["starts_on"] = date.fromisoformat(raw["starts_on"])
            values["ends_on"] = date.fromisoformat(raw["ends_on"])
            values["fee"] = Money.parse(raw["fee"]["amount"], raw["fee"]["currency"])
            values["depiction"] = Depiction(**raw["depiction"])
            for key in ("media", "territories", "disclosure"):
                values[key] = tuple(raw[key])
            return cls(**values)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise RuleBroken("terms_unreadable") from None

    def canonical_bytes(self) -> bytes:
        """RFC 8785 JSON of `as_dict`."""
        return canonical_json(self.as_dict())

    @property
    def sha256(self) -> str:
        """The hash that consent is given to, in lower-case hex."""
        return hashlib.sha256(self.canonical_bytes()).hexdigest()


def canonical_json(value: object) -> bytes:
    """RFC 8785 bytes of a value without floats and with ASCII keys.

    Raises RuleBroken `not_canonical` for floats, whole numbers past 2^53 and lone surrogates.
    """
    _require_canonical(value)
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise RuleBroken("not_canonical") from None


def clean_text(text: str, limit: int) -> str:
    """One line of NFC text without control or format characters, cut at `limit` characters on a word where it can."""
    kept = "".join(" " if unicodedata.category(ch)[0] == "Z" or ch in "\t\n\r" else ch for ch in text)
    kept = "".join(ch for ch in kept if unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    line = " ".join(unicodedata.normalize("NFC", kept).split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head).rstrip() + "…"


def _require(holds: bool, code: str, **detail: object) -> None:
    if not holds:
        raise RuleBroken(code, **detail)


def _require_text(name: str, text: str, limit: int) -> None:
    _require(bool(text) and text == clean_text(text, limit), "text_unusable", field=name, limit=limit)


def _require_canonical(value: object) -> None:
    match value:
        case bool() | None | str():
            return
        case int():
            _require(abs(value) < 2**53, "not_canonical")
        case list() | tuple():
            for item in value:
                _require_canonical(item)
        case dict():
            for key, item in value.items():
                _require(isinstance(key, str) and key.isascii(), "not_canonical")
                _require_canonical(item)
        case _:
            raise RuleBroken("not_canonical")
