"""Consent: the talent's answer to one terms hash, asked for in two steps with a typed code (DESIGN §3.4, I1–I3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import RuleBroken

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 4
CODE_TRIES = 5
ANSWER_WITHIN_H = 48


class Answer(StrEnum):
    """How an ask stands. Only `approved` ever lets a licence be issued."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    CHANGE = "change"
    LAPSED = "lapsed"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Consent:
    """One ask, to one talent, for exactly one `terms_sha256`. `code` is what she types to approve it."""

    id: str
    deal_id: str
    talent_id: str
    user_id: str
    terms_sha256: str
    code: str
    asked_at: datetime
    expires_at: datetime
    answer: Answer = Answer.OPEN
    answered_at: datetime | None = None
    reviewed_at: datetime | None = None
    wrong_codes: int = 0
    adviser_told: bool = False

    def require_answerable(self, user_id: str, now: datetime) -> None:
        """Raises RuleBroken unless `user_id` is the talent herself (I2), the ask is open and still in time."""
        if user_id != self.user_id:
            raise RuleBroken("not_yours")
        if self.answer is not Answer.OPEN:
            raise RuleBroken("consent_closed", answer=self.answer.value)
        if now >= self.expires_at:
            raise RuleBroken("consent_late")

    def reviewed(self, user_id: str, now: datetime) -> Consent:
        """The ask once its second step was opened."""
        self.require_answerable(user_id, now)
        return self if self.reviewed_at else replace(self, reviewed_at=now)

    def approve(self, user_id: str, typed_code: str, terms_sha256: str, now: datetime) -> Consent:
        """The approved consent.

        Raises RuleBroken `not_yours`, `consent_closed`, `consent_late`, `not_reviewed`, `terms_changed`,
        `code_wrong` or `code_locked`; a wrong code is counted by `with_wrong_code`.
        """
        self.require_answerable(user_id, now)
        if self.reviewed_at is None:
            raise RuleBroken("not_reviewed")
        if terms_sha256 != self.terms_sha256:
            raise RuleBroken("terms_changed")
        if self.wrong_codes >= CODE_TRIES:
            raise RuleBroken("code_locked")
        if normal_code(typed_code) != self.code:
            raise RuleBroken("code_wrong", left=CODE_TRIES - self.wrong_codes - 1)
        return replace(self, answer=Answer.APPROVED, answered_at=now)

    def with_wrong_code(self) -> Consent:
        """One wrong try more."""
        return replace(self, wrong_codes=self.wrong_codes + 1)

    def closed(self, answer: Answer, now: datetime) -> Consent:
        """The ask ended some other way than by approval; approving goes through `approve` alone."""
        if answer in (Answer.APPROVED, Answer.OPEN):
            raise RuleBroken("consent_answer", answer=answer.value)
        if self.answer is not Answer.OPEN:
            raise RuleBroken("consent_closed", answer=self.answer.value)
        return replace(self, answer=answer, answered_at=now)


def code_from(entropy: int) -> str:
    """A code of four Crockford characters from a random number of 20 bits or more."""
    return "".join(CODE_ALPHABET[(entropy >> (5 * place)) & 31] for place in range(CODE_LENGTH))


def normal_code(typed: str) -> str:
    """What a person typed, as Crockford reads it: case, spaces and hyphens do not count; O is 0, I and L are 1."""
    kept = "".join(ch for ch in typed.upper() if ch.isascii() and ch.isalnum())
    return kept.translate(str.maketrans("OIL", "011"))
