"""Setting up a group: two minutes, seen before it is done; and joining it to a second server or workspace."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Cog,
    Fact,
    Form,
    FormError,
    Option,
    Person,
    Place,
    Preview,
    Refusal,
    Reply,
    Strong,
    Text,
    button,
    choice,
    command,
    confirm,
    elsewhere,
    line,
    person,
    place,
    prefill,
    yes_no,
)
from bot.clock import zone_named
from bot.community import groups, setting_up
from bot.community.coffee import days
from bot.community.groups import NO_COFFEE, Habits
from bot.community.setting_up import Setup
from bot.dates import read_quiet

REMINDERS = {
    "all": "7 days, 1 day and 2 hours before",
    "near": "1 day and 2 hours before",
    "day": "1 day before",
    "none": "None",
}
AFTERWARDS = "the day after, whoever had a seat is asked once how it was, and you see counts"
LISTED = "each meetup is put on the server's own list of events too, where there is one; everybody on the server sees that list"


COFFEE = {NO_COFFEE: "None", **{day: f"Every {day.capitalize()}, for whoever joins" for day in days.DAYS}}


class GroupSetup(Form, title="Set up this group", send="See what I'll do", edit="Change"):
    announcements: Place = place("Where do announcements go?", hint="A channel I may write in")
    name: str = line("What is the group called?", hint="As members know it. Empty if you have a code", required=False)
    zone: str = line("Which time zone is it in?", hint="A city is enough: London, Lisbon", default="Europe/London", read=zone_named)
    code: str = line("A code from your other server?", hint="Only to join a group that is elsewhere already", required=False, longest=20)


class GroupHabits(Form, title="Organisers and times", send="See what I'll do", edit="Organisers and times"):
    organiser: Person | None = person("Who else organises?", hint="You do in any case", required=False)
    quiet: str = line("When shall I send no reminders?", hint="21:00 to 08:00, or none", default="21:00 to 08:00", read=read_quiet)
    introductions: Place | None = place("Where do newcomers say hello?", hint="Empty: with the announcements", required=False)
    reminders: str = choice("Which reminders shall I send?", [Option(key, words) for key, words in REMINDERS.items()], default="all")


class GroupExtras(Form, title="What to switch on", send="See what I'll do", edit="What to switch on"):
    coffee: str = choice("Coffee rounds, on which day?", [Option(key, words) for key, words in COFFEE.items()], default=NO_COFFEE)
    listed: bool = yes_no(
        "Also put meetups on the list of events?", hint="Where the server has one: all there see it; interested means maybe"
    )
    feedback: bool = yes_no("Ask people afterwards how a meetup was?", hint="Once, the day after; you see counts", default="yes")


class SetupCog(Cog, name="setup", about="Set up this group: channels, organisers, times (organisers)"):
    public_page = elsewhere("outside.page")

    @command("Set up this group: channels, organisers, times (organisers)", only="admin", anywhere=True)
    async def setup(self, call: Call, ask: GroupSetup, rest: GroupHabits, more: GroupExtras) -> Reply:
        if ask.code:
            return await self._join(call, ask)
        if not ask.name:
            raise FormError("name", "This one is needed, unless you have a code.")
        body = "Nothing is posted until somebody announces a meetup. I read only what people write to me."
        return Preview(Card("Set up this group", body, _facts(ask, rest, more)), self.done, "Set it up", "Only you see this.")

    @prefill(setup)
    async def known(self, call: Call) -> Mapping[str, str]:
        if not call.in_group:
            return {"announcements": "" if call.place.direct else str(call.place)}
        places = [each for _, each in await call.read(groups.places_for, call.group.id) if each.workspace == call.place.workspace]
        habits = await call.read(groups.habits, call.group.id)
        hellos = [each for _, each in await call.read(groups.places_for_hellos, call.group.id) if each.workspace == call.place.workspace]
        return {
            "introductions": str(hellos[0]) if hellos and hellos[:1] != places[:1] else "",
            "name": call.group.name,
            "zone": call.group.zone,
            "announcements": str(places[0]) if places else "",
            "quiet": habits.quiet.replace("-", " to ") or "none",
            "reminders": habits.reminders,
            "listed": "yes" if habits.listed else "no",
            "coffee": habits.coffee,
            "feedback": "yes" if habits.feedback else "no",
        }

    @confirm(only="admin", anywhere=True)
    async def done(self, call: Call, ask: GroupSetup, rest: GroupHabits, more: GroupExtras) -> Reply:
        if ask.code:
            group = await call.write(setting_up.move_in, ask.code, ask.announcements)
            words = f". {group.name} announces here too from now on, and what is coming up follows in a moment."
            return Text("Joined: this is now a home of ", Strong(group.name), words)
        group = await call.write(setting_up.set_up, _setup(ask, rest, more))
        next_ = "Next: /meetup new announces your first meetup; you see it before anyone else."
        words = f"{ask.name} is set up, and you are its organiser. {next_}"
        note = "Is your group on another server or workspace too? One group can live on both, with the same seats."
        page = (Button("Public page and calendar", self.public_page, group),) if call.outside else ()
        return Card(body=words, controls=(Button("Join another one", self.invite), *page), note=note)

    @button(only="organiser")
    async def invite(self, call: Call) -> Reply:
        code = await call.write(setting_up.invite)
        words = Text(
            "Your code is ",
            Strong(code),
            ". Add me there, and have whoever runs it type /setup with this code. It works once, for ten minutes.",
        )
        return Card("Join another server or workspace", words)

    async def _join(self, call: Call, ask: GroupSetup) -> Preview:
        group = await call.read(setting_up.invited_by, call.now, ask.code)
        if group is None:
            raise FormError("code", setting_up.NO_GOOD)
        if call.in_group and call.group.id != group.id:
            raise Refusal(f"This place belongs to {call.group.name} already. Join {group.name} from a channel or server without a group.")
        facts = (
            Fact("Group", group.name),
            Fact("Announcements", "each meetup's card here too, with the same seats and one waiting list"),
            Fact("Organiser", "you, from here; those it has already stay"),
        )
        return Preview(
            Card("Join this place to a group", "People here and there are one group.", facts), self.done, "Join", "Only you see this."
        )


def _facts(ask: GroupSetup, rest: GroupHabits, more: GroupExtras) -> tuple[Fact, ...]:
    return (
        Fact("Group", ask.name),
        Fact("Time zone", ask.zone),
        Fact("Announcements", "in the channel you chose: one card for each meetup, kept up to date, with reminders in its thread"),
        Fact("Newcomers say hello", "in the channel you chose" if rest.introductions else "with the announcements"),
        Fact("Organisers", "you, and the person you chose" if rest.organiser else "you, to begin with"),
        Fact("Reminders", f"{REMINDERS[rest.reminders]}; {AFTERWARDS if more.feedback else 'nobody is asked how it was'}"),
        Fact("List of events", LISTED if more.listed else "meetups are not put on it"),
        Fact("Quiet hours", f"no reminders between {rest.quiet.replace('-', ' and ')}" if rest.quiet else "none"),
        Fact("Coffee rounds", _coffee(more.coffee)),
    )


def _coffee(day: str) -> str:
    if day == NO_COFFEE:
        return "none"
    return f"{day.capitalize()}s at 10:00, for those who type /coffee join; drawn two days before, for you to look at and change until then"


def _setup(ask: GroupSetup, rest: GroupHabits, more: GroupExtras) -> Setup:
    habits = Habits(rest.quiet, rest.reminders, more.listed, more.coffee, more.feedback)
    return Setup(ask.name, ask.zone, ask.announcements, habits, rest.organiser, rest.introductions)
