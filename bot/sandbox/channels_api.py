"""The HTTP API of channels, threads, DMs, the guild, its members and the bot itself."""

from __future__ import annotations

from collections.abc import Callable

from starlette.routing import BaseRoute

from bot.sandbox import objects, people, threads
from bot.sandbox.access import Access
from bot.sandbox.errors import (
    dm_closed,
    invalid_recipient,
    missing_permissions,
    not_found,
    unknown_guild,
    unknown_member,
    unknown_message,
    unknown_user,
    wrong_channel_type,
)
from bot.sandbox.faults import Faults
from bot.sandbox.form_rules import EDIT_THREAD, THREAD, check_form
from bot.sandbox.forms import fields, snowflake, whole
from bot.sandbox.front import NO_CONTENT, Call, Front, Reply
from bot.sandbox.people import APPLICATION_ID, BY_ID, GUILD_ID
from bot.sandbox.records import DM, PRIVATE_THREAD, PUBLIC_THREAD, Channel
from bot.sandbox.world import World

_PAGE = fields({"limit": whole(1, 1000), "after": snowflake})
_NEW_DM = fields({"recipient_id": snowflake}, ("recipient_id",))


class ChannelsApi:
    def __init__(self, world: World, access: Access, faults: Faults) -> None:
        self._world = world
        self._access = access
        self._faults = faults

    def routes(self, front: Front) -> list[BaseRoute]:
        one, member = "/channels/{channel_id}", "/channels/{channel_id}/thread-members/{user_id}"
        return [
            front.route("GET", one, self.get),
            front.route("PATCH", one, self.edit),
            front.route("DELETE", one, self.delete),
            front.route("POST", one + "/threads", self.open_thread),
            front.route("POST", one + "/messages/{message_id}/threads", self.open_thread_on_message),
            front.route("GET", one + "/thread-members", self.thread_members),
            front.route("PUT", member, self.add_member),
            front.route("DELETE", member, self.remove_member),
            front.route("GET", member, self.thread_member),
            front.route("GET", one + "/threads/archived/{kind}", self.archived),
            front.route("GET", one + "/users/@me/threads/archived/private", self.archived),
            front.route("POST", "/users/@me/channels", self.open_dm),
        ]

    def get(self, call: Call) -> Reply:
        return self._shown(self._access.to_see(call.params["channel_id"]))

    def edit(self, call: Call) -> Reply:
        c = self._access.to_see(call.params["channel_id"])
        if c.type == DM:
            raise wrong_channel_type()
        if not c.is_thread:
            raise missing_permissions()
        check_form(call.body, EDIT_THREAD)
        if c.archived and call.body.get("archived") is not False:
            self._access.refuse_archived(c)
        threads.change_thread(self._world, c, call.body)
        return self._shown(c)

    def delete(self, call: Call) -> Reply:
        c = self._access.to_see(call.params["channel_id"])
        if not c.is_thread:
            raise missing_permissions()
        shown = self._shown(c)
        self._access.require(c, "manage_threads")
        threads.delete_thread(self._world, c)
        return shown

    def open_thread(self, call: Call) -> Reply:
        parent = self._access.to_see(call.params["channel_id"])
        if parent.kind != "text":
            raise wrong_channel_type()
        check_form(call.body, THREAD)
        private = (call.body.get("type") or PRIVATE_THREAD) == PRIVATE_THREAD
        self._access.require(parent, "create_private_threads" if private else "create_public_threads")
        return self._shown(threads.open_thread(self._world, parent, APPLICATION_ID, call.body), 201)

    def open_thread_on_message(self, call: Call) -> Reply:
        parent = self._access.to_read(call.params["channel_id"])
        origin = self._world.live_message(call.params["message_id"])
        if origin is None or origin.channel_id != parent.id or origin.ephemeral_for:
            raise unknown_message()
        self._access.require(parent, "create_public_threads")
        check_form(call.body, THREAD)
        return self._shown(threads.open_thread(self._world, parent, APPLICATION_ID, call.body, origin), 201)

    def _thread(self, call: Call) -> Channel:
        c = self._access.to_see(call.params["channel_id"])
        if not c.is_thread:
            raise wrong_channel_type()
        return c

    def thread_members(self, call: Call) -> Reply:
        c = self._thread(call)
        return Reply([objects.thread_member(c, user_id) for user_id in c.members])

    def thread_member(self, call: Call) -> Reply:
        c, user_id = self._thread(call), self._user_id(call)
        if user_id not in c.members:
            raise unknown_member()
        return Reply(objects.thread_member(c, user_id))

    def add_member(self, call: Call) -> Reply:
        c, user_id = self._thread(call), self._user_id(call)
        self._access.require(c, "send_messages_in_threads")
        threads.add_member(self._world, c, user_id)
        return NO_CONTENT

    def remove_member(self, call: Call) -> Reply:
        c, user_id = self._thread(call), self._user_id(call)
        if user_id != APPLICATION_ID:
            self._access.require(c, "manage_threads")
        threads.remove_member(self._world, c, user_id)
        return NO_CONTENT

    def _user_id(self, call: Call) -> str:
        user_id = call.params["user_id"]
        user_id = APPLICATION_ID if user_id == "@me" else user_id
        if user_id not in BY_ID:
            raise unknown_user()
        return user_id

    def archived(self, call: Call) -> Reply:
        """Archived threads of a channel, last archived first."""
        parent = self._access.to_read(call.params["channel_id"])
        type = PUBLIC_THREAD if call.params.get("kind") == "public" else PRIVATE_THREAD
        found = [
            c for c in self._world.channels.values()
            if c.parent_id == parent.id and c.type == type and c.archived and self._world.bot_sees(c)
        ]  # fmt: skip
        found.sort(key=lambda c: c.archive_at, reverse=True)
        return Reply(_thread_list(self._world, found))

    def open_dm(self, call: Call) -> Reply:
        check_form(call.body, _NEW_DM)
        user_id = str(call.body["recipient_id"])
        if user_id not in BY_ID:
            raise invalid_recipient()
        if user_id == APPLICATION_ID or self._faults.dm_is_closed(user_id):
            raise dm_closed()
        return self._shown(self._world.dm_with(user_id))

    def _shown(self, c: Channel, status: int = 200) -> Reply:
        return Reply(objects.channel(self._world, c), status)


