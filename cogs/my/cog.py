"""What is mine: how I am known, what I wait for, what is held about me, and having it all erased."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Cog,
    Control,
    Fact,
    Person,
    Preview,
    Refusal,
    Reply,
    Strong,
    Text,
    Update,
    button,
    command,
    confirm,
    delivers,
    elsewhere,
    prefill,
)
from bot.chat.localise import account_for
from bot.chat.typed import read_id
from bot.community import accounts as joining
from bot.community import goals, members, my_settings, pausing, person_data, profiles, roll_call
from bot.community.act import Act
from bot.community.newcomers import greeters
from bot.community.newcomers import reading as newcomers
from bot.community.person_data import Ledger, Receipt
from bot.schema import Connection
from bot.store import StoreError
from cogs.my import cards, copy
from cogs.my.asks import AboutYou, Break, Code, MaybeCode, Meeting, Private, Settings

log = structlog.get_logger("wallflower.my")


def own_group(_: Connection, payload: str) -> int | None:
    """The group a button was shown for."""
    return read_id(payload)


class MyCog(Cog, name="my", about="Your profile and settings, and what I hold about you"):
    greet = elsewhere("hello.greet")
    stop_greeting = elsewhere("hello.stop_greeting")
    take_hello_down = elsewhere("hello.take_down")
    calendar = elsewhere("outside.calendar")

    # --- how I am known ---------------------------------------------------------------------------------------------------------

    @command("Choose your name, time zone, quiet hours and how I reach you")
    async def settings(self, call: Call, ask: Settings) -> Reply:
        chosen = my_settings.Settings(ask.name, ask.zone, ask.quiet, ask.reach, ask.named)
        await call.write(my_settings.change, chosen)
        welcomes = await call.read(greeters.welcomes, call.member.id, call.group.id)
        greet = Button("I like to welcome newcomers", self.greet, call.group.id)
        stop = Button("Don't ask me to welcome newcomers", self.stop_greeting, call.group.id)
        calendar = (Button("My calendar address", self.calendar),) if call.outside else ()
        kept = "Kept. Reminders and offers follow from now on; cards that show your name change in a moment."
        return Card(body=kept, controls=(stop if welcomes else greet, *calendar))

    @prefill(settings)
    async def as_they_are(self, call: Call) -> Mapping[str, str]:
        return cards.settings(call.member, call.membership, await call.read(my_settings.quiet_of, call.member.id))

    @command("Say who you are; private until you say otherwise")
    async def profile(self, call: Call, about: AboutYou, meeting: Meeting) -> Reply:
        card = cards.as_others_see(call.member.name, cards.said(about, meeting))
        return Preview(card, self.keep_profile, "Keep it", cards.who_sees(call.membership))

    @prefill(profile)
    async def as_said(self, call: Call) -> Mapping[str, str]:
        return cards.typed(await call.read(profiles.get, call.member.id))

    @confirm()
    async def keep_profile(self, call: Call, about: AboutYou, meeting: Meeting) -> Reply:
        await call.write(profiles.say, cards.said(about, meeting))
        up = await call.read(newcomers.mine_up, call.member.id, call.group.id)
        down = (Button("Take my hello down", self.take_hello_down, up.id),) if up else ()
        return cards.kept(call.membership, (*self._around_profile(call), *down))

    @button(about_what=own_group)
    async def let_find(self, call: Call) -> Reply:
        await call.write(members.be_found, found=True)
        hide = Button("Hide me", self.hide, call.group.id)
        return Update(Card(body=f"Members of {call.group.name} who look for somebody to meet can find you now.", controls=(hide,)))

    @button(about_what=own_group)
    async def hide(self, call: Call) -> Reply:
        await call.write(members.be_found, found=False)
        show = Button("Let people find me here", self.let_find, call.group.id)
        return Update(Card(body="You're hidden: nobody new finds you here. Introductions already agreed stay.", controls=(show,)))

    @button(about_what=own_group)
    async def private(self, call: Call, ask: Private) -> Reply:
        await call.write(_keep_private, ask, call.place.platform)
        return "Kept. It is used to keep people apart, and shown to nobody; /my export shows it to you."

    @prefill(private)
    async def private_so_far(self, call: Call) -> Mapping[str, str]:
        mine = await call.read(profiles.get, call.member.id)
        theirs = (await call.read(members.accounts_of, [mine.manager or 0])).get(mine.manager or 0, [])
        return {"employer": mine.employer, "manager": str(account_for(theirs, call.place) or "")}

    def _around_profile(self, call: Call) -> tuple[Control, ...]:
        group = call.group.id
        found = Button("Hide me", self.hide, group) if call.membership.found else Button("Let people find me here", self.let_find, group)
        return found, Button("What stays private", self.private, group)

    # --- what is open -----------------------------------------------------------------------------------------------------------

    @command("See what awaits your answer, and what you are waiting for")
    async def waiting(self, call: Call) -> Reply:
        return await self._open(call)

    async def home(self, call: Call) -> list[Card]:
        return [await self._open(call)]

    async def _open(self, call: Call) -> Card:
        found = [each for cog in call.cogs.values() for each in await cog.awaited(call)]
        yours, theirs = [each for each in found if each.yours], [each for each in found if not each.yours]
        if not found:
            return Card("Nothing is open", "Nobody waits for you, and you wait for nobody. /meetup list shows what is coming up.")
        body = f"{_things(len(yours), 'awaits', 'await')} your answer; you wait for {len(theirs) or 'nothing'}."
        shown = [*yours, *theirs][:9]
        facts = tuple(Fact(each.label, each.words) for each in shown)
        return Card(
            "What is open", body, facts, controls=tuple(control for each in [*yours[:5], *theirs[:3]] for control in each.controls)[:15]
        )

    aim, let_go, lines = elsewhere("goals.aim"), elsewhere("goals.let_go"), elsewhere("came.my_lines")

    @command("See or set what you would like to do by when")
    async def goals(self, call: Call) -> Reply:
        mine = await call.read(goals.of_member, call.member.id, call.group.id)
        own = Button("My lines", self.lines, call.group.id)
        drop = tuple(Button(f"Let go: {each.words}", self.let_go, each.id) for each in mine)
        return cards.goals(mine, call.group.zone, (Button("Set a goal", self.aim, call.group.id), *drop, own))

    @command("Take a break from all matching until a date")
    async def pause(self, call: Call, ask: Break) -> Reply:
        await call.write(pausing.pause, ask.until.instant)
        return cards.on_a_break(ask.until.instant, ask.until.zone, (Button("Come back now", self.come_back, call.group.id),))

    @button(about_what=own_group)
    async def come_back(self, call: Call) -> Reply:
        await call.write(pausing.come_back)
        return Update(Card(body="Welcome back. You're in introductions, coffee and mentoring again, as you were before."))

    # --- accounts ---------------------------------------------------------------------------------------------------------------

    @command("Join your accounts on different platforms", anywhere=True)
    async def accounts(self, call: Call, ask: MaybeCode) -> Reply:
        if ask.code:
            return await self._use(call, ask.code)
        mine = await call.read(joining.accounts_in_words, call.member.id)
        return cards.accounts(mine, (Button("Get a code", self.get_code), Button("I have a code", self.have_code)))

    @button(anywhere=True)
    async def get_code(self, call: Call) -> Reply:
        return cards.code(await call.write(joining.begin), ())

    @button(anywhere=True)
    async def have_code(self, call: Call, ask: Code) -> Reply:
        return await self._use(call, ask.code)

    async def _use(self, call: Call, code: str) -> Reply:
        """An organiser's code says which row of their list this is; one of one's own begins to join two accounts."""
        begun = await call.write(_use_code, call.person, code)
        if begun is None:
            return "That's you: this account now stands for your place on the group's list. Next: /meetup list shows what is coming up."
        yes, no = Button("Yes, join them", self.agree, begun.id, "go"), Button("No", self.refuse, begun.id)
        whose = Text("The code is that of ", Strong(await call.read(joining.whose_code, begun.id)), f". {cards.MERGED}")
        return Card("Join this account with the other?", whose, controls=(yes, no), note="Only join an account that is your own.")

    @button(anywhere=True)
    async def agree(self, call: Call) -> Reply:
        await call.write(joining.agree, call.payload)
        return Update(
            Card(body="Nearly there: I've asked your other account, in its direct messages with me. Say yes there within ten minutes.")
        )

    @button(anywhere=True)
    async def both(self, call: Call) -> Reply:
        await call.write(joining.confirm, call.payload)
        return Update(Card(body="Joined: I know you as one person on both now. /my accounts shows where you speak from."))

    @button(anywhere=True)
    async def refuse(self, call: Call) -> Reply:
        await call.write(joining.refuse, call.payload)
        return Update(Card(body="Nothing was joined, and the code no longer works."))

    @delivers(joining.JOIN_ASKED)
    async def join_asked(self, ref: str) -> Card | None:
        if not await self.read(joining.is_asked, ref):
            return None
        yes, no = Button("Yes, both are me", self.both, ref, "go"), Button("No, that isn't me", self.refuse, ref, "stop")
        who = await self.read(joining.who_typed, ref)
        body = Text("Your code was entered by ", Strong(who), f". {cards.MERGED}")
        return Card("Is that you too?", body, controls=(yes, no), note="If you didn't enter it yourself, press No.")

    # --- what is held -----------------------------------------------------------------------------------------------------------

    @command("Get a copy of everything I hold about you", anywhere=True)
    async def export(self, call: Call) -> Reply:
        held = await call.read(person_data.collect, call.now, call.member.id)
        body = f"{_things(held.rows, 'is', 'are')} held about you. All of it is in two files: a page to read, and the same as JSON."
        return Card("What I hold about you", body, cards.held(held), files=copy.files(held), note="/my forget erases it.")

    @command("Erase everything I hold about you", anywhere=True)
    async def forget(self, call: Call) -> Reply:
        held = await call.read(person_data.collect, call.now, call.member.id)
        alone = await call.read(members.alone_in_running, call.member.id)
        erase = Button("Yes, erase everything about me", self.erase, call.member.id, "stop")
        return cards.before_forgetting(held, alone, (erase,))

    @button(anywhere=True)
    async def erase(self, call: Call) -> Reply:
        if call.number() != call.member.id:
            raise Refusal("That button is somebody else's, or from before you came back. /my forget gives you your own.")
        receipt = await call.write(_erase, Ledger.beside(call.store.beside))
        try:
            await call.store.scrub()
        except StoreError:
            log.warning("the log was not emptied after an erasure; the next tidying tries again")
        return Update(cards.receipt(receipt, call.group.zone if call.in_group else "UTC"))


def _things(number: int, one: str, many: str) -> str:
    return f"1 thing {one}" if number == 1 else f"{number or 'Nothing'}{' things' if number else ''} {many if number else one}"


def _keep_private(act: Act, ask: Private, platform: str) -> None:
    """Whoever is the manager on another platform could not be shown here, so an empty field says nothing of them."""
    manager = members.meet(act.conn, act.now, ask.manager) if ask.manager else _elsewhere(act, platform)
    profiles.keep_private(act, ask.employer, manager)


def _elsewhere(act: Act, platform: str) -> int | None:
    manager = profiles.get(act.conn, act.member).manager
    theirs = members.accounts_of(act.conn, [manager] if manager else []).get(manager or 0, [])
    return None if any(each.platform == platform for each in theirs) else manager


def _use_code(act: Act, person: Person, code: str) -> joining.Joining | None:
    if roll_call.claims_by(act.conn, code):
        roll_call.claim(act.conn, act.now, person, code)
        return None
    return joining.type_code(act, code)


def _erase(act: Act, ledger: Ledger) -> Receipt:
    return person_data.erase(act.conn, act.now, act.member, ledger)
