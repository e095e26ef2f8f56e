"""What `/shadow` asks, and how the words typed are meant."""

from __future__ import annotations

from bot.chat import Form, Option, choice, line, moment, paragraph
from bot.clock import Wall
from bot.community.shadowing.looking import ANYWHERE, NEARS


def few(words: str) -> int:
    """`"2"`. Raises ValueError for anything but 1 to 20."""
    if words.isascii() and words.isdigit() and 1 <= int(words) <= 20:
        return int(words)
    raise ValueError("Type a number from 1 to 20.")


class Days(Form, title="Offer days", send="See how it looks", edit="Days and what"):
    first: Wall = moment("Which day, from when?", hint="For example: Thursday 3 December, 9.30am")
    second: Wall | None = moment("Another day?", hint="Leave empty for one", required=False)
    third: Wall | None = moment("And another?", hint="Leave empty for two", required=False)
    place: str = line("Where?", hint="A town and a kind of place, or online")
    what: str = paragraph("What would a visitor see?", hint="An ordinary day is what people ask for", required=True, longest=300)


class Details(Form, title="Numbers and notes", send="See how it looks", edit="Numbers and notes"):
    visitors: int = line("How many visitors a day?", default="1", longest=2, read=few)
    a_month: int = line("How many visitors a month?", default="4", longest=2, read=few)
    organisation: str = line("Which organisation is it?", hint="Shown with the days; leave empty to keep it to yourself", required=False)
    dos: str = paragraph("What should they do, or not do?", hint="Shown with the day before they ask", longest=300)
    access: str = paragraph("How do they get in?", hint="Steps, lift, who to ask for; sent the day before, to them alone", longest=300)


class Looking(Form, title="Shadow somebody", send="Which days are there?", edit="Look differently"):
    near: str = choice("Where would you go?", [Option(value, words) for value, words in NEARS.items()], default=ANYWHERE)
    purpose: str = paragraph("What would you like to see?", hint="The host reads this; no links", required=True, longest=300)


class Afterwards(Form, title="It happened", send="Keep it"):
    line: str = paragraph("A line for your CPD log", hint="Yours to keep and copy; nobody else sees it", longest=500)
    note: str = paragraph("A note to the other?", hint="They read this; leave empty for none", longest=300)
