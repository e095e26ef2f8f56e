"""Meetups: announce one, see what is coming up, take a seat, give it back."""

from __future__ import annotations

from datetime import timedelta

from bot.app import Call
from bot.chat import (
    Awaited,
    Button,
    Card,
    Cog,
    Fact,
    Form,
    FormError,
    Mention,
    Menu,
    Page,
    Pages,
    Preview,
    Reply,
    Text,
    Update,
    When,
    button,
    command,
    confirm,
    delivers,
    elsewhere,
    line,
    menu,
    moment,
    paragraph,
)
from bot.chat.limits import shortened
from bot.clock import Wall, say_full
from bot.community import guests, meetups, members, reminders, rsvp, seats, taking_back, waiting_list
from bot.community.act import Act
from bot.community.guests import Tally
from bot.community.meetups import Meetup, Plan
from bot.community.newcomers import buddies
from bot.community.reminders import Step
from bot.community.rsvp import Outcome
from bot.community.seats import Seat
from bot.dates import read_length
from cogs.meetups import cards

A_PAGE = 5


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
    where: str = line("Where is it?", hint="A place people can find, or a link for an online meetup", longest=200)


class MeetupDetails(Form, title="Seats and details", send="See the preview", edit="Seats and details"):
    length: int = line("How long is it?", default="2 hours", read=minutes)
    seats: int | None = line("How many seats are there?", hint="Leave empty for no limit", required=False, read=seat_count)
    details: str = paragraph("What should people know?", hint="What to bring, how to find you, who to look for")
    publish: Wall | None = moment("When shall I publish it?", hint="Leave empty for now", required=False)


