"""Who asks, and which group they mean. Checked for every event, whatever the platform let through."""

from __future__ import annotations

from datetime import datetime

from bot.app.call import NOT_SET_UP, Caller
from bot.chat import Declared, Refusal
from bot.chat.inbound import Inbound
from bot.community import groups, members
from bot.community.members import Known
from bot.schema import Connection
from bot.store import Store


class WhichGroup(Exception):
    """They could mean several groups: ask."""

    def __init__(self, choices: list[groups.Group], caller: Caller) -> None:
        super().__init__()
        self.choices = choices
        self.caller = caller


async def find(store: Store, now: datetime, event: Inbound, declared: Declared, payload: str, chosen: int | None = None) -> Caller:
    """The caller, known from now on. `chosen` is the group a draft is for.

    Raises Refusal (not set up, another group's, not theirs to do) and WhichGroup.
    """
    known, owner = await store.read(lambda conn: _look(conn, event, declared, payload))
    if declared.about_what is not None and owner is None:
        raise Refusal("That isn't there any more. /wallflower shows what I can do for you here.")
    group = _group(known, chosen if chosen is not None else owner)
    if group is None and len(known.here) > 1 and not declared.anywhere:
        caller = await _meet(store, now, event, known, None)
        raise WhichGroup(list(known.here), caller)
    if group is None and not declared.anywhere:
        raise Refusal(NOT_SET_UP)
    caller = await _meet(store, now, event, known, group)
    _may(event, declared, caller)
    return caller


def _look(conn: Connection, event: Inbound, declared: Declared, payload: str) -> tuple[Known, int | None]:
    owner = declared.about_what(conn, payload) if declared.about_what else None
    return members.identify(conn, event.person, event.place), owner


def _group(known: Known, meant: int | None) -> groups.Group | None:
    """The group acted in: the one meant, if it can be acted in from here; else the only one there is."""
    if meant is None:
        return known.here[0] if len(known.here) == 1 else None
    for group in known.here:
        if group.id == meant:
            return group
    raise Refusal("That belongs to another group, and can only be used there.")


async def _meet(store: Store, now: datetime, event: Inbound, known: Known, group: groups.Group | None) -> Caller:
    membership = known.memberships.get(group.id) if group else None
    if known.member and (membership or group is None):
        return Caller(known.member, membership)

    def work(conn: Connection) -> Caller:
        member = members.meet(conn, now, event.person)
        if group:
            members.join(conn, now, member, group.id)
        again = members.identify(conn, event.person, event.place)
        assert again.member is not None  # noqa: S101  met three lines above
        return Caller(again.member, again.memberships.get(group.id) if group else None)

    return await store.write(work)


def _may(event: Inbound, declared: Declared, caller: Caller) -> None:
    organises = caller.membership is not None and caller.membership.organises
    if declared.only == "organiser" and not organises:
        raise Refusal("That is for this group's organisers. Ask one of them; they'll be glad you did.")
    if declared.only == "admin" and not (organises or event.person.admin):
        raise Refusal("Setting up is for whoever runs this server or workspace, or this group's organisers. Ask one of them.")
