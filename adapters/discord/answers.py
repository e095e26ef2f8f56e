"""Showing people the answer to what they did. Not sending: nothing here is a message of the bot's own accord.

The answer itself is the acknowledgement when it comes in time. Past that a private "Working on it…" is, because who sees an answer is
fixed at the first one: a public deferral followed by a private answer comes out public.
https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeAlias

import discord
import structlog

from adapters.discord.errors import NO_ANSWER
from adapters.discord.marks import mark_on
from adapters.discord.modal import modal_of
from adapters.discord.parse import Interaction
from adapters.discord.render import Shown, files_of, sheet_card, shown
from bot.chat.answer import Answer, Change, Nothing, Open, Say
from bot.chat.card import Card

log = structlog.get_logger(__name__)
TOO_LATE, ALREADY = 10062, 40060
"""More than three seconds went by; somebody (another process of ours, or our first try) answered before."""
PAUSE = 0.3

Kind: TypeAlias = discord.InteractionType
WORKING = Card(body="Working on it…")
SORRY = Card(body="Sorry, I couldn't show you the answer. What you did is safe; try once more.")


async def show(interaction: Interaction, answer: Answer) -> None:
    """Answer within the three seconds. Never raises but CancelledError; what could not be shown is in the log."""
    try:
        await _respond(interaction, answer)
    except discord.HTTPException as error:
        if error.code in {TOO_LATE, ALREADY}:
            log.warning("answer came too late" if error.code == TOO_LATE else "answered already", interaction=interaction.id)
            return
        log.warning("Discord refused an answer", interaction=interaction.id, code=error.code, text=error.text)
        await _apologise(interaction)
    except NO_ANSWER as error:
        # The connection failed or Discord hiccuped. Answering twice is refused (40060), so a second try does no harm.
        log.warning("answering once more", interaction=interaction.id, error=type(error).__name__)
        await asyncio.sleep(PAUSE)
        await _once_more(interaction, answer)


async def acknowledge(interaction: Interaction) -> None:
    """Say that the answer takes longer. Never raises but CancelledError."""
    if _on_private_message(interaction):
        await _quietly(interaction.response.defer())
    else:
        view, pings = shown(WORKING)
        await _quietly(interaction.response.send_message(view=view, allowed_mentions=pings, ephemeral=True))


async def show_late(interaction: Interaction, answer: Answer) -> None:
    """Answer after `acknowledge`, within the token's 15 minutes. No form can be opened any more: a button opens it."""
    try:
        await _follow_up(interaction, answer)
    except NO_ANSWER as error:
        log.warning("a late answer was not shown", interaction=interaction.id, error=str(error))


async def _respond(interaction: Interaction, answer: Answer) -> None:
    response = interaction.response
    match answer:
        case Open(sheet) if interaction.type is Kind.modal_submit:
            await _say(interaction, Say(sheet_card(sheet), instead=True))
        case Open(sheet):
            await response.send_modal(modal_of(sheet))
        case Change(card):
            await _put(interaction, card)
        case Say():
            await _say(interaction, answer)
        case Nothing():
            # A component, or a form opened from one, may be acknowledged without a word; a command may not.
            if interaction.message is not None:
                await response.defer()
            else:
                await _say(interaction, Say(Card(body="Done.")))


async def _say(interaction: Interaction, say: Say) -> None:
    if say.instead and say.private and _on_private_message(interaction):
        await _put(interaction, say.card)
        return
    view, pings = shown(say.card)
    await interaction.response.send_message(view=view, allowed_mentions=pings, ephemeral=say.private, files=files_of(say.card))


async def _put(interaction: Interaction, card: Card) -> None:
    """The card where the pressed message stands; what a command answers has nowhere to stand yet."""
    if interaction.message is None:
        await _say(interaction, Say(card))
        return
    view, pings = _in_place(interaction, card)
    await interaction.response.edit_message(view=view, allowed_mentions=pings, attachments=files_of(card))


def _in_place(interaction: Interaction, card: Card) -> Shown:
    """A card that replaces another keeps its mark, so that whoever looks for that delivery still finds it."""
    return shown(card, mark_on(interaction.message.components) if interaction.message else None)


def _on_private_message(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


async def _follow_up(interaction: Interaction, answer: Answer) -> None:
    card = sheet_card(answer.sheet) if isinstance(answer, Open) else None if isinstance(answer, Nothing) else answer.card
    on_private = _on_private_message(interaction)
    if card is None:
        if not on_private:
            await interaction.delete_original_response()
    elif isinstance(answer, Change) and interaction.message and not on_private:
        view, pings = _in_place(interaction, card)
        await interaction.message.edit(view=view, allowed_mentions=pings)
        await interaction.delete_original_response()
    elif isinstance(answer, Say) and (not answer.private or (on_private and not answer.instead)):
        await _anew(interaction, answer, tidy=not on_private)
    else:
        view, pings = shown(card)
        await interaction.edit_original_response(view=view, allowed_mentions=pings, attachments=files_of(card))


async def _anew(interaction: Interaction, say: Say, *, tidy: bool) -> None:
    view, pings = shown(say.card)
    await interaction.followup.send(view=view, allowed_mentions=pings, ephemeral=say.private, files=files_of(say.card), wait=True)
    if tidy:
        await interaction.delete_original_response()


async def _apologise(interaction: Interaction) -> None:
    view, pings = shown(SORRY)
    await _quietly(interaction.response.send_message(view=view, allowed_mentions=pings, ephemeral=True))


async def _once_more(interaction: Interaction, answer: Answer) -> None:
    try:
        await _respond(interaction, answer)
    except discord.HTTPException as error:
        if error.code != ALREADY:
            log.warning("an answer was not shown", interaction=interaction.id, code=error.code)
    except NO_ANSWER as error:
        log.warning("an answer was not shown", interaction=interaction.id, error=type(error).__name__)


async def _quietly(call: Awaitable[object]) -> None:
    try:
        await call
    except NO_ANSWER as error:
        log.warning("could not acknowledge", error=str(error))
