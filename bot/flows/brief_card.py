"""The brief as plain values, for the card that shows what was understood."""

from __future__ import annotations

import contextlib
from typing import Any

from bot.domain.deal import Deal
from bot.domain.errors import RuleBroken
from bot.domain.people import Brand, Talent


def brief_data(deal: Deal, talent: Talent | None, brand: Brand) -> dict[str, Any]:
    """Every field, None or empty where it was not said."""
    brief = deal.brief
    end = None
    with contextlib.suppress(RuleBroken):
        end = brief.term_end()
    return {
        "deal": deal.id,
        "version": deal.version,
        "brand": brand.name,
        "talent": talent.name if talent else None,
        "product": brief.product,
        "category": brief.category,
        "purpose": brief.purpose,
        "media": list(brief.media),
        "territories": list(brief.territories),
        "starts_on": brief.starts_on.isoformat() if brief.starts_on else None,
        "ends_on": end.isoformat() if end else None,
        "months": brief.months,
        "days": brief.days,
        "exclusivity": brief.exclusivity,
        "assets": brief.assets_max,
        "replaces_casting": brief.replaces_casting,
        "fee": {"amount_minor": brief.fee.amount_minor, "currency": brief.fee.currency} if brief.fee else None,
        "said": dict(brief.said),
        "unclear": list(brief.unclear),
    }
