"""Taking a seat, giving it back, and how one is told."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Button, Card, Part, Reply, Text, button
from bot.community import meetups, members, reminders, rsvp, seats
from bot.community.act import Act
from bot.community.guests import Tally
from bot.community.meetups import Meetup
from bot.community.reminders import Step
from bot.community.rsvp import Outcome
from cogs.meetups import cards, letters, lists


class Answering(Part):
    """The buttons of a card, and what whoever presses them reads."""

    @button(about_what=cards.group_of_meetup)
    async def going(self, call: Call) -> Reply:
        outcome, ahead = await call.write(_say_yes, call.number())
        if outcome.state == seats.WAITING:
            return self._waiting(call, outcome)
        return self._seated(call, outcome, ahead)

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
        return "Done: your first name is on this group's cards when you're going, and I mention you in the thread when it's time."

    @button(about_what=cards.group_of_meetup)
    async def tell_me_in_thread(self, call: Call) -> Reply:
        await call.write(members.reach_by, members.THREAD)
        return "I'll mention you in the meetup's thread when a seat is yours. Everyone there can see that."

    @button(about_what=cards.group_of_meetup)
    async def tell_me_directly(self, call: Call) -> Reply:
        await call.write(members.reach_by, members.DIRECT)
        return "I'll write to you directly when a seat is yours. Nobody else sees it."

    def _seated(self, call: Call, outcome: Outcome, ahead: list[Step]) -> Card:
        name = () if call.membership.named else (Button("Show my first name", self.show_me, outcome.meetup.id),)
        leave = Button("I can't make it", self.cannot, outcome.meetup.id)
        return letters.seated(outcome, ahead, named=call.membership.named, controls=(*name, leave))

    def _waiting(self, call: Call, outcome: Outcome) -> Card:
        reach = (
            Button("Tell me directly", self.tell_me_directly, outcome.meetup.id),
            Button("Tell me in the thread", self.tell_me_in_thread, outcome.meetup.id),
        )
        return letters.waiting(
            outcome, reach=call.membership.reach, controls=(*reach, Button("Leave the line", self.cannot, outcome.meetup.id))
        )

    def take(self, meetup: Meetup) -> tuple[Button, Button]:
        return Button("Take the seat", self.going, meetup.id, look="go"), Button("No, thank you", self.cannot, meetup.id)

    async def card_of(self, meetup: Meetup, tally: Tally) -> Card:
        answers = (
            Button("I'll be there", self.going, meetup.id, look="go"),
            Button("Maybe", self.maybe, meetup.id),
            Button("Can't make it", self.cannot, meetup.id),
        )
        return cards.meetup(meetup, tally, answers)


def _say_yes(act: Act, meetup_id: int) -> tuple[Outcome, list[Step]]:
    outcome = rsvp.say_yes(act, meetup_id)
    return outcome, reminders.ahead(act.conn, act.now, outcome.meetup) if outcome.state == seats.GOING else []


def _show_name(act: Act, meetup_id: int) -> None:
    meetup = meetups.hold(act, meetup_id)
    members.show_name(act, named=True)
    lists.touch(act, meetup)
