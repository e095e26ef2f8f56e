"""How mentoring stands, for whoever organises it: states and dates, never words."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Button, Card, Cog, Fact, Page, Pages, Reply, Text, When, button
from bot.chat.text import joined
from bot.chat.typed import read_id
from bot.community.mentoring import feedback, standing
from bot.community.mentoring.standing import Pair, Standing
from bot.schema import Connection

A_PAGE = 8


def own_group(_: Connection, payload: str) -> int | None:
    """The group a button was shown for; where a list goes on stands after it ("3-20")."""
    return read_id(payload.partition("-")[0])


class MentorDeskCog(Cog, name="mentor_desk", about="How mentoring stands (organisers)"):
    async def desk(self, call: Call) -> list[Card]:
        """One line, if there is any mentoring here."""
        of: Standing = await call.read(standing.look, call.group.id)
        if not of.anything:
            return []
        who = Button("Mentoring: who is together", self.who, call.group.id)
        said = Button("Mentoring: what people said", self.said, call.group.id)
        return [Card("Mentoring", _numbers(of, call.group.zone), controls=(who, said))]

    @button(only="organiser", about_what=own_group)
    async def who(self, call: Call) -> Reply:
        return Pages(self.pairs, f"{call.group.id}-0")

    @button(only="organiser", about_what=own_group)
    async def pairs(self, call: Call) -> Page:
        after = read_id(call.payload.partition("-")[2]) or 0
        found = await call.read(standing.pairs, call.group.id, call.now, after, A_PAGE)
        facts = tuple(Fact(f"{pair.mentee} and {pair.mentor}", _dates(pair, call.group.zone)) for _, pair in found)
        more = f"{call.group.id}-{found[-1][0]}" if len(found) == A_PAGE else None
        return Page(Card("Together" if facts else "Nobody is together just now", "States and dates; never words.", facts), after=more)

    @button(only="organiser", about_what=own_group)
    async def said(self, call: Call) -> Reply:
        counted = await call.read(feedback.counts, call.group.id)
        facts = tuple(
            Fact(feedback.QUESTIONS[name], ", ".join(f"{feedback.ANSWERS[answer]}: {number}" for answer, number in answers.items()))
            for name, answers in counted.items()
            if answers
        )
        few = f"An answer is shown once at least {feedback.FEWEST} people gave it."
        return Card("What people said afterwards", few if facts else f"Too few have answered so far. {few}", facts)


def _numbers(of: Standing, zone: str) -> Text:
    quiet = f", {of.quiet} of them quiet" if of.quiet else ""
    parts = [f"{of.pairs} together{quiet}", f"{_number(of.places, 'place')} free with {_number(of.mentors, 'mentor')}"]
    parts += [f"{_number(of.resting, 'offer')} resting until confirmed"] if of.resting else []
    parts += [f"{of.asking} looking for themselves"] if of.asking else []
    waits = [Text(f"{of.waiting} waiting for the round, the first since ", When(of.since, zone, "day"))] if of.since else []
    helps = [f"{len(of.helps)} asking for an organiser's help"] if of.helps else []
    return joined([*parts, *waits, *helps], "; ")


def _number(count: int, of: str) -> str:
    return f"{count} {of}{'' if count == 1 else 's'}"


def _dates(pair: Pair, zone: str) -> Text:
    began, ends, next_ = (When(each, zone, "day") for each in (pair.began_at, pair.ends_at, pair.next_at))
    return Text(f"{pair.state}, since ", began, "; asked next on ", next_, "; until ", ends)
