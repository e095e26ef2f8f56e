"""What a badge and a printed file look like in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Attachment, Card, Control, Fact
from bot.chat.limits import shortened
from bot.clock import say_date
from bot.community import papers
from bot.community.meetups import ROOM, Meetup
from bot.community.public_pages import where
from bot.printed import PHOTOS, Badge, Poster, Printed

_FULL_SIZE = "Print it at 100 %, not fitted to the page, or the labels won't meet their words."


def badge(worn: Badge, controls: tuple[Control, ...] = (), note: str = "", files: tuple[Attachment, ...] = ()) -> Card:
    """A badge as it will be, line by line."""
    lines = (("Group", worn.group), ("In chat", worn.handle), ("Pronouns", worn.pronouns), ("Ask me about", worn.ask_me))
    facts = tuple(Fact(label, words) for label, words in lines if words)
    return Card(shortened(worn.name, 100), "", (*facts, Fact("Photos", PHOTOS[worn.photos])), controls=controls, note=note, files=files)


def printed_badges(made: Printed, people: int, empty: int, sheet: str) -> Card:
    """The file, and what is to be known of it."""
    sheets = f"{made.pages} sheet{'' if made.pages == 1 else 's'} of {sheet}"
    body = f"{_number(people, 'badge')} and {empty} to write on, on {sheets}. {_FULL_SIZE}"
    note = "Only you have this file. It says what people chose to wear: keep it among organisers, and delete it once it is printed."
    return Card("Badges", body, _not_written(made.not_written), note=note, files=(Attachment("badges.pdf", "application/pdf", made.data),))


def printed_poster(made: Printed, *, code: bool) -> Card:
    """The file, and whether there is a code on it."""
    lead = "Its code leads to your public page." if code else "It has no code, as the group has no public page; /organise switches one on."
    files = (Attachment("poster.pdf", "application/pdf", made.data),)
    return Card("A poster", f"One page, A4, for black and white. {lead}", _not_written(made.not_written), files=files)


def of_ones_own(name: str, made: Printed, note: str, *others: Attachment) -> Card:
    """A paper for its reader alone, to show at work."""
    file = Attachment(f"{name.lower().replace(' ', '-')}.pdf", "application/pdf", made.data)
    return Card(
        name, "One page." if made.pages == 1 else f"{made.pages} pages.", _not_written(made.not_written), note=note, files=(file, *others)
    )


def _not_written(words: Sequence[str]) -> tuple[Fact, ...]:
    """What is missing on the paper, so that nobody finds out at the door."""
    if not words:
        return ()
    return (Fact("Please write by hand (I have no letters for it)", shortened("; ".join(words), 290)),)


def poster(meetup: Meetup, group: str, link: str) -> Poster:
    """What a poster of a meetup says; `link` is the group's public page, "" for none."""
    how = "Scan to see more, and how to come" if link else f"To come, say so in our chat: look for it in the announcements of {group}."
    details = meetup.details if meetup.how == ROOM else f"{meetup.details}\n{_ONLINE_TOO}".strip()
    anchor = f"{link}#meetup-{meetup.id}" if link else ""
    return Poster(group, meetup.title, say_date(meetup.when.at.date()), papers.hours(meetup), where(meetup.venue), details, how, anchor)


_ONLINE_TOO = "You can also join online: whoever says yes in the group gets the link."


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
