"""Saying hello to the group, and seeing to it that somebody answers.

Any human reply to a first post raises the chance of a second, whatever its quality. So a hello that nobody has answered in a day goes to
one member who likes to welcome people; half a day later they are asked again, after a day the next, after two the organisers hear.
The bot never answers in anybody's place. What is written in a thread it doesn't read: pressing "Said hello" is how it learns of an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, insert, select, update

from bot import drafts, outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import groups, members, safety
from bot.community.act import Act
from bot.community.newcomers import greeting
from bot.community.newcomers.reading import UP, Hello, get, mine_up
from bot.community.newcomers.tables import greeter_asks, greetings, hellos
from bot.outbox import Kind, To
from bot.schema import insert_or_ignore, lock_row

DOWN: Final = "down"
MOST_A_WEEK: Final = 2
QUESTIONS: Final = {3: timedelta(days=3), 14: timedelta(days=14)}
"""One light question each, so long after the hello, to those who wanted it."""
GONE: Final = "That hello was taken down. /introduce myself says one of your own."


@dataclass(frozen=True, slots=True)
class Said:
    """What a newcomer says; everything but `words` may be empty."""

    words: str
    topics: str = ""
    place: str = ""
    area: str = ""


def post(act: Act, said: Said) -> int:
    """Post it where newcomers say hello; an earlier one comes down. The same draft posts once. Returns its id.

    Raises Refusal for a third in seven days, or where the group has nowhere to post it.
    """
    if act.draft and (already := _from_draft(act, act.draft)):
        return already
    where = groups.places_for_hellos(act.conn, act.group)
    if not where:
        raise Refusal("This group has no channel for it yet. An organiser can choose one with /setup.")
    lately = select(func.count()).select_from(hellos).where(hellos.c.member_id == act.member, hellos.c.group_id == act.group)
    if act.conn.execute(lately.where(hellos.c.posted_at > act.now - timedelta(days=7))).scalar_one() >= MOST_A_WEEK:
        raise Refusal("You said hello twice in the last seven days already. Try again in a few days.")
    if earlier := mine_up(act.conn, act.member, act.group):
        take_down(act, earlier.id)
    values = {"words": said.words, "topics": said.topics, "place": said.place, "area": said.area, "draft_id": act.draft}
    row = insert(hellos).values(**values, group_id=act.group, member_id=act.member, state=UP, posted_at=act.now).returning(hellos.c.id)
    hello = act.conn.execute(row).scalar_one()
    for place, _ in where:
        outbox.keep(act.conn, CARD, hello, To(place=place), group=act.group, subject=f"hello:{hello}", due=act.now)
    greeting.watch(act.conn, act.now, hello, act.group)
    return hello


def _from_draft(act: Act, draft: str) -> int | None:
    """What this draft has posted already. Pressed twice at once: the second waits here for the first."""
    lock_row(act.conn, drafts.drafts, draft)
    return act.conn.execute(select(hellos.c.id).where(hellos.c.draft_id == draft)).scalar()


def take_down(act: Act, hello_id: int) -> None:
    """Take my own hello down: its words are gone from every place and from our records. Twice does no harm; raises Refusal for others'."""
    found = get(act.conn, hello_id)
    if found is None or found.member != act.member:
        raise Refusal(GONE)
    _blank(act.conn, act.now, hello_id)


def _blank(conn: Connection, now: datetime, hello_id: int) -> None:
    conn.execute(update(hellos).where(hellos.c.id == hello_id).values(state=DOWN, words="", topics="", place="", area=""))
    greeting.close(conn, hello_id)
    outbox.cancel(conn, f"hello:{hello_id}", "taken down")
    outbox.touch(conn, now, f"hello:{hello_id}")


