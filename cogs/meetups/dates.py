"""Which date suits: an organiser puts dates to the group, people say when they can, and it is announced on one of them."""

from __future__ import annotations

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Control,
    Form,
    FormError,
    Menu,
    Option,
    Place,
    Preview,
    Reply,
    Text,
    Update,
    When,
    button,
    confirm,
    delivers,
    elsewhere,
    line,
    menu,
    moment,
    place,
    yes_no,
)
from bot.chat.limits import shortened
from bot.chat.text import joined
from bot.clock import Wall, say_full
from bot.community.meetups import UNDO
from bot.community.polls import answering, asking, deciding, looking
from bot.community.polls.asking import Question
from bot.community.polls.looking import CAN, CANNOT, OPEN, Poll
from cogs.meetups import cards, date_cards, lists
from cogs.meetups.announcing import minutes
from cogs.meetups.answering import Answering
from cogs.meetups.date_cards import Standing


class SomeDates(Form, title="Which date suits?", send="See the preview", edit="Change what and when"):
    what: str = line("What would it be?", hint="For example: Pub meet-up")
    first: Wall = moment("The first date?")
    second: Wall = moment("The second?")
    third: Wall | None = moment("A third?", hint="Leave empty for two; the preview takes up to ten", required=False)
    hours: bool = yes_no("Are dates in working hours fine?", hint="Members can say that their manager has to agree")


class MoreDates(Form, title="More dates", send="See the preview", edit="More dates"):
    fourth: Wall | None = moment("A fourth date?", required=False)
    fifth: Wall | None = moment("A fifth?", required=False)
    sixth: Wall | None = moment("A sixth?", required=False)
    seventh: Wall | None = moment("A seventh?", required=False)
    eighth: Wall | None = moment("An eighth?", required=False)


class TheRest(Form, title="The rest", send="See the preview", edit="Two more, until when, where"):
    ninth: Wall | None = moment("A ninth date?", required=False)
    tenth: Wall | None = moment("A tenth?", required=False)
    lasts: int = line("How long would it be?", default="2 hours", read=minutes)
    until: Wall | None = moment("Until when can people answer?", hint="Empty: a week, or a day before the first date", required=False)
    only: Place | None = place("Only in one channel?", hint="Empty: wherever you announce", required=False)


_FIELDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Dates(Answering):
    """From the question to the date."""

    announce_on = elsewhere("meetup.on_this_date")

    # --- asking -----------------------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=lists.group_of_cursor)
    async def ask_dates(self, call: Call, ask: SomeDates, more: MoreDates, rest: TheRest) -> Reply:
        question = _question(call, ask, more, rest)
        found = await call.read(date_cards.busy, call.group.id, question.walls, question.minutes)
        where = "in the channel you chose" if question.only else "in the announcements"
        sees = f"Everyone in {call.group.name} sees it {where}. What else is on at the same time is shown to you alone."
        return Preview(date_cards.preview(question, found, call.now), self.put_dates, "Ask them", sees)

    @confirm(only="organiser")
    async def put_dates(self, call: Call, ask: SomeDates, more: MoreDates, rest: TheRest) -> Reply:
        poll = await call.write(asking.ask, _question(call, ask, more, rest))
        undo = (Button("Undo", self.take_back_dates, poll.id),) if poll.state == OPEN and call.now < poll.asked_at + UNDO else ()
        asked = Text("Asked: ", cards.strong(poll.title), ". People can answer until ", When(poll.closes_at, call.group.zone), ".")
        then = " Then you hear which date is best; /meetup manage shows how it stands."
        return Card(body=asked + then, controls=undo, note="You can take it back for two minutes." if undo else "")

    @button(only="organiser", about_what=looking.group_of)
    async def take_back_dates(self, call: Call) -> Reply:
        poll = await call.write(asking.take_back, call.number())
        return Update(Card(body=Text("Taken back: ", cards.strong(poll.title), ". The card says so. /meetup manage asks anew.")))

    # --- answering --------------------------------------------------------------------------------------------------------------

    @delivers(asking.CARD)
    async def dates_card(self, ref: str) -> Card | None:
        found = await self.read(date_cards.standing, int(ref))
        return date_cards.card(found, (Button("Say when you can", self.say_when, found.poll.id, look="go"),))

    @button(about_what=looking.group_of)
    async def say_when(self, call: Call) -> Reply:
        found = await call.read(date_cards.standing, call.number())
        if not found.poll.takes_answers(call.now):
            return date_cards.card(found, ())
        return await self._my_answers(call, found.poll)

    @menu(about_what=looking.group_of_date)
    async def said_when(self, call: Call) -> Reply:
        date, _, what = call.chosen.partition(".")
        return Update(await self._my_answers(call, await call.write(answering.answer, int(date), what)))

    @button(about_what=looking.group_of)
    async def all_dates(self, call: Call) -> Reply:
        return Update(await self._my_answers(call, await call.write(answering.answer_all, call.number(), CAN)))

    @button(about_what=looking.group_of)
    async def no_dates(self, call: Call) -> Reply:
        return Update(await self._my_answers(call, await call.write(answering.answer_all, call.number(), CANNOT)))

    @button(about_what=looking.group_of)
    async def unsay_dates(self, call: Call) -> Reply:
        poll = await call.write(answering.unsay, call.number())
        return Update(Card(body=Text("Gone: nothing of yours counts for ", cards.strong(poll.title), ". The card lets you answer anew.")))

    async def _my_answers(self, call: Call, poll: Poll) -> Card:
        found = await call.read(date_cards.standing, poll.id)
        mine = await call.read(date_cards.mine, found, call.member.id)
        menus = [
            Menu(f"{at}. {date_cards.short(date, mine.zone)}", self.said_when, date_cards.choices(date, mine.zone), date.id)
            for at, date in enumerate(found.dates, start=1)
        ]
        all_ = Button("I can on all of them", self.all_dates, poll.id), Button("I can't on any", self.no_dates, poll.id)
        gone = (Button("Take my answers back", self.unsay_dates, poll.id),) if mine.said else ()
        return date_cards.my_answers(found, mine, (*menus, *all_, *gone))

    # --- what came of it --------------------------------------------------------------------------------------------------------

    @delivers(asking.TOLD)
    async def dates_closed(self, ref: str) -> Card | None:
        poll = await self.read(deciding.closed, ref)
        return date_cards.told(await self.read(date_cards.standing, poll.id)) if poll else None

    @delivers(asking.DECIDE)
    async def dates_decide(self, ref: str) -> Card | None:
        found = await self.read(date_cards.standing, int(ref.partition(".")[0]))
        if found.meetup or found.poll.state == OPEN:
            return None
        shown = date_cards.card(found, ())
        words = Text(*shown.body, " Announce it on one of them, and whoever can then is asked to take a seat.")
        return Card(shown.title, words, shown.facts, controls=self._announce(found))

    @delivers(deciding.INVITED)
    async def dates_invited(self, ref: str) -> Card | None:
        meetup = await self.read(deciding.invited, ref)
        return date_cards.invited(meetup, self.answers(meetup)) if meetup else None

    # --- on the organiser's table -----------------------------------------------------------------------------------------------

    async def date_controls(self, call: Call) -> tuple[Control, ...]:
        """To ask which date suits, and to look at what was asked."""
        ask = Button("Ask which date suits", self.ask_dates, call.group.id)
        found = await call.read(looking.in_hand, call.group.id, call.now)
        options = tuple(Option(str(poll.id), shortened(poll.title, 75)) for poll in found[:25])
        return (ask, Menu("Dates you asked about", self.dates_one, options)) if options else (ask,)

    async def dates_on_desk(self, call: Call) -> list[Card]:
        """Those that need somebody, or soon will."""
        found = await call.read(date_cards.in_hand, call.group.id, call.now)
        lines = joined([date_cards.in_one_line(each) for each in found[:5]])
        return [Card("Which date suits", lines, controls=await self.date_controls(call))] if found else []

    @menu(only="organiser", about_what=looking.group_of)
    async def dates_one(self, call: Call) -> Reply:
        return await self._one(call, int(call.chosen))

    async def _one(self, call: Call, poll_id: int) -> Card:
        found = await call.read(date_cards.standing, poll_id)
        walls = [each.when for each in found.dates]
        meanwhile = await call.read(date_cards.busy, found.poll.group, walls, found.poll.minutes)
        close = (Button("Close it now", self.close_dates, poll_id),) if found.poll.state == OPEN else ()
        return date_cards.one(found, meanwhile, (*self._announce(found), *close))

    def _announce(self, found: Standing) -> tuple[Button, ...]:
        """One button a date, the best first."""
        if found.meetup or found.poll.state == looking.TAKEN_BACK:
            return ()
        return tuple(
            Button(f"Announce it on {date_cards.short(each, each.zone)}", self.announce_on, each.id, look="go" if not at else "plain")
            for at, each in enumerate(found.best_first)
        )

    @button(only="organiser", about_what=looking.group_of)
    async def close_dates(self, call: Call) -> Reply:
        poll = await call.write(asking.close, call.number())
        found = await call.read(date_cards.standing, poll.id)
        body = Text("Closed: ", cards.strong(poll.title), ". ") + date_cards.in_words(found)
        told = f" {cards.number(found.people, 'person', 'people')} who answered will be told in two minutes." if found.people else ""
        controls = (*self._announce(found), Button("Undo", self.reopen_dates, poll.id))
        return Update(Card(body=body + told, controls=controls, note="You can undo it for two minutes."))

    @button(only="organiser", about_what=looking.group_of)
    async def reopen_dates(self, call: Call) -> Reply:
        poll = await call.write(asking.reopen, call.number())
        return Update(Card(body=Text("Undone: ", cards.strong(poll.title), " is open again. Nobody was told that it was closed.")))


# --- how the words typed are meant ------------------------------------------------------------------------------------------------


def _question(call: Call, ask: SomeDates, more: MoreDates, rest: TheRest) -> Question:
    """What is put to the group. Raises FormError for a time that is gone, said twice, or in working hours where that isn't fine."""
    given = {name: getattr(form, name, None) for form in (ask, more, rest) for name in _FIELDS if hasattr(form, name)}
    seen: dict[object, str] = {}
    for name, wall in given.items():
        if wall is not None:
            _check(call, name, wall, hours=ask.hours)
            if wall.instant in seen:
                raise FormError(name, f"{say_full(wall)} is there already. Type another, or leave it empty.")
            seen[wall.instant] = name
    walls = sorted((wall for wall in given.values() if wall is not None), key=lambda wall: wall.instant)
    until = rest.until.instant if rest.until else None
    if until is not None and not call.now < until <= walls[0].instant:
        raise FormError("until", f"It has to be before the first date, {say_full(walls[0])}, and still to come.")
    return Question(ask.what, walls, rest.lasts, ask.hours, until, rest.only)


def _check(call: Call, name: str, wall: Wall, *, hours: bool) -> None:
    if wall.instant <= call.now:
        raise FormError(name, "That time has just gone by. Type a later one.")
    if looking.at_work(wall) and not hours:
        raise FormError(name, f"{say_full(wall)} is in most people's working hours. Say below that these are fine, or choose another.")
