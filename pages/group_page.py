"""A group's page: what it is, what is coming up, what it has said, and how to follow it without joining anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.chat.plain import say_when
from bot.chat.text import When
from bot.clock import say_until
from bot.community.announcements import Said
from bot.community.calendars import CANCELLED, PUT_OFF, Entry
from bot.community.public_pages import PublicPage
from pages.markup import Element, document, h, lines
from pages.words import clean, one_line, where

MOST: int = 20
"""Meetups on the page; the calendar has the rest."""
MOST_NEWS: int = 5
OFF = {CANCELLED: "It is not happening.", PUT_OFF: "It will happen; nobody knows yet when."}


def group_page(page: PublicPage, now: datetime, entries: Sequence[Entry], news: Sequence[Said], site: str) -> str:
    """The whole page. `site` is the address everything stands under, `entries` are in the order they happen."""
    coming = [entry for entry in entries if entry.ends_at > now]
    sections = (_about(page), _coming(coming), *([_news(page, news)] if news else []), _following(page, site))
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


def _following(page: PublicPage, site: str) -> Element:
    calendar = f"{page.path}/calendar.ics"
    ways = h(
        "ul",
        h("li", h("a", "Open it in your calendar", href=f"webcal:{site.partition(':')[2]}{calendar}"), ": it stays up to date by itself."),
        h("li", h("a", "The calendar’s address", href=calendar), ", for programs that ask for one."),
        h("li", h("a", "What is new, as a feed", href=f"{page.path}/feed.atom"), ", for a feed reader."),
    )
    return h("section", h("h2", "Follow without joining", id="follow"), ways, aria_labelledby="follow")
