"""Reports: to the group's conduct contacts, never to whom they are about; and those two are kept apart at once.

A report is open until a contact takes it, then theirs until it is settled. One that nobody takes in three days goes to them again and to
every organiser, and the reporter is told so: nobody waits in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, Text, insert, select, update

from bot import outbox
from bot.chat import Person, Refusal
from bot.chat.typed import read_id
from bot.community import groups, members, safety
from bot.community.act import Act
from bot.outbox import Kind, To
from bot.schema import Instant, holds, insert_or_ignore, metadata, personal

contacts = Table(
    "conduct_contacts",
    metadata,
    Column("group_id", Integer, ForeignKey("groups.id"), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, info=personal("Yours")),
    Column("since", Instant, nullable=False, info=personal("Since")),
    info=holds("Groups whose conduct contact you are"),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("about_id", Integer, ForeignKey("members.id"), index=True),
    Column("words", Text, nullable=False, info=personal("What you told us", of="member_id")),
    Column("state", String(10), nullable=False, info=personal("What became of it", of="member_id")),
    Column("taken_by_id", Integer, ForeignKey("members.id")),
    Column("made_at", Instant, nullable=False, info=personal("When", of="member_id")),
    info=holds("Your reports", kept=timedelta(days=730), since="made_at"),
)

OPEN, TAKEN, SETTLED = "open", "taken", "settled"
ANSWER_WITHIN: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody told the conduct contacts something. `about` and `taken_by` are members' ids; the names are as people gave them."""

    id: int
    group: int
    zone: str
    reporter: int
    name: str
    about: int | None
    about_name: str
    words: str
    state: str
    taken_by: int | None
    made_at: datetime


_ABOUT: Final = members.members.alias("about")
_ONE: Final = (
    select(
        *(reports.c.id, reports.c.group_id, groups.groups.c.zone, reports.c.member_id, members.members.c.name, reports.c.about_id),
        *(_ABOUT.c.name, reports.c.words, reports.c.state, reports.c.taken_by_id, reports.c.made_at),
    )
    .join_from(reports, groups.groups)
    .join(members.members, members.members.c.id == reports.c.member_id)
    .outerjoin(_ABOUT, _ABOUT.c.id == reports.c.about_id)
)


# --- who is told ----------------------------------------------------------------------------------------------------------------


def named_contacts(conn: Connection, group_id: int) -> list[int]:
    """The conduct contacts an organiser named."""
    return list(conn.execute(select(contacts.c.member_id).filter_by(group_id=group_id).order_by(contacts.c.member_id)).scalars())


def contacts_by_name(conn: Connection, group_id: int) -> list[str]:
    """The names of the contacts an organiser named."""
    return [members.name_of(conn, each) for each in named_contacts(conn, group_id)]


def told(conn: Connection, group_id: int, *but: int | None) -> list[int]:
    """Who hears of a report: the contacts, or the organisers where there are none left; never those it is about or by (`but`)."""
    named = [contact for contact in named_contacts(conn, group_id) if contact not in but]
    return named or [organiser for organiser in members.organisers(conn, group_id) if organiser not in but]


def told_by_name(conn: Connection, group_id: int, about: Person | None, reporter: int) -> list[str]:
    """As `told`, by name, before the report is made."""
    known = members.known_by(conn, about) if about else None
    return [members.name_of(conn, each) for each in told(conn, group_id, known, reporter)]


def name_contact(act: Act, person: Person) -> None:
    """From now on they hear of reports in this group."""
    member = members.meet(act.conn, act.now, person)
    members.join(act.conn, act.now, member, act.group)
    insert_or_ignore(act.conn, contacts, group_id=act.group, member_id=member, since=act.now)


def release_contacts(act: Act) -> None:
    """Nobody is named any more: the organisers hear of reports."""
    act.conn.execute(contacts.delete().where(contacts.c.group_id == act.group))


# --- a report's life ------------------------------------------------------------------------------------------------------------


def report(act: Act, person: Person | None, words: str) -> bool:
    """Tell the contacts, and keep the two apart. Returns whether there was anybody to tell. Raises Refusal about oneself."""
    return report_member(act, members.meet(act.conn, act.now, person) if person else None, words)


