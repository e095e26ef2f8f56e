"""Links after a meetup, and a paragraph for one's team."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.app.quieten import Quiet, quieten
from bot.chat import Button, Menu, Page, Pages, Part, Refusal, Reply, Update, button, menu, prefill
from bot.chat.card import Card
from bot.chat.typed import read_id
from bot.community import cpd, meetups
from bot.community.act import Act
from bot.community.afterwards import links, team
from bot.community.afterwards.links import WAITING
from bot.schema import Connection
from cogs.after import recap_cards as cards
from cogs.after.asks import ForMyTeam, NewLink


def group_of_page(conn: Connection, payload: str) -> int | None:
    """Whose meetup a list is about: `meetup.skip`."""
    return meetups.group_of(conn, payload.partition(".")[0])


class Linking(Part):
    """Added by those who came, shown by organisers, read by everybody."""

    @button(about_what=meetups.group_of)
    async def add_link(self, call: Call, ask: NewLink) -> Reply:
        link = await call.write(links.add, call.number(), ask.url, ask.title, ask.credit)
        back = Button("Take it back", self.take_link_back, link.id)
        return cards.added(link, (Button("Add another link", self.add_link, link.meetup), back))

    @button(about_what=links.group_of)
    async def take_link_back(self, call: Call) -> Reply:
        link = await call.write(links.take_back, call.number())
        return Update(Card(body=f"Taken back: {link.title} stands nowhere any more."))

    @button(about_what=group_of_page)
    async def every_link(self, call: Call) -> Reply:
        return Pages(self.links_page, call.payload)

    @button(about_what=group_of_page)
    async def links_page(self, call: Call) -> Page:
        number, skip = _read(call.payload)
        found = await call.read(links.shown, number)
        shown = found[skip : skip + cards.A_PAGE]
        if not shown:
            return Page(Card("No links", "Nobody has added one so far, or they were taken away."))
        title = (await call.read(meetups.get, number)).title
        return Page(cards.all_links(title, shown, (), names=False), *_cursors(number, skip, len(found)))

    # --- organisers -------------------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=group_of_page)
    async def manage_links(self, call: Call) -> Reply:
        return Pages(self.manage_page, call.payload)

    @button(only="organiser", about_what=group_of_page)
    async def manage_page(self, call: Call) -> Page:
        number, skip = _read(call.payload)
        found = await call.read(links.of, number)
        shown = found[skip : skip + cards.A_PAGE]
        add = Button("Add a link", self.add_link, number)
        if not shown:
            return Page(Card("No links", "Nobody has added one so far. Those who came can, on the write-up.", controls=(add,)))
        choose = Menu("Choose one", self.one_link, cards.options(shown))
        title = (await call.read(meetups.get, number)).title
        return Page(cards.all_links(title, shown, (choose, add), names=True), *_cursors(number, skip, len(found)))

    @menu(only="organiser", about_what=links.group_of)
    async def one_link(self, call: Call) -> Reply:
        link = await call.read(links.get, read_id(call.chosen))
        if link is None:
            raise Refusal(links.GONE)
        show = (Button("Show it", self.show_link, link.id, "go"),) if link.state == WAITING else ()
        quiet = (Button("Report or mute", self.report_link, link.id),) if link.member != call.member.id else ()
        return cards.one_link(link, (*show, Button("Take it away", self.remove_link, link.id, "stop"), *quiet))

    @button(only="organiser", about_what=links.group_of)
    async def show_link(self, call: Call) -> Reply:
        link = await call.write(links.show, call.number())
        return Update(Card(body=f"Shown: {link.title} stands on the write-up wherever that is posted."))

    @button(only="organiser", about_what=links.group_of)
    async def remove_link(self, call: Call) -> Reply:
        link = await call.write(links.remove, call.number())
        return Update(Card(body=f"Taken away: {link.title} stands nowhere any more. Nobody is told."))

    @button(only="organiser", about_what=links.group_of)
    async def report_link(self, call: Call, ask: Quiet) -> Reply:
        await call.write(_quieten, call.number(), ask)
        return "Done: you two are kept apart, and they are never told; /safety blocked undoes it. The link stands until it is taken away."

    # --- for one's team ---------------------------------------------------------------------------------------------------------

    @button(about_what=meetups.group_of)
    async def for_my_team(self, call: Call, ask: ForMyTeam) -> Reply:
        words = await call.write(team.report, call.number(), ask.mine)
        return cards.for_team(words, (Button("With another line", self.for_my_team, call.number()),), kept=bool(ask.mine))

    @prefill(for_my_team)
    async def line_so_far(self, call: Call) -> Mapping[str, str]:
        return {"mine": await call.read(cpd.about, call.member.id, f"meetup:{call.number()}")}


def _quieten(act: Act, link_id: int, ask: Quiet) -> None:
    found = links.get(act.conn, link_id)
    if found is None or found.group != act.group:
        raise Refusal(links.GONE)
    quieten(act, found.member, ask)


def _read(payload: str) -> tuple[int, int]:
    number, _, skip = payload.partition(".")
    return read_id(number) or 0, read_id(skip) or 0


def _cursors(meetup: int, skip: int, found: int) -> tuple[str | None, str | None]:
    """The pages before and after."""
    before = f"{meetup}.{max(skip - cards.A_PAGE, 0)}" if skip else None
    return before, f"{meetup}.{skip + cards.A_PAGE}" if found > skip + cards.A_PAGE else None
