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
        where = (
            f"This is {call.group.name}." if call.in_group else "This place isn't set up for a group yet; whoever runs it can type /setup."
        )
        body = f"{where} Here is what you can ask me. I read only what you write to me, and my answers are for you alone unless I say so."
        return Card("What I can do for you", body, facts)
