"""The life of a request: the best choice is asked first, both say yes, or its last day comes and the next is asked.

A no, silence, a block and a break are answered with the same words on the same day. Whoever has no choice left waits for a round, and an
organiser is told: nobody waits in silence.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.community import circles, groups, letters, members, pausing, safety
from bot.community.act import Act
from bot.community.shadowing import hosting, looking
from bot.community.shadowing.tables import (
    AGREED,
    ANSWER_WITHIN,
    ASKED,
    ASKING,
    CALLED_OFF,
    NO,
    OVER,
    PLACED,
    VISITS,
    WAITING,
    YES,
    Day,
    Visit,
    Wish,
    as_visit,
    days,
    visit,
    visits,
    wish,
    wishes,
)
from bot.outbox import Kind, To
from bot.schema import lock_row

A_DAY: Final = timedelta(days=1)
WAIT_FOR_A_ROUND: Final = timedelta(days=60)
DONE: Final = "That one is over. /shadow mine shows what is open."


# --- asking ---------------------------------------------------------------------------------------------------------------------


def send(act: Act, wish_id: int) -> Visit | None:
    """Ask for the best of the days chosen. None: there is none to be had (any more), so I wait for a round. Raises Refusal."""
    of = looking.still_choosing(act, wish_id)
    return _ask_next(act.conn, act.now, of) or _wait(act.conn, act.now, of)


def wait(act: Act, wish_id: int) -> None:
    """Ask for none of them, and wait for a round. Raises Refusal."""
    _wait(act.conn, act.now, looking.still_choosing(act, wish_id))


def _ask_next(conn: Connection, now: datetime, of: Wish) -> Visit | None:
    lock_row(conn, groups.groups, of.group)  # places are counted, then given
    free = {each.day.id: each.day for each in looking.found_for(conn, of.id, now)}
    nearest = next((free[chosen] for chosen in looking.chosen(conn, of.id) if chosen in free), None)
    return invite(conn, now, of, nearest, placed=False) if nearest else None


def invite(conn: Connection, now: datetime, of: Wish, on: Day, *, placed: bool) -> Visit:
    """Ask for this day; in a round (`placed`) the visitor is asked as well as the host. Whoever calls it has seen that it may be."""
    due = min(now + ANSWER_WITHIN, on.starts_at - A_DAY)
    row = {"group_id": of.group, "wish_id": of.id, "day_id": on.id, "visitor_id": of.visitor, "host_id": on.host}
    row |= {"visitor_answer": None if placed else YES, "state": ASKED, "placed": placed, "asked_at": now, "due_at": due}
    id_ = conn.execute(insert(visits).values(row).returning(visits.c.id)).scalar_one()
    conn.execute(update(wishes).where(wishes.c.id == of.id).values(state=ASKING, due_at=due))
    half, subject = now + (due - now) / 2, f"visit:{id_}"
    for each in (on.host, of.visitor) if placed else (on.host,):
        for kind, when in ((ASK, now), (NUDGE, half)):
            outbox.say(conn, kind, f"{id_}.{each}", To(member=each), group=of.group, subject=subject, due=when, until=due)
    outbox.later(conn, DUE, id_, group=of.group, subject=subject, due=due)
    found = visit(conn, id_)
    assert found is not None  # noqa: S101  written five lines above
    return found


def _wait(conn: Connection, now: datetime, of: Wish) -> None:
    until = now + WAIT_FOR_A_ROUND
    conn.execute(update(wishes).where(wishes.c.id == of.id).values(state=WAITING, due_at=until))
    outbox.later(conn, WAITED, of.id, group=of.group, subject=f"wish:{of.id}", due=until, once=now.isoformat())
    for organiser in members.organisers(conn, of.group):
        if safety.may_meet(conn, organiser, of.visitor):
            to, about = To(member=organiser), f"wish:{of.id}"
            outbox.say(conn, SOMEBODY_WAITS, of.id, to, group=of.group, subject=about, due=now, once=now.isoformat())


# --- answering ------------------------------------------------------------------------------------------------------------------


def open_to(conn: Connection, ref: str) -> tuple[Visit, int] | None:
    """What somebody is asked (`"visit.member"`), while they may answer, the two may meet and neither takes a break."""
    number, _, who = ref.partition(".")
    found, member = visit(conn, int(number)), int(who)
    if found is None or found.state != ASKED or found.answer_of(member) or found.day.taken_back:
        return None
    return (found, member) if available(conn, found.visitor, found.host) else None


def available(conn: Connection, one: int, other: int) -> bool:
    """Whether two may be asked to meet: nothing keeps them apart, and neither takes a break."""
    return safety.may_meet(conn, one, other) and not any(pausing.until(conn, each) for each in (one, other))


def asked_of(conn: Connection, member: int, group: int, now: datetime) -> list[Visit]:
    """What a member may still answer, the soonest first."""
    theirs = (visits.c.host_id == member) | (visits.c.visitor_id == member)
    mine = VISITS.where(theirs, visits.c.group_id == group, visits.c.state == ASKED, visits.c.due_at > now)
    found = [as_visit(tuple(row)) for row in conn.execute(mine.order_by(visits.c.due_at))]
    return [each for each in found if open_to(conn, f"{each.id}.{member}")]


def answer(act: Act, visit_id: int, *, yes: bool) -> Visit:
    """One of those asked answers. Returns how it stands now. Raises Refusal when it has run out, or the other is no longer available."""
    found = visit(act.conn, visit_id)
    if found is None or act.member not in {found.visitor, found.host} or found.answer_of(act.member):
        raise Refusal(DONE)
    if found.state != ASKED or act.now >= found.due_at:
        raise Refusal(DONE)
    if yes and not available(act.conn, found.visitor, found.host):
        raise Refusal("They aren't available just now. Nothing was sent to them.")
    column = "visitor_answer" if act.member == found.visitor else "host_answer"
    act.conn.execute(update(visits).where(visits.c.id == visit_id).values({column: YES if yes else NO}))
    found = visit(act.conn, visit_id) or found
    if (found.visitor_answer, found.host_answer) == (YES, YES):
        _agree(act.conn, act.now, found)
    return visit(act.conn, visit_id) or found


def _agree(conn: Connection, now: datetime, found: Visit) -> None:
    conn.execute(update(visits).where(visits.c.id == found.id).values(state=AGREED))
    conn.execute(update(wishes).where(wishes.c.id == found.wish).values(state=PLACED, due_at=None))
    pair, about = (found.visitor, found.host), f"visit:{found.id}"
    if circles.can_gather(conn, pair):
        names = " and ".join(members.first_name(members.name_of(conn, each)) for each in pair)
        circle = circles.gather(conn, now, found.group, pair, names[:100])
        outbox.say(conn, TOGETHER, found.id, To(circle=circle), group=found.group, subject=about, due=now)
    else:
        _no_place(conn, now, str(found.id))
    starts = found.day.starts_at
    for each in pair:
        ref, to = f"{found.id}.{each}", To(member=each)
        outbox.say(conn, AGREED_NOW, ref, to, group=found.group, subject=about, due=now)
        outbox.say(conn, DAY_BEFORE, ref, to, group=found.group, subject=about, due=max(starts - A_DAY, now), until=starts)
        outbox.say(conn, DID_IT, ref, to, group=found.group, subject=about, due=starts + A_DAY)


def _no_place(conn: Connection, now: datetime, ref: str) -> None:
    """The two share no platform where a place can be opened: they write through the bot."""
    found = visit(conn, int(ref))
    if found and safety.may_meet(conn, found.visitor, found.host):
        letters.open(conn, now, found.group, found.visitor, found.host, f"A day of shadowing, {found.day.label}")


def agreed(conn: Connection, ref: str) -> Visit | None:
    """What a message about a visit (`"visit"` or `"visit.member"`) is about, while the two are to meet."""
    found = visit(conn, int(ref.partition(".")[0]))
    return found if found and found.state == AGREED and safety.may_meet(conn, found.visitor, found.host) else None


# --- no longer ------------------------------------------------------------------------------------------------------------------


def call_off(act: Act, visit_id: int) -> Visit:
    """One of the two can't make it. The other is told, and what happens next; the place is free again. Raises Refusal."""
    found = visit(act.conn, visit_id)
    if found is None or act.member not in {found.visitor, found.host} or found.state != AGREED or act.now >= found.day.starts_at:
        raise Refusal(DONE)
    break_off(act.conn, act.now, found, act.member)
    return found


