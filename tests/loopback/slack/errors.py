"""What this Slack says when it says no.

SlackError        an answer of the Web API: {"ok": false, "error": code}
NoAnswer          the app let a person wait past Slack's three seconds, or could not be reached
CannotDo          a person tried something their screen does not offer
"""

from collections.abc import Sequence

from .shapes import Json


class SlackError(Exception):
    """An error as the Web API words it. `messages` become response_metadata.messages, as Block Kit errors do."""

    def __init__(
        self, code: str, messages: Sequence[str] = (), *, status: int = 200, retry_after: int | None = None, **extra: object
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        self.body: Json = {"ok": False, "error": code, **extra}
        if messages:
            self.body["response_metadata"] = {"messages": [f"[ERROR] {words}" for words in messages]}


class NoAnswer(AssertionError):
    """The app did not acknowledge; the message says what Slack shows the person."""


class CannotDo(AssertionError):
    """The person's screen holds no such button, field or option; the message lists what it does hold."""
