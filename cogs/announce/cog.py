"""Announcements: any words to the group's channels, now, later or again and again; changed or taken back everywhere afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Cog,
    Control,
    FormError,
    FormErrors,
    Menu,
    Preview,
    Refusal,
    Reply,
    Update,
    button,
    command,
    confirm,
    delivers,
    menu,
    prefill,
)
from bot.community import announcements, announcing, meetups, public_pages
from bot.community.act import Act
from bot.community.announcements import ON, Announcement
from bot.community.repeating import ONCE
from cogs.announce import cards, copies
from cogs.announce.asks import ALL, WhenAndWhere, Words


class AnnounceCog(Cog, name="announce", about="Post a message now or later, after a preview (organisers)"):
    @command("Post a message now or later, after a preview (organisers)", only="organiser")
    async def announce(self, call: Call, ask: Words, rest: WhenAndWhere) -> Reply:
        _check(call, rest)
        notice = cards.notice(ask, rest)
        found = await call.read(cards.places, call.group.id, notice)
        if not found:
            raise Refusal("This group has no channel for announcements yet. An organiser can choose one with /setup.")
        return Preview(cards.shown(ask.title, ask.words), self.say, "Announce it", cards.who_sees(call.group.name, found, notice))

    @confirm(only="organiser")
    async def say(self, call: Call, ask: Words, rest: WhenAndWhere) -> Reply:
        _check(call, rest)
        found = await call.write(announcing.announce, cards.notice(ask, rest))
        undo = (Button("Undo", self.take_back, found.id),) if found.can_be_undone(call.now) else ()
        return cards.announced(found, call.now, (*undo, self._copy(found)))

    # --- afterwards -------------------------------------------------------------------------------------------------------------

    async def desk(self, call: Call) -> list[Card]:
        found = await call.read(announcements.in_hand, call.group.id, call.now, most=25)
        coming = await call.read(meetups.coming_up, call.group.id, call.now, most=25)
        planned = sum(each.state == ON for each in found)
        words = f"{planned or 'none'} planned, {len(found) - planned or 'none'} said in the last thirty days"
        change = (Menu("Change or take back an announcement", self.look, cards.options(found)),) if found else ()
        copy = (Menu("Text of a meetup for e-mail and LinkedIn", self.copy_meetup, cards.meetup_options(coming)),) if coming else ()
        return [Card("Announcements", words, controls=(*change, *copy))] if found or coming else []

    @menu(only="organiser", about_what=announcements.group_of)
    async def look(self, call: Call) -> Reply:
        found = await call.read(announcements.find, call.chosen)
        if found is None:
            raise Refusal(announcements.NOT_HERE)
        return cards.one(found, self._controls(found))

    def _controls(self, found: Announcement) -> tuple[Control, ...]:
        stop = (Button("Stop repeating", self.stop, found.id),) if found.state == ON and found.repeat != ONCE else ()
        change, back = Button("Change the words", self.change, found.id), Button("Take it back", self.take_back, found.id, "stop")
        return change, *stop, back, self._copy(found)

    @button(only="organiser", about_what=announcements.group_of)
    async def change(self, call: Call, ask: Words) -> Reply:
        everywhere = "Where it was said last, the card changes; nobody is notified. What is still to come reads like this too."
        return Preview(cards.shown(ask.title, ask.words), self.keep_change, "Change it everywhere", everywhere)

    @prefill(change)
    async def as_it_reads(self, call: Call) -> Mapping[str, str]:
        found = await call.read(announcements.find, call.payload)
        return {"title": found.title, "words": found.words} if found else {}

    @confirm(only="organiser")
    async def keep_change(self, call: Call, ask: Words) -> Reply:
        found = await call.write(announcing.edit, call.number(), ask.title, ask.words)
        return Card(body="Changed, in every channel in a moment.", controls=self._controls(found))

    @button(only="organiser", about_what=announcements.group_of)
    async def take_back(self, call: Call) -> Reply:
        found, was_said = await call.write(_take_back, call.number())
        return Update(cards.taken_back(found, was_said))

    @button(only="organiser", about_what=announcements.group_of)
    async def stop(self, call: Call) -> Reply:
        found = await call.write(announcing.stop, call.number())
        return Update(Card(found.title, "Nothing more of it comes; what was said stays. /announce starts a new one."))

    # --- elsewhere --------------------------------------------------------------------------------------------------------------

    def _copy(self, found: Announcement) -> Button:
        return Button("Text for e-mail and LinkedIn", self.copy, found.id)

    @button(only="organiser", about_what=announcements.group_of)
    async def copy(self, call: Call) -> Reply:
        found = await call.read(announcements.find, call.payload)
        if found is None:
            raise Refusal(announcements.NOT_HERE)
        return copies.card(copies.of_announcement(found, call.group.name, await self._link(call)))

    @menu(only="organiser", about_what=meetups.group_of)
    async def copy_meetup(self, call: Call) -> Reply:
        found = await call.read(meetups.get, int(call.chosen))
        return copies.card(copies.of_meetup(found, call.group.name, await self._link(call)))

    async def _link(self, call: Call) -> str:
        page = await call.read(public_pages.of, call.group.id)
        return f"{call.outside}{page.path}" if page and call.outside else ""

    # --- deliveries -------------------------------------------------------------------------------------------------------------

    @delivers(announcing.CARD)
    async def card(self, ref: str) -> Card | None:
        return cards.said(await self.read(announcements.said, int(ref)))


def _check(call: Call, rest: WhenAndWhere) -> None:
    """Raises FormErrors for what does not go together."""
    wrong: list[FormError] = []
    if rest.when and rest.when.instant <= call.now:
        wrong.append(FormError("when", "That time has just gone by. Type a later one, or leave it empty for now."))
    if rest.until and rest.until.instant <= (rest.when.instant if rest.when else call.now):
        wrong.append(FormError("until", "That is before it is said for the first time."))
    if rest.where != ALL and rest.channel is None:
        wrong.append(FormError("channel", "Choose the channel, or announce wherever the group does."))
    if wrong:
        raise FormErrors(wrong)


def _take_back(act: Act, announcement: int) -> tuple[Announcement, bool]:
    found = announcing.take_back(act, announcement)
    return found, announcements.latest(act.conn, announcement) is not None
