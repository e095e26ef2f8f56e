"""What a handler is given: who asks, from where, about what, and the way to the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from bot import drafts
from bot.chat import Cog, Declared, Person, Place, Refusal
from bot.chat.typed import read_id
from bot.community.act import Act
from bot.community.groups import Group
from bot.community.members import MEMBER, Member, Membership
from bot.schema import Connection
from bot.store import Store

P = ParamSpec("P")
T = TypeVar("T")

NOT_SET_UP = "This group isn't set up here yet. Whoever runs this server or workspace can type /setup; it takes two minutes."


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, in our records, and in which group; None where the handler needs none."""

    member: Member
    membership: Membership | None

    @property
    def group(self) -> Group | None:
        """The group acted in, if any."""
        return self.membership.group if self.membership else None


@dataclass(slots=True)
class Call:
    """One thing a person did. `member` is the person in our records, whatever account they speak from.

    `outside`: the address of the public pages, without a slash at its end; "" where none are served.
    """

    event: str
    caller: Caller
    person: Person
    place: Place
    now: datetime
    store: Store
    cogs: Mapping[str, Cog]
    wake: Callable[[], None]
    payload: str = ""
    chosen: str = ""
    draft: str | None = None
    outside: str = ""
    _wrote: bool = field(default=False, init=False)

    @property
    def member(self) -> Member:
        """Who asks."""
        return self.caller.member

    @property
    def membership(self) -> Membership:
        """Their part in the group. Raises Refusal where there is no group."""
        if self.caller.membership is None:
            raise Refusal(NOT_SET_UP)
        return self.caller.membership

    @property
    def group(self) -> Group:
        """The group asked in. Raises Refusal where there is none."""
        return self.membership.group

    @property
    def in_group(self) -> bool:
        """Whether this is said in a group that is set up."""
        return self.caller.membership is not None

    @property
    def role(self) -> str:
        """The asker's role here."""
        return self.membership.role if self.in_group else MEMBER

    def may(self, declared: Declared) -> bool:
        """Whether the asker may do this here."""
        organises = self.in_group and self.membership.organises
        return declared.only is None or organises or (declared.only == "admin" and self.person.admin)

    def number(self) -> int:
        """The payload as one of our ids. Raises Refusal when it is nothing of the kind."""
        found = read_id(self.payload)
        if found is None:
            raise Refusal("That button doesn't lead anywhere. /wallflower shows what I can do for you here.")
        return found

    async def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the database."""
        return await self.store.read(lambda conn: query(conn, *args, **kwargs))

    async def write(self, rule: Callable[Concatenate[Act, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a rule and remember that this event has had its effect, in one transaction; once a handler.

        Raises drafts.Again when the event has had it before, and whatever the rule raises.
        """
        if self._wrote:
            raise RuntimeError("one write a handler: put both changes into one rule")
        self._wrote = True
        group = self.caller.group.id if self.caller.group else 0

        def work(conn: Connection) -> T:
            drafts.first_time(conn, self.now, self.event)
            if self.draft:
                drafts.done(conn, self.draft)
            return rule(Act(conn, self.now, self.member.id, group, self.draft), *args, **kwargs)

        result = await self.store.write(work)
        self.wake()
        return result
