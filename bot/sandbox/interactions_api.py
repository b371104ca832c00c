"""The HTTP API with which the bot answers interactions: callbacks, the original answer, follow-ups."""

from __future__ import annotations

from typing import Any

from starlette.routing import BaseRoute

from bot.sandbox import objects
from bot.sandbox.compose import amend, compose, reference_to, wants_ephemeral, with_ids
from bot.sandbox.errors import (
    ApiError,
    already_acknowledged,
    form_error,
    not_your_message,
    unknown_message,
)
from bot.sandbox.form_rules import WEBHOOK_MESSAGE, check_form, check_modal
from bot.sandbox.forms import anything, choice, fields, listing, maybe, number, text
from bot.sandbox.front import NO_CONTENT, Call, Front, Reply
from bot.sandbox.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, FORM, Interactions, metadata
from bot.sandbox.people import APPLICATION_ID
from bot.sandbox.records import EPHEMERAL, LOADING, Interaction, Message
from bot.sandbox.threads import wake
from bot.sandbox.world import World

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
_TYPES_FOR = {
    COMMAND: (MESSAGE, DEFER, MODAL),
    COMPONENT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL),
    FORM: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE),
    AUTOCOMPLETE: (CHOICES,),
}
_CALLBACK = fields({"type": choice(MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL), "data": anything}, ("type",))
_CHOICE = fields({"name": text(100, 1), "value": anything, "name_localizations": anything}, ("name", "value"))
_CHOICES = fields({"choices": maybe(listing(_CHOICE, 25))})
_FLAGS = fields({"flags": maybe(number), "tts": anything})
_SLASH_ANSWER, _REPLY = 20, 19


