"""The feed (Atom, RFC 4287): what was announced, newest first."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from bot.chat.plain import say_when
from bot.chat.text import When
from bot.community.afterwards.links import Link
from bot.community.afterwards.recaps import Recap
from bot.community.announcements import Said
from bot.community.calendars import Entry
from bot.community.public_pages import PublicPage
from pages.words import clean, one_line, where

TYPE: Final = "application/atom+xml; charset=utf-8"
NEWEST: Final = 50
_ATOM: Final = "http://www.w3.org/2005/Atom"
register_namespace("", _ATOM)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `anchor` is its place on the page."""

    known_by: str
    title: str
    published: datetime
    updated: datetime
    body: str
    anchor: str


def items(entries: Iterable[Entry], news: Iterable[Said], recaps: Iterable[tuple[Recap, Sequence[Link]]] = ()) -> list[Item]:
    """Meetups, announcements and what was written of meetups together, newest first."""
    found = [*map(_of_meetup, entries), *map(_of_news, news), *(_of_recap(*each) for each in recaps)]
    return sorted(found, key=lambda item: (item.updated, item.known_by), reverse=True)[:NEWEST]


def _of_meetup(entry: Entry) -> Item:
    title = f"{entry.off.capitalize()}: {entry.title}" if entry.off else entry.title
    when = say_when(When(entry.starts_at, entry.zone))
    body = "\n\n".join(part for part in (f"{when}\n{where(entry.venue)}", entry.details) if part)
    return Item(entry.uid, title, entry.published_at, entry.changed_at, body, f"meetup-{entry.meetup}")


def _of_news(said: Said) -> Item:
    return Item(said.uid, said.title, said.posted_at, said.changed_at, said.words, f"news-{said.id}")


def _of_recap(recap: Recap, links: Sequence[Link]) -> Item:
    """The address stands in words: what is content of the type "text" leads nowhere by itself."""
    found = [f"{one_line(each.title)}: {each.url}{f' (by {one_line(each.credit)})' if each.credit else ''}" for each in links]
    body = "\n\n".join(part for part in (recap.words, "\n".join(found)) if part)
    return Item(recap.uid, f"After {recap.title}", recap.posted_at, recap.changed_at, body, f"after-{recap.meetup}")


def feed(page: PublicPage, address: str, found: Iterable[Item]) -> bytes:
    """The whole feed of the page at `address`."""
    shown = list(found)
    root = Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})
    _put(root, "id", _urn(f"group {page.group} {page.founded.isoformat()}"))
    _put(root, "title", one_line(page.name))
    _put(root, "updated", _when(max([page.changed_at, *(item.updated for item in shown)])))
    _put(SubElement(root, f"{{{_ATOM}}}author"), "name", one_line(page.name))
    SubElement(root, f"{{{_ATOM}}}link", {"rel": "self", "type": "application/atom+xml", "href": f"{address}/feed.atom"})
    SubElement(root, f"{{{_ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": address})
    for item in shown:
        _entry(root, item, address)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8")


def _entry(root: Element, item: Item, address: str) -> None:
    entry = SubElement(root, f"{{{_ATOM}}}entry")
    _put(entry, "id", _urn(item.known_by))
    _put(entry, "title", one_line(item.title))
    _put(entry, "published", _when(item.published))
    _put(entry, "updated", _when(item.updated))
    SubElement(entry, f"{{{_ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": f"{address}#{item.anchor}"})
    SubElement(entry, f"{{{_ATOM}}}content", {"type": "text"}).text = clean(item.body)


def _put(parent: Element, name: str, words: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}{name}").text = words


def _urn(known_by: str) -> str:
    """The same for ever, whatever the page's address becomes."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'wallflower {known_by}')}"


def _when(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
