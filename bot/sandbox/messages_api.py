"""The HTTP API of messages and reactions. Source: https://discord.com/developers/docs/resources/message"""

from __future__ import annotations

from urllib.parse import unquote

from starlette.routing import BaseRoute

from bot.sandbox import objects
from bot.sandbox.access import Access
from bot.sandbox.compose import amend, compose
from bot.sandbox.errors import missing_permissions, not_your_message, unknown_message
from bot.sandbox.form_rules import check_form
from bot.sandbox.forms import fields, snowflake, whole
from bot.sandbox.front import NO_CONTENT, Call, Front, Reply
from bot.sandbox.gateway import Gateway, readable
from bot.sandbox.people import APPLICATION_ID
from bot.sandbox.records import DM, Channel, Message
from bot.sandbox.threads import add_member, wake
from bot.sandbox.world import World

_PAGE = fields({"limit": whole(1, 100), "before": snowflake, "after": snowflake, "around": snowflake})
_ONE = "/channels/{channel_id}/messages/{message_id}"


class MessagesApi:
    def __init__(self, world: World, gateway: Gateway, access: Access) -> None:
        self._world = world
        self._gateway = gateway
        self._access = access

    def routes(self, front: Front) -> list[BaseRoute]:
        reaction = _ONE + "/reactions/{emoji}/@me"
        return [
            front.route("POST", "/channels/{channel_id}/messages", self.create),
            front.route("GET", "/channels/{channel_id}/messages", self.history),
            front.route("GET", _ONE, self.get),
            front.route("PATCH", _ONE, self.edit),
            front.route("DELETE", _ONE, self.delete),
            front.route("PUT", reaction, lambda call: self.react(call, on=True)),
            front.route("DELETE", reaction, lambda call: self.react(call, on=False)),
            front.route("POST", "/channels/{channel_id}/typing", self.typing),
        ]

    def create(self, call: Call) -> Reply:
        c = self._access.to_write(call.params["channel_id"], with_files=bool(call.files))
        repeated = self._repeated(call)
        if repeated:
            return self._shown(repeated)
        m = compose(self._world, c, call.body, call.files)
        if c.is_thread:
            wake(self._world, c)
            for user_id in (APPLICATION_ID, *m.mentions):
                add_member(self._world, c, user_id)
        return self._shown(self._world.add_message(m))

    def _repeated(self, call: Call) -> Message | None:
        body = call.body if isinstance(call.body, dict) else {}
        if not body.get("enforce_nonce") or body.get("nonce") is None:
            return None
        return self._world.by_nonce(APPLICATION_ID, str(body["nonce"]))

    def history(self, call: Call) -> Reply:
        """Newest first; `before`, `after` and `around` are ids, `limit` 1–100."""
        c = self._access.to_read(call.params["channel_id"])
        check_form(call.query, _PAGE)
        found = _page(self._world.history(c.id), call.query, int(call.query.get("limit", 50)))
        return Reply([self._readable(m) for m in reversed(found)])

    def get(self, call: Call) -> Reply:
        c = self._access.to_read(call.params["channel_id"])
        return self._shown(self._find(c, call))

    def edit(self, call: Call) -> Reply:
        c = self._access.to_see(call.params["channel_id"])
        m = self._find(c, call)
        if m.author_id != APPLICATION_ID:
            raise not_your_message()
        if c.is_thread:
            self._access.refuse_archived(c)
        amend(self._world, m, call.body, call.files)
        self._world.change_message(m)
        return self._shown(m)

    def delete(self, call: Call) -> Reply:
        c = self._access.to_see(call.params["channel_id"])
        m = self._find(c, call)
        if m.author_id != APPLICATION_ID and (c.type == DM or not self._access.may(c, "manage_messages")):
            raise missing_permissions()
        self._world.delete_message(m)
        return NO_CONTENT

    def react(self, call: Call, *, on: bool) -> Reply:
        c = self._access.to_read(call.params["channel_id"])
        m = self._find(c, call)
        if on and not self._access.may(c, "add_reactions"):
            raise missing_permissions()
        self._world.react(m, APPLICATION_ID, unquote(call.params["emoji"]), on=on)
        return NO_CONTENT

    def typing(self, call: Call) -> Reply:
        self._access.to_write(call.params["channel_id"], count_fault=False)
        return NO_CONTENT

    def _find(self, c: Channel, call: Call) -> Message:
        m = self._world.live_message(call.params["message_id"])
        if m is None or m.channel_id != c.id or m.ephemeral_for:
            raise unknown_message()
        return m

    def _shown(self, m: Message) -> Reply:
        return Reply(self._readable(m))

    def _readable(self, m: Message) -> dict[str, object]:
        in_guild = self._world.channels[m.channel_id].type != DM
        return readable(self._gateway.intents, objects.message(self._world, m), in_guild=in_guild)


def _page(messages: list[Message], query: dict[str, str], limit: int) -> list[Message]:
    """The asked-for stretch of a channel's history, oldest first."""
    if "after" in query:
        return [m for m in messages if int(m.id) > int(query["after"])][:limit]
    if "around" in query:
        middle = int(query["around"])
        older = [m for m in messages if int(m.id) <= middle][-(limit // 2 + 1) :]
        return (older + [m for m in messages if int(m.id) > middle])[:limit]
    if "before" in query:
        messages = [m for m in messages if int(m.id) < int(query["before"])]
    return messages[-limit:]
