"""Coffee rounds: joining, being put with somebody, saying whether you met; and the round as organisers see and change it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.app.quieten import Quiet, quieten, quietened
from bot.chat import (
    Awaited,
    Button,
    Card,
    Cog,
    Control,
    Page,
    Pages,
    Preview,
    Refusal,
    Reply,
    Text,
    Update,
    When,
    button,
    command,
    confirm,
    delivers,
    prefill,
)
from bot.chat.typed import read_id
from bot.community.act import Act
from bot.community.coffee import afterwards, editing, people, rounds, standing, together
from bot.community.coffee.editing import Change
from bot.community.coffee.together import Sat
from bot.community.profiles import in_words
from bot.matching import in_worker
from bot.matching.seating import Seating, seat
from bot.schema import Connection
from cogs.coffee import cards, desk
from cogs.coffee.asks import Joining, Less, Swap

ORGANISERS_SEE = "Organisers alone see this; people are told when the round goes out."


def own_group(_: Connection, payload: str) -> int | None:
    """The group a button was shown for."""
    return read_id(payload)


def group_of_page(conn: Connection, cursor: str) -> int | None:
    """Whose round a page (`"round.skip"`) is of."""
    return rounds.group_of(conn, cursor.partition(".")[0])


class CoffeeCog(Cog, name="coffee", about="Meet somebody new over coffee, as often as you like"):
    @command("Join coffee rounds, or change how often")
    async def join(self, call: Call, ask: Joining) -> Reply:
        day = await call.write(people.join, ask.often, threes=ask.threes, zone=ask.zone)
        return cards.joined(ask.often, day, call.group.zone, threes=ask.threes)

    @prefill(join)
    async def as_joined(self, call: Call) -> Mapping[str, str]:
        mine = await call.read(people.habit, call.member.id, call.group.id)
        zone = {"zone": call.member.zone or call.group.zone}
        return {"often": mine.often, "threes": "yes" if mine.threes else "no", **zone} if mine else zone

    @command("See your next round, or why you were not matched")
    async def status(self, call: Call) -> Reply:
        found = await call.read(standing.of_member, call.now, call.member.id, call.group.id)
        rests = found.habit is not None and found.habit.resting_since is not None
        return cards.standing(found, call.group.zone, self._back(call.group.id) if rests else ())

    @command("Leave coffee rounds")
    async def leave(self, call: Call) -> Reply:
        await call.write(people.leave)
        return "You've left coffee rounds. Whoever you have met stays yours to meet; /coffee join counts you in again."

    def _back(self, group: object) -> tuple[Button, ...]:
        return (Button("Count me in again", self.come_back, group, "go"),)

    @button(about_what=own_group)
    async def come_back(self, call: Call) -> Reply:
        day = await call.write(people.come_back)
        return Update(Card(body=Text("Welcome back. Your next round is on ", cards.on(day, call.group.zone), ".")))

    # --- told -------------------------------------------------------------------------------------------------------------------

    @delivers(together.TOGETHER)
    async def brought_together(self, ref: str) -> Card | None:
        found = await self.read(together.may_be_told, int(ref))
        return await self.read(cards.together, found, await self.read(self._quiet, found)) if found else None

    def _quiet(self, conn: Connection, found: Sat) -> tuple[Control, ...]:
        """For a pair one button; in a three, one for each of the three."""
        if len(found.sitting) == 2:
            return (Button("Report or mute", self.report_this, found.table),)
        names = together.names_of(conn, found.sitting)
        return tuple(
            Button(f"Report or mute {name}", self.report_this, f"{found.table}.{each}")
            for each, name in zip(found.sitting, names, strict=True)
        )

    @delivers(together.LEFT_OVER)
    async def left_over(self, ref: str) -> Card | None:
        found = await self.read(together.alone_still, ref)
        return await self.read(cards.left_over, found[0], found[2]) if found else None

    @delivers(afterwards.HAVE_YOU_MET)
    async def have_you_met(self, ref: str) -> Card | None:
        found = await self.read(afterwards.asked, ref)
        if found is None:
            return None
        quiet = (Button("Report or mute", self.report_this, found.table),) if len(found.others) == 1 else ()
        return cards.have_you_met(found, (*self._answers(found.table), *quiet))

    def _answers(self, table: int) -> tuple[Button, Button]:
        return Button("Yes, we met", self.met, table, "go"), Button("Not yet", self.not_met, table)

    @button(about_what=rounds.group_of_table)
    async def met(self, call: Call) -> Reply:
        await call.write(afterwards.say_met, call.number(), met=True)
        return Update(Card(body="Good to hear. The next round brings you somebody new."))

    @button(about_what=rounds.group_of_table)
    async def not_met(self, call: Call) -> Reply:
        await call.write(afterwards.say_met, call.number(), met=False)
        return Update(Card(body="That happens. A date suggested in one line often does it: “Tuesday at four, by call?”"))

    @delivers(afterwards.RESTS)
    async def rests(self, ref: str) -> Card | None:
        return cards.rests(self._back(ref.partition(".")[0])) if await self.read(afterwards.rests, ref) else None

    @button(about_what=rounds.group_of_table)
    async def report_this(self, call: Call, ask: Quiet) -> Reply:
        await call.write(_quieten, call.payload, ask)
        return quietened(ask)

    async def awaited(self, call: Call) -> list[Awaited]:
        """Whether I met those I was put with, and when my next round is."""
        if not call.in_group:
            return []
        open_ = await call.read(afterwards.open_to, call.now, call.member.id, call.group.id)
        day = await call.read(people.next_day, call.now, call.member.id, call.group.id)
        zone = call.group.zone
        yours = [
            Awaited(
                f"Have you and {in_words(each.others)} met?",
                Text("until ", When(each.until, zone, "day")),
                yours=True,
                controls=self._answers(each.table),
            )
            for each in open_
        ]
        return [*yours, *([Awaited("Your next coffee round", Text(cards.on(day, zone)), yours=False)] if day else [])]

    # --- organisers -------------------------------------------------------------------------------------------------------------

    async def desk(self, call: Call) -> list[Card]:
        """The round to come."""
        found = await call.read(editing.outlook, call.now, call.group.id)
        record = Button("Coffee rounds so far", self.record, call.group.id)
        see = (Button("See the coffee round", self.see, found.drawn.id),) if found.drawn else ()
        return desk.outlook(found, (*see, record))

    @button(only="organiser", about_what=own_group)
    async def record(self, call: Call) -> Reply:
        return desk.record(list(await call.read(_record, call.group.id)))

    @button(only="organiser", about_what=rounds.group_of)
    async def see(self, call: Call) -> Reply:
        return Pages(self.plan, f"{call.number()}.0")

    @button(only="organiser", about_what=group_of_page)
    async def plan(self, call: Call) -> Page:
        number, _, skipped = call.payload.partition(".")
        round_id, skip = read_id(number) or 0, read_id(skipped) or 0
        found = await call.read(editing.look, round_id)
        if found is None or not rounds.unfinished(found.round):
            raise Refusal(editing.GONE_OUT)
        before = f"{round_id}.{max(0, skip - desk.A_PAGE)}" if skip else None
        after = f"{round_id}.{skip + desk.A_PAGE}" if skip + desk.A_PAGE < len(found.tables) else None
        return Page(desk.plan(found, skip, self._edits(round_id)), before, after)

    def _edits(self, round_id: int) -> tuple[Button, ...]:
        return (
            Button("Swap two people", self.swap, round_id),
            Button("Take somebody out", self.take_out, round_id),
            Button("Send it now", self.send_now, round_id, "go"),
            Button("Call it off", self.call_off, round_id, "stop"),
            Button("A page to print", self.print, round_id),
        )

    @button(only="organiser", about_what=rounds.group_of)
    async def swap(self, call: Call, ask: Swap) -> Reply:
        change = await call.read(editing.swapping, call.number(), ask.one, ask.other)
        return await self._preview(call, change, await _worked_out(change), self.do_swap, "Swap them")

    @confirm(only="organiser")
    async def do_swap(self, call: Call, ask: Swap) -> Reply:
        return await self._do(call, await call.read(editing.swapping, call.number(), ask.one, ask.other))

    @button(only="organiser", about_what=rounds.group_of)
    async def take_out(self, call: Call, ask: Less) -> Reply:
        change = await call.read(editing.taking_out, call.number(), ask.who)
        return await self._preview(call, change, await _worked_out(change), self.do_take_out, "Take them out")

    @confirm(only="organiser")
    async def do_take_out(self, call: Call, ask: Less) -> Reply:
        return await self._do(call, await call.read(editing.taking_out, call.number(), ask.who))

    async def _preview(self, call: Call, change: Change, seating: Seating, do: object, label: str) -> Preview:
        found = await call.read(editing.changed, call.number(), change, seating)
        return Preview(desk.cost(found.round, seating, found.tables), do, label, ORGANISERS_SEE)  # pyright: ignore[reportArgumentType]  a handler

    async def _do(self, call: Call, change: Change) -> Reply:
        await call.write(editing.keep, call.number(), await _worked_out(change), change.out)
        return Card(body="Done. It stays so, as far as it holds, until the round goes out.", controls=(self._see_again(call.number()),))

    def _see_again(self, round_id: int) -> Button:
        return Button("See the coffee round", self.see, round_id)

    @button(only="organiser", about_what=rounds.group_of)
    async def send_now(self, call: Call) -> Reply:
        await call.write(editing.send_now, call.number())
        return Update(Card(body="It's going out: each table is told when it is day for all of them, those in your zone in a moment."))

    @button(only="organiser", about_what=rounds.group_of)
    async def call_off(self, call: Call) -> Reply:
        body = "Everybody in it is told that there is no round this time, and comes first in the next."
        yes, no = Button("Yes, call it off", self.do_call_off, call.number(), "stop"), self._see_again(call.number())
        return Card("Call the round off?", body, controls=(yes, no))

    @button(only="organiser", about_what=rounds.group_of)
    async def do_call_off(self, call: Call) -> Reply:
        day = await call.write(editing.call_off, call.number())
        after = Text(" The next is on ", cards.on(day, call.group.zone), ".") if day else Text("")
        return Update(Card(body=Text("Called off; everybody is told at ten on the day.") + after))

    @button(only="organiser", about_what=rounds.group_of)
    async def print(self, call: Call) -> Reply:
        found = await call.read(editing.look, call.number())
        if found is None:
            raise Refusal(editing.GONE_OUT)
        return Card("A page to print", f"{desk.title(found.round)}: who sits with whom, for organisers.", files=(desk.page(found),))


def _record(conn: Connection, group: int) -> list[editing.Past]:
    return list(editing.past(conn, group))


async def _worked_out(change: Change) -> Seating:
    return await in_worker(seat, change.question, change.standing)


def _quieten(act: Act, payload: str, ask: Quiet) -> None:
    """Whoever presses is at that table, and means the other, or the one the button names."""
    table, _, named = payload.partition(".")
    found = together.sat(act.conn, read_id(table) or 0)
    others = [each for each in found.sitting if each != act.member] if found and act.member in found.sitting else []
    other = others[0] if len(others) == 1 and not named else read_id(named)
    if other is None or other not in others:
        raise Refusal("That is you, or that one is over. /safety block keeps anybody away.")
    quieten(act, other, ask)
