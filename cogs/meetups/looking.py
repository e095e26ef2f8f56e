"""What is coming up, and one's own seats."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Button, Card, Fact, Menu, Page, Pages, Refusal, Reply, button, command, elsewhere, menu
from bot.chat.limits import shortened
from bot.community import guests, meetups, profiles
from bot.community.guests import Tally
from bot.community.meetups import Meetup
from cogs.meetups import cards, lists
from cogs.meetups.answering import Answering

A_PAGE = 5


class Looking(Answering):
    """Lists, and what stands behind each line."""

    on_paper = elsewhere("paper.mine")

    @command("See what is coming up and take a seat")
    async def list(self, call: Call) -> Reply:
        return Pages(self.coming)

    @button(about_what=lists.group_of_cursor)
    async def coming(self, call: Call) -> Page:
        skip = lists.skip_of_cursor(call.payload)
        found = await call.read(lists.coming, call.group.id, call.now, skip=skip, most=A_PAGE + 1)
        if not found:
            return Page(Card("Nothing is planned yet", "When an organiser announces a meetup, it will be here and in the announcements."))
        return self._page(call, "Coming up", found, skip, Button("Only near me", self.nearby, f"{call.group.id}.0"))

    @button(about_what=lists.group_of_cursor)
    async def nearby(self, call: Call) -> Page:
        mine = await call.read(profiles.get, call.member.id)
        if not mine.area and mine.travel_miles is not None:
            raise Refusal("I don't know yet where you are. /my profile asks for your area, and nobody sees it until you say so.")
        skip = lists.skip_of_cursor(call.payload)
        found = await call.read(lists.nearby, call.member.id, call.group.id, call.now, skip=skip, most=A_PAGE + 1)
        everything = Button("Everything", self.coming, f"{call.group.id}.0")
        if not found:
            return Page(
                Card("Nothing near you just now", "Nothing online either, as far as the words of the meetups tell.", controls=(everything,))
            )
        return self._page(call, "Near you, or online", found, skip, everything)

    def _page(self, call: Call, title: str, found: list[tuple[Meetup, Tally]], skip: int, other: Button) -> Page:
        shown = found[:A_PAGE]
        facts = tuple(Fact(shortened(meetup.title, 75), lists.in_one_line(meetup, tally)) for meetup, tally in shown)
        choose = Menu("Choose one to see more or take a seat", self.look, lists.options([meetup for meetup, _ in shown]))
        return Page(Card(title, facts=facts, controls=(choose, other)), *lists.cursors(call.group.id, skip, len(found), A_PAGE))

    @menu(about_what=cards.group_of_meetup)
    async def look(self, call: Call) -> Reply:
        meetup = await call.read(meetups.get, int(call.chosen))
        return await self.card_of(meetup, await call.read(guests.tally, meetup))

    @command("See your seats, guests and waiting-list places")
    async def mine(self, call: Call) -> Reply:
        return Pages(self.my_page)

    @button(about_what=lists.group_of_cursor)
    async def my_page(self, call: Call) -> Page:
        skip = lists.skip_of_cursor(call.payload)
        found = await call.read(lists.mine, call.member.id, call.group.id, call.now, skip=skip, most=A_PAGE + 1)
        paper = Button("On paper", self.on_paper, call.group.id)
        if not found:
            return Page(Card("You have no seats just now", "See what is coming up with /meetup list.", controls=(paper,)))
        shown = found[:A_PAGE]
        facts = tuple(Fact(shortened(meetup.title, 75), standing) for meetup, standing in shown)
        choose = Menu("Choose one to change your answer", self.look, lists.options([meetup for meetup, _ in shown]))
        return Page(Card("Your meetups", facts=facts, controls=(choose, paper)), *lists.cursors(call.group.id, skip, len(found), A_PAGE))
