"""What somebody can show at work: a certificate that they came, and a letter asking for time to go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.app import Call
from bot.chat import (
    Attachment,
    Button,
    Card,
    Control,
    Fact,
    Form,
    Menu,
    Option,
    Part,
    Refusal,
    Reply,
    button,
    line,
    menu,
    paragraph,
    prefill,
)
from bot.chat.limits import shortened
from bot.clock import Wall, say_date
from bot.community import meetups, papers
from bot.community.meetups import ANNOUNCED, Meetup
from bot.community.papers import Asking, Attended
from bot.matching import in_worker
from bot.printed import Certificate, print_certificate, print_letter
from cogs.paper import cards
from cogs.paper.whose import group_of_meetup, own_group

WHAT_ELSE = (
    Fact("Certificate of attendance", "for a meetup you checked in at, with the code that was said there"),
    Fact("Letter to an employer", "one page asking for time to go to a meetup, with room for why"),
)
KNOWN = "They checked in themselves, with the code that was said there."
NOTHING_KEPT = "Nobody else sees it, and I keep no copy."
NOT_THERE = "You haven't checked in at that one, so I can't say that you came. Ask an organiser to sign something for you."


class Name(Form, title="Certificate", send="Make it"):
    name: str = line("Your name, as it should stand on it", longest=100)


class ForTime(Form, title="Letter asking for time", send="Write it"):
    name: str = line("Your name, as you sign", longest=100)
    to: str = line("To whom?", hint="Ms Grant; may be empty", required=False, longest=80)
    work: str = line("What is your work?", hint="the only information officer here; may be empty", required=False, longest=100)
    why: str = paragraph("What do you hope to bring back?", hint="A line or two in your own words", longest=1000)


class ForWork(Part):
    """Each made for the one who asks, of what they came to or would like to go to."""

    async def for_work(self, call: Call) -> tuple[Control, ...]:
        """What can be chosen: what they came to, and what is coming up."""
        came = await call.read(papers.attended, call.member.id, call.group.id, papers.LATEST)
        soon = await call.read(meetups.coming_up, call.group.id, call.now, most=papers.LATEST)
        found: list[Control] = []
        if came:
            found.append(Menu("A certificate for …", self.came_to, _options([each.meetup for each in came])))
        if len(came) > 1:
            found.append(Button("A certificate for all of them", self.everything, call.group.id))
        if soon:
            found.append(Menu("A letter about …", self.would_go_to, _options(soon)))
        return tuple(found)

    @menu(about_what=group_of_meetup)
    async def came_to(self, call: Call) -> Reply:
        meetup = await call.read(meetups.get, int(call.chosen))
        body = f"{shortened(meetup.title, 150)}, {say_date(meetup.when.at.date())}. {NOTHING_KEPT}"
        return Card("Certificate of attendance", body, controls=(Button("Make it", self.certificate, meetup.id),))

    @button(about_what=group_of_meetup)
    async def certificate(self, call: Call, ask: Name) -> Reply:
        meetup = await call.read(meetups.get, call.number())
        found = await call.read(papers.attended_one, call.member.id, meetup)
        return await self._certificate(call, ask.name, [found] if found else [])

    @button(about_what=own_group)
    async def everything(self, call: Call, ask: Name) -> Reply:
        return await self._certificate(call, ask.name, await call.read(papers.attended, call.member.id, call.group.id))

    async def _certificate(self, call: Call, name: str, came: Sequence[Attended]) -> Reply:
        if not came:
            raise Refusal(NOT_THERE)
        today = say_date(Wall.of(call.now, call.group.zone).at.date())
        shown = Certificate(call.group.name, name, tuple(papers.in_words(each) for each in came), KNOWN, today)
        made = await in_worker(print_certificate, call.now, shown)
        await call.write(papers.keep_nothing)
        return cards.of_ones_own("Certificate of attendance", made, NOTHING_KEPT)

    @menu(about_what=group_of_meetup)
    async def would_go_to(self, call: Call) -> Reply:
        meetup = await call.read(meetups.get, int(call.chosen))
        body = f"I write what {shortened(meetup.title, 150)} is, when and where; you say why. {NOTHING_KEPT}"
        return Card("A letter asking for time", body, controls=(Button("Write it", self.letter, meetup.id),))

    @button(about_what=group_of_meetup)
    async def letter(self, call: Call, ask: ForTime) -> Reply:
        meetup = await call.read(meetups.get, call.number())
        if meetup.state != ANNOUNCED or not meetup.publish_at <= call.now < meetup.ends_at:
            raise Refusal("That one isn't coming up any more. /meetup list shows what is.")
        came = await call.read(papers.attended, call.member.id, call.group.id)
        written = papers.letter(meetup, call.group.name, Asking(ask.name, ask.to, ask.work, ask.why), came)
        text = Attachment("letter-to-an-employer.txt", "text/plain", papers.as_text(written).encode())
        made = await in_worker(print_letter, call.now, written)
        await call.write(papers.keep_nothing)
        return cards.of_ones_own("Letter to an employer", made, f"The same as text, to change as you like. {NOTHING_KEPT}", text)

    @prefill(certificate)
    @prefill(everything)
    @prefill(letter)
    async def named(self, call: Call) -> Mapping[str, str]:
        return {"name": call.member.name}


def _options(found: Sequence[Meetup]) -> tuple[Option, ...]:
    """Each with its day, for those of a series share their title."""
    return tuple(Option(str(each.id), shortened(each.title, 60), say_date(each.when.at.date())) for each in found)
