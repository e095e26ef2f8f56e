"""What a certificate and a letter say, and of what."""

from __future__ import annotations

from datetime import timedelta

from bot.community import meetups, papers
from bot.community.attendance import checking_in, door
from bot.community.papers import Asking, Attended
from tests.community.village import Village

WHY = "What others do when a licence runs out.\nSomebody to ask."


def came(village: Village, name: str) -> list[Attended]:
    member = village.who(name)
    return village.do(lambda conn: papers.attended(conn, member, village.group))


def checks_in(village: Village, name: str) -> None:
    """With the code from the door, while it is open."""
    code = village.acts("Priya", lambda act: door.set_up(act, village.meetup)).code
    village.acts(name, lambda act: checking_in.check_in(act, village.meetup, code))


def been_to_one(village: Village, name: str) -> None:
    village.announce(starts_in=timedelta(hours=1), how=meetups.ROOM)
    village.yes(name)
    village.passes(hours=1)
    checks_in(village, name)
    village.passes(days=1)


def test_only_what_somebody_checked_in_at_is_theirs_the_latest_first(village: Village) -> None:
    been_to_one(village, "Tom")
    first = village.meetup
    village.announce(starts_in=timedelta(hours=1))
    village.yes("Tom")
    village.passes(days=1)
    been_to_one(village, "Tom")
    assert [each.meetup.id for each in came(village, "Tom")] == [village.meetup, first]
    assert came(village, "Ailsa") == []
    tom, ailsa, meetup = village.who("Tom"), village.who("Ailsa"), village.stands()
    assert village.do(lambda conn: papers.attended_one(conn, tom, meetup)) is not None
    assert village.do(lambda conn: papers.attended_one(conn, ailsa, meetup)) is None
    words = papers.in_words(came(village, "Tom")[0])
    assert (words.title, words.hours, words.where) == ("Pub meet-up", "12:00 to 14:00", "The Laurieston")


def test_a_letter_has_the_meetups_facts_and_ones_own_words(village: Village) -> None:
    been_to_one(village, "Tom")
    meetup = village.announce(how=meetups.HYBRID)
    written = papers.as_text(papers.letter(meetup, "North", Asking("Tom Lee", "Ms Grant", "the only one here", WHY), came(village, "Tom")))
    assert written.startswith("Time to go to: Pub meet-up\n\nDear Ms Grant,\n\n")
    assert "“Pub meet-up”, on Wednesday 23 December 2026, 11:00 to 13:00 (2 hours). Where: The Laurieston." in written
    assert "I can also join online" in written
    assert "as the only one here:\n\nWhat others do when a licence runs out.\n\nSomebody to ask.\n\n" in written
    assert "one of this group’s meetups before, on Sunday 22 November 2026." in written
    assert written.endswith("Tom Lee\n")
    assert "https://meet.example" not in written


def test_what_was_not_said_leaves_no_hole(village: Village) -> None:
    written = papers.letter(village.announce(), "North", Asking("Tom"), ())
    assert written.paragraphs[0] == "Hello,"
    assert all(written.paragraphs)
    assert not any("bring back" in each or "organisers say" in each or "been to" in each for each in written.paragraphs)
