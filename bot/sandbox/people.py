"""The people and places of the sandbox world. Everyone here is invented.

Ids are fixed snowflakes, so that a link, a test or a stored database keeps its meaning from run to run.
They are strings, as in Discord's JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["brand", "talent", "adviser", "operator", "bot"]


@dataclass(frozen=True)
class Person:
    """One account of the world: `tz` is an IANA zone name, `locale` a Discord locale, `firm` for display."""

    id: str
    name: str
    username: str
    role: Role
    tz: str
    locale: str = "en-GB"
    firm: str = ""

    @property
    def is_bot(self) -> bool:
        return self.role == "bot"


@dataclass(frozen=True)
class Place:
    """A text channel of the guild. `operator_only` hides it from everyone but operators and the bot."""

    id: str
    name: str
    topic: str
    operator_only: bool = False


GUILD_ID = "1100000000000000001"
GUILD_NAME = "Quasi sandbox"
APPLICATION_ID = "1100000000000000100"
BOT_ROLE_ID = "1100000000000000011"
OPERATOR_ROLE_ID = "1100000000000000012"
EVERYONE_ROLE_ID = GUILD_ID

LICENSING = Place("1100000000000000021", "licensing", "Brands ask here. Mention Quasi to begin.")
LICENCE_LOG = Place("1100000000000000022", "licence-log", "What Quasi did, for the operator.", True)
PLACES = (LICENSING, LICENCE_LOG)

QUASI = Person(APPLICATION_ID, "Quasi", "quasi", "bot", "Etc/UTC")
ADA = Person("1100000000000000201", "Ada Moreau", "ada.moreau", "brand", "Europe/Paris", firm="Northwind Outerwear")
BEN = Person("1100000000000000202", "Ben Castle", "ben.castle", "brand", "America/New_York", "en-US", "Harbor Denim")
IMANI = Person("1100000000000000301", "Imani Okafor", "imani.okafor", "talent", "Europe/Paris")
MARA = Person("1100000000000000302", "Mara Lindqvist", "mara.lindqvist", "talent", "Europe/Stockholm")
JUN = Person("1100000000000000303", "Jun Park", "jun.park", "talent", "Asia/Seoul", "en-US")
SOFIA = Person("1100000000000000304", "Sofía Reyes", "sofia.reyes", "talent", "Europe/Madrid")
NOOR = Person("1100000000000000401", "Noor Haddad", "noor.haddad", "adviser", "Europe/London")
LEE = Person("1100000000000000501", "Lee", "lee", "operator", "Europe/London")

HUMANS = (ADA, BEN, IMANI, MARA, JUN, SOFIA, NOOR, LEE)
PEOPLE = (*HUMANS, QUASI)
BY_ID = {person.id: person for person in PEOPLE}
BY_NAME = {person.name: person for person in PEOPLE}


def find_person(id_or_name: str) -> Person | None:
    """The person with this id or exact name, or None."""
    return BY_ID.get(id_or_name) or BY_NAME.get(id_or_name)
