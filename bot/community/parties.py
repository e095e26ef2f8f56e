"""Coming with a guest, and coming for a part of it.

A guest needs no account: they have a seat beside the member's own, who answers for both. Both step back together, or either alone.
"""

from __future__ import annotations

from typing import Final

from bot.chat import Refusal
from bot.clock import Wall
from bot.community import rsvp, seats, waiting_list
from bot.community.act import Act
from bot.community.meetups import Meetup
from bot.community.rsvp import Outcome
from bot.community.seats import GOING, HELD, OFFERED, WAITING, Seat

MOST_GUESTS: Final = 1
NO_SEAT: Final = "You have no seat there just now. /meetup list shows what is coming up."


def bring(act: Act, meetup_id: int, name: str) -> Outcome:
    """One guest with me, `name` as I like to call them or "". Whoever waits waits for both from now on, at the same place in line.

    Raises Refusal when no seat is free for them, or I have none and don't wait for one.
    """
    meetup, mine = _mine(act, meetup_id)
    if mine.brings:
        return _outcome(act, meetup, rsvp.write(act, meetup, mine, guest=name or None))
    if mine.state == OFFERED:
        raise Refusal("Take the seat first; then ask again, and I'll see whether there is one beside it.")
    if mine.state == GOING and not rsvp.takes_free(act, meetup, meetup.side(online=mine.online), MOST_GUESTS):
        raise Refusal("There is no seat free for a guest just now. Yours is safe; try again when somebody steps back.")
    return _outcome(act, meetup, rsvp.write(act, meetup, mine, party=1 + MOST_GUESTS, guest=name or None))


def come_alone(act: Act, meetup_id: int) -> Outcome:
    """My guest can't come, or I'd rather have the one seat there is. Where only the guest was coming, nobody is."""
    meetup, mine = _mine(act, meetup_id)
    if mine.absent:
        return rsvp.say_no(act, meetup_id)
    mine = rsvp.write(act, meetup, mine, party=1, guest=None)
    if mine.state == WAITING:
        return rsvp.say_yes(act, meetup_id)
    waiting_list.move_up(act.conn, act.now, meetup)
    return _outcome(act, meetup, mine)


def send_guest(act: Act, meetup_id: int) -> Outcome:
    """I can't come, my guest does. Raises Refusal when there is no guest, or no seat yet."""
    meetup, mine = _mine(act, meetup_id)
    if not mine.brings or mine.state != GOING:
        raise Refusal("There is no guest of yours with a seat. I can't make it gives yours back.")
    mine = rsvp.write(act, meetup, mine, party=MOST_GUESTS, absent=True, asked=None)
    waiting_list.move_up(act.conn, act.now, meetup)
    return _outcome(act, meetup, mine)


def come_for_a_part(act: Act, meetup_id: int, comes: Wall | None, leaves: Wall | None) -> Outcome:
    """From when, until when, at the meetup's wall; neither is all of it. Raises Refusal outside of the meetup."""
    meetup, mine = _mine(act, meetup_id)
    for at in (comes, leaves):
        if at is not None and not meetup.starts_at <= at.instant <= meetup.ends_at:
            raise Refusal("That is outside of the meetup's own hours. Choose a time between its beginning and its end.")
    if comes and leaves and comes.instant >= leaves.instant:
        raise Refusal("You would leave before you come. Change one of the two.")
    return _outcome(act, meetup, rsvp.write(act, meetup, mine, comes_at=_clock(comes), leaves_at=_clock(leaves)))


def _clock(at: Wall | None) -> str | None:
    return f"{at.at:%H:%M}" if at else None


def _mine(act: Act, meetup_id: int) -> tuple[Meetup, Seat]:
    meetup = rsvp.open_to_answers(act, meetup_id)
    mine = seats.mine_at(act.conn, meetup.id, act.member)
    if mine is None or mine.state not in {*HELD, WAITING}:
        raise Refusal(NO_SEAT)
    return meetup, mine


def _outcome(act: Act, meetup: Meetup, mine: Seat) -> Outcome:
    place = seats.position(act.conn, mine, meetup.side(online=mine.online)) if mine.state == WAITING else 0
    return Outcome(meetup, mine.state, place, mine.state, mine)
