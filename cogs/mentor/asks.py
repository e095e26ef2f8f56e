"""What `/mentor` asks, and how the words typed are meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bot.app.call import Caller
from bot.chat import Form, FormError, FormErrors, Option, choice, choices, line, moment, paragraph
from bot.chat.typed import has_address
from bot.clock import Wall
from bot.community import profiles
from bot.community.mentoring import feedback, people
from bot.community.mentoring.offers import Said
from bot.community.mentoring.tables import FLASH, SIX, THREE
from bot.community.mentoring.wishes import Hope
from bot.matching.profiles import ANY_KIND
from bot.schema import Connection

MOST_ASKED, MOST_OFFERED = 3, 6
MODES = (
    Option(FLASH, "One question, answered once"),
    Option(THREE, "Three meetings"),
    Option(SIX, "Six months, about once a month"),
)
WAYS = (Option(profiles.IN_PERSON, "In person"), Option(profiles.CALL, "By call"), Option(profiles.TEXT, "In writing"))
KINDS = (
    Option("different", "A different kind of place from mine"),
    Option("same", "The same kind of place as mine"),
    Option("any", "Any kind of place"),
    Option("employer", "Any kind of place, my own employer too"),
)
ANSWERS = tuple(Option(value, words) for value, words in feedback.ANSWERS.items())


def _topics(words: str, most: int) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(each.strip() for each in re.split(r"[,;\n]", words) if each.strip()))
    if len(found) > most:
        raise ValueError(f"That is {len(found)} topics; choose the {most} that matter most.")
    if has_address(words):
        raise ValueError("No links or addresses here, please. Say it in words.")
    return found


def topics_asked(words: str) -> tuple[str, ...]:
    """`"copyright; events"`. Raises ValueError for more than three."""
    return _topics(words, MOST_ASKED)


def topics_offered(words: str) -> tuple[str, ...]:
    """As `topics_asked`, for more than six."""
    return _topics(words, MOST_OFFERED)


def suggest_offered(conn: Connection, asker: Caller, typed: str) -> list[Option]:
    """Completes the last of the topics typed so far, with what mentors here offer; own words first."""
    offered = [topic for each in people.offering(conn, asker.group.id) for topic in each.offer.topics] if asker.group else []
    return _completed(typed, offered, MOST_ASKED)


def suggest_known(conn: Connection, asker: Caller, typed: str) -> list[Option]:
    """As `suggest_offered`, with what people here care about."""
    mine = profiles.get(conn, asker.member.id).topics
    return _completed(typed, [*mine, *profiles.topics_in(conn, asker.group.id)] if asker.group else mine, MOST_OFFERED)


def _completed(typed: str, known: Iterable[str], most: int) -> list[Option]:
    *before, last = re.split(r"[,;]\s*", typed)
    free = [topic for topic in dict.fromkeys(known) if topic not in before]
    last = last.strip()
    near = [each for each, _, _ in process.extract(last, free, scorer=fuzz.WRatio, limit=10, score_cutoff=55)] if last else free[:20]
    own: list[str] = [last] if last else []
    lists = [", ".join([*before[: most - 1], topic]) for topic in dict.fromkeys([*own, *near])]
    return [Option(each, each) for each in lists if len(each) <= 75]


class Offering(Form, title="Offer to mentor", send="See how it looks", edit="What you offer"):
    topics: tuple[str, ...] = line(
        "What could you help with?", hint="Up to six, commas between", longest=75, read=topics_offered, suggest=suggest_known
    )
    capacity: str = choice("How many people at a time?", [Option("1", "One"), Option("2", "Two"), Option("3", "Three")], default="1")
    modes: tuple[str, ...] = choices("For how long?", MODES, hint="Any that suit you", required=True)
    ways: tuple[str, ...] = choices("How would you meet?", WAYS, hint="Nothing chosen: however suits both")


class Limits(Form, title="Until when, and what not", send="See how it looks", edit="Until when, and what not"):
    until: Wall | None = moment("Until when, if not for good?", hint="For example: 30 June", required=False)
    wont: str = paragraph("What won't you do?", hint="For example: read applications; find people jobs", longest=300)

    def said_with(self, offering: Offering) -> Said:
        """The two forms as one. Raises FormErrors for an address among the words."""
        if has_address(self.wont):
            raise FormErrors([FormError("wont", "No links or addresses here, please. Say it in words.")])
        until = self.until.instant if self.until else None
        return Said(offering.topics, int(offering.capacity), offering.modes, offering.ways, self.wont, until)


class Finding(Form, title="Find a mentor", send="Who is there?", edit="Look differently"):
    topics: tuple[str, ...] = line(
        "What would you like help with?", hint="Up to three, commas between", longest=75, read=topics_asked, suggest=suggest_offered
    )
    mode: str = choice("For how long?", MODES, default=THREE)
    kind: str = choice("Somebody from …", KINDS, default="different")
    ways: tuple[str, ...] = choices("How would you meet?", WAYS, hint="Nothing chosen: however suits both")
    purpose: str = paragraph("What would you like from it?", hint="Who you ask reads this; no links", required=True, longest=300)

    def hope(self) -> Hope:
        """As the rules take it. Raises FormErrors for an address among the words."""
        if has_address(self.purpose):
            raise FormErrors([FormError("purpose", "No links or addresses before you both said yes. Say it in words.")])
        kind = {"different": "", "same": people.SAME_KIND}.get(self.kind, ANY_KIND)
        return Hope(self.topics, self.purpose, self.mode, self.ways, kind, self.kind == "employer")


class Afterwards(Form, title="Three questions", send="Send"):
    helped: str = choice(feedback.QUESTIONS["helped"], ANSWERS)
    fitted: str = choice(feedback.QUESTIONS["fitted"], ANSWERS)
    again: str = choice(feedback.QUESTIONS["again"], ANSWERS)
