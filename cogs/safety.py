"""Keeping people away, and telling the conduct contacts about something."""

from __future__ import annotations

from bot.app import Call
from bot.chat import (
    Awaited,
    Button,
    Card,
    Cog,
    Control,
    Fact,
    Form,
    Person,
    Preview,
    Reply,
    Update,
    When,
    button,
    command,
    confirm,
    delivers,
    line,
    paragraph,
    person,
)
from bot.chat.limits import shortened
from bot.chat.text import Text
from bot.chat.typed import read_id
from bot.community import profiles, reports, safety
from bot.community.members import first_name
from bot.community.reports import Report
from bot.schema import Connection

APART = "You are never shown to each other or brought together, in any group, and they are never told."
SHOWN = 8


class Away(Form, title="Keep someone away", send="Keep them away"):
    who: Person = person("Whom should I keep away from you?", hint="They are never told")


class Place(Form, title="Hide from people at …", send="Hide me"):
    employer: str = line("People who work where?", hint="As they would call it: Highland Health")


class Telling(Form, title="Tell the contacts", send="See who will read it", edit="Change it"):
    who: Person | None = person("Whom is it about, if anybody?", hint="They never hear of it", required=False)
    words: str = paragraph("What happened?", hint="In your own words; where and when helps", required=True)


class Contact(Form, title="A conduct contact", send="Name them"):
    who: Person = person("Who should hear of reports?", hint="Somebody people trust; ask them first")


def own_group(_: Connection, payload: str) -> int | None:
    """The group a button was shown for."""
    return read_id(payload)