def report_member(act: Act, about: int | None, words: str) -> bool:
    """As `report`, by a member's id."""
    if about is not None:
        safety.keep_apart(act, about)
    row = {"group_id": act.group, "member_id": act.member, "about_id": about, "words": words, "state": OPEN, "made_at": act.now}
    made = act.conn.execute(insert(reports).values(row).returning(reports.c.id)).scalar_one()
    hearing = told(act.conn, act.group, about, act.member)
    for contact in hearing:
        _tell(act.conn, act.now, act.group, made, contact)
    outbox.later(act.conn, CHASE, made, group=act.group, subject=f"report:{made}", due=act.now + ANSWER_WITHIN)
    return bool(hearing)


def hush(act: Act, other: int, *, tell: bool, words: str) -> None:
    """Somebody has had enough of another's words: the two are kept apart; `tell` the contacts too, in these words."""
    if tell:
        report_member(act, other, words or "No words were added.")
    else:
        safety.keep_apart(act, other)


def _tell(conn: Connection, now: datetime, group: int, report_id: int, contact: int, once: str = "") -> None:
    outbox.say(conn, REPORTED, f"{report_id}.{contact}", To(member=contact), group=group, subject=f"report:{report_id}", due=now, once=once)


def get(conn: Connection, report_id: int) -> Report | None:
    """One report, if it is still held."""
    row = conn.execute(_ONE.where(reports.c.id == report_id)).first()
    return Report(*row[:6], row[6] or "", *row[7:]) if row else None


def for_contact(conn: Connection, ref: str) -> Report | None:
    """What a message to a contact is about (`"report.member"`), unless it is settled or has become no business of theirs."""
    number, _, contact = ref.partition(".")
    found = get(conn, int(number))
    return found if found and found.state != SETTLED and _hears(conn, found, int(contact)) else None


def _hears(conn: Connection, of: Report, member: int) -> bool:
    """Every organiser may take one: it comes to them if it is left lying."""
    may = {*named_contacts(conn, of.group), *members.organisers(conn, of.group)}
    return member in may and member not in {of.about, of.reporter}


def mine(conn: Connection, member_id: int, group_id: int) -> list[Report]:
    """What a member reported in a group that is not settled yet."""
    open_ = _ONE.where(reports.c.member_id == member_id, reports.c.group_id == group_id, reports.c.state != SETTLED)
    return [Report(*row[:6], row[6] or "", *row[7:]) for row in conn.execute(open_.order_by(reports.c.id))]


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose report it is."""
    return conn.execute(select(reports.c.group_id).where(reports.c.id == read_id(payload))).scalar()


def take(act: Act, report_id: int) -> None:
    """A contact says that they see to it; the reporter hears who. Raises Refusal for anybody it is no business of."""
    found = _theirs(act, report_id)
    if found.state != OPEN:
        raise Refusal("Somebody sees to that one already. Thank you.")
    act.conn.execute(update(reports).where(reports.c.id == report_id).values(state=TAKEN, taken_by_id=act.member))
    _answer(act, found, TAKEN_UP)


def settle(act: Act, report_id: int) -> None:
    """Whoever took it says that it is settled; the reporter hears so. The two stay apart until the reporter says otherwise."""
    found = _theirs(act, report_id)
    if found.taken_by != act.member:
        raise Refusal("Somebody else sees to that one. Ask them, or press “I'll see to it” first.")
    act.conn.execute(update(reports).where(reports.c.id == report_id).values(state=SETTLED))
    _answer(act, found, DONE)


def _theirs(act: Act, report_id: int) -> Report:
    found = get(act.conn, report_id)
    if found is None or found.group != act.group or found.state == SETTLED or not _hears(act.conn, found, act.member):
        raise Refusal("That isn't there any more. /wallflower shows what I can do for you here.")
    return found


def _answer(act: Act, found: Report, kind: Kind) -> None:
    outbox.say(act.conn, kind, found.id, To(member=found.reporter), group=found.group, subject=f"report:{found.id}", due=act.now)


def _chase(conn: Connection, now: datetime, ref: str) -> None:
    """Nobody has taken it in three days."""
    found = get(conn, int(ref))
    if found is None or found.state != OPEN:
        return
    but = {found.about, found.reporter}
    for member in sorted({*told(conn, found.group, *but), *members.organisers(conn, found.group)} - but):
        _tell(conn, now, found.group, found.id, member, once="again")
    subject = f"report:{found.id}"
    outbox.say(conn, ASKED_AGAIN, found.id, To(member=found.reporter), group=found.group, subject=subject, due=now)


CHASE: Final = Kind("report.chase", run=_chase)
REPORTED: Final = Kind("report.made", urgency=0)
TAKEN_UP: Final = Kind("report.taken")
DONE: Final = Kind("report.settled")
ASKED_AGAIN: Final = Kind("report.asked_again")