def break_off(conn: Connection, now: datetime, found: Visit, by: int) -> None:
    """As `call_off`, whoever has seen to it that it may be."""
    conn.execute(update(visits).where(visits.c.id == found.id).values(state=CALLED_OFF))
    outbox.cancel(conn, f"visit:{found.id}", "called off")
    to = found.beside(by)
    outbox.say(conn, OFF, about_day(found, to), To(member=to), group=found.group, subject=f"visit:{found.id}", due=now)
    of = wish(conn, found.wish)
    if by == found.host and of and of.state == PLACED:
        _wait(conn, now, of)


def take_back_day(act: Act, day_id: int) -> Day:
    """A day of mine is not on offer any more. Who had agreed is told at once; who waits for my answer hears on the last day, as always."""
    found = hosting.mine(act, day_id)
    act.conn.execute(update(days).where(days.c.id == day_id).values(taken_back=True))
    for row in act.conn.execute(VISITS.where(visits.c.day_id == day_id, visits.c.state == AGREED)):
        break_off(act.conn, act.now, as_visit(tuple(row)), act.member)
    unanswered = (visits.c.day_id == day_id, visits.c.state == ASKED, visits.c.host_answer.is_(None))
    act.conn.execute(update(visits).where(*unanswered).values(host_answer=NO))
    return found


def take_back_wish(act: Act, wish_id: int) -> None:
    """I no longer look for a day. Raises Refusal when I didn't."""
    found = wish(act.conn, wish_id)
    if found is None or found.visitor != act.member or found.state not in {ASKING, WAITING}:
        raise Refusal(looking.GONE)
    close(act.conn, found)


