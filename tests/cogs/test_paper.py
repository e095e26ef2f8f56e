"""Printing, at the door: for whom, what of, and where a poster's code leads."""

from __future__ import annotations

from bot.chat import Answer, Change, Open, Say
from bot.community import public_pages
from tests.app.northern import act_of
from tests.app.world import ADA, SAM, TOM, World, said
from tests.printed.reading import codes, read


def file(answer: Answer) -> bytes:
    """The one that goes with an answer, for its reader alone."""
    assert isinstance(answer, Say), said(answer)
    assert answer.private
    (handed,) = answer.card.files
    assert handed.media_type == "application/pdf"
    return handed.data


async def test_a_posters_code_leads_to_the_meetup_on_the_groups_page_while_there_is_one(world: World) -> None:
    await world.announced(details="Bring a friend.")
    world.app.outside = "https://groups.example.org"
    assert codes(file(await world.forges(ADA, "print.poster", "1"))) == []
    await world.store.write(lambda conn: public_pages.show(act_of(conn, world, ADA), public_pages.Shown("north")))
    data = file(await world.forges(ADA, "print.poster", "1"))
    assert codes(data) == ["https://groups.example.org/g/north#meetup-1"]
    (page,) = read(data)
    assert "https://groups.example.org/g/north" in page.words
    assert "Bring a friend." in page.words
    world.app.outside = ""
    assert codes(file(await world.forges(ADA, "print.poster", "1"))) == []


async def test_the_way_to_join_online_is_never_on_a_poster(world: World) -> None:
    preview = await world.types(ADA, "meetup.new", title="Talk", when="Thursday 26 November, 6.30pm", where="https://meet.example/secret")
    form = await world.presses(ADA, "In person or online", preview)
    await world.presses(ADA, "Publish", await world.sends(ADA, form, how="online", join="https://meet.example/secret"))
    assert "[Badges]" not in said(await world.forges(ADA, "print.choose", "1"))
    (page,) = read(file(await world.forges(ADA, "print.poster", "1")))
    assert "secret" not in page.words
    assert "Online; whoever says yes in the group gets the link" in page.words


async def test_nobody_but_organisers_prints(world: World) -> None:
    await world.announced()
    for route in ("print.choose", "print.poster", "print.badges"):
        for who in (TOM, SAM):
            answer = await world.forges(who, route, "1")
            assert not isinstance(answer, Open)
            assert "organisers" in said(answer)


async def test_of_what_is_off_nothing_is_printed(world: World) -> None:
    await world.announced()
    await world.forges(ADA, "meetup.undo", "1")
    for route in ("print.choose", "print.poster"):
        assert "isn't happening any more" in said(await world.forges(ADA, route, "1"))
    form = await world.forges(ADA, "print.badges", "1")
    assert "isn't happening any more" in said(await world.sends(ADA, form))


async def test_what_a_badge_would_hold_is_for_its_owner_alone(world: World) -> None:
    form = await world.forges(TOM, "paper.badge", str(world.north))
    preview = await world.sends(TOM, form, name="Tom Lee", ask_me="beekeeping")
    assert "everybody there can read it" in said(preview)
    await world.presses(TOM, "Keep it", preview)
    assert "beekeeping" not in said(await world.forges(SAM, "paper.see", str(world.north)))
    mine = await world.forges(TOM, "paper.see", str(world.north))
    assert "beekeeping" in said(mine)
    gone = await world.presses(TOM, "Only my name", mine)
    assert isinstance(gone, Change)
    assert "beekeeping" not in said(await world.forges(TOM, "paper.see", str(world.north)))
