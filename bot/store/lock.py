"""One running Wallflower per SQLite file."""

import fcntl
import os
from pathlib import Path

from bot.store.errors import StoreInUse


class Sole:
    """Holds `<database>.lock` until `release`, or until the process ends, however it ends: the kernel lets go of it.

    A file beside the database, not the database itself: closing any handle on that would drop SQLite's own locks.
    """

    def __init__(self, database: Path) -> None:
        """Take the lock. Raises StoreInUse when another holds it."""
        self._file = os.open(database.with_name(database.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(self._file, 20, 0).decode("ascii", "replace").strip()
            os.close(self._file)
            who = f"process {owner}" if owner else "another process"
            msg = f"{database} is already being used by {who}. Stop that Wallflower first, or give this one a database of its own."
            raise StoreInUse(msg) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode("ascii"), 0)

    def release(self) -> None:
        """Let the next one have it."""
        os.close(self._file)
