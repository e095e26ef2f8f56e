"""Mentors and those who would like one as the matching sees them, and who must not be brought together.

`available` and `waiting_for_round` are what a round is made of: pairs of them that `barred` allows may `matches.begin`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, bindparam, func, select

from bot.community import members, profiles, safety
from bot.community.mentoring.tables import ASKING, ON, OPEN, ROUND, matches, offers, requests, wishes
from bot.community.profiles import Profile
from bot.matching.bars import Barred, bar, pairs
from bot.matching.profiles import Helper, Seeker
from bot.schema import lock_row

_BANDS: Final = list(profiles.BANDS)
_ONLINE: Final = {profiles.CALL, profiles.TEXT}
AGAIN_AFTER: Final = timedelta(days=90)
SAME_KIND: Final = "same"
"""In a wish: somebody from the same kind of place as one's own, whatever that is by then."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody offers. `capacity`: people at a time; `modes` of MODES, `ways` of WAYS; `state` OPEN, RESTING or STOPPED."""

    id: int
    group: int
    member: int
    topics: tuple[str, ...]
    capacity: int
    modes: tuple[str, ...]
    ways: tuple[str, ...]
    wont: str
    until: datetime | None
    state: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody would like. `kind`: as `Seeker.wants_kind`, or SAME_KIND; `waited`: rounds they were not matched in."""

    id: int
    group: int
    member: int
    topics: tuple[str, ...]
    purpose: str
    mode: str
    ways: tuple[str, ...]
    kind: str
    own_employer: bool
    state: str
    asked: int
    waited: int
    due_at: datetime | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Mentor:
    """Somebody who offers, as the matching sees them. `places`: how many more they could take now."""

    offer: Offer
    helper: Helper
    places: int

    @property
    def member(self) -> int:
        """Whose it is."""
        return self.offer.member


@dataclass(frozen=True, slots=True)
class Mentee:
    """Somebody who would like a mentor, as the matching sees them."""

    wish: Wish
    seeker: Seeker

    @property
    def member(self) -> int:
        """Whose it is."""
        return self.wish.member


def _words(held: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in held or ())


def read_offer(row: Any) -> Offer:
    """A row of `offers`."""
    lists = {name: _words(getattr(row, name)) for name in ("topics", "modes", "ways")}
    rest = {name: getattr(row, name) for name in ("id", "capacity", "wont", "until", "state", "confirmed_at")}
    return Offer(group=row.group_id, member=row.member_id, **lists, **rest)


def read_wish(row: Any) -> Wish:
    """A row of `wishes`."""
    plain = ("id", "purpose", "mode", "kind", "own_employer", "state", "asked", "waited", "due_at", "opened_at")
    return Wish(
        group=row.group_id,
        member=row.member_id,
        topics=_words(row.topics),
        ways=_words(row.ways),
        **{name: getattr(row, name) for name in plain},
    )


# --- mentors --------------------------------------------------------------------------------------------------------------------
# None of it asks what time it is: a break, an offer's last day and a request's last day end by rows of the outbox, and cards ask too.


def available(conn: Connection, group: int) -> list[Mentor]:
    """Mentors of a group who could take somebody now, by member id: they offer, take no break, and have a place left."""
    return [each for each in offering(conn, group) if each.places > 0]


_HERE: Final = and_(members.memberships.c.member_id == offers.c.member_id, members.memberships.c.group_id == offers.c.group_id)
_OFFERING: Final = (
    select(offers)
    .join(members.members, members.members.c.id == offers.c.member_id)
    .join(members.memberships, _HERE)
    .where(offers.c.group_id == bindparam("group"), offers.c.state == OPEN, members.members.c.paused_until.is_(None))
    .order_by(offers.c.member_id)
)
_TAKEN: Final = (
    select(matches.c.mentor_id, func.count())
    .where(matches.c.group_id == bindparam("group"), matches.c.state == ON)
    .group_by(matches.c.mentor_id)
)
# A no counts until its last day too: it must not show, and nobody is asked again at once.
_ASKED: Final = (
    select(requests.c.mentor_id, func.count())
    .join(wishes, wishes.c.id == requests.c.wish_id)
    .where(requests.c.group_id == bindparam("group"), wishes.c.state == ASKING, wishes.c.due_at == requests.c.due_at)
    .group_by(requests.c.mentor_id)
)


def offering(conn: Connection, group: int, spelt: Spelling | None = None) -> list[Mentor]:
    """Everybody who offers and takes no break, the full ones too: what they all offer says how rare a topic is."""
    said, same = profiles.of_group(conn, group), spelt or Spelling()
    taken, asked = _counts(conn, _TAKEN, group), _counts(conn, _ASKED, group)
    found = [read_offer(row) for row in conn.execute(_OFFERING, {"group": group})]
    places = {each.member: each.capacity - taken.get(each.member, 0) - asked.get(each.member, 0) for each in found}
    return [_mentor(each, said[each.member], places[each.member], same) for each in found]


def _counts(conn: Connection, counted: Select[int, int], group: int) -> dict[int, int]:
    return {mentor: count for mentor, count in conn.execute(counted, {"group": group})}  # noqa: C416  rows, which dict() takes for objects


def has_place(conn: Connection, group: int, mentor: int) -> bool:
    """Whether a mentor may take one more now, as they offer it. Holds the offer until the transaction ends, so that nobody is overfull."""
    row = conn.execute(select(offers.c.id, offers.c.capacity).where(offers.c.group_id == group, offers.c.member_id == mentor)).first()
    if row is None:
        return False
    lock_row(conn, offers, row.id)
    taken = select(func.count()).where(matches.c.group_id == group, matches.c.mentor_id == mentor, matches.c.state == ON)
    return conn.execute(taken).scalar_one() < row.capacity


# --- those who would like one ---------------------------------------------------------------------------------------------------


def waiting_for_round(conn: Connection, group: int, spelt: Spelling | None = None) -> list[Mentee]:
    """Who waits for the round, by member id; those who take a break or have left are so in their profiles, and barred by that."""
    mine = select(wishes).where(wishes.c.group_id == group, wishes.c.state == ROUND).order_by(wishes.c.member_id)
    same, said = spelt or Spelling(), profiles.of_group(conn, group)
    return [_mentee(conn, read_wish(row), said.get(row.member_id), same) for row in conn.execute(mine)]


def mentee(conn: Connection, wish: Wish, spelt: Spelling | None = None) -> Mentee:
    """One who would like a mentor."""
    m = members.memberships.c
    here = conn.execute(select(m.member_id).where(m.member_id == wish.member, m.group_id == wish.group)).first()
    return _mentee(conn, wish, profiles.get(conn, wish.member) if here else None, spelt or Spelling())


# --- who may not ----------------------------------------------------------------------------------------------------------------


def barred(conn: Connection, mentees: Sequence[Mentee], mentors: Sequence[Mentor], now: datetime | None = None) -> Barred:
    """The pairs no match may join; nobody is told why.

    They are kept apart (a block, a report, a line manager, an employer they hide from), were together before, or the one doesn't offer
    what the other would like. With `now`, neither may one have asked the other within AGAIN_AFTER: for whoever is suggested anew.
    """
    theirs, ours = [each.member for each in mentees], [each.member for each in mentors]
    apart = {(str(one), str(other)) for one, other in safety.barred(conn, {*theirs, *ours})}
    apart |= {(str(one), str(other)) for one, other in _before(conn, now, theirs)}
    unfit = {(one.seeker.key, other.helper.key) for one in mentees for other in mentors if not suits(one.wish, other.offer)}
    return Barred(blocks=pairs(apart | unfit))


_TOGETHER: Final = select(matches.c.mentee_id, matches.c.mentor_id)
_LATELY: Final = select(requests.c.mentee_id, requests.c.mentor_id)
_FEW: Final = 400
"""So many ids can be named in a statement; beyond, everybody's are read."""


