"""A member says that they are there, with the code, and keeps a line of what they take from it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.chat import Button, Card, Fact, Form, Page, Pages, Part, Reply, Text, Update, button, line, paragraph, prefill
from bot.community import cpd, meetups
from bot.community.attendance import checking_in, hellos, lines
from bot.community.attendance.checking_in import CheckedIn, WrongCode
from bot.community.meetups import HYBRID
from bot.schema import Connection
from cogs.attendance import cards
from cogs.attendance.cards import strong

A_PAGE = 5


class Code(Form, title="I'm here", send="Check in"):
    code: str = line("What is the code?", hint="It is said at the door. Organisers then see you on the list of who came.", longest=20)


class Line(Form, title="A line for your log", send="Keep it"):
    words: str = paragraph("What do you take from it?", hint="In a sentence, in your own words; for you alone", required=True)


def own_lines(_: Connection, cursor: str) -> int | None:
    """The group in which a list of one's own lines is read."""
    return cards.id_of(cursor)


class Here(Part):
    """Checking in."""

    @button(about_what=meetups.group_of)
    async def here(self, call: Call, ask: Code) -> Reply:
        outcome = await call.write(checking_in.check_in, call.number(), ask.code)
        return self._said(call, outcome, Button("Try again", self.here, call.number()))

    @button(about_what=meetups.group_of)
    async def online(self, call: Call, ask: Code) -> Reply:
        outcome = await call.write(checking_in.check_in, call.number(), ask.code, online=True)
        return self._said(call, outcome, Button("Try again", self.online, call.number()))

    def _said(self, call: Call, outcome: CheckedIn | WrongCode, again: Button) -> Card:
        meetup = outcome.meetup
        if isinstance(outcome, WrongCode):
            tries = (
                f"{outcome.left} more {'try' if outcome.left == 1 else 'tries'} for now" if outcome.left else "that was the last for now"
            )
            body = f"That isn't the code; {tries}. Ask the organiser to read it again: five letters or digits."
            return Card(body=body, controls=(again,) if outcome.left else ())
        where = (" online" if outcome.online else " in the room") if meetup.how == HYBRID else ""
        opening = "You're checked in already" if outcome.again else "You're checked in"
        seat = " You had no seat; one was free, and it's yours." if outcome.walked_in else ""
        first = " Your first time in a room with this group: glad you came." if outcome.first else ""
        open_ = call.membership.named and call.membership.found
        hello = (Button("Who could I say hello to?", self.hellos, meetup.id),) if open_ else ()
        line, off = Button("Keep a line for my log", self.write_line, meetup.id), Button("Take me off the list", self.not_me, meetup.id)
        note = "Only organisers see you on the list of who came. A line is for you alone, and can wait until tomorrow: /my goals."
        return Card(body=Text(f"{opening}{where}: ", strong(meetup), f".{seat}{first}"), controls=(*hello, line, off), note=note)

    @button(about_what=meetups.group_of)
    async def not_me(self, call: Call) -> Reply:
        was = await call.write(checking_in.take_back, call.number())
        kept = "Your seat stays; nothing else follows from it."
        return Update(Card(body=f"You're off the list of who came. {kept}" if was else f"You weren't on the list. {kept}"))

    @button(about_what=meetups.group_of)
    async def hellos(self, call: Call) -> Reply:
        """Three who come and whom I have not met, of those who show themselves as I do."""
        meetup = await call.read(meetups.get, call.number())
        return cards.hellos(meetup, await call.read(hellos.to_say, meetup, call.member.id))

    # --- a line for one's own log -------------------------------------------------------------------------------------------------

    @button(about_what=meetups.group_of)
    async def write_line(self, call: Call, ask: Line) -> Reply:
        kept = await call.write(lines.keep, call.number(), ask.words)
        facts = (Fact("Ready to copy", kept),)
        return Card("Your CPD line", "Kept, for you alone. /my goals leads to your others.", facts, note="The same button changes it.")

    @prefill(write_line)
    async def line_so_far(self, call: Call) -> Mapping[str, str]:
        return {"words": await call.read(lines.words_of, call.member.id, call.number())}

    @button(about_what=own_lines)
    async def my_lines(self, call: Call) -> Reply:
        return Pages(self.more_lines, str(call.group.id))

    @button(about_what=own_lines)
    async def more_lines(self, call: Call) -> Page:
        """What I took from meetups and days, newest first; what I was at lately and wrote nothing of comes with a button."""
        skip = cards.skip_of(call.payload)
        found = await call.read(cpd.lines, call.member.id, skip=skip, most=A_PAGE + 1)
        lately = await call.read(lines.without, call.member.id, call.group.id, call.now) if not skip else []
        write = tuple(Button(f"A line on {cards.dated(meetup)}", self.write_line, meetup.id) for meetup in lately)
        titles = await call.read(lines.titles, found[:A_PAGE])
        return Page(cards.lines(found[:A_PAGE], titles, call.group.zone, write), *cards.cursors(call.group.id, skip, len(found), A_PAGE))
