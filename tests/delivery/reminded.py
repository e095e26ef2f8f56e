"""What arrived in ten years of reminders, judged by when it should have: once, none early, none late without a word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from tests.delivery.due_times import OPENINGS, meant
from tests.delivery.pretend import Posted

PROMPT: Final = timedelta(seconds=120)
SECONDS: Final = timedelta(seconds=5)
TOGETHER: Final = timedelta(hours=3)
LABELLED: Final = timedelta(minutes=5)
Sort = Literal["dead", "cut off", "no disk"]


@dataclass(frozen=True, slots=True)
class Outage:
    """From when until when it is away, and how."""

    begins: datetime
    ends: datetime
    sort: Sort


@dataclass(frozen=True, slots=True)
class Meeting:
    """An event as it was announced: when that was, and who comes."""

    title: str
    zone: str
    starts: datetime
    quiet: str
    since: datetime
    coming: frozenset[str]


@dataclass(frozen=True, slots=True)
class Owed:
    """One reminder to one person: when it is due, until when it is of use, and when what it is about begins (on the wall there)."""

    who: str
    title: str
    opening: str
    due: datetime
    until: datetime
    begins: datetime


def judged(meetings: Sequence[Meeting], away: Sequence[Outage], posted: Sequence[Posted]) -> Counter[str]:
    """Twice, missing, early, tardy, late without a word: how many of each. Reads nothing but what arrived."""
    owed = {(each.who, each.title, each.opening): each for meeting in meetings for each in _owed(meeting)}
    arrived: dict[tuple[str, str, str], list[Posted]] = {}
    found = Counter({"owed": len(owed)})
    for message in posted:
        said = list(_said(message))
        for each in said:
            arrived.setdefault(each, []).append(message)
        found += _timely(message, [owed[each] for each in said if each in owed])
    for key, each in owed.items():
        there, leaves_by = arrived.pop(key, []), _leaves_by(each, away)
        found["twice"] += len(there) > 1
        found["missing"] += not there and leaves_by + PROMPT <= each.until
        found["too late for some"] += not there and leaves_by + PROMPT > each.until
        found["tardy"] += sum(message.at > leaves_by + PROMPT for message in there)
    found["nobody's"] += len(arrived)
    return found


def wrong(found: Counter[str]) -> Counter[str]:
    """What must not have been."""
    return +Counter({what: number for what, number in found.items() if what not in {"owed", "late", "too late for some"}})


def _owed(meeting: Meeting) -> Iterator[Owed]:
    for each in meant(meeting.starts, meeting.zone, meeting.quiet):
        if each.due > meeting.since:
            yield from (
                Owed(who, meeting.title, each.opening, each.due, each.until, meeting.starts.astimezone(ZoneInfo(meeting.zone)))
                for who in meeting.coming
            )


def _said(message: Posted) -> Iterator[tuple[str, str, str]]:
    """Whom a message reminds of what; nothing if it is no reminder. One about several meetups is one of each."""
    opening, _, titles = message.title.partition(": ")
    if opening in OPENINGS:
        who = re.findall(r"P\d+x\d+", message.words) if "/" in message.place else [message.place.removeprefix("@")]
        for title in re.findall(r"Event \d+", titles):
            yield from ((name, title, OPENINGS[opening]) for name in who)


def _timely(message: Posted, said: Sequence[Owed]) -> Counter[str]:
    """Of several in one message the first counts; the others may be said up to three hours early."""
    if not said:
        return Counter()
    first = min(each.due for each in said)
    late = message.at - first > LABELLED
    ahead = {(each.begins.date() - message.at.astimezone(each.begins.tzinfo).date()).days for each in said}
    day = {"Tomorrow": {1}, "Today": {0}}.get(message.title.partition(":")[0], ahead)
    return Counter({
        "early": message.at < first or any(each.due > message.at + TOGETHER for each in said),
        "of no use any more": all(message.at > each.until + SECONDS for each in said),
        "on another day than it says": not late and not day & ahead,
        "late": late,
        "late without a word": late and "Sorry, this should have reached you" not in message.words,
    })  # fmt: skip


def _leaves_by(each: Owed, away: Sequence[Outage]) -> datetime:
    moment = each.due
    for outage in away:
        if outage.begins <= moment + PROMPT and moment < outage.ends:
            moment = outage.ends
    return moment
