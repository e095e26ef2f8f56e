"""Shadowing somebody for a day, or being shadowed: offer days, ask for one, and what each took from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Cog,
    Fact,
    FormError,
    Menu,
    Option,
    Preview,
    Reply,
    Text,
    Update,
    button,
    command,
    confirm,
    elsewhere,
    menu,
    prefill,
)
from bot.chat.limits import shortened
from bot.chat.typed import has_address, read_id
from bot.community import members
from bot.community.shadowing import asking, hosting, looking, tables
from bot.community.shadowing.tables import Offer
from bot.schema import Connection
from cogs.shadow import cards
from cogs.shadow.asks import Days, Details, Looking

FEW = 4


class ShadowCog(Cog, name="shadow", about="Shadow somebody for a day, or be shadowed"):
    cannot = elsewhere("visit.cannot")

    # --- offering ---------------------------------------------------------------------------------------------------------------

    @command("Find someone to shadow for a day")
    async def find(self, call: Call, ask: Looking) -> Reply:
        if has_address(ask.purpose):
            raise FormError("purpose", "No links or addresses before you both said yes. Say it in words.")
        wish = await call.write(looking.look, ask.purpose, ask.near)
        return await self._choosing(call, wish)

    @command("Offer a day for someone to shadow you")
    async def offer(self, call: Call, ask: Days, rest: Details) -> Reply:
        on = _walls(call, ask)
        who = f"Members of {call.group.name} who look for a day to shadow somebody can find it, by your first name. Not how to get in."
        return Preview(cards.offer(call.member.name, _offer(ask, rest), on, rest.visitors), self.publish, "Offer it", who)

    @prefill(offer)
    async def offered_before(self, call: Call) -> Mapping[str, str]:
        mine = await call.read(hosting.offered_by, call.member.id, call.group.id)
        names = ("place", "what", "organisation", "dos", "access", "a_month")
        return {name: str(getattr(mine, name)) for name in names} if mine else {}

    @confirm()
    async def publish(self, call: Call, ask: Days, rest: Details) -> Reply:
        return cards.offered(await call.write(hosting.offer, _offer(ask, rest), _walls(call, ask), rest.visitors))

    # --- choosing a day ---------------------------------------------------------------------------------------------------------

    async def _choosing(self, call: Call, wish: int) -> Card:
        of = await call.read(cards.choosing, wish, call.now)
        wait = Button("Wait for a round", self.wait, wish)
        if not of.found:
            return Card("No day just now", cards.NO_DAYS, controls=(wait,))
        hosts = {each.day.host for each in of.found if each.day.id in of.chosen}  # each is asked once
        left = [each for each in of.found if each.day.host not in hosts] if len(of.chosen) < len(cards.ORDER) else []
        options = tuple(Option(f"{wish}.{each.day.id}", shortened(f"{each.host}, {each.day.label}", 75)) for each in left)
        ranking = (Menu(cards.ORDER[len(of.chosen)], self.choose, options),) if options else ()
        ask = (Button("Ask", self.ask, wish, "go"),) if of.chosen else ()
        return cards.to_choose(of, (*ranking, *ask, wait))

    @menu(about_what=tables.group_of_wish)
    async def choose(self, call: Call) -> Reply:
        wish, _, day = call.chosen.partition(".")
        await call.write(looking.choose, read_id(wish) or 0, read_id(day) or 0)
        return Update(await self._choosing(call, int(wish)))

    @button(about_what=tables.group_of_wish)
    async def ask(self, call: Call) -> Reply:
        asked = await call.write(asking.send, call.number())
        return Update(Card(body=cards.asked(asked) if asked else await self._waits(call)))

    @button(about_what=tables.group_of_wish)
    async def wait(self, call: Call) -> Reply:
        await call.write(asking.wait, call.number())
        return Update(Card(body=await self._waits(call)))

    async def _waits(self, call: Call) -> Text:
        of = await call.read(asking.open_wish, call.member.id, call.group.id)
        return cards.waits(of.due_at if of and of.due_at else call.now, call.group.zone)

    # --- mine -------------------------------------------------------------------------------------------------------------------

    @command("See your shadowing days")
    async def mine(self, call: Call) -> Reply:
        coming = await call.read(asking.coming, call.member.id, call.group.id, call.now)
        days = await call.read(hosting.days_of, call.member.id, call.group.id, call.now)
        of = await call.read(asking.open_wish, call.member.id, call.group.id)
        names = [await call.read(_first_name, each.beside(call.member.id)) for each in coming]
        facts = [Fact(f"With {name}", Text(cards.when(each.day))) for name, each in zip(names, coming, strict=True)]
        facts += [Fact("On offer", "; ".join(day.label for day in days))] if days else []
        facts += [Fact("Your request", cards.standing(of, call.group.zone))] if of else []
        if not facts:
            return Card("No shadowing days", "/shadow find looks for a day with somebody, /shadow offer lets somebody spend one with you.")
        off = tuple(Button(f"Can't make {each.day.label}", self.cannot, each.id) for each in coming[:FEW])
        back = tuple(Button(f"Take back {day.label}", self.take_back, day.id) for day in days[:FEW])
        stop = (Button("Stop looking", self.stop, of.id),) if of else ()
        return Card("Your shadowing days", "", tuple(facts), controls=(*off, *back, *stop))

    @button(about_what=tables.group_of_day)
    async def take_back(self, call: Call) -> Reply:
        day = await call.write(asking.take_back_day, call.number())
        return Update(Card(body=f"Taken back: {day.label}. Whoever was coming is told now, and waits for another day."))

    @button(about_what=tables.group_of_wish)
    async def stop(self, call: Call) -> Reply:
        await call.write(asking.take_back_wish, call.number())
        return Update(Card(body="You're no longer looking for a day. /shadow find begins again whenever you like."))


def _walls(call: Call, ask: Days) -> list[Any]:
    """The days offered, each once. Raises FormError for one too soon to be asked for."""
    given = {name: wall for name in ("first", "second", "third") if (wall := getattr(ask, name))}
    for name, wall in given.items():
        if wall.instant <= call.now + tables.NOTICE:
            raise FormError(name, "A day needs at least three days' notice, so that somebody can ask. Choose a later one.")
    return sorted({wall.instant: wall for wall in given.values()}.values(), key=lambda wall: wall.instant)


def _offer(ask: Days, rest: Details) -> Offer:
    return Offer(ask.place, ask.what, rest.organisation, rest.dos, rest.access, rest.a_month)


def _first_name(conn: Connection, member: int) -> str:
    return members.first_name(members.name_of(conn, member))
