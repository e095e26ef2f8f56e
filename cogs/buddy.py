"""A buddy for the first meetup."""

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
    Fact,
    Form,
    Refusal,
    Reply,
    Strong,
    Text,
    Update,
    When,
    button,
    delivers,
    line,
    prefill,
)
from bot.chat.limits import shortened
from bot.chat.typed import read_id
from bot.community import groups, meetups, members, safety
from bot.community.act import Act
from bot.community.newcomers import buddies, requests
from bot.community.newcomers.requests import Ask, Request
from bot.schema import Connection

STATES = {
    requests.LOOKING: "I'm asking people who go there; you hear from me either way",
    requests.FOUND: "you have one; the day before, I tell you again how you find each other",
    requests.NOBODY: "nobody is free so far; your organisers know",
}
ASKING = (
    "I'm asking somebody who goes there and likes to welcome people; they read your first name. You hear from me when they say yes. "
    "If nobody can, I tell you, and ask the organisers to look out for you."
)


def without_links(words: str) -> str:
    """A sign to be found by. Raises ValueError for what leads elsewhere."""
    if "://" in words or "www." in words or "@" in words:
        raise ValueError("No links or addresses here. Say in words how they find you.")
    return words


class Found(Form, title="Be their buddy", send="I'm their buddy"):
    point: str = line("Where do you meet?", hint="By the coats, from ten past six", required=False, read=without_links)
    sign: str = line("How do they know you?", hint="A red scarf, and a book on the table", read=without_links)


def group_of_meetup(conn: Connection, payload: str) -> int | None:
    """Whose meetup a button is about."""
    found = meetups.find(conn, read_id(payload) or 0)
    return found.group_id if found else None


class BuddyCog(Cog, name="buddy", about="A buddy for your first meetup"):
    # --- the newcomer -----------------------------------------------------------------------------------------------------------

    @button(about_what=group_of_meetup)
    async def ask(self, call: Call) -> Reply:
        await call.write(buddies.ask, call.number())
        return ASKING

    @delivers(buddies.MATCHED)
    async def found(self, ref: str) -> Card | None:
        ask = await self.read(requests.get_ask, int(ref))
        if ask is None or not await self.read(ask.holds):
            return None
        return await self.read(_to_newcomer, ask, f"You have a buddy for {_title(ask.request)}", (self._quiet(ask),))

    def _quiet(self, ask: Ask) -> Button:
        return Button("Report or mute", self.report_this, ask.id)

    @button(about_what=requests.group_of)
    async def report_this(self, call: Call, ask: Quiet) -> Reply:
        await call.write(_quieten, call.number(), ask)
        return quietened(ask)

    @delivers(buddies.LOST)
    async def lost(self, ref: str) -> Card | None:
        request = await self.read(requests.get, int(ref))
        if request is None or request.state != requests.LOOKING or not request.takes_place:
            return None
        sorry = f"Your buddy can't come to {_title(request)} after all."
        return Card("About your buddy", f"{sorry} I'm asking somebody else; you hear from me either way.")

    @delivers(buddies.NONE)
    async def nobody(self, ref: str) -> Card | None:
        request = await self.read(requests.get, int(ref))
        if request is None or request.state != requests.NOBODY or not request.takes_place:
            return None
        sorry = f"Nobody who likes to welcome people is free at {_title(request)}."
        return Card("About your buddy", f"{sorry} I've asked the organisers to look out for you: say hello to them.")

    # --- whoever is asked -------------------------------------------------------------------------------------------------------

    @delivers(buddies.PLEASE)
    async def please(self, ref: str) -> Card | None:
        ask = await self.read(buddies.open_to, ref)
        return await self.read(_please, ask, self._answers(ask)) if ask else None

    def _answers(self, ask: Ask) -> tuple[Button, Button]:
        return Button("Yes, with pleasure", self.yes, ask.id, "go"), Button("Not this time", self.no, ask.id)

    @button(about_what=requests.group_of)
    async def yes(self, call: Call, ask: Found) -> Reply:
        found = await call.write(buddies.accept, call.number(), ask.sign, ask.point)
        name = await call.read(_first_name, found.request.member)
        where = f" You meet here: {ask.point}." if ask.point else ""
        return f"Thank you! {name} hears who you are and how they know you: {ask.sign}.{where} The day before, I remind you both."

    @prefill(yes)
    async def usual(self, call: Call) -> Mapping[str, str]:
        """Where the organiser has buddies meet."""
        ask = await call.read(requests.get_ask, call.number())
        return {"point": await call.read(requests.meeting_point, ask)} if ask else {}

    @button(about_what=requests.group_of)
    async def no(self, call: Call) -> Reply:
        await call.write(buddies.decline, call.number())
        return Update(Card(body="That's fine; I ask somebody else. Nobody is told."))

    @delivers(buddies.ENDED)
    async def ended(self, ref: str) -> Card | None:
        meetup = await self.read(meetups.find, int(ref.partition(".")[0]))
        if meetup is None or meetup.state != meetups.ANNOUNCED:
            return None
        sorry = f"Whom you were to meet at {shortened(meetup.title, 100)} can't come after all."
        return Card("About your newcomer", f"{sorry} Thank you all the same; your own seat stays.")

    # --- both, the day before ---------------------------------------------------------------------------------------------------

    @delivers(buddies.TOMORROW)
    async def tomorrow(self, ref: str) -> Card | None:
        pair = await self.read(requests.buddy_of, ref)
        if pair is None or await self.read(_in_their_reminder, *pair):
            return None
        ask, member = pair
        if await self.read(ask.holds):
            return await self.read(_day_before, ask, member, (self._quiet(ask),))
        if member == ask.member:
            return None
        sorry = f"Your buddy for {_title(ask.request)} isn't available just now."
        return Card("About your buddy", f"{sorry} The organisers are there from the start: say that you're new.")

    # --- organisers -------------------------------------------------------------------------------------------------------------

    @delivers(buddies.WANTED)
    async def wanted(self, ref: str) -> Card | None:
        number, _, organiser = ref.partition(".")
        request = await self.read(requests.get, int(number))
        if request is None or request.state != requests.NOBODY or not request.takes_place:
            return None
        if not await self.read(safety.may_meet, int(organiser), request.member):
            return None
        name = await self.read(_first_name, request.member)
        asks = f"{name} comes to {_title(request)} for the first time and would like a buddy; nobody was free."
        return Card("A newcomer would like a buddy", f"{asks} Could you look out for them?")

    async def desk(self, call: Call) -> list[Card]:
        """Newcomers for whom nobody was available."""
        found = await call.read(requests.without, call.group.id, call.now)
        if not found:
            return []
        soonest = When(min(each.meetup.starts_at for each in found), call.group.zone, "day")
        return [Card("Buddies", Text(f"Nobody available for {len(found)}; the first meetup is on ", soonest, "."))]

    # --- what is open -----------------------------------------------------------------------------------------------------------

    async def awaited(self, call: Call) -> list[Awaited]:
        """Whose buddy I am asked to be, and how my own request stands."""
        if not call.in_group:
            return []
        asked = await call.read(requests.asks_of, call.member.id, call.group.id)
        open_ = [each for each in asked if await call.read(buddies.open_to, str(each.id))]
        names = [await call.read(_first_name, each.request.member) for each in open_]
        yours = [
            Awaited(f"{name} would like a buddy", _when(each.request), yours=True, controls=self._answers(each))
            for name, each in zip(names, open_, strict=True)
        ]
        mine = await call.read(requests.wanted_by, call.member.id, call.group.id, call.now)
        return [*yours, *(Awaited(f"A buddy for {_title(each)}", STATES[each.state], yours=False) for each in mine if each.state in STATES)]


