"""What is mine: my accounts, and how I am known."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Cog, Form, Reply, command, line
from bot.community import roll_call


class Code(Form, title="Use your code", send="Use it"):
    code: str = line("The code your organiser gave you", hint="Like ABCD-2345; it works once", longest=20)


class MyCog(Cog, name="my", about="Your accounts and settings"):
    @command("Use a code from your organiser to say which member you are", anywhere=True)
    async def accounts(self, call: Call, ask: Code) -> Reply:
        await call.write(lambda act: roll_call.claim(act.conn, act.now, call.person, ask.code))
        return "That's you: this account now stands for your place on the group's list. Next: /meetup list shows what is coming up."
