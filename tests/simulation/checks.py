"""What must be true whatever happened: judged from what arrived on the platforms, beside what the database says was to arrive."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from bot.chat import Answer, Change, Open, Person, Say
from bot.chat.plain import card_text, sheet_text
from bot.community import circles, groups, members, seats
from bot.community.meetups import meetups
from bot.delivery.tell import PARKED
from bot.outbox import outbox
from tests.simulation.chat import Message, Platform
from tests.simulation.people import CHANNELS, Somebody


@dataclass(slots=True)
class Findings:
    """`wrong`: what is amiss, and how often. The rest is only counted."""

    wrong: Counter[str] = field(default_factory=Counter[str])
    counted: Counter[str] = field(default_factory=Counter[str])

    def overheard(self, reader: Person, answer: Answer, everybody: Iterable[Somebody]) -> None:
        """Nobody is answered with what another told the bot for nobody else."""
        words = card_text(answer.card) if isinstance(answer, Say | Change) else sheet_text(answer.sheet) if isinstance(answer, Open) else ""
        for one in everybody:
            if one.secret in words and reader not in one.accounts:
                self.wrong[f"{reader.user} was shown what {one.name} told in confidence"] += 1


def judge(conn: Connection, now: datetime, platforms: Mapping[str, Platform], everybody: list[Somebody], found: Findings) -> None:
    """Everything. Each thing that is amiss is one line in `found.wrong`."""
    messages = [one for platform in platforms.values() for one in platform.messages]
    _once(conn, messages, found)
    _in_place(conn, messages, found)
    _nothing_left(conn, now, found)
    _told_of_what_is_parked(conn, found)
    _never_oversold(conn, found)
    for message in messages:
        for one in everybody:
            if one.secret in message.words and (message.to is None or message.to not in one.accounts):
                found.wrong[f"a secret of {one.name}'s in {message.place.channel}"] += 1
    found.counted["messages"] += len(messages)


def _once(conn: Connection, messages: list[Message], found: Findings) -> None:
    arrived = Counter(one.delivery for one in messages)
    for delivery, number in arrived.items():
        if number > 1:
            found.wrong[f"doubled: {delivery}"] += number - 1
    for row in conn.execute(select(outbox).where(outbox.c.mode.in_(("say", "keep")))):
        found.counted[row.state] += 1
        if row.state == "sent" and not arrived[row.id]:
            found.wrong[f"lost: {row.kind}"] += 1
        if row.state == "dropped" and arrived[row.id] and "arrived" not in (row.why or "") and row.message is None:
            found.counted["dropped, and had arrived"] += 1


def _in_place(conn: Connection, messages: list[Message], found: Findings) -> None:
    rows: dict[str, Any] = {row.id: row for row in conn.execute(select(outbox))}
    names: dict[int, str] = {row.id: row.name for row in conn.execute(select(groups.groups))}
    theirs: defaultdict[int, set[Person]] = defaultdict(set)
    for row in conn.execute(select(members.accounts)):
        theirs[row.member_id].add(Person(row.platform, row.workspace, row.user))
    for one in messages:
        row = rows.get(one.delivery)
        if row is None:
            found.counted["of somebody erased, or forgotten in time"] += 1
        elif one.to is not None:
            if theirs[row.member_id or 0] and one.to not in theirs[row.member_id or 0]:
                found.wrong[f"misplaced: {row.kind} to {one.to.user}"] += 1
        elif one.about:
            if row.circle_id is None or not _all_in(conn, row.circle_id, theirs, one):
                found.wrong[f"misplaced: {row.kind} in a private place"] += 1
        elif one.place.channel not in {place.channel for place in CHANNELS.get(names.get(row.group_id, ""), ())}:
            found.wrong[f"misplaced: {row.kind} of {names.get(row.group_id)} in {one.place.channel}"] += 1


def _all_in(conn: Connection, circle: int, theirs: Mapping[int, set[Person]], message: Message) -> bool:
    """Who could read it when it was posted are those it is for; somebody erased since is nobody any more, or somebody new."""
    _, them = circles.look(conn, circle)
    new = _came_back_after(conn, message.at)
    known = {person for member, accounts in theirs.items() if member not in new for person in accounts}
    return all(any(person in theirs[one] for one in them) for person in message.about if person in known)


def _came_back_after(conn: Connection, at: datetime) -> set[int]:
    """Who had themselves erased and spoke again later, by a clock an hour off at most; everybody else is known since the story began."""
    known = {row.id: row.created_at for row in conn.execute(select(members.members.c.id, members.members.c.created_at))}
    return {member for member, since in known.items() if since > max(at - timedelta(hours=1), min(known.values()))}


def _nothing_left(conn: Connection, now: datetime, found: Findings) -> None:
    late = select(outbox.c.kind, outbox.c.state, outbox.c.why).where(
        outbox.c.state.in_(("waiting", "sending", "unknown")), outbox.c.ready_at < now - timedelta(hours=1)
    )
    for kind, state, why in conn.execute(late):
        found.wrong[f"left over: {kind} {state} {why}"] += 1


def _told_of_what_is_parked(conn: Connection, found: Findings) -> None:
    """Wherever something waits for a person, an organiser of that group has been told, or is about to be."""
    parked = set(conn.execute(select(outbox.c.group_id).where(outbox.c.state == "parked", outbox.c.kind != PARKED.name)).scalars())
    told = set(conn.execute(select(outbox.c.group_id).where(outbox.c.kind == PARKED.name)).scalars())
    for group in parked - told:
        found.wrong[f"nobody told what is parked in group {group}"] += 1


def _never_oversold(conn: Connection, found: Findings) -> None:
    for meetup, capacity in conn.execute(select(meetups.c.id, meetups.c.seats).where(meetups.c.seats.is_not(None))):
        if (held := seats.held(conn, meetup)) > capacity:
            found.wrong[f"oversold: meetup {meetup} has {held} for {capacity}"] += 1
