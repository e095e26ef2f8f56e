"""What is read of who came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat import Attachment, Button, Card, Control, Fact, Strong, Text, When
from bot.chat.limits import shortened
from bot.chat.typed import read_id
from bot.community.attendance import door
from bot.community.attendance.checking_in import Present
from bot.community.attendance.counting import Turnout
from bot.community.attendance.door import Door
from bot.community.attendance.hellos import Hello
from bot.community.cpd import Line
from bot.community.meetups import HYBRID, ONLINE, Meetup
from bot.printed import DoorSign, Printed

OF = {"visit": "A shadowing day"}
"""What a line is of, where it is no meetup."""


def strong(meetup: Meetup) -> Strong:
    """Its title among other words."""
    return Strong(shortened(meetup.title, 100))


def people(number: int) -> str:
    """`"1 person"`, `"12 people"`."""
    return f"{number:,} {'person' if number == 1 else 'people'}"


def id_of(cursor: str) -> int | None:
    """What a list is about: `about.skip`."""
    return read_id(cursor.partition(".")[0])


def skip_of(cursor: str) -> int:
    """How many were shown before this page."""
    return read_id(cursor.partition(".")[2]) or 0


def cursors(about: int, skip: int, found: int, page: int) -> tuple[str | None, str | None]:
    """The pages before and after."""
    return (f"{about}.{max(skip - page, 0)}" if skip else None), (f"{about}.{skip + page}" if found > page else None)


# --- for organisers -------------------------------------------------------------------------------------------------------------


def at_the_door(meetup: Meetup, there: Door, here: tuple[int, int], controls: tuple[Control, ...]) -> Card:
    """The code, as large as a card can say it."""
    opens, closes = When(door.opens_at(meetup), meetup.zone), When(door.closes_at(meetup), meetup.zone)
    when = Text("until ", closes) if there.open else Text("from ", opens, " until ", closes)
    body = Text(
        "Say or show this at ", strong(meetup), ". Whoever types it after pressing I'm here on its card is on the list of who came."
    )
    facts = (Fact("Good", when), Fact("Checked in so far", _split(meetup, *here)))
    note = "Nobody has to. Who came is for organisers alone; whoever has not checked in is not marked as anything."
    return Card(door.spoken(there.code), body, facts, controls=controls, note=note)


def door_sign(meetup: Meetup, there: Door) -> DoorSign:
    """What the sheet says; no link, since where its readers chat is theirs to know."""
    where = " (online: the button beside it)" if meetup.how == HYBRID else ""
    how = f"Press I'm here{where} on the card in our chat, and type this. Only organisers see who did. Nobody has to."
    return DoorSign(meetup.title, door.spoken(there.code), how)


def door_sheet(made: Printed) -> Card:
    """The file."""
    words = "One page, A4, to hang at the door or to show on a screen. Take it down afterwards: the code stops working by itself."
    return Card("A sheet for the door", words, files=(Attachment("door.pdf", "application/pdf", made.data),))


def in_numbers(meetup: Meetup, found: Turnout | None, here: tuple[int, int], controls: tuple[Control, ...]) -> Card:
    """A meetup that took place."""
    when = Fact("When", Text(When(meetup.starts_at, meetup.zone)))
    said = (Fact("Had said yes", _split(meetup, found.said_room, found.said_online)),) if found else ()
    checked = (Fact("Checked in", _split(meetup, *here)),) if sum(here) else ()
    came = _split(meetup, found.came_room or 0, found.came_online or 0) if found and found.came is not None else "nobody has counted"
    return Card(shortened(meetup.title, 150), facts=(when, *said, *checked, Fact("Came", came)), controls=controls)


def _split(meetup: Meetup, room: int, online: int) -> str:
    total = people(room + online)
    return f"{total} ({room} in the room, {online} online)" if meetup.how == HYBRID else total


def written(meetup: Meetup, found: Turnout) -> Text:
    """To the organiser who said how many."""
    counted = _split(meetup, found.came_room or 0, found.came_online or 0)
    return Text("Written down for ", strong(meetup), f": {counted}. Thank you; /meetup manage, Those that took place, corrects it.")


def roll(meetup: Meetup, found: Sequence[Present]) -> Card:
    """By name, a line each."""
    lines = "\n".join(f"{shortened(each.name, 80)}{' · online' if each.online and meetup.how != ONLINE else ''}" for each in found)
    note = "They checked in themselves, knowing that organisers read this. Please keep it among yourselves."
    return Card(f"Who checked in: {shortened(meetup.title, 120)}", lines or "Nobody has checked in themselves.", note=note)


# --- for members ----------------------------------------------------------------------------------------------------------------


def hellos(meetup: Meetup, found: Sequence[Hello]) -> Card:
    """Somebody to say hello to."""
    title = f"At {shortened(meetup.title, 100)}"
    if not found:
        body = "Nobody so far whom you haven't met and who shows themselves as you do. That may change until it begins."
        return Card(title, f"{body} Hello works on everybody.")
    facts = tuple(Fact(each.name, each.why or "somebody you haven't met yet") for each in found)
    note = "People who come, show their first name and let themselves be found, as you do: you may stand on theirs. Nobody is told."
    return Card(title, "You could say hello to:", facts, note=note)


def dated(meetup: Meetup) -> str:
    """Its title on a button, told from others of a series."""
    return f"{shortened(meetup.title, 40)}, {meetup.when.at.day} {meetup.when.at:%b}"


def lines(found: Sequence[Line], titles: Mapping[str, str], zone: str, write: tuple[Button, ...]) -> Card:
    """One's own lines, ready to copy."""
    if not found:
        body = "You have kept no line yet. One comes with every meetup you check in at, and with every shadowing day."
        return Card("Your lines", body, controls=write)
    body = Text()
    for each in found:
        title = titles.get(each.about) or OF.get(each.about.partition(":")[0], "Something")
        body = Text(*body, When(each.on_day, zone, "day"), f", {shortened(title, 80)}: {shortened(each.words, 350)}\n")
    return Card("Your lines", body, controls=write, note="For you alone, to copy. /my export has them all in full.")
