"""Who asks, and which group they mean. Checked for every event, whatever the platform let through."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.app.call import NOT_SET_UP, Caller
from bot.chat import Declared, Refusal
from bot.chat.inbound import Inbound
from bot.community import groups, members
from bot.community.groups import Group
from bot.community.members import Known
from bot.schema import Connection
from bot.store import Store

NOT_KNOWN = "I don't know which group you belong to yet. Ask me once in one of your group's channels, and from then on here too."


class WhichGroup(Exception):
    """They could mean several groups: ask."""

    def __init__(self, choices: list[Group], caller: Caller) -> None:
        super().__init__()
        self.choices = choices
        self.caller = caller


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one look at our records tells of an event.

    `owner`: the group a button's payload belongs to, if it is about anything. `runs`: the groups with a place in the server or workspace
    whose administrator is speaking; being one somewhere else is nobody's right here.
    """

    known: Known
    owner: int | None
    runs: Collection[int]


async def find(store: Store, now: datetime, event: Inbound, declared: Declared, payload: str) -> Caller:
    """The caller, known from now on; the group acted in is that of what the payload is about, else the place's.

    Raises Refusal (gone, not set up, another group's, not theirs to do) and WhichGroup.
    """
    seen = await store.read(lambda conn: _look(conn, event, declared, payload))
    if declared.about_what is not None and seen.owner is None:
        raise Refusal("That isn't there any more. /wallflower shows what I can do for you here.")
    return await _admit(store, now, event, declared, seen, _group(seen.known, seen.owner))


async def resume(store: Store, now: datetime, event: Inbound, declared: Declared, group: int | None) -> Caller:
    """The caller taking up what was begun in this group; None: in none, or not said yet. Raises as `find`."""
    seen = await store.read(lambda conn: _look(conn, event, replace(declared, about_what=None), ""))
    meant = None if group is None and declared.anywhere else _group(seen.known, group)
    return await _admit(store, now, event, declared, seen, meant)


def _look(conn: Connection, event: Inbound, declared: Declared, payload: str) -> _Seen:
    owner = declared.about_what(conn, payload) if declared.about_what else None
    runs = {group.id for group in groups.at(conn, replace(event.place, channel="", direct=False))} if event.person.admin else set[int]()
    return _Seen(members.identify(conn, event.person, event.place), owner, runs)


def _group(known: Known, meant: int | None) -> Group | None:
    """The group acted in: the one meant, if it can be acted in from here; else the only one there is."""
    if meant is None:
        return known.here[0] if len(known.here) == 1 else None
    for group in known.here:
        if group.id == meant:
            return group
    raise Refusal("That belongs to another group, and can only be used there.")


async def _admit(store: Store, now: datetime, event: Inbound, declared: Declared, seen: _Seen, group: Group | None) -> Caller:
    if group is None and not declared.anywhere:
        if len(seen.known.here) > 1:
            raise WhichGroup(list(seen.known.here), await _meet(store, now, event, seen.known, None))
        raise Refusal(NOT_KNOWN if event.place.direct else NOT_SET_UP)
    caller = await _meet(store, now, event, seen.known, group)
    _may(event, declared, caller, seen.runs)
    return caller


async def _meet(store: Store, now: datetime, event: Inbound, known: Known, group: Group | None) -> Caller:
    membership = known.memberships.get(group.id) if group else None
    unnamed = known.member is not None and known.member.name == members.UNNAMED and event.person.name
    if known.member and not unnamed and (membership or group is None):
        return Caller(known.member, membership)

    def work(conn: Connection) -> Caller:
        member = members.meet(conn, now, event.person)
        if group:
            members.join(conn, now, member, group.id)
        again = members.identify(conn, event.person, event.place)
        assert again.member is not None  # noqa: S101  met three lines above
        return Caller(again.member, again.memberships.get(group.id) if group else None)

    return await store.write(work)


def _may(event: Inbound, declared: Declared, caller: Caller, runs: Collection[int]) -> None:
    organises = caller.membership is not None and caller.membership.organises
    if declared.only == "organiser" and not organises:
        raise Refusal("That is for this group's organisers. Ask one of them; they'll be glad you did.")
    administers = event.person.admin and (caller.group is None or caller.group.id in runs)
    if declared.only == "admin" and not (organises or administers):
        raise Refusal("Setting up is for whoever runs this server or workspace, or this group's organisers. Ask one of them.")
