"""Asking back: "Do you mean Thursday 26 November or Thursday 3 December?"."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from functools import partial

from bot.clock import Wall, say_date


def ask(walls: Sequence[Wall], this_year: int) -> str:
    """One question that tells the walls apart, with the year where it is not `this_year`; nothing when there are none."""
    days = list(dict.fromkeys(wall.at.date() for wall in walls))
    times = list(dict.fromkeys(wall.at.time() for wall in walls))
    named = partial(_day, this_year=this_year)
    if not walls:
        return ""
    if len(days) * len(times) != len(walls):
        return f"Do you mean {_either(f'{named(wall.at.date())} at {_hour(wall.at.time())}' for wall in walls)}?"
    if len(days) == 1:
        return f"Do you mean {_either(map(_hour, times))} on {named(days[0])}?"
    return f"Do you mean {_either(map(named, days))}, {'at' if len(times) == 1 else 'and'} {_either(map(_hour, times))}?"


def _day(day: date, this_year: int) -> str:
    return say_date(day).removesuffix(f" {this_year}")


def _hour(at: time) -> str:
    """'6.30pm', to people who typed no more than "half six"; noon and midnight in figures nobody can mistake."""
    if at.hour % 12 == 0:
        return f"{at:%H:%M}"
    minutes = f".{at:%M}" if at.minute else ""
    return f"{at.hour % 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def _either(options: Iterable[str]) -> str:
    *most, last = options
    return f"{', '.join(most)} or {last}" if most else last
