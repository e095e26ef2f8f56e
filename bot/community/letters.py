"""Letters: two who said yes to each other, and share no platform, write to each other through the bot until they talk some other way.

`open` it for two members and each is told, with a button to write. What is written is carried to the other's direct messages once, and its
words are wiped where they arrive, where they can't, and where either of the two has had enough. Whoever writes to somebody that stopped,
went or must not be met hears the same: not available just now; what was under way by then is said not to have arrived, a day later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, Text, and_, delete, func, insert, or_, select, update

from bot import drafts, outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import members, safety
from bot.community.act import Act
from bot.outbox import Kind, To
from bot.schema import Instant, holds, metadata, personal

correspondences = Table(
    "correspondences",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("one_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You write to each other")),
    Column("other_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You write to each other")),
    Column("topic", String(300), nullable=False, info=personal("What it began with")),
    Column("over", String(5)),
    Column("opened_at", Instant, nullable=False, info=personal("Since")),
    info=holds("Whom you write to through me", kept=timedelta(days=365), since="opened_at"),
)

letters = Table(
    "letters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("correspondence_id", Integer, ForeignKey("correspondences.id"), nullable=False, index=True),
    Column("writer_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("words", Text, info=personal("Not delivered yet")),
    Column("arrived", Integer, nullable=False, server_default="0"),
    Column("written_at", Instant, nullable=False, info=personal("When")),
    info=holds("Letters on their way", kept=timedelta(days=2), since="written_at"),
)

ELSEWHERE, STOPPED = "met", "stop"
"""How it ends: they talk some other way now, which the other is told; or one of them stopped it, which nobody is."""
LONGEST: Final = 1000
MOST_A_DAY: Final = 10
DELIVER_WITHIN: Final = timedelta(hours=23)
WIPE_AFTER: Final = timedelta(hours=24)
"""An hour more than a letter may be under way: what is said not to have arrived does not arrive afterwards."""
NOT_JUST_NOW: Final = "They aren't available just now. Nothing was sent."


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Two who may write to each other; `over` is how it ended, if it did."""

    id: int
    group: int
    one: int
    other: int
    topic: str
    over: str | None

    def beside(self, member: int) -> int:
        """The other of the two."""
        return self.other if member == self.one else self.one


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter under way, as whom it is for may read it."""

    correspondence: Correspondence
    writer: int
    words: str

    @property
    def reader(self) -> int:
        """Whom it is for."""
        return self.correspondence.beside(self.writer)


_C: Final = correspondences.c
_COLUMNS: Final = (_C.id, _C.group_id, _C.one_id, _C.other_id, _C.topic, _C.over)


def open(conn: Connection, now: datetime, group: int, one: int, other: int, topic: str) -> int:  # noqa: A001  `letters.open` is what it does
    """Let two members of a group write to each other, and tell both. Returns the id; that of before, where they can already."""
    found = _between(conn, one, other)
    row = {"group_id": group, "one_id": one, "other_id": other, "topic": topic[:300], "opened_at": now}
    id_ = found.id if found else conn.execute(insert(correspondences).values(row).returning(_C.id)).scalar_one()
    for each in (one, other):
        outbox.say(conn, OPENED, f"{id_}.{each}", To(member=each), group=group, subject=f"letters:{id_}", due=now, once=now.isoformat())
    return id_


def _between(conn: Connection, one: int, other: int) -> Correspondence | None:
    """What is open between two."""
    pair = or_(and_(_C.one_id == one, _C.other_id == other), and_(_C.one_id == other, _C.other_id == one))
    row = conn.execute(select(*_COLUMNS).where(pair, _C.over.is_(None)).order_by(_C.id)).first()
    return Correspondence(*row) if row else None


def get(conn: Connection, id_: int) -> Correspondence | None:
    """One correspondence."""
    row = conn.execute(select(*_COLUMNS).where(_C.id == id_)).first()
    return Correspondence(*row) if row else None


def _mine(act: Act, id_: int) -> Correspondence:
    """Raises Refusal for whoever is neither of the two."""
    found = get(act.conn, id_)
    if found is None or act.member not in {found.one, found.other}:
        raise Refusal("That isn't there any more. /wallflower shows what I can do for you here.")
    return found


# --- writing --------------------------------------------------------------------------------------------------------------------


def write(act: Act, id_: int, words: str) -> int:
    """Send a letter to the other; what was typed is held nowhere else from here on. Returns the other's id. Raises Refusal."""
    found = _mine(act, id_)
    other = found.beside(act.member)
    if found.over or not _may_write(act.conn, found):
        raise Refusal(NOT_JUST_NOW)
    lately = select(func.count()).where(letters.c.correspondence_id == id_, letters.c.writer_id == act.member)
    if act.conn.execute(lately.where(letters.c.written_at > act.now - timedelta(days=1))).scalar_one() >= MOST_A_DAY:
        raise Refusal(f"That would be more than {MOST_A_DAY} letters in a day. Tell them another way to reach you, or go on tomorrow.")
    row = {"correspondence_id": id_, "writer_id": act.member, "words": words, "written_at": act.now}
    letter = act.conn.execute(insert(letters).values(row).returning(letters.c.id)).scalar_one()
    about, until = f"letters:{id_}", act.now + DELIVER_WITHIN
    outbox.say(act.conn, LETTER, letter, To(member=other), group=found.group, subject=about, due=act.now, until=until)
    outbox.later(act.conn, WIPE, f"{letter}.{act.member}", group=found.group, subject=about, due=act.now + WIPE_AFTER)
    if act.draft:
        drafts.wipe(act.conn, act.draft)
    return other


def _may_write(conn: Connection, found: Correspondence) -> bool:
    return safety.may_meet(conn, found.one, found.other)


