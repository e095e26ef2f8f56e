"""How it was, for whoever had a seat; and what organisers read of it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.chat import (
    Awaited,
    Button,
    Card,
    Control,
    Menu,
    Option,
    Page,
    Refusal,
    Reply,
    Text,
    Update,
    button,
    delivers,
    menu,
    prefill,
)
from bot.chat.limits import shortened
from bot.chat.typed import read_id
from bot.community import guests, meetups
from bot.community.afterwards import feedback, results
from bot.community.afterwards.feedback import AWAY, Asked
from bot.community.attendance import counting
from cogs.after import cards
from cogs.after.asks import AGAIN, HOW, Aside, Sentence
from cogs.after.linking import Linking, group_of_page

A_PAGE = 6
MOST = 10
"""Meetups in one message."""


class HowItWas(Linking):
    """Asked once, answered by taps."""

    @delivers(feedback.HOW_WAS_IT)
    async def how_was_it(self, ref: str) -> Card | None:
        asked = await self.read(feedback.open_to, ref)
        if not asked:
            return None
        return cards.asks(asked, self._taps(asked[0]) if len(asked) == 1 else tuple(map(self._choice, asked[:MOST])))

    def _taps(self, asked: Asked) -> tuple[Control, ...]:
        return tuple(Button(words, self.tap, f"{asked.id}.{how}", "go" if how == feedback.GLAD else "plain") for how, words in HOW.items())

    def _choice(self, asked: Asked) -> Menu:
        options = tuple(Option(f"{asked.id}.{how}", words) for how, words in HOW.items())
        return Menu(f"How was {shortened(asked.title, 100)}?", self.choose, options, asked.id)

    @button(about_what=feedback.group_of)
    async def tap(self, call: Call) -> Reply:
        return Update(await self._say_how(call, call.payload))

    @menu(about_what=feedback.group_of)
    async def choose(self, call: Call) -> Reply:
        return await self._say_how(call, call.chosen)

    async def _say_how(self, call: Call, payload: str) -> Card:
        number, how = _read(payload)
        return self._noted(await call.write(feedback.say_how, number, how))

    def _noted(self, asked: Asked) -> Card:
        again = () if asked.how == AWAY else tuple(Button(words, self.again, f"{asked.id}.{each}") for each, words in AGAIN.items())
        team = () if asked.how == AWAY else (Button("A paragraph for my team", self.for_my_team, asked.meetup),)
        return cards.noted(asked, (*again, *self._more(asked), *team))

    def _more(self, asked: Asked) -> tuple[Button, ...]:
        return Button("Say it in a sentence", self.sentence, asked.id), Button("Change my answer", self.change, asked.id)

    @button(about_what=feedback.group_of)
    async def again(self, call: Call) -> Reply:
        number, again = _read(call.payload)
        return Update(self._noted(await call.write(feedback.say_again, number, again)))

    @button(about_what=feedback.group_of)
    async def change(self, call: Call) -> Reply:
        asked = await self._mine(call)
        return Update(cards.asks([asked], self._taps(asked)))

    @button(about_what=feedback.group_of)
    async def sentence(self, call: Call, ask: Sentence) -> Reply:
        asked = await call.write(feedback.say_words, call.number(), ask.words, ask.following, ask.quoted)
        return cards.kept(asked, (Button("Say it in a sentence", self.sentence, asked.id),))

    @prefill(sentence)
    async def said_so_far(self, call: Call) -> Mapping[str, str]:
        asked = await self._mine(call)
        return {"words": asked.words or "", "quoted": asked.quoted or "", "following": asked.next or ""}

    async def _mine(self, call: Call) -> Asked:
        """What the reader was asked. Raises Refusal for anybody else's."""
        asked = await call.read(feedback.get, call.number())
        if asked is None or asked.member != call.member.id:
            raise Refusal(feedback.GONE)
        return asked

    @button(about_what=feedback.group_of)
    async def say(self, call: Call) -> Reply:
        """From /my waiting, where four taps would not fit."""
        asked = await self._mine(call)
        return cards.asks([asked], self._taps(asked))

    def unsaid(self, asked: Asked) -> Awaited:
        """What was asked and not answered."""
        return Awaited(shortened(f"How was {asked.title}?", 75), "if you like", True, (Button("Say how it was", self.say, asked.id),))

    # --- organisers -------------------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=meetups.group_of)
    async def said(self, call: Call) -> Reply:
        meetup = await call.read(meetups.get, call.number())
        found = await call.read(results.of, meetup.id)
        wrote = (Button("What people wrote", self.wrote, f"{meetup.id}.0"),) if found.wrote else ()
        came = await call.read(counting.head_count, meetup.id)
        seats = (await call.read(guests.tally, meetup)).going
        return cards.how_it_was(meetup, came.came if came else None, seats, found, wrote)

    @button(only="organiser", about_what=group_of_page)
    async def wrote(self, call: Call) -> Page:
        number, skip = _read(call.payload)
        first = read_id(skip) or 0
        meetup = await call.read(meetups.get, number)
        found = await call.read(results.quotes, number, skip=first, most=A_PAGE + 1)
        if not found:
            return Page(Card("Nothing in words", "Nobody has left a sentence here, or not any more."))
        shown = found[:A_PAGE]
        options = tuple(Option(str(each.id), shortened(each.words, 75)) for each in shown)
        card = cards.sentences(meetup, shown, (Menu("One that shouldn't be here?", self.one_sentence, options),))
        before = f"{number}.{max(first - A_PAGE, 0)}" if first else None
        return Page(card, before, f"{number}.{first + A_PAGE}" if len(found) > A_PAGE else None)

    @menu(only="organiser", about_what=feedback.group_of)
    async def one_sentence(self, call: Call) -> Reply:
        quote = await call.read(results.quote, read_id(call.chosen) or 0)
        if quote is None:
            raise Refusal(feedback.GONE)
        return cards.sentence(quote, (Button("Set it aside or report it", self.aside, quote.id),))

    @button(only="organiser", about_what=feedback.group_of)
    async def aside(self, call: Call, ask: Aside) -> Reply:
        await call.write(results.set_aside, call.number(), report=ask.what == "report")
        told = " The conduct contacts have its words; whose they are, nobody is told." if ask.what == "report" else ""
        return Text(f"Set aside: nobody reads it any more, and its writer is not told.{told}")


def _read(payload: str) -> tuple[int, str]:
    number, _, said = payload.partition(".")
    return read_id(number) or 0, said
