"""How what is prepared reads: to the organiser, and in the thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat import Button, Card, Fact, Mention, Strong, Text, When
from bot.chat.limits import shortened
from bot.chat.text import joined
from bot.community import members
from bot.community.before import prompts, waking
from bot.community.before.reading import Preparation
from bot.community.before.waking import Company
from bot.community.guests import Guest
from bot.community.meetups import POSTPONED, Meetup

MOST_NAMES = 12
ASLEEP = "sleeps; nothing is said in it but reminders"


def prepared(meetup: Meetup, found: Preparation, controls: tuple[Button, ...]) -> Card:
    """To the organiser: what there is, and what there could be."""
    point = found.meeting_point or "as each two of them agree"
    facts = (
        Fact("The thread before it", _how_woken(found)),
        Fact("Programme", _programme(found)),
        Fact("Who brings what", _list(found)),
        Fact("Where buddies meet", point),
    )
    body = "All of this is optional; a meetup does very well without."
    return Card(f"Prepare {shortened(meetup.title, 120)}", body, facts, controls=controls)


def _programme(found: Preparation) -> str:
    if not found.agenda:
        return "none"
    parts = f"{len(found.agenda)} part{'s' * (len(found.agenda) != 1)}"
    return f"{parts}, said in the thread as each begins" if found.agenda_said else parts


def _list(found: Preparation) -> str:
    return "on the card, for those with a seat" if found.brings else "nobody is asked"


def _how_woken(found: Preparation) -> str:
    if found.days is None:
        return ASLEEP
    whose = f"{number(len(found.prompts))} of your own" if found.prompts else "mine"
    return f"woken {found.days} days ahead; questions: {whose}"


def number(count: int) -> str:
    """`"1 question"`."""
    return f"{count} question{'s' * (count != 1)}"


def thread(meetup: Meetup, found: Preparation, ahead: Sequence[tuple[datetime, int | None]]) -> Card:
    """Before an organiser wakes it: what will be said, and when."""
    title = f"The thread before {shortened(meetup.title, 100)}"
    if meetup.state == POSTPONED:
        return Card(title, "It has no date just now. As soon as it has one, I plan the days before it.")
    if not ahead:
        return Card(title, "There is no day left for it before it begins. Ask your question in the thread yourself.")
    own = found.prompts or prompts.OURS
    said = [Text(When(at, meetup.zone), f": {'who is coming' if which is None else own[which]}") for at, which in ahead]
    left = len(own) - found.said - sum(which is not None for _, which in ahead)
    more = f" There are more questions than days: {number(left)} will not be put." if found.prompts and left > 0 else ""
    return Card(title, joined([*said, f"Never in your quiet hours, nothing once it begins.{more}"]))


def woken(found: Company) -> Card:
    """The first message in the thread."""
    meetup = found.meetup
    where = "where is still to follow" if meetup.only_dated else f"at {meetup.venue}"
    body = Text("We meet ", When(meetup.starts_at, meetup.zone), f", {where}. If you like, say hello here before we do.")
    to = tuple(Mention(members.first_name(each.name), each.member_id) for each in found.named[: waking.MOST_ADDRESSED])
    facts = (*_coming(found), *_new(found.new))
    note = "Nobody is named here who did not agree to it. Others are very welcome too: a seat is one tap above."
    return Card(f"Before {shortened(meetup.title, 130)}", body, facts, note=note, to=to)


def _coming(found: Company) -> tuple[Fact, ...]:
    new = {each.member_id for each in found.new}
    names = [members.first_name(each.name) for each in found.named if each.member_id not in new]
    others = found.others + max(len(names) - MOST_NAMES, 0)
    shown = [*names[:MOST_NAMES], *([f"{others} other{'s' * (others != 1)}"] if others and (names or new) else [])]
    if not shown:
        return (Fact("Coming", f"{others} so far"),) if others else ()
    return (Fact("Coming", listed(shown)),)


def _new(people: Sequence[Guest]) -> tuple[Fact, ...]:
    if not people:
        return ()
    names = listed([members.first_name(each.name) for each in people[:MOST_NAMES]])
    return (Fact("For the first time", Text(Strong(names), ". Say hello to them.")),)


def listed(words: Sequence[str]) -> str:
    """`"one, two and three"`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def question(meetup: Meetup, words: str) -> Card:
    """One of the questions in the thread."""
    return Card(body=words, note=f"A question before {shortened(meetup.title, 100)}. Answer it, or leave it.")


def strong(title: str) -> Strong:
    """A title among other words."""
    return Strong(shortened(title, 100))
