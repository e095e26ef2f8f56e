"""Being interested, as a platform's list of events knows it, is a maybe: quiet, and taken back only where it was given."""

from __future__ import annotations

from bot import outbox
from bot.community import interests, meetups, rsvp, seats
from bot.community.act import Act
from bot.community.seats import HELD, MAYBE, WAITING


def be_interested(act: Act, meetup_id: int) -> None:
    """A maybe, unless they said more than that already; twice is once. Raises Refusal as `rsvp.say_maybe`."""
    meetup = meetups.hold(act, meetup_id)
    mine = seats.mine_at(act.conn, meetup.id, act.member)
    if mine is None or mine.state not in {*HELD, WAITING, MAYBE}:
        rsvp.say_maybe(act, meetup.id)
        interests.remember(act.conn, act.now, meetup.id, act.member)


def lose_interest(act: Act, meetup_id: int) -> None:
    """Take back a maybe that came that way; whatever they answered since stands. Raises Refusal when it is not this group's meetup."""
    meetup = meetups.hold(act, meetup_id)
    came_that_way = interests.forget(act.conn, meetup.id, act.member)
    mine = seats.mine_at(act.conn, meetup.id, act.member)
    if came_that_way and mine and mine.state == MAYBE and act.now < meetup.ends_at:
        seats.remove(act.conn, mine)
        outbox.touch(act.conn, act.now, meetup.subject)
