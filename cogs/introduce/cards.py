"""How introductions read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.chat import Card, Control, Fact, Mention, Text, When
from bot.community import groups, introductions, members, profiles, suggestions
from bot.community.introductions import Introduction, States, Suggestion
from bot.community.profiles import Profile
from bot.schema import Connection

FIRST_LINE = "What does a good day at work look like for you, and what did the last one have in it?"


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking one other, with what is shown of the first."""

    intro: Introduction
    asker: Profile
    other: str
    why: str
    zone: str


def asked(conn: Connection, intro: Introduction) -> Asked:
    """What the one who is asked may read."""
    asker, other = profiles.get(conn, intro.asker), profiles.get(conn, intro.candidate)
    why = "; ".join(part.words for part in suggestions.reasons(other, asker, suggestions.LIKE))
    return Asked(intro, asker, other.first_name, why, groups.get(conn, intro.group).zone)


def suggested(found: list[Suggestion], controls: tuple[Control, ...]) -> Card:
    """Who could be asked."""
    facts = tuple(Fact(each.name, each.why) for each in found)
    body = (
        "All of them chose to be found. Ask one at a time; you meet only if they say yes too. Nobody is told that they were shown to you."
    )
    return Card("You could meet", body, facts, controls=controls)


def asking(about: Asked, controls: tuple[Control, ...], *, again: bool) -> Card:
    """Whether somebody would like to meet somebody."""
    who, until = about.asker, When(about.intro.due_at, about.zone, "day")
    lines = (("What for", about.intro.purpose), ("What they do", who.does), ("Why you", about.why and f"{who.first_name} {about.why}"))
    title = f"{who.first_name} would still like to meet you" if again else f"{who.first_name} would like to meet you"
    body = Text("Would you like to be introduced? You have until ", until, ". If you don't answer, or say no, they hear the same.")
    return Card(title, body, tuple(Fact(label, words) for label, words in lines if words), controls=controls)


def together(about: Asked, controls: tuple[Control, ...]) -> Card:
    """The first line of a private place."""
    asker = Mention(about.asker.first_name, about.intro.asker)
    other = Mention(about.other, about.intro.candidate)
    body = Text(asker, " and ", other, f": you both said yes. {about.asker.first_name} wrote: “{about.intro.purpose}”")
    facts = (Fact("Who begins", about.asker.first_name), Fact("If nothing comes to mind", FIRST_LINE))
    note = "I don't read what you write here. In a week I ask each of you, once, whether you met."
    return Card("You wanted to meet", body, facts, controls=controls, note=note, to=(asker, other))


def nobody(found: list[Suggestion], controls: tuple[Control, ...], *, over: bool) -> Card:
    """What everybody hears whose request was not answered with yes."""
    if over or not found:
        asked = "I've asked your organisers whether they can think of somebody; you can look again: /introduce me."
        return Card("About your introduction", f"{introductions.NOT_JUST_NOW} {asked}")
    facts = tuple(Fact(each.name, each.why) for each in found)
    return Card("About your introduction", f"{introductions.NOT_JUST_NOW} Would you like to ask somebody else?", facts, controls=controls)


def other_name(conn: Connection, intro: Introduction, member: int) -> str:
    """The first name of the other of the two."""
    return members.first_name(members.name_of(conn, intro.other(member)))


def until(instant: datetime, zone: str) -> Text:
    """When the answer comes."""
    return Text("Asked. You hear on ", When(instant, zone, "day"), " at the latest; a yes reaches you at once. /my waiting shows it.")


def on_desk(of: States, zone: str) -> Text:
    """Counts and dates: who it is about is nobody else's business."""
    waiting = Text(f"{of.waiting} waiting for an answer")
    if of.last_day:
        waiting += Text(", the last until ", When(of.last_day, zone, "day"))
    return waiting + f"; in thirty days {of.together} came about, and nobody was available for {of.nobody}."
