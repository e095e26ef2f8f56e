"""Two people together: what is said of it, and how it ends. Every end is recorded, and both hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import safety
from bot.community.act import Act
from bot.community.mentoring.tables import ENDED, FLASH, ON, matches
from bot.outbox import Kind, To

MENTEE, MENTOR = "mentee", "mentor"
FIRST_MEETING_WITHIN: Final = timedelta(days=14)
FEEDBACK_WITHIN: Final = timedelta(days=30)
GONE: Final = "That isn't yours, or not there any more. /mentor mine shows what is."


@dataclass(frozen=True, slots=True)
class Match:
    """Two people together for a while. `ends_at` is planned while `state` is ON, and when it did end once it is ENDED, for reason `why`."""

    id: int
    group: int
    mentee: int
    mentor: int
    wish: int | None
    circle: int | None
    mode: str
    state: str
    why: str
    began_at: datetime
    ends_at: datetime
    met_at: datetime | None
    friend: bool
    quiet_at: datetime | None
    mentee_on: str | None
    mentor_on: str | None

    @property
    def pair(self) -> tuple[int, int]:
        """Both, the mentee first."""
        return self.mentee, self.mentor

    @property
    def on(self) -> bool:
        """Whether it goes on."""
        return self.state == ON

    @property
    def subject(self) -> str:
        """What deliveries are about."""
        return f"mentoring:{self.id}"

    def role(self, member: int) -> str:
        """MENTEE or MENTOR."""
        return MENTEE if member == self.mentee else MENTOR

    def other(self, member: int) -> int:
        """Whom this brings a member together with."""
        return self.mentor if member == self.mentee else self.mentee


def read(row: Any) -> Match:
    """A row of `matches`."""
    plain = ("id", "mode", "state", "why", "began_at", "ends_at", "met_at", "friend", "quiet_at", "mentee_on", "mentor_on")
    whose = {"group": row.group_id, "mentee": row.mentee_id, "mentor": row.mentor_id, "wish": row.wish_id, "circle": row.circle_id}
    return Match(**whose, **{name: getattr(row, name) for name in plain})


def get(conn: Connection, match: int | None) -> Match | None:
    """One match."""
    row = conn.execute(select(matches).where(matches.c.id == match)).first()
    return read(row) if row else None


def mine(act: Act, match: int) -> Match:
    """One of my own that goes on. Raises Refusal for any other."""
    found = get(act.conn, match)
    if found is None or not found.on or act.member not in found.pair:
        raise Refusal(GONE)
    return found


def of_member(conn: Connection, member: int, group: int, *, on: bool = True) -> list[Match]:
    """A member's in a group, the oldest first."""
    both = (matches.c.mentee_id == member) | (matches.c.mentor_id == member)
    which = matches.c.state == ON if on else matches.c.state == ENDED
    rows = conn.execute(select(matches).where(matches.c.group_id == group, both, which).order_by(matches.c.began_at, matches.c.id))
    return [read(row) for row in rows]


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose match it is."""
    return conn.execute(select(matches.c.group_id).where(matches.c.id == read_id(payload))).scalar()


# --- what is said of it ---------------------------------------------------------------------------------------------------------


def tell(conn: Connection, match: Match, kind: Kind, to: To, due: datetime, *, until: datetime | None = None) -> None:
    """Say something of a match: to its circle, or to one of the two, by what they are in it, which joining two records doesn't change.

    A match's number may be given again, so its beginning is part of what makes a delivery one of a kind.
    """
    ref = f"{match.id}.{match.role(to.member)}" if to.member else match.id
    once = (match.began_at, due)
    outbox.say(conn, kind, ref, to, group=match.group, subject=match.subject, due=due, until=until, once=once)


def after(conn: Connection, match: Match, kind: Kind, due: datetime) -> None:
    """Run a rule of a match then."""
    outbox.later(conn, kind, match.id, group=match.group, subject=match.subject, due=due, once=(match.began_at, due))


def said_to(conn: Connection, ref: str) -> tuple[Match, int] | None:
    """What a message about a match (`"7.mentor"`; `"7"`: to both) is about, and to whom: their id, 0 for both."""
    number, _, role = ref.partition(".")
    found = get(conn, int(number))
    whom = {MENTEE: found.mentee, MENTOR: found.mentor} if found else {}
    return (found, whom.get(role, 0)) if found else None


def still(conn: Connection, ref: str) -> tuple[Match, int] | None:
    """As `said_to`, while it goes on and the two may meet; None from then on."""
    found = said_to(conn, ref)
    return found if found and found[0].on and safety.may_meet(conn, *found[0].pair) else None


# --- ending ---------------------------------------------------------------------------------------------------------------------


def end(conn: Connection, now: datetime, match: Match, why: str, *, quiet: tuple[int, ...] = ()) -> None:
    """It ends, nobody at fault: both hear the same, whoever ended it. `quiet`: whom to tell nothing (somebody is leaving)."""
    conn.execute(update(matches).where(matches.c.id == match.id).values(state=ENDED, why=why, ends_at=now, quiet_at=None))
    outbox.cancel(conn, match.subject, "it has ended")
    for each in match.pair:
        if each not in quiet:
            tell(conn, match, OVER, To(member=each), now)
            tell(conn, match, FEEDBACK, To(member=each), now + timedelta(days=1), until=now + FEEDBACK_WITHIN)


def end_mine(act: Act, match: int, why: str = "asked") -> None:
    """I would like it to end. Raises Refusal when it has."""
    end(act.conn, act.now, mine(act, match), why)


def answered(act: Act, match: int) -> None:
    """My one question is answered. Raises Refusal for anybody but who asked it."""
    found = mine(act, match)
    if found.mode != FLASH or found.mentee != act.member:
        raise Refusal(GONE)
    end(act.conn, act.now, found, "answered")


def say_met(act: Act, match: int) -> None:
    """We met for the first time."""
    found = mine(act, match)
    if found.met_at is None:
        act.conn.execute(update(matches).where(matches.c.id == match).values(met_at=act.now))
        outbox.cancel(act.conn, found.subject, "they met", kinds=(FIRST_MEETING,))


def bring_a_friend(act: Act, match: int) -> None:
    """A friend of mine may come to the first meeting; the other hears so. Raises Refusal once they have met."""
    found = mine(act, match)
    if found.met_at is not None:
        raise Refusal("You have met already. Ask them whether somebody may join next time; it is between the two of you.")
    if not found.friend and found.circle:
        act.conn.execute(update(matches).where(matches.c.id == match).values(friend=True))
        tell(act.conn, found, FRIEND, To(circle=found.circle), act.now)


def _due(conn: Connection, now: datetime, ref: str) -> None:
    """The planned end; unless both agreed to go on since."""
    found = get(conn, int(ref))
    if found and found.on and found.ends_at <= now:
        end(conn, now, found, "planned")


FIRST_MEETING: Final = Kind("mentor.first_meeting", urgency=2)
FRIEND: Final = Kind("mentor.friend")
OVER: Final = Kind("mentor.over")
FEEDBACK: Final = Kind("mentor.feedback", urgency=2)
DUE: Final = Kind("mentor.due", run=_due)
