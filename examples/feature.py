"""Thank somebody in front of everyone: a whole feature. To have it, put this file into cogs/ and a line into cogs/__init__.py."""

from bot.app import Call
from bot.chat import Card, Cog, Form, Mention, Person, Preview, Refusal, Reply, Text, command, confirm, line, person
from bot.community import members


class Thanks(Form, title="Say thank you", send="See it first"):
    who: Person = person("Whom would you like to thank?")
    what: str = line("What for?", hint="For example: lending me your projector", longest=200)


class ThanksCog(Cog, name="thanks", about="Thank somebody in front of everyone"):
    @command("Thank somebody in front of everyone; you see it first")
    async def thanks(self, call: Call, ask: Thanks) -> Reply:
        return Preview(await self.card(call, ask), self.say, "Say it", "Everyone in this channel sees it.")

    @confirm(reply="public")
    async def say(self, call: Call, ask: Thanks) -> Reply:
        return await self.card(call, ask)

    async def card(self, call: Call, ask: Thanks) -> Card:
        known = await call.read(members.identify, ask.who, call.place)
        if known.member is None:
            raise Refusal("I haven't met them here yet. Once they have typed /wallflower, you can thank them.")
        them = Mention(known.member.name, known.member.id)
        return Card("Thank you", Text(call.member.name, " thanks ", them, f" for {ask.what}."), to=(them,))
