"""A day and a time, read from what somebody typed."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product

from bot.clock import DAY, Wall, say_date, say_full, zone_named
from bot.dates import days, times, vocabulary
from bot.dates.ask import ask
from bot.dates.days import Days, agreed
from bot.dates.lengths import read_length
from bot.dates.phrases import Phrases, UnknownWord, tokens
from bot.dates.times import Part, Times
from bot.dates.unclear import Unclear, shown

LONGEST_TEXT = 200
FARTHEST = timedelta(days=5 * 366)

_PHRASES = Phrases(vocabulary.WHEN, [*days.PHRASES, *times.PHRASES], "at @ on the from starting starts , . ; ( ) - – — please sharp")
_HINTS = {
    word: hint
    for words, hint in (
        ("to till til until", "Only the start is needed here; how long it lasts is asked separately."),
        ("weekend weekends", "Which day of the weekend is it?"),
        ("every each weekly monthly fortnightly", "One date at a time, please."),
        ("gmt bst cet est", "For a time zone, name the place: “London time”."),
    )
    for word in words.split()
}


def read_when(words: str, now: datetime, zone: str, *, day_default: date | None = None) -> Wall:
    """The one moment `words` can mean, said at the aware `now` by somebody in `zone`; `day_default` is the day if only a time is given.

    Raises Unclear when there is none, or more than one, or it is past or more than five years away. Words may name another zone
    ("6pm New York time"); the answer is then in that one. A time the spring change skips is returned as typed: `Wall.instant` decides.
    """
    said, zone = _zone_said(words[: LONGEST_TEXT + 1], zone)
    listener = _Listener(now, zone, Wall.of(now, zone).at.date(), day_default)
    if len(words) > LONGEST_TEXT:
        raise Unclear(f"That is more than I can read. {listener.example}")
    return listener.soon(said) or listener.one(listener.pieces(said))


def _zone_said(words: str, zone: str) -> tuple[str, str]:
    """The words, single-spaced, without "London time" or "UTC", and the zone that was named; or the zone as it is."""
    said = words.split()
    bare = [word.casefold().strip("(),.;") for word in said]
    if "utc" in bare:
        at = bare.index("utc")
        return " ".join(said[:at] + said[at + 1 :]), "UTC"
    for at in (at for at, word in enumerate(bare) if word == "time"):
        for start in range(max(0, at - 3), at):
            with suppress(ValueError):
                named = zone_named(" ".join(bare[start:at]))
                return " ".join(said[:start] + said[at + 1 :]), named
    return " ".join(said), zone


@dataclass(frozen=True)
class _Listener:
    now: datetime
    zone: str
    today: date
    day_default: date | None

    @property
    def example(self) -> str:
        return self.such_as(self.today + 7 * DAY)

    def such_as(self, day: date) -> str:
        return f"Type a day and a time, such as “{say_date(day)}, 18:30”."

    def ask(self, walls: list[Wall]) -> str:
        return ask(walls, self.today.year)

    def soon(self, said: str) -> Wall | None:
        """'in two hours', which is a moment by itself."""
        first, _, rest = said.casefold().partition(" ")
        with suppress(Unclear):
            if first == "in" and (wait := read_length(rest)) < DAY:
                moment = (self.now + wait).replace(second=0, microsecond=0)
                wall = Wall.of(moment, self.zone)
                return wall if self.now < moment == wall.instant else None  # not in the hour that comes again
        return None

    def pieces(self, said: str) -> list[Days | Times | Part]:
        try:
            return [meaning(values, self.today) for meaning, values in _PHRASES.read(tokens(said))]
        except UnknownWord as unknown:
            word = str(unknown)
            hint = _HINTS.get(word, f"I don't understand {shown(word)}.")
            raise Unclear(f"{hint} {self.example}") from None

    def one(self, pieces: list[Days | Times | Part]) -> Wall:
        parts = [piece for piece in pieces if isinstance(piece, Part)]
        spans = [piece for piece in pieces if isinstance(piece, Days)] + [part.day for part in parts if part.day]
        if not spans and self.day_default:
            spans = [Days((self.day_default,))]
        time = self._time([piece for piece in pieces if isinstance(piece, Times)], parts, spans)
        if not spans:
            raise Unclear(f"Which day? {self.example}", self._future((self.today, self.today + DAY), time.minutes))
        days = agreed(spans)
        if not days.on:
            meant = self._future([day for span in spans for day in span.on], time.minutes)
            raise Unclear(f"The days you typed don't go together. {self.ask(meant) or self.example}", meant)
        return self._moment(days, time)

    def _time(self, said: list[Times], parts: list[Part], spans: list[Days]) -> Times:
        """The only time said, less what the part of the day rules out."""
        if len(said) > 1:
            raise Unclear(f"I see more than one time there, and only the start is needed. {self.example}")
        if not said:
            on = [day for span in spans for day in span.on]
            question = f"What time? {self.such_as(on[0])}" if on else f"When is it? {self.example}"
            raise Unclear(question, self._future(on, [part.usual for part in parts]))
        if not (minutes := tuple(minute for minute in said[0].minutes if all(part.holds(minute) for part in parts))):
            raise Unclear(f"That is not a time of that day. {self.example}")
        return Times(minutes, said[0].sure and minutes[0] == said[0].minutes[0])

    def _moment(self, days: Days, time: Times) -> Wall:
        minutes = time.minutes[:1] if time.sure else time.minutes
        meant = self._future(days.on, minutes)
        if not meant:
            first = _wall(days.on[0], minutes[0], self.zone)
            if first.instant > self.now:
                raise Unclear(f"{say_full(first)} is more than five years away. {self.example}")
            instead = self._future(days.on, time.minutes) + self._future(days.later, minutes)
            raise Unclear(f"{say_full(first)} has already gone. {self.ask(instead) or self.example}", instead)
        if len(meant) > 1:
            raise Unclear(self.ask(meant), meant)
        return meant[0]

    def _future(self, on: Iterable[date], minutes: Iterable[int]) -> list[Wall]:
        """Those of the days at those of the minutes that are to come, soonest first."""
        walls = dict.fromkeys(_wall(day, minute, self.zone) for day, minute in product(on, minutes))
        return sorted((wall for wall in walls if self.now < wall.instant <= self.now + FARTHEST), key=lambda wall: wall.at)


def _wall(day: date, minute: int, zone: str) -> Wall:
    return Wall(datetime.combine(day, time()) + timedelta(minutes=minute), zone)
