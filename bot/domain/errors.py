"""The one base of every broken rule, so that a caller can tell a rule from a fault."""

from __future__ import annotations


class RuleBroken(Exception):
    """A rule of the domain says no. `code` is stable and machine readable; `detail` holds what `render` may show.

    A sentence for people is not kept here: `surfaces.render` words each code, so that no text is written twice.
    """

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(code if not detail else f"{code} {detail}")
        self.code = code
        self.detail = detail
