"""Mentoring: offer to be one, find one, see what is open. The time together is in `together`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.app.quieten import Quiet, quietened
from bot.chat import (
    Awaited,
    Button,
    Card,
    Cog,
    Fact,
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
from bot.clock import Wall
from bot.community.mentoring import asking, offers, wishes
from bot.community.mentoring.people import Offer
from bot.community.mentoring.tables import CHOOSING, FLASH, OPEN, RESTING, ROUND, STOPPED
from cogs.mentor import cards, quiet, views
from cogs.mentor.asks import Finding, Limits, Offering
from cogs.mentor.views import Asked, Mine, Wished


class MentorCog(Cog, name="mentor", about="Find a mentor, or become one"):
    keep_apart = elsewhere("my.private")
    how_with = elsewhere("mentoring.how")

    # --- offering ---------------------------------------------------------------------------------------------------------------

    @command("Offer to mentor, or change what you offer")
    async def offer(self, call: Call, offering: Offering, limits: Limits) -> Reply:
        said = limits.said_with(offering)
        who = "People of this group who look for a mentor see it, with your first name. You say yes or no to each."
        return Preview(Card("You offer to mentor", facts=cards.offer(said, call.group.zone)), self.keep_offer, "Keep it", who)

    @prefill(offer)
    async def offered_so_far(self, call: Call) -> Mapping[str, str]:
        found: Offer | None = await call.read(offers.of, call.group.id, call.member.id)
        if found is None:
            return {}
        lists = {"modes": "\n".join(found.modes), "ways": "\n".join(found.ways)}
        wall = {"until": f"{Wall.of(found.until, call.group.zone).at:%Y-%m-%dT%H:%M}"} if found.until else {}
        return {"topics": ", ".join(found.topics), "capacity": str(found.capacity), "wont": found.wont, **lists, **wall}

    @confirm()
    async def keep_offer(self, call: Call, offering: Offering, limits: Limits) -> Reply:
        kept = await call.write(offers.offer, limits.said_with(offering))
        apart = Button("My line manager is …", self.keep_apart, call.group.id)
        return cards.kept(kept, call.group.zone, (apart, *self._around_offer(kept)))

    def _around_offer(self, found: Offer) -> tuple[Button, ...]:
        stop = Button("Stop offering", self.stop_offering, found.id)
        if found.state == STOPPED:
            return ()
        return (
            Button("It holds again", self.holds, found.id, "go") if found.state == RESTING else Button("Pause", self.rest, found.id),
            stop,
        )

    @button(about_what=offers.group_of)
    async def holds(self, call: Call) -> Reply:
        kept = await call.write(offers.confirm)
        body = Text("Thank you. It holds; I ask again on ", When(kept.confirmed_at + offers.HOLDS_FOR, call.group.zone, "day"), ".")
        return Update(Card(body=body))

    @button(about_what=offers.group_of)
    async def rest(self, call: Call) -> Reply:
        await call.write(offers.pause)
        again = Button("It holds again", self.holds, call.number())
        return Update(Card(body="Paused: nobody new is brought to you until you say so. People you have stay with you.", controls=(again,)))

    @button(about_what=offers.group_of)
    async def stop_offering(self, call: Call) -> Reply:
        await call.write(offers.stop)
        return Update(Card(body="Taken back. People you have stay with you; /mentor mine shows them. Thank you for having offered."))

    @delivers(offers.HOLDS)
    async def does_it_hold(self, ref: str) -> Card | None:
        found = await self.read(views.offered, ref)
        if found is None or found[0].state != OPEN:
            return None
        yes = Button("Yes, it holds", self.holds, found[0].id, "go")
        return cards.holds(found[0], found[1], (yes, *self._around_offer(found[0])))

    @delivers(offers.RESTS)
    async def it_rests(self, ref: str) -> Card | None:
        found = await self.read(views.offered, ref)
        return cards.rests(self._around_offer(found[0])) if found and found[0].state == RESTING else None

    @delivers(offers.ENDED)
    async def offer_ended(self, ref: str) -> Card | None:
        found = await self.read(views.offered, ref)
        body = "Your offer to mentor ended today, as you had said. Thank you. /mentor offer begins again whenever you like."
        return Card(body=body) if found and found[0].state == STOPPED else None

    # --- finding ----------------------------------------------------------------------------------------------------------------

    @command("Find a mentor, once or for longer")
    async def find(self, call: Call, ask: Finding) -> Reply:
        wish = await call.write(wishes.look, ask.hope())
        return await self._suggested(call, wish)

    async def _suggested(self, call: Call, wish: int) -> Card:
        of: Wished | None = await call.read(views.wished, str(wish))
        return cards.suggested(of, self._around_wish(of)) if of else Card(body=wishes.GONE)

    def _around_wish(self, of: Wished) -> tuple[Button, ...]:
        asks = tuple(Button(f"Ask {each.name}", self.ask, each.id) for each in of.found if of.wish.state != "over")
        wait = () if of.wish.mode == FLASH or of.wish.state == ROUND else (Button("Wait for the round", self.wait, of.wish.id),)
        return (*asks, *wait)

    @button(about_what=wishes.group_of_candidate)
    async def ask(self, call: Call) -> Reply:
        return cards.until(await call.write(asking.ask, call.number()), call.group.zone)

    @button(about_what=wishes.group_of)
    async def wait(self, call: Call) -> Reply:
        return Update(Card(body=cards.waits(await call.write(wishes.wait_for_round, call.number()), call.group.zone)))

    @button(about_what=wishes.group_of)
    async def wait_again(self, call: Call) -> Reply:
        return Update(Card(body=cards.waits(await call.write(wishes.wait_again, call.number()), call.group.zone)))

    @button(about_what=wishes.group_of)
    async def look_again(self, call: Call) -> Reply:
        return await self._suggested(call, await call.write(wishes.again, call.number()))

    @button(about_what=wishes.group_of)
    async def stop_looking(self, call: Call) -> Reply:
        await call.write(wishes.stop, call.number())
        return Update(Card(body="You no longer look for a mentor here. /mentor find begins again whenever you like."))

    @delivers(asking.NOBODY)
    async def nobody(self, ref: str) -> Card | None:
        of: Wished | None = await self.read(views.wished, ref)
        return cards.nobody(of, self._around_wish(of)) if of and of.wish.state in {"choosing", "over"} else None

    @delivers(asking.UNMET)
    async def unmet(self, ref: str) -> Card | None:
        of: Wished | None = await self.read(views.wished, ref)
        return of and Card("A mentor is wanted", f"{of.name} asked for a mentor, and nobody was available. Could you think of somebody?")

    @delivers(wishes.STILL_WAITING)
    async def still_waiting(self, ref: str) -> Card | None:
        return await self._waiting(ref, left_over=False)

    @delivers(wishes.NOT_THIS_ROUND)
    async def not_this_round(self, ref: str) -> Card | None:
        return await self._waiting(ref, left_over=True)

    async def _waiting(self, ref: str, *, left_over: bool) -> Card | None:
        of: Wished | None = await self.read(views.wished, ref)
        if of is None or of.wish.state != ROUND:
            return None
        controls = Button("Look now", self.look_again, of.wish.id), Button("Stop looking", self.stop_looking, of.wish.id)
        return cards.still_waiting(of, controls, left_over=left_over)

    @delivers(wishes.SOMEBODY_WAITS)
    async def somebody_waits(self, ref: str) -> Card | None:
        of: Wished | None = await self.read(views.wished, ref)
        if of is None or of.wish.state != ROUND:
            return None
        return Card(
            "Somebody waits for a mentor", Text(f"{of.name} waits for the next round, since ", When(of.wish.opened_at, of.zone, "day"), ".")
        )

    # --- the mentor who is asked ------------------------------------------------------------------------------------------------

    @delivers(asking.ASKED)
    async def asked(self, ref: str) -> Card | None:
        return await self._asking(ref, again=False)

    @delivers(asking.NUDGE)
    async def nudge(self, ref: str) -> Card | None:
        return await self._asking(ref, again=True)

    async def _asking(self, ref: str, *, again: bool) -> Card | None:
        of: Asked | None = await self.read(views.asked, ref)
        return (
            cards.asking_for(of, (*self._answers(of), Button("Report or mute", self.report_request, of.request.id)), again=again)
            if of
            else None
        )

    def _answers(self, of: Asked) -> tuple[Button, Button]:
        return Button("Yes, gladly", self.yes, of.request.id, "go"), Button("Not just now", self.no, of.request.id)

    @button(about_what=asking.group_of)
    async def yes(self, call: Call) -> Reply:
        await call.write(asking.answer, call.number(), yes=True)
        return Update(Card(body="Lovely. I'm bringing the two of you together in a private place now; you write first."))

    @button(about_what=asking.group_of)
    async def no(self, call: Call) -> Reply:
        await call.write(asking.answer, call.number(), yes=False)
        pause = "Want a rest from being asked? /mentor mine pauses your offer."
        return Update(
            Card(body=f"Noted. On the last day they hear that you aren't available just now, as if you had never seen it. {pause}")
        )

    @button(about_what=asking.group_of)
    async def report_request(self, call: Call, ask: Quiet) -> Reply:
        await call.write(quiet.request, call.number(), ask)
        return quietened(ask)

    # --- mine -------------------------------------------------------------------------------------------------------------------

    @command("See your mentoring, check in or end it")
    async def mine(self, call: Call) -> Reply:
        of: Mine = await call.read(views.mine, call.member.id, call.group.id, call.now)
        facts = [Fact(cards.role(each), cards.state(each)) for each in of.together]
        facts += [Fact(*cards.request(each)) for each in of.asked]
        facts += [Fact("You look for a mentor", cards.looking(of.wish, of.zone))] if of.wish else []
        facts += [Fact("You offer", cards.standing_of(of.offer, of.zone))] if of.offer else []
        if not facts:
            return Card(
                "No mentoring yet",
                "/mentor find looks for a mentor, for one question or for longer; /mentor offer is for whoever could be one.",
            )
        return Card("Your mentoring", facts=tuple(facts), controls=self._around_mine(of))

    def _around_mine(self, of: Mine) -> tuple[Button, ...]:
        pairs = tuple(Button(f"With {each.other} …", self.how_with, each.match.id) for each in of.together)
        answers = tuple(control for each in of.asked[:2] for control in self._answers(each))
        stop = (Button("Stop looking", self.stop_looking, of.wish.id),) if of.wish else ()
        choose = (Button("Who could be asked?", self.choose, of.wish.id),) if of.wish and of.wish.state == CHOOSING else ()
        return (*pairs, *answers, *choose, *stop, *(self._around_offer(of.offer) if of.offer else ()))

    @button(about_what=wishes.group_of)
    async def choose(self, call: Call) -> Reply:
        of: Wished | None = await call.read(views.wished, call.payload)
        if of is None or of.wish.member != call.member.id or of.wish.state != CHOOSING:
            raise Refusal(wishes.GONE)
        return cards.suggested(of, self._around_wish(of))

    async def awaited(self, call: Call) -> list[Awaited]:
        """Who asks me, whom I wait for, what I am asked."""
        if not call.in_group:
            return []
        of: Mine = await call.read(views.mine, call.member.id, call.group.id, call.now)
        asks = [Awaited(*cards.request(each), yours=True, controls=self._answers(each)) for each in of.asked]
        wish = [Awaited("Your mentor", cards.looking(of.wish, of.zone), yours=of.wish.state == CHOOSING)] if of.wish else []
        taps = [
            Awaited(
                cards.role(each),
                cards.state(each),
                yours=each.tap,
                controls=(Button(f"With {each.other} …", self.how_with, each.match.id),),
            )
            for each in of.together
        ]
        due = of.offer and cards.unconfirmed(of.offer, of.zone, call.now)
        holds = [Awaited("What you offer as a mentor", due, yours=True, controls=self._around_offer(of.offer))] if of.offer and due else []
        helping = [
            Awaited("An organiser's help", Text("somebody writes by ", When(each.due_at, of.zone, "day")), yours=False) for each in of.helps
        ]
        return [*asks, *taps, *holds, *wish, *helping]
