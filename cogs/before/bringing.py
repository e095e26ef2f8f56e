"""Who brings what: opened by an organiser, filled by those with a seat."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.app.quieten import Quiet, quieten, quietened
from bot.chat import (
    Button,
    Card,
    Control,
    Fact,
    Form,
    FormError,
    Menu,
    Option,
    Part,
    Preview,
    Refusal,
    Reply,
    Text,
    Update,
    button,
    confirm,
    line,
    menu,
    paragraph,
    prefill,
)
from bot.chat.limits import most, shortened
from bot.chat.typed import has_address
from bot.community import meetups, seats
from bot.community.act import Act
from bot.community.before import bringing
from bot.community.before.bringing import Brought, Thing
from bot.community.before.reading import Preparation
from bot.community.meetups import Meetup
from cogs.before.cards import strong
from cogs.before.common import group_of_meetup, looked_up

WHO_READS = (
    "What would be good to have stands on the card. What people say they bring is read by those with a seat, with their first names "
    "only where they agreed to be named; you and the other organisers read all of it."
)
NOTE = "Others with a seat read what is brought; your first name only if you show it on this group's cards. Organisers read it."


def without_links(words: str) -> str:
    """Something to bring. Raises ValueError for what leads elsewhere."""
    if has_address(words):
        raise ValueError("No links or addresses here. Say in a few words what you bring.")
    return words


class List(Form, title="Who brings what", send="See the preview", edit="What would be good"):
    wanted: str = paragraph("What would be good to have?", hint="One a line: cake, a projector. May be empty")


class Something(Form, title="I bring something", send="I bring it"):
    what: str = line("What do you bring?", hint="A cake, for example", longest=bringing.LONGEST, read=without_links)


class Bringing(Part):
    # --- the organiser ----------------------------------------------------------------------------------------------------------

    def what_to_bring(self, meetup: Meetup, prepared: Preparation) -> Button:
        """On the card of what is prepared."""
        if prepared.brings:
            return Button("Who brings what", self.who_brings, meetup.id)
        return Button("Let people bring things", self.let_bring, meetup.id)

    @button(only="organiser", about_what=group_of_meetup)
    async def let_bring(self, call: Call, ask: List) -> Reply:
        meetup, _ = await looked_up(call)
        wanted = ", ".join(_wanted(ask.wanted)) or "nothing in particular; people choose themselves"
        shown = Card(f"Who brings what: {shortened(meetup.title, 110)}", facts=(Fact("Somebody could bring", wanted),))
        return Preview(shown, self.keep_list, "Put it on the card", WHO_READS)

    @prefill(let_bring)
    async def list_now(self, call: Call) -> Mapping[str, str]:
        meetup, _ = await looked_up(call)
        return {"wanted": "\n".join(await call.read(bringing.everything_wanted, meetup))}

    @confirm(only="organiser")
    async def keep_list(self, call: Call, ask: List) -> Reply:
        meetup = await call.write(bringing.open_list, call.number(), _wanted(ask.wanted))
        words = Text("It is on the card of ", strong(meetup.title), ": whoever has a seat can say what they bring.")
        return Card(body=words, controls=(Button("Who brings what", self.who_brings, meetup.id),))

    @button(only="organiser", about_what=group_of_meetup)
    async def who_brings(self, call: Call) -> Reply:
        meetup, _ = await looked_up(call)
        brought = await call.read(bringing.as_read_by, meetup, call.member.id, organiser=True)
        off = Menu("Take something off", self.take_off, _options(brought.things))
        change, close = Button("Change it", self.let_bring, meetup.id), Button("Close the list", self.close_list, meetup.id, look="stop")
        return _list(meetup, brought, call.member.id, (*([off] if brought.things else []), change, close), "Only organisers see all names.")

    @menu(only="organiser", about_what=bringing.group_of)
    async def take_off(self, call: Call) -> Reply:
        thing = await call.write(_take_off, call.chosen)
        return Text("Off the list: ", strong(thing.words), ". Whoever was to bring it is not told; a word from you would be kind.")

    @button(only="organiser", about_what=group_of_meetup)
    async def close_list(self, call: Call) -> Reply:
        meetup = await call.write(bringing.close_list, call.number())
        return Update(Card(body=Text("Closed: nobody is asked to bring anything to ", strong(meetup.title), " any more.")))

    # --- those who come ---------------------------------------------------------------------------------------------------------

    @button(about_what=group_of_meetup)
    async def bring(self, call: Call) -> Reply:
        meetup, prepared = await looked_up(call)
        mine = await call.read(seats.mine_at, meetup.id, call.member.id)
        if not prepared.brings or meetup.state != meetups.ANNOUNCED or call.now >= meetup.ends_at:
            raise Refusal(bringing.CLOSED)
        if mine is None or mine.state != seats.GOING:
            raise Refusal(bringing.NO_SEAT)
        return await self._as_it_is(call, meetup)

    async def _as_it_is(self, call: Call, meetup: Meetup) -> Card:
        brought = await call.read(bringing.as_read_by, meetup, call.member.id)
        wanted = tuple(Option(str(each.id), each.words) for each in brought.wanted)
        mine = [each for each in brought.things if each.member == call.member.id]
        others = [each for each in brought.things if each.own and each.member != call.member.id]
        controls: list[Control] = [Menu("I bring one of these", self.bring_this, wanted)] if wanted else []
        controls.append(Button("Something else" if wanted else "I bring something", self.bring_own, meetup.id))
        controls += [Button(f"Take back: {shortened(each.words, 50)}", self.take_back, each.id) for each in mine]
        controls += [Menu("Report or mute one of these", self.not_right, _options(others))] if others else []
        return _list(meetup, brought, call.member.id, tuple(controls), NOTE)

    @menu(about_what=bringing.group_of_wanted)
    async def bring_this(self, call: Call) -> Reply:
        return self._thanks(await call.write(_bring_wanted, call.chosen))

    @button(about_what=group_of_meetup)
    async def bring_own(self, call: Call, ask: Something) -> Reply:
        return self._thanks(await call.write(bringing.bring, call.number(), ask.what))

    def _thanks(self, thing: Thing) -> Card:
        words = Text("Thank you! You bring ", strong(thing.words), ".")
        controls = (Button("Take it back", self.take_back, thing.id), Button("See the list", self.bring, thing.meetup))
        return Card(body=words, controls=controls, note=NOTE)

    @button(about_what=bringing.group_of)
    async def take_back(self, call: Call) -> Reply:
        thing = await call.write(bringing.take_back, call.number())
        words = Text("Taken back: ", strong(thing.words), ". That's fine.")
        return Update(Card(body=words, controls=(Button("See the list", self.bring, thing.meetup),)))

    # --- words that hurt --------------------------------------------------------------------------------------------------------

    @menu(about_what=bringing.group_of)
    async def not_right(self, call: Call) -> Reply:
        thing = await call.read(bringing.get, int(call.chosen))
        if thing is None:
            raise Refusal(bringing.GONE)
        return Card(body=Text("On the list: ", strong(thing.words)), controls=(Button("Report or mute", self.report_this, thing.id),))

    @button(about_what=bringing.group_of)
    async def report_this(self, call: Call, ask: Quiet) -> Reply:
        await call.write(_quieten, call.number(), ask)
        return quietened(ask)


def _wanted(words: str) -> tuple[str, ...]:
    """Raises FormError in words."""
    try:
        return bringing.read(words)
    except ValueError as unclear:
        raise FormError("wanted", str(unclear)) from unclear


def _options(things: tuple[Thing, ...] | list[Thing]) -> tuple[Option, ...]:
    return tuple(Option(str(each.id), shortened(each.words, most("option label"))) for each in things[: most("options")])


def _list(meetup: Meetup, brought: Brought, reader: int, controls: tuple[Control, ...], note: str) -> Card:
    wanted = ", ".join(each.words for each in brought.wanted)
    lines = "\n".join(f"{each.words} · {_whose(each, reader)}" for each in brought.things)
    facts = (Fact("Somebody could bring", shortened(wanted, most("fact"))),) if wanted else ()
    body = shortened(lines, most("card body")) or "Nobody has said so far what they bring."
    return Card(f"Who brings what: {shortened(meetup.title, 110)}", body, facts, controls=controls, note=note)


def _whose(thing: Thing, reader: int) -> str:
    return "you" if thing.member == reader else thing.name or "somebody"


def _take_off(act: Act, chosen: str) -> Thing:
    return bringing.take_off(act, int(chosen))


def _bring_wanted(act: Act, chosen: str) -> Thing:
    return bringing.bring_wanted(act, int(chosen))


def _quieten(act: Act, thing_id: int, ask: Quiet) -> None:
    thing = bringing.seen(act, thing_id)
    quieten(act, thing.member, ask)
