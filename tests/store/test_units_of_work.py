"""What both engines promise about a unit of work."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, Result, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from bot.schema import JsonValue, insert_or_ignore
from bot.store import Store, StoreClosed, open_store
from tests.store.tables import announce, count, event, note, seat, seated, take_seat


async def test_what_was_written_is_there_for_the_next_reader(store: Store) -> None:
    event_id = await store.write(lambda conn: announce(conn, seats=3))
    assert await store.write(lambda conn: take_seat(conn, event_id, "Ada"))
    assert await store.read(lambda conn: seated(conn, event_id)) == ["Ada"]


async def test_it_is_still_there_after_closing_and_opening_again(store: Store, store_url: str) -> None:
    await store.write(lambda conn: announce(conn, seats=3))
    await store.close()
    again = await open_store(store_url)
    assert await again.read(lambda conn: count(conn, event)) == 1
    await again.close()


async def test_one_that_fails_is_undone_and_its_neighbours_are_not(store: Store) -> None:
    def one(number: int) -> Callable[[Connection], int]:
        def work(conn: Connection) -> int:
            announce(conn, seats=number)
            if number % 10 == 3:
                msg = f"no {number}"
                raise LookupError(msg)
            return number

        return work

    outcomes = await asyncio.gather(*[store.write(one(number)) for number in range(100)], return_exceptions=True)
    for number, outcome in enumerate(outcomes):
        if number % 10 == 3:
            assert isinstance(outcome, LookupError)
            assert str(outcome) == f"no {number}"
        else:
            assert outcome == number
    kept = await store.read(lambda conn: set(conn.execute(select(event.c.seats)).scalars()))
    assert kept == {number for number in range(100) if number % 10 != 3}


async def test_a_broken_constraint_is_its_own_callers_error(store: Store) -> None:
    def too_few(conn: Connection) -> None:
        announce(conn, seats=-1)

    good, bad, also_good = await asyncio.gather(
        store.write(lambda conn: announce(conn, seats=1)),
        store.write(too_few),
        store.write(lambda conn: announce(conn, seats=2)),
        return_exceptions=True,
    )
    assert isinstance(bad, IntegrityError)
    assert isinstance(good, int)
    assert isinstance(also_good, int)


async def test_a_seat_at_no_event_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError):
        await store.write(lambda conn: insert_or_ignore(conn, seat, event_id=999, person="Ada"))


async def test_a_rule_may_try_something_and_go_on(store: Store) -> None:
    def work(conn: Connection) -> int:
        with pytest.raises(IntegrityError), conn.begin_nested():
            announce(conn, seats=-1)
        return announce(conn, seats=5)

    assert await store.write(work)
    assert await store.read(lambda conn: count(conn, event)) == 1


@pytest.mark.parametrize("error", [StopIteration, KeyError])
async def test_whatever_a_rule_raises_nobody_waits_for_ever(store: Store, error: type[Exception]) -> None:
    def work(_: Connection) -> None:
        raise error

    for call in (store.write, store.read):
        with pytest.raises((error, RuntimeError)):  # Python turns a StopIteration that leaves a coroutine into a RuntimeError
            await asyncio.wait_for(call(work), 5)
    assert await store.write(lambda conn: announce(conn, seats=1))


async def test_a_rule_can_not_commit_behind_its_neighbours_backs(store: Store) -> None:
    def work(conn: Connection) -> None:
        announce(conn, seats=1)
        conn.commit()

    with pytest.raises(Exception, match="must not commit"):
        await store.write(work)
    assert await store.read(lambda conn: count(conn, event)) == 0
    assert await store.write(lambda conn: announce(conn, seats=1))
    assert await store.read(lambda conn: count(conn, event)) == 1


async def test_a_rule_gives_back_plain_data(store: Store) -> None:
    def work(conn: Connection) -> Result[int]:
        return conn.execute(select(event.c.id))

    for call in (store.write, store.read):
        with pytest.raises(TypeError, match="fetch its rows"):
            await call(work)


async def test_a_reader_can_not_write(store: Store) -> None:
    with pytest.raises(DBAPIError):
        await store.read(lambda conn: announce(conn, seats=1))
    assert await store.read(lambda conn: count(conn, event)) == 0


async def test_a_reader_sees_one_unmoving_view(store: Store) -> None:
    async def write_meanwhile() -> None:
        await store.write(lambda conn: announce(conn, seats=1))

    loop = asyncio.get_running_loop()

    def work(conn: Connection) -> tuple[int, int]:
        before = count(conn, event)
        if conn.dialect.name == "sqlite":  # there, a reader has a thread of its own
            asyncio.run_coroutine_threadsafe(write_meanwhile(), loop).result(5)
        else:
            from sqlalchemy.util import await_only

            await_only(write_meanwhile())
        return before, count(conn, event)

    assert await store.read(work) == (0, 0)
    assert await store.read(lambda conn: count(conn, event)) == 1


async def test_fifty_people_racing_for_seven_seats_fill_exactly_seven(store: Store) -> None:
    event_id = await store.write(lambda conn: announce(conn, seats=7))

    async def try_for_one(person: str) -> bool:
        return await store.write(lambda conn: take_seat(conn, event_id, person))

    got = await asyncio.gather(*[try_for_one(f"person {number}") for number in range(50)])
    assert sum(got) == 7
    assert len(await store.read(lambda conn: seated(conn, event_id))) == 7


async def test_someone_who_stops_waiting_stops_nobody_else(store: Store) -> None:
    waiting = [asyncio.create_task(store.write(lambda conn: announce(conn, seats=1))) for _ in range(60)]
    await asyncio.sleep(0)
    for task in waiting[::2]:
        task.cancel()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes[::2])
    ids = [outcome for outcome in outcomes[1::2] if isinstance(outcome, int)]
    assert len(ids) == 30
    found = await store.read(lambda conn: set(conn.execute(select(event.c.id)).scalars()))
    assert found >= set(ids)


async def test_closing_finishes_what_was_asked_and_refuses_the_rest(store: Store, store_url: str) -> None:
    waiting = [asyncio.create_task(store.write(lambda conn: announce(conn, seats=1))) for _ in range(200)]
    await asyncio.sleep(0)
    await store.close()
    again = await open_store(store_url)
    assert await again.read(lambda conn: count(conn, event)) == 200
    await again.close()
    assert len(await asyncio.gather(*waiting)) == 200
    with pytest.raises(StoreClosed):
        await store.write(lambda conn: announce(conn, seats=1))
    with pytest.raises(StoreClosed):
        await store.read(lambda conn: count(conn, event))
    await store.close()


async def test_a_moment_comes_back_exactly_and_in_utc(store: Store) -> None:
    in_paris = datetime(2026, 3, 29, 3, 30, 0, 123_457, tzinfo=timezone(timedelta(hours=2)))
    long_ago = datetime(1899, 1, 1, tzinfo=UTC)
    for moment in (in_paris, long_ago):
        await store.write(lambda conn, moment=moment: conn.execute(insert(note).values(at=moment)).rowcount)
    back = await store.read(lambda conn: list(conn.execute(select(note.c.at).order_by(note.c.at)).scalars()))
    assert back == [long_ago, in_paris]
    assert [moment.utcoffset() for moment in back if moment] == [timedelta(0)] * 2


async def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="no time zone"):
        await store.write(lambda conn: conn.execute(insert(note).values(at=datetime(2026, 3, 29))).rowcount)


async def test_a_structure_comes_back_as_it_went_in(store: Store) -> None:
    what: JsonValue = {"z": 1, "a": [None, True, 1.5, "Café, 図書館, \x00"], "": {}}
    await store.write(lambda conn: conn.execute(insert(note).values(what=what)).rowcount)
    back = await store.read(lambda conn: conn.execute(select(note.c.what)).scalar_one())
    assert back == what
    assert list(back) == ["z", "a", ""]


async def test_the_same_thing_twice_is_put_there_once(store: Store) -> None:
    event_id = await store.write(lambda conn: announce(conn, seats=3))
    assert await store.write(lambda conn: insert_or_ignore(conn, seat, event_id=event_id, person="Ada"))
    assert not await store.write(lambda conn: insert_or_ignore(conn, seat, event_id=event_id, person="Ada"))
    assert await store.read(lambda conn: seated(conn, event_id)) == ["Ada"]
