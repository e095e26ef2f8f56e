"""What an organiser changes about a meetup that has been announced: each shown first, and undone for two minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Fact,
    Form,
    FormError,
    Menu,
    Option,
    Page,
    Pages,
    Preview,
    Refusal,
    Reply,
    Text,
    Update,
    button,
    choice,
    command,
    confirm,
    elsewhere,
    line,
    menu,
    moment,
    paragraph,
    prefill,
)
from bot.chat.limits import shortened
from bot.clock import Wall, say_full
from bot.community import changing, clashes, guests, meetups, series
from bot.community.attendance import forecast
from bot.community.changing import Move
from bot.community.meetups import POSTPONED, Meetup
from bot.community.series import Series
from cogs.meetups import cards, desk, lists
from cogs.meetups.announcing import minutes, seat_count
from cogs.meetups.dates import Dates
from cogs.meetups.repeating import ComingAgain

A_PAGE = 5


class Words(Form, title="Change the words", send="See the preview", edit="Change the words"):
    title: str = line("What is it?")
    length: int = line("How long is it?", read=minutes)
    details: str = paragraph("What should people know?")


class MoveIt(Form, title="Move it", send="See the preview", edit="Change when and where"):
    when: Wall = moment("When does it start?")
    where: str = line("Where is it?", hint=cards.PLACE_OR_NOT_YET, required=False, longest=200)
    how: str = choice("How do people meet?", [Option(value, words) for value, words in cards.HOW.items()])
    join: str = line("How does one join online?", hint="A link or words, for those with a seat", required=False, longest=300)


class Number(Form, title="Seats", send="See what happens", edit="Change the seats"):
    seats: int | None = line("How many seats are there?", hint="Leave empty for no limit", required=False, read=seat_count)
    online_seats: int | None = line("How many seats online?", hint="Where it is both; empty for no limit", required=False, read=seat_count)


class WhyLater(Form, title="Put it off", send="See what people read", edit="Change the words"):
    why: str = paragraph("Why, in a line or two?", hint="Everybody reads it; leave it empty if you like", longest=300)


class WhyNot(Form, title="Call it off", send="See what people read", edit="Change the words"):
    why: str = paragraph("Why, in a line or two?", hint="Everybody reads it; leave it empty if you like", longest=300)


class Managing(ComingAgain, Dates):
    """One meetup on the organiser's table."""

    at_door, prepare, took_place = elsewhere("came.at_door"), elsewhere("before.prepare"), elsewhere("after.took_place")
    to_print = elsewhere("print.choose")

    @command("Change, postpone, cancel or repeat a meetup, or see who is coming (organisers)", only="organiser")
    async def manage(self, call: Call) -> Reply:
        return Pages(self.managed)

    @button(only="organiser", about_what=lists.group_of_cursor)
    async def managed(self, call: Call) -> Page:
        skip = lists.skip_of_cursor(call.payload)
        found = await call.read(lists.to_manage, call.group.id, call.now, skip=skip, most=A_PAGE + 1)
        beside = (*await self.date_controls(call), Button("Those that took place", self.took_place, call.group.id))
        if not found:
            return Page(Card("Nothing is planned", "/meetup new announces a meetup; you see it before anyone else.", controls=beside))
        shown = found[:A_PAGE]
        facts = tuple(Fact(shortened(meetup.title, 75), desk.in_one_line(meetup, tally, call.now)) for meetup, tally in shown)
        choose = Menu("Choose one to change it", self.manage_one, lists.options([meetup for meetup, _ in shown]))
        return Page(Card("Your meetups", facts=facts, controls=(choose, *beside)), *lists.cursors(call.group.id, skip, len(found), A_PAGE))

    @menu(only="organiser", about_what=cards.group_of_meetup)
    async def manage_one(self, call: Call) -> Reply:
        meetup = await call.read(meetups.get, int(call.chosen))
        comes = await call.read(series.get, meetup.series_id) if meetup.series_id else None
        tally = await call.read(guests.tally, meetup)
        expected = await call.read(forecast.of_group, meetup.group_id, tally.going)
        return desk.one(meetup, tally, comes, expected, call.now, self._what_to_do(meetup, comes, call))

    def _what_to_do(self, meetup: Meetup, comes: Series | None, call: Call) -> tuple[Button, ...]:
        out = call.now >= meetup.publish_at
        later = (Button("Put it off", self.put_off, meetup.id),) if out and meetup.state != POSTPONED else ()
        again = (Button("Repeat it", self.repeat, meetup.id),) if meetup.state != POSTPONED else ()
        if comes and comes.next_day:
            again = (Button("Stop the series", self.stop, comes.id),)
        label, stop = ("Call it off", self.call_off) if out else ("Leave it out", self.leave_out)
        door = (Button("At the door", self.at_door, meetup.id),) if out and meetup.state != POSTPONED else ()
        return (
            Button("Who is coming", self.who_comes, meetup.id),
            *door,
            Button("Change the words", self.words, meetup.id),
            Button("Move it", self.move, meetup.id),
            Button("Seats", self.seats, meetup.id),
            Button("Prepare it", self.prepare, meetup.id),
            *again,
            *later,
            Button("Print", self.to_print, meetup.id),
            Button(label, stop, meetup.id, look="stop"),
        )

    @button(only="organiser", about_what=cards.group_of_more)
    async def who_comes(self, call: Call) -> Page:
        meetup, skip = await call.read(meetups.get, lists.id_of_cursor(call.payload)), lists.skip_of_cursor(call.payload)
        found = await call.read(guests.answers, meetup, skip=skip, most=desk.A_LIST + 1)
        before, after = lists.cursors(meetup.id, skip, len(found), desk.A_LIST)
        return Page(desk.who_comes(meetup, found[: desk.A_LIST]), before, after)

    # --- words ------------------------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=cards.group_of_meetup)
    async def words(self, call: Call, ask: Words) -> Reply:
        meetup, tally = await self._meetup(call)
        shown = cards.meetup(replace(meetup, title=ask.title, details=ask.details, minutes=ask.length), tally, ())
        return Preview(shown, self.keep_words, "Change it", "The card changes where it stands; nobody is notified.")

    @prefill(words)
    async def words_now(self, call: Call) -> Mapping[str, str]:
        meetup, _ = await self._meetup(call)
        return {"title": meetup.title, "details": meetup.details, "length": cards.lasting(meetup.minutes)}

    @confirm(only="organiser")
    async def keep_words(self, call: Call, ask: Words) -> Reply:
        changed = await call.write(changing.edit, call.number(), ask.title, ask.details, ask.length)
        return desk.done(changed, "Changed", self._undo(changed))

    # --- when and where ---------------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=cards.group_of_meetup)
    async def move(self, call: Call, ask: MoveIt) -> Reply:
        meetup, tally = await self._meetup(call)
        if ask.when.instant <= call.now:
            raise FormError("when", "That time has just gone by. Type a later one.")
        to = desk.moved(meetup, _move(ask))
        busy = await call.read(clashes.busy, meetup.group_id, to.starts_at, to.ends_at, but=meetup.id)
        shown = cards.meetup(to, tally, ())
        shown = replace(shown, facts=(*shown.facts, *cards.same_time(busy)))
        return Preview(shown, self.keep_move, "Move it", desk.who_is_asked(meetup, tally, call.now))

    @prefill(move)
    async def where_now(self, call: Call) -> Mapping[str, str]:
        meetup, _ = await self._meetup(call)
        when = "" if meetup.state == POSTPONED else say_full(meetup.when)
        return {"when": when, "where": "" if meetup.only_dated else meetup.venue, "how": meetup.how, "join": meetup.online}

    @confirm(only="organiser")
    async def keep_move(self, call: Call, ask: MoveIt) -> Reply:
        changed = await call.write(changing.move, call.number(), _move(ask))
        return desk.done(changed, "Moved", self._undo(changed))

    # --- seats ------------------------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=cards.group_of_meetup)
    async def seats(self, call: Call, ask: Number) -> Reply:
        meetup, tally = await self._meetup(call)
        to = replace(meetup, seats=ask.seats, online_seats=ask.online_seats)
        return Preview(cards.meetup(to, tally, ()), self.keep_seats, "Change it", desk.what_happens(to, tally))

    @prefill(seats)
    async def seats_now(self, call: Call) -> Mapping[str, str]:
        meetup, _ = await self._meetup(call)
        return {"seats": str(meetup.seats or ""), "online_seats": str(meetup.online_seats or "")}

    @confirm(only="organiser")
    async def keep_seats(self, call: Call, ask: Number) -> Reply:
        changed = await call.write(changing.resize, call.number(), ask.seats, ask.online_seats)
        return desk.done(changed, "Changed", self._undo(changed))

    # --- off --------------------------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=cards.group_of_meetup)
    async def put_off(self, call: Call, ask: WhyLater) -> Reply:
        meetup, tally = await self._meetup(call)
        shown = cards.meetup(replace(meetup, state=POSTPONED, notice=ask.why), tally, ())
        return Preview(shown, self.keep_off, "Put it off", desk.who_is_told(tally))

    @confirm(only="organiser")
    async def keep_off(self, call: Call, ask: WhyLater) -> Reply:
        changed = await call.write(changing.postpone, call.number(), ask.why)
        return desk.done(changed, "Put off", self._undo(changed))

    @button(only="organiser", about_what=cards.group_of_meetup)
    async def call_off(self, call: Call, ask: WhyNot) -> Reply:
        meetup, tally = await self._meetup(call)
        shown = cards.meetup(replace(meetup, state=meetups.CANCELLED, notice=ask.why), tally, ())
        return Preview(shown, self.keep_called_off, "Call it off", desk.who_is_told(tally))

    @confirm(only="organiser")
    async def keep_called_off(self, call: Call, ask: WhyNot) -> Reply:
        changed = await call.write(changing.call_off, call.number(), ask.why)
        return desk.done(changed, "Called off", self._undo(changed))

    @button(only="organiser", about_what=cards.group_of_meetup)
    async def leave_out(self, call: Call) -> Reply:
        meetup, _ = await self._meetup(call)
        words = Text("Leave out ", cards.strong(meetup.title), "? Nobody has been told of it, so nobody is told now. This can't be undone.")
        return Update(Card(body=words, controls=(Button("Yes, leave it out", self.left_out, meetup.id, look="stop"),)))

    @button(only="organiser", about_what=cards.group_of_meetup)
    async def left_out(self, call: Call) -> Reply:
        changed = await call.write(changing.call_off, call.number(), "")
        return Update(desk.done(changed, "Left out", self._undo(changed)))

    # --- undoing ----------------------------------------------------------------------------------------------------------------

    def _undo(self, changed: changing.Changed) -> tuple[Button, ...]:
        return (Button("Undo", self.undo_change, changed.change),) if changed.change else ()

    @button(only="organiser", about_what=desk.group_of_change)
    async def undo_change(self, call: Call) -> Reply:
        meetup = await call.write(changing.undo, call.number())
        return Update(Card(body=Text("Undone: ", cards.strong(meetup.title), " is as it was. Nobody was told of the change.")))

    async def _meetup(self, call: Call) -> tuple[Meetup, guests.Tally]:
        """What a button or a half-answer is about. Raises Refusal when it is another group's."""
        meetup = await call.read(meetups.find, call.number())
        if meetup is None or meetup.group_id != call.group.id:
            raise Refusal("I can't find that meetup in this group. /meetup manage shows what can be changed.")
        return meetup, await call.read(guests.tally, meetup)


def _move(ask: MoveIt) -> Move:
    return Move(ask.when, cards.venue(ask.where, ask.how), ask.how, ask.join)
