"""A group's page: what it is, what is coming up, what it has said, and how to follow it without joining anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.plain import say_when
from bot.chat.text import When
from bot.clock import say_until
from bot.community.afterwards.addresses import host_of
from bot.community.afterwards.links import Link
from bot.community.afterwards.recaps import Recap
from bot.community.announcements import Said
from bot.community.calendars import CANCELLED, PUT_OFF, Entry
from bot.community.public_pages import PublicPage
from pages.markup import Element, document, h, lines
from pages.words import clean, one_line, where


@dataclass(frozen=True, slots=True)
class Told:
    """What a group said: its announcements, and what it wrote of its meetups, with the links."""

    news: Sequence[Said] = ()
    recaps: Sequence[tuple[Recap, Sequence[Link]]] = ()


MOST: int = 20
"""Meetups on the page; the calendar has the rest."""
MOST_NEWS: int = 5
OFF = {CANCELLED: "It is not happening.", PUT_OFF: "It will happen; nobody knows yet when."}


def group_page(page: PublicPage, now: datetime, entries: Sequence[Entry], told: Told, site: str) -> str:
    """The whole page. `site` is the address everything stands under, `entries` are in the order they happen."""
    coming = [entry for entry in entries if entry.ends_at > now]
    news = [_news(page, told.news)] if told.news else []
    after = [_written(page, told.recaps)] if told.recaps else []
    sections = (_about(page), _coming(coming), *news, *after, _following(page, site))
    return document(_frame(one_line(page.name), page, sections))


def not_there() -> str:
    """For every address that leads nowhere, whether it once did or not."""
    return document(_frame("Nothing is here", None, [h("p", "There is no page at this address. Whoever gave it to you can look it up.")]))


def _frame(title: str, page: PublicPage | None, sections: Sequence[Element]) -> Element:
    feeds = (
        ()
        if page is None
        else (
            h("link", rel="alternate", type="application/atom+xml", title="What is new", href=f"{page.path}/feed.atom"),
            h("link", rel="alternate", type="text/calendar", title="Calendar", href=f"{page.path}/calendar.ics"),
        )
    )
    head = h(
        "head",
        h("meta", charset="utf-8"),
        h("meta", name="viewport", content="width=device-width, initial-scale=1"),
        h("title", title),
        h("link", rel="stylesheet", href="/style.css"),
        *feeds,
    )
    foot = h("footer", h("p", "This page sets no cookies and counts nobody. Of those who come, nobody is named but speakers."))
    body = h("body", h("header", h("h1", title)), h("main", *sections), foot)
    return h("html", head, body, lang="en-GB")


def _about(page: PublicPage) -> Element:
    words = clean(page.about) or "A group that meets. Below is what is coming up."
    return h("section", *lines(words), class_="about", aria_label="About this group")


def _coming(coming: Sequence[Entry]) -> Element:
    shown = coming[:MOST]
    more = len(coming) - len(shown)
    inside = [h("ol", *(_meetup(entry) for entry in shown), class_="cards")] if shown else [h("p", "Nothing is planned yet.")]
    if more:
        inside.append(h("p", f"And {more} more; the calendar below has them all."))
    return h("section", h("h2", "Coming up", id="coming"), *inside, aria_labelledby="coming")


def _meetup(entry: Entry) -> Element:
    title = one_line(entry.title)
    state = h("p", h("strong", f"{entry.off.capitalize()}."), f" {OFF[entry.off]}", class_="off") if entry.off else None
    facts = h("dl", *_facts(entry))
    inside = (h("h3", title), state, facts, *lines(clean(entry.details)))
    return h("li", h("article", *inside), id=f"meetup-{entry.meetup}")


def _facts(entry: Entry) -> Iterator[Element]:
    when = h("time", say_when(When(entry.starts_at, entry.zone)), datetime=entry.starts_at.isoformat())
    yield h("div", h("dt", "When"), h("dd", when, f", for {say_until(entry.ends_at - entry.starts_at)}"))
    yield h("div", h("dt", "Where"), h("dd", where(entry.venue)))


def _news(page: PublicPage, news: Sequence[Said]) -> Element:
    shown = (_posting(page, said) for said in news[:MOST_NEWS])
    return h("section", h("h2", "Announcements", id="news"), h("ol", *shown, class_="cards"), aria_labelledby="news")


def _posting(page: PublicPage, said: Said) -> Element:
    at = h("time", say_when(When(said.posted_at, page.zone, "day")), datetime=said.posted_at.isoformat())
    return h("li", h("article", h("h3", one_line(said.title)), h("p", at, class_="small"), *lines(clean(said.words))), id=f"news-{said.id}")


def _written(page: PublicPage, recaps: Sequence[tuple[Recap, Sequence[Link]]]) -> Element:
    shown = (_recap(page, *each) for each in recaps[:MOST_NEWS])
    return h("section", h("h2", "After meetups", id="after"), h("ol", *shown, class_="cards"), aria_labelledby="after")


def _recap(page: PublicPage, recap: Recap, links: Sequence[Link]) -> Element:
    at = h("time", say_when(When(recap.posted_at, page.zone, "day")), datetime=recap.posted_at.isoformat())
    inside = (h("h3", one_line(recap.title)), h("p", at, class_="small"), *lines(clean(recap.words)))
    found = h("ul", *map(_link, links)) if links else None
    return h("li", h("article", *inside, found), id=f"after-{recap.meetup}")


def _link(link: Link) -> Element:
    """What it is called as words, where it leads as the link: no title can pass for an address."""
    credit = f", by {one_line(link.credit)}" if link.credit else ""
    leads = h("a", host_of(link.url), href=link.url, rel="nofollow noopener noreferrer")
    return h("li", f"{one_line(link.title)} (", leads, f"){credit}")


def _following(page: PublicPage, site: str) -> Element:
    calendar = f"{page.path}/calendar.ics"
    ways = h(
        "ul",
        h("li", h("a", "Open it in your calendar", href=f"webcal:{site.partition(':')[2]}{calendar}"), ": it stays up to date by itself."),
        h("li", h("a", "The calendar’s address", href=calendar), ", for programs that ask for one."),
        h("li", h("a", "What is new, as a feed", href=f"{page.path}/feed.atom"), ", for a feed reader."),
    )
    return h("section", h("h2", "Follow without joining", id="follow"), ways, aria_labelledby="follow")
