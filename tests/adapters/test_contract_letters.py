"""Letters through the bot, the same on every adapter (who needs them is in `test_letters_across`)."""

from __future__ import annotations

from bot.community import letters, members
from bot.schema import Connection
from tests.adapters.test_contract import town
from tests.stage import GROUP, Citizen, Stage

__all__ = ["town"]


async def introduced(town: Stage) -> tuple[Citizen, Citizen]:
    """Tom and Ailsa may write to each other."""
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    for somebody in (tom, ailsa):
        await somebody.types("/my waiting")
    now = town.house.clock.now()

    def work(conn: Connection) -> None:
        (one,), (other,) = members.called(conn, "Tom"), members.called(conn, "Ailsa")
        (group,) = [each.group.id for each in members.belongs(conn, one.id) if each.group.name == GROUP]
        letters.open(conn, now, group, one.id, other.id, "To talk about bees.")

    await town.house.core.store.write(work)
    await town.settle()
    return tom, ailsa


async def test_a_letter_there_and_back_across_a_restart(town: Stage) -> None:
    tom, ailsa = await introduced(town)
    assert tom.sees("Write to Ailsa", "To talk about bees.")
    await tom.presses("Write to Ailsa…")
    await town.restart()
    await tom.fills(words="How do yours winter?")
    assert "On its way to Ailsa" in tom.answer()
    await town.settle()
    assert ailsa.sees("A letter from Tom", "How do yours winter?", "[Stop or report]")
    await ailsa.presses("Write to Tom…", on="How do yours winter?")
    await ailsa.fills(words="In a cluster, shivering.")
    await town.settle()
    assert tom.sees("A letter from Ailsa", "In a cluster, shivering.")
    await tom.types("/my export")
    await town.settle()
    assert not any(b"winter" in data or b"shivering" in data for data in tom.files().values())


async def test_a_letter_stopped_under_way_is_said_not_to_have_arrived_a_day_later(town: Stage) -> None:
    tom, ailsa = await introduced(town)
    await tom.presses("Write to Ailsa…")
    await tom.fills(words="How do yours winter?")
    await ailsa.presses("Stop or report")
    await ailsa.fills(what="No more of these letters")
    await town.later(hours=23)
    assert not ailsa.sees("A letter from Tom")
    assert not tom.sees("did not arrive")
    await town.later(hours=1)
    assert tom.sees("what you wrote to Ailsa a day ago did not arrive")
    await tom.presses("Write to Ailsa…", on="To talk about bees.")
    await tom.fills(words="Again?")
    assert "aren't available just now. Nothing was sent." in tom.answer()


async def test_talking_elsewhere_ends_it_and_says_why(town: Stage) -> None:
    tom, ailsa = await introduced(town)
    await ailsa.presses("We talk elsewhere now")
    assert ailsa.sees("I carry no more letters between you and Tom")
    await town.settle()
    assert tom.sees("Ailsa says that the two of you have another way to talk now")
