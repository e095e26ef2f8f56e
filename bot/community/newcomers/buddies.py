"""A buddy for the first meetup: somebody who goes there anyway, likes to welcome people, and says how they are found.

Whoever asks is told who it is, or that nobody can; the day before, both are told again. They are asked one after the other, for a day
each. A seat given up ends it: the other of the two hears so, and for a newcomer the next is asked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.community import groups, meetups, members, reminders, safety, seats
from bot.community.act import Act
from bot.community.meetups import Meetup
from bot.community.newcomers import greeters
from bot.community.newcomers.requests import FOUND, LOOKING, NOBODY, Ask, Request, asked_for, get, get_ask, goes, of_member
from bot.community.newcomers.tables import NO, OVER, YES, buddy_asks, buddy_requests
from bot.outbox import Kind, To
from bot.schema import insert_or_ignore, lock_row

ANSWER_WITHIN: Final = timedelta(hours=24)
AT_LEAST: Final = timedelta(hours=2)
"""Later than this before the meetup begins, nobody is asked any more."""
GONE: Final = "That one is over. Thank you all the same; /my waiting shows what is open."


# Asked at every yes and every no, so built once.
_COUNTED_ON: Final = (
    select(buddy_asks.c.id)
    .join(buddy_requests)
    .where(buddy_requests.c.meetup_id == bindparam("meetup"), buddy_asks.c.member_id == bindparam("member"))
    .where(buddy_asks.c.answer.is_(None) | (buddy_asks.c.answer == YES))
)
_CAME: Final = (
    select(seats.seats.c.id)
    .join(meetups.meetups, meetups.meetups.c.id == seats.seats.c.meetup_id)
    .where(seats.seats.c.member_id == bindparam("member"), seats.seats.c.state == seats.GOING)
    .where(meetups.meetups.c.group_id == bindparam("group"), meetups.meetups.c.id != bindparam("meetup"))
    .limit(1)
)


def ask(act: Act, meetup_id: int) -> None:
    """I would like a buddy at a meetup I have a seat at. Raises Refusal without a seat, asked twice, or when it begins too soon."""
    meetup = meetups.hold(act, meetup_id)
    if meetup.state != meetups.ANNOUNCED or act.now > meetup.starts_at - AT_LEAST:
        raise Refusal("It begins too soon for me to ask anybody. The organisers are there from the start: say that you're new.")
    if not goes(act.conn, meetup, act.member):
        raise Refusal("You have no seat there just now. Press I'll be there first, then ask me again.")
    made = insert_or_ignore(act.conn, buddy_requests, meetup_id=meetup_id, member_id=act.member, state=LOOKING, asked_at=act.now)
    request = of_member(act.conn, meetup_id, act.member)
    if request is None or not (made or request.state == OVER):
        raise Refusal("You asked me already. /my waiting shows how it stands.")
    _ask_next(act.conn, act.now, request)


def _ask_next(conn: Connection, now: datetime, request: Request, but: tuple[int, ...] = ()) -> bool:
    """The next of those who go. Returns False, and tells those concerned, when there is nobody left."""
    meetup = request.meetup
    if not request.takes_place:
        _stands(conn, request.id, OVER)
        return False
    conn.execute(update(buddy_asks).where(buddy_asks.c.request_id == request.id, buddy_asks.c.answer.is_(None)).values(answer=OVER))
    before = {each.member for each in asked_for(conn, request.id)} | set(but)
    until = min(now + ANSWER_WITHIN, meetup.starts_at - AT_LEAST)
    free = [each for each in greeters.in_turn(conn, now, meetup.group_id, request.member, before) if goes(conn, meetup, each)]
    if not free or until <= now:
        _nobody(conn, now, request)
        return False
    _stands(conn, request.id, LOOKING)
    row = insert(buddy_asks).values(request_id=request.id, member_id=free[0], asked_at=now).returning(buddy_asks.c.id)
    made = conn.execute(row).scalar_one()
    outbox.say(conn, PLEASE, made, To(member=free[0]), group=meetup.group_id, subject=request.subject, due=now, until=until)
    outbox.later(conn, LAPSED, made, group=meetup.group_id, subject=request.subject, due=until)
    return True


def _nobody(conn: Connection, now: datetime, request: Request) -> None:
    _stands(conn, request.id, NOBODY)
    group, about, until = request.meetup.group_id, request.subject, request.meetup.starts_at
    told = outbox.About(group=group, subject=about, due=now, until=until, once=now.isoformat())
    outbox.say(conn, NONE, request.id, To(member=request.member), **told)
    for organiser in members.organisers(conn, group):
        if safety.may_meet(conn, organiser, request.member):
            outbox.say(conn, WANTED, f"{request.id}.{organiser}", To(member=organiser), **told)


def _stands(conn: Connection, request: int, state: str) -> None:
    conn.execute(update(buddy_requests).where(buddy_requests.c.id == request).values(state=state))


def _lapsed(conn: Connection, now: datetime, ref: str) -> None:
    """Not answered in time, or not reached: the next is asked."""
    if before := get_ask(conn, int(ref)):
        lock_row(conn, buddy_requests, before.request.id)
    found = get_ask(conn, int(ref))
    if found and found.answer is None and found.request.state == LOOKING:
        _ask_next(conn, now, found.request)


# --- answering ------------------------------------------------------------------------------------------------------------------


def open_to(conn: Connection, ref: str) -> Ask | None:
    """What somebody is asked, while both have a seat and may meet."""
    found = get_ask(conn, int(ref))
    if found is None or found.answer or not found.both_go(conn):
        return None
    return found if greeters.may_be_asked(conn, found.request.meetup.group_id, found.member, found.request.member) else None


def accept(act: Act, ask_id: int, sign: str, point: str = "") -> Ask:
    """I'll be their buddy; `sign` says how they find me, `point` where. Raises Refusal when it is over, or somebody else's."""
    if before := get_ask(act.conn, ask_id):
        lock_row(act.conn, buddy_requests, before.request.id)  # the day they had may be running out at this very moment
    found = open_to(act.conn, str(ask_id))
    if found is None or found.member != act.member or act.now >= found.request.meetup.starts_at:
        raise Refusal(GONE)
    act.conn.execute(update(buddy_asks).where(buddy_asks.c.id == ask_id).values(answer=YES, sign=sign, point=point or None))
    _stands(act.conn, found.request.id, FOUND)
    meetup, about = found.request.meetup, found.request.subject
    outbox.say(
        act.conn,
        MATCHED,
        ask_id,
        To(member=found.request.member),
        group=meetup.group_id,
        subject=about,
        due=act.now,
        until=meetup.starts_at,
    )
    _plan_the_day_before(act, found)
    return found


def _plan_the_day_before(act: Act, found: Ask) -> None:
    """Where that is still ahead: until then, having been told just now is enough."""
    meetup = found.request.meetup
    step = next(each for each in reminders.STEPS if each.name == "day")
    due = reminders.due_at(meetup, step, groups.habits(act.conn, meetup.group_id).quiet)
    for member in (found.request.member, found.member) if due and due > act.now else ():
        about = outbox.About(group=meetup.group_id, subject=found.request.subject, due=due or act.now, until=meetup.starts_at)
        outbox.say(act.conn, TOMORROW, f"{found.id}.{member}", To(member=member), **about)


def decline(act: Act, ask_id: int) -> None:
    """Not this time: the next is asked at once. Raises Refusal when it is over, or somebody else's."""
    found = get_ask(act.conn, ask_id)
    if found is None or found.member != act.member or found.answer:
        raise Refusal(GONE)
    act.conn.execute(update(buddy_asks).where(buddy_asks.c.id == ask_id).values(answer=NO))
    if found.request.state == LOOKING:
        _ask_next(act.conn, act.now, found.request)


