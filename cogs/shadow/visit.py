"""A visit, from being asked to what each took from it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.app.quieten import Quiet, quieten, quietened
from bot.chat import Awaited, Button, Card, Cog, Control, Fact, Refusal, Reply, Text, Update, When, button, delivers, prefill
from bot.community import cpd, groups, members
from bot.community.act import Act
from bot.community.shadowing import afterwards, asking, tables
from bot.community.shadowing.tables import AGREED, Visit
from bot.schema import Connection
from cogs.shadow import cards
from cogs.shadow.asks import Afterwards


class VisitCog(Cog, name="visit", about="A day of shadowing, from being asked to what you took from it"):
    # --- answering --------------------------------------------------------------------------------------------------------------

    @delivers(asking.ASK)
    async def asked(self, ref: str) -> Card | None:
        return await self._question(ref, again=False)

    @delivers(asking.NUDGE)
    async def nudge(self, ref: str) -> Card | None:
        return await self._question(ref, again=True)

    async def _question(self, ref: str, *, again: bool) -> Card | None:
        found = await self.read(asking.open_to, ref)
        return cards.question(await self.read(_as_asked, *found), self._answers(found[0]), again=again) if found else None

    def _answers(self, found: Visit) -> tuple[Control, ...]:
        quiet = Button("Report or mute", self.report_this, found.id)
        return Button("Yes, gladly", self.yes, found.id, "go"), Button("Not just now", self.no, found.id), quiet

    @button(about_what=tables.group_of_visit)
    async def yes(self, call: Call) -> Reply:
        found = await call.write(asking.answer, call.number(), yes=True)
        if found.state == AGREED:
            return Update(Card(body="Lovely, it's agreed. I'm telling both of you now, with what comes next."))
        until = Text("Noted, and thank you. I've asked the other, too; you hear by ", When(found.due_at, found.day.zone, "day"), ".")
        return Update(Card(body=until))

    @button(about_what=tables.group_of_visit)
    async def no(self, call: Call) -> Reply:
        await call.write(asking.answer, call.number(), yes=False)
        return Update(Card(body="Noted. On the last day they hear that it isn't possible just now, as if you had never seen it."))

    @button(about_what=tables.group_of_visit)
    async def report_this(self, call: Call, ask: Quiet) -> Reply:
        await call.write(_quieten, call.number(), ask)
        return quietened(ask)

    @delivers(asking.TOGETHER)
    async def together(self, ref: str) -> Card | None:
        found = await self.read(asking.agreed, ref)
        if found is None:
            return None
        return cards.together(await self.read(_as_asked, found, found.visitor), (Button("Report or mute", self.report_this, found.id),))

    @delivers(asking.AGREED_NOW)
    async def agreed(self, ref: str) -> Card | None:
        found = await self.read(asking.agreed, ref)
        if found is None:
            return None
        return cards.agreed(await self.read(_as_asked, found, int(ref.partition(".")[2])), (self._cannot(found),))

    def _cannot(self, found: Visit) -> Button:
        return Button("I can't make it", self.cannot, found.id)

    # --- when it comes to nothing -----------------------------------------------------------------------------------------------

    @button(about_what=tables.group_of_visit)
    async def cannot(self, call: Call) -> Reply:
        found = await call.write(asking.call_off, call.number())
        next_ = "/shadow find looks for another day." if call.member.id == found.visitor else "Your other days stay on offer: /shadow mine."
        return Update(Card(body=Text("Called off: ", cards.when(found.day), f". I'm telling them now. {next_}")))

    @delivers(asking.OFF)
    async def off(self, ref: str) -> Card:
        return cards.off(*await self.read(cards.of_ref, ref))

    @delivers(asking.NOT_THEN)
    async def not_then(self, ref: str) -> Card:
        _, day = await self.read(cards.of_ref, ref)
        body = Text(
            "The visitor the round found you for ", day, " isn't available just now. The place is on offer again; you need do nothing."
        )
        return Card(body=body)

    @delivers(asking.MOVED_ON)
    async def moved_on(self, ref: str) -> Card | None:
        of, zone = await self.read(_wish_and_zone, ref)
        if of is None or of.due_at is None:
            return None
        by = When(of.due_at, zone, "day")
        sorry = "That day isn't possible just now. "
        if of.state == tables.ASKING:
            return Card("About your shadowing day", Text(sorry, "I've asked for your next choice; you hear by ", by, "."))
        body = Text(sorry, "You're waiting for a round now, and your organisers know; you hear by ", by, ". /shadow mine stops that.")
        return Card("About your shadowing day", body)

    @delivers(asking.NO_ROUND)
    async def no_round(self, ref: str) -> Card | None:
        of, _ = await self.read(_wish_and_zone, ref)
        return of and Card(
            "About your shadowing day", "No round came about in two months. I'm sorry. /shadow find shows what is there now."
        )

    @delivers(asking.SOMEBODY_WAITS)
    async def somebody_waits(self, ref: str) -> Card | None:
        of, _ = await self.read(_wish_and_zone, ref)
        if of is None or of.state != tables.WAITING:
            return None
        body = "Somebody looks for a day to shadow a colleague, and there is none for them. A host you know, or a round, would help."
        return Card("Somebody waits for a day", body, note="/organise previews a round whenever you like.")

    # --- the day, and after -----------------------------------------------------------------------------------------------------

    @delivers(asking.DAY_BEFORE)
    async def day_before(self, ref: str) -> Card | None:
        about = await self.read(afterwards.tomorrow, ref)
        if about is None:
            return None
        other = await self.read(_first_name, about.visit.beside(about.member))
        return cards.tomorrow(about, other, (self._cannot(about.visit),))

    @delivers(asking.DID_IT)
    async def did_it(self, ref: str) -> Card | None:
        found = await self.read(asking.agreed, ref)
        if found is None:
            return None
        other = await self.read(_first_name, found.beside(int(ref.partition(".")[2])))
        controls = (Button("Yes, it happened", self.happened, found.id, "go"), Button("It didn't happen", self.fell_through, found.id))
        body = f"Did your day with {other} happen? Yes takes a minute: a line for your CPD log, and a note to {other} if you like."
        return Card("Yesterday", body, controls=(*controls, Button("Report or mute", self.report_this, found.id)))

    @button(about_what=tables.group_of_visit)
    async def happened(self, call: Call, ask: Afterwards) -> Reply:
        found = await call.write(afterwards.happened, call.number(), ask.line, ask.note)
        other = await call.read(_first_name, found.beside(call.member.id))
        sent = f" Your note is on its way to {other}." if ask.note else ""
        if not ask.line:
            return f"Noted.{sent}"
        facts = (Fact("Ready to copy", ask.line),)
        return Card("Your CPD line", f"Kept.{sent} /my export has it with your others.", facts, note="The same button changes it.")

    @prefill(happened)
    async def line_so_far(self, call: Call) -> Mapping[str, str]:
        found = await call.read(tables.visit, call.number())
        if found is None or call.member.id not in {found.visitor, found.host}:
            return {}
        before = await call.read(cpd.about, call.member.id, f"visit:{found.id}")
        return {"line": before or cards.line(found, call.member.id)}

    @button(about_what=tables.group_of_visit)
    async def fell_through(self, call: Call) -> Reply:
        await call.write(afterwards.fell_through, call.number())
        return Update(Card(body="That happens; thank you for saying so. /shadow find looks for another day, /shadow offer offers one."))

    @delivers(afterwards.NOTE)
    async def note(self, ref: str) -> Card | None:
        found = await self.read(afterwards.note_for, ref)
        if found is None:
            return None
        visit, words = found
        other = await self.read(_first_name, visit.beside(int(ref.partition(".")[2])))
        return Card(f"A note from {other}", words, controls=(Button("Report or mute", self.report_this, visit.id),))

    async def awaited(self, call: Call) -> list[Awaited]:
        """What I am asked, and what I wait for."""
        if not call.in_group:
            return []
        zone = call.group.zone
        yours = await call.read(asking.asked_of, call.member.id, call.group.id, call.now)
        names = [await call.read(_first_name, each.beside(call.member.id)) for each in yours]
        asked = [
            Awaited(f"A day with {name}", Text(each.day.label, "; until ", When(each.due_at, zone, "day")), True, self._answers(each)[:2])
            for name, each in zip(names, yours, strict=True)
        ]
        of = await call.read(asking.open_wish, call.member.id, call.group.id)
        return [*asked, *([Awaited("Your shadowing day", cards.standing(of, zone), yours=False)] if of else [])]


def _as_asked(conn: Connection, found: Visit, member: int) -> cards.Asked:
    wished = tables.wish(conn, found.wish)
    assert wished is not None  # noqa: S101  a visit never outlives its wish
    return cards.asking(conn, found, member, wished)


def _wish_and_zone(conn: Connection, ref: str) -> tuple[tables.Wish | None, str]:
    of = tables.wish(conn, int(ref))
    return of, groups.get(conn, of.group).zone if of else ""


def _first_name(conn: Connection, member: int) -> str:
    return members.first_name(members.name_of(conn, member))


def _quieten(act: Act, visit: int, ask: Quiet) -> None:
    found = tables.visit(act.conn, visit)
    if found is None or act.member not in {found.visitor, found.host}:
        raise Refusal(asking.DONE)
    quieten(act, found.beside(act.member), ask)
