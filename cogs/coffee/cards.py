"""How coffee rounds read to those in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.chat import Card, Control, Fact, Mention, Text, When
from bot.chat.text import Words
from bot.community import groups, members
from bot.community.coffee import company, days, people
from bot.community.coffee.afterwards import Asked
from bot.community.coffee.rounds import CoffeeRound
from bot.community.coffee.standing import Last, Standing
from bot.community.coffee.together import Sat, zones_of
from bot.community.groups import NO_COFFEE
from bot.community.profiles import in_words
from bot.schema import Connection
from cogs.coffee.asks import OFTEN

PROMPTS = (
    "What made you smile at work lately?",
    "What do you do that nobody at your place quite understands?",
    "What would you do with a free afternoon at work?",
    "What did you have to learn the hard way?",
    "Which question do people bring you most?",
    "What are you glad to have stopped doing?",
    "Who taught you something you still use?",
)
HOW_IT_GOES = "On the day I open a private place for you and one other person, with a line to begin from. When and how you meet is yours."
NEXT_TIME = "You come first next time. /coffee status shows when that is."
WHY = {
    people.PAUSED: "you were on a break",
    people.RESTING: "you were resting",
    people.RHYTHM: "it was not one of your weeks",
    people.ALONE: (
        "there was nobody I could put you with. That happens when few are in, when numbers are odd, when you share no server or workspace "
        "with those who are, or when somebody drops out late. You come first next time"
    ),
    people.BY_HAND: "your organisers arranged it by hand, and left you out that time. You come first next time",
    people.CALLED_OFF: "your organisers called it off. You come first next time",
}


def on(day: date, zone: str) -> When:
    """A round's day."""
    return When(days.ten_on(day, zone), zone, "day")


def joined(often: str, day: date, zone: str, *, threes: bool) -> Card:
    """You're in."""
    size = "a pair, or a three when numbers are odd" if threes else "a pair wherever it can be"
    facts = (
        Fact("How often", OFTEN[often].lower()),
        Fact("In", size),
        Fact("Your next round", Text(on(day, zone), ", at ten where you are")),
    )
    note = "They see your first name; what you share is said only if you both let people find you (/my profile). /coffee leave ends it."
    return Card("You're in coffee rounds", HOW_IT_GOES, facts, note=note)


def standing(found: Standing, zone: str, controls: tuple[Control, ...]) -> Card:
    """How you stand."""
    if found.habit is None:
        not_in = "You aren't in coffee rounds here. /coffee join counts you in; it takes a minute."
        return Card("Coffee rounds", people.OFF if found.weekday == NO_COFFEE else not_in)
    mine = found.habit
    facts = [
        Fact("How often", f"{OFTEN[mine.often].lower()}, {'in a pair or a three' if mine.threes else 'in a pair wherever it can be'}"),
        Fact("Your next round", _next(found, zone)),
    ]
    if found.last:
        facts.append(Fact("Your last round", _last(found.last, zone)))
    return Card("Coffee rounds", "/coffee join changes how; /coffee leave ends it.", tuple(facts), controls=controls)


def _next(found: Standing, zone: str) -> Words:
    if found.habit and found.habit.resting_since:
        return "none while you rest"
    if found.next_day is None:
        return "none planned: coffee rounds are switched off here for now"
    return Text(on(found.next_day, zone), ", at ten where you are")


def _last(last: Last, zone: str) -> Text:
    if last.why:
        return Text("On ", on(last.day, zone), f" you were with nobody: {WHY[last.why]}.")
    return Text(on(last.day, zone), f", with {in_words(last.others)}" if last.others else "")


def together(conn: Connection, found: Sat, controls: tuple[Control, ...]) -> Card:
    """The first line of a private place."""
    people_here = [Mention(members.first_name(members.name_of(conn, each)), each) for each in found.sitting]
    zones = zones_of(conn, found.round.group)
    begins = people_here[found.round.day.toordinal() // 7 % len(people_here)]
    shared = company.shared_openly(conn, found.round.group, found.sitting)
    both = "; ".join(words for _, _, words in shared) if len(people_here) == 2 else "; ".join(f"{a} and {b}: {w}" for a, b, w in shared)
    facts = [
        Fact("What you share", both),
        Fact("Who begins", f"{begins.name}, with two times that suit: by call, on a walk, over a real coffee"),
        Fact("Mind the clock", "you live in different time zones, so say whose time you mean" if _apart(found, zones) else ""),
        Fact("If nothing comes to mind", PROMPTS[found.table % len(PROMPTS)]),
    ]
    odd = " Numbers were odd, so you are three." if len(people_here) == 3 else ""
    body = Text(*_named(people_here), f": this coffee round brings you together.{odd}")
    note = "I don't read what you write here. In a week I ask each of you, once, whether you met."
    return Card("Time for a coffee", body, tuple(fact for fact in facts if fact.words), controls=controls, note=note, to=tuple(people_here))


def _apart(found: Sat, zones: Mapping[int, str]) -> bool:
    return len({zones[each] for each in found.sitting}) > 1


def _named(mentions: Sequence[Mention]) -> list[str | Mention]:
    """`A, B and C`."""
    out: list[str | Mention] = []
    for number, each in enumerate(mentions):
        out += [" and " if number == len(mentions) - 1 else ", "] if number else []
        out.append(each)
    return out


def left_over(conn: Connection, found: CoffeeRound, why: str) -> Card:
    """Nobody this time: the same words whoever dropped out, and for whatever reason."""
    zone = groups.get(conn, found.group).zone
    reason = {
        people.ALONE: "there is nobody I could put you with this time. I'm sorry.",
        people.BY_HAND: "your organisers arranged the round by hand, and left you out this time.",
        people.CALLED_OFF: "your organisers called the round off.",
    }[why]
    return Card("Coffee: nobody this time", Text("For ", on(found.day, zone), f" {reason} {NEXT_TIME}"))


def have_you_met(found: Asked, controls: tuple[Control, ...]) -> Card:
    """One tap."""
    return Card(f"Have you and {in_words(found.others)} met?", "One tap is enough; nobody but you sees it.", controls=controls)


def rests(controls: tuple[Control, ...]) -> Card:
    """Left in peace."""
    body = "I asked three times whether you met and heard nothing, so I leave you in peace. Whenever you like, one tap brings you back."
    return Card("You're resting from coffee rounds", body, controls=controls)
