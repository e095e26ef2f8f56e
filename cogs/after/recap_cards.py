"""How a write-up and its links read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Card, Control, Fact, Option, Text, When
from bot.chat import Link as Leads
from bot.chat.limits import shortened
from bot.chat.text import Span, joined
from bot.community.afterwards.addresses import host_of
from bot.community.afterwards.links import WAITING, Link
from bot.community.afterwards.recaps import UP, Recap
from bot.community.afterwards.results import Quote
from bot.community.meetups import Meetup

ROOM = 1200
"""Characters of links in a card's body, addresses and all; what doesn't fit is behind "All the links"."""
MOST_QUOTES = 3
A_PAGE = 4


def fitting(found: Sequence[Link]) -> Sequence[Link]:
    """As many as a card holds, whole."""
    left, shown = ROOM, list[Link]()
    for each in found:
        left -= len(each.url) + 2 * len(each.title) + 2 * len(each.credit) + 100
        if left < 0:
            break
        shown.append(each)
    return shown


def one_line(link: Link) -> Text:
    """What it is called, then where it leads in our own words: no title can pass for another address."""
    parts: list[Span] = [f"{link.title} (", Leads(host_of(link.url), link.url), ")"]
    return Text(*parts, f", by {link.credit}") if link.credit else Text(*parts)


def recap(title: str, words: str, found: Sequence[Link], quotes: Sequence[Quote], thanks: int, controls: tuple[Control, ...]) -> Card:
    """As it stands in a channel, and on its preview."""
    shown = fitting(found)
    lines = [Text("• ") + one_line(each) for each in shown]
    more = len(found) - len(shown)
    body = joined([words, *(["", *lines] if lines else []), *([f"And {more} more: All the links has them."] if more else [])])
    said = tuple(Fact(each.name or "Somebody said", f"“{each.words}”") for each in quotes[:MOST_QUOTES])
    thanked = (Fact("Thank you", f"said {thanks} times" if thanks > 1 else "said once"),) if thanks else ()
    return Card(f"After {shortened(title, 120)}", body, (*said, *thanked), controls=controls)


def down(title: str) -> Card:
    """Taken down."""
    return Card(f"After {shortened(title, 120)}", "The organisers took this write-up down.")


def posted(found: Recap, controls: tuple[Control, ...], *, again: bool) -> Card:
    """To the organiser."""
    words = (
        "Changed, wherever it stands." if again else "Posted; it is there in a moment. Links added later appear on it once you show them."
    )
    return Card(body=Text(f"{shortened(found.title, 100)}: {words}"), controls=controls, note="You can take it down whenever you like.")


def taken_down(title: str) -> Card:
    """After taking it down."""
    words = f"Taken down: the write-up of {shortened(title, 100)} is gone from every place. Write it up puts it there again."
    return Card(body=words)


def desk_of(meetup: Meetup, of: Recap | None, found: Sequence[Link], controls: tuple[Control, ...]) -> Card:
    """A meetup that took place, before an organiser."""
    waiting = sum(each.state == WAITING for each in found)
    links = f"{len(found) - waiting} shown, {waiting} waiting for you" if found else "none so far"
    stands = "not posted" if of is None else "posted" if of.state == UP else "taken down"
    facts = (Fact("When", Text(When(meetup.starts_at, meetup.zone))), Fact("Write-up", stands), Fact("Links", links))
    return Card(f"After {shortened(meetup.title, 120)}", "", facts, controls=controls)


def added(link: Link, controls: tuple[Control, ...]) -> Card:
    """To whoever added one."""
    waits = link.state == WAITING
    after = "An organiser looks at it before anybody else sees it." if waits else "It stands on the write-up once that is posted."
    note = f"I keep the whole address, and never open it: {link.url}"
    return Card(body=Text("Added: ") + one_line(link) + Text(f". {after}"), controls=controls, note=note)


def all_links(title: str, found: Sequence[Link], controls: tuple[Control, ...], *, names: bool) -> Card:
    """A page of them; for organisers with whose they are."""
    lines = [Text("• ") + one_line(each) + Text(_whose(each) if names else "") for each in found]
    note = "Choose one to show it or take it away." if names else ""
    return Card(f"Links after {shortened(title, 100)}", joined([*lines]), controls=controls, note=note)


def _whose(link: Link) -> str:
    return f" · {shortened(link.name, 60)}{', waits' if link.state == WAITING else ''}"


def one_link(link: Link, controls: tuple[Control, ...]) -> Card:
    """One of them, to an organiser: with its whole address, as words."""
    facts = (Fact("Address", link.url), Fact("From", link.name), Fact("Stands", "waiting for you" if link.state == WAITING else "shown"))
    credit = (Fact("Whose work", link.credit),) if link.credit else ()
    return Card(link.title, "", (*facts, *credit), controls=controls)


def options(found: Sequence[Link]) -> tuple[Option, ...]:
    """To choose from."""
    return tuple(
        Option(str(each.id), shortened(each.title, 75), "waits" if each.state == WAITING else shortened(host_of(each.url), 75))
        for each in found
    )


def first_word(title: str, controls: tuple[Control, ...]) -> Card:
    """To one of two."""
    words = (
        f"There is a write-up of {shortened(title, 100)}. A first word under it makes the second easier; would you say one, in its thread?"
    )
    return Card(
        body=words, controls=controls, note="I ask two whose first name shows on cards, and only once. No is fine, and nobody is told."
    )


def for_team(words: str, controls: tuple[Control, ...], *, kept: bool) -> Card:
    """Ready to copy."""
    note = "Your line is kept as a CPD line, too; /my export has it with your others." if kept else ""
    return Card("For your team, ready to copy", words, controls=controls, note=note)
