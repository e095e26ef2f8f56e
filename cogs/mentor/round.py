"""The round, for whoever organises it: open it, look at the plan, change it, send it, follow it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Cog,
    Form,
    FormError,
    FormErrors,
    Menu,
    Option,
    Page,
    Pages,
    Refusal,
    Reply,
    Text,
    Update,
    button,
    delivers,
    line,
    menu,
    moment,
)
from bot.chat.cog import Reads
from bot.chat.limits import shortened
from bot.clock import Wall
from bot.community import groups
from bot.community.mentoring import beginning, rounds, rounds_plan
from bot.community.mentoring.rounds import Round
from bot.community.mentoring.rounds_plan import compared
from bot.matching.review import Match, Without
from cogs.mentor import round_cards as cards
from cogs.mentor.desk import own_group
from cogs.mentor.round_work import Looked, Seen, exactly, numbers, open_round, worked_out


class Opening(Form, title="Open a round", send="Open it"):
    until: Wall = moment("Until when can people join?", hint="For example: 6 December, 6pm")


class Somebody(Form, title="Choose the mentor", send="What would it cost?"):
    mentor: str = line("Which mentor?", hint="Their name, or the beginning of it")


class RoundCog(Cog, name="mentor_round", about="Match everybody who waits for a mentor (organisers)"):
    def __init__(self, read: Reads) -> None:
        super().__init__(read)
        self._looked = Looked()

    async def desk(self, call: Call) -> list[Card]:
        """How the round stands, with what can be done now."""
        of: Round | None = await call.read(rounds.latest, call.group.id)
        waiting = await call.read(rounds.waiting, call.group.id)
        if not (of or waiting):
            return []
        return [Card("Mentoring round", cards.desk(of, waiting, call.group.zone), controls=self._next(call, of))]

    def _next(self, call: Call, of: Round | None) -> tuple[Button, ...]:
        if of and of.open:
            return Button("Round: see a plan", self.look, of.id), Button("Round: more …", self.more, of.id)
        follow = (Button("Round: how it goes", self.progress, f"{of.id}-0"),) if of else ()
        return Button("Open a mentoring round", self.open, call.group.id), *follow

    # --- opening, reminding, dropping -------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=own_group)
    async def open(self, call: Call, ask: Opening) -> Reply:
        if (why := rounds.not_until(call.now, ask.until.instant)) is not None:
            raise FormErrors([FormError("until", why)])
        of: Round = await call.write(rounds.begin, ask.until.instant)
        closes = cards.day(of.closes_at, call.group.zone)
        body = Text("The round is open until ", closes, ". Your announcement place says so, and everybody who waits hears it.")
        note = "On its last day I tell you that it is time to match. /organise shows how it stands."
        return Card("A mentoring round is open", body, controls=(Button("See a plan", self.look, of.id),), note=note)

    @button(only="organiser", about_what=rounds.group_of)
    async def more(self, call: Call) -> Reply:
        of = await open_round(call, *numbers(call.payload, 1))
        waiting = await call.read(rounds.waiting, of.group)
        controls = (Button("Remind the group", self.remind, of.id), Button("Drop the round", self.drop, of.id, "stop"))
        return Card("The mentoring round", cards.desk(of, waiting, call.group.zone), controls=controls)

    @button(only="organiser", about_what=rounds.group_of)
    async def remind(self, call: Call) -> Reply:
        await call.write(rounds.remind, *numbers(call.payload, 1))
        return "Your announcement place says once more that the round is open; once a day is the most."

    @button(only="organiser", about_what=rounds.group_of)
    async def drop(self, call: Call) -> Reply:
        await call.write(rounds.drop, *numbers(call.payload, 1))
        return Update(Card(body="Dropped. Nobody is matched; whoever waits waits on, and nobody was told of any plan."))

    # --- the plan ---------------------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=rounds.group_of)
    async def look(self, call: Call) -> Reply:
        of = await open_round(call, *numbers(call.payload, 1))
        seen = await worked_out(call, of, await call.read(rounds_plan.by_hand, of.id))
        return self._plan(call, await self._keep(call, seen), cards.lost(seen))

    async def _keep(self, call: Call, seen: Seen) -> Seen:
        """The handler's one write: this is the latest plan now."""
        number = await call.write(rounds_plan.keep, seen.round.id, seen.round.number, seen.lines)
        kept = seen.numbered(number)
        self._looked.keep(call, kept)
        return kept

    def _plan(self, call: Call, seen: Seen, before: str = "") -> Card:
        at = f"{seen.round.id}-{seen.round.number}"
        send = (Button("Send it", self.send, at, "go"),) if seen.review.matches else ()
        others = (
            Button("Every match", self.matches, f"{at}-0"),
            Button(f"Without a mentor: {len(seen.review.unmatched)}", self.without, f"{at}-0"),
            Button("Most wanted", self.wanted, at),
            Button("A page to print", self.to_print, at),
        )
        return cards.plan(seen, call.group.zone, (*others, *send), before)

    async def _seen(self, call: Call, count: int) -> tuple[Seen, tuple[int, ...]]:
        """The plan that a button (`"round-number-…"`) is about, and the other numbers on it. Raises Refusal when there is a later one."""
        round_id, number, *more = numbers(call.payload, count)
        return await self._looked.at(call, await open_round(call, round_id, number)), tuple(more)

    @button(only="organiser", about_what=rounds.group_of)
    async def matches(self, call: Call) -> Reply:
        return Pages(self.match_page, call.payload)

    @button(only="organiser", about_what=rounds.group_of)
    async def match_page(self, call: Call) -> Page:
        seen, (after,) = await self._seen(call, 3)
        return self._page(seen, "Every match", seen.review.matches, after)

    @button(only="organiser", about_what=rounds.group_of)
    async def without(self, call: Call) -> Reply:
        return Pages(self.without_page, call.payload)

    @button(only="organiser", about_what=rounds.group_of)
    async def without_page(self, call: Call) -> Page:
        seen, (after,) = await self._seen(call, 3)
        return self._page(seen, "Without a mentor", seen.review.unmatched, after)

    def _page(self, seen: Seen, title: str, every: Sequence[Match | Without], after: int) -> Page:
        at, some = f"{seen.round.id}-{seen.round.number}", every[after : after + cards.A_PAGE]
        options = tuple(Option(f"{at}-{seen.pool.wishes[each.mentee]}", shortened(cards.pair(seen, each), 75)) for each in some)
        choose = (Menu("Look closer, or change …", self.closer, options),) if options else ()
        further = f"{at}-{after + cards.A_PAGE}" if after + cards.A_PAGE < len(every) else None
        back = f"{at}-{max(0, after - cards.A_PAGE)}" if after else None
        return Page(cards.page(seen, title, some, choose), back, further)

    @menu(only="organiser", about_what=rounds.group_of)
    async def closer(self, call: Call) -> Reply:
        call.payload = call.chosen
        seen, (wish,) = await self._seen(call, 3)
        each, at = await exactly(seen, seen.of_wish(wish)), f"{seen.round.id}-{seen.round.number}-{wish}"
        instead = [Button(cards.label(seen, one), self.change, f"{at}-{seen.pool.mentors[one.mentor]}") for one in each.instead]
        aside = [Button("Leave without for now", self.change, f"{at}-0")] if isinstance(each, Match) else []
        back = [Button("Undo the change by hand", self.undo, at)] if wish in seen.hand else []
        other = Button("Somebody else …", self.somebody, at)
        return cards.closer(seen, each, call.group.zone, (*instead, other, *aside, *back))

    @button(only="organiser", about_what=rounds.group_of)
    async def wanted(self, call: Call) -> Reply:
        return cards.most_wanted((await self._seen(call, 2))[0])

    @button(only="organiser", about_what=rounds.group_of)
    async def to_print(self, call: Call) -> Reply:
        return cards.to_print((await self._seen(call, 2))[0], call.group.zone)

    # --- changing it by hand ----------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=rounds.group_of)
    async def change(self, call: Call) -> Reply:
        seen, (wish, mentor) = await self._seen(call, 4)
        return await self._changed(call, seen, await self._tried(call, seen, wish, mentor or None), wish)

    @button(only="organiser", about_what=rounds.group_of)
    async def undo(self, call: Call) -> Reply:
        seen, (wish,) = await self._seen(call, 3)
        after = await worked_out(call, seen.round, {each: mentor for each, mentor in seen.hand.items() if each != wish})
        return await self._changed(call, seen, after, wish)

    async def _tried(self, call: Call, seen: Seen, wish: int, mentor: int | None) -> Seen:
        """The plan with this changed. Raises Refusal where a rule bars it, or they have no place: it reads the same."""
        seen.of_wish(wish)
        after = await worked_out(call, seen.round, {**seen.hand, wish: mentor})
        if wish not in after.hand:
            raise Refusal(f"{beginning.NOT_JUST_NOW} Nothing was changed.")
        return after

    async def _changed(self, call: Call, before: Seen, after: Seen, wish: int) -> Reply:
        kept = await self._keep(call, after)
        at = f"{kept.round.id}-{kept.round.number}"
        back = (Button("Undo", self.undo, f"{at}-{wish}"),) if wish in kept.hand else ()
        controls = (*back, Button("See the plan", self.show, at))
        return Update(Card("Changed", cards.moved(before, kept, wish), controls=controls, note=cards.FOR_ORGANISERS))

    @button(only="organiser", about_what=rounds.group_of)
    async def show(self, call: Call) -> Reply:
        return self._plan(call, (await self._seen(call, 2))[0])

    @button(only="organiser", about_what=rounds.group_of)
    async def somebody(self, call: Call, ask: Somebody) -> Reply:
        seen, (wish,) = await self._seen(call, 3)
        mentor = seen.mentor_called(ask.mentor)
        after = await self._tried(call, seen, wish, mentor)
        do = Button("Change it", self.change, f"{seen.round.id}-{seen.round.number}-{wish}-{mentor}", "go")
        return Card("What it would come to", cards.moved(seen, after, wish), controls=(do,), note="Nothing is changed yet.")

    # --- sending and following --------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=rounds.group_of)
    async def send(self, call: Call) -> Reply:
        of = await open_round(call, *numbers(call.payload, 2))
        before = await call.read(rounds_plan.planned, of.id)
        seen = await worked_out(call, of, await call.read(rounds_plan.by_hand, of.id))
        what = compared(before, seen.lines, seen.pool.wishes)
        if what or seen.lost:
            gone = await call.read(rounds_plan.asked_by, what.gone)
            return self._plan(call, await self._keep(call, seen), cards.changed(seen, what, gone))
        count = await call.write(rounds_plan.send, of.id, of.number)
        pairs = "1 pair is" if count == 1 else f"{count} pairs are"
        body = (
            f"Sent. {pairs} being brought together, each looked at once more. Whoever it brings nobody hears so, and comes first next time."
        )
        return Update(Card(body=body, note="/organise shows how the round goes."))

    @button(only="organiser", about_what=rounds.group_of)
    async def progress(self, call: Call) -> Reply:
        return Pages(self.going, call.payload)

    @button(only="organiser", about_what=rounds.group_of)
    async def going(self, call: Call) -> Page:
        round_id, after = numbers(call.payload, 2)
        of: Round | None = await call.read(rounds.get, round_id)
        if of is None:
            raise Refusal(rounds.GONE)
        found = await call.read(rounds.going, of, after, cards.A_PAGE)
        together = await call.read(rounds.together, of)
        body = f"{together} together, {of.unmatched} not this time. States and dates; never words."
        more = f"{of.id}-{found[-1].id}" if len(found) == cards.A_PAGE else None
        return Page(Card("How the round goes", body, cards.going(found, call.group.zone)), after=more)

    # --- what is said of it -----------------------------------------------------------------------------------------------------

    async def _told(self, ref: str) -> tuple[Round, str, int] | None:
        """The round, the group's zone, how many wait."""
        of: Round | None = await self.read(rounds.get, int(ref))
        return (of, (await self.read(groups.get, of.group)).zone, await self.read(rounds.waiting, of.group)) if of else None

    @delivers(rounds.OPEN)
    async def opened(self, ref: str) -> Card | None:
        told = await self._told(ref)
        return cards.opened(told[0], told[1]) if told else None

    @delivers(rounds.REMINDER)
    async def reminder(self, ref: str) -> Card | None:
        told = await self._told(ref)
        return cards.opened(told[0], told[1]) if told and told[0].open else None

    @delivers(rounds.PROMISED)
    async def promised(self, ref: str) -> Card | None:
        told = await self._told(ref)
        return cards.promised(told[0], told[1]) if told and told[0].open else None

    @delivers(rounds.TIME_TO_MATCH)
    async def time_to_match(self, ref: str) -> Card | None:
        told = await self._told(ref)
        if not told or not told[0].open:
            return None
        controls = (Button("See a plan", self.look, told[0].id), Button("Drop the round", self.drop, told[0].id, "stop"))
        return Card(
            "Time to match", cards.desk(told[0], told[2], told[1]), controls=controls, note="They were promised to hear within a week."
        )