class SafetyCog(Cog, name="safety", about="Keep someone away, or report something"):
    @command("Keep someone away from you; they are never told", anywhere=True)
    async def block(self, call: Call, ask: Away) -> Reply:
        await call.write(safety.block, ask.who)
        return f"Done. {APART} /safety blocked undoes it."

    # --- what I keep away -------------------------------------------------------------------------------------------------------

    @command("See or undo your blocks")
    async def blocked(self, call: Call) -> Reply:
        people, places = await call.read(safety.kept_away, call.member.id)
        undo = [Button(f"Undo: {shortened(each.words, 60)}", self.undo, each.id) for each in people[:SHOWN]]
        show = [Button(f"No longer hide from {shortened(each.words, 45)}", self.unhide, each.id) for each in places]
        hide = Button("Hide me from people at …", self.hide, call.group.id)
        facts = tuple(Fact(label, words) for label, words in (("People", _list(people)), ("Places", _list(places))) if words)
        body = f"Kept away from you. {APART}" if facts else "You keep nobody away. /safety block does it; they are never told."
        more = f"The newest {SHOWN} can be undone here; undo one to reach older ones." if len(people) > SHOWN else ""
        return Card("What you keep away", body, facts, controls=(*undo, *show, hide), note=more)

    @button(anywhere=True)
    async def undo(self, call: Call) -> Reply:
        await call.write(safety.unblock, call.number())
        return Update(Card(body="Undone: you may come across each other again. /safety blocked shows what is left."))

    @button(about_what=own_group)
    async def hide(self, call: Call, ask: Place) -> Reply:
        await call.write(safety.hide, ask.employer)
        known = "I know where somebody works only if they told me, so block people you know of as well: /safety block."
        return f"Hidden: nobody who told me they work at {ask.employer} finds you or is matched with you. {known}"

    @button(anywhere=True)
    async def unhide(self, call: Call) -> Reply:
        await call.write(safety.unhide, call.number())
        return Update(Card(body="Undone: people who work there may find you again. /safety blocked shows what is left."))

    # --- telling the contacts ---------------------------------------------------------------------------------------------------

    @command("Tell the conduct contacts about something")
    async def report(self, call: Call, ask: Telling) -> Reply:
        names = await call.read(reports.told_by_name, call.group.id, ask.who, call.member.id)
        seen = profiles.in_words(names) if names else "nobody: there is nobody else here whom I could tell. It is kept in your own copy"
        apart = " The two of you are kept apart from now on." if ask.who else ""
        return Preview(Card("Your report", ask.words), self.tell, "Send it", f"Goes to {seen}; never to whom it is about.{apart}")

    @confirm()
    async def tell(self, call: Call, ask: Telling) -> Reply:
        heard = await call.write(reports.report, ask.who, ask.words)
        sent = "Sent. You hear from me when one of them sees to it, in three days at the latest."
        apart = f"{APART} /safety blocked undoes that." if ask.who else ""
        return " ".join(
            filter(None, [sent if heard else "There was nobody I could tell.", apart, "In danger? Call the emergency services."])
        )

    async def awaited(self, call: Call) -> list[Awaited]:
        """My reports that are not settled."""
        if not call.in_group:
            return []
        open_ = await call.read(reports.mine, call.member.id, call.group.id)
        return [Awaited("Your report", _state(each), yours=False) for each in open_]

    # --- the contacts' side -----------------------------------------------------------------------------------------------------

    @button(about_what=reports.group_of)
    async def take(self, call: Call) -> Reply:
        await call.write(reports.take, call.number())
        return "Thank you. They know that you see to it. Press “It is settled” when it is; until then it is yours."

    @button(about_what=reports.group_of)
    async def settle(self, call: Call) -> Reply:
        await call.write(reports.settle, call.number())
        return Update(Card(body="Settled, and they know. The two stay apart unless whoever told you undoes that."))

    @delivers(reports.REPORTED)
    async def reported(self, ref: str) -> Card | None:
        found = await self.read(reports.for_contact, ref)
        if found is None:
            return None
        facts = (Fact("From", found.name), *((Fact("About", found.about_name),) if found.about else ()))
        controls = (Button("I'll see to it", self.take, found.id, "go"), Button("It is settled", self.settle, found.id))
        note = "You get this as a conduct contact. Keep it between the contacts; whom it is about is not told by me."
        return Card("Somebody told us about something", found.words, facts, controls=controls, note=note)

    @delivers(reports.TAKEN_UP)
    async def taken_up(self, ref: str) -> Card | None:
        return await self._to_reporter(ref, "Somebody sees to your report now, and may write to you.")

    @delivers(reports.DONE)
    async def done(self, ref: str) -> Card | None:
        body = "Your report is settled, as far as the conduct contacts are concerned. If it isn't for you, tell them again: /safety report."
        return await self._to_reporter(ref, body)

    @delivers(reports.ASKED_AGAIN)
    async def asked_again(self, ref: str) -> Card | None:
        body = "Nobody has taken up your report in three days. I'm sorry. I've asked again, and every organiser it isn't about."
        return await self._to_reporter(ref, body)

    async def _to_reporter(self, ref: str, words: str) -> Card | None:
        found = await self.read(reports.get, int(ref))
        return Card(body=Text(words, " You told us on ", When(found.made_at, found.zone, "day"), ".")) if found else None

    # --- naming contacts --------------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=own_group)
    async def name_contact(self, call: Call, ask: Contact) -> Reply:
        await call.write(reports.name_contact, ask.who)
        return "Named. They hear of reports from now on, unless one is about them. Tell them what that means."

    @button(only="organiser", about_what=own_group)
    async def release(self, call: Call) -> Reply:
        await call.write(reports.release_contacts)
        return Update(Card(body="Nobody is named any more: reports go to every organiser they aren't about."))

    async def desk(self, call: Call) -> list[Card]:
        """Who hears of reports."""
        named = await call.read(reports.contacts_by_name, call.group.id)
        controls: tuple[Control, ...] = (Button("Name a contact", self.name_contact, call.group.id),)
        if not named:
            return [Card("Conduct contacts", "Nobody is named, so reports go to every organiser they aren't about.", controls=controls)]
        release = Button("Name nobody", self.release, call.group.id)
        return [Card("Conduct contacts", f"Reports go to {profiles.in_words(named)}.", controls=(*controls, release))]


def _list(lines: list[safety.Line]) -> str:
    return profiles.in_words([each.words for each in lines[:SHOWN]])


def _state(report: Report) -> Text:
    when = When(report.made_at, report.zone, "day")
    if report.state == reports.TAKEN:
        return Text("of ", when, "; somebody sees to it")
    about = f" about {first_name(report.about_name)}" if report.about else ""
    return Text("of ", when, f"{about}; the contacts have until ", When(report.made_at + reports.ANSWER_WITHIN, report.zone, "day"))
