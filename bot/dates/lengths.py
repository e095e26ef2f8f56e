"""How long something lasts, as people type it."""

from datetime import timedelta

from bot.dates import vocabulary as v
from bot.dates.phrases import Phrases, UnknownWord, tokens
from bot.dates.unclear import Unclear, shown

LONGEST = timedelta(days=31)

_HALF, _QUARTER = 30, 15  # in sixtieths of the unit, as DECIMAL
_PHRASES = Phrases(
    {"AMOUNT": v.AMOUNT, "UNIT": v.UNIT, "DECIMAL": v.DECIMAL, "MINUTE": v.MINUTE},
    [
        ("AMOUNT UNIT", 0),
        ("AMOUNT h|hr|hrs MINUTE m|min|mins?", 0),
        ("AMOUNT . DECIMAL UNIT", 0),
        ("AMOUNT and a half UNIT", _HALF),
        ("AMOUNT UNIT and a half", _HALF),
        ("half a|an UNIT", _HALF),
        ("a? quarter of a|an UNIT", _QUARTER),
        ("three quarters of a|an UNIT", 3 * _QUARTER),
    ],
    fillers="and ,",
)


def read_length(words: str) -> timedelta:
    """'2h', '90 minutes', 'an hour and a half', '1.5 hours': more than nothing, at most 31 days; else Unclear."""
    example = "Type how long, such as “2 hours” or “90 minutes”."
    if len(words) > 100:
        raise Unclear(f"That is more than I can read. {example}")
    if words.strip().isdecimal():
        raise Unclear(f"Is that minutes or hours? {example}")
    try:
        found = _PHRASES.read(tokens(words))
    except UnknownWord as unknown:
        raise Unclear(f"I don't understand {shown(str(unknown))} as a length of time. {example}") from None
    units = [values.get("UNIT", 60) for _, values in found]
    if units != sorted(set(units), reverse=True):
        raise Unclear(f"I see more than one length there. {example}")
    total = sum((_length(sixtieths, values) for sixtieths, values in found), timedelta())
    if not timedelta() < total <= LONGEST:
        raise Unclear(f"It can last from a minute to 31 days. {example}")
    return total


def _length(sixtieths: int, values: dict[str, int]) -> timedelta:
    unit = timedelta(minutes=values.get("UNIT", 60))
    part = sixtieths + values.get("DECIMAL", 0)
    return values.get("AMOUNT", 0) * unit + part * unit / 60 + timedelta(minutes=values.get("MINUTE", 0))
