"""`ports.Documents`, made real: the licence file, its PDF and its calendar dates."""

from __future__ import annotations

from bot.domain.licence import Licence
from bot.ports import Signer
from bot.surfaces.papers.calendar_file import calendar_file
from bot.surfaces.papers.licence_file import Issuer, check_code, licence_file, read_licence_file
from bot.surfaces.papers.paper import licence_pdf


class TypstDocuments:
    """Pure and repeatable: the same licence and key give the same bytes.

    `public_url` is where the verification page is served, `issuer_name` who runs this Quasi.
    """

    def __init__(self, signer: Signer, *, public_url: str, issuer_name: str = "") -> None:
        self._signer = signer
        self._issuer = Issuer(issuer_name or "Quasi", public_url.rstrip("/"))

    def licence_json(self, licence: Licence) -> bytes:
        """The signed licence file."""
        return licence_file(licence, self._issuer, self._signer)

    def licence_pdf(self, licence: Licence) -> bytes:
        """The licence as PDF/A-3, the licence file attached; about 30 ms."""
        return licence_pdf(self.licence_json(licence))

    def licence_ics(self, licence: Licence) -> bytes:
        """Its first and last day for a calendar, with reminders before the end."""
        return calendar_file(licence, self._issuer.verify_at(licence.number))

    def check_code(self, licence: Licence) -> str:
        """The code that its PDF shows, for the verification page to show too."""
        return check_code(read_licence_file(self.licence_json(licence)))
