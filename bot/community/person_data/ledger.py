"""Who was erased, kept outside the database so that a restored backup does not bring them back.

A small file beside the database, readable by its owner alone. It holds a random key and, for each erasure, the moment and keyed hashes
(HMAC-SHA-256) of the record's number and of each account: enough to recognise them in a backup, and no name of anybody.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Self

_HEADING: Final = "wallflower erasures 1"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file at `path`, made when the first erasure is written down."""

    path: Path

    @classmethod
    def beside(cls, database: Path) -> Self:
        """The ledger of this database: the same name, ending in `.erased`."""
        return cls(database.with_suffix(".erased"))

    def add(self, now: datetime, tags: Iterable[str]) -> str:
        """Write an erasure down, on the disk before this returns. Returns its receipt code. Writing it twice does no harm."""
        key = self._key() or self._begin()
        hashes = [_hash(key, tag) for tag in tags]
        with self.path.open("a", encoding="ascii") as file:
            file.writelines(f"{now.isoformat()} {each}\n" for each in hashes)
            file.flush()
            os.fsync(file.fileno())
        return hashes[0][:12].upper()

    def reader(self) -> Reader:
        """What is written down by now."""
        key = self._key()
        return Reader(key, dict(self._lines()) if key else {})

    def _key(self) -> bytes:
        try:
            with self.path.open(encoding="ascii") as file:
                heading, _, key = file.readline().strip().rpartition(" ")
        except FileNotFoundError:
            return b""
        if heading != _HEADING:
            raise ValueError(f"{self.path} is no list of erasures. Put the right one back, or move this one away.")
        return bytes.fromhex(key)

    def _begin(self) -> bytes:
        key = secrets.token_bytes(32)
        with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"{_HEADING} {key.hex()}\n")
        return key

    def _lines(self) -> Iterator[tuple[str, datetime]]:
        with self.path.open(encoding="ascii") as file:
            for line in list(file)[1:]:
                at, _, hashed = line.strip().partition(" ")
                if hashed:
                    yield hashed, datetime.fromisoformat(at)


@dataclass(frozen=True, slots=True)
class Reader:
    """The erasures written down, for looking people up."""

    key: bytes
    erased: dict[str, datetime]

    def erased_at(self, tag: str) -> datetime | None:
        """When whoever this tag stands for was erased; None if they were not."""
        return self.erased.get(_hash(self.key, tag)) if self.erased else None


def _hash(key: bytes, tag: str) -> str:
    return hmac.new(key, tag.encode(), hashlib.sha256).hexdigest()
