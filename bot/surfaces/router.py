"""One table from verbs and command names to flows, and one place where a broken rule becomes a sentence (I13)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from types import ModuleType

import structlog

from bot.domain.errors import RuleBroken
from bot.flows import (
    about,
    answer_first,
    ask_consent,
    ask_person,
    change_mandate,
    check,
    confirm_offer,
    edit_brief,
    enrol,
    introduce,
    negotiate,
    operate,
    relay,
    renew,
    revoke,
    statement,
    stop,
    take_down,
    talk_in_deal,
    understand,
    use_package,
)
from bot.flows.base import Deps, Press, Reply, refusal_reply, tell
from bot.ports import StoreUnavailable

log = structlog.get_logger("quasi.router")

Handler = Callable[[Deps, Press, datetime], Awaitable[Reply]]

MODULES: tuple[ModuleType, ...] = (
    understand, edit_brief, negotiate, confirm_offer, talk_in_deal, answer_first, ask_consent, relay, introduce,
    operate, enrol, change_mandate, renew, take_down, stop, check, revoke, statement, use_package, ask_person,
    about,
)  # fmt: skip


def _merged(name: str) -> Mapping[str, Handler]:
    table: dict[str, Handler] = {}
    for module in MODULES:
        for key, handler in getattr(module, name, {}).items():
            if key in table:
                raise ValueError(f"two handlers for {key}")
            table[key] = handler
    return table


ACTIONS = _merged("ACTIONS")
COMMANDS = _merged("COMMANDS")


async def act(deps: Deps, press: Press, now: datetime) -> Reply:
    """What a button, select or form does. Never raises: whatever breaks costs one clear sentence."""
    handler = ACTIONS.get(press.action.verb)
    return tell("unknown_button") if handler is None else await _guarded(handler, deps, press, now)


async def command(deps: Deps, press: Press, now: datetime) -> Reply:
    """What a slash command does; the verb is its full name, such as `licence check`."""
    handler = COMMANDS.get(press.action.verb)
    return tell("unknown_command") if handler is None else await _guarded(handler, deps, press, now)


async def _guarded(handler: Handler, deps: Deps, press: Press, now: datetime) -> Reply:
    try:
        return await handler(deps, press, now)
    except RuleBroken as broken:
        log.info("press.refused", verb=press.action.verb, code=broken.code)
        return refusal_reply(broken)
    except StoreUnavailable:
        log.warning("press.store_unavailable", verb=press.action.verb)
        return tell("busy")
    except Exception as fault:
        # The traceback may hold a person's words or a floor (I4): the place of the fault is enough to find it.
        log.error("press.fault", verb=press.action.verb, fault=type(fault).__name__, at=_place(fault))
        return tell("try_again")


def _place(fault: BaseException) -> str:
    frame = fault.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return "" if frame is None else f"{frame.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{frame.tb_lineno}"
