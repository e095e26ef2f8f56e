"""Letters between two who share no platform: written in a form, carried to the other's direct messages, and kept by nobody."""

from __future__ import annotations

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Cog,
    Control,
    Fact,
    Form,
    Option,
    Reply,
    Strong,
    Text,
    Update,
    button,
    choice,
    delivers,
    paragraph,
)
from bot.community import letters, members, reports
from bot.community.act import Act
from bot.community.letters import Correspondence
from bot.schema import Connection

KEPT_BY_NOBODY = "I carry the words across and keep no copy of them once they are there."
SHOWN = 5


class Writing(Form, title="Write a letter", send="Send it"):
    words: str = paragraph("What would you like to say?", hint="Plain words; I keep no copy", required=True, longest=letters.LONGEST)


class Enough(Form, title="Stop or report", send="Do it"):
    what: str = choice(
        "What shall I do?",
        [
            Option("stop", "No more of these letters"),
            Option("mute", "Keep them away from me"),
            Option("report", "Tell the conduct contacts too"),
        ],
    )
    words: str = paragraph("What happened?", hint="Only for a report. I kept no letters: copy in what they should see", longest=1000)


class LettersCog(Cog, name="letters", about="Write to somebody you met who is on another platform"):
    @button(about_what=letters.group_of)
    async def write(self, call: Call, ask: Writing) -> Reply:
        other = await call.write(letters.write, call.number(), ask.words)
        name = await call.read(_first_name, other)
        return f"On its way to {name}. {KEPT_BY_NOBODY} If it can't reach them I say so in a day."

    @button(about_what=letters.group_of)
    async def elsewhere(self, call: Call) -> Reply:
        name = await call.read(_first_name, await call.write(letters.end, call.number(), letters.ELSEWHERE))
        return Update(Card(body=f"Good. I carry no more letters between you and {name}, and have told them why."))

    @button(about_what=letters.group_of)
    async def enough(self, call: Call, ask: Enough) -> Reply:
        await call.write(_enough, call.number(), ask)
        if ask.what == "stop":
            return "Done: no more letters either way. They are not told; if they write, they hear that you aren't available just now."
        told = " The conduct contacts have been told; you hear from me when one of them sees to it." if ask.what == "report" else ""
        return f"Done: the two of you are kept apart, and they are never told.{told} /safety blocked undoes it."

    # --- deliveries -------------------------------------------------------------------------------------------------------------

    @delivers(letters.OPENED)
    async def opened(self, ref: str) -> Card | None:
        found = await self.read(letters.opened_for, ref)
        if found is None:
            return None
        name = await self.read(_name, *found)
        body = (
            f"You and {name} both said yes, and you share no platform where I could open a place for the two of you. So I carry letters: "
            f"write here, and it reaches {name} where they are. {KEPT_BY_NOBODY}"
        )
        about = (Fact("It began with", found[0].topic),) if found[0].topic else ()
        note = "Once you have another way to talk, tell me and I stop. Either of you can stop at any moment."
        return Card(f"Write to {name}", body, about, controls=self._controls(found[0], f"Write to {name}…"), note=note)

    @delivers(letters.LETTER)
    async def letter(self, ref: str) -> Card | None:
        found = await self.read(letters.to_read, ref)
        if found is None:
            return None
        name = await self.read(_name, found.correspondence, found.reader)
        note = "These are their words, carried by me and kept by nobody. I read nothing you write to each other."
        return Card(f"A letter from {name}", found.words, controls=self._controls(found.correspondence, f"Write to {name}…"), note=note)

    @delivers(letters.NOT_ARRIVED)
    async def not_arrived(self, ref: str) -> Card:
        name = await self.read(letters.not_arrived, ref)
        return Card(
            body=f"I'm sorry: what you wrote to {name} a day ago did not arrive. They aren't available just now. "
            "Nothing of it is kept; /introduce me finds you somebody else whenever you like."
        )

    @delivers(letters.ENDED)
    async def ended(self, ref: str) -> Card | None:
        found = await self.read(letters.ended_for, ref)
        if found is None:
            return None
        name = await self.read(_name, *found)
        return Card(body=Text(Strong(name), " says that the two of you have another way to talk now, so I carry no more letters."))

    async def home(self, call: Call) -> list[Card]:
        """Whom I can write to."""
        mine = (await call.read(letters.of_member, call.member.id, call.group.id))[:SHOWN]
        if not mine:
            return []
        write = [Button(f"Write to {members.first_name(name)}…", self.write, each.id) for each, name in mine]
        return [Card("Letters", f"You can write to people who are on another platform. {KEPT_BY_NOBODY}", controls=tuple(write))]

    def _controls(self, found: Correspondence, label: str) -> tuple[Control, ...]:
        return (
            Button(label, self.write, found.id, "go"),
            Button("We talk elsewhere now", self.elsewhere, found.id),
            Button("Stop or report", self.enough, found.id),
        )


def _name(conn: Connection, found: Correspondence, member: int) -> str:
    """The first name of the other of the two."""
    return _first_name(conn, found.beside(member))


def _first_name(conn: Connection, member: int) -> str:
    return members.first_name(members.name_of(conn, member))


def _enough(act: Act, id_: int, ask: Enough) -> None:
    other = letters.end(act, id_, letters.STOPPED)
    if ask.what != "stop":
        reports.quieten(act, other, ask.words if ask.what == "report" else None)
