"""Preparing a meetup, from `/meetup manage`: its thread before it begins, and where buddies meet."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Cog,
    Form,
    FormError,
    Option,
    Preview,
    Reply,
    Text,
    Update,
    button,
    choice,
    confirm,
    delivers,
    line,
    paragraph,
    prefill,
)
from bot.community import groups
from bot.community.act import Act
from bot.community.before import prompts, reading, waking
from cogs.before import cards
from cogs.before.bringing import Bringing
from cogs.before.common import group_of_meetup, looked_up
from cogs.before.programme import ProgrammeOf

WHO_READS = (
    "Everybody in the group can read the thread. Whoever comes and agreed to be named is mentioned once, in the first message. "
    "First-timers are named there only if they asked for it."
)


class Wake(Form, title="Wake the thread", send="See the preview", edit="Days and questions"):
    days: str = choice("How many days ahead?", [Option(str(each), f"{each} days") for each in waking.DAYS], default=str(waking.USUAL_DAYS))
    own: str = paragraph("Your own questions, one a line", hint="Leave it empty for mine. One a day, until the day before")


class Point(Form, title="Where buddies meet", send="Keep it"):
    point: str = line("Where?", hint="By the coats, from ten past six; leave it empty for none", required=False)


class BeforeCog(Cog, ProgrammeOf, Bringing, name="before", about="What an organiser prepares of a meetup"):
    @button(only="organiser", about_what=group_of_meetup)
    async def prepare(self, call: Call) -> Reply:
        meetup, found = await looked_up(call)
        sleep = (Button("Let the thread sleep", self.sleep, meetup.id),) if found.days else ()
        controls = (
            Button("Change the thread" if found.days else "Wake the thread", self.wake, meetup.id),
            *sleep,
            Button("Programme", self.plan, meetup.id),
            Button("Who speaks", self.who_speaks, meetup.id),
            self.what_to_bring(meetup, found),
            Button("Where buddies meet", self.point, meetup.id),
        )
        return cards.prepared(meetup, found, controls)

    async def desk(self, call: Call) -> list[Card]:
        """Whom it would be kind to thank."""
        return await self.to_thank(call)

    # --- the thread before it ---------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=group_of_meetup)
    async def wake(self, call: Call, ask: Wake) -> Reply:
        meetup, found = await looked_up(call)
        to_be = found.having(int(ask.days), _own(ask.own))
        quiet = (await call.read(groups.habits, call.group.id)).quiet
        shown = cards.thread(meetup, to_be, waking.ahead(meetup, to_be, quiet, call.now))
        return Preview(shown, self.keep_awake, "Wake it", WHO_READS)

    @prefill(wake)
    async def as_it_is(self, call: Call) -> Mapping[str, str]:
        _, found = await looked_up(call)
        return {"days": str(found.days or waking.USUAL_DAYS), "own": "\n".join(found.prompts)}

    @confirm(only="organiser")
    async def keep_awake(self, call: Call, ask: Wake) -> Reply:
        meetup = await call.write(waking.switch_on, call.number(), int(ask.days), _own(ask.own))
        words = Text(f"The thread is woken {ask.days} days before ", cards.strong(meetup.title), ". It moves along if the meetup does.")
        return Card(body=words, controls=(Button("Let the thread sleep", self.sleep, meetup.id),))

    @button(only="organiser", about_what=group_of_meetup)
    async def sleep(self, call: Call) -> Reply:
        meetup = await call.write(waking.switch_off, call.number())
        words = Text("Nothing more is said in the thread of ", cards.strong(meetup.title), " but reminders. What was said stays.")
        return Update(Card(body=words, controls=(Button("Wake the thread", self.wake, meetup.id),)))

    @delivers(waking.WAKE)
    async def woken(self, ref: str) -> Card | None:
        found = await self.read(waking.company, ref)
        return found and cards.woken(found)

    @delivers(waking.PROMPT)
    async def question(self, ref: str) -> Card | None:
        found = await self.read(waking.prompt, ref)
        return found and cards.question(*found)

    @button(about_what=group_of_meetup)
    async def welcome_me(self, call: Call) -> Reply:
        await call.write(waking.welcome_me, call.number())
        first = call.member.first_name
        return f"Done: when I wake the thread, it says that {first} comes for the first time. Everybody in the group can read it."

    # --- where buddies meet -----------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=group_of_meetup)
    async def point(self, call: Call, ask: Point) -> Reply:
        await call.write(_meet_at, call.number(), ask.point)
        if not ask.point:
            return "Buddies say themselves where they meet."
        return f"Buddies meet here, unless they say otherwise: {ask.point}. Only they and their newcomer read it."

    @prefill(point)
    async def point_now(self, call: Call) -> Mapping[str, str]:
        _, found = await looked_up(call)
        return {"point": found.meeting_point}


def _own(words: str) -> tuple[str, ...]:
    """Raises FormError in words."""
    try:
        return prompts.read(words)
    except ValueError as unclear:
        raise FormError("own", str(unclear)) from unclear


def _meet_at(act: Act, meetup_id: int, point: str) -> None:
    reading.change(act, reading.hold(act, meetup_id), meeting_point=point)
