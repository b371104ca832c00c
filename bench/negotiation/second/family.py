"""The worlds whose tables came nearest to the quoted one, fixed before the engine was run on them."""

from __future__ import annotations

from bench.negotiation.second.worlds import World

FIRST = World(
    floor_low=0.3,
    floor_high=0.8,
    wide_low=1.2,
    wide_high=2.2,
    narrow_high=1.2,
    terms_low=0.7,
    upside=0.5,
    concave=0.85,
    spread=1.0,
    exclusive=0.2,
    honest=0.9,
    low=0.3,
    hope_best=0.0,
    end=0.0,
    deadline_low=0.5,
    patience=3,
    leaves=0.06,
    stays=0.8,
    follows=0.2,
    sellers_follow=True,
    conceder=0.1,
    boulware=4.0,
    over_all=False,
    accept_next=True,
)

FAMILY: dict[str, World] = {"first": FIRST}
