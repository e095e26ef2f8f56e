"""The organiser's desk: what needs somebody, and everything that is to come."""

from __future__ import annotations

from datetime import timedelta

from bot.app import Call
from bot.chat import Button, Card, Cog, Fact, Menu, Page, Pages, Refusal, Reply, Text, Update, When, button, command, delivers, menu
from bot.chat.limits import shortened
from bot.chat.typed import read_id
from bot.community import desk as deliveries
from bot.community import guests, meetups, outlook
from bot.community.desk import Parked
from bot.community.guests import Tally
from bot.community.meetups import Meetup
from bot.delivery.tell import PARKED
from bot.schema import Connection
from cogs.organise import cards

A_PAGE = 8
AT_HAND = 3
"""How many of what is stuck can be tried again from the desk itself."""


def group_of_cursor(_: Connection, cursor: str) -> int | None:
    """Which group a list is about: `group.skip`."""
    return read_id(cursor.partition(".")[0])


class OrganiseCog(Cog, name="organise", about="See what needs you this week (organisers)"):
    @command("See what needs you this week (organisers)", only="organiser")
    async def organise(self, call: Call) -> Reply:
        return await self._desk(call)

    async def home(self, call: Call) -> list[Card]:
        return [await self._desk(call)] if call.membership.organises else []

    async def _desk(self, call: Call) -> Card:
        parts = await self._parts(call)
        shown, left = cards.laid_out(await self._own(call), parts)
        if not left:
            return shown
        more = Menu("More on your desk", self.part, cards.part_options(parts, left))
        return Card(shown.title, shown.body, shown.facts, controls=(*shown.controls, more))

    async def _parts(self, call: Call) -> list[Card]:
        return [card for cog in call.cogs.values() for card in await cog.desk(call)]

    async def _own(self, call: Call) -> Card:
        """What is stuck, and how much is to come; the week ahead is this feature's own part."""
        number = await call.read(deliveries.how_many, call.group.id)
        stuck = await call.read(deliveries.parked, call.group.id, most=AT_HAND)
        waiting = await call.read(deliveries.waiting, call.group.id)
        facts = tuple(Fact(shortened(item.kind_words, 75), cards.stuck_in_words(item)) for item in stuck)
        body = f"{number} could not be delivered. " if number else "Everything I had to say has been said. "
        planned = f"{waiting} more {'is' if waiting == 1 else 'are'} planned." if waiting else "Nothing more is planned."
        tries = tuple(Button(f"Try again: {shortened(item.kind_words, 50)}", self.again, item.id) for item in stuck)
        all_stuck = (Button("All that could not be delivered", self.stuck, call.group.id),) if number > AT_HAND else ()
        ahead = Button("Everything I will send until Christmas", self.ahead, call.group.id)
        return Card("Your desk", body + planned, facts, controls=(*tries, *all_stuck, ahead))

    async def desk(self, call: Call) -> list[Card]:
        group = call.group.id
        week = await call.read(_week, call)
        offers = await call.read(outlook.offers, group)
        edits = await call.read(outlook.edits_waiting, group, call.now)
        parts = [Card("This week", cards.week(week))] if week else []
        if not week and await call.read(outlook.nothing_for, group, call.now):
            parts.append(
                Card("This season", "No meetup is planned for the next 90 days. /meetup new announces one; three people are a success.")
            )
        if offers:
            parts.append(Card("Offers running out", cards.running_out(offers)))
        if edits:
            cards_ = "1 card shows" if edits == 1 else f"{edits} cards show"
            parts.append(Card("Not up to date", f"{cards_} what was true before: the platform did not take the change. I go on trying."))
        return parts

    @menu(only="organiser")
    async def part(self, call: Call) -> Reply:
        parts = await self._parts(call)
        number = read_id(call.chosen)
        if number is None or number >= len(parts):
            raise Refusal("That is no longer on your desk. /organise shows it as it is now.")
        return parts[number]

    # --- what is stuck ----------------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=group_of_cursor)
    async def stuck(self, call: Call) -> Reply:
        return Pages(self.stuck_page, f"{call.group.id}.0")

    @button(only="organiser", about_what=group_of_cursor)
    async def stuck_page(self, call: Call) -> Page:
        skip = read_id(call.payload.partition(".")[2]) or 0
        found = await call.read(deliveries.parked, call.group.id, skip=skip, most=A_PAGE + 1)
        if not found:
            return Page(Card("Nothing is stuck", "Everything I had to say has been said."))
        facts = tuple(Fact(shortened(item.kind_words, 75), cards.stuck_in_words(item)) for item in found[:A_PAGE])
        choose = Menu("Choose one to try again or let go", self.look, cards.stuck_options(found[:A_PAGE]))
        return Page(Card("Could not be delivered", facts=facts, controls=(choose,)), *_cursors(call.group.id, skip, len(found)))

    @menu(only="organiser", about_what=deliveries.group_of)
    async def look(self, call: Call) -> Reply:
        item = await call.read(deliveries.item, call.chosen)
        if item is None:
            raise Refusal(deliveries.SETTLED)
        return cards.stuck(item, call.now, self._ways_out(item), "Let it go if everybody knows by now, or it no longer matters.")

    def _ways_out(self, item: Parked) -> tuple[Button, Button]:
        return Button("Try again", self.again, item.id), Button("Let it go", self.let_go, item.id)

    @button(only="organiser", about_what=deliveries.group_of)
    async def again(self, call: Call) -> Reply:
        if late := await call.write(deliveries.try_again, call.payload):
            return Update(cards.too_late(late))
        return Update(Card(body="I'm trying again now. If it still can't be delivered, it comes back to your desk."))

    @button(only="organiser", about_what=deliveries.group_of)
    async def let_go(self, call: Call) -> Reply:
        item = await call.write(deliveries.let_go, call.payload)
        return Update(Card(body=f"Let go: {item.kind_words}. Nothing was sent, and it is off your desk."))

    @delivers(PARKED)
    async def parked(self, ref: str) -> Card | None:
        item = await self.read(deliveries.item, ref)
        if item is None:
            return None
        body = Text(f"I could not deliver {item.kind_words}, due ", When(item.due_at, item.zone), f". {item.why}")
        return Card(body=body, controls=self._ways_out(item), note="/organise lists everything that needs you.")

    # --- what is to come --------------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=group_of_cursor)
    async def ahead(self, call: Call) -> Reply:
        return Pages(self.ahead_page, f"{call.group.id}.0")

    @button(only="organiser", about_what=group_of_cursor)
    async def ahead_page(self, call: Call) -> Page:
        skip, last = read_id(call.payload.partition(".")[2]) or 0, outlook.christmas(call.now, call.group.zone)
        found = await call.read(outlook.planned, call.group.id, last)
        if not found:
            return Page(Card("Nothing is planned until Christmas", "/meetup new and /announce plan something; it will be here."))
        count = f"{len(found)} thing{'s' * (len(found) != 1)}, as far as I know today. Who is reminded is decided when the time comes."
        shown = Card("Everything I will send until Christmas", count, cards.planned(found[skip : skip + A_PAGE], call.group.zone))
        return Page(shown, *_cursors(call.group.id, skip, len(found) - skip))


def _cursors(group: int, skip: int, found: int) -> tuple[str | None, str | None]:
    """The pages before and after."""
    return f"{group}.{max(skip - A_PAGE, 0)}" if skip else None, f"{group}.{skip + A_PAGE}" if found > A_PAGE else None


def _week(conn: Connection, call: Call) -> list[tuple[Meetup, Tally]]:
    coming = meetups.coming_up(conn, call.group.id, call.now, most=4)
    soon = [meetup for meetup in coming if meetup.starts_at < call.now + timedelta(days=7)]
    return [(meetup, guests.tally(conn, meetup)) for meetup in soon]
