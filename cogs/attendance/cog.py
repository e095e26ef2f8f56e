"""Who came to a meetup."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Button, Card, Cog, Text, When
from bot.chat.limits import shortened
from bot.community.attendance import counting
from cogs.attendance import cards
from cogs.attendance.heads import Heads
from cogs.attendance.here import Here


class AttendanceCog(Cog, Here, Heads, name="came", about="Who came to a meetup"):
    async def desk(self, call: Call) -> list[Card]:
        """Meetups of which nobody has said yet how many came."""
        found = await call.read(counting.uncounted, call.group.id, call.now)
        return [
            Card(
                shortened(f"How many came to {meetup.title}?", 75),
                Text("It was on ", When(meetup.starts_at, meetup.zone, "day"), ". A rough number will do."),
                controls=(
                    Button(f"How many came: {cards.dated(meetup)}", self.count, meetup.id),
                    Button(f"I didn't count: {cards.dated(meetup)}", self.uncounted, meetup.id),
                ),
            )
            for meetup in found
        ]
