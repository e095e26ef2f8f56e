"""Newcomers: a hello to the group, and somebody who answers it."""

from __future__ import annotations

from bot.app import Call
from bot.app.quieten import Quiet, quieten, quietened
from bot.chat import Awaited, Button, Card, Cog, Refusal, Reply, Text, Update, When, button, delivers
from bot.chat.typed import read_id
from bot.community import safety
from bot.community.act import Act
from bot.community.newcomers import greeters, greeting, hello, reading
from bot.community.newcomers.reading import Hello
from bot.schema import Connection
from cogs.introduce import hello_cards as cards

THANKS = "Thank you. A line to them in the thread, however short, makes it a real hello."


def own_group(_: Connection, payload: str) -> int | None:
    """The group a button was shown for."""
    return read_id(payload)


def since(found: Hello, zone: str) -> Text:
    """When they said it."""
    return Text("since ", When(found.posted_at, zone, "day"))


class HelloCog(Cog, name="hello", about="Newcomers, and those who welcome them"):
    # --- the newcomer -----------------------------------------------------------------------------------------------------------

    @delivers(hello.CARD)
    async def card(self, ref: str) -> Card | None:
        found = await self.read(reading.get, int(ref))
        if found is None:
            return cards.down()
        return cards.hello(found, (self._said(found), Button("Report or mute", self.report_this, found.id)))

    @button(about_what=reading.group_of)
    async def take_down(self, call: Call) -> Reply:
        await call.write(hello.take_down, call.number())
        return Update(Card(body="Taken down: in a moment nobody sees it any more. /introduce myself says hello anew."))

    @button(about_what=reading.group_of)
    async def ask_me(self, call: Call) -> Reply:
        await call.write(hello.ask_me, call.number())
        return "I'll ask you once on day 3 and once on day 14. No answer is fine, too."

    @delivers(hello.QUESTION)
    async def question(self, ref: str) -> Card | None:
        asked = await self.read(hello.question, ref)
        return cards.question(asked[1], (Button("Yes", self.well, ref), Button("Not yet", self.not_yet, ref))) if asked else None

    @button(about_what=reading.group_of)
    async def well(self, call: Call) -> Reply:
        await call.write(hello.answer_question, call.payload, well=True)
        return Update(Card(body="Good to hear. /introduce me finds you more people; /meetup list shows where they meet."))

    @button(about_what=reading.group_of)
    async def not_yet(self, call: Call) -> Reply:
        await call.write(hello.answer_question, call.payload, well=False)
        words = "Thank you for saying so; it takes a while. /introduce me finds somebody who is like you, and asks them for you."
        return Update(Card(body=f"{words} At a first meetup you can have a buddy: press I'll be there, and I offer you one."))

    # --- whoever says hello -----------------------------------------------------------------------------------------------------

    def _said(self, found: Hello) -> Button:
        return Button("Said hello", self.said, found.id, "go")

    @button(about_what=reading.group_of)
    async def said(self, call: Call) -> Reply:
        await call.write(hello.say_hello, call.number())
        if await call.read(greeters.welcomes, call.member.id, call.group.id):
            return THANKS
        offer = Button("I like to welcome newcomers", self.greet, call.group.id)
        return Card(body=THANKS, controls=(offer,), note="Then I ask you now and then, when nobody has said hello to somebody for a day.")

    @button(about_what=own_group)
    async def greet(self, call: Call) -> Reply:
        await call.write(greeters.welcome, willing=True)
        most = f"at most {greeters.MOST_A_MONTH} times in a month, and never more than {greeters.MOST_OPEN} at once"
        words = f"Thank you! I ask you now and then, {most}: to say hello to somebody, or to be their buddy at a meetup you go to anyway."
        return Card(body=words, controls=(Button("Don't ask me", self.stop_greeting, call.group.id),), note="No is always fine.")

    @button(about_what=own_group)
    async def stop_greeting(self, call: Call) -> Reply:
        await call.write(greeters.welcome, willing=False)
        return Update(Card(body="I won't ask you any more. Thank you for every welcome; /my settings has the button to start again."))

    @delivers(greeting.PLEASE)
    async def please(self, ref: str) -> Card | None:
        return await self._please(ref, again=False)

    @delivers(greeting.NUDGE)
    async def nudge(self, ref: str) -> Card | None:
        return await self._please(ref, again=True)

    async def _please(self, ref: str, *, again: bool) -> Card | None:
        found = await self.read(greeting.open_to, ref)
        if found is None:
            return None
        quiet = Button("Report or mute", self.report_this, found.id)
        return cards.please(found, await self.read(cards.greeter_zone, ref), (*self._answers(int(ref), found), quiet), again=again)

    def _answers(self, ask: int, found: Hello) -> tuple[Button, Button]:
        return self._said(found), Button("Not this time", self.not_this_time, ask)

    @button(about_what=greeting.group_of)
    async def not_this_time(self, call: Call) -> Reply:
        await call.write(greeting.decline, call.number())
        stop = Button("Don't ask me any more", self.stop_greeting, call.group.id)
        return Update(Card(body="That's fine; I ask somebody else. Nobody is told.", controls=(stop,)))

    @button(about_what=reading.group_of)
    async def report_this(self, call: Call, ask: Quiet) -> Reply:
        await call.write(_quieten, call.number(), ask)
        return quietened(ask)

    # --- how it stands ----------------------------------------------------------------------------------------------------------

    @delivers(greeting.UNANSWERED)
    async def unanswered(self, ref: str) -> Card | None:
        found = await self.read(greeting.for_organiser, ref)
        if found is None:
            return None
        asked = await self.read(cards.asked_names, found.id, int(ref.partition(".")[2]))
        return cards.unanswered(found, await self.read(cards.zone_of, ref, found.group), asked, (self._said(found),))

    async def awaited(self, call: Call) -> list[Awaited]:
        """Whom I was asked to greet; and my own hello, until somebody answers it."""
        if not call.in_group:
            return []
        asked = await call.read(greeting.asks_of, call.member.id, call.group.id)
        zone = call.member.zone or call.group.zone
        theirs = [
            Awaited(f"{each.first_name} waits for a hello", since(each, zone), yours=True, controls=self._answers(id_, each))
            for id_, each in asked
        ]
        mine = await call.read(reading.mine_up, call.member.id, call.group.id)
        if mine is None or mine.answered:
            return theirs
        said = Text("said on ", When(mine.posted_at, zone, "day"), "; after a day I ask somebody to answer")
        down = (Button("Take my hello down", self.take_down, mine.id),)
        return [*theirs, Awaited("Your hello to the group", said, yours=False, controls=down)]

    async def desk(self, call: Call) -> list[Card]:
        """Newcomers who have waited for more than a day: since when, and who was asked."""
        found = [
            each
            for each in await call.read(reading.unanswered, call.group.id, call.now - greeting.A_DAY)
            if await call.read(safety.may_meet, call.member.id, each.member) or each.member == call.member.id
        ]
        return [Card("Newcomers nobody has greeted", await call.read(cards.on_desk, found, call.group.id, call.member.id))] if found else []


def _quieten(act: Act, hello_id: int, ask: Quiet) -> None:
    found = reading.get(act.conn, hello_id)
    if found is None:
        raise Refusal(hello.GONE)
    quieten(act, found.member, ask)