def _before(conn: Connection, now: datetime | None, mentees: Sequence[int]) -> set[tuple[int, int]]:
    """Who was together; and, with `now`, who asked whom lately: a second time is for people to arrange."""
    queries = [(_TOGETHER, matches.c.mentee_id)]
    if now:
        queries.append((_LATELY.where(requests.c.asked_at > now - AGAIN_AFTER), requests.c.mentee_id))
    wanted, few = set(mentees), len(mentees) <= _FEW
    return {
        (one, other)
        for query, mentee_id in queries
        for one, other in conn.execute(query.where(mentee_id.in_(mentees)) if few else query)
        if one in wanted
    }


def suits(wish: Wish, offer: Offer) -> bool:
    """Whether somebody offers what is wished for, for as long, and in a way both know."""
    ways = not wish.ways or not offer.ways or set(wish.ways) & set(offer.ways)
    return wish.mode in offer.modes and bool(ways)


def may_begin(conn: Connection, wish: Wish, mentor: int) -> bool:
    """Whether these two may be together, as everything stands now; places are `has_place`'s to count."""
    row = conn.execute(_OFFERING.where(offers.c.member_id == mentor), {"group": wish.group}).first()
    if row is None or not suits(wish, read_offer(row)) or not safety.may_meet(conn, wish.member, mentor):
        return False
    found = _mentor(read_offer(row), profiles.get(conn, mentor), 1, Spelling())
    return bar(mentee(conn, wish).seeker, found.helper, Barred()) is None


# --- as the matching sees them --------------------------------------------------------------------------------------------------


class Spelling:
    """However a word is typed, one spelling of it: the first that was seen. Use one for all who are to be matched with each other."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}

    def of(self, words: str) -> str:
        """That spelling."""
        return self._seen.setdefault(" ".join(words.casefold().split()), words)


def _mentor(offer: Offer, said: Profile, places: int, spelt: Spelling) -> Mentor:
    topics = frozenset(spelt.of(topic) for topic in offer.topics)
    about = _about(said, offer.ways, spelt)
    return Mentor(offer, Helper(**about, topics=topics, languages=frozenset(said.languages), capacity=max(places, 0)), places)


def _mentee(conn: Connection, wish: Wish, said: Profile | None, spelt: Spelling) -> Mentee:
    mine = said or profiles.get(conn, wish.member)
    seeker = Seeker(
        **_about(mine, wish.ways or mine.formats, spelt),
        topics=tuple(spelt.of(topic) for topic in wish.topics),
        wants_kind=spelt.of(mine.kind_of_place) if wish.kind == SAME_KIND else wish.kind,
        own_employer_too=wish.own_employer,
        waited=wish.waited > 0,
        paused=_on_a_break(conn, wish.member),
        gone=said is None,
    )
    return Mentee(wish, seeker)


def _on_a_break(conn: Connection, member: int) -> bool:
    return conn.execute(select(members.members.c.paused_until).where(members.members.c.id == member)).scalar() is not None


def _about(said: Profile, ways: Collection[str], spelt: Spelling) -> dict[str, Any]:
    return {
        "key": str(said.member),
        "kind": spelt.of(said.kind_of_place),
        "years": _BANDS.index(said.years) if said.years in _BANDS else 0,
        "area": spelt.of(said.area),
        "online": not ways or bool(_ONLINE.intersection(ways)),
        "team_of_one": said.works_alone,
        "employer": " ".join(said.employer.casefold().split()),
    }