def _title(request: Request) -> str:
    return shortened(request.meetup.title, 60)


def _when(request: Request) -> Text:
    return Text(f"at {_title(request)}, ", When(request.meetup.starts_at, request.meetup.zone))


def _first_name(conn: Connection, member: int) -> str:
    return members.first_name(members.name_of(conn, member))


def _please(conn: Connection, ask: Ask, controls: tuple[Control, ...]) -> Card:
    name = _first_name(conn, ask.request.member)
    would = ", and would like to know somebody there. You go too: would you meet them at the door and show them round?"
    note = "You said that you like to welcome newcomers. Not this time is fine: I ask somebody else at once."
    body = Text(f"{name} comes for the first time, ", *_when(ask.request), would)
    return Card(f"Would you be {name}'s buddy?", body, controls=controls, note=note)


def _to_newcomer(conn: Connection, ask: Ask, title: str, controls: tuple[Control, ...]) -> Card:
    name = Strong(_first_name(conn, ask.member))
    facts = (*_point(conn, ask), Fact("How to know them", ask.sign), *_when_where(ask))
    return Card(title, Text(name, " looks forward to meeting you there."), facts, controls=controls)


def _day_before(conn: Connection, ask: Ask, member: int, controls: tuple[Control, ...]) -> Card:
    if member == ask.request.member:
        return _to_newcomer(conn, ask, "Tomorrow: your buddy", controls)
    name = Strong(_first_name(conn, ask.request.member))
    facts = (*_point(conn, ask), Fact("They look for you", ask.sign), *_when_where(ask))
    return Card("Tomorrow: you're a buddy", Text(name, f" comes to {_title(ask.request)} for the first time."), facts, controls=controls)


def _point(conn: Connection, ask: Ask) -> tuple[Fact, ...]:
    """Where the two meet, if anybody said."""
    point = requests.meeting_point(conn, ask)
    return (Fact("You meet", point),) if point else ()


def _when_where(ask: Ask) -> tuple[Fact, Fact]:
    meetup = ask.request.meetup
    return Fact("When", Text(When(meetup.starts_at, meetup.zone))), Fact("Where", meetup.venue)


def _in_their_reminder(conn: Connection, ask: Ask, member: int) -> bool:
    """Whether their own reminder of the day before says it: that one is for them alone, so one message is enough."""
    group = ask.request.meetup.group_id
    named, _ = members.consent(conn, member, group)
    return not named and "day" in groups.REMINDERS[groups.habits(conn, group).reminders] and ask.holds(conn)


def _quieten(act: Act, ask_id: int, ask: Quiet) -> None:
    found = requests.get_ask(act.conn, ask_id)
    if found is None or act.member not in {found.member, found.request.member}:
        raise Refusal(buddies.GONE)
    other = found.member if act.member == found.request.member else found.request.member
    quieten(act, other, ask)
