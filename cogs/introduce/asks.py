"""What introductions ask, and what may not stand in it."""

from __future__ import annotations

from bot.chat import Form, FormError, FormErrors, Option, Person, choice, line, paragraph, person, yes_no
from bot.chat.typed import has_address
from bot.community import suggestions


class Looking(Form, title="Meet somebody", send="Who is there?", edit="Look differently"):
    how: str = choice("Whom would you like to meet?", [Option(value, words) for value, words in suggestions.HOWS.items()])
    topic: str = line("Who knows about what, if that is it?", hint="Copyright, starting out …", longest=75, required=False)
    purpose: str = paragraph("What would you like to talk about?", hint="They read this; no links", required=True, longest=300)


class Myself(Form, title="Say hello", send="See how it looks", edit="Change it"):
    words: str = paragraph("Who are you, and what brings you here?", hint="Two sentences are plenty; no links", required=True, longest=300)
    topics: str = line("What would you like to talk about?", hint="Or nothing in particular", required=False, longest=75)
    kind: str = line("What kind of place do you work in?", hint="Or none just now", required=False, longest=75)
    area: str = line("Where are you?", hint="A town or region is enough", required=False, longest=75)


class Others(Form, title="Introduce two people", send="See what they read", edit="Change it"):
    one: Person = person("Who is the one?")
    other: Person = person("And the other?")
    purpose: str = paragraph("What might they talk about?", hint="Both read this; no links", required=True, longest=300)
    joins: bool = yes_no("Would you join them, if both like?")


def no_links(**fields: str) -> None:
    """Raises FormErrors for each of these fields that leads somewhere."""
    wrong = [FormError(name, "No links or addresses here. Say it in words.") for name, words in fields.items() if has_address(words)]
    if wrong:
        raise FormErrors(wrong)
