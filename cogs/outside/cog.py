"""Outside chat: a group's public page, switched on by organisers after a preview; a member's own calendar address."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Cog,
    Form,
    FormErrors,
    Preview,
    Refusal,
    Reply,
    Update,
    button,
    confirm,
    line,
    paragraph,
    prefill,
    yes_no,
)
from bot.chat.errors import FormError
from bot.chat.typed import read_id
from bot.community import calendar_keys, public_pages
from bot.community.act import Act
from bot.community.public_pages import Shown, read_address
from bot.schema import Connection
from cogs.outside import cards

NOT_SERVED = "I have no address on the web yet. Whoever runs me can set one: [pages] in config.toml, as docs/running.md says."


def own_group(_: Connection, payload: str) -> int | None:
    """The group a button was shown for."""
    return read_id(payload)


def maybe_address(words: str) -> str:
    """As `read_address`; nothing for the group's own name."""
    return read_address(words) if words else ""


class PublicPage(Form, title="A public page", send="See what will be public", edit="Change"):
    public: bool = yes_no("Show a public page, with a calendar?", default="no")
    address: str = line(
        "What should its address end in?", hint="Like info-officers; empty for the name", required=False, read=maybe_address
    )
    about: str = paragraph("What does it say about the group?", hint="Who it is for, and how to join", longest=600)
    news: bool = yes_no("Show your announcements there too?", default="no")


class OutsideCog(Cog, name="outside", about="A public page and calendars"):
    # --- the group's ------------------------------------------------------------------------------------------------------------

    async def desk(self, call: Call) -> list[Card]:
        if not call.outside:
            return []
        page = await call.read(public_pages.of, call.group.id)
        words = f"{call.outside}{page.path}" if page else "none; nothing of the group is on the web"
        return [Card("Public page", words, controls=(Button("Public page and calendar", self.page, call.group.id),))]

    @button(only="organiser", about_what=own_group)
    async def page(self, call: Call, ask: PublicPage) -> Reply:
        if not call.outside:
            raise Refusal(NOT_SERVED)
        if not ask.public:
            return Preview(cards.going_away(), self.keep_page, "No public page", "Nobody is told.")
        shown = _shown(call, ask)
        if await call.read(public_pages.taken, shown.address, call.group.id):
            raise FormErrors([FormError("address", public_pages.TAKEN)])
        return Preview(cards.preview(shown, call.outside), self.keep_page, "Make it public", "Everybody on the web can see it.")

    @prefill(page)
    async def as_it_is(self, call: Call) -> Mapping[str, str]:
        page = await call.read(public_pages.of, call.group.id)
        if page is None:
            return {"public": "no", "address": _of_name(call), "news": "no"}
        return {"public": "yes", "address": page.address, "about": page.about, "news": "yes" if page.news else "no"}

    @confirm(only="organiser")
    async def keep_page(self, call: Call, ask: PublicPage) -> Reply:
        shown = _shown(call, ask) if ask.public else None
        await call.write(_keep_page, shown)
        if shown is None:
            return "Done: the group has no public page, calendar or feed. /organise brings it back."
        return cards.public(shown, call.outside)

    # --- a member's own ---------------------------------------------------------------------------------------------------------

    @button(anywhere=True)
    async def calendar(self, call: Call) -> Reply:
        if not call.outside:
            raise Refusal(NOT_SERVED)
        made = await call.read(calendar_keys.made, call.member.id)
        new = Button("Make a new address" if made else "Make my address", self.renew)
        return cards.calendar(made, call.group.zone if call.in_group else "UTC", (new, *([Button("End it", self.end)] if made else [])))

    @button(anywhere=True)
    async def renew(self, call: Call) -> Reply:
        if not call.outside:
            raise Refusal(NOT_SERVED)
        secret = await call.write(calendar_keys.renew)
        return cards.new_address(secret, call.outside, (Button("End it", self.end),))

    @button(anywhere=True)
    async def end(self, call: Call) -> Reply:
        await call.write(calendar_keys.revoke)
        again = Button("Make a new address", self.renew)
        return Update(Card(body="Done: your calendar address opens nothing any more.", controls=(again,)))


def _of_name(call: Call) -> str:
    try:
        return read_address(call.group.name)
    except ValueError:  # a name without a letter an address can hold
        return f"group-{call.group.id}"


def _shown(call: Call, ask: PublicPage) -> Shown:
    return Shown(ask.address or _of_name(call), ask.about, ask.news)


def _keep_page(act: Act, shown: Shown | None) -> None:
    if shown:
        public_pages.show(act, shown)
    else:
        public_pages.hide(act)
