"""Everything that can be said to have gone wrong in a conversation.

ChatError
├── DeclarationError         our own words or routes break a rule: raised while starting, never later
├── Refusal(words)           a kind no; shown privately; not logged as an error
├── Unwelcome                a platform won't have us, and trying again won't help: raised while starting
├── FormErrors([FormError])  asks again, keeps what was typed
│   └── FormError(field, words)
└── PortError                from a port, in the delivery loop
    ├── NotNow(after)        temporary: rate limit, 5xx, no connection before anything was sent
    ├── Unsure               the reply was lost: it may or may not have been sent. Look before sending again
    ├── Unreadable           the history can't be read, so looking gives no answer
    └── Never(words)         permanent: the channel is gone, the permission is lost
        ├── Unreachable      this person's direct messages are closed, or their account is gone
        └── Gone             somebody took away what was to be changed; it can be put there anew
"""

from __future__ import annotations

from datetime import timedelta


class ChatError(Exception):
    """The root of the tree above."""


class DeclarationError(ChatError):
    """A cog breaks a limit or a rule; the message says which and where."""


class Refusal(ChatError):
    """A no, in words a person can read, with a door in it."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Unwelcome(ChatError):
    """A platform won't have us, and trying again won't help: the words say what will."""


class FormErrors(ChatError):
    """Some fields need another look."""

    def __init__(self, errors: list[FormError]) -> None:
        super().__init__("; ".join(f"{error.field}: {error.words}" for error in errors))
        self.errors = errors


class FormError(FormErrors):
    """One field needs another look; `words` say what and give an example."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        self.words = words
        super().__init__([self])


class PortError(ChatError):
    """A message could not be sent, changed or looked for."""


class NotNow(PortError):
    """Nothing was sent; try again, not before `after` has passed."""

    def __init__(self, words: str, after: timedelta = timedelta()) -> None:
        super().__init__(words)
        self.after = after


class Unsure(PortError):
    """It may have been sent. Look before sending again."""


class Unreadable(PortError):
    """History can't be read here."""


class Never(PortError):
    """It can't be sent there, now or later; `words` say why, for an organiser."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Unreachable(Never):
    """This person can't be written to directly."""


class Gone(Never):
    """Somebody took away what was to be changed. Nothing is put there anew before a person says so."""
