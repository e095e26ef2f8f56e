"""The words British people use for days, times and lengths of time, and the number each stands for."""

from bot.clock import MONTHS, WEEKDAYS

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_WORDS, 1)}


def _names(full: tuple[str, ...], first: int, also: dict[str, int]) -> dict[str, int]:
    """Full names and their first three letters, counted from `first`."""
    numbered = list(enumerate((name.casefold() for name in full), first))
    return {name: n for n, name in numbered} | {name[:3]: n for n, name in numbered} | also


# days
WEEKDAY = _names(WEEKDAYS, 0, {"tues": 1, "weds": 2, "thur": 3, "thurs": 3})
MONTH = _names(MONTHS, 1, {"sept": 9})
DAY = {text: n for n in range(100) for text in (str(n), f"{n:02}")}  # 31/13 and 32 May are understood, to be refused in words
YEAR = {str(n): n for n in range(2000, 2100)}
SHORT_YEAR = {f"{n:02}": 2000 + n for n in range(100)}
NTH = {"first": 1, "1 st": 1, "second": 2, "2 nd": 2, "third": 3, "3 rd": 3, "fourth": 4, "4 th": 4, "fifth": 5, "5 th": 5, "last": -1}
WHICH_MONTH = {"the month": 0, "this month": 0, "month": 0, "next month": 1}
NEAR = {"today": 0, "tomorrow": 1, "now": 0}
AHEAD = {"week": 7, "fortnight": 14}
WEEKS = {"week": 7, "weeks": 7, "week's": 7, "weeks'": 7, "fortnight": 14, "fortnights": 14, "fortnight's": 14}
DAYS = WEEKS | {"day": 1, "days": 1, "day's": 1, "days'": 1}
COUNT = {str(n): n for n in range(1, 100)} | _NUMBERS | {"a": 1, "an": 1}
FEAST = {"christmas eve": 1224, "christmas day": 1225, "boxing day": 1226, "new year's eve": 1231, "new years eve": 1231,
         "new year's day": 101, "new years day": 101}  # fmt: skip

# times
HOUR = {str(n): n for n in range(1, 13)} | _NUMBERS
TWO_DIGITS = {f"{n:02}": n for n in range(25)}
MINUTE = {f"{n:02}": n for n in range(60)}
FOUR_DIGITS = {f"{hour:02}{minute:02}": hour * 100 + minute for hour in range(25) for minute in range(60)}
THREE_DIGITS = {f"{hour}{minute:02}": hour * 100 + minute for hour in range(1, 10) for minute in range(60)}
MINUTE_WORD = {"fifteen": 15, "thirty": 30, "forty five": 45, "forty - five": 45}
MINUTES = {"five": 5, "ten": 10, "quarter": 15, "a quarter": 15, "twenty": 20, "twenty five": 25, "twenty - five": 25}
FIGURES = {"5": 5, "10": 10, "20": 20, "25": 25}
PAST_OR_TO = {"past": 1, "to": -1}
PART = {"am": 0, "a . m .": 0, "a . m": 0, "morning": 0, "pm": 1, "p . m .": 1, "p . m": 1,
        "lunchtime": 2, "lunch time": 2, "lunch": 2, "afternoon": 3, "evening": 4, "night": 5}  # fmt: skip

WHEN = {
    "WEEKDAY": WEEKDAY, "MONTH": MONTH, "DAY": DAY, "SECOND": DAY, "YEAR": YEAR, "SHORT_YEAR": SHORT_YEAR, "NTH": NTH,
    "WHICH_MONTH": WHICH_MONTH, "NEAR": NEAR, "AHEAD": AHEAD, "WEEKS": WEEKS, "DAYS": DAYS, "COUNT": COUNT, "FEAST": FEAST,
    "HOUR": HOUR, "TWO_DIGITS": TWO_DIGITS, "MINUTE": MINUTE, "FOUR_DIGITS": FOUR_DIGITS, "THREE_DIGITS": THREE_DIGITS,
    "MINUTE_WORD": MINUTE_WORD, "MINUTES": MINUTES, "FIGURES": FIGURES, "PAST_OR_TO": PAST_OR_TO, "PART": PART,
}  # fmt: skip
"""Every vocabulary of a day or a time; SECOND is the month's place in 26/11."""

# lengths
UNIT = {"m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1, "h": 60, "hr": 60, "hrs": 60, "hour": 60, "hours": 60,
        "d": 1440, "day": 1440, "days": 1440, "week": 10080, "weeks": 10080, "fortnight": 20160}  # fmt: skip
AMOUNT = {str(n): n for n in range(10_000)} | COUNT | {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty five": 45,
          "forty - five": 45, "fifty": 50, "sixty": 60, "ninety": 90}  # fmt: skip
DECIMAL = {"25": 15, "5": 30, "50": 30, "75": 45}  # in sixtieths, the only ones people say: 1.5 hours, 1.25 hours