class MeetupCog(Cog, name="meetup", about="See what is coming up, take a seat, announce a meetup"):
    ask_a_buddy = elsewhere("buddy.ask")
    report_buddy = elsewhere("buddy.report_this")

    # --- announcing -------------------------------------------------------------------------------------------------------------

    @command("Announce a meetup; you see it before anyone else (organisers)", only="organiser")
    async def new(self, call: Call, ask: NewMeetup, rest: MeetupDetails) -> Reply:
        plan = _plan(call, ask, rest)
        return Preview(cards.preview(plan), self.publish, "Publish", _who_sees(plan, call.group.name))

    @confirm(only="organiser")
    async def publish(self, call: Call, ask: NewMeetup, rest: MeetupDetails) -> Reply:
        meetup, ahead = await call.write(_announce, _plan(call, ask, rest))
        if meetup.state == meetups.WITHDRAWN:
            return "You took this announcement back. Start again with /meetup new whenever you like."
        return cards.published(meetup, call.now, ahead, undo=Button("Undo", self.undo, meetup.id))

    @button(only="organiser", about_what=cards.group_of_meetup)
    async def undo(self, call: Call) -> Reply:
        meetup = await call.write(taking_back.undo, call.number())
        return Update(Card(body=Text("Taken back: ", cards.strong(meetup.title), ". Nobody will be reminded. /meetup new starts again.")))

    # --- looking ----------------------------------------------------------------------------------------------------------------

    @command("See what is coming up and take a seat")
    async def list(self, call: Call) -> Reply:
        return Pages(self.coming)

    @button(about_what=cards.group_of_cursor)
    async def coming(self, call: Call) -> Page:
        skip = cards.skip_of_cursor(call.payload)
        found = await call.read(cards.coming, call.group.id, call.now, skip=skip, most=A_PAGE + 1)
        if not found:
            return Page(Card("Nothing is planned yet", "When an organiser announces a meetup, it will be here and in the announcements."))
        shown = found[:A_PAGE]
        facts = tuple(Fact(shortened(meetup.title, 75), cards.in_one_line(meetup, tally)) for meetup, tally in shown)
        choose = Menu("Choose one to see more or take a seat", self.look, cards.options([meetup for meetup, _ in shown]))
        return Page(Card("Coming up", facts=facts, controls=(choose,)), *cards.cursors(call.group.id, skip, len(found), A_PAGE))

    @menu(about_what=cards.group_of_meetup)
    async def look(self, call: Call) -> Reply:
        meetup = await call.read(meetups.get, int(call.chosen))
        return await self._card(meetup, await call.read(guests.tally, meetup))

    @command("See your seats, guests and waiting-list places")
    async def mine(self, call: Call) -> Reply:
        return Pages(self.my_page)

    async def home(self, call: Call) -> list[Card]:
        return [(await self.my_page(call)).card]

    @button(about_what=cards.group_of_cursor)
    async def my_page(self, call: Call) -> Page:
        skip = cards.skip_of_cursor(call.payload)
        found = await call.read(cards.mine, call.member.id, call.group.id, call.now, skip=skip, most=A_PAGE + 1)
        if not found:
            return Page(Card("You have no seats just now", "See what is coming up with /meetup list."))
        shown = found[:A_PAGE]
        facts = tuple(Fact(shortened(meetup.title, 75), standing) for meetup, standing in shown)
        choose = Menu("Choose one to change your answer", self.look, cards.options([meetup for meetup, _ in shown]))
        return Page(Card("Your meetups", facts=facts, controls=(choose,)), *cards.cursors(call.group.id, skip, len(found), A_PAGE))

    # --- answering --------------------------------------------------------------------------------------------------------------

    @button(about_what=cards.group_of_meetup)
    async def going(self, call: Call) -> Reply:
        outcome, ahead, first = await call.write(_say_yes, call.number())
        if outcome.state == seats.WAITING:
            return self._waiting(call, outcome)
        return self._seated(call, outcome, ahead, first=first)

    @button(about_what=cards.group_of_meetup)
    async def maybe(self, call: Call) -> Reply:
        outcome = await call.write(rsvp.say_maybe, call.number())
        freed = " Your seat goes to whoever is next." if outcome.before in seats.HELD else ""
        return Text(
            "Noted as a maybe for ", cards.strong(outcome.meetup.title), f".{freed} No seat is held; press I'll be there when you know."
        )

    @button(about_what=cards.group_of_meetup)
    async def cannot(self, call: Call) -> Reply:
        outcome = await call.write(rsvp.say_no, call.number())
        title = cards.strong(outcome.meetup.title)
        if outcome.before in seats.HELD:
            return Text("Thank you for saying so. Your seat at ", title, " is free for whoever is next. You can come back if plans change.")
        return Text("Noted: you can't make it to ", title, ". Perhaps the next one; /meetup list shows what is coming up.")

    @button(about_what=cards.group_of_meetup)
    async def show_me(self, call: Call) -> Reply:
        await call.write(_show_name, call.number())
        return "Done: your first name is on this group's cards when you're going, and I mention you in the thread when it's time."

    @button(about_what=cards.group_of_meetup)
    async def tell_me_in_thread(self, call: Call) -> Reply:
        await call.write(members.reach_by, members.THREAD)
        return "I'll mention you in the meetup's thread when a seat is yours. Everyone there can see that."

    @button(about_what=cards.group_of_meetup)
    async def tell_me_directly(self, call: Call) -> Reply:
        await call.write(members.reach_by, members.DIRECT)
        return "I'll write to you directly when a seat is yours. Nobody else sees it."

    def _seated(self, call: Call, outcome: Outcome, ahead: list[Step], *, first: bool) -> Card:
        name = () if call.membership.named else (Button("Show my first name", self.show_me, outcome.meetup.id),)
        leave = Button("I can't make it", self.cannot, outcome.meetup.id)
        buddy = (Button("I'd like a buddy there", self.ask_a_buddy, outcome.meetup.id),) if first else ()
        return cards.seated(outcome, ahead, named=call.membership.named, controls=(*buddy, *name, leave))

    def _waiting(self, call: Call, outcome: Outcome) -> Card:
        reach = (
            Button("Tell me directly", self.tell_me_directly, outcome.meetup.id),
            Button("Tell me in the thread", self.tell_me_in_thread, outcome.meetup.id),
        )
        return cards.waiting(
            outcome, reach=call.membership.reach, controls=(*reach, Button("Leave the line", self.cannot, outcome.meetup.id))
        )

    async def awaited(self, call: Call) -> list[Awaited]:
        mine = await call.read(guests.of_member, call.member.id, call.group.id, call.now, most=10)
        return [await self._awaited(call, meetup, seat) for meetup, seat in mine if seat.state in {seats.OFFERED, seats.WAITING}]

    async def _awaited(self, call: Call, meetup: Meetup, seat: Seat) -> Awaited:
        yours = seat.state == seats.OFFERED
        return Awaited(
            shortened(meetup.title, 75), await call.read(cards.standing, meetup, seat), yours, self._take(meetup) if yours else ()
        )

    def _take(self, meetup: Meetup) -> tuple[Button, Button]:
        return Button("Take the seat", self.going, meetup.id, look="go"), Button("No, thank you", self.cannot, meetup.id)

    # --- deliveries -------------------------------------------------------------------------------------------------------------

    async def _card(self, meetup: Meetup, tally: Tally) -> Card:
        answers = (
            Button("I'll be there", self.going, meetup.id, look="go"),
            Button("Maybe", self.maybe, meetup.id),
            Button("Can't make it", self.cannot, meetup.id),
        )
        return cards.meetup(meetup, tally, answers)

    @delivers(meetups.CARD)
    async def announcement(self, ref: str) -> Card | None:
        meetup = await self.read(meetups.get, int(ref))
        return await self._card(meetup, await self.read(guests.tally, meetup))

    @delivers(taking_back.TAKEN_BACK)
    async def taken_back(self, ref: str) -> Card | None:
        return cards.taken_back(await self.read(meetups.get, int(ref)))

    @delivers(waiting_list.OFFER_MADE)
    async def offered(self, ref: str) -> Card | None:
        meetup, seat, to = await self.read(cards.offered_to, ref)
        if seat is None or seat.state != seats.OFFERED:
            return None
        return cards.offer(meetup, to, self._take(meetup))

    @delivers(waiting_list.OFFER_LAPSED)
    async def lapsed(self, ref: str) -> Card | None:
        meetup, seat, to = await self.read(cards.offered_to, ref)
        if seat is None or seat.state != seats.LAPSED:
            return None
        words = Text(
            "The seat at ",
            cards.strong(meetup.title),
            " has gone to the next in line, as nobody took it in time. Still want to come? Join the line again.",
        )
        return Card(body=words, controls=(Button("Join the line", self.going, meetup.id),), to=(to,))

    @delivers(waiting_list.SEAT_FREE)
    async def seat_free(self, ref: str) -> Card | None:
        meetup, seat, to = await self.read(cards.offered_to, ref)
        if seat is None or seat.state != seats.WAITING:
            return None
        words = Text(
            "A seat is free at ",
            cards.strong(meetup.title),
            ", ",
            When(meetup.starts_at, meetup.zone),
            ". It starts soon, so the first to tap has it.",
        )
        return Card(body=words, controls=(Button("Take the seat", self.going, meetup.id, look="go"),), to=(to,))

    @delivers(reminders.IN_THREAD)
    async def reminder(self, ref: str) -> Card | None:
        meetup, step = await self.read(reminders.read_ref, ref)
        coming = await self.read(reminders.named_in, ref)
        if not coming:
            return None
        to = tuple(Mention(members.first_name(guest.name), guest.member_id) for guest in coming)
        return cards.reminder(meetup, step, to, (Button("I can't make it", self.cannot, meetup.id),))

    @delivers(reminders.ALONE)
    async def own_reminder(self, ref: str) -> Card | None:
        meetup, step = await self.read(reminders.read_ref, ref)
        if not await self.read(reminders.still_coming, ref):
            return None
        leave = Button("I can't make it", self.cannot, meetup.id)
        pair = await self.read(cards.buddy_of, ref)
        if pair is None:
            return cards.reminder(meetup, step, (), (leave,))
        facts = await self.read(cards.buddy, ref, pair)
        return cards.reminder(meetup, step, (), (leave, Button("Report or mute", self.report_buddy, pair.id)), facts)


