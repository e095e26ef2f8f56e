"""A placement round, on the desk: seen before it is sent."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Button, Card, Cog, Refusal, Reply, Update, button
from bot.chat.typed import read_id
from bot.community.shadowing import placing
from bot.community.shadowing.placing import Placement
from bot.matching import in_worker
from bot.schema import Connection
from cogs.shadow import cards


def group_of_round(_: Connection, payload: str) -> int | None:
    """The group a round was previewed for (`"group.seal"`)."""
    return read_id(payload.partition(".")[0])


class ShadowRoundCog(Cog, name="shadow_round", about="Place everyone who waits for a shadowing day (organisers)"):
    async def desk(self, call: Call) -> list[Card]:
        """How many wait for a day, and the round that would place them."""
        waiting = await call.read(placing.waiting, call.group.id)
        if not waiting:
            return []
        who = "1 person waits" if waiting == 1 else f"{waiting} people wait"
        preview = Button("Preview a placement round", self.preview_round, call.group.id)
        return [
            Card("Shadowing", f"{who} for a day. A round places as many as it can; you see it before anybody else.", controls=(preview,))
        ]

    @button(only="organiser", about_what=group_of_round)
    async def preview_round(self, call: Call) -> Reply:
        placed, waiting = await _solved(call)
        if not placed:
            return "There is no day that anybody who waits could have. More hosts would help: /shadow offer."
        return cards.round_card(placed, waiting, (Button("Send it", self.send_round, f"{call.group.id}.{placing.seal(placed)}", "go"),))

    @button(only="organiser", about_what=group_of_round)
    async def send_round(self, call: Call) -> Reply:
        placed, _ = await _solved(call)
        if placing.seal(placed) != call.payload.partition(".")[2]:
            raise Refusal("Something has changed since you looked, so nothing was sent. Preview it again: /organise.")
        asked = await call.write(placing.send, placed)
        return Update(Card(body=f"Sent: both of each of {asked} {'pair' if asked == 1 else 'pairs'} are asked now. I see to the rest."))


async def _solved(call: Call) -> tuple[list[Placement], int]:
    """The best round as things stand, worked out in a process of its own, and how many wait."""
    of = await call.read(placing.question, call.group.id, call.now)
    found = await in_worker(placing.solve, of.points, of.places, of.waited, of.limits)
    return await call.read(placing.placements, of, found), len(of.wishes)
