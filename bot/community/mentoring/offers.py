"""What mentors offer, for how many people, and that it still holds: a list nobody keeps up is how schemes fail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Update, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import members
from bot.community.act import Act
from bot.community.mentoring import people
from bot.community.mentoring.people import Offer
from bot.community.mentoring.tables import OPEN, RESTING, STOPPED, offers
from bot.outbox import Kind, To
from bot.schema import insert_or_ignore

MOST: Final = 3
HOLDS_FOR: Final = timedelta(days=90)
ANSWER_WITHIN: Final = timedelta(days=14)
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody offers, as they say it. As `people.Offer`."""

    topics: tuple[str, ...]
    capacity: int
    modes: tuple[str, ...]
    ways: tuple[str, ...] = ()
    wont: str = ""
    until: datetime | None = None


def offer(act: Act, said: Said) -> Offer:
    """Offer to be a mentor here, or change what I offer; it holds from now. Raises Refusal for more people than MOST, or a day gone by."""
    if not 1 <= said.capacity <= MOST:
        raise Refusal(f"Between one and {MOST} people at a time; one is plenty.")
    if said.until and not act.now < said.until <= act.now + LONGEST:
        raise Refusal("Choose a day within the next year, or leave it empty.")
    insert_or_ignore(act.conn, offers, group_id=act.group, member_id=act.member, **_row(said, act.now), since=act.now)
    act.conn.execute(_mine(act.group, act.member).values(_row(said, act.now)))
    found = of(act.conn, act.group, act.member)
    if found is None:
        raise Refusal("That could not be kept. Try again: /mentor offer.")
    outbox.cancel(act.conn, _subject(found), "it was changed")
    _plan(act.conn, found)
    return found


def _row(said: Said, now: datetime) -> dict[str, object]:
    lists = {"topics": list(said.topics), "modes": list(said.modes), "ways": list(said.ways)}
    return {**lists, "capacity": said.capacity, "wont": said.wont, "until": said.until, "state": OPEN, "confirmed_at": now}


def _plan(conn: Connection, offer: Offer) -> None:
    """It is asked after in 90 days, and ends on its last day."""
    _later(conn, offer, ASK, offer.confirmed_at + HOLDS_FOR)
    if offer.until:
        _later(conn, offer, ENDS, offer.until)


def _later(conn: Connection, offer: Offer, kind: Kind, due: datetime) -> None:
    outbox.later(conn, kind, offer.id, group=offer.group, subject=_subject(offer), due=due, once=offer.confirmed_at)


def of(conn: Connection, group: int, member: int) -> Offer | None:
    """What a member offers in a group, if they ever did."""
    row = conn.execute(select(offers).where(offers.c.group_id == group, offers.c.member_id == member)).first()
    return people.read_offer(row) if row else None


def get(conn: Connection, offer: int) -> Offer | None:
    """One offer."""
    row = conn.execute(select(offers).where(offers.c.id == offer)).first()
    return people.read_offer(row) if row else None


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose offer it is."""
    return conn.execute(select(offers.c.group_id).where(offers.c.id == read_id(payload))).scalar()


def confirm(act: Act) -> Offer:
    """What I offer holds, from now for 90 days. Raises Refusal where I offer nothing."""
    found = of(act.conn, act.group, act.member)
    if found is None or found.state == STOPPED or (found.until and found.until <= act.now):
        raise Refusal("You offer nothing here just now. /mentor offer begins.")
    act.conn.execute(_mine(act.group, act.member).values(state=OPEN, confirmed_at=act.now))
    outbox.cancel(act.conn, _subject(found), "it holds")
    holds = get(act.conn, found.id)
    _plan(act.conn, holds or found)
    return holds or found


def pause(act: Act) -> None:
    """Ask nobody to me for now. People I have stay with me."""
    _settle(act, RESTING)


def stop(act: Act) -> None:
    """Take back what I offer. People I have stay with me."""
    _settle(act, STOPPED)


def _settle(act: Act, state: str) -> None:
    found = of(act.conn, act.group, act.member)
    if found is None or found.state == STOPPED:
        raise Refusal("You offer nothing here just now. /mentor offer begins.")
    act.conn.execute(_mine(act.group, act.member).values(state=state))
    outbox.cancel(act.conn, _subject(found), "it is taken back")


def rest(conn: Connection, now: datetime, group: int, member: int) -> None:
    """Somebody said nothing for long: they are asked for nothing new until they say that it holds, and are told so."""
    found = of(conn, group, member)
    if found and found.state == OPEN:
        conn.execute(_mine(group, member).values(state=RESTING))
        outbox.cancel(conn, _subject(found), "it rests")
        _tell(conn, found, RESTS, now)


def _tell(conn: Connection, offer: Offer, kind: Kind, now: datetime, *, until: datetime | None = None) -> None:
    to = To(member=offer.member)
    outbox.say(conn, kind, offer.id, to, group=offer.group, subject=_subject(offer), due=now, until=until, once=(offer.confirmed_at, now))


def _mine(group: int, member: int) -> Update:
    return update(offers).where(offers.c.group_id == group, offers.c.member_id == member)


def _subject(offer: Offer) -> str:
    return f"offer:{offer.id}"


# --- when time passes -----------------------------------------------------------------------------------------------------------


def _ask(conn: Connection, now: datetime, ref: str) -> None:
    """Ninety days: does it still hold? Whoever takes a break isn't asked; it rests meanwhile."""
    found = get(conn, int(ref))
    if found is None or found.state != OPEN or now < found.confirmed_at + HOLDS_FOR:
        return
    if not members.paused(conn, found.member, now):
        _tell(conn, found, HOLDS, now, until=now + ANSWER_WITHIN)
    _later(conn, found, UNANSWERED, now + ANSWER_WITHIN)


def _unanswered(conn: Connection, now: datetime, ref: str) -> None:
    found = get(conn, int(ref))
    if found and found.state == OPEN and now >= found.confirmed_at + HOLDS_FOR + ANSWER_WITHIN:
        rest(conn, now, found.group, found.member)


def _ends(conn: Connection, now: datetime, ref: str) -> None:
    """Its last day."""
    found = get(conn, int(ref))
    if found and found.state != STOPPED and found.until and found.until <= now:
        conn.execute(_mine(found.group, found.member).values(state=STOPPED))
        outbox.cancel(conn, _subject(found), "it has ended")
        _tell(conn, found, ENDED, now)


HOLDS: Final = Kind("mentor.holds")
RESTS: Final = Kind("mentor.rests")
ENDED: Final = Kind("mentor.offer_ended", urgency=2)
ASK: Final = Kind("mentor.ask_holds", run=_ask)
UNANSWERED: Final = Kind("mentor.holds_unanswered", run=_unanswered)
ENDS: Final = Kind("mentor.offer_ends", run=_ends)
