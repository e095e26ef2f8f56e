"""Quiet hours as people type them."""

import re
from datetime import time


def read_quiet(words: str) -> str:
    """`"21:00 to 08:00"` as `"21:00-08:00"`; "" for none. Raises ValueError in words."""
    if not words or words.casefold() in {"none", "no", "never"}:
        return ""
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d\d))?\s*(?:to|-|–|until)\s*(\d{1,2})(?:[:.](\d\d))?", words.casefold())
    try:
        hours = [time(int(found[at]), int(found[at + 1] or 0)) for at in (1, 3)] if found else []
    except ValueError:
        hours = []
    if len(hours) != 2 or hours[0] == hours[1]:
        raise ValueError("Type two times, such as 21:00 to 08:00, or none.")
    return f"{hours[0]:%H:%M}-{hours[1]:%H:%M}"
