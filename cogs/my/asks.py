"""What `/my` asks, and how the words typed are meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bot.app.call import Caller
from bot.chat import Form, Option, Person, choice, choices, line, moment, paragraph, person, yes_no
from bot.clock import Wall, zone_named
from bot.community import members, profiles
from bot.dates import read_quiet
from bot.schema import Connection

TOPICS = (
    "Copyright",
    "Records management",
    "Project management",
    "Running events",
    "Working alone",
    "Starting out",
    "Changing sector",
    "Managing people",
    "Teaching and training",
    "Research support",
    "Evidence searching",
    "Cataloguing and metadata",
    "Archives and special collections",
    "Digital preservation",
    "Licensing and negotiation",
    "Budgets and funding bids",
    "Data and statistics",
    "Systems and software",
    "Artificial intelligence",
    "Freedom of information",
    "Data protection",
    "Accessibility",
    "Reader development",
    "Children and schools",
    "Welcoming volunteers",
    "Moving buildings",
    "Coming back after a break",
    "Freelance work",
    "Writing and publishing",
    "Wellbeing at work",
)
"""Topics that join people whose workplaces have nothing else in common. Own words are as good."""
PLACES = (
    "Public library",
    "University or college",
    "School",
    "Hospital or health service",
    "Law firm",
    "Government department",
    "Local council",
    "Charity",
    "Museum or archive",
    "Company",
    "Professional body",
    "Self-employed",
    "Between jobs",
    "Student",
)
MOST_TOPICS = 3
MEETINGS = {
    "10": "In person, within 10 miles",
    "25": "In person, within 25 miles",
    "50": "In person, within 50 miles",
    "1000": "In person, wherever it takes",
    profiles.CALL: "Online, by call",
    profiles.TEXT: "Online, in writing",
}
"""How one may meet; the numbers are miles."""


def topics(words: str) -> tuple[str, ...]:
    """`"copyright; events"` as topics. Raises ValueError for more than three."""
    found = tuple(dict.fromkeys(each.strip() for each in re.split(r"[,;\n]", words) if each.strip()))
    if len(found) > MOST_TOPICS:
        raise ValueError(f"That is {len(found)} topics; choose the three that matter most just now.")
    return found


def languages(words: str) -> tuple[str, ...]:
    """`"English, Welsh"`."""
    return tuple(dict.fromkeys(each.strip() for each in re.split(r"[,;]| and ", words) if each.strip()))


def suggest_topics(conn: Connection, asker: Caller, typed: str) -> list[Option]:
    """Completes the last of the topics typed so far: with topics people here have, then with ours, own words first."""
    *before, last = re.split(r"[,;]\s*", typed)
    here = profiles.topics_in(conn, asker.group.id) if asker.group else []
    known = [topic for topic in dict.fromkeys([*here, *TOPICS]) if topic not in before]
    return _options([", ".join([*before[: MOST_TOPICS - 1], topic]) for topic in _nearest(last, known)])


def suggest_places(_conn: Connection, _asker: Caller, typed: str) -> list[Option]:
    """Kinds of place, own words first."""
    return _options(_nearest(typed, PLACES))


def _nearest(typed: str, known: Sequence[str]) -> list[str]:
    typed = typed.strip()
    if not typed:
        return list(known[:20])
    found = [each for each, _, _ in process.extract(typed, known, scorer=fuzz.WRatio, limit=10, score_cutoff=55)]
    return list(dict.fromkeys([*(each for each in found if each.casefold() == typed.casefold()), typed, *found]))


def _options(words: Sequence[str]) -> list[Option]:
    return [Option(each, each) for each in words if len(each) <= 75]


class AboutYou(Form, title="Your profile", send="See how it looks", edit="What you do"):
    topics: tuple[str, ...] = line(
        "Up to three topics you care about", hint="Own words are welcome; commas between", longest=75, read=topics, suggest=suggest_topics
    )
    kind: str = line("What kind of place do you work in?", hint="Or none just now", longest=75, suggest=suggest_places)
    area: str = line("Where are you?", hint="A town or region is enough: Inverness, South Wales")
    years: str = choice("How long have you been in the field?", [Option(value, words) for value, words in profiles.BANDS.items()])
    does: str = paragraph("What do you do all day?", hint="In your own words; a job title says little", longest=300)


class Meeting(Form, title="How you like to meet", send="See how it looks", edit="How you like to meet"):
    ways: tuple[str, ...] = choices("How may people meet you?", [Option(value, words) for value, words in MEETINGS.items()])
    wants: str = paragraph("What would you like from it?", hint="One sentence: what you hope to learn, or whom to meet", longest=300)
    alone: bool = yes_no("Are you a team of one?")
    languages: tuple[str, ...] = line("Which languages do you speak?", default="English", read=languages)


class Private(Form, title="What stays private", send="Keep it private"):
    employer: str = line(
        "Who do you work for?", hint="Never shown; only used to keep colleagues apart where you ask for it", required=False
    )
    manager: Person | None = person("Who is your line manager, if they are here?", hint="Never shown, never matched", required=False)


class Settings(Form, title="Your settings", send="Keep"):
    name: str = line("What shall I call you?", hint="The first word of it is your first name")
    zone: str = line("Which time zone are you in?", hint="A city is enough: London, Lisbon", default="London", read=zone_named)
    quiet: str = line("When shall I not write to you?", hint="21:00 to 08:00, or none", default="none", read=read_quiet)
    reach: str = choice(
        "How shall I tell you of free seats?",
        [Option(members.DIRECT, "Directly, for you alone"), Option(members.THREAD, "In the meetup's thread")],
        default=members.DIRECT,
    )
    named: bool = yes_no("Show your first name when you come?")


class Break(Form, title="Take a break", send="Take a break"):
    until: Wall = moment("Until when?", hint="For example: 1 March, 9am")


class Code(Form, title="Use your code", send="Use it"):
    code: str = line("The code you were given", hint="Like ABCD-2345; it works once", longest=20)


class MaybeCode(Form, title="Your accounts", send="Go on"):
    code: str = line("A code, if you have one", hint="Like ABCD-2345; it works once", longest=20, required=False)
