"""What `/coffee` asks."""

from __future__ import annotations

from bot.app.call import Caller
from bot.chat import Form, Option, choice, line, yes_no
from bot.clock import zone_named
from bot.community.coffee import editing
from bot.schema import Connection

OFTEN = {"weekly": "Every week", "fortnightly": "Every other week", "monthly": "Every fourth week"}


def zone(words: str) -> str:
    """As `zone_named`; nothing stays nothing."""
    return zone_named(words) if words else ""


def people_in_it(conn: Connection, asker: Caller, typed: str) -> list[Option]:
    """Those in the round to come, for whoever organises it."""
    if asker.membership is None or not asker.membership.organises:
        return []
    return [Option(name, name) for name in editing.suggested(conn, asker.membership.group.id, typed) if len(name) <= 75]


class Joining(Form, title="Coffee rounds", send="Count me in"):
    often: str = choice("How often?", [Option(value, words) for value, words in OFTEN.items()])
    threes: bool = yes_no("Is a three fine when numbers are odd?", default="yes")
    zone: str = line("Your time zone?", hint="A city is enough. You hear from me at ten there", required=False, read=zone)


class Swap(Form, title="Swap two people", send="See what it costs", edit="Choose others"):
    one: str = line("Who?", hint="As the list names them", suggest=people_in_it)
    other: str = line("With whom?", hint="They take each other's place", suggest=people_in_it)


class Less(Form, title="Take somebody out", send="See what it costs", edit="Choose somebody else"):
    who: str = line("Who sits this round out?", hint="As the list names them", suggest=people_in_it)
