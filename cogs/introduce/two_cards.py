"""How introducing two others reads."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat import Card, Control, Fact, Mention, Person, Text, When
from bot.community import introductions, members
from bot.community.introductions.two import Two
from bot.schema import Connection
from cogs.introduce.asks import Others
from cogs.introduce.cards import FIRST_LINE

WHO_SEES = (
    "Each of the two reads it by themselves. I can only ask people who let themselves be found; whatever keeps it from coming about, "
    "you hear the same, in seven days at the latest."
)
ABOUT = "About your introduction"


@dataclass(frozen=True, slots=True)
class Names:
    """The first names of three people, and the zone in which one of them reads times."""

    introducer: str
    one: str
    other: str
    zone: str


def names(conn: Connection, two: Two, reader: int) -> Names:
    """As they are called."""
    first = [members.first_name(members.name_of(conn, each)) for each in two.all]
    return Names(*first, zone=members.zone_in(conn, reader, two.group))


def chosen(conn: Connection, *people: Person) -> list[str]:
    """What people who were pointed at are called, if we know them."""
    found = [members.known_by(conn, each) for each in people]
    called = [members.name_of(conn, each) if each else members.UNNAMED for each in found]
    return ["somebody I don't know yet" if each == members.UNNAMED else members.first_name(each) for each in called]


def preview(introducer: str, two: list[str], ask: Others) -> Card:
    """Before anybody is asked."""
    body = f"{introducer} would like to introduce you to {two[1]}, if you both like."
    joins = (Fact("With you there", "if both of them like"),) if ask.joins else ()
    return Card(f"To {two[0]}, and the same to {two[1]}", body, (Fact("What for", ask.purpose), *joins))


def asking(two: Two, member: int, of: Names, controls: tuple[Control, ...], *, again: bool) -> Card:
    """To one of the two."""
    other = of.other if member == two.one else of.one
    title = f"{of.introducer} would still like to introduce you" if again else f"{of.introducer} would like to introduce you"
    until = When(two.due_at, of.zone, "day")
    body = Text(f"To {other}, if you both like. You have until ", until, ". If you don't answer, or say no, they hear the same.")
    return Card(title, body, (Fact("What for", two.purpose),), controls=controls)


def together(two: Two, of: Names, controls: tuple[Control, ...]) -> Card:
    """The first line of a private place."""
    one, other = Mention(of.one, two.one), Mention(of.other, two.other)
    third = (Mention(of.introducer, two.introducer),) if two.with_introducer else ()
    body = Text(one, " and ", other, f": you both said yes. {of.introducer} thought of you: “{two.purpose}”")
    facts = (Fact("Who begins", of.one), Fact("If nothing comes to mind", FIRST_LINE))
    return Card("You wanted to meet", body, facts, controls=controls, note="I don't read what you write here.", to=(one, other, *third))


def made(two: Two, of: Names) -> Card:
    """To the introducer."""
    there = "The three of you have" if two.with_introducer else "They have"
    return Card(ABOUT, f"{of.one} and {of.other} both said yes. {there} a private place now. Well thought of.")


def came_to_nothing() -> Card:
    """To whoever waited: the same, whatever it was."""
    return Card(ABOUT, f"{introductions.NOT_JUST_NOW} That needn't mean anything. /introduce me finds somebody for you.")


def no_place() -> Card:
    """They share no platform."""
    sorry = "but there is no place that all of you share where I could bring you together. Your organisers were told, and can help."
    return Card("Nearly introduced", f"Both said yes, {sorry}")