class GuildApi:
    """The guild, its members, and who the bot is."""

    def __init__(self, world: World, gateway_url: Callable[[], str]) -> None:
        self._world = world
        self._gateway_url = gateway_url

    def routes(self, front: Front) -> list[BaseRoute]:
        one = "/guilds/{guild_id}"
        session_limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return [
            front.route("GET", "/gateway", lambda _: Reply({"url": self._gateway_url()}), token_in_path=True),
            front.route(
                "GET",
                "/gateway/bot",
                lambda _: Reply({"url": self._gateway_url(), "shards": 1, "session_start_limit": session_limit}),
            ),
            front.route("GET", "/users/@me", lambda _: Reply(objects.own_user())),
            front.route("GET", "/users/@me/guilds", lambda _: Reply([self._partial()])),
            front.route("GET", "/users/{user_id}", self.user),
            front.route("GET", "/oauth2/applications/@me", lambda _: Reply(objects.application())),
            front.route("GET", "/applications/@me", lambda _: Reply(objects.application())),
            front.route("GET", one, self.guild),
            front.route("GET", one + "/channels", self.channels),
            front.route("GET", one + "/roles", lambda call: self._in_guild(call, objects.roles)),
            front.route("GET", one + "/members", self.members),
            front.route("GET", one + "/members/{user_id}", self.member),
            front.route("GET", one + "/threads/active", self.active_threads),
        ]

    def _partial(self) -> dict[str, object]:
        return {
            "id": GUILD_ID, "name": people.GUILD_NAME, "icon": None, "banner": None, "owner": False,
            "permissions": "0", "features": [],
        }  # fmt: skip

    def _in_guild(self, call: Call, build: Callable[[], object]) -> Reply:
        if call.params["guild_id"] != GUILD_ID:
            raise unknown_guild()
        return Reply(build())

    def user(self, call: Call) -> Reply:
        person = BY_ID.get(call.params["user_id"])
        if person is None:
            raise unknown_user()
        return Reply(objects.user(person))

    def guild(self, call: Call) -> Reply:
        counts = {"approximate_member_count": len(people.PEOPLE), "approximate_presence_count": 1}
        return self._in_guild(call, lambda: objects.guild() | counts)

    def channels(self, call: Call) -> Reply:
        visible = [c for c in self._world.channels.values() if c.kind == "text" and self._world.bot_sees(c)]
        return self._in_guild(call, lambda: [objects.channel(self._world, c) for c in visible])

    def members(self, call: Call) -> Reply:
        check_form(call.query, _PAGE)
        limit, after = int(call.query.get("limit", 1)), int(call.query.get("after", 0))
        found = sorted((p for p in people.PEOPLE if int(p.id) > after), key=lambda p: int(p.id))
        return self._in_guild(call, lambda: [objects.member(p) for p in found[:limit]])

    def member(self, call: Call) -> Reply:
        person = BY_ID.get(call.params["user_id"])
        if person is None:
            raise unknown_user()
        return self._in_guild(call, lambda: objects.member(person))

    def active_threads(self, call: Call) -> Reply:
        found = [
            c for c in self._world.channels.values() if c.is_thread and not c.archived and self._world.bot_sees(c)
        ]  # fmt: skip
        return self._in_guild(call, lambda: _thread_list(self._world, found))


def _thread_list(world: World, found: list[Channel]) -> dict[str, object]:
    mine = [c for c in found if APPLICATION_ID in c.members]
    return {
        "has_more": False,
        "threads": [objects.channel(world, c) for c in found],
        "members": [objects.thread_member(c, APPLICATION_ID) for c in mine],
    }


def nothing_here(_call: Call) -> Reply:
    """Any other address of the API."""
    raise not_found()
