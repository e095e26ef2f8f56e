"""The judges themselves: what they call misplaced is, and what isn't they leave alone."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select

from bot import outbox
from bot.chat import Card, Person, Place
from bot.community import circles, groups, members
from bot.community.coffee.together import TOGETHER
from bot.community.person_data.erasing import erase
from bot.community.person_data.ledger import Ledger
from bot.outbox import To
from bot.schema import Connection
from tests.community.village import in_memory
from tests.simulation.chat import Message
from tests.simulation.checks import Findings, _in_place
from tests.stage import SUNDAY

AILSA, DEE, JO = (Person("slack", "T1", name.lower(), name) for name in ("Ailsa", "Dee", "Jo"))
POSTED: Final = SUNDAY + timedelta(days=3)


def judged(conn: Connection, message: Message) -> Counter[str]:
    """What is wrong with one message."""
    found = Findings()
    _in_place(conn, [message], found)
    return found.wrong


def for_two(conn: Connection, *readers: Person) -> Message:
    """A message for Ailsa and Dee, in a private place where these can read it."""
    group = groups.create(conn, SUNDAY, "Both", "Europe/London")
    circle = circles.gather(conn, SUNDAY, group, [members.meet(conn, SUNDAY, each) for each in (AILSA, DEE)], "Coffee")
    outbox.say(conn, TOGETHER, 1, To(circle=circle), group=group, subject="coffee:1", due=POSTED)
    row = conn.execute(select(outbox.outbox.c.id).where(outbox.outbox.c.circle_id == circle)).scalar_one()
    return Message(1, Place("slack", "T1", "C1"), row, Card(body="Coffee?"), POSTED, about=frozenset(readers))


def test_what_others_can_read_is_misplaced() -> None:
    with in_memory() as do:
        message = do(lambda conn: for_two(conn, AILSA, DEE))
        assert not do(lambda conn: judged(conn, message))
        do(lambda conn: members.meet(conn, SUNDAY, JO))
        message.about |= {JO}
        assert do(lambda conn: judged(conn, message)) == {"misplaced: coffee.together in a private place": 1}


def test_whoever_was_erased_since_and_speaks_again_is_somebody_new(tmp_path: Path) -> None:
    with in_memory() as do:
        message = do(lambda conn: for_two(conn, AILSA, DEE))
        later = POSTED + timedelta(days=1)
        do(lambda conn: erase(conn, later, members.meet(conn, later, DEE), Ledger(tmp_path / "ledger")))
        assert not do(lambda conn: judged(conn, message))
        do(lambda conn: members.meet(conn, later, DEE))
        assert not do(lambda conn: judged(conn, message))
