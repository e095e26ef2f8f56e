"""Meeting people: somebody like me, near me, or who knows about something; both must say yes."""

from __future__ import annotations

from bot.app import Call
from bot.chat import (
    Awaited,
    Button,
    Card,
    Cog,
    Form,
    FormError,
    FormErrors,
    Option,
    Refusal,
    Reply,
    Text,
    Update,
    When,
    button,
    choice,
    command,
    delivers,
    line,
    paragraph,
)
from bot.chat.typed import has_address
from bot.community import introductions, members, reports, safety, suggestions
from bot.community.act import Act
from bot.community.introductions import Introduction, Suggestion, Wish
from cogs.introduce import cards

NOBODY_YET = (
    "Nobody here fits that just now, among those who chose to be found. Try another way of looking, or say more in /my profile; "
    "Let people find me there is how they find you."
)


class Looking(Form, title="Meet somebody", send="Who is there?", edit="Look differently"):
    how: str = choice("Whom would you like to meet?", [Option(value, words) for value, words in suggestions.HOWS.items()])
    topic: str = line("Who knows about what, if that is it?", hint="Copyright, starting out …", longest=75, required=False)
    purpose: str = paragraph("What would you like to talk about?", hint="They read this; no links", required=True, longest=300)


class Quiet(Form, title="Report or mute", send="Do it"):
    what: str = choice("What shall I do?", [Option("mute", "Keep them away from me"), Option("report", "Tell the conduct contacts too")])
    words: str = paragraph("What happened?", hint="Only for a report", longest=1000)


