"""A scheme of 120 people over nine months: nobody in silence past a deadline, no mentor overfull, every end recorded and told."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import and_, case, func, select

from bot.community import pausing
from bot.community.act import Act
from bot.community.mentoring import check_ins, helps, matches, wishes
from bot.community.mentoring.tables import ASKING, ENDED, ON, OPEN, ROUND, WHYS, offers
from bot.community.mentoring.tables import check_ins as taps
from bot.community.mentoring.tables import helps as help_rows
from bot.community.mentoring.tables import matches as rows
from bot.community.mentoring.tables import wishes as wish_rows
from bot.outbox import outbox
from bot.run.house import House, dice
from bot.schema import Connection
from tests.stage import StillClock
from tests.stories.scheme import Scheme, texts

NINE_MONTHS = 274
SLACK = timedelta(seconds=1)
LONGEST_SILENCE = check_ins.EVERY * 3 + check_ins.ANSWER_WITHIN + check_ins.SILENT_FOR
"""From the last check-in somebody answered: two more a month apart, a week, three weeks; and a month before the first of them."""


def overfull(conn: Connection) -> list[int]:
    """Mentors with more people than they said."""
    mine = and_(offers.c.member_id == rows.c.mentor_id, offers.c.group_id == rows.c.group_id)
    counted = select(rows.c.mentor_id).join(offers, mine).where(rows.c.state == ON).group_by(rows.c.mentor_id, offers.c.capacity)
    return list(conn.execute(counted.having(func.count() > offers.c.capacity)).scalars())


def forgotten(conn: Connection, scheme: Scheme) -> list[str]:
    """Whatever is open past its day, or has no day."""
    now = scheme.clock.now() - SLACK
    waits = select(wish_rows.c.id).where(wish_rows.c.state.in_((ASKING, ROUND)), func.coalesce(wish_rows.c.due_at, now) <= now)
    on = select(rows).where(rows.c.state == ON)
    late = [f"wish {each}" for each in conn.execute(waits).scalars()]
    late += [f"match {each.id} past its end" for each in conn.execute(on.where(rows.c.ends_at <= now))]
    late += [f"match {each.id} quiet" for each in conn.execute(on.where(rows.c.quiet_at <= now - check_ins.SILENT_FOR))]
    unhelped = select(help_rows.c.id).join(rows, rows.c.id == help_rows.c.match_id).where(rows.c.state == ON)
    late += [
        f"help {each}" for each in conn.execute(unhelped.where(help_rows.c.taken_by_id.is_(None), help_rows.c.due_at <= now)).scalars()
    ]
    unconfirmed = select(offers.c.id).where(offers.c.state == OPEN, offers.c.confirmed_at < now - timedelta(days=104))
    late += [f"offer {each}" for each in conn.execute(unconfirmed).scalars()]
    return late + [f"match {each} silent" for each in _silent(conn, now - LONGEST_SILENCE)]


def _silent(conn: Connection, since: datetime) -> list[int]:
    """Matches that go on though one of the two answered nothing that was asked since then."""
    asked = select(taps.c.match_id).join(rows, rows.c.id == taps.c.match_id).where(rows.c.state == ON, rows.c.began_at < since)
    lately = (taps.c.asked_at >= since) & taps.c.answer.is_not(None)
    grouped = asked.group_by(taps.c.match_id, taps.c.member_id)
    return list(conn.execute(grouped.having(func.sum(case((lately, 1), else_=0)) == 0)).scalars())


async def nine_months(scheme: Scheme) -> Counter[str]:
    """Day by day; what was checked each day, counted."""
    seen: Counter[str] = Counter()
    for today in range(NINE_MONTHS):
        for each in scheme.named("mentee")[today * 4 : today * 4 + 4] if today < 20 else ():
            await scheme.looks(each)
        if today % 30 == 29:
            seen["in rounds"] += await scheme.round()
        if today in {50, 110, 170}:
            await scheme.leaves(scheme.dice.choice(scheme.named("mentor")))
            await scheme.leaves(scheme.dice.choice(scheme.named("mentee")))
        if today in {40, 140}:
            one, until = scheme.dice.choice(scheme.named("mentor")), scheme.clock.now() + timedelta(days=45)
            await scheme.do(
                lambda conn, one=one, until=until: pausing.pause(Act(conn, scheme.clock.now(), one.member, scheme.group), until)
            )
        await scheme.day()
        assert await scheme.do(overfull) == []
        assert await scheme.do(lambda conn: forgotten(conn, scheme)) == []
        seen["days"] += 1
    return seen


@pytest.mark.timeout(180)
@pytest.mark.parametrize("seed", [1])
async def test_120_people_over_nine_months(tmp_path: Path, seed: int) -> None:
    clock = StillClock()
    house = await House.open(f"sqlite:///{tmp_path}/core.db", clock)
    house.delivery.dice = dice(seed)
    scheme = Scheme(house, clock, seed)
    await scheme.begin(mentors=45, mentees=75)
    seen = await nine_months(scheme)

    found = await scheme.do(lambda conn: [matches.read(row) for row in conn.execute(select(rows).order_by(rows.c.id)).all()])
    ended = [each for each in found if each.state == ENDED]
    why = Counter(each.why for each in ended)
    assert len(found) > 50
    assert seen["in rounds"] > 0
    assert why["planned"] > 0
    assert why["silent"] > 0
    assert set(why) <= set(WHYS)
    assert all(each.began_at < each.ends_at <= clock.now() for each in ended)
    told = {each.member: texts(each.reads) for each in scheme.everybody.values()}
    for each in ended:
        for member in each.pair:
            assert any("has ended" in words for words in told[member]), f"{member} never heard that {each} ended"
    parked = await scheme.do(lambda conn: conn.execute(select(func.count()).where(outbox.c.state == "parked")).scalar_one())
    assert parked == 0
    assert await scheme.do(lambda conn: wishes.open_of(conn, scheme.everybody["priya"].member, scheme.group)) is None
    assert await scheme.do(lambda conn: helps.open_in(conn, scheme.group)) == []
    await house.close()
