"""What I can do for you here."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Card, Cog, Fact, Reply, command


class WallflowerCog(Cog, name="wallflower", about="Show what I can do for you here"):
    @command("Show what I can do for you here", anywhere=True)
    async def wallflower(self, call: Call) -> Reply:
        listed = [declared for cog in call.cogs.values() for declared in cog.commands() if declared.name != self.name]
        mine = [declared for declared in listed if declared.only is None or call.may(declared)]
        facts = tuple(Fact(declared.words, declared.about) for declared in mine)
        promise = "I read only what you write to me, and my answers are for you alone unless I say so."
        body = f"{_where(call)} Here is what you can ask me. {promise}"
        return Card("What I can do for you", body, facts)


def _where(call: Call) -> str:
    if call.in_group:
        return f"This is {call.group.name}."
    if call.place.direct:
        return "This is between the two of us. Where it matters, I'll ask which of your groups you mean."
    return "This place isn't set up for a group yet; whoever runs it can type /setup."
