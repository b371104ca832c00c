"""The life of an interaction: pressed by a person, sent to the bot, answered in time or failed.

Source: https://discord.com/developers/docs/interactions/receiving-and-responding. The first answer has
3 seconds of real time; the token then lives 15 minutes of the world's time.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from datetime import datetime
from typing import Any

from bot.sandbox import objects
from bot.sandbox.errors import invalid_webhook_token, unknown_interaction, unknown_webhook
from bot.sandbox.people import APPLICATION_ID, BY_ID, GUILD_ID, Person
from bot.sandbox.permissions import permissions
from bot.sandbox.records import DM, Channel, Failure, Interaction, Message, Modal
from bot.sandbox.world import TOKEN_LIFE, World

FIRST_ANSWER_S = 3.0
COMMAND, COMPONENT, AUTOCOMPLETE, FORM = 2, 3, 4, 5


class Interactions:
    """All interactions of the world, live ones with a timer."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_token = {i.token: i for i in world.interactions.values()}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._choices: dict[str, asyncio.Future[list[dict[str, Any]]]] = {}
        for left_open in [i for i in world.interactions.values() if not i.acked and not i.failed]:
            self._time_out(left_open)

    # ---- made by people

    def press(self, person: Person, m: Message, data: dict[str, Any]) -> Interaction:
        """A button pressed or a menu chosen from on `m`."""
        return self._dispatch(person, self._world.channels[m.channel_id], COMPONENT, data, message=m)

    def command(self, person: Person, c: Channel, data: dict[str, Any]) -> Interaction:
        return self._dispatch(person, c, COMMAND, data)

    def form(self, person: Person, modal: Modal, data: dict[str, Any]) -> Interaction:
        """A modal sent in."""
        c = self._world.channels[modal.channel_id]
        message = self._world.live_message(modal.message_id) if modal.message_id else None
        return self._dispatch(person, c, FORM, data, message=message, parent=modal.interaction)

    def autocomplete(self, person: Person, c: Channel, data: dict[str, Any]) -> asyncio.Future[list[dict[str, Any]]]:
        """Ask the bot for completions; the future brings its choices, or fails when the time is over."""
        i = self._dispatch(person, c, AUTOCOMPLETE, data)
        future: asyncio.Future[list[dict[str, Any]]] = asyncio.get_running_loop().create_future()
        self._choices[i.id] = future
        return future

    def _dispatch(
        self, person: Person, c: Channel, type: int, data: dict[str, Any], message: Message | None = None,
        parent: dict[str, Any] | None = None,
    ) -> Interaction:  # fmt: skip
        i = Interaction(
            id=self._world.next_id(), token=secrets.token_urlsafe(48), type=type, user_id=person.id, channel_id=c.id,
            data=data, created_at=self._world.now_iso(), real_created_s=time.time(),
            message_id=message.id if message else None, parent=parent,
        )  # fmt: skip
        self._world.interactions[i.id] = i
        self._by_token[i.token] = i
        self._world.keep(i)
        self._timers[i.id] = asyncio.get_running_loop().call_later(FIRST_ANSWER_S, self._time_out, i)
        self._world.emit("INTERACTION_CREATE", self._payload(i, person, c, message))
        return i

    def _payload(self, i: Interaction, person: Person, c: Channel, message: Message | None) -> dict[str, Any]:
        in_guild = c.type != DM
        bot_may = permissions(APPLICATION_ID, self._world.home_of(c))
        payload: dict[str, Any] = {
            "id": i.id, "application_id": APPLICATION_ID, "type": i.type, "data": i.data, "token": i.token,
            "version": 1, "channel_id": c.id, "channel": objects.interaction_channel(self._world, c, person.id),
            "app_permissions": str(bot_may), "locale": person.locale, "entitlements": [], "entitlement_sku_ids": [],
            "authorizing_integration_owners": {"0": GUILD_ID if in_guild else "0"}, "context": 0 if in_guild else 1,
            "attachment_size_limit": 10 * 1024 * 1024,
        }  # fmt: skip
        if in_guild:
            may = permissions(person.id, self._world.home_of(c))
            payload |= {
                "guild_id": GUILD_ID, "guild": {"id": GUILD_ID, "locale": "en-GB", "features": []},
                "guild_locale": "en-GB", "member": objects.member(person) | {"permissions": str(may)},
            }  # fmt: skip
        else:
            payload["user"] = objects.user(person)
        if message is not None:
            payload["message"] = objects.message(self._world, message)
        return payload

    # ---- time

    def _time_out(self, i: Interaction) -> None:
        self._timers.pop(i.id, None)
        if i.acked:
            return
        i.failed = True
        self._world.keep(i)
        if i.type == AUTOCOMPLETE:
            future = self._choices.pop(i.id, None)
            if future and not future.done():
                future.set_exception(TimeoutError())
            return
        failure = Failure(i.id, i.user_id, i.channel_id, self._world.now_iso(), i.message_id)
        self._world.keep(failure)

    @property
    def pending(self) -> bool:
        """Whether one still waits for its first answer in time."""
        return bool(self._timers)

    def close(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    # ---- answered by the bot

    def awaiting(self, id: str, token: str) -> Interaction:
        """The interaction that a first answer is for.

        Raises:
            ApiError: 10062 where there is none, or its three seconds are over.
        """
        i = self._world.interactions.get(id)
        if i is None or i.token != token or i.failed:
            raise unknown_interaction()
        if not i.acked and time.time() - i.real_created_s > FIRST_ANSWER_S:
            raise unknown_interaction()
        return i

    def acknowledge(self, i: Interaction, original: Message | None = None) -> None:
        i.acked = True
        i.original_id = original.id if original else i.original_id
        timer = self._timers.pop(i.id, None)
        if timer:
            timer.cancel()
        self._world.keep(i)

    def answer_autocomplete(self, i: Interaction, choices: list[dict[str, Any]]) -> None:
        future = self._choices.pop(i.id, None)
        if future and not future.done():
            future.set_result(choices)

    def by_token(self, application_id: str, token: str) -> Interaction:
        """The answered interaction whose token this is.

        Raises:
            ApiError: 50027 for an unknown or outlived token, 10015 before the first answer.
        """
        i = self._by_token.get(token)
        if i is None or application_id != APPLICATION_ID:
            raise invalid_webhook_token()
        if self._world.clock.now() - datetime.fromisoformat(i.created_at) > TOKEN_LIFE:
            raise invalid_webhook_token()
        if not i.acked:
            raise unknown_webhook()
        return i

    def open_modal(self, i: Interaction, form: dict[str, Any]) -> Modal:
        """Put a modal on the person's screen; one that was open closes."""
        for earlier in self._world.modals_of(i.user_id):
            earlier.open = False
            self._world.keep(earlier)
        modal = Modal(
            id=self._world.next_id(), user_id=i.user_id, channel_id=i.channel_id, custom_id=form["custom_id"],
            title=form["title"], components=form["components"], interaction=metadata(i),
            opened_at=self._world.now_iso(), message_id=i.message_id,
        )  # fmt: skip
        self._world.keep(modal)
        return modal


def metadata(i: Interaction) -> dict[str, Any]:
    """What a message says of the interaction it answers."""
    owner = {"authorizing_integration_owners": {"0": GUILD_ID}}
    about: dict[str, Any] = {"id": i.id, "type": i.type, "user": objects.user(BY_ID[i.user_id])} | owner
    if i.type == COMPONENT:
        about["interacted_message_id"] = i.message_id
    if i.type == FORM:
        about["triggering_interaction_metadata"] = i.parent
    return about
