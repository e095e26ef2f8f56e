"""From what a handler returned to what an adapter shows."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from bot.app.call import Call
from bot.chat import Answer, Button, Card, Change, Nothing, Page, Pages, Reply, Say, Text, Update
from bot.chat.card import route_of
from bot.chat.inbound import Inbound
from bot.chat.localise import localised, mentioned
from bot.community import members
from bot.store import Store


async def paged(call: Call, reply: Reply, route: str) -> Reply:
    """A list read from its cursor on, as one card with buttons to go on and back; anything else as it is.

    `route` is the handler's own: a handler that returns a Page was asked for one by its own button.
    """
    if isinstance(reply, Pages):
        page = cast("Page", await reply.read(replace(call, payload=reply.cursor)))
        return _page(page, route_of(reply.read))
    if isinstance(reply, Page):
        return Update(_page(reply, route))
    return reply


def _page(page: Page, route: str) -> Card:
    turns = [("Earlier", page.before), ("More", page.after)]
    buttons = tuple(Button(label, route, cursor) for label, cursor in turns if cursor is not None)
    return replace(page.card, controls=(*page.card.controls, *buttons))


async def answer(store: Store, event: Inbound, reply: Reply, *, private: bool, instead: bool = False) -> Answer:
    """The answer, with every member named as the account they have where it will be read."""
    match reply:
        case None:
            return Nothing()
        case str() | Text():
            return Say(Card(body=reply), private=private)
        case Update(card):
            return Change(await _localised(store, event, card))
        case Card():
            return Say(await _localised(store, event, reply), private=private, instead=instead)
        case _:
            raise TypeError(f"a handler returned {reply!r}")


async def _localised(store: Store, event: Inbound, card: Card) -> Card:
    if not (named := mentioned(card)):
        return localised(card, {}, event.place)
    accounts = await store.read(lambda conn: members.accounts_of(conn, named))
    return localised(card, accounts, event.place)
