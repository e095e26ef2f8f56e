"""What somebody has on paper for themselves: their badge, asked once and shown as it will be; beside it what they can show at work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from bot.app import Call
from bot.chat import Attachment, Button, Card, Cog, Form, Option, Preview, Reply, Update, button, choice, confirm, line, prefill
from bot.community import badges
from bot.community.badges import Said
from bot.matching import in_worker
from bot.printed import PHOTOS, SHEETS, Badge, print_badges
from cogs.paper import cards
from cogs.paper.whose import own_group
from cogs.paper.work import WHAT_ELSE, ForWork

WHO_SEES = "Organisers print it for meetups you come to, and everybody there can read it. It is kept for the next time."


class MyBadge(Form, title="My badge", send="See it first", edit="Change it"):
    name: str = line("What shall it call you?", longest=60)
    handle: str = line("Your name in chat", hint="So that people find you here afterwards; may be empty", required=False, longest=60)
    pronouns: str = line("Your pronouns", hint="Only if you like", required=False, longest=40)
    ask_me: str = line("Ask me about …", hint="Bees, copyright, working alone; may be empty", required=False, longest=100)
    photos: str = choice("Photos of you at meetups", [Option(value, words) for value, words in PHOTOS.items()])


class PaperCog(Cog, ForWork, name="paper", about="Your badge, and other things on paper"):
    @button(about_what=own_group)
    async def mine(self, call: Call) -> Reply:
        body = "Your badge: organisers print one for everybody who comes. You choose what stands on it; else it has your name."
        group = call.group.id
        badge = (Button("Change my badge", self.badge, group), Button("See my badge", self.see, group))
        return Card("On paper", body, WHAT_ELSE, controls=(*badge, *await self.for_work(call)))

    @button(about_what=own_group)
    async def badge(self, call: Call, ask: MyBadge) -> Reply:
        return Preview(cards.badge(Badge(call.group.name, **asdict(_said(ask)))), self.keep, "Keep it", WHO_SEES)

    @prefill(badge)
    async def as_it_is(self, call: Call) -> Mapping[str, str]:
        return asdict(await call.read(badges.to_begin_with, call.member.id, call.group.id, call.person.name))

    @confirm()
    async def keep(self, call: Call, ask: MyBadge) -> Reply:
        await call.write(badges.say, _said(ask))
        see = Button("See my badge", self.see, call.group.id)
        return Card(body="Kept: it stands on your badge at this group's meetups from now on.", controls=(see,))

    @button(about_what=own_group)
    async def see(self, call: Call) -> Reply:
        worn = await call.read(badges.as_worn, call.member.id, call.group.id)
        made = await in_worker(print_badges, call.now, SHEETS["L7418"], [worn])
        file = Attachment("my-badge.pdf", "application/pdf", made.data)
        note = "From an organiser you keep away, everything but your name and the mark for photos stays out."
        if made.not_written:
            note = f"I have no letters to print {'; '.join(made.not_written)}: your badge leaves room to write it by hand. {note}"
        controls = (Button("Change my badge", self.badge, call.group.id), Button("Only my name", self.plain, call.group.id))
        return cards.badge(worn, controls, note, (file,))

    @button(about_what=own_group)
    async def plain(self, call: Call) -> Reply:
        await call.write(badges.take_away)
        again = Button("Change my badge", self.badge, call.group.id)
        return Update(Card(body="Done: your badge has your name as on the list, and asks people to ask before a photo.", controls=(again,)))


def _said(ask: MyBadge) -> Said:
    return Said(ask.name, ask.handle, ask.pronouns, ask.ask_me, ask.photos)
