"""What follows a meetup: how it was."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Awaited, Button, Card, Cog, Fact, Menu, Option, Reply, Text, When, button, elsewhere, menu
from bot.chat.limits import shortened
from bot.chat.typed import read_id
from bot.community import meetups
from bot.community.afterwards import feedback
from bot.community.attendance import counting
from bot.community.attendance.counting import Turnout
from bot.community.meetups import Meetup
from bot.schema import Connection
from cogs.after.feedback import HowItWas


def own_group(_: Connection, payload: str) -> int | None:
    """The group a button was shown for."""
    return read_id(payload)


class AfterCog(Cog, HowItWas, name="after", about="What follows a meetup: how it was"):
    numbers = elsewhere("came.numbers")

    async def awaited(self, call: Call) -> list[Awaited]:
        if not call.in_group:
            return []
        return [self.unsaid(asked) for asked in await call.read(feedback.awaited, call.now, call.member.id, call.group.id)]

    async def desk(self, call: Call) -> list[Card]:
        """One line, where a meetup took place lately."""
        found = await call.read(counting.past, call.group.id, call.now, most=25)
        if not found:
            return []
        choose = Menu("A meetup that took place: how it was", self.look, _options(found))
        last = found[0][0]
        words = Text("The last was ", shortened(last.title, 100), ", ", When(last.starts_at, last.zone, "day"), ".")
        return [Card("After meetups", words, controls=(choose,))]

    @button(only="organiser", about_what=own_group)
    async def took_place(self, call: Call) -> Reply:
        """From /meetup manage, which shows what is still to come."""
        found = await call.read(counting.past, call.group.id, call.now, most=25)
        if not found:
            return Card("Nothing yet", "No meetup has taken place so far. What does will be here.")
        facts = tuple(Fact(shortened(each.title, 75), Text(When(each.starts_at, each.zone))) for each, _ in found[:5])
        return Card("Those that took place", facts=facts, controls=(Menu("Choose one", self.look, _options(found)),))

    @menu(only="organiser", about_what=meetups.group_of)
    async def look(self, call: Call) -> Reply:
        meetup = await call.read(meetups.get, int(call.chosen))
        when = Text(When(meetup.starts_at, meetup.zone))
        controls = (Button("How it was", self.said, meetup.id), Button("How many came", self.numbers, meetup.id))
        return Card(f"After {shortened(meetup.title, 120)}", when, controls=controls)


def _options(found: list[tuple[Meetup, Turnout | None]]) -> tuple[Option, ...]:
    return tuple(Option(str(each.id), shortened(each.title, 75), f"{each.when.at.day} {each.when.at:%b %Y}") for each, _ in found)
