"""Who may spend a day with whom, within which limits, and what nobody learns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as runs
from hypothesis import strategies as st

from bot.chat import Refusal
from bot.clock import Wall
from bot.community import cpd, members, merging, pausing, person_data, profiles, safety
from bot.community.act import Act
from bot.community.person_data import Ledger
from bot.community.shadowing import afterwards, asking, hosting, looking, placing, tables
from bot.community.shadowing.tables import AGREED, ANSWER_WITHIN, MOST_OF_ORGANISATION, Offer, Visit, Wish
from bot.schema import Connection
from tests.community.village import Do, Village, in_memory

A_DAY = timedelta(days=1)


def offers(village: Village, name: str, *in_days: int, places: int = 1, a_month: int = 4, organisation: str = "") -> list[tables.Day]:
    """They offer days so many days from now."""
    on = [Wall.of(village.now + each * A_DAY, "Europe/London") for each in in_days]
    what = Offer("Glasgow", "An ordinary day", organisation, "", "Blue door", a_month)
    return village.acts(name, lambda act: hosting.offer(act, what, on, places))


def looks(village: Village, name: str) -> int:
    """They begin to look."""
    return village.acts(name, lambda act: looking.look(act, "To see.", looking.ANYWHERE))


def found(village: Village, wish: int) -> list[str]:
    """Whose days they could have."""
    return [each.host for each in village.do(lambda conn: looking.found_for(conn, wish, village.now))]


def asks(village: Village, name: str, *days: int) -> Visit | None:
    """They look, choose these days and ask."""
    wish = looks(village, name)
    for day in days:
        village.acts(name, lambda act, day=day: looking.choose(act, wish, day))
    return village.acts(name, lambda act: asking.send(act, wish))


def answers(village: Village, name: str, visit: int, *, yes: bool) -> Visit:
    return village.acts(name, lambda act: asking.answer(act, visit, yes=yes))


def stands(village: Village, visit: int) -> str:
    found = village.do(lambda conn: tables.visit(conn, visit))
    assert found
    return found.state


def wish_of(village: Village, name: str) -> Wish | None:
    member = village.who(name)
    return village.do(lambda conn: asking.open_wish(conn, member, village.group))


def heard(village: Village, name: str) -> list[str]:
    return [kind for kind in village.heard(name) if kind.startswith("shadow")]


# --- limits ---------------------------------------------------------------------------------------------------------------------


def test_a_day_has_its_places_and_the_first_to_ask_has_them(village: Village) -> None:
    (day,) = offers(village, "Grace", 20)
    assert asks(village, "Tom", day.id)
    assert found(village, looks(village, "Dee")) == []


def test_a_no_frees_the_place_for_others_at_once_and_for_the_one_who_asked_never(village: Village) -> None:
    (day,) = offers(village, "Grace", 20)
    visit = asks(village, "Tom", day.id)
    assert visit
    answers(village, "Grace", visit.id, yes=False)
    assert found(village, looks(village, "Dee")) == ["Grace"]
    village.passes(days=10)
    tom = wish_of(village, "Tom")
    assert tom
    assert found(village, tom.id) == []


def test_a_hosts_month_is_full_though_their_days_are_not(village: Village) -> None:
    first, second = offers(village, "Grace", 12, 14, a_month=1)
    visit = asks(village, "Tom", first.id)
    assert visit
    answers(village, "Grace", visit.id, yes=True)
    assert found(village, looks(village, "Dee")) == []
    assert second.month == first.month


def test_an_organisations_month_is_full_however_many_of_its_people_host(village: Village) -> None:
    for number in range(MOST_OF_ORGANISATION + 1):
        offers(village, f"Host {number}", 12, organisation="The  library" if number % 2 else "the Library")
    offers(village, "Elsewhere", 12, organisation="An archive")
    for number in range(MOST_OF_ORGANISATION):
        wish = looks(village, f"Visitor {number}")
        day = village.do(lambda conn, wish=wish: next(one for one in looking.found_for(conn, wish, village.now) if one.host == "Host"))
        village.acts(f"Visitor {number}", lambda act, wish=wish, day=day: looking.choose(act, wish, day.day.id))
        assert village.acts(f"Visitor {number}", lambda act, wish=wish: asking.send(act, wish))
    assert found(village, looks(village, "Dee")) == ["Elsewhere"]


def test_one_place_a_visitor_a_day(village: Village) -> None:
    (one,) = offers(village, "Grace", 20)
    (other,) = offers(village, "Ada", 20)
    visit = asks(village, "Tom", one.id)
    assert visit
    answers(village, "Grace", visit.id, yes=True)
    assert found(village, looks(village, "Tom")) == []
    assert other.starts_at == one.starts_at


def test_one_request_at_a_time_and_nobody_elses(village: Village) -> None:
    (day,) = offers(village, "Grace", 20)
    asks(village, "Tom", day.id)
    with pytest.raises(Refusal, match="one request at a time"):
        looks(village, "Tom")
    wish = looks(village, "Dee")
    rules: list[Callable[[Act], object]] = [
        lambda act: looking.choose(act, wish, day.id),
        lambda act: asking.send(act, wish),
        lambda act: asking.take_back_wish(act, wish),
        lambda act: asking.take_back_day(act, day.id),
    ]
    for rule in rules:
        with pytest.raises(Refusal):
            village.acts("Tom", rule)


def test_each_host_is_chosen_once_and_three_days_are_the_most(village: Village) -> None:
    wish = looks(village, "Tom")
    first, again = offers(village, "Grace", 20, 21)
    others = [offers(village, name, 20)[0] for name in ("Ada", "Bea", "Cas")]

    def choose(day: tables.Day) -> None:
        village.acts("Tom", lambda act: looking.choose(act, wish, day.id))

    choose(first)
    choose(first)
    with pytest.raises(Refusal, match="asked once"):
        choose(again)
    choose(others[0])
    choose(others[1])
    with pytest.raises(Refusal, match="the most"):
        choose(others[2])
    assert village.do(lambda conn: looking.chosen(conn, wish)) == [first.id, others[0].id, others[1].id]


def test_nobody_on_a_break_begins_to_look(village: Village) -> None:
    village.acts("Tom", lambda act: pausing.pause(act, village.now + A_DAY))
    with pytest.raises(Refusal, match="on a break"):
        looks(village, "Tom")
    village.passes(days=1)
    looks(village, "Tom")


def test_a_day_can_be_asked_for_until_three_days_before(village: Village) -> None:
    offers(village, "Grace", 4)
    village.passes(days=1, minutes=1)
    assert found(village, looks(village, "Tom")) == []


# --- what the one who asked may learn -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["silence", "no", "block", "pause", "taken back", "left"])
def test_whatever_happened_the_visitor_hears_the_same_on_the_same_day(village: Village, what: str, tmp_path: Path) -> None:
    (day,) = offers(village, "Grace", 30)
    visit = asks(village, "Tom", day.id)
    assert visit
    tom, grace = village.who("Tom"), village.who("Grace")
    match what:
        case "no":
            answers(village, "Grace", visit.id, yes=False)
        case "block":
            village.acts("Grace", lambda act: safety.keep_apart(act, tom))
        case "pause":
            village.acts("Grace", lambda act: pausing.pause(act, village.now + 60 * A_DAY))
        case "taken back":
            village.acts("Grace", lambda act: asking.take_back_day(act, day.id))
        case "left":
            village.do(lambda conn: person_data.erase(conn, village.now, grace, Ledger(tmp_path / "list.erased")))
        case _:
            pass
    begun = village.now
    village.passes(days=20)
    got = [(told.kind, told.at - begun) for told in village.told if told.who == "Tom"]
    assert got == [("shadow.moved_on", ANSWER_WITHIN)]
    wish = wish_of(village, "Tom")
    assert wish
    assert wish.state == tables.WAITING


def test_what_was_asked_before_a_block_or_a_day_taken_back_is_neither_sent_nor_agreed_after_it(village: Village) -> None:
    for name, blocks in (("Grace", True), ("Ada", False)):
        (day,) = offers(village, name, 30)
        visitor = f"{name}'s visitor"
        visit = asks(village, visitor, day.id)
        assert visit
        ref = f"{visit.id}.{visit.host}"
        assert village.do(lambda conn, ref=ref: asking.open_to(conn, ref))
        member = village.people[visitor]
        if blocks:
            village.acts(name, lambda act, member=member: safety.keep_apart(act, member))
        else:
            village.acts(name, lambda act, day=day: asking.take_back_day(act, day.id))
        assert village.do(lambda conn, ref=ref: asking.open_to(conn, ref)) is None
        with pytest.raises(Refusal):
            answers(village, name, visit.id, yes=True)


def test_a_no_shows_nowhere_in_the_visitors_copy(village: Village) -> None:
    (day,) = offers(village, "Grace", 30)
    visit = asks(village, "Tom", day.id)
    assert visit
    tom = village.people["Tom"]

    def seen(conn: Connection) -> str:
        return str(person_data.collect(conn, village.now, tom).sections)

    before = village.do(seen)
    answers(village, "Grace", visit.id, yes=False)
    assert village.do(seen) == before


def test_the_hosts_way_in_is_in_nobody_elses_copy(village: Village) -> None:
    (day,) = offers(village, "Grace", 30)
    visit = asks(village, "Tom", day.id)
    assert visit
    answers(village, "Grace", visit.id, yes=True)
    tom = village.people["Tom"]
    assert "Blue door" not in village.do(lambda conn: str(person_data.collect(conn, village.now, tom)))


# --- the day --------------------------------------------------------------------------------------------------------------------


def test_an_agreed_day_is_spoken_of_the_day_before_and_after_and_not_if_called_off(village: Village) -> None:
    (day,) = offers(village, "Grace", 30)
    for again in (False, True):
        visit = asks(village, "Tom" if not again else "Dee", day.id)
        assert visit
        answers(village, "Grace", visit.id, yes=True)
        assert stands(village, visit.id) == AGREED
        if not again:
            village.acts("Tom", lambda act, visit=visit: asking.call_off(act, visit.id))
    village.passes(days=40)
    assert heard(village, "Tom") == ["shadow.agreed"]
    assert heard(village, "Dee") == ["shadow.agreed", "shadow.day_before", "shadow.did_it"]
    assert heard(village, "Grace")[-2:] == ["shadow.day_before", "shadow.did_it"]


def test_a_day_is_off_for_both_where_one_keeps_the_other_away(village: Village) -> None:
    (day,) = offers(village, "Grace", 30)
    visit = asks(village, "Tom", day.id)
    assert visit
    answers(village, "Grace", visit.id, yes=True)
    grace = village.people["Grace"]
    village.acts("Tom", lambda act: safety.keep_apart(act, grace))
    told = village.do(lambda conn: [afterwards.tomorrow(conn, f"{visit.id}.{each}") for each in (visit.visitor, visit.host)])
    assert [each.off for each in told if each] == [True, True]
    assert village.do(lambda conn: asking.agreed(conn, f"{visit.id}.{visit.host}")) is None


def test_whoever_leaves_calls_their_days_off(village: Village, tmp_path: Path) -> None:
    (day,) = offers(village, "Grace", 30)
    visit = asks(village, "Tom", day.id)
    assert visit
    answers(village, "Grace", visit.id, yes=True)
    grace = village.people["Grace"]
    village.do(lambda conn: person_data.erase(conn, village.now, grace, Ledger(tmp_path / "list.erased")))
    village.passes(days=40)
    assert heard(village, "Tom") == ["shadow.agreed", "shadow.off"]


def test_a_cpd_line_is_its_owners_and_outlives_the_other(village: Village, tmp_path: Path) -> None:
    (day,) = offers(village, "Grace", 5)
    visit = asks(village, "Tom", day.id)
    assert visit
    answers(village, "Grace", visit.id, yes=True)
    with pytest.raises(Refusal):
        village.acts("Tom", lambda act: afterwards.happened(act, visit.id, "too soon", ""))
    village.passes(days=6)
    for words in ("A first line", "I saw a search begin"):
        village.acts("Tom", lambda act, words=words: afterwards.happened(act, visit.id, words, "Thank you"))
    with pytest.raises(Refusal):
        village.acts("Priya", lambda act: afterwards.happened(act, visit.id, "mine", ""))
    assert village.heard("Grace").count("shadow.note") == 1
    tom, grace = village.people["Tom"], village.people["Grace"]
    village.do(lambda conn: person_data.erase(conn, village.now, grace, Ledger(tmp_path / "list.erased")))
    assert village.do(lambda conn: cpd.of_member(conn, tom)) == ["I saw a search begin"]


def test_two_records_of_one_person_host_together_and_visit_nobody(village: Village) -> None:
    (one,) = offers(village, "Grace", 20)
    (other,) = offers(village, "Gracie", 25)
    visit = asks(village, "Gracie", one.id)
    assert visit
    grace, gracie = village.people["Grace"], village.people["Gracie"]
    kept = village.do(lambda conn: merging.merge(conn, village.now, grace, gracie))
    days = village.do(lambda conn: hosting.days_of(conn, kept, village.group, village.now))
    assert [day.id for day in days] == [one.id, other.id]
    assert village.do(lambda conn: tables.visit(conn, visit.id)) is None
    assert village.do(lambda conn: asking.open_wish(conn, kept, village.group)) is None


# --- rounds ---------------------------------------------------------------------------------------------------------------------


def waits(village: Village, *names: str) -> None:
    for name in names:
        wish = looks(village, name)
        village.acts(name, lambda act, wish=wish: asking.wait(act, wish))


def previews(village: Village) -> list[placing.Placement]:
    def work(conn: Connection) -> list[placing.Placement]:
        of = placing.question(conn, village.group, village.now)
        return placing.placements(conn, of, placing.solve(of.points, of.places, of.waited, of.limits))

    return village.do(work)


def sends(village: Village) -> int:
    placed = previews(village)
    return village.acts("Priya", lambda act: placing.send(act, placed))


def test_a_round_keeps_every_limit_and_seats_as_many_as_there_is_room_for(village: Village) -> None:
    waits(village, *(f"Visitor {number}" for number in range(8)))
    for host in ("Ada", "Bea", "Cas"):
        offers(village, host, 10, 11, 12, places=2, a_month=2, organisation="Library" if host != "Cas" else "")
    placed = previews(village)
    by_host = [each.host for each in placed]
    assert len(placed) == MOST_OF_ORGANISATION + 2
    assert max(map(by_host.count, by_host)) == 2
    assert sends(village) == len(placed)


def test_whoever_went_without_comes_first_in_the_next_round(village: Village) -> None:
    waits(village, "Tom", "Dee")
    offers(village, "Grace", 20)
    (first,) = previews(village)
    assert sends(village) == 1
    left = "Dee" if first.visitor == "Tom" else "Tom"
    waits(village, "Ada")
    offers(village, "Bea", 25)
    (second,) = previews(village)
    assert second.visitor == left


def test_a_preview_leaves_no_trace_and_a_day_blocked_since_is_not_sent(village: Village) -> None:
    waits(village, "Tom")
    offers(village, "Grace", 20)
    placed = previews(village)
    assert heard(village, "Grace") == heard(village, "Tom") == []
    grace = village.people["Grace"]
    village.acts("Tom", lambda act: safety.keep_apart(act, grace))
    assert village.acts("Priya", lambda act: placing.send(act, placed)) == 0
    assert placing.seal(previews(village)) != placing.seal(placed)


def test_both_say_yes_to_a_round_or_nothing_comes_of_it(village: Village) -> None:
    waits(village, "Tom")
    offers(village, "Grace", 30)
    assert sends(village) == 1
    (visit,) = village.do(lambda conn: hosting.expected(conn, village.group))
    assert answers(village, "Grace", visit.id, yes=True).state == tables.ASKED
    village.passes(days=10)
    assert heard(village, "Grace")[-1] == "shadow.not_then"
    assert wish_of(village, "Tom") is None
    with pytest.raises(Refusal):
        answers(village, "Tom", visit.id, yes=True)


def test_after_two_months_without_a_round_somebody_who_waits_is_told(village: Village) -> None:
    waits(village, "Tom")
    village.passes(days=60)
    assert heard(village, "Tom") == ["shadow.no_round"]
    assert heard(village, "Priya") == ["shadow.waits"]


# --- Dee ------------------------------------------------------------------------------------------------------------------------

PEOPLE = ("Dee", "Him", "Ada")
STEPS = st.lists(
    st.sampled_from([*product(("offer", "ask", "wait", "yes", "no"), PEOPLE), ("round", ""), ("time", ""), ("block", "Dee")]), max_size=12
)


@pytest.fixture(scope="module")
def everybody() -> Iterator[Do]:
    """A database on which many villages stand, one after the other."""
    with in_memory() as do:
        yield do


@given(steps=STEPS)
@runs(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_dee_is_never_brought_beside_him_after_she_blocked_him(everybody: Do, steps: list[tuple[str, str]]) -> None:
    village = Village(everybody)
    for name in PEOPLE:
        village.who(name)
    dee, him = village.people["Dee"], village.people["Him"]
    blocked = False
    for what, who in steps:
        _happens(village, what, who)
        blocked = blocked or what == "block"
        if blocked:
            village.do(lambda conn: _apart(conn, village, dee, him))


def _happens(village: Village, what: str, who: str) -> None:
    member, him = village.people.get(who, 0), village.people["Him"]
    try:
        match what:
            case "offer":
                offers(village, who, 8, 9)
            case "ask":
                wish = looks(village, who)
                free = village.do(lambda conn: looking.found_for(conn, wish, village.now))
                for each in free[:2]:
                    village.acts(who, lambda act, each=each: looking.choose(act, wish, each.day.id))
                village.acts(who, lambda act: asking.send(act, wish))
            case "wait":
                waits(village, who)
            case "yes" | "no":
                for each in village.do(lambda conn: asking.asked_of(conn, member, village.group, village.now)):
                    answers(village, who, each.id, yes=what == "yes")
            case "round":
                sends(village)
            case "block":
                village.acts("Dee", lambda act: safety.keep_apart(act, him))
            case _:
                village.passes(days=2)
    except Refusal:
        return


def _apart(conn: Connection, village: Village, dee: int, him: int) -> None:
    for one, other in ((dee, him), (him, dee)):
        assert all(each.beside(one) != other for each in asking.asked_of(conn, one, village.group, village.now))
        assert all(each.beside(one) != other for each in asking.coming(conn, one, village.group, village.now))
        if of := asking.open_wish(conn, one, village.group):
            assert all(each.day.host != other for each in looking.found_for(conn, of.id, village.now))


def test_a_line_manager_and_people_hidden_from_are_never_offered(village: Village) -> None:
    offers(village, "Boss", 20)
    offers(village, "Colleague", 21)
    boss = village.people["Boss"]
    village.acts("Colleague", lambda act: profiles.keep_private(act, "Highland Health", None))
    village.acts("Tom", lambda act: profiles.keep_private(act, "", boss))
    village.acts("Tom", lambda act: safety.hide(act, "highland  health"))
    assert found(village, looks(village, "Tom")) == []
    assert len(found(village, looks(village, "Dee"))) == 2
    assert village.do(lambda conn: members.organisers(conn, village.group)) == [village.people["Priya"]]
