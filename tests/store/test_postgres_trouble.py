"""What only PostgreSQL does: deadlocks, snapshots, connections that go away."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine

import pytest
from sqlalchemy import Connection, func, make_url, select, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.util import await_only

from bot.schema import lock_row
from bot.store import Store, StoreError, open_store
from bot.store.postgres import IDLE, for_asyncpg
from tests.postgres import administer
from tests.store.tables import announce, count, event, practice, seat, seated, take_seat


@pytest.fixture
async def postgres_store(postgres_url: str) -> AsyncIterator[Store]:
    store = await open_store(postgres_url)
    await store.write(practice.create_all)
    yield store
    await store.close()


async def test_of_two_in_a_deadlock_both_get_through(postgres_store: Store) -> None:
    first, second = [await postgres_store.write(lambda conn: announce(conn, seats=0)) for _ in range(2)]
    both_hold_one = asyncio.Barrier(2)
    runs = 0

    def cross(one: int, other: int) -> Coroutine[None, None, None]:
        def work(conn: Connection) -> None:
            nonlocal runs
            runs += 1
            add_seat(conn, one)
            if runs <= 2:
                await_only(both_hold_one.wait())
            add_seat(conn, other)

        return postgres_store.write(work)

    await asyncio.wait_for(asyncio.gather(cross(first, second), cross(second, first)), 20)
    assert runs == 3  # one of them was undone and done again
    assert await postgres_store.read(lambda conn: list(conn.execute(select(event.c.seats)).scalars())) == [2, 2]


def add_seat(conn: Connection, event_id: int) -> None:
    """One more seat at an event; holds its row."""
    conn.execute(update(event).where(event.c.id == event_id).values(seats=event.c.seats + 1))


async def test_one_that_stops_half_way_through_holds_nobody_up_for_ever_and_is_undone(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(IDLE, "idle_in_transaction_session_timeout", "500")  # milliseconds, instead of ten seconds
    store = await open_store(postgres_url)
    await store.write(practice.create_all)
    one, stopped, goes_on = await store.write(lambda conn: announce(conn, seats=0)), asyncio.Event(), asyncio.Event()

    def stops(conn: Connection) -> None:
        add_seat(conn, one)
        stopped.set()
        await_only(goes_on.wait())
        add_seat(conn, one)

    stopping = asyncio.create_task(store.write(stops))
    await stopped.wait()
    await store.write(lambda conn: add_seat(conn, one))
    goes_on.set()
    with pytest.raises(SQLAlchemyError):
        await stopping
    assert await store.read(lambda conn: list(conn.execute(select(event.c.seats)).scalars())) == [1]
    await store.close()


async def test_a_deadlock_that_never_ends_is_the_callers_in_the_end(postgres_store: Store) -> None:
    runs = 0

    def work(conn: Connection) -> None:
        nonlocal runs
        runs += 1
        conn.exec_driver_sql("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END $$")

    with pytest.raises(DBAPIError, match="again"):
        await postgres_store.write(work)
    assert runs == 8


async def test_locking_and_counting_in_one_statement_oversells_so_we_lock_first(postgres_store: Store) -> None:
    def in_one_statement(conn: Connection, event_id: int, person: str) -> bool:
        taken = select(func.count()).select_from(seat).where(seat.c.event_id == event_id).scalar_subquery()
        free = select(event.c.seats - taken).where(event.c.id == event_id).with_for_update()
        if conn.execute(free).scalar_one() <= 0:
            return False
        conn.execute(seat.insert().values(event_id=event_id, person=person))
        return True

    assert await seats_sold(postgres_store, in_one_statement) > 1  # the trap is real
    assert await seats_sold(postgres_store, take_seat) == 1


async def seats_sold(store: Store, rule: Callable[[Connection, int, str], bool]) -> int:
    """How many of ten people get the last seat when all ask while somebody holds the event's row."""
    event_id = await store.write(lambda conn: announce(conn, seats=1))
    held, go = asyncio.Event(), asyncio.Event()

    def hold(conn: Connection) -> None:
        lock_row(conn, event, event_id)
        held.set()
        await_only(go.wait())

    holding = asyncio.create_task(store.write(hold))
    await held.wait()
    asking = [asyncio.create_task(store.write(lambda conn, n=n: rule(conn, event_id, f"person {n}"))) for n in range(9)]
    await asyncio.sleep(0.3)  # long enough for all of them to be waiting for the row
    go.set()
    await asyncio.gather(holding, *asking)
    return len(await store.read(lambda conn: seated(conn, event_id)))


async def test_what_has_begun_is_finished_even_when_whoever_asked_has_gone(postgres_store: Store, postgres_url: str) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    def slowly(conn: Connection) -> int:
        begun.set()
        await_only(go_on.wait())
        return announce(conn, seats=1)

    leaving = asyncio.create_task(postgres_store.write(slowly))
    await begun.wait()
    leaving.cancel()
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.wait([leaving])
    assert leaving.cancelled()
    await postgres_store.close()
    again = await open_store(postgres_url)
    assert await again.read(lambda conn: count(conn, event)) == 1
    await again.close()


async def test_after_a_restart_of_postgresql_the_next_write_works(postgres_store: Store, postgres_url: str, postgres_server: str) -> None:
    await postgres_store.write(lambda conn: announce(conn, seats=1))
    name = make_url(postgres_url).database
    await administer(postgres_server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    await postgres_store.write(lambda conn: announce(conn, seats=1))
    assert await postgres_store.read(lambda conn: count(conn, event)) == 2


async def test_more_callers_than_connections_wait_their_turn(postgres_store: Store) -> None:
    await asyncio.gather(*[postgres_store.write(lambda conn: announce(conn, seats=1)) for _ in range(300)])
    assert await postgres_store.read(lambda conn: count(conn, event)) == 300


async def test_a_database_that_is_not_there_gets_a_sentence_without_the_password(postgres_server: str) -> None:
    url = make_url(postgres_server).set(database="nowhere", password="hunter2").render_as_string(hide_password=False)
    with pytest.raises(StoreError, match='database "nowhere" does not exist') as refused:
        await open_store(url)
    assert "hunter2" not in str(refused.value)


async def test_nobody_listening_gets_a_sentence() -> None:
    with pytest.raises(StoreError, match="can't be opened"):
        await open_store("postgresql://nobody@127.0.0.1:9/nothing")


async def test_without_its_driver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(StoreError, match="pip install 'wallflower\\[postgres\\]'"):
        await open_store("postgresql://nobody@127.0.0.1:9/nothing")


def test_the_address_hosts_hand_out_is_understood() -> None:
    url = for_asyncpg(make_url("postgres://ada:secret@db.example/club?sslmode=require"))
    assert url.render_as_string() == "postgresql+asyncpg://ada:***@db.example/club?ssl=require"
