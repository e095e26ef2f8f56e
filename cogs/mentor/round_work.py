"""Working out a round's plan beside the bot, and keeping what was last looked at for as long as somebody turns its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.app import Call
from bot.chat import FormError, FormErrors, Refusal
from bot.chat.typed import read_id
from bot.community.mentoring import rounds, rounds_plan
from bot.community.mentoring.rounds import Round
from bot.community.mentoring.rounds_plan import CHANGED, Line, Pool
from bot.matching import in_worker
from bot.matching.people import planned, tried
from bot.matching.review import Match, Review, Without

KEPT_FOR: Final = timedelta(minutes=15)
AT_ONCE: Final = 4
AT_LEISURE: Final = 1_000_000  # pairs, matched anew a few times while somebody waits

Hand = Mapping[int, int | None]
"""Pairs set by hand: a wish's id to a mentor's member id; None: left for another time."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A plan with everybody in it. `lost`: names of those whose change by hand can't be any more."""

    round: Round
    pool: Pool
    review: Review
    hand: Hand
    lost: tuple[str, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """As it is kept."""
        return self.pool.lines(self.review, self.hand)

    def of_wish(self, wish: int) -> Match | Without:
        """What it holds for one wish. Raises Refusal when it isn't in it."""
        if wish in self.pool.wishes:
            at = self.pool.wishes.index(wish)
            return next(each for each in (*self.review.matches, *self.review.unmatched) if each.mentee == at)
        raise Refusal(CHANGED)

    def numbered(self, number: int) -> Seen:
        """As that plan of its round."""
        return replace(self, round=replace(self.round, number=number))

    def mentor_called(self, said: str) -> int:
        """Whose name begins so: their member id. Raises FormError when it is nobody's, or several people's."""
        words = said.casefold().strip()
        found = [at for at, name in enumerate(self.pool.mentor_names) if name.casefold() == words]
        found = found or [at for at, name in enumerate(self.pool.mentor_names) if name.casefold().startswith(words)]
        if len(found) == 1:
            return self.pool.mentors[found[0]]
        several = ", ".join(self.pool.mentor_names[at] for at in found[:5])
        nobody = "Nobody of that name offers to mentor just now."
        raise FormErrors([FormError("mentor", f"Whom do you mean: {several}?" if found else nobody)])

    def name(self, wish: int) -> str:
        """Who asks; "Somebody" who waits no more."""
        return self.pool.mentee_names[self.pool.wishes.index(wish)] if wish in self.pool.wishes else "Somebody"

    def mentor_name(self, member: int | None) -> str:
        """Who offers; "nobody" for None."""
        if member is None:
            return "nobody"
        return self.pool.mentor_names[self.pool.mentors.index(member)] if member in self.pool.mentors else "somebody"


async def worked_out(call: Call, of: Round, hand: Hand) -> Seen:
    """The best plan for everybody as they are now, with these pairs set by hand, as far as they still can be."""
    pool: Pool = await call.read(rounds_plan.pool, of.group)
    review, lost = await in_worker(planned, pool.people, pool.keys(hand))
    wish_of = dict(zip((each.key for each in pool.people.seekers), pool.wishes, strict=True))
    dropped = {wish_of[key] for key in lost}
    kept = {wish: mentor for wish, mentor in hand.items() if wish in pool.wishes and wish not in dropped}
    return Seen(of, pool, review, kept, tuple(pool.mentee_names[pool.wishes.index(wish)] for wish in sorted(dropped)))


async def exactly(seen: Seen, each: Match | Without) -> Match | Without:
    """With what each alternative would come to if all others were matched anew; in a very large group, as the plan has it already."""
    people, wish = seen.pool.people, seen.pool.wishes[each.mentee]
    if not each.instead or len(people.seekers) * len(people.helpers) > AT_LEISURE:
        return each
    keys = [people.helpers[one.mentor].key for one in each.instead]
    instead = await in_worker(tried, people, seen.pool.keys({**seen.hand}), seen.pool.key(wish), keys)
    return replace(each, instead=tuple(instead))


class Looked:
    """The plans that were looked at last, in memory alone: they hold names, so they go after a quarter of an hour, or with newer ones."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], tuple[datetime, Seen]] = {}

    def keep(self, call: Call, seen: Seen) -> None:
        """This is the latest plan of its round."""
        fresh = [(key, held) for key, held in self._kept.items() if call.now - held[0] < KEPT_FOR and key[0] != seen.round.id]
        self._kept = dict(fresh[-AT_ONCE:]) | {(seen.round.id, seen.round.number): (call.now, seen)}

    def held(self, call: Call, of: Round) -> Seen | None:
        """The latest plan as it was looked at, if that is not long ago."""
        at, seen = self._kept.get((of.id, of.number), (call.now - KEPT_FOR, None))
        return seen if call.now - at < KEPT_FOR else None

    async def at(self, call: Call, of: Round) -> Seen:
        """The latest plan of a round: as it was looked at, or, later, after a restart, or once somebody in it has gone, worked out anew."""
        if (held := self.held(call, of)) and await call.read(rounds_plan.all_there, of.group, held.pool):
            return held
        seen = await worked_out(call, of, await call.read(rounds_plan.by_hand, of.id))
        self.keep(call, seen)
        return seen


def numbers(payload: str, count: int) -> tuple[int, ...]:
    """`"7-3-12"`: so many of our ids. Raises Refusal for anything else."""
    found = tuple(number for each in payload.split("-") if (number := read_id(each)) is not None)
    if len(found) != count:
        raise Refusal(CHANGED)
    return found


async def open_round(call: Call, round_id: int, number: int | None = None) -> Round:
    """An open round of this group, at plan `number`. Raises Refusal for any other."""
    found: Round | None = await call.read(rounds.get, round_id)
    if found is None or not found.open or found.group != call.group.id:
        raise Refusal(rounds.GONE)
    if number is not None and number != found.number:
        raise Refusal(CHANGED)
    return found
