"""What follows a meetup: how it was, the write-up, the links, what each takes home."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Awaited, Button, Card, Cog, Fact, Menu, Option, Reply, Text, When, button, elsewhere, menu
from bot.chat.limits import shortened
from bot.chat.typed import read_id
from bot.community import meetups
from bot.community.afterwards import feedback, first_words, links, recaps
from bot.community.attendance import counting
from bot.community.meetups import Meetup
from bot.schema import Connection
from cogs.after import recap_cards
from cogs.after.feedback import HowItWas
from cogs.after.recap import WritingUp


def own_group(_: Connection, payload: str) -> int | None:
    """The group a button was shown for."""
    return read_id(payload)


class AfterCog(Cog, HowItWas, WritingUp, name="after", about="What follows a meetup: how it was, the write-up, links"):
    numbers = elsewhere("came.numbers")

    async def awaited(self, call: Call) -> list[Awaited]:
        if not call.in_group:
            return []
        return [self.unsaid(asked) for asked in await call.read(feedback.awaited, call.now, call.member.id, call.group.id)]

    async def desk(self, call: Call) -> list[Card]:
        """One line, where a meetup took place lately."""
        found = await call.read(counting.took_place, call.group.id, call.now, most=25)
        if not found:
            return []
        choose = Menu("Choose one that took place", self.look, _options(found))
        last = found[0]
        words = Text("The last was ", shortened(last.title, 100), ", ", When(last.starts_at, last.zone, "day"), ".")
        silent = await call.read(first_words.unanswered, call.group.id, call.now)
        quiet = [
            f" Nobody has answered the write-up of {shortened(title, 100)} so far; a line of yours in its thread may."
            for title in silent[:3]
        ]
        waiting = await call.read(links.waiting_in, call.group.id)
        wait = f" {waiting} link{'s wait' if waiting > 1 else ' waits'} for you." if waiting else ""
        return [Card("After meetups", words + Text(wait, *quiet), controls=(choose,))]

    @button(only="organiser", about_what=own_group)
    async def took_place(self, call: Call) -> Reply:
        """From /meetup manage, which shows what is still to come."""
        found = await call.read(counting.took_place, call.group.id, call.now, most=25)
        if not found:
            return Card("Nothing yet", "No meetup has taken place so far. What does will be here.")
        facts = tuple(Fact(shortened(each.title, 75), Text(When(each.starts_at, each.zone))) for each in found[:5])
        return Card("Those that took place", facts=facts, controls=(Menu("Choose one", self.look, _options(found)),))

    @menu(only="organiser", about_what=meetups.group_of)
    async def look(self, call: Call) -> Reply:
        meetup = await call.read(meetups.get, int(call.chosen))
        of, found = await call.read(recaps.of, meetup.id), await call.read(links.of, meetup.id)
        standing = of is not None and of.state == recaps.UP
        write = self._afterwards(meetup.id, undo=False) if standing else (Button("Write it up", self.write_up, meetup.id, "go"),)
        others = (
            Button("Links", self.manage_links, f"{meetup.id}.0"),
            Button("How it was", self.said, meetup.id),
            Button("How many came", self.numbers, meetup.id),
        )
        return recap_cards.desk_of(meetup, of, found, (*write, *others))


def _options(found: list[Meetup]) -> tuple[Option, ...]:
    return tuple(Option(str(each.id), shortened(each.title, 75), f"{each.when.at.day} {each.when.at:%b %Y}") for each in found)
