"""Who met whom at a meetup: both checked in themselves, in the same room or both online, and there were few enough to meet everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import combinations
from typing import Final

from sqlalchemy import Connection, Integer, bindparam, func, select

from bot.community.attendance.tables import check_ins

CROWD: Final = 30
"""Among more than this nobody meets everybody, so being there says nothing of any two."""
_FEW: Final = 400
"""So many ids can be named in a statement; beyond, every check-in is read."""

_C: Final = check_ins.c
_AMONG: Final = _C.member_id.in_(bindparam("among", expanding=True, type_=Integer))
_THERE: Final = select(_C.meetup_id, _C.online, _C.member_id)
_SIZES: Final = select(_C.meetup_id, _C.online, func.count()).group_by(_C.meetup_id, _C.online)
_THEIRS: Final = _SIZES.where(_C.meetup_id.in_(select(_C.meetup_id).where(_AMONG)))


def pairs(conn: Connection, among: Collection[int]) -> Iterable[tuple[int, int]]:
    """The pairs of these members who met so, the lower id first; once each, however often. At most 435 for each meetup they were at."""
    here, few = set(among), {"among": list(among)} if len(among) <= _FEW else None
    crowds = {(meetup, online) for meetup, online, number in conn.execute(_THEIRS if few else _SIZES, few) if number > CROWD}
    rooms = defaultdict[tuple[int, bool], list[int]](list)
    for meetup, online, member in conn.execute(_THERE.where(_AMONG) if few else _THERE, few):
        if member in here and (meetup, online) not in crowds:
            rooms[meetup, online].append(member)
    return sorted({pair for room in rooms.values() for pair in combinations(sorted(room), 2)})
