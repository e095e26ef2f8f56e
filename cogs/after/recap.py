"""The write-up of a meetup: posted after a preview, answered, changed, taken down."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.app.quieten import Quiet, quieten, quietened
from bot.chat import Button, Card, Control, Preview, Refusal, Reply, Update, button, confirm, delivers, prefill
from bot.community import meetups, public_pages
from bot.community.act import Act
from bot.community.afterwards import first_words, links, recaps, results
from bot.community.afterwards.recaps import UP, Recap
from bot.community.meetups import Meetup
from cogs.after import recap_cards as cards
from cogs.after.asks import WriteUp
from cogs.after.linking import Linking


class WritingUp(Linking):
    """What organisers write, and what members answer."""

    @button(only="organiser", about_what=meetups.group_of)
    async def write_up(self, call: Call, ask: WriteUp) -> Reply:
        meetup = await self._meetup(call)
        page = await call.read(public_pages.of, call.group.id)
        public = " Its words and links, not the quotes, are on your public page and in its feed, too." if page and page.news else ""
        note = f"Everyone in {call.group.name} sees it, wherever meetups are announced. Nobody is notified.{public}"
        return Preview(await self._card(meetup, ask.words, quotes=ask.quotes), self.post, "Post it", note)

    @prefill(write_up)
    async def as_it_reads(self, call: Call) -> Mapping[str, str]:
        found = await call.read(recaps.of, call.number())
        return {"words": found.words, "quotes": "yes" if found.quotes else "no"} if found else {}

    @confirm(only="organiser")
    async def post(self, call: Call, ask: WriteUp) -> Reply:
        meetup = await self._meetup(call)
        before = await call.read(recaps.of, meetup.id)
        found = await call.write(recaps.post, meetup.id, ask.words, quotes=ask.quotes, ask_two=ask.ask_two)
        again = before is not None and before.state == UP
        return cards.posted(found, self._afterwards(found.meetup, undo=not again), again=again)

    def _afterwards(self, meetup: int, *, undo: bool) -> tuple[Button, ...]:
        down = Button("Undo" if undo else "Take it down", self.take_down, meetup, "plain" if undo else "stop")
        return Button("Change the write-up", self.write_up, meetup), down

    @button(only="organiser", about_what=meetups.group_of)
    async def take_down(self, call: Call) -> Reply:
        found = await call.write(recaps.take_down, call.number())
        return Update(cards.taken_down(found.title))

    # --- where it stands --------------------------------------------------------------------------------------------------------

    @delivers(recaps.CARD)
    async def recap(self, ref: str) -> Card | None:
        found = await self.read(recaps.get, int(ref))
        if found.state != UP:
            return cards.down(found.title)
        meetup = await self.read(meetups.get, found.meetup)
        return await self._card(meetup, found.words, quotes=found.quotes, of=found)

    async def _card(self, meetup: Meetup, words: str, *, quotes: bool, of: Recap | None = None) -> Card:
        shown = await self.read(links.shown, meetup.id)
        said = [each for each in await self.read(results.quotes, meetup.id) if each.open] if quotes else []
        thanks = await self.read(first_words.thanks, of.id) if of else 0
        return cards.recap(meetup.title, words, shown, said, thanks, self._under(of, many=len(shown) > 0) if of else ())

    def _under(self, found: Recap, *, many: bool) -> tuple[Control, ...]:
        every = (Button("All the links", self.every_link, f"{found.meetup}.0"),) if many else ()
        return (
            Button("Thank you", self.thanks, found.id, "go"),
            Button("I'll comment", self.comment, found.id),
            *every,
            Button("Add a link", self.add_link, found.meetup),
            Button("For my team", self.for_my_team, found.meetup),
            Button("Report or mute", self.report_this, found.id),
        )

    @button(about_what=first_words.group_of)
    async def thanks(self, call: Call) -> Reply:
        await call.write(first_words.say, call.number(), first_words.THANKS)
        return "Said, without your name. A line in its thread, however short, says more."

    @button(about_what=first_words.group_of)
    async def comment(self, call: Call) -> Reply:
        await call.write(first_words.say, call.number(), first_words.COMMENT)
        return "Thank you! Write it in the thread under the write-up. I don't read it there; others do."

    @button(about_what=first_words.group_of)
    async def not_now(self, call: Call) -> Reply:
        await call.write(first_words.say, call.number(), first_words.NOT_NOW)
        return Update(Card(body="That's fine. Nobody is told."))

    @delivers(first_words.FIRST_WORD)
    async def first_word(self, ref: str) -> Card | None:
        found = await self.read(first_words.open_to, ref)
        if found is None:
            return None
        recap, title = found
        return cards.first_word(title, (Button("I'll comment", self.comment, recap, "go"), Button("Not this time", self.not_now, recap)))

    @button(about_what=first_words.group_of)
    async def report_this(self, call: Call, ask: Quiet) -> Reply:
        await call.write(_quieten, call.number(), ask)
        return quietened(ask, "you and whoever wrote it")

    async def _meetup(self, call: Call) -> Meetup:
        """What a button or a half-answer is about. Raises Refusal when it is another group's."""
        meetup = await call.read(meetups.find, call.number())
        if meetup is None or meetup.group_id != call.group.id:
            raise Refusal(recaps.NOT_HERE)
        return meetup


def _quieten(act: Act, recap_id: int, ask: Quiet) -> None:
    """Raises Refusal for one that isn't there, and for one's own."""
    author = recaps.author_of(act, recap_id)
    quieten(act, author, ask)
