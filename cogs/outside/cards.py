"""How what is outside chat reads."""

from __future__ import annotations

from datetime import datetime

from bot.chat import Card, Control, Fact, Link, Text, When
from bot.community import calendar_keys
from bot.community.public_pages import PATH, Shown

WHAT = (
    "The group's name, what you say of it here, and each meetup's title, time, place, details, programme and speakers, "
    "as organisers wrote them"
)
NEVER = "Who comes (but for speakers you name), how many, or anything else of a member. Links to calls stay with those who said yes."


def preview(shown: Shown, outside: str) -> Card:
    """What will be public, and where."""
    address = f"{outside}{PATH}/{shown.address}"
    news = "; announcements, from those already made on" if shown.news else "; no announcements"
    facts = (
        Fact("Address", address),
        Fact("Says", shown.about or "nothing of your own yet"),
        Fact("Shown", WHAT + news),
        Fact("Never shown", NEVER),
        Fact("With it", "a calendar and a feed, which anybody can follow without joining"),
    )
    return Card("A page for everybody on the web", "Search engines may find it. You can switch it off at any time.", facts)


def going_away() -> Card:
    """Before it is switched off."""
    return Card("No public page", "The page, its calendar and its feed are gone at once, for those who follow them too.")


def public(shown: Shown, outside: str) -> Card:
    """After it was switched on."""
    page = f"{outside}{PATH}/{shown.address}"
    facts = (
        Fact("Page", Text(Link(page, page))),
        Fact("Calendar", Text(Link(f"{page}/calendar.ics", f"{page}/calendar.ics"))),
        Fact("Feed", Text(Link(f"{page}/feed.atom", f"{page}/feed.atom"))),
    )
    return Card("Your group's page is public", "Give these to anybody. Changes show within two minutes.", facts)


def calendar(made: datetime | None, zone: str, controls: tuple[Control, ...]) -> Card:
    """How somebody's own calendar stands."""
    what = "Your calendar program can follow the meetups you said yes or maybe to, in all your groups here, and keep itself up to date."
    if made is None:
        return Card("Your calendar", f"{what} It needs an address that only you have.", controls=controls)
    since = Text("You made your address on ", When(made, zone, "day"), ". I keep no copy of it; a new one ends the old.")
    return Card("Your calendar", Text(f"{what} ") + since, controls=controls)


def new_address(secret: str, outside: str, controls: tuple[Control, ...]) -> Card:
    """The one time it is shown."""
    address = f"{outside}{calendar_keys.path(secret)}"
    body = "Copy it into your calendar program, where it asks for a calendar from the internet. I show it this once, and keep no copy."
    note = "Whoever has this address can see which meetups you go to: don't post it anywhere. A new one ends this one at once."
    return Card("Your calendar address", body, (Fact("Address", address),), controls=controls, note=note)
