"""The same words for e-mail and for LinkedIn, where nothing of ours reaches: ready to be pasted."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat import Attachment, Card
from bot.chat.limits import shortened
from bot.chat.plain import say_when
from bot.chat.text import When
from bot.community.announcements import Announcement
from bot.community.meetups import Meetup
from bot.community.public_pages import where

LINKEDIN = 3000
"""Characters in one post there: https://www.linkedin.com/help/linkedin/answer/a528176."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What is to be told elsewhere. `link`: the group's public page, where it has one."""

    title: str
    body: str
    group: str
    link: str = ""


def of_announcement(found: Announcement, group: str, link: str) -> Copy:
    """An announcement."""
    return Copy(found.title, found.words, group, link)


def of_meetup(found: Meetup, group: str, link: str) -> Copy:
    """A meetup: when, where, and what the organiser wrote."""
    when = say_when(When(found.starts_at, found.zone))
    facts = f"When: {when}\nWhere: {where(found.venue)}"
    anchor = f"{link}#meetup-{found.id}" if link else ""
    return Copy(found.title, f"{facts}\n\n{found.details}".strip(), group, anchor)


def for_email(copy: Copy) -> str:
    """With a subject line."""
    more = f"\n\nMore: {copy.link}" if copy.link else ""
    return f"Subject: {copy.title}\n\nHello,\n\n{copy.body}{more}\n\n{copy.group}\n"


def for_linkedin(copy: Copy) -> str:
    """Plain, as nothing else survives there, and no longer than it takes."""
    end = f"\n\nMore: {copy.link}" if copy.link else ""
    return shortened(f"{copy.title}\n\n{copy.body}", LINKEDIN - len(end)) + end


def card(copy: Copy) -> Card:
    """Both, to read and as files."""
    files = (
        Attachment("for-email.txt", "text/plain", for_email(copy).encode()),
        Attachment("for-linkedin.txt", "text/plain", for_linkedin(copy).encode()),
    )
    note = "Two files, ready to paste: one for e-mail, with a subject line, one for LinkedIn. Above is how the second reads."
    return Card("For e-mail and LinkedIn", shortened(for_linkedin(copy), 2400), note=note, files=files)