class IntroduceCog(Cog, name="introduce", about="Meet people, if both of you say yes"):
    @command("Meet someone who shares or knows something; both must say yes")
    async def me(self, call: Call, ask: Looking) -> Reply:
        if has_address(ask.purpose):
            raise FormErrors([FormError("purpose", "No links or addresses before you both said yes. Say it in words.")])
        if ask.how == suggestions.ABOUT and not ask.topic:
            raise FormErrors([FormError("topic", "Say what they should know about.")])
        search = await call.write(introductions.look, Wish(ask.how, ask.topic, ask.purpose))
        if search is None:
            raise Refusal(NOBODY_YET)
        found = await call.read(introductions.suggested, search)
        return cards.suggested(found, self._asks(found))

    def _asks(self, found: list[Suggestion]) -> tuple[Button, ...]:
        return tuple(Button(f"Ask {each.name}", self.ask, each.id) for each in found)

    @button(about_what=introductions.group_of_candidate)
    async def ask(self, call: Call) -> Reply:
        due = await call.write(introductions.ask, call.number())
        return cards.until(due, call.group.zone)

    # --- the one who is asked ---------------------------------------------------------------------------------------------------

    @delivers(introductions.ASKED)
    async def asked(self, ref: str) -> Card | None:
        return await self._asking(ref, again=False)

    @delivers(introductions.NUDGE)
    async def nudge(self, ref: str) -> Card | None:
        return await self._asking(ref, again=True)

    async def _asking(self, ref: str, *, again: bool) -> Card | None:
        found = await self.read(introductions.open_to, ref)
        return (
            cards.asking(await self.read(cards.asked, found), (*self._answers(found), self._quiet(found)), again=again) if found else None
        )

    def _answers(self, found: Introduction) -> tuple[Button, Button]:
        return Button("Yes, introduce us", self.yes, found.id, "go"), Button("Not just now", self.no, found.id)

    def _quiet(self, found: Introduction) -> Button:
        return Button("Report or mute", self.report_this, found.id)

    @button(about_what=introductions.group_of)
    async def yes(self, call: Call) -> Reply:
        await call.write(introductions.answer, call.number(), yes=True)
        return Update(Card(body="Lovely. I'm bringing the two of you together in a private place now; they write first."))

    @button(about_what=introductions.group_of)
    async def no(self, call: Call) -> Reply:
        await call.write(introductions.answer, call.number(), yes=False)
        return Update(Card(body="Noted. On the last day they hear that you aren't available just now, as if you had never seen it."))

    @button(about_what=introductions.group_of)
    async def report_this(self, call: Call, ask: Quiet) -> Reply:
        await call.write(_quieten, call.number(), ask)
        told = " The conduct contacts have been told; you hear from me when one of them sees to it." if ask.what == "report" else ""
        return f"Done: the two of you are kept apart, and they are never told.{told} /safety blocked undoes it."

    # --- both -------------------------------------------------------------------------------------------------------------------

    @delivers(introductions.TOGETHER)
    async def together(self, ref: str) -> Card | None:
        pair = await self.read(introductions.pair_of, f"{ref}.0")
        return cards.together(await self.read(cards.asked, pair[0]), (self._quiet(pair[0]),)) if pair else None

    @delivers(introductions.NO_PLACE)
    async def no_place(self, ref: str) -> Card | None:
        pair = await self.read(introductions.pair_of, ref)
        if pair is None:
            return None
        name = await self.read(cards.other_name, *pair)
        sorry = "but you share no place where I could bring you together. Your organisers were told, and can help."
        return Card("Nearly introduced", f"You and {name} both said yes, {sorry}")

    @delivers(introductions.HAVE_YOU_MET)
    async def have_you_met(self, ref: str) -> Card | None:
        pair = await self.read(introductions.pair_of, ref)
        if pair is None:
            return None
        name, intro = await self.read(cards.other_name, *pair), pair[0]
        controls = (Button("Yes, we met", self.met, intro.id), Button("Not yet", self.not_met, intro.id), self._quiet(intro))
        return Card(f"Have you and {name} met?", "One tap is enough; nobody but you sees it.", controls=controls)

    @button(about_what=introductions.group_of)
    async def met(self, call: Call) -> Reply:
        await call.write(introductions.say_met, call.number(), met=True)
        return Update(Card(body="Good to hear. /introduce me finds you somebody else whenever you like."))

    @button(about_what=introductions.group_of)
    async def not_met(self, call: Call) -> Reply:
        await call.write(introductions.say_met, call.number(), met=False)
        return Update(Card(body="That happens. A date suggested in one line often does it: “Tuesday at four, by call?”"))

    # --- the one who asked ------------------------------------------------------------------------------------------------------

    @delivers(introductions.NOBODY)
    async def nobody(self, ref: str) -> Card | None:
        whose = await self.read(introductions.asker_of, int(ref))
        if whose is None:
            return None
        found: list[Suggestion] = await self.read(introductions.suggested, int(ref))
        return cards.nobody(found, self._asks(found), over=whose[1] == introductions.OVER)

    @delivers(introductions.UNMET)
    async def unmet(self, ref: str) -> Card | None:
        whose = await self.read(introductions.asker_of, int(ref))
        if whose is None:
            return None
        body = f"{members.first_name(whose[0])} looked for somebody to meet, and nobody was available. Could you think of somebody?"
        return Card("An introduction that didn't come about", body)

    async def awaited(self, call: Call) -> list[Awaited]:
        """Who would like to meet me, and by when I hear from those I asked."""
        if not call.in_group:
            return []
        zone = call.group.zone
        mine = await call.read(introductions.asked_of, call.member.id, call.group.id, call.now)
        theirs = await call.read(introductions.waiting, call.member.id, call.group.id)
        names = [await call.read(cards.other_name, each, call.member.id) for each in mine]
        yours = [
            Awaited(
                f"{name} would like to meet you", Text("until ", When(each.due_at, zone, "day")), yours=True, controls=self._answers(each)
            )
            for name, each in zip(names, mine, strict=True)
        ]
        return [*yours, *(Awaited("Your introduction", Text("you hear by ", When(due, zone, "day")), yours=False) for due in theirs)]


def _quieten(act: Act, intro: int, ask: Quiet) -> None:
    found = introductions.get(act.conn, intro)
    if found is None or act.member not in {found.asker, found.candidate}:
        raise Refusal(introductions.GONE)
    other = found.other(act.member)
    if ask.what == "report":
        reports.report_member(act, other, ask.words or "No words were added.")
    else:
        safety.keep_apart(act, other)
