"""Addresses on the web, as people type them: kept whole, shown so that none can pass for another, and never fetched."""

from __future__ import annotations

import unicodedata
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

LONGEST: Final = 400
"""Characters of an address, once everything in it is spelt out."""
_HOST_SHOWN: Final = 60
_PLAIN: Final = "/:?&=#%+,;@~.-_!$'()*[]"
NO_ADDRESS: Final = "That is no address I can show. Copy it whole from your browser: it begins with https:// or http://."
TOO_LONG: Final = f"That address is longer than {LONGEST} characters. Many work without what follows the “?”."


def read_url(words: str) -> str:
    """The address, with its host as machines write it. Raises ValueError for anything but http and https to a named host.

    A name before the host ("https://bank.example@elsewhere.example") is refused: it is there to mislead. So are bare numbers, and
    characters that turn or hide what follows.
    """
    typed = words.strip()
    if any(unicodedata.category(letter)[0] in "CZ" for letter in typed) or set(typed) & set('<>"\\|^`{}'):
        raise ValueError(NO_ADDRESS)
    try:
        parts = urlsplit(typed)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as unclear:  # a port that is none, brackets that don't close, labels no host has
        raise ValueError(NO_ADDRESS) from unclear
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not _named(host):
        raise ValueError(NO_ADDRESS)
    rest = (quote(part, safe=_PLAIN) for part in (parts.path, parts.query, parts.fragment))
    url = urlunsplit((parts.scheme, f"{host}:{port}" if port else host, *rest))
    if len(url) > LONGEST:
        raise ValueError(TOO_LONG)
    return url


def _named(host: str) -> bool:
    """Whether it is a name of several parts, the last of which has a letter: no number stands for a machine."""
    parts = host.removesuffix(".").split(".")
    allowed = all(part and all(letter.isalnum() or letter in "-_" for letter in part) for part in parts)
    return len(parts) > 1 and allowed and any(letter.isalpha() for letter in parts[-1])


def host_of(url: str) -> str:
    """Where it leads, for everybody to read beside whatever it is called. Of a long one the end counts, so that is what stays."""
    host = urlsplit(url).hostname or ""
    return host if len(host) <= _HOST_SHOWN else f"…{host[1 - _HOST_SHOWN :]}"


def read_title(words: str) -> str:
    """What a link is called: on one line, without marks that turn what follows. Raises ValueError where it could pass for an address."""
    kept = "".join(letter for letter in words if unicodedata.category(letter) not in {"Cc", "Cs", "Cn"} and letter not in _TURNING)
    title = " ".join(kept.split())
    if not title:
        raise ValueError("Say in a few words what it is, such as: Ada's slides.")
    if "://" in title or "www." in title.casefold():
        raise ValueError("Say in words what it is; the address has a field of its own.")
    return title


_TURNING: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