# --- when plans change ----------------------------------------------------------------------------------------------------------


def seat_given_up(conn: Connection, now: datetime, meetup: Meetup, member: int) -> None:
    """Somebody who had a seat comes no more: whoever counted on them hears so."""
    if now >= meetup.starts_at:
        return
    mine = of_member(conn, meetup.id, member)
    if mine and mine.state in {LOOKING, FOUND}:
        _end(conn, now, mine)
    for ask_id in conn.execute(_COUNTED_ON, {"meetup": meetup.id, "member": member}).scalars().all():
        if found := get_ask(conn, ask_id):
            _without(conn, now, found)


def _end(conn: Connection, now: datetime, request: Request) -> None:
    """The newcomer doesn't come: whoever agreed to meet them is thanked, by a message that needs nothing of theirs."""
    _stands(conn, request.id, OVER)
    meetup = request.meetup
    for each in asked_for(conn, request.id):
        if each.answer == YES:
            subject = meetup.subject
            outbox.say(conn, ENDED, f"{meetup.id}.{each.member}", To(member=each.member), group=meetup.group_id, subject=subject, due=now)
    open_ = buddy_asks.c.answer.is_(None) | (buddy_asks.c.answer == YES)
    conn.execute(update(buddy_asks).where(buddy_asks.c.request_id == request.id, open_).values(answer=OVER))


