"""Announcing a meetup, after a preview, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Fact,
    Form,
    FormError,
    Option,
    Part,
    Preview,
    Reply,
    Text,
    Update,
    When,
    button,
    choice,
    command,
    confirm,
    line,
    moment,
    paragraph,
    prefill,
)
from bot.clock import Wall, say_full
from bot.community import clashes, meetups, reminders, series, taking_back
from bot.community.act import Act
from bot.community.meetups import ROOM, Meetup, Plan
from bot.community.polls import deciding, looking
from bot.community.reminders import Step
from bot.community.series import Repeat
from bot.dates import read_length
from cogs.meetups import cards, letters, repeating
from cogs.meetups.repeating import Repeating


def seat_count(words: str) -> int | None:
    """`"12"` or nothing for no limit. Raises ValueError for anything else."""
    if not words or words.casefold() in {"no limit", "any", "unlimited"}:
        return None
    if words.isascii() and words.isdigit() and 1 <= int(words) <= 100_000:
        return int(words)
    raise ValueError("Type a number from 1 on, such as 12, or leave it empty for no limit.")


def minutes(words: str) -> int:
    """`"2 hours"` as whole minutes. Raises ValueError in words."""
    return int(read_length(words) / timedelta(minutes=1))


class NewMeetup(Form, title="Announce a meetup", send="See the preview", edit="Change what, when, where"):
    title: str = line("What is it?", hint="For example: Pub meet-up for people who work alone")
    when: Wall = moment("When does it start?")
    where: str = line("Where is it?", hint=cards.PLACE_OR_NOT_YET, required=False, longest=200)


class MeetupDetails(Form, title="Seats and details", send="See the preview", edit="Seats and details"):
    length: int = line("How long is it?", default="2 hours", read=minutes)
    seats: int | None = line("How many seats are there?", hint="Leave empty for no limit", required=False, read=seat_count)
    details: str = paragraph("What should people know?", hint="What to bring, how to find you, who to look for")
    publish: Wall | None = moment("When shall I publish it?", hint="Leave empty for now", required=False)


class Elsewhere(Form, title="In person or online", send="See the preview", edit="In person or online"):
    how: str = choice("How do people meet?", [Option(value, words) for value, words in cards.HOW.items()], default=ROOM)
    join: str = line("How does one join online?", hint="A link or words, for those with a seat", required=False, longest=300)
    online_seats: int | None = line("How many seats online?", hint="Where it is both; empty for no limit", required=False, read=seat_count)


class Announcing(Part):
    """What an organiser does to begin with."""

    @command("Announce a meetup; you see it before anyone else (organisers)", only="organiser")
    async def new(self, call: Call, ask: NewMeetup, rest: MeetupDetails, there: Elsewhere, again: Repeating) -> Reply:
        plan, repeat = _plan(call, ask, rest, there), repeating.read(again, ask.when)
        return Preview(await _shown(call, plan, repeat), self.publish, "Publish", _who_sees(plan, call.group.name, repeat))

    @confirm(only="organiser")
    async def publish(self, call: Call, ask: NewMeetup, rest: MeetupDetails, there: Elsewhere, again: Repeating) -> Reply:
        plan = _plan(call, ask, rest, there)
        meetup, ahead = await call.write(_announce, plan, repeating.read(again, plan.when))
        if meetup.state == meetups.WITHDRAWN:
            return "You took this announcement back. Start again with /meetup new whenever you like."
        return letters.published(meetup, call.now, ahead, undo=Button("Undo", self.undo, meetup.id))

    @button(only="organiser", about_what=looking.group_of_date)
    async def on_this_date(self, call: Call, ask: NewMeetup, rest: MeetupDetails, there: Elsewhere, again: Repeating) -> Reply:
        """As /meetup new, on a date people were asked about."""
        plan, repeat = _plan(call, ask, rest, there), repeating.read(again, ask.when)
        who = _who_sees(plan, call.group.name, repeat) + f" {ASKED_TO_COME}"
        return Preview(await _shown(call, plan, repeat), self.publish_date, "Publish", who)

    @prefill(on_this_date)
    async def that_date(self, call: Call) -> Mapping[str, str]:
        poll, date = await call.read(deciding.to_announce, call.number())
        when = say_full(date.when)
        return {"title": poll.title, "when": when, "length": cards.lasting(poll.minutes)}

    @confirm(only="organiser")
    async def publish_date(self, call: Call, ask: NewMeetup, rest: MeetupDetails, there: Elsewhere, again: Repeating) -> Reply:
        plan = _plan(call, ask, rest, there)
        meetup, ahead, asked = await call.write(_announce_on, call.number(), plan, repeating.read(again, plan.when))
        if meetup.state == meetups.WITHDRAWN:
            return "You took this announcement back. /meetup manage shows the dates; choose one again whenever you like."
        done = letters.published(meetup, call.now, ahead, undo=Button("Undo", self.undo, meetup.id))
        people = cards.number(asked, "person", "people")
        return replace(done, facts=(Fact("Asked to take a seat", f"{people} who said they can then, in two minutes"),) if asked else ())

    @button(only="organiser", about_what=cards.group_of_meetup)
    async def undo(self, call: Call) -> Reply:
        meetup = await call.write(taking_back.undo, call.number())
        return Update(Card(body=Text("Taken back: ", cards.strong(meetup.title), ". Nobody will be reminded. /meetup new starts again.")))


def _plan(call: Call, ask: NewMeetup, rest: MeetupDetails, there: Elsewhere) -> Plan:
    """Raises FormError when it would be published after it began."""
    publish = rest.publish.instant if rest.publish else None
    if publish is not None and publish >= ask.when.instant:
        raise FormError(
            "publish", f"That is after the meetup begins, {say_full(ask.when)}. Choose an earlier time, or leave it empty for now."
        )
    if ask.when.instant <= call.now:
        raise FormError("when", "That time has just gone by. Type a later one.")
    return Plan(
        ask.title,
        ask.when,
        cards.venue(ask.where, there.how),
        rest.length,
        rest.seats,
        rest.details,
        publish,
        there.how,
        there.join,
        there.online_seats,
    )


ASKED_TO_COME = "Whoever said they can then is asked, once, to take a seat; nobody is given one."


async def _shown(call: Call, plan: Plan, repeat: Repeat | None) -> Card:
    """The card as it will look, with what only the organiser is shown: when it comes again, and what else is on then."""
    shown = cards.preview(plan)
    ends = plan.when.instant + timedelta(minutes=plan.minutes)
    busy = await call.read(clashes.busy, call.group.id, plan.when.instant, ends)
    return replace(shown, facts=(*shown.facts, *repeating.facts(repeat, plan.when, plan.venue), *cards.same_time(busy)))


def _who_sees(plan: Plan, group: str, repeat: Repeat | None) -> Text:
    each = f" {repeating.ANNOUNCED_ONE_BY_ONE}" if repeat else ""
    if plan.publish_at is None:
        return Text(f"Published now, everyone in {group} sees it in the announcements. You can take it back for two minutes.{each}")
    return Text(f"Everyone in {group} sees it in the announcements from ", When(plan.publish_at, plan.when.zone), f".{each}")


def _announce(act: Act, plan: Plan, repeat: Repeat | None) -> tuple[Meetup, list[Step]]:
    """Pressed twice, the second time it stands already."""
    meetup = meetups.announce(act, plan)
    if meetup.state != meetups.ANNOUNCED:
        return meetup, []
    if repeat and meetup.series_id is None:
        series.begin(act, meetup, repeat)
    reminders.plan(act.conn, act.now, meetup)
    return meetup, reminders.ahead(act.conn, act.now, meetup)


def _announce_on(act: Act, date_id: int, plan: Plan, repeat: Repeat | None) -> tuple[Meetup, list[Step], int]:
    """The same, on a date people were asked about; and how many are asked to come."""
    meetup, ahead = _announce(act, plan, repeat)
    return meetup, ahead, deciding.decide(act, date_id, meetup) if meetup.state == meetups.ANNOUNCED else 0
