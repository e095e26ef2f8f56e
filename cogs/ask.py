"""Asking the group a question, and quietly those who said that they know."""

from __future__ import annotations

from bot.app import Call
from bot.app.call import Caller
from bot.app.quieten import Quiet, quieten, quietened
from bot.chat import (
    Awaited,
    Button,
    Card,
    Cog,
    Control,
    Fact,
    Form,
    Option,
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
    line,
    paragraph,
)
from bot.chat.limits import shortened
from bot.community import groups, members, profiles
from bot.community.act import Act
from bot.community.questions import answering, asking, tables
from bot.community.questions.tables import ANSWERED, CLOSED, DOWN, OPEN, Question
from bot.schema import Connection


def suggest_topics(conn: Connection, asker: Caller, typed: str) -> list[Option]:
    """Topics of those who let themselves be found here, the most frequent first."""
    here = profiles.topics_in(conn, asker.group.id) if asker.group else []
    return [Option(each, each) for each in here if typed.casefold() in each.casefold() and len(each) <= 75][:20]


class Asking(Form, title="Ask the group", send="See how it looks", edit="Change it"):
    topic: str = line("What is it about?", hint="In a word or two: copyright, moving house", longest=75, suggest=suggest_topics)
    words: str = paragraph("What would you like to know?", hint="Enough for somebody to answer who doesn't know you", required=True)


class Helping(Form, title="Help with an answer", send="Send it"):
    words: str = paragraph("What would you say?", hint="I carry it to whoever asked; the thread is for everybody", required=True)


