"""What people do: say, press, choose, fill in, command, react. Each act is allowed or refused in one sentence."""

from __future__ import annotations

from typing import Any

from bot.sandbox import objects, slash, threads
from bot.sandbox.compose import REPLY, reference_to, set_mentions
from bot.sandbox.errors import Refused
from bot.sandbox.form_rules import BUTTON, LABEL, LINK_STYLE, ROW, STRING_SELECT, TEXT_INPUT
from bot.sandbox.gateway import Gateway
from bot.sandbox.inbox import modal_fields, select_options
from bot.sandbox.interactions import Interactions
from bot.sandbox.people import BY_ID, Person, find_person
from bot.sandbox.permissions import BITS, permissions
from bot.sandbox.records import Channel, Message, Modal
from bot.sandbox.world import World

TEXT_MOST = 4000
"""Discord lets Nitro users write 4,000 characters, others 2,000."""


class Acts:
    def __init__(self, world: World, interactions: Interactions, gateway: Gateway) -> None:
        self._world = world
        self._interactions = interactions
        self._gateway = gateway

    # ---- finding what an act is about

    def person(self, id_or_name: Any) -> Person:
        """The human who acts, by id or exact name."""
        found = find_person(str(id_or_name or ""))
        if found is None:
            raise Refused(f"There is nobody called {id_or_name!r} here.", 404)
        if found.is_bot:
            raise Refused("Quasi is the bot; be one of the people.", 403)
        return found

    def channel(self, person: Person, asked: dict[str, Any]) -> Channel:
        """The channel an act names by id or name, or the person's DM with the bot for `dm: true`."""
        if asked.get("dm"):
            return self._world.dm_with(person.id)
        wanted = str(asked.get("channel") or "").removeprefix("#")
        by_id = self._world.channels.get(wanted)
        named = [by_id] if by_id else [c for c in self._world.channels.values() if wanted and c.name == wanted]
        found = [c for c in named if self._world.sees(person.id, c)]
        if not found:
            raise Refused(f"{person.name} sees no channel {wanted!r}.", 404)
        return found[-1]

    def message(self, person: Person, id: Any) -> Message:
        m = self._world.live_message(str(id or ""))
        if m is None or not self._world.sees_message(person.id, m):
            raise Refused(f"{person.name} sees no message {id!r}.", 404)
        return m

    def component(self, m: Message, wanted: Any) -> dict[str, Any]:
        """The first component of `m` with this custom id, or else with this label."""
        items: list[dict[str, Any]] = [item for row in m.components for item in row.get("components", [])]
        found = [i for i in items if i.get("custom_id") == wanted]
        found = found or [i for i in items if wanted in _labels(i)]
        found = found or [i for i in items if str(wanted).casefold() in [x.casefold() for x in _labels(i)]]
        if not found or not wanted:
            raise Refused(f"That message has no button or menu {wanted!r}.", 404)
        if found[0].get("disabled"):
            raise Refused(f"{wanted!r} is disabled.", 409)
        return found[0]

    # ---- the acts

    def say(self, asked: dict[str, Any]) -> Message:
        person = self.person(asked.get("as"))
        c = self.channel(person, asked)
        text = self._text(asked.get("text"))
        self._may_write(person, c)
        m = Message(self._world.next_id(), c.id, person.id, text, self._world.now_iso())
        if asked.get("reply_to"):
            origin = self.message(person, asked["reply_to"])
            if origin.channel_id != c.id or origin.ephemeral_for:
                raise Refused("You can only reply to a message of the same channel.")
            m.type, m.reference = REPLY, reference_to(origin, c)
        set_mentions(self._world, m, None)
        may_ping_all = permissions(person.id, self._world.home_of(c)) & BITS["mention_everyone"]
        m.mention_everyone = m.mention_everyone and bool(may_ping_all) and c.kind != "dm"
        if c.is_thread:
            threads.wake(self._world, c)
            threads.add_member(self._world, c, person.id)
        return self._world.add_message(m)

    def _text(self, text: Any) -> str:
        if not isinstance(text, str) or not text.strip():
            raise Refused("There is nothing to say: the text is empty.")
        if len(text) > TEXT_MOST:
            raise Refused(f"The text has {len(text):,} characters; Discord takes at most {TEXT_MOST:,}.")
        return text.strip()

    def _may_write(self, person: Person, c: Channel) -> None:
        needed = "send_messages_in_threads" if c.is_thread else "send_messages"
        held = permissions(person.id, self._world.home_of(c))
        if not held & BITS[needed]:
            raise Refused(f"{person.name} may not write in {c.name}.", 403)
        if c.locked and not held & BITS["manage_threads"]:
            raise Refused(f"The thread {c.name} is locked.", 403)

    def click(self, asked: dict[str, Any]) -> str:
        person = self.person(asked.get("as"))
        m = self.message(person, asked.get("message"))
        item = self.component(m, asked.get("component"))
        if item["type"] != BUTTON:
            raise Refused(f"{asked.get('component')!r} is a menu: use choose.")
        if item["style"] == LINK_STYLE:
            raise Refused(f"{asked.get('component')!r} is a link to {item.get('url')}.")
        self._need_bot()
        data = {"custom_id": item["custom_id"], "component_type": BUTTON, "id": item["id"]}
        return self._interactions.press(person, m, data).id

    def choose(self, asked: dict[str, Any]) -> str:
        person = self.person(asked.get("as"))
        m = self.message(person, asked.get("message"))
        item = self.component(m, asked.get("component"))
        if item["type"] == BUTTON:
            raise Refused(f"{asked.get('component')!r} is a button: use click.")
        values = _values(item, asked.get("values"), item["min_values"])
        self._need_bot()
        data = {"custom_id": item["custom_id"], "component_type": item["type"], "id": item["id"], "values": values}
        if item["type"] != STRING_SELECT:
            data["resolved"] = resolved_users(values)
        return self._interactions.press(person, m, data).id

    def submit(self, asked: dict[str, Any]) -> str:
        person = self.person(asked.get("as"))
        modal = self._modal(person, asked.get("modal"))
        given = _by_field_id(modal, asked.get("fields"))
        components = _filled(modal, given)
        self._need_bot()
        modal.open = False
        self._world.keep(modal)
        return self._interactions.form(person, modal, {"custom_id": modal.custom_id, "components": components}).id

    def dismiss(self, asked: dict[str, Any]) -> None:
        """Close a form without sending it, or an ephemeral message on one's own screen."""
        person = self.person(asked.get("as"))
        if asked.get("modal"):
            modal = self._modal(person, asked["modal"])
            modal.open = False
            self._world.keep(modal)
            return
        m = self.message(person, asked.get("message"))
        if not m.ephemeral_for:
            raise Refused("Only a message that you alone see can be dismissed.")
        self._world.dismiss_message(m)

    def _modal(self, person: Person, id: Any) -> Modal:
        for modal in self._world.modals_of(person.id):
            if modal.id == str(id):
                return modal
        raise Refused(f"{person.name} has no open form {id!r}.", 404)

    def react(self, asked: dict[str, Any]) -> None:
        person = self.person(asked.get("as"))
        m = self.message(person, asked.get("message"))
        emoji = asked.get("emoji")
        if not isinstance(emoji, str) or not 0 < len(emoji) <= 32:
            raise Refused("Say which emoji.")
        if m.ephemeral_for:
            raise Refused("A message that only you see takes no reactions.")
        self._world.react(m, person.id, emoji, on=asked.get("remove") is not True)

    def command(self, asked: dict[str, Any]) -> str:
        person = self.person(asked.get("as"))
        c = self.channel(person, asked)
        data = slash.command_data(self._world, person, c, asked.get("name"), asked.get("options") or {})
        self._need_bot()
        return self._interactions.command(person, c, data).id

    async def autocomplete(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        person = self.person(asked.get("as"))
        c = self.channel(person, asked)
        data = slash.command_data(
            self._world, person, c, asked.get("name"), asked.get("options") or {}, focused=str(asked.get("focused"))
        )
        self._need_bot()
        try:
            return await self._interactions.autocomplete(person, c, data)
        except TimeoutError:
            return []

    def _need_bot(self) -> None:
        if not self._gateway.reachable:
            raise Refused("The bot is not connected.", 503)


def resolved_users(ids: list[str]) -> dict[str, Any]:
    """The users and members that ids stand for, as interactions carry them."""
    known = [BY_ID[i] for i in ids if i in BY_ID]
    return {
        "users": {p.id: objects.user(p) for p in known},
        "members": {p.id: objects.member(p, with_user=False) | {"permissions": "0"} for p in known},
    }


def _labels(item: dict[str, Any]) -> list[str]:
    label, emoji = item.get("label"), (item.get("emoji") or {}).get("name")
    both = f"{emoji} {label}" if label and emoji else None
    return [x for x in (label or item.get("placeholder"), both, emoji) if x]


def _values(item: dict[str, Any], given: Any, least: int) -> list[str]:
    """Chosen values by value or label, checked against the menu."""
    if isinstance(given, str):
        given = [given]
    if not isinstance(given, list):
        raise Refused("Say which values are chosen, as a list.")
    options = select_options(item)
    known = {str(o["label"]): str(o["value"]) for o in options} | {str(o["value"]): str(o["value"]) for o in options}
    unknown = [v for v in given if str(v) not in known]
    if unknown:
        raise Refused(f"The menu has no option {unknown[0]!r}.")
    values = list(dict.fromkeys(known[str(v)] for v in given))
    if not least <= len(values) <= item["max_values"]:
        raise Refused(f"Choose between {least} and {item['max_values']} options.")
    return values


def _by_field_id(modal: Modal, fields: Any) -> dict[str, Any]:
    """What was filled in, by field id; fields may be named by id or label."""
    if not isinstance(fields, dict):
        raise Refused("Say what is filled in, as fields by id.")
    shown = modal_fields(modal)
    given: dict[str, Any] = {}
    for name, value in fields.items():
        match = [f for f in shown if f["id"] == name] or [f for f in shown if f["label"] == name]
        if not match:
            raise Refused(f"The form has no field {name!r}.", 404)
        given[match[0]["id"]] = value
    return given


def _filled(modal: Modal, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The form's components as an interaction carries them back."""
    filled: list[dict[str, Any]] = []
    for part in modal.components:
        if part["type"] == ROW:
            inner = [_filled_input(item, item.get("label"), given) for item in part["components"]]
            filled.append({"type": ROW, "id": part["id"], "components": inner})
        elif part["type"] == LABEL:
            inner_input = _filled_input(part["component"], part["label"], given)
            filled.append({"type": LABEL, "id": part["id"], "component": inner_input})
        else:
            filled.append({"type": part["type"], "id": part["id"]})
    return filled


def _filled_input(item: dict[str, Any], label: Any, given: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"type": item["type"], "id": item["id"], "custom_id": item["custom_id"]}
    required = item.get("required") is not False
    if item["type"] == TEXT_INPUT:
        return shown | {
            "value": _filled_text(item, label, given.get(item["custom_id"], item.get("value") or ""), required)
        }
    default = [o["value"] for o in select_options(item) if o.get("default")]
    values = given.get(item["custom_id"], default)
    if not values and not required:
        return shown | {"values": []}
    if not values:
        raise Refused(f"{label!r} must be filled in.")
    return shown | {"values": _values(item, values, item["min_values"])}


def _filled_text(item: dict[str, Any], label: Any, value: Any, required: bool) -> str:
    text = "" if value is None else str(value)
    if required and not text.strip():
        raise Refused(f"{label!r} must be filled in.")
    least, most = item.get("min_length") or 0, item.get("max_length") or 4000
    if text and len(text) < least:
        raise Refused(f"{label!r} needs at least {least:,} characters.")
    if len(text) > most:
        raise Refused(f"{label!r} takes at most {most:,} characters.")
    return text
