"""A mentoring scheme, with the real core on a real database: people who read their messages, answer some of them, and go.

Everybody presses the buttons on what reaches them, as their kind does, or says nothing. Nothing is looked up behind the door but what the
checks need.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Final, TypeVar

from bot.chat import Answer, Button, Card, Change, MessageRef, Occasion, Open, Person, Place, Say
from bot.chat.inbound import Event, Pressed, Submitted, Typed
from bot.chat.plain import card_text
from bot.community import groups, members, profiles
from bot.community.act import Act
from bot.community.mentoring import beginning, people, wishes
from bot.community.profiles import Said
from bot.matching.bars import bar
from bot.run.house import House
from bot.schema import Connection
from tests.stage import StillClock

T = TypeVar("T")

TOPICS: Final = ("Copyright", "Records", "Cataloguing", "Events", "Starting out", "Changing sector", "Data", "Working alone")
KINDS: Final = ("Charity", "Law firm", "Hospital", "School")
HOME: Final = Place("chat", "W1", "announcements")
LONG: Final = "Three meetings\nSix months, about once a month"
TAPS: Final = ("Going well", "Going well", "Going well", "Slow", "Stuck")


@dataclass(slots=True)
class Somebody:
    """One person: how likely they are to answer anything (0 to 1), and what reached them, newest last."""

    person: Person
    answers: float
    capacity: int = 0
    member: int = 0
    gone: bool = False
    reads: list[tuple[datetime, Card]] = field(default_factory=list[tuple[datetime, Card]])
    pressed: int = 0


class Port:
    """Brings cards to people, and to private places."""

    platform = "chat"
    remembers = timedelta()

    def __init__(self, clock: StillClock, everybody: Mapping[str, Somebody]) -> None:
        self.clock, self.everybody = clock, everybody
        self.direct_budget: Mapping[timedelta, int] = {}
        self.places: dict[str, tuple[str, ...]] = {}
        self._numbers = count(1)

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """Everybody there reads it."""
        readers = (to.user,) if isinstance(to, Person) else self.places.get(to.channel, ())
        for each in readers:
            if each in self.everybody:
                self.everybody[each].reads.append((self.clock.now(), card))
        place = to if isinstance(to, Place) else Place(self.platform, to.workspace, f"@{to.user}", direct=True)
        return MessageRef(place, str(next(self._numbers)))

    async def edit(self, ref: MessageRef, card: Card) -> None:
        """Nothing here is kept true."""

    async def find(self, to: Place | Person, delivery: str) -> MessageRef | None:
        """Nothing is ever lost here."""
        return None

    async def stage(self, under: Place, occasion: Occasion, there: MessageRef | None) -> MessageRef | None:
        """There is no list of events here."""

    async def gather(self, people: Sequence[Person], topic: str) -> Place:
        """A place for these."""
        channel = f"circle-{len(self.places)}"
        self.places[channel] = tuple(each.user for each in people)
        return Place(self.platform, "W1", channel)


class Scheme:
    """A group of `mentors + mentees` people, and chance from a seed."""

    def __init__(self, house: House, clock: StillClock, seed: int) -> None:
        self.house, self.clock = house, clock
        self.dice = random.Random(seed)
        self.everybody: dict[str, Somebody] = {}
        self.port = Port(clock, self.everybody)
        self.group = 0
        self._events = count(1)
        house.connect(self.port)

    async def do(self, work: Callable[[Connection], T]) -> T:
        """A rule or a look, in one transaction."""
        return await self.house.store.write(work)

    async def begin(self, mentors: int, mentees: int) -> None:
        """Everybody is there; mentors offer, mentees look, over the first three weeks."""
        self.group = await self.do(lambda conn: groups.create(conn, self.clock.now(), "North", "Europe/London"))
        await self.do(lambda conn: groups.add_place(conn, self.group, HOME))
        for number in range(mentors + mentees + 1):
            name = "priya" if number == mentors + mentees else f"{'mentor' if number < mentors else 'mentee'}{number}"
            await self._joins(name, self.dice.choices((0.95, 0.5, 0.02), (80, 12, 8))[0] if number < mentors + mentees else 1.0)
        await self.do(lambda conn: members.appoint(conn, self.everybody["priya"].member, self.group))
        for each in self.named("mentor"):
            each.capacity = self.dice.choice((1, 1, 1, 2, 3))
            typed = {"topics": ", ".join(self.dice.sample(TOPICS, 3)), "capacity": str(each.capacity), "modes": LONG}
            await self.presses(each, "Keep it", await self.types(each, "mentor.offer", **typed))

    async def _joins(self, name: str, answers: float) -> None:
        one = Somebody(Person("chat", "W1", name, name.capitalize()), answers)
        said = Said("Inverness", 25, self.dice.choice(KINDS), "Things", self.dice.choice(list(profiles.BANDS)), ("Bees",))

        def work(conn: Connection) -> int:
            member = members.meet(conn, self.clock.now(), one.person)
            members.join(conn, self.clock.now(), member, self.group)
            profiles.say(Act(conn, self.clock.now(), member, self.group), said)
            return member

        one.member = await self.do(work)
        self.everybody[name] = one

    def named(self, kind: str) -> list[Somebody]:
        """Mentors, or mentees, who are still here."""
        return [each for name, each in self.everybody.items() if name.startswith(kind) and not each.gone]

    # --- what people do ---------------------------------------------------------------------------------------------------------

    async def types(self, who: Somebody, route: str, **values: str) -> Answer:
        """A command, and the form that opens."""
        answer = await self._says(Typed(id=self._fresh(), person=who.person, place=HOME, route=route, values=values))
        return await self.fills(who, answer, **values) if isinstance(answer, Open) else answer

    async def presses(self, who: Somebody, label: str, on: Answer | Card) -> Answer:
        """A button."""
        card = on if isinstance(on, Card) else on.card if isinstance(on, Say | Change) else Card()
        button = next((each for each in card.controls if isinstance(each, Button) and each.label.startswith(label)), None)
        assert button, f"no {label!r} on {on}"
        return await self._says(Pressed(id=self._fresh(), person=who.person, place=HOME, route=button.route, payload=str(button.payload)))

    async def fills(self, who: Somebody, opened: Answer, **values: str) -> Answer:
        """The form that is open."""
        assert isinstance(opened, Open)
        return await self._says(Submitted(id=self._fresh(), person=who.person, place=HOME, draft=opened.sheet.draft, values=values))

    def _fresh(self) -> str:
        return f"event-{next(self._events)}"

    async def _says(self, event: Event) -> Answer:
        return await self.house.app.handle(event)

    async def looks(self, who: Somebody) -> None:
        """A mentee looks, and asks the first they are shown, or waits for the round."""
        typed = {
            "topics": ", ".join(self.dice.sample(TOPICS, 2)),
            "mode": self.dice.choice(LONG.splitlines()),
            "kind": "any",
            "purpose": "To learn.",
        }
        await self._choose(who, await self.types(who, "mentor.find", **typed))

    async def _choose(self, who: Somebody, shown: Answer | Card) -> None:
        card = shown if isinstance(shown, Card) else shown.card if isinstance(shown, Say | Change) else Card()
        labels = [each.label for each in card.controls if isinstance(each, Button)]
        ask = next((each for each in labels if each.startswith("Ask ")), None)
        if ask and self.dice.random() < 0.7:
            await self.presses(who, ask, card)
        elif "Wait for the round" in labels:
            await self.presses(who, "Wait for the round", card)

    async def day(self) -> None:
        """A day goes by: all that falls due is delivered at its moment, then people read and do as they do."""
        end = self.clock.now() + timedelta(days=1)
        while (due := await self.house.delivery.next_due()) is not None and due <= end:
            self.clock.advance(max(due - self.clock.now(), timedelta()))
            await self.house.settle()
        self.clock.advance(end - self.clock.now())
        await self.house.settle()
        for each in [one for one in self.everybody.values() if not one.gone]:
            await self._reads(each)
        await self.house.settle()

    async def _reads(self, who: Somebody) -> None:
        fresh, who.pressed = who.reads[who.pressed :], len(who.reads)
        for _, card in fresh:
            if self.dice.random() < who.answers:
                await self._answers(who, card)

    async def _answers(self, who: Somebody, card: Card) -> None:
        labels = {each.label for each in card.controls if isinstance(each, Button)}
        match labels:
            case _ if "Yes, gladly" in labels:
                await self.presses(who, "Yes, gladly" if self.dice.random() < 0.6 else "Not just now", card)
            case _ if "Stuck" in labels:
                await self._taps(who, card)
            case _ if "Go on" in labels:
                await self.presses(who, "Go on" if self.dice.random() < 0.5 else "Let it end", card)
            case _ if "Three questions" in labels:
                answers = {name: self.dice.choice(("yes", "partly", "no")) for name in ("helped", "fitted", "again")}
                await self.fills(who, await self.presses(who, "Three questions", card), **answers)
            case _ if "Look for somebody else" in labels and self.dice.random() < 0.7:
                await self._choose(who, await self.presses(who, "Look for somebody else", card))
            case _ if {"Yes, it holds", "It holds again", "I'll write to them"} & labels:
                await self.presses(
                    who, next(each for each in ("Yes, it holds", "It holds again", "I'll write to them") if each in labels), card
                )
            case _ if card.title == "About your mentor":
                await self._choose(who, card)
            case _:
                pass

    async def _taps(self, who: Somebody, card: Card) -> None:
        tap = "End it" if self.dice.random() < 0.02 else self.dice.choice(TAPS)
        answer = await self.presses(who, tap, card)
        if tap == "Stuck" and isinstance(answer, Change) and self.dice.random() < 0.5:
            await self.presses(who, "Yes, ask an organiser", answer)

    async def leaves(self, who: Somebody) -> None:
        """Somebody has everything about them erased."""
        await self.presses(who, "Yes, erase everything about me", await self.types(who, "my.forget"))
        who.gone = True

    # --- the organiser ----------------------------------------------------------------------------------------------------------

    async def round(self) -> int:
        """Those who waited longest first, each with the first mentor no rule bars. Returns how many were brought together."""
        now = self.clock.now()

        def work(conn: Connection) -> int:
            waiting = sorted(people.waiting_for_round(conn, self.group), key=lambda each: (-each.wish.waited, each.wish.id))
            matched = 0
            for each in waiting:
                mentors = people.available(conn, self.group)
                barred = people.barred(conn, [each], mentors, now)
                free = [one for one in mentors if bar(each.seeker, one.helper, barred) is None]
                if free:
                    beginning.begin(conn, now, each.wish, free[0].member, 1)
                    matched += 1
                else:
                    wishes.not_matched(conn, now, each.wish)
            return matched

        matched = await self.do(work)
        await self.house.settle()
        return matched


def texts(cards: Iterable[tuple[datetime, Card]]) -> list[str]:
    """What somebody read."""
    return [card_text(card) for _, card in cards]
