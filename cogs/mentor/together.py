"""Two people together, from the first line of their private place to three questions at the end."""

from __future__ import annotations

from bot.app import Call
from bot.app.quieten import Quiet, quietened
from bot.chat import Button, Card, Cog, Reply, Text, Update, When, button, delivers, elsewhere
from bot.community.mentoring import beginning, check_ins, feedback, helps, leaving, matches
from bot.community.mentoring.tables import END, FLASH, SLOW, STUCK, WELL
from cogs.mentor import cards, quiet, views
from cogs.mentor.asks import Afterwards
from cogs.mentor.views import Together

TAPS = {WELL: "Going well", SLOW: "Slow", STUCK: "Stuck", END: "End it"}


class MentoringCog(Cog, name="mentoring", about="Two people together"):
    look_again = elsewhere("mentor.look_again")
    wait_again = elsewhere("mentor.wait_again")
    rest = elsewhere("mentor.rest")

    # --- in their private place -------------------------------------------------------------------------------------------------

    @delivers(beginning.TOGETHER)
    async def begins(self, ref: str) -> Card | None:
        of: Together | None = await self.read(views.going_on, ref)
        if of is None:
            return None
        flash = of.match.mode == FLASH
        first = (Button("Answered, thank you", self.answered, of.match.id, "go"),) if flash else self._first_meeting(of)
        return cards.together(of, (*first, Button("Report or mute", self.report_this, of.match.id)))

    def _first_meeting(self, of: Together) -> tuple[Button, ...]:
        return Button("We have met", self.met, of.match.id, "go"), Button("Bring a friend", self.bring_a_friend, of.match.id)

    @button(about_what=matches.group_of)
    async def answered(self, call: Call) -> Reply:
        await call.write(matches.answered, call.number())
        return "Good. It is closed, and they know. /mentor find asks another whenever you like."

    @button(about_what=matches.group_of)
    async def met(self, call: Call) -> Reply:
        await call.write(matches.say_met, call.number())
        return "Good to hear. I ask each of you now and then how it goes; one tap is enough."

    @button(about_what=matches.group_of)
    async def bring_a_friend(self, call: Call) -> Reply:
        await call.write(matches.bring_a_friend, call.number())
        return "Of course. I've said so in your private place, without saying which of you."

    @delivers(matches.FIRST_MEETING)
    async def first_meeting(self, ref: str) -> Card | None:
        of: Together | None = await self.read(views.going_on, ref)
        return cards.first_meeting(of, self._first_meeting(of)[:1]) if of and of.match.met_at is None else None

    @delivers(matches.FRIEND)
    async def friend(self, ref: str) -> Card | None:
        of: Together | None = await self.read(views.going_on, ref)
        return of and cards.friend(of)

    @delivers(beginning.NO_PLACE)
    async def no_place(self, ref: str) -> Card | None:
        of: Together | None = await self.read(views.ended, ref)
        return cards.no_place(of, self._again(of)) if of and of.named else None

    @delivers(beginning.STILL_OPEN)
    async def still_open(self, ref: str) -> Card | None:
        of: Together | None = await self.read(views.going_on, ref)
        return cards.open_question(of, (Button("Report or mute", self.report_this, of.match.id),)) if of else None

    @button(about_what=matches.group_of)
    async def report_this(self, call: Call, ask: Quiet) -> Reply:
        await call.write(quiet.match, call.number(), ask)
        return quietened(ask)

    # --- how it goes ------------------------------------------------------------------------------------------------------------

    @delivers(check_ins.CHECK)
    async def check_in(self, ref: str) -> Card | None:
        of: Together | None = await self.read(views.going_on, ref)
        return cards.how(of, self._taps(of)) if of and of.asked_at else None

    @delivers(check_ins.STILL)
    async def still_going(self, ref: str) -> Card | None:
        of: Together | None = await self.read(views.going_on, ref)
        return cards.still_going(of, self._taps(of)) if of and of.match.quiet_at else None

    def _taps(self, of: Together) -> tuple[Button, ...]:
        do = {WELL: self.well, SLOW: self.slow, STUCK: self.stuck, END: self.end}
        return tuple(Button(words, do[tap], of.match.id) for tap, words in TAPS.items())

    @button(about_what=matches.group_of)
    async def how(self, call: Call) -> Reply:
        of: Together = await call.read(views.mine_with, call.number(), call.member.id, call.now)
        if of.match.mode == FLASH:
            close = (Button("Answered, thank you", self.answered, of.match.id, "go"),) if not of.mentors else ()
            return Card(f"With {of.other}", cards.state(of), controls=(*close, Button("End it", self.end, of.match.id)))
        more = self._first_meeting(of) if of.match.met_at is None else ()
        soon = self._both(of) if call.now >= of.match.ends_at - check_ins.ASK_TO_GO_ON else ()
        return cards.how(of, (*self._taps(of), *more, *soon))

    @button(about_what=matches.group_of)
    async def well(self, call: Call) -> Reply:
        return await self._tap(call, WELL, "Good to hear. Thank you for saying so.")

    @button(about_what=matches.group_of)
    async def slow(self, call: Call) -> Reply:
        return await self._tap(call, SLOW, "Noted, for you alone. Slow is usual; a next date, set at the end of each talk, often helps.")

    async def _tap(self, call: Call, how: str, words: str) -> Reply:
        found = await call.write(check_ins.answer, call.number(), how)
        by = When(check_ins.next_for(found, call.now), call.group.zone, "day")
        return Update(Card(body=Text(words, " I ask again on ", by, "; /mentor mine is there any time.")))

    @button(about_what=matches.group_of)
    async def stuck(self, call: Call) -> Reply:
        found = await call.write(check_ins.answer, call.number(), STUCK)
        body = (
            "That happens, and it is nobody's fault. Would you like an organiser to help? They see that you asked, with whom and when; "
            "not a word more. Or it can end, without a reason."
        )
        yes, end = Button("Yes, ask an organiser", self.ask_help, found.id, "go"), Button("End it", self.end, found.id)
        return Update(Card("Stuck", body, controls=(yes, end), note="Press nothing, and nobody hears of it."))

    @button(about_what=matches.group_of)
    async def end(self, call: Call) -> Reply:
        await call.write(matches.end_mine, call.number())
        return Update(Card(body="It has ended. You both hear the same: that it has, and no reason."))

    # --- an organiser's help ----------------------------------------------------------------------------------------------------

    @button(about_what=matches.group_of)
    async def ask_help(self, call: Call) -> Reply:
        due = await call.write(helps.ask, call.number())
        return Update(
            Card(body=Text("I've asked. Somebody writes to you by ", When(due, call.group.zone, "day"), "; /my waiting shows it."))
        )

    @delivers(helps.WANTED)
    async def help_wanted(self, ref: str) -> Card | None:
        found = await self.read(views.helped, ref)
        if found is None or found[0].taken_by is not None:
            return None
        asked, name, of = found
        body = Text(
            f"{name}, who is together with {of.other}, would like an organiser's help. Please write by ",
            When(asked.due_at, of.zone, "day"),
            ".",
        )
        return Card("Somebody is stuck", body, controls=(Button("I'll write to them", self.take_help, asked.id, "go"),))

    @button(only="organiser", about_what=helps.group_of)
    async def take_help(self, call: Call) -> Reply:
        found = await call.write(helps.take, call.number())
        name = await call.read(views.first_name, found.member)
        return Update(Card(body=f"Thank you. {name} knows that you will write. Ask what would help; it may simply end."))

    @delivers(helps.TAKEN)
    async def help_taken(self, ref: str) -> Card | None:
        found = await self.read(views.helped, ref)
        if found is None or found[0].taken_by is None:
            return None
        return Card(
            body=f"{await self.read(views.first_name, found[0].taken_by)}, who organises here, will write to you about your mentoring."
        )

    @delivers(helps.LATE)
    async def help_late(self, ref: str) -> Card | None:
        found = await self.read(views.helped, ref)
        if found is None or found[0].taken_by is not None:
            return None
        by = When(found[0].due_at, found[2].zone, "day")
        return Card(body=Text("Nobody has taken up your asking for help yet. I'm sorry. I've asked again; you hear by ", by, "."))

    # --- the end ----------------------------------------------------------------------------------------------------------------

    @delivers(check_ins.GO_ON)
    async def go_on(self, ref: str) -> Card | None:
        of: Together | None = await self.read(views.going_on, ref)
        return cards.go_on(of, self._both(of)) if of else None

    def _both(self, of: Together) -> tuple[Button, ...]:
        return Button("Go on", self.would, of.match.id, "go"), Button("Let it end", self.would_not, of.match.id)

    @button(about_what=matches.group_of)
    async def would(self, call: Call) -> Reply:
        until = await call.write(check_ins.go_on, call.number(), yes=True)
        if until is None:
            return Update(Card(body="Noted. It goes on if they say so too; otherwise it ends as planned. I tell you either way."))
        return Update(Card(body=Text("You both would: it goes on until ", When(until, call.group.zone, "day"), ".")))

    @button(about_what=matches.group_of)
    async def would_not(self, call: Call) -> Reply:
        await call.write(check_ins.go_on, call.number(), yes=False)
        return Update(Card(body="Noted, and shown to nobody. It ends on the day that was planned."))

    @delivers(check_ins.LONGER)
    async def longer(self, ref: str) -> Card | None:
        of: Together | None = await self.read(views.going_on, ref)
        return of and cards.longer(of)

    def _again(self, of: Together) -> tuple[Button, ...]:
        """Where whoever had a mentor may go from here; a mentor may rest."""
        if of.mentors:
            return ()
        return self._look(of.match.wish, longer=of.match.mode != FLASH)

    def _look(self, wish: int | None, *, longer: bool) -> tuple[Button, ...]:
        if wish is None:
            return ()
        wait = (Button("Wait for the round", self.wait_again, wish),) if longer else ()
        return (Button("Look for somebody else", self.look_again, wish), *wait)

    @delivers(matches.OVER)
    async def over(self, ref: str) -> Card | None:
        of: Together | None = await self.read(views.ended, ref)
        return cards.over(of, self._again(of)) if of else None

    @delivers(leaving.MENTOR_LEFT)
    async def mentor_left(self, ref: str) -> Card | None:
        of = await self.read(views.wished, ref)
        body = (
            "Your mentor has left the group, so your mentoring has ended; it has nothing to do with you. You come first in the next round."
        )
        return of and Card("Your mentoring has ended", body, controls=self._look(of.wish.id, longer=of.wish.mode != FLASH))

    @delivers(leaving.PARTNER_LEFT)
    async def partner_left(self, ref: str) -> Card | None:
        body = "Whom you were together with has left the group; it has nothing to do with you. Thank you for your time."
        return Card("A mentoring of yours has ended", body)

    @delivers(matches.FEEDBACK)
    async def three_questions(self, ref: str) -> Card | None:
        of: Together | None = await self.read(views.unasked, ref)
        return cards.afterwards(of, (Button("Three questions", self.say_how_it_was, of.match.id),)) if of else None

    @button(about_what=matches.group_of)
    async def say_how_it_was(self, call: Call, ask: Afterwards) -> Reply:
        await call.write(feedback.give, call.number(), ask.helped, ask.fitted, ask.again)
        return "Thank you. It is counted, and kept for nobody else to read."