def _plan(call: Call, ask: NewMeetup, rest: MeetupDetails) -> Plan:
    """Raises FormError when it would be published after it began."""
    publish = rest.publish.instant if rest.publish else None
    if publish is not None and publish >= ask.when.instant:
        raise FormError(
            "publish", f"That is after the meetup begins, {say_full(ask.when)}. Choose an earlier time, or leave it empty for now."
        )
    if ask.when.instant <= call.now:
        raise FormError("when", "That time has just gone by. Type a later one.")
    return Plan(ask.title, ask.when, ask.where, rest.length, rest.seats, rest.details, publish)


def _who_sees(plan: Plan, group: str) -> Text:
    if plan.publish_at is None:
        return Text(f"Published now, everyone in {group} sees it in the announcements. You can take it back for two minutes.")
    return Text(f"Everyone in {group} sees it in the announcements from ", When(plan.publish_at, plan.when.zone), ".")


def _announce(act: Act, plan: Plan) -> tuple[Meetup, list[Step]]:
    meetup = meetups.announce(act, plan)
    if meetup.state != meetups.ANNOUNCED:
        return meetup, []
    reminders.plan(act.conn, act.now, meetup)
    return meetup, reminders.ahead(act.conn, act.now, meetup)


def _say_yes(act: Act, meetup_id: int) -> tuple[Outcome, list[Step], bool]:
    """The outcome, the reminders to come, and whether it is somebody's first seat here."""
    outcome = rsvp.say_yes(act, meetup_id)
    if outcome.state != seats.GOING:
        return outcome, [], False
    first = buddies.might_like(act.conn, act.now, outcome.meetup, act.member)
    return outcome, reminders.ahead(act.conn, act.now, outcome.meetup), first


def _show_name(act: Act, meetup_id: int) -> None:
    meetup = meetups.hold(act, meetup_id)
    members.show_name(act, named=True)
    cards.touch(act, meetup)
