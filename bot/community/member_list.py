"""A group's members as a list in a spreadsheet, with the columns that `import members` reads.

What somebody said of themselves is in it only if they let people of the group find them: a file travels further than a database.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, select

from bot.community import profiles
from bot.community.members import ORGANISER, accounts_of, members, memberships

COLUMNS: Final = (*("name", "handle", "zone", "area", "sector", "role", "years", "topics", "works_alone", "organiser", "about", "joined"),)


def rows(conn: Connection, group_id: int) -> Iterator[list[str]]:
    """Everybody in the group, by name, a cell for each of COLUMNS."""
    mine = (
        select(members.c.id, members.c.name, members.c.zone, memberships.c.role, memberships.c.joined_at)
        .join_from(memberships, members)
        .where(memberships.c.group_id == group_id)
        .order_by(members.c.name, members.c.id)
    )
    found = {each.member: each for each in profiles.found_in(conn, group_id)}
    everybody = list(conn.execute(mine))
    accounts = accounts_of(conn, [row.id for row in everybody])
    for row in everybody:
        handles = [account.user for account in accounts.get(row.id, [])]
        said = found.get(row.id)
        about = [said.area, said.kind_of_place, said.role, said.years, "; ".join(said.topics), _yes(said.works_alone)] if said else [""] * 6
        organiser, joined = _yes(row.role == ORGANISER), f"{row.joined_at:%Y-%m-%d}"
        yield [row.name, handles[0] if handles else "", row.zone or "", *about, organiser, said.does if said else "", joined]


def _yes(word: object) -> str:
    return "yes" if word else "no"