def say_hello(act: Act, hello_id: int) -> None:
    """I said hello to them. Raises Refusal for one's own; between two who are kept apart it changes nothing, and reads the same."""
    found = get(act.conn, hello_id)
    if found is None or found.state != UP or found.group != act.group:
        raise Refusal(GONE)
    if found.member == act.member:
        raise Refusal("That's your own hello. You hear from me if nobody has answered it in two days.")
    if not safety.may_meet(act.conn, act.member, found.member):
        return
    if insert_or_ignore(act.conn, greetings, hello_id=hello_id, member_id=act.member, at=act.now):
        first = hellos.c.answered_at.is_(None)
        act.conn.execute(update(hellos).where(hellos.c.id == hello_id, first).values(answered_at=act.now))
        greeting.close(act.conn, hello_id, by=act.member)
        outbox.touch(act.conn, act.now, f"hello:{hello_id}")


# --- a question on day 3, and on day 14 -----------------------------------------------------------------------------------------


def ask_me(act: Act, hello_id: int) -> None:
    """I would like to be asked how it goes. Raises Refusal for another's."""
    found = get(act.conn, hello_id)
    if found is None or found.member != act.member or found.state != UP:
        raise Refusal(GONE)
    for day, after in QUESTIONS.items():
        due = found.posted_at + after
        about = outbox.About(group=found.group, subject=f"hello:{hello_id}", due=due, until=due + timedelta(days=4))
        outbox.say(act.conn, QUESTION, f"{hello_id}.{day}", To(member=act.member), **about)


def question(conn: Connection, ref: str) -> tuple[Hello, int] | None:
    """What a question (`"hello.day"`) is about, and which day's; None where there is no such, or the hello is down."""
    number, _, day = ref.partition(".")
    found, which = get(conn, read_id(number) or 0), read_id(day)
    if found is None or found.state != UP or which not in QUESTIONS or members.on_a_break(conn, found.member):
        return None
    return found, which


def answer_question(act: Act, ref: str, *, well: bool) -> None:
    """How it goes. Raises Refusal for anybody but whose hello it is."""
    asked = question(act.conn, ref)
    if asked is None or asked[0].member != act.member:
        raise Refusal(GONE)
    act.conn.execute(update(hellos).where(hellos.c.id == asked[0].id).values({f"day{asked[1]}": "well" if well else "not yet"}))


# --- going ----------------------------------------------------------------------------------------------------------------------


def leave(conn: Connection, now: datetime, member_id: int) -> None:
    """Their hellos come down everywhere, and what waits to be said of them with it."""
    for hello in conn.execute(select(hellos.c.id).where(hellos.c.member_id == member_id)).scalars().all():
        _blank(conn, now, hello)


def merge(conn: Connection, now: datetime, kept: int, gone: int) -> None:
    """One hello in a group, the later; and nobody greets themselves, or is asked to."""
    both = (kept, gone)
    theirs = select(hellos.c.id, hellos.c.group_id).where(hellos.c.member_id.in_(both), hellos.c.state == UP).order_by(hellos.c.posted_at)
    up = conn.execute(theirs).all()
    latest = {row.group_id: row.id for row in up}
    for row in up:
        if latest[row.group_id] != row.id:
            _blank(conn, now, row.id)
    own = select(hellos.c.id).where(hellos.c.member_id.in_(both)).scalar_subquery()
    conn.execute(greeter_asks.delete().where(greeter_asks.c.hello_id.in_(own), greeter_asks.c.member_id.in_(both)))
    conn.execute(greetings.delete().where(greetings.c.hello_id.in_(own), greetings.c.member_id.in_(both)))
    for hello in latest.values():
        _still_answered(conn, now, hello)


def _still_answered(conn: Connection, now: datetime, hello_id: int) -> None:
    """Where nobody but they themselves had answered, somebody else is to be found."""
    found = get(conn, hello_id)
    if found and found.answered and not found.greeted:
        conn.execute(update(hellos).where(hellos.c.id == hello_id).values(answered_at=None))
        outbox.touch(conn, now, f"hello:{hello_id}")
        greeting.watch(conn, now, hello_id, found.group)


CARD: Final = Kind("hello.card")
QUESTION: Final = Kind("hello.question", urgency=2)