class AskCog(Cog, name="ask", about="Ask a question; I also ask people who know"):
    @command("Ask a question; I also ask people who know")
    async def ask(self, call: Call, ask: Asking) -> Reply:
        knowing = await call.read(asking.would_know, call.now, call.group.id, call.member.id, ask.topic)
        people = {0: "", 1: " One person who said they know is asked quietly, too."}
        quietly = people.get(knowing, f" {knowing} people who said they know are asked quietly, too.")
        who = f"Everyone in {call.group.name} sees it, with your first name.{quietly} You can take it down again."
        return Preview(_card(call.member.first_name, ask.topic, ask.words), self.post, "Ask it", who)

    @confirm()
    async def post(self, call: Call, ask: Asking) -> Reply:
        asked = await call.write(asking.ask, ask.topic, ask.words)
        body = Text("Asked. If nobody answers by ", When(asked.due_at, call.group.zone), ", I ask your organisers, and tell you.")
        return Card(body=body, controls=self._mine(asked), note="Answers given through me reach you directly; others stand in its thread.")

    def _mine(self, asked: Question) -> tuple[Control, ...]:
        return Button("Answered", self.settle, asked.id, "go"), Button("Take it down", self.take_down, asked.id)

    # --- the card everyone sees -------------------------------------------------------------------------------------------------

    @delivers(asking.CARD)
    async def card(self, ref: str) -> Card:
        found = await self.read(tables.get, int(ref))
        if found is None or found.state == DOWN:
            return Card("A question", "Whoever asked this has taken it down.")
        name = await self.read(_first_name, found.asker)
        count = await self.read(tables.answered_by, found.id)
        carried = f"{count} answer{'' if count == 1 else 's'} carried to {name}" if count else ""
        state = {ANSWERED: f"Answered, says {name}. Thank you.", CLOSED: "A month old, so I carry no more answers."}.get(found.state, "")
        help_ = Button("I can help", self.help, found.id, "go")
        controls = (help_, Button("Answered", self.settle, found.id), self._quiet(found)) if found.state == OPEN else ()
        return _card(name, found.topic, found.words, (state, carried), controls)

    def _quiet(self, found: Question) -> Button:
        return Button("Report or mute", self.report_this, found.id)

    @button(about_what=tables.group_of)
    async def help(self, call: Call, ask: Helping) -> Reply:
        found = await call.write(answering.answer, call.number(), ask.words)
        name = await call.read(_first_name, found.asker)
        return f"Thank you. It's on its way to {name}, with your first name."

    @button(about_what=tables.group_of)
    async def settle(self, call: Call) -> Reply:
        await call.write(asking.settle, call.number())
        return "Good to hear. The question now says that it is answered."

    @button(about_what=tables.group_of)
    async def take_down(self, call: Call) -> Reply:
        await call.write(asking.take_down, call.number())
        return "Taken down: the card says only that there was a question, and I keep nothing of it."

    @button(about_what=tables.group_of)
    async def report_this(self, call: Call, ask: Quiet) -> Reply:
        await call.write(_quieten_asker, call.number(), ask)
        return quietened(ask)

    # --- those who know ---------------------------------------------------------------------------------------------------------

    @delivers(asking.HELP)
    async def asked_to_help(self, ref: str) -> Card | None:
        found = await self.read(asking.for_helper, ref)
        if found is None:
            return None
        name, zone = await self.read(_first_name, found.asker), await self.read(_zone, found)
        body = Text(f"{name} asks about {found.topic}, and you said that you know about it: “{found.words}”")
        note = Text("No answer is fine, and nobody is told that I asked you. It is open until ", When(found.due_at, zone), ".")
        return Card("Could you help?", body, controls=(*self._helps(found), self._quiet(found)), note=note)

    def _helps(self, found: Question) -> tuple[Control, ...]:
        return Button("I can help", self.help, found.id, "go"), Button("Not this time", self.decline, found.id)

    @button(about_what=tables.group_of)
    async def decline(self, call: Call) -> Reply:
        await call.write(asking.decline, call.number())
        return Update(Card(body="That's fine. Nobody is told; I ask somebody else."))

    # --- whoever asked ----------------------------------------------------------------------------------------------------------

    @delivers(answering.CARRIED)
    async def carried(self, ref: str) -> Card | None:
        found = await self.read(answering.carried, ref)
        if found is None:
            return None
        name = await self.read(_first_name, found.member)
        about = (Fact("You asked", shortened(found.question.words, 280)),)
        controls = (Button("That answers it", self.settle, found.question.id, "go"), Button("Report or mute", self.report_answer, ref))
        return Card(
            f"{name} answers", found.words, about, controls=controls, note="/introduce me brings you together with people who know."
        )

    @button(about_what=answering.group_of_answer)
    async def report_answer(self, call: Call, ask: Quiet) -> Reply:
        await call.write(_quieten_writer, call.number(), ask)
        return quietened(ask)

    @delivers(asking.STILL_OPEN)
    async def still_open(self, ref: str) -> Card | None:
        found = await self.read(tables.get, int(ref))
        if found is None or found.state != OPEN:
            return None
        body = (
            f"Nobody has answered your question about {found.topic} through me yet. I've asked your organisers whether they know somebody."
        )
        return Card("Your question", body, controls=self._mine(found), note="Answered in its thread already? Then press Answered.")

    @delivers(asking.UNANSWERED)
    async def unanswered(self, ref: str) -> Card | None:
        found = await self.read(tables.get, int(ref))
        if found is None or found.state != OPEN:
            return None
        name = await self.read(_first_name, found.asker)
        body = f"{name} asked about {found.topic} three days ago, and nobody has answered through me. Could you think of somebody?"
        controls = (Button("I can help", self.help, found.id, "go"), self._quiet(found))
        return Card("A question nobody answered", body, controls=controls, note="It stands in the channel.")

    async def awaited(self, call: Call) -> list[Awaited]:
        """What I am asked because I know, and what I asked myself."""
        if not call.in_group:
            return []
        zone, who = call.group.zone, (call.member.id, call.group.id, call.now)
        asked, own = await call.read(asking.asked_of, *who), await call.read(asking.mine, *who)
        yours = [Awaited(f"A question about {each.topic}", _until(each, zone), True, self._helps(each)) for each in asked]
        return [*yours, *(Awaited(f"Your question about {each.topic}", _until(each, zone), yours=False) for each in own)]


def _card(name: str, topic: str, words: str, facts: tuple[str, ...] = (), controls: tuple[Control, ...] = ()) -> Card:
    title = f"{name} asks about {topic}"
    return Card(shortened(title, 140), words, tuple(Fact("So far", each) for each in facts if each), controls=controls)


def _until(question: Question, zone: str) -> Text:
    return Text("until ", When(question.due_at, zone, "day"))


def _first_name(conn: Connection, member: int) -> str:
    return members.first_name(members.name_of(conn, member))


def _zone(conn: Connection, question: Question) -> str:
    return groups.get(conn, question.group).zone


def _quieten_asker(act: Act, question: int, ask: Quiet) -> None:
    found = tables.get(act.conn, question)
    if found is None or found.group != act.group:
        raise Refusal(tables.GONE)
    quieten(act, found.asker, ask)


def _quieten_writer(act: Act, answer: int, ask: Quiet) -> None:
    quieten(act, answering.writer_for(act, answer), ask)
