"""What organisers print for a meetup: badges on label sheets, a poster. A private file each time, never posted."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Button, Card, Cog, Form, FormError, Option, Refusal, Reply, button, choice, line
from bot.community import badges, meetups, public_pages
from bot.community.meetups import ANNOUNCED, ONLINE, POSTPONED, Meetup
from bot.matching import in_worker
from bot.printed import SHEETS, Badge, print_badges, print_poster
from cogs.paper import cards
from cogs.paper.whose import group_of_meetup

MOST_EMPTY = 40


def whole(words: str) -> int:
    """A small number, 0 for nothing. Raises ValueError in words."""
    if not words:
        return 0
    if words.isascii() and words.isdigit() and int(words) <= MOST_EMPTY:
        return int(words)
    raise ValueError(f"Type a whole number, at most {MOST_EMPTY}.")


_SHEETS = [Option(key, f"{each.name} ({each.about})") for key, each in SHEETS.items()]


class Labels(Form, title="Print badges", send="Make the file"):
    sheet: str = choice("Which label sheets do you have?", _SHEETS, default=_SHEETS[0].value)
    first: int = line("Which label shall I begin with?", hint="1 on a new sheet; count along the rows", default="1", read=whole)
    empty: int = line("How many empty ones at the end?", hint="For whoever comes without a seat", default="4", read=whole)


class PrintCog(Cog, name="print", about="Badges and a poster for a meetup (organisers)"):
    @button(only="organiser", about_what=group_of_meetup)
    async def choose(self, call: Call) -> Reply:
        meetup = await self._meetup(call)
        body = "Badges for everybody who comes into the room, on sheets of labels; or a poster for a wall. Only you get the file."
        badge = () if meetup.how == ONLINE else (Button("Badges", self.badges, meetup.id),)
        poster = () if meetup.state == POSTPONED else (Button("Poster", self.poster, meetup.id),)
        return Card("To print", body, controls=(*badge, *poster))

    @button(only="organiser", about_what=group_of_meetup)
    async def badges(self, call: Call, ask: Labels) -> Reply:
        meetup, sheet = await self._meetup(call), SHEETS[ask.sheet]
        if not 1 <= ask.first <= sheet.labels:
            raise FormError("first", f"A sheet of {sheet.name} has labels 1 to {sheet.labels}.")
        coming = await call.read(badges.of_meetup, meetup, call.member.id)
        worn = [*coming, *[Badge(call.group.name)] * ask.empty]
        if not worn:
            raise Refusal("Nobody has said yes so far. Ask for some empty badges, or come back when somebody has.")
        made = await in_worker(print_badges, call.now, sheet, worn, ask.first)
        return cards.printed_badges(made, len(coming), ask.empty, sheet.name)

    @button(only="organiser", about_what=group_of_meetup)
    async def poster(self, call: Call) -> Reply:
        meetup = await self._meetup(call)
        if meetup.state == POSTPONED:
            raise Refusal("It has no date to put on a poster. Give it one first: /meetup manage, Move it.")
        page = await call.read(public_pages.of, call.group.id) if call.outside else None
        link = f"{call.outside}{page.path}" if page else ""
        made = await in_worker(print_poster, call.now, cards.poster(meetup, call.group.name, link))
        return cards.printed_poster(made, code=bool(link))

    async def _meetup(self, call: Call) -> Meetup:
        """What is printed for. Raises Refusal once it is off."""
        meetup = await call.read(meetups.find, call.number())
        if meetup is None or meetup.group_id != call.group.id or meetup.state not in {ANNOUNCED, POSTPONED}:
            raise Refusal("That meetup isn't happening any more. /meetup manage shows what is planned.")
        return meetup