def to_read(conn: Connection, ref: str) -> Letter | None:
    """A letter about to be carried; None where it may not be any more."""
    row = conn.execute(select(letters).where(letters.c.id == int(ref))).first()
    found = get(conn, row.correspondence_id) if row else None
    if row is None or found is None or row.words is None or found.over or not _may_write(conn, found):
        return None
    return Letter(found, row.writer_id, row.words)


def _arrived(conn: Connection, _now: datetime, ref: str) -> None:
    conn.execute(update(letters).where(letters.c.id == int(ref)).values(words=None, arrived=1))


def _refused(conn: Connection, _now: datetime, ref: str) -> None:
    """It can't be delivered; the one who wrote hears so when anybody would."""
    conn.execute(update(letters).where(letters.c.id == int(ref)).values(words=None))


def _wipe(conn: Connection, now: datetime, ref: str) -> None:
    """A day later: what has not arrived is wiped, and whoever wrote it is told, whatever the reason."""
    number, _, writer = ref.partition(".")
    row = conn.execute(
        select(letters.c.arrived, correspondences.c.group_id).join(correspondences).where(letters.c.id == int(number))
    ).first()
    if row is None or row.arrived:
        return
    conn.execute(update(letters).where(letters.c.id == int(number)).values(words=None))
    outbox.say(conn, NOT_ARRIVED, ref, To(member=int(writer)), group=row.group_id, subject=f"letter:{number}", due=now)


def opened_for(conn: Connection, ref: str) -> tuple[Correspondence, int] | None:
    """What a message to one of the two (`"correspondence.member"`) is about, and to whom; None where they may not write any more."""
    number, _, member = ref.partition(".")
    found = get(conn, int(number))
    return (found, int(member)) if found and not found.over and _may_write(conn, found) else None


def not_arrived(conn: Connection, ref: str) -> str:
    """To whom a letter did not arrive, by first name; "somebody" once nothing of it is known any more."""
    number, _, writer = ref.partition(".")
    id_ = conn.execute(select(letters.c.correspondence_id).where(letters.c.id == int(number))).scalar()
    found = get(conn, id_) if id_ else None
    return members.first_name(members.name_of(conn, found.beside(int(writer)))) if found else "somebody"


# --- ending -------------------------------------------------------------------------------------------------------------------


def end(act: Act, id_: int, how: str) -> int:
    """No more letters. What is under way is wiped; the other is told only where they talk some other way now. Returns the other's id."""
    found = _mine(act, id_)
    if found.over is None:
        act.conn.execute(update(correspondences).where(_C.id == id_).values(over=how))
        act.conn.execute(update(letters).where(letters.c.correspondence_id == id_).values(words=None))
        about = f"letters:{id_}"
        outbox.later(act.conn, SCRUB, id_, group=found.group, subject=about, due=act.now)
        if how == ELSEWHERE:
            to = found.beside(act.member)
            outbox.say(act.conn, ENDED, f"{id_}.{to}", To(member=to), group=found.group, subject=about, due=act.now)
    return found.beside(act.member)


def _nothing(_conn: Connection, _now: datetime, _ref: str) -> None:
    """What is scrubbed was wiped before."""


def ended_for(conn: Connection, ref: str) -> tuple[Correspondence, int] | None:
    """As `opened_for`, of one that ended because they talk some other way."""
    number, _, member = ref.partition(".")
    found = get(conn, int(number))
    return (found, int(member)) if found and found.over == ELSEWHERE and _may_write(conn, found) else None


def of_member(conn: Connection, member: int, group: int) -> list[tuple[Correspondence, str]]:
    """Whom a member may write to in a group, with their names."""
    mine = select(*_COLUMNS).where(or_(_C.one_id == member, _C.other_id == member), _C.group_id == group, _C.over.is_(None))
    found = [Correspondence(*row) for row in conn.execute(mine.order_by(_C.id.desc()))]
    return [(each, members.name_of(conn, each.beside(member))) for each in found if _may_write(conn, each)]


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose correspondence it is."""
    return conn.execute(select(_C.group_id).where(_C.id == read_id(payload))).scalar()


def leave(conn: Connection, _now: datetime, member_id: int) -> None:
    """Somebody goes for good: whoever has a letter to them under way hears that it did not arrive, when they would have anyway."""
    theirs = or_(_C.one_id == member_id, _C.other_id == member_id)
    under_way = select(letters.c.id, letters.c.writer_id, letters.c.written_at, _C.group_id).join(correspondences)
    for row in conn.execute(under_way.where(theirs, letters.c.writer_id != member_id, letters.c.arrived == 0)):
        to, when = To(member=row.writer_id), row.written_at + WIPE_AFTER
        outbox.say(conn, NOT_ARRIVED, f"{row.id}.{row.writer_id}", to, group=row.group_id, subject=f"letter:{row.id}", due=when)


def one_person(conn: Connection, _now: datetime, kept: int, gone: int) -> None:
    """Two records become one: nobody writes to themselves."""
    between = or_(and_(_C.one_id == kept, _C.other_id == gone), and_(_C.one_id == gone, _C.other_id == kept))
    conn.execute(delete(letters).where(letters.c.correspondence_id.in_(select(_C.id).where(between))))
    conn.execute(delete(correspondences).where(between))


OPENED: Final = Kind("letters.opened", urgency=0, ends_in_member=True)
LETTER: Final = Kind("letters.letter", urgency=0, delivered=_arrived, failed=_refused, wipes=True)
WIPE: Final = Kind("letters.wipe", run=_wipe, ends_in_member=True, wipes=True)
SCRUB: Final = Kind("letters.scrub", run=_nothing, wipes=True)
NOT_ARRIVED: Final = Kind("letters.not_arrived", ends_in_member=True)
ENDED: Final = Kind("letters.ended", ends_in_member=True)
