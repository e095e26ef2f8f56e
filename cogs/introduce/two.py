"""Two people whom a third would like to know each other: what each is asked and told."""

from __future__ import annotations

from collections.abc import Callable

from bot.app import Call
from bot.app.quieten import Quiet, quieten, quietened
from bot.chat import Awaited, Button, Card, Cog, Refusal, Reply, Text, Update, When, button, delivers
from bot.community.act import Act
from bot.community.introductions import NO, TOGETHER_NOW, YES, two
from bot.community.introductions.two import WITH_THEM, Two
from cogs.introduce import two_cards as cards

WAIT = "Noted. If the other says yes too, I bring you together at once; else you hear on "


class TwoCog(Cog, name="two", about="Two people whom somebody introduces"):
    @delivers(two.TWO_ASKED)
    async def asked(self, ref: str) -> Card | None:
        return await self._asking(ref, again=False)

    @delivers(two.TWO_NUDGE)
    async def nudge(self, ref: str) -> Card | None:
        return await self._asking(ref, again=True)

    async def _asking(self, ref: str, *, again: bool) -> Card | None:
        found = await self.read(two.two_open_to, ref)
        if found is None:
            return None
        asked, member = found
        names = await self.read(cards.names, asked, member)
        quiet = Button("Report or mute", self.report_introducer, asked.id)
        return cards.asking(asked, member, names, (*self._answers(asked, names.introducer), quiet), again=again)

    def _answers(self, found: Two, introducer: str) -> tuple[Button, ...]:
        with_them = (Button(f"Yes, with {introducer} there", self.yes_with, found.id),) if found.joins else ()
        return Button("Yes, introduce us", self.yes, found.id, "go"), *with_them, Button("Not just now", self.no, found.id)

    @button(about_what=two.group_of_two)
    async def yes(self, call: Call) -> Reply:
        return await self._said_yes(call, YES)

    @button(about_what=two.group_of_two)
    async def yes_with(self, call: Call) -> Reply:
        return await self._said_yes(call, WITH_THEM)

    async def _said_yes(self, call: Call, answer: str) -> Reply:
        await call.write(two.answer_two, call.number(), answer)
        found = await call.read(two.get_two, call.number())
        if found is None or found.state == TOGETHER_NOW:
            return Update(Card(body="Lovely: the other said yes too. I'm bringing you together in a private place now."))
        return Update(Card(body=Text(WAIT, When(found.due_at, call.member.zone or call.group.zone, "day"), ".")))

    @button(about_what=two.group_of_two)
    async def no(self, call: Call) -> Reply:
        await call.write(two.answer_two, call.number(), NO)
        return Update(Card(body="Noted. On the last day they hear that you aren't available just now, as if you had never seen it."))

    @button(about_what=two.group_of_two)
    async def report_introducer(self, call: Call, ask: Quiet) -> Reply:
        await call.write(_quieten, call.number(), ask, lambda found, _: found.introducer)
        return quietened(ask)

    @button(about_what=two.group_of_two)
    async def report_other(self, call: Call, ask: Quiet) -> Reply:
        await call.write(_quieten, call.number(), ask, lambda found, me: found.beside(me))
        return quietened(ask)

    @delivers(two.TWO_TOGETHER)
    async def together(self, ref: str) -> Card | None:
        found = await self.read(two.together_now, ref)
        if found is None:
            return None
        controls = (
            Button("Report or mute the other", self.report_other, found.id),
            Button("Report or mute the introducer", self.report_introducer, found.id),
        )
        return cards.together(found, await self.read(cards.names, found, found.one), controls)

    @delivers(two.TWO_MADE)
    async def made(self, ref: str) -> Card | None:
        found = await self.read(two.together_now, ref)
        return cards.made(found, await self.read(cards.names, found, found.introducer)) if found else None

    @delivers(two.TWO_NOT)
    async def came_to_nothing(self, ref: str) -> Card | None:
        return cards.came_to_nothing()

    @delivers(two.TWO_NO_PLACE)
    async def no_place(self, ref: str) -> Card | None:
        return cards.no_place()

    async def awaited(self, call: Call) -> list[Awaited]:
        """Whom somebody would like to introduce me to, and by when I hear of what I wait for."""
        if not call.in_group:
            return []
        zone = call.member.zone or call.group.zone
        yours: list[Awaited] = []
        for each in await call.read(two.twos_asked_of, call.member.id, call.group.id):
            names = await call.read(cards.names, each, call.member.id)
            label = f"{names.introducer} would introduce you to {names.other if call.member.id == each.one else names.one}"
            until = Text("until ", When(each.due_at, zone, "day"))
            yours.append(Awaited(label, until, yours=True, controls=self._answers(each, names.introducer)))
        mine = await call.read(two.twos_waiting, call.member.id, call.group.id)
        return [*yours, *(Awaited("An introduction", Text("you hear by ", When(due, zone, "day")), yours=False) for due in mine)]


def _quieten(act: Act, two_id: int, ask: Quiet, whom: Callable[[Two, int], int]) -> None:
    found = two.get_two(act.conn, two_id)
    if found is None or act.member not in found.answers:
        raise Refusal(two.GONE_TWO)
    quieten(act, whom(found, act.member), ask)
