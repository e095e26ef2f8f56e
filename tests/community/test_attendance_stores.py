"""Who came, on each engine in turn: from the door to the count, two records that become one, and somebody who goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select

from bot.clock import Wall
from bot.community import cpd, meetups, merging, person_data, rsvp
from bot.community.act import Act
from bot.community.attendance import checking_in, counting, day, door, forecast, lines, met
from bot.community.attendance.checking_in import CheckedIn, WrongCode
from bot.community.attendance.tables import check_ins, code_tries, turnouts
from bot.community.meetups import Plan
from bot.community.person_data import Ledger
from bot.store import Store
from tests.community.test_person_data import NOW, village

EVENING = NOW + timedelta(days=2)


def begun(conn: Connection) -> tuple[dict[str, int], dict[str, Act], int, str]:
    """Everybody said yes to a meetup; it begins now, and its door is open."""
    ids = village(conn)
    acts = {name: Act(conn, NOW, ids[name], ids["group"]) for name in ("tom", "dee", "ada")}
    meetup = meetups.announce(acts["ada"], Plan("Book swap", Wall.of(EVENING, "Europe/London"), "The library")).id
    for act in acts.values():
        rsvp.say_yes(act, meetup)
    code = door.set_up(acts["ada"], meetup).code
    run = day.STEP.run
    assert run
    for step in (day.OPEN, day.BEGIN):
        run(conn, EVENING, f"{meetup}.0.{step}")
    return ids, {name: replace(act, now=EVENING) for name, act in acts.items()}, meetup, code


async def test_from_the_door_to_the_count(store: Store) -> None:
    def work(conn: Connection) -> tuple[object, ...]:
        ids, acts, meetup, code = begun(conn)
        tried = [checking_in.check_in(acts["tom"], meetup, "") for _ in range(2)]
        came = [checking_in.check_in(acts[name], meetup, code) for name in ("tom", "dee", "dee")]
        there = [each.member for each in checking_in.attended(conn, meetup)]
        pairs = list(met.pairs(conn, [ids["tom"], ids["dee"], ids["ada"]]))
        everybody = list(met.pairs(conn, [*range(500), *ids.values()]))
        later = EVENING + timedelta(days=1)
        waits = [each.id for each in counting.uncounted(conn, ids["group"], later)]
        counting.count(acts["ada"], meetup, 3)
        known = counting.head_count(conn, meetup)
        expected = forecast.of_group(conn, ids["group"], 20)
        assert known
        return (
            [each.left for each in tried if isinstance(each, WrongCode)],
            [each.again for each in came if isinstance(each, CheckedIn)],
            sorted(there) == sorted([ids["tom"], ids["dee"]]),
            pairs == everybody == [tuple(sorted((ids["tom"], ids["dee"])))],
            waits == [meetup],
            counting.uncounted(conn, ids["group"], later),
            (known.said, known.came),
            [one.id for one in counting.took_place(conn, ids["group"], later)] == [meetup],
            expected and expected.meetups,
        )

    assert await store.write(work) == ([4, 3], [False, False, True], True, True, True, [], (3, 3), True, 1)


async def test_two_who_are_one_came_once_and_whoever_goes_leaves_only_the_number(store: Store, tmp_path: Path) -> None:
    def work(conn: Connection) -> tuple[object, ...]:
        ids, acts, meetup, code = begun(conn)
        checking_in.check_in(acts["dee"], meetup, "")
        for act in acts.values():
            checking_in.check_in(act, meetup, code)
        counting.count(acts["ada"], meetup, 3)
        lines.keep(acts["tom"], meetup, "How others do it.")
        kept = merging.merge(conn, EVENING, ids["tom"], ids["dee"])
        both = len(checking_in.attended(conn, meetup))
        shown = {section.heading: section.rows for section in person_data.collect(conn, EVENING, kept).sections}
        person_data.erase(conn, EVENING, kept, Ledger(tmp_path / "list.erased"))
        left = [
            conn.execute(select(func.count()).select_from(table)).scalar_one() for table in (check_ins, code_tries, cpd.cpd_lines, turnouts)
        ]
        known = counting.head_count(conn, meetup)
        return (
            both,
            len(shown["Meetups you checked in at"]),
            len(shown["Codes you tried at a door"]),
            [row["What you wrote"] for row in shown["Your CPD lines"]],
            left,
            known and known.came,
        )

    assert await store.write(work) == (2, 1, 1, ["How others do it."], [1, 0, 0, 1], 3)