def _without(conn: Connection, now: datetime, found: Ask) -> None:
    """A buddy, or somebody asked to be one, doesn't come: the next is asked."""
    conn.execute(update(buddy_asks).where(buddy_asks.c.id == found.id).values(answer=OVER))
    request = found.request
    if request.state in {LOOKING, FOUND} and _ask_next(conn, now, request) and found.answer == YES:
        until = request.meetup.starts_at
        about = outbox.About(group=request.meetup.group_id, subject=request.subject, due=now, until=until, once=found.id)
        outbox.say(conn, LOST, request.id, To(member=request.member), **about)


def might_like(conn: Connection, now: datetime, meetup: Meetup, member: int) -> bool:
    """Whether this is somebody's first yes in the group, and they may still ask for a buddy."""
    came = conn.execute(_CAME, {"member": member, "group": meetup.group_id, "meetup": meetup.id}).first()
    asked = of_member(conn, meetup.id, member)
    return came is None and now < meetup.starts_at - AT_LEAST and (asked is None or asked.state == OVER)


def merge(conn: Connection, now: datetime, kept: int, gone: int) -> None:
    """One request for a meetup; and nobody is their own buddy."""
    both = (kept, gone)
    mine = select(buddy_requests.c.id).where(buddy_requests.c.member_id.in_(both))
    requests = [request for id_ in conn.execute(mine).scalars().all() if (request := get(conn, id_))]
    best = {each.meetup.id: each for each in sorted(requests, key=lambda each: (each.state != OVER, each.member == kept))}
    for request in requests:
        if best[request.meetup.id] is not request:
            conn.execute(buddy_asks.delete().where(buddy_asks.c.request_id == request.id))
            conn.execute(buddy_requests.delete().where(buddy_requests.c.id == request.id))
    for request in best.values():
        asked = [each for each in asked_for(conn, request.id) if each.member in both]
        conn.execute(buddy_asks.delete().where(buddy_asks.c.id.in_([each.id for each in asked])))
        if any(each.answer in {None, YES} for each in asked) and request.state in {LOOKING, FOUND} and now < request.meetup.starts_at:
            _ask_next(conn, now, request, but=both)


PLEASE: Final = Kind("buddy.please", failed=_lapsed)
LAPSED: Final = Kind("buddy.lapsed", run=_lapsed)
MATCHED: Final = Kind("buddy.found", urgency=0)
LOST: Final = Kind("buddy.lost")
NONE: Final = Kind("buddy.nobody")
WANTED: Final = Kind("buddy.wanted", ends_in_member=True)
TOMORROW: Final = Kind("buddy.tomorrow", ends_in_member=True)
ENDED: Final = Kind("buddy.ended", ends_in_member=True)
