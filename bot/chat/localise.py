"""A card as one platform will show it: members become accounts there, or just names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.chat.card import Card, Fact
from bot.chat.people import Person, Place
from bot.chat.text import Mention, Text, Words, spans

Accounts = Mapping[int, Sequence[Person]]


def mentioned(card: Card) -> set[int]:
    """The members a card names or addresses."""
    words = [card.body, card.note, *(fact.words for fact in card.facts)]
    named = [span for part in words for span in spans(part) if isinstance(span, Mention)]
    return {mention.member for mention in [*named, *card.to]}


def localised(card: Card, accounts: Accounts, place: Place) -> Card:
    """The card with every mention turned into an account of that platform and workspace, where there is one.

    Somebody written to directly needs no calling by name, so a direct message addresses nobody.
    """
    to = () if place.direct else tuple(here for mention in card.to if (here := _here(mention, accounts, place)).account)
    facts = tuple(Fact(fact.label, _words(fact.words, accounts, place)) for fact in card.facts)
    return replace(card, body=_words(card.body, accounts, place), note=_words(card.note, accounts, place), facts=facts, to=to)


def _words(words: Words, accounts: Accounts, place: Place) -> Words:
    if isinstance(words, str):
        return words
    return Text(*(_here(span, accounts, place) if isinstance(span, Mention) else span for span in words))


def _here(mention: Mention, accounts: Accounts, place: Place) -> Mention:
    return replace(mention, account=account_for(accounts.get(mention.member, ()), place))


def account_for(accounts: Sequence[Person], place: Place) -> Person | None:
    """The account somebody has where this place is; a workspace of "" is the same everywhere on its platform."""
    for account in accounts:
        if account.platform == place.platform and account.workspace in {"", place.workspace}:
            return account
    return None