class InteractionsApi:
    def __init__(self, world: World, interactions: Interactions) -> None:
        self._world = world
        self._interactions = interactions

    def routes(self, front: Front) -> list[BaseRoute]:
        hook = "/webhooks/{application_id}/{webhook_token}"
        one = hook + "/messages/{message_id}"
        return [
            front.route("POST", "/interactions/{id}/{token}/callback", self.callback, token_in_path=True),
            front.route("POST", hook, self.follow_up, token_in_path=True),
            front.route("GET", one, self.get, token_in_path=True),
            front.route("PATCH", one, self.edit, token_in_path=True),
            front.route("DELETE", one, self.delete, token_in_path=True),
        ]

    # ---- the first answer

    def callback(self, call: Call) -> Reply:
        i = self._interactions.awaiting(call.params["id"], call.params["token"])
        if i.acked:
            raise already_acknowledged()
        check_form(call.body, _CALLBACK)
        type = call.body["type"]
        if type not in _TYPES_FOR[i.type] or (type in (DEFER_UPDATE, UPDATE) and not i.message_id):
            raise form_error(("type",), "INTERACTION_TYPE_INVALID", "This answer does not fit the interaction.")
        message = self._answer(i, type, call)
        if call.query.get("with_response", "").lower() in ("true", "1"):
            return Reply(self._with_response(i, type, message))
        return NO_CONTENT

    def _answer(self, i: Interaction, type: int, call: Call) -> Message | None:
        data = call.body.get("data")
        if type in (MESSAGE, DEFER):
            m = self._new(i, call) if type == MESSAGE else self._thinking(i, data)
            self._interactions.acknowledge(i, m)
            return self._add(m)
        if type == UPDATE:
            source = self._source(i)
            amend(self._world, source, data, call.files, WEBHOOK_MESSAGE)
            self._interactions.acknowledge(i, source)
            self._world.change_message(source)
            return source
        if type == MODAL:
            check_modal(data)
            self._interactions.acknowledge(i)
            self._interactions.open_modal(i, data | {"components": with_ids(data["components"])})
        elif type == CHOICES:
            check_form(data, _CHOICES, ("data",))
            self._interactions.acknowledge(i)
            self._interactions.answer_autocomplete(i, data.get("choices") or [])
        else:
            self._interactions.acknowledge(i, self._source(i))
        return None

    def _new(self, i: Interaction, call: Call, *, body_in_data: bool = True) -> Message:
        data = call.body.get("data") if body_in_data else call.body
        m = compose(self._world, self._world.channels[i.channel_id], data, call.files, WEBHOOK_MESSAGE)
        return self._dress(i, m, ephemeral=wants_ephemeral(data))

    def _thinking(self, i: Interaction, data: Any) -> Message:
        """The "Quasi is thinking…" line of a deferred answer."""
        if data is not None:
            check_form(data, _FLAGS, ("data",))
        c = self._world.channels[i.channel_id]
        m = Message(self._world.next_id(), c.id, APPLICATION_ID, "", self._world.now_iso(), flags=LOADING)
        return self._dress(i, m, ephemeral=wants_ephemeral(data))

    def _dress(self, i: Interaction, m: Message, *, ephemeral: bool) -> Message:
        """Make a message an answer to `i`: its kind, what it refers to, who may see it."""
        m.by_webhook, m.interaction = True, metadata(i)
        m.type = _SLASH_ANSWER if i.type == COMMAND else m.type
        source = self._world.live_message(i.message_id) if i.message_id else None
        if source and not source.ephemeral_for:
            m.type, m.reference = _REPLY, reference_to(source, self._world.channels[i.channel_id])
        if ephemeral:
            m.flags |= EPHEMERAL
            m.ephemeral_for = i.user_id
        return m

    def _source(self, i: Interaction) -> Message:
        source = self._world.live_message(str(i.message_id))
        if source is None:
            raise unknown_message()
        return source

    def _with_response(self, i: Interaction, type: int, m: Message | None) -> dict[str, Any]:
        about: dict[str, Any] = {"id": i.id, "type": i.type}
        if m is None:
            return {"interaction": about}
        about |= {
            "response_message_id": m.id, "response_message_loading": bool(m.flags & LOADING),
            "response_message_ephemeral": bool(m.flags & EPHEMERAL),
        }  # fmt: skip
        return {"interaction": about, "resource": {"type": type, "message": objects.message(self._world, m)}}

    # ---- later answers

    def follow_up(self, call: Call) -> Reply:
        """A further message; the first one after a deferred answer takes the place of "thinking"."""
        i = self._by_token(call)
        original = self._world.live_message(i.original_id) if i.original_id else None
        if original and original.flags & LOADING:
            return self._fill(original, call)
        m = self._new(i, call, body_in_data=False)
        if original and not original.ephemeral_for:
            m.type, m.reference = _REPLY, reference_to(original, self._world.channels[i.channel_id])
        return self._shown(self._add(m))

    def _add(self, m: Message) -> Message:
        c = self._world.channels[m.channel_id]
        if c.is_thread and not m.ephemeral_for:
            wake(self._world, c)
        return self._world.add_message(m)

    def get(self, call: Call) -> Reply:
        return self._shown(self._find(call))

    def edit(self, call: Call) -> Reply:
        m = self._find(call)
        if m.flags & LOADING:
            return self._fill(m, call)
        if m.author_id != APPLICATION_ID:
            raise not_your_message()
        amend(self._world, m, call.body, call.files, WEBHOOK_MESSAGE)
        self._world.change_message(m)
        return self._shown(m)

    def delete(self, call: Call) -> Reply:
        self._world.delete_message(self._find(call))
        return NO_CONTENT

    def _fill(self, m: Message, call: Call) -> Reply:
        amend(self._world, m, call.body, call.files, WEBHOOK_MESSAGE)
        m.flags &= ~LOADING
        self._world.change_message(m, edited=False)
        return self._shown(m)

    def _by_token(self, call: Call) -> Interaction:
        return self._interactions.by_token(call.params["application_id"], call.params["webhook_token"])

    def _find(self, call: Call) -> Message:
        i = self._by_token(call)
        wanted = call.params["message_id"]
        m = self._world.live_message(str(i.original_id) if wanted == "@original" else wanted)
        if m is None:
            raise unknown_message()
        own = m.id == i.original_id or (m.interaction or {}).get("id") == i.id
        if not own:
            raise ApiError(404, 10008, "Unknown Message")
        return m

    def _shown(self, m: Message) -> Reply:
        return Reply(objects.message(self._world, m))
