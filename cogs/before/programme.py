"""The programme of a meetup and who speaks: typed by an organiser, read by everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Fact,
    Form,
    FormError,
    Link,
    Menu,
    Option,
    Part,
    Preview,
    Refusal,
    Reply,
    Strong,
    Text,
    Update,
    button,
    confirm,
    delivers,
    line,
    menu,
    paragraph,
    prefill,
    yes_no,
)
from bot.chat.limits import most, shortened
from bot.community import meetups
from bot.community.act import Act
from bot.community.before import agenda, speakers
from bot.community.before.agenda import Stage
from bot.community.before.speakers import Speaker
from bot.community.meetups import Meetup
from cogs.before.cards import listed, strong
from cogs.before.common import group_of_meetup, looked_up

WHO_READS = "Everybody in the group reads it on the card. Where your public page or calendar is on, everybody else does too."
ASK_THEM = f"{WHO_READS} Speakers are named there: ask them first."
AT_HAND = 3


class Programme(Form, title="Programme", send="See the preview", edit="Change the programme"):
    parts: str = paragraph("What happens when? One a line", hint="18:30 Welcome, next line: 18:45 Ana on copyright. Empty for none")
    said: bool = yes_no("Say it in the thread as each part begins?")


class Speaking(Form, title="A speaker", send="See the preview", edit="Change it"):
    name: str = line("Who speaks?", hint="As they want to be named, for everybody to read", longest=80)
    about: str = line("A line about them, or what they speak on", required=False, longest=200)
    link: str = line("Link to their slides", hint="https://…; may come later", required=False, longest=300, read=speakers.read_link)


class ProgrammeOf(Part):
    # --- the programme ----------------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=group_of_meetup)
    async def plan(self, call: Call, ask: Programme) -> Reply:
        meetup, _ = await looked_up(call)
        stages = _read(ask.parts, meetup)
        shown = Card(f"Programme: {shortened(meetup.title, 120)}", lines(meetup, stages) or "No programme: nothing of it is shown.")
        how = " Each part is said in the thread as it begins; nobody is notified." if ask.said and stages else ""
        return Preview(shown, self.keep_plan, "Keep it", f"{WHO_READS}{how}")

    @prefill(plan)
    async def plan_now(self, call: Call) -> Mapping[str, str]:
        meetup, found = await looked_up(call)
        return {"parts": lines(meetup, agenda.of(found)), "said": "yes" if found.agenda_said else "no"}

    @confirm(only="organiser")
    async def keep_plan(self, call: Call, ask: Programme) -> Reply:
        meetup, _ = await looked_up(call)
        meetup = await call.write(_keep, call.number(), _read(ask.parts, meetup), ask.said)
        words = Text("Kept: the programme of ", strong(meetup.title), ". It moves along if the meetup does.")
        return Card(body=words, controls=(Button("Name a speaker", self.speaker, meetup.id),))

    @delivers(agenda.STAGE)
    async def stage(self, ref: str) -> Card | None:
        found = await self.read(agenda.begins, ref)
        if found is None:
            return None
        meetup, stage = found
        return Card(body=Text(Strong(stage.at(meetup.starts_at, meetup.zone)), f" {stage.words}"))

    @button(about_what=group_of_meetup)
    async def programme(self, call: Call) -> Reply:
        meetup, found = await looked_up(call)
        people = await call.read(speakers.at, meetup.id)
        if not (found.agenda or people) or meetup.state != meetups.ANNOUNCED:
            raise Refusal("There is no programme for that meetup just now. /meetup list shows what is coming up.")
        return Card(f"Programme: {shortened(meetup.title, 120)}", lines(meetup, agenda.of(found)), tuple(map(_speaker, people)))

    # --- who speaks -------------------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=group_of_meetup)
    async def who_speaks(self, call: Call) -> Reply:
        meetup, _ = await looked_up(call)
        people = await call.read(speakers.at, meetup.id)
        options = tuple(Option(str(each.id), shortened(each.name, most("option label"))) for each in people)
        off = (Menu("Take a speaker off", self.not_speaking, options),) if options else ()
        controls = (Button("Name a speaker", self.speaker, meetup.id), *off)
        body = "" if people else "Nobody is named so far."
        return Card(f"Who speaks: {shortened(meetup.title, 120)}", body, tuple(map(_speaker, people)), controls=controls)

    @button(only="organiser", about_what=group_of_meetup)
    async def speaker(self, call: Call, ask: Speaking) -> Reply:
        meetup, _ = await looked_up(call)
        shown = Card(f"Speaking at {shortened(meetup.title, 120)}", facts=(_speaker(Speaker(0, 0, ask.name, ask.about, ask.link)),))
        return Preview(shown, self.keep_speaker, "Name them", ASK_THEM)

    @confirm(only="organiser")
    async def keep_speaker(self, call: Call, ask: Speaking) -> Reply:
        meetup = await call.write(speakers.add, call.number(), ask.name, ask.about, ask.link)
        words = Text(strong(ask.name), " is named on the card of ", strong(meetup.title), ". Name them again to add a link.")
        return Card(
            body=words, controls=(Button("Who speaks", self.who_speaks, meetup.id),), note="Afterwards your desk reminds you to thank them."
        )

    @menu(only="organiser", about_what=speakers.group_of)
    async def not_speaking(self, call: Call) -> Reply:
        gone = await call.write(_take_off, call.chosen)
        return Text(strong(gone.name), " is taken off the programme.")

    # --- afterwards -------------------------------------------------------------------------------------------------------------

    async def to_thank(self, call: Call) -> list[Card]:
        """Who spoke and has not been thanked."""
        found = await call.read(speakers.to_thank, call.group.id, call.now)
        if not found:
            return []
        names = listed([each.name for each, _ in found[:AT_HAND]])
        more = f" and {len(found) - AT_HAND} more" if len(found) > AT_HAND else ""
        body = f"{names}{more}: a line from you would be kind. “Thank you for giving us your time at {shortened(found[0][1], 60)}.”"
        done = tuple(Button(f"I thanked {shortened(each.name, 50)}", self.thanked, each.id) for each, _ in found[:AT_HAND])
        return [Card("Thank the speakers", body, controls=done)]

    @button(only="organiser", about_what=speakers.group_of)
    async def thanked(self, call: Call) -> Reply:
        found = await call.write(speakers.thanked, call.number())
        return Update(Card(body=Text("Lovely. ", strong(found.name), " is off your desk.")))


def lines(meetup: Meetup, stages: Sequence[Stage]) -> str:
    """A programme as it is typed."""
    return "\n".join(f"{each.at(meetup.starts_at, meetup.zone)} {each.words}" for each in stages)


def _speaker(found: Speaker) -> Fact:
    slides = Text(" · " if found.about else "", Link("Slides", found.link)) if found.link else Text()
    return Fact(found.name, Text(found.about) + slides if found.about or found.link else "speaks")


def _read(words: str, meetup: Meetup) -> tuple[Stage, ...]:
    """Raises FormError in words."""
    try:
        return agenda.read(words, meetup)
    except ValueError as unclear:
        raise FormError("parts", str(unclear)) from unclear


def _keep(act: Act, meetup_id: int, stages: Sequence[Stage], said: bool) -> Meetup:  # noqa: FBT001  as it comes from the form
    return agenda.keep(act, meetup_id, stages, said=said)


def _take_off(act: Act, chosen: str) -> Speaker:
    return speakers.take_off(act, int(chosen))
