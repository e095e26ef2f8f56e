"""What an organiser is shown of what is to come, on the real rules."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from bot.community import announcing, introductions, outlook
from bot.community.announcing import Notice
from bot.outbox import To, outbox, say
from tests.community.village import Village


def ahead(village: Village, **by: float) -> list[outlook.Planned]:
    """What is planned until then."""
    last = village.now + timedelta(**by)
    return village.do(lambda conn: outlook.planned(conn, village.group, last))


def test_offers_are_shown_until_they_are_taken_or_run_out(village: Village) -> None:
    village.announce(seats=1)
    village.yes("Tom")
    village.yes("Sam")
    assert village.do(lambda conn: outlook.offers(conn, village.group)) == []
    village.no("Tom")
    (offer,) = village.do(lambda conn: outlook.offers(conn, village.group))
    assert (offer.title, offer.number, offer.ends_at) == ("Pub meet-up", 1, village.now + timedelta(hours=24))
    village.yes("Sam")
    assert village.do(lambda conn: outlook.offers(conn, village.group)) == []


def test_a_card_the_platform_would_not_change_is_counted(village: Village) -> None:
    village.announce()
    assert village.do(lambda conn: outlook.edits_waiting(conn, village.group, village.now)) == 0
    failed = update(outbox).where(outbox.c.kind == "meetup.card").values(state="waiting", attempts=2)
    village.do(lambda conn: conn.execute(failed).rowcount)
    village.now += timedelta(minutes=1)
    assert village.do(lambda conn: outlook.edits_waiting(conn, village.group, village.now)) == 1


def test_what_goes_to_one_person_is_counted_and_not_told_apart(village: Village) -> None:
    village.announce()
    tom, due = village.who("Tom"), village.now + timedelta(hours=3)
    for number in range(3):
        about = {"group": village.group, "subject": f"introduction:{number}", "due": due}
        village.do(lambda conn, number=number, about=about: say(conn, introductions.ASKED, number, To(member=tom), **about))  # pyright: ignore[reportArgumentType]  as About
    (private,) = [each for each in ahead(village, days=2) if not each.about]
    assert (private.words, private.times) == ("to single people, about their own affairs", 3)
    assert "Tom" not in repr(ahead(village, days=2))


def test_another_groups_plans_are_nobodys_here(village: Village) -> None:
    other = Village(village.do)
    other.announce()
    other.acts("Priya", lambda act: announcing.announce(act, Notice("Theirs", "Words")))
    assert ahead(village, days=60) == []
    assert village.do(lambda conn: outlook.nothing_for(conn, village.group, village.now))
    assert not other.do(lambda conn: outlook.nothing_for(conn, other.group, other.now))


def test_reminders_are_listed_with_what_they_are_about(village: Village) -> None:
    village.announce(starts_in=timedelta(days=30))
    found = ahead(village, days=31)
    assert [(each.about, each.words) for each in found] == [("Pub meet-up", outlook.REMINDERS)] * 3
    assert [each.at for each in found] == sorted(each.at for each in found)
