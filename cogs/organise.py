"""The organiser's desk: what needs somebody."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Button, Card, Cog, Fact, Reply, Text, Update, When, button, command, delivers
from bot.chat.limits import shortened
from bot.community import desk
from bot.delivery.tell import PARKED


class OrganiseCog(Cog, name="organise", about="See what needs you this week (organisers)"):
    @command("See what needs you this week (organisers)", only="organiser")
    async def organise(self, call: Call) -> Reply:
        return await self._desk(call)

    async def home(self, call: Call) -> list[Card]:
        return [await self._desk(call)] if call.membership.organises else []

    async def _desk(self, call: Call) -> Card:
        stuck = await call.read(desk.parked, call.group.id)
        waiting = await call.read(desk.waiting, call.group.id)
        facts = tuple(Fact(shortened(item.kind_words, 75), _why(item)) for item in stuck)
        body = f"{len(stuck)} could not be delivered. " if stuck else "Everything I had to say has been said. "
        planned = f"{waiting} more {'is' if waiting == 1 else 'are'} planned." if waiting else "Nothing more is planned."
        tries = tuple(Button(f"Try again: {shortened(item.kind_words, 50)}", self.again, item.id) for item in stuck[:3])
        more = [card for cog in call.cogs.values() for card in await cog.desk(call)]
        shown = (*facts, *(Fact(card.title, card.body) for card in more))
        return Card("Your desk", body + planned, shown, controls=(*tries, *(control for card in more for control in card.controls)))

    @button(only="organiser", about_what=desk.group_of)
    async def again(self, call: Call) -> Reply:
        await call.write(desk.try_again, call.payload)
        return Update(Card(body="I'm trying again now. If it still can't be delivered, it comes back to your desk."))

    @delivers(PARKED)
    async def parked(self, ref: str) -> Card | None:
        item = await self.read(desk.item, ref)
        if item is None:
            return None
        body = Text(f"I could not deliver {item.kind_words}, due ", When(item.due_at, item.zone), f". {item.why}")
        return Card(body=body, controls=(Button("Try again", self.again, item.id),), note="/organise lists everything that needs you.")


def _why(item: desk.Parked) -> Text:
    return Text("due ", When(item.due_at, item.zone), f". {item.why}")