def close(conn: Connection, of: Wish) -> None:
    """A wish is over, and what was asked for it."""
    conn.execute(update(wishes).where(wishes.c.id == of.id).values(state=OVER, due_at=None))
    conn.execute(update(visits).where(visits.c.wish_id == of.id, visits.c.state == ASKED).values(state=OVER))


def about_day(found: Visit, to: int) -> str:
    """`"3.v.1.2026-12-03T09:30"`: a reference to a visit that says all there is to say, once nothing else of it may be left."""
    return f"{found.id}.{'v' if to == found.visitor else 'h'}.{found.group}.{found.day.wall_at}"


def _due(conn: Connection, now: datetime, ref: str) -> None:
    """Not both said yes. The next choice is asked; without one the visitor waits for a round, unless they themselves said nothing."""
    found = visit(conn, int(ref))
    of = wish(conn, found.wish) if found else None
    if found is None or of is None or found.state != ASKED or now < found.due_at:
        return
    conn.execute(update(visits).where(visits.c.id == found.id).values(state=OVER))
    if found.placed and found.host_answer == YES:
        _not_then(conn, found, now)
    if found.visitor_answer != YES:
        close(conn, of)
        return
    if found.placed:
        conn.execute(update(wishes).where(wishes.c.id == of.id).values(waited=True))
    _move_on(conn, now, of, ref)


def _move_on(conn: Connection, now: datetime, of: Wish, once: str) -> None:
    if _ask_next(conn, now, of) is None:
        _wait(conn, now, of)
    outbox.say(conn, MOVED_ON, of.id, To(member=of.visitor), group=of.group, subject=f"wish:{of.id}", due=now, once=once)


def _not_then(conn: Connection, found: Visit, when: datetime) -> None:
    about = f"visit:{found.id}"
    outbox.say(conn, NOT_THEN, about_day(found, found.host), To(member=found.host), group=found.group, subject=about, due=when)


def tell_host_later(conn: Connection, found: Visit) -> None:
    """The visitor goes: a host who had said yes hears on the last day that they aren't available."""
    _not_then(conn, found, found.due_at)


def move_on_later(conn: Connection, found: Visit) -> None:
    """The host goes, and the visit with them: on the last day it goes on as if they had not answered."""
    ref = f"{found.wish}.{int(found.placed)}"
    outbox.later(conn, HOST_GONE, ref, group=found.group, subject=f"wish:{found.wish}", due=found.due_at, once=found.id)


def _host_gone(conn: Connection, now: datetime, ref: str) -> None:
    number, _, placed = ref.partition(".")
    of = wish(conn, int(number))
    if of is None or of.state != ASKING:
        return
    if placed == "1":
        conn.execute(update(wishes).where(wishes.c.id == of.id).values(waited=True))
    _move_on(conn, now, of, f"gone {ref}")


def _waited(conn: Connection, now: datetime, ref: str) -> None:
    """No round came in two months: the visitor is told, and looks again if they like."""
    of = wish(conn, int(ref))
    if of and of.state == WAITING and of.due_at and now >= of.due_at:
        close(conn, of)
        outbox.say(conn, NO_ROUND, of.id, To(member=of.visitor), group=of.group, subject=f"wish:{of.id}", due=now)


def coming(conn: Connection, member: int, group: int, now: datetime) -> list[Visit]:
    """A member's days to come that are agreed, on either side, the soonest first."""
    theirs = (visits.c.host_id == member) | (visits.c.visitor_id == member)
    mine = VISITS.where(theirs, visits.c.group_id == group, visits.c.state == AGREED, days.c.starts_at > now)
    found = [as_visit(tuple(row)) for row in conn.execute(mine.order_by(days.c.starts_at))]
    return [each for each in found if safety.may_meet(conn, each.visitor, each.host)]


def open_wish(conn: Connection, member: int, group: int) -> Wish | None:
    """What a member waits for."""
    mine = select(wishes.c.id).where(wishes.c.visitor_id == member, wishes.c.group_id == group, wishes.c.state.in_((ASKING, WAITING)))
    return wish(conn, conn.execute(mine.order_by(wishes.c.id.desc())).scalar())


ASK: Final = Kind("shadow.asked", ends_in_member=True)
NUDGE: Final = Kind("shadow.nudge", urgency=2, ends_in_member=True)
TOGETHER: Final = Kind("shadow.together", urgency=0, failed=_no_place)
AGREED_NOW: Final = Kind("shadow.agreed", urgency=0, ends_in_member=True)
DAY_BEFORE: Final = Kind("shadow.day_before", ends_in_member=True)
DID_IT: Final = Kind("shadow.did_it", urgency=2, ends_in_member=True)
OFF: Final = Kind("shadow.off", urgency=0)
NOT_THEN: Final = Kind("shadow.not_then")
MOVED_ON: Final = Kind("shadow.moved_on")
NO_ROUND: Final = Kind("shadow.no_round", urgency=2)
SOMEBODY_WAITS: Final = Kind("shadow.waits", urgency=2)
DUE: Final = Kind("shadow.due", run=_due)
WAITED: Final = Kind("shadow.waited", run=_waited)
HOST_GONE: Final = Kind("shadow.host_gone", run=_host_gone)
