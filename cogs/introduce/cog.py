"""Meeting people: somebody like me, near me, or who knows about something; both must say yes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.app import Call
from bot.app.quieten import Quiet, quieten, quietened
from bot.chat import (
    Awaited,
    Button,
    Card,
    Cog,
    FormError,
    FormErrors,
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
    elsewhere,
    prefill,
)
from bot.community import introductions, members, profiles, suggestions
from bot.community.act import Act
from bot.community.introductions import Introduction, Suggestion, Wish, two
from bot.community.newcomers import hello
from bot.community.newcomers.reading import UP, Hello
from cogs.introduce import cards, hello_cards, two_cards
from cogs.introduce.asks import Looking, Myself, Others, no_links

NOBODY_YET = (
    "Nobody here fits that just now, among those who chose to be found. Try another way of looking, or say more in /my profile; "
    "Let people find me there is how they find you."
)


class IntroduceCog(Cog, name="introduce", about="Meet people, if both of you say yes"):
    ask_me = elsewhere("hello.ask_me")
    take_down = elsewhere("hello.take_down")

    @command("Meet someone who shares or knows something; both must say yes")
    async def me(self, call: Call, ask: Looking) -> Reply:
        no_links(purpose=ask.purpose)
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

    # --- saying hello to everybody ----------------------------------------------------------------------------------------------

    @command("Say hello to the group; you see it before you post")
    async def myself(self, call: Call, ask: Myself) -> Reply:
        no_links(words=ask.words, topics=ask.topics, kind=ask.kind, area=ask.area)
        card = hello_cards.hello(_draft_of(call, ask), ())
        return Preview(card, self.post, "Say hello", hello_cards.who_sees(call.group.name))

    @prefill(myself)
    async def as_in_my_profile(self, call: Call) -> Mapping[str, str]:
        return hello_cards.typed(await call.read(profiles.get, call.member.id))

    @confirm()
    async def post(self, call: Call, ask: Myself) -> Reply:
        posted = await call.write(hello.post, _said(ask))
        controls = (Button("Ask me how it goes", self.ask_me, posted), Button("Take it down", self.take_down, posted))
        return hello_cards.posted(controls)

    # --- introducing two others -------------------------------------------------------------------------------------------------

    @command("Introduce two people, if both say yes")
    async def two(self, call: Call, ask: Others) -> Reply:
        no_links(purpose=ask.purpose)
        if ask.one == ask.other or call.person in {ask.one, ask.other}:
            raise FormError("other", "Choose two other people; /introduce me finds somebody for yourself.")
        called = await call.read(two_cards.chosen, ask.one, ask.other)
        return Preview(two_cards.preview(call.member.first_name, called, ask), self.introduce, "Ask them both", two_cards.WHO_SEES)

    @confirm()
    async def introduce(self, call: Call, ask: Others) -> Reply:
        due = await call.write(_introduce, ask)
        return cards.until(due, call.member.zone or call.group.zone)

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
        return quietened(ask)

    # --- both -------------------------------------------------------------------------------------------------------------------

    @delivers(introductions.TOGETHER)
    async def together(self, ref: str) -> Card | None:
        pair = await self.read(introductions.pair_of, f"{ref}.0")
        return cards.together(await self.read(cards.asked, pair[0]), (self._quiet(pair[0]),)) if pair else None

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

    async def desk(self, call: Call) -> list[Card]:
        """How many introductions stand how."""
        found = await call.read(introductions.states, call.group.id, call.now)
        any_ = found.waiting or found.together or found.nobody
        return [Card("Introductions", cards.on_desk(found, call.group.zone))] if any_ else []


def _quieten(act: Act, intro: int, ask: Quiet) -> None:
    found = introductions.get(act.conn, intro)
    if found is None or act.member not in {found.asker, found.candidate}:
        raise Refusal(introductions.GONE)
    quieten(act, found.other(act.member), ask)


def _said(ask: Myself) -> hello.Said:
    return hello.Said(ask.words, ask.topics, ask.kind, ask.area)


def _draft_of(call: Call, ask: Myself) -> Hello:
    return Hello(0, call.group.id, call.member.id, call.member.name, ask.words, ask.topics, ask.kind, ask.area, UP, call.now, False, 0)


def _introduce(act: Act, ask: Others) -> datetime:
    one, other = (members.meet(act.conn, act.now, each) for each in (ask.one, ask.other))
    return two.introduce(act, one, other, ask.purpose, joins=ask.joins)
