"""Setting up a group: two minutes, seen before it is done."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.chat import Card, Cog, Fact, Form, Place, Preview, Reply, command, confirm, line, place, prefill
from bot.clock import zone_named
from bot.community import groups
from bot.community.setting_up import Setup, set_up


class GroupSetup(Form, title="Set up this group", send="See what I'll do", edit="Change"):
    name: str = line("What is the group called?", hint="As members know it: Information Officers, Scotland")
    announcements: Place = place("Where do announcements go?", hint="A channel I may write in")
    zone: str = line(
        "Which time zone is it in?", hint="A city is enough: London, Lisbon, New York", default="Europe/London", read=zone_named
    )


class SetupCog(Cog, name="setup", about="Set up this group: channels, organisers, times (organisers)"):
    @command("Set up this group: channels, organisers, times (organisers)", only="admin", anywhere=True)
    async def setup(self, call: Call, ask: GroupSetup) -> Reply:
        facts = (
            Fact("Group", ask.name),
            Fact("Time zone", ask.zone),
            Fact("Announcements", "in the channel you chose: one card for each meetup, kept up to date, with reminders in its thread"),
            Fact("Organiser", "you, to begin with"),
            Fact("Quiet hours", "no reminders between 21:00 and 08:00"),
        )
        body = "Nothing is posted until somebody announces a meetup. I read only what people write to me."
        return Preview(Card("Set up this group", body, facts), self.done, "Set it up", "Only you see this.")

    @prefill(setup)
    async def known(self, call: Call) -> Mapping[str, str]:
        if not call.in_group:
            return {"announcements": "" if call.place.direct else str(call.place)}
        places = await call.read(groups.places_for, call.group.id)
        return {"name": call.group.name, "zone": call.group.zone, "announcements": str(places[0][1]) if places else ""}

    @confirm(only="admin", anywhere=True)
    async def done(self, call: Call, ask: GroupSetup) -> Reply:
        await call.write(set_up, Setup(ask.name, ask.zone, ask.announcements))
        return (
            f"{ask.name} is set up, and you are its organiser. "
            "Next: /meetup new announces your first meetup; you see it before anyone else."
        )
