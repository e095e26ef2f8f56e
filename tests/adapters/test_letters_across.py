"""Letters between a person on Discord and one in a Slack workspace: carried to the other's direct messages, and kept by nobody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.adapters.test_contract_introduce import can_be_found, looks
from tests.adapters.test_three_platforms import settled, stages
from tests.stage import Citizen, Stage

__all__ = ["stages"]

WORDS = "Shall we say Tuesday at four? My canary is called Quillonaut."


async def met(stages: Sequence[Stage]) -> tuple[Citizen, Citizen]:
    """Tom on the one platform and Ailsa on the other both said yes."""
    tom, ailsa = stages[0].citizen("Tom"), stages[1].citizen("Ailsa")
    await settled(stages)
    await can_be_found(ailsa)
    await looks(tom)
    await tom.presses("Ask Ailsa")
    await settled(stages)
    await ailsa.presses("Yes, introduce us")
    await settled(stages)
    return tom, ailsa


def everywhere(folder: Path) -> bytes:
    """The database and its log, as they are on the disk."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name.startswith("core.db"))


async def test_two_on_different_platforms_write_to_each_other_and_no_word_is_kept(stages: Sequence[Stage], tmp_path: Path) -> None:
    tom, ailsa = await met(stages)
    assert tom.sees("Write to Ailsa", "you share no platform", "[Write to Ailsa…]")
    assert not stages[1].citizen("Priya").sees("could not deliver")
    await tom.presses("Write to Ailsa…")
    await tom.fills(words=WORDS)
    assert "On its way to Ailsa" in tom.answer()
    assert b"Quillonaut" in everywhere(tmp_path)
    await settled(stages)
    assert ailsa.sees("A letter from Tom", WORDS, "[Write to Tom…]", "[Stop or report]")
    assert b"Quillonaut" not in everywhere(tmp_path)
    await ailsa.presses("Write to Tom…", on=WORDS)
    await ailsa.fills(words="<!channel> @everyone *yes*")
    await settled(stages)
    assert tom.sees("A letter from Ailsa", "<!channel> @everyone *yes*")
    assert all(stage.citizen("Priya").pinged() == 0 for stage in stages[:2])
    await ailsa.types("/my waiting")
    await ailsa.presses("We talk elsewhere now", on="A letter from Tom")
    await settled(stages)
    assert tom.sees("another way to talk now")
    await tom.presses("Write to Ailsa…", on="A letter")
    await tom.fills(words="One more")
    assert "aren't available just now" in tom.answer()


async def test_either_stops_at_any_moment_and_the_other_is_not_told(stages: Sequence[Stage], tmp_path: Path) -> None:
    tom, ailsa = await met(stages)
    await tom.presses("Write to Ailsa…")
    await tom.fills(words=WORDS)
    await ailsa.presses("Stop or report")
    await ailsa.fills(what="No more of these letters")
    assert "no more letters either way" in ailsa.answer()
    await settled(stages)
    assert not ailsa.sees("A letter from Tom")
    assert b"Quillonaut" not in everywhere(tmp_path)
    for stage in stages:
        await stage.later(hours=8)
    assert tom.sees("what you wrote to Ailsa a day ago did not arrive", "aren't available just now")


async def test_a_letter_reported_reaches_the_contacts_and_never_its_writer(stages: Sequence[Stage]) -> None:
    tom, ailsa = await met(stages)
    await tom.presses("Write to Ailsa…")
    await tom.fills(words="Something unwelcome")
    await settled(stages)
    before = len(tom.reads())
    await ailsa.presses("Stop or report", on="unwelcome")
    await ailsa.fills(what="Tell the conduct contacts too", words="He wrote something unwelcome.")
    await settled(stages)
    assert stages[1].citizen("Priya").sees("Somebody told us about something", "He wrote something unwelcome.")
    assert len(tom.reads()) <= before
