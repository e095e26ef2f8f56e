"""Taking a seat, giving it back, and how one is told."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Button, Card, Control, Reply, Text, button, elsewhere
from bot.community import meetups, members, reminders, rsvp, seats
from bot.community.act import Act
from bot.community.attendance import door
from bot.community.before import waking
from bot.community.guests import Tally
from bot.community.meetups import HYBRID, Meetup
from bot.community.newcomers import buddies
from bot.community.reminders import Step
from bot.community.rsvp import Outcome
from cogs.meetups import cards, letters, lists
from cogs.meetups.company import Company
from cogs.meetups.prepared import Prepared

WAYS = {"room": False, "online": True}
"""How a payload says where somebody comes: `"12.online"`."""


class Answering(Company, Prepared):
    """The buttons of a card, and what whoever presses them reads."""

    ask_a_buddy = elsewhere("buddy.ask")
    here, here_online, hellos = elsewhere("came.here"), elsewhere("came.online"), elsewhere("came.hellos")
    welcome_me = elsewhere("before.welcome_me")

    @button(about_what=cards.group_of_meetup)
    async def going(self, call: Call) -> Reply:
        return await self._yes(call, call.number())

    @button(about_what=cards.group_of_meetup)
    async def in_room(self, call: Call) -> Reply:
        return await self._yes(call, call.number(), "room")

    @button(about_what=cards.group_of_meetup)
    async def online(self, call: Call) -> Reply:
        return await self._yes(call, call.number(), "online")

    @button(about_what=cards.group_of_more)
    async def all_the_same(self, call: Call) -> Reply:
        """Yes to two at one time, knowing it."""
        meetup, _, way = call.payload.partition(".")
        return await self._yes(call, int(meetup), way, sure=True)

    async def _yes(self, call: Call, meetup: int, way: str = "", *, sure: bool = False) -> Reply:
        outcome, ahead, (first, welcome) = await call.write(_say_yes, meetup, WAYS.get(way), sure=sure)
        if outcome.clash:
            anyway = Button("I'll be there all the same", self.all_the_same, f"{meetup}.{way}")
            return letters.clash(outcome.clash, (anyway, Button("Not this one", self.cannot, meetup)))
        return (
            self.waits(call, outcome) if outcome.state == seats.WAITING else self.seated(call, outcome, ahead, first=first, welcome=welcome)
        )

    @button(about_what=cards.group_of_meetup)
    async def maybe(self, call: Call) -> Reply:
        outcome = await call.write(rsvp.say_maybe, call.number())
        freed = " Your seat goes to whoever is next." if outcome.before in seats.HELD else ""
        return Text(
            "Noted as a maybe for ", cards.strong(outcome.meetup.title), f".{freed} No seat is held; press I'll be there when you know."
        )

    @button(about_what=cards.group_of_meetup)
    async def cannot(self, call: Call) -> Reply:
        outcome = await call.write(rsvp.say_no, call.number())
        title = cards.strong(outcome.meetup.title)
        if outcome.before in seats.HELD:
            return Text("Thank you for saying so. Your seat at ", title, " is free for whoever is next. You can come back if plans change.")
        return Text("Noted: you can't make it to ", title, ". Perhaps the next one; /meetup list shows what is coming up.")

    @button(about_what=cards.group_of_meetup)
    async def show_me(self, call: Call) -> Reply:
        await call.write(_show_name, call.number())
        done = "Done: your first name is on this group's cards when you're going, and I mention you in the thread when it's time."
        return f"{done} Everyone in the group reads them, also people you keep away."

    @button(about_what=cards.group_of_meetup)
    async def tell_me_in_thread(self, call: Call) -> Reply:
        await call.write(members.reach_by, members.THREAD)
        return "I'll mention you in the meetup's thread when a seat is yours. Everyone there can see that."

    @button(about_what=cards.group_of_meetup)
    async def tell_me_directly(self, call: Call) -> Reply:
        await call.write(members.reach_by, members.DIRECT)
        return "I'll write to you directly when a seat is yours. Nobody else sees it."

    def seated(self, call: Call, outcome: Outcome, ahead: list[Step], *, first: bool = False, welcome: bool = False) -> Card:
        """To whoever has a seat, with what else they can say; `first`: it is their first here; `welcome`: the thread can say so."""
        meetup, seat = outcome.meetup, outcome.seat
        controls: list[Control] = [Button("I'd like a buddy there", self.ask_a_buddy, meetup.id)] if first else []
        controls += [Button("Welcome me in the thread", self.welcome_me, meetup.id)] if welcome else []
        controls += [] if call.membership.named else [Button("Show my first name", self.show_me, meetup.id)]
        open_ = call.membership.named and call.membership.found and not (seat and seat.absent)
        controls += [Button("Who could I say hello to?", self.hellos, meetup.id)] if open_ else []
        controls += self.with_whom(meetup, seat)
        if meetup.how == HYBRID and seat:
            other = ("I'll be in the room instead", self.in_room) if seat.online else ("I'll join online instead", self.online)
            controls.append(Button(*other, meetup.id))
        controls.append(Button("I can't make it", self.cannot, meetup.id))
        return letters.seated(outcome, ahead, named=call.membership.named, controls=tuple(controls))

    def waits(self, call: Call, outcome: Outcome) -> Card:
        """To whoever stands in line."""
        meetup = outcome.meetup.id
        guest = (
            Button("I'd come alone", self.alone, meetup)
            if outcome.seat and outcome.seat.brings
            else Button("Two of us", self.guest, meetup)
        )
        controls = (
            Button("Tell me directly", self.tell_me_directly, meetup),
            Button("Tell me in the thread", self.tell_me_in_thread, meetup),
            guest,
            Button("Leave the line", self.cannot, meetup),
        )
        return letters.waiting(outcome, reach=call.membership.reach, controls=controls)

    def take(self, meetup: Meetup) -> tuple[Button, Button]:
        """The answers to an offer."""
        return Button("Take the seat", self.going, meetup.id, look="go"), Button("No, thank you", self.cannot, meetup.id)

    def still(self, meetup: Meetup) -> tuple[Button, Button]:
        """The answers to being asked again."""
        return Button("Still coming", self.going, meetup.id, look="go"), Button("I can't make it", self.cannot, meetup.id)

    async def card_of(self, meetup: Meetup, tally: Tally) -> Card:
        """The card everyone sees."""
        there = await self.read(door.find, meetup.id)
        here = self._here(meetup) if there and there.open else ()
        shown = cards.meetup(meetup, tally, (*here, *self.answers(meetup)))
        return await self.with_more(meetup, shown) if meetup.prepared else shown

    def answers(self, meetup: Meetup) -> tuple[Button, ...]:
        """What can be said to it."""
        yes = (Button("I'll be there", self.going, meetup.id, look="go"),)
        if meetup.how == HYBRID:
            yes = (
                Button("I'll be there", self.in_room, meetup.id, look="go"),
                Button("I'll join online", self.online, meetup.id, look="go"),
            )
        return (*yes, Button("Maybe", self.maybe, meetup.id), Button("Can't make it", self.cannot, meetup.id))

    def _here(self, meetup: Meetup) -> tuple[Button, ...]:
        """Where people check in themselves, while they can."""
        if meetup.how != HYBRID:
            return (Button("I'm here", self.here, meetup.id, look="go"),)
        return Button("I'm here, in the room", self.here, meetup.id, "go"), Button("I'm here, online", self.here_online, meetup.id, "go")


def _say_yes(act: Act, meetup_id: int, online: bool | None, *, sure: bool) -> tuple[Outcome, list[Step], tuple[bool, bool]]:  # noqa: FBT001 - None: as before
    """The outcome, the reminders to come, whether they may ask for a buddy, and whether its thread may welcome them."""
    outcome = rsvp.say_yes(act, meetup_id, online=online, sure=sure)
    if outcome.state != seats.GOING:
        return outcome, [], (False, False)
    first = buddies.might_like(act.conn, act.now, outcome.meetup, act.member)
    welcome = first and waking.may_be_welcomed(act.conn, act.now, outcome.meetup)
    return outcome, reminders.ahead(act.conn, act.now, outcome.meetup), (first, welcome)


def _show_name(act: Act, meetup_id: int) -> None:
    meetup = meetups.hold(act, meetup_id)
    members.show_name(act, named=True)
    lists.touch(act, meetup)
