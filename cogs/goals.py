"""Goals, remembered: set and let go from `/my goals`, reminded of once, and told when they came true."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Button, Card, Cog, Fact, Form, Option, Reply, Text, Update, When, button, choice, delivers, elsewhere, moment
from bot.chat.limits import shortened
from bot.chat.typed import read_id
from bot.clock import Wall
from bot.community import goals, groups
from bot.community.goals import MEET, MEETUP, SHADOW, Goal
from bot.schema import Connection

NEXT = {
    MEET: "Half of the time is over: /introduce me finds somebody like you, near you, or who knows something.",
    SHADOW: "Half of the time is over: /shadow find shows whose days are on offer.",
}


def own_group(_: Connection, payload: str) -> int | None:
    """The group a button was shown for."""
    return read_id(payload)


class Aim(Form, title="Set a goal", send="Remember it"):
    what: str = choice("What would you like to do?", [Option(value, words) for value, words in goals.WHATS.items()], default=MEETUP)
    by: Wall = moment("By when?", hint="For example: 30 June 2027, 6pm")


class GoalsCog(Cog, name="goals", about="What you would like to do by when"):
    going = elsewhere("meetup.going")

    @button(about_what=own_group)
    async def aim(self, call: Call, ask: Aim) -> Reply:
        goal = await call.write(goals.aim, ask.what, ask.by.instant)
        how = "when a meetup fits" if goal.what == MEETUP else "at half time"
        body = Text(f"I'll remember: {goal.words.lower()} by ", When(goal.by_at, call.group.zone), f". I remind you once, {how}.")
        return Card(
            body=body, controls=(Button("Let it go", self.let_go, goal.id),), note="Nobody else sees it. /my goals shows what you set."
        )

    @button(about_what=goals.group_of)
    async def let_go(self, call: Call) -> Reply:
        await call.write(goals.let_go, call.number())
        return Update(Card(body="Let go. Nothing more comes of it; /my goals sets another whenever you like."))

    @delivers(goals.REMINDER)
    async def reminder(self, ref: str) -> Card | None:
        found = await self.read(goals.reminder, ref)
        if found is None:
            return None
        goal, meetup = found
        drop = Button("Let it go", self.let_go, goal.id)
        if meetup is None:
            return Card("Something you wanted", f"{goal.words}. {NEXT.get(goal.what, '')}", controls=(drop,))
        by = When(goal.by_at, await self.read(_zone, goal))
        facts = (Fact("When", Text(When(meetup.starts_at, meetup.zone))), Fact("Where", meetup.venue))
        body = Text("You wanted to go to a meetup by ", by, f". This one could be it: {shortened(meetup.title, 150)}.")
        seat = Button("I'll be there", self.going, meetup.id, "go")
        return Card("A meetup for you", body, facts, controls=(seat, drop), note="I remind you of this goal only this once.")

    @delivers(goals.REACHED)
    async def reached(self, ref: str) -> Card | None:
        goal = await self.read(goals.get, int(ref))
        return goal and Card("Done", f"{goal.words}: you wanted to, and you did. /my goals sets another, if you like.")

    @delivers(goals.DATE_PASSED)
    async def passed(self, ref: str) -> Card | None:
        goal = await self.read(goals.get, int(ref))
        if goal is None:
            return None
        body = f"{goal.words}: the day you had in mind has come. It happens. Set it again for later, or leave it; I say no more of it."
        return Card("Something you wanted", body, controls=(Button("Set it again", self.aim, goal.group),))


def _zone(conn: Connection, goal: Goal) -> str:
    return groups.get(conn, goal.group).zone
