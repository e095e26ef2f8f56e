"""The town's door: who may talk to it, what it refuses, and how it starts and stops."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest

from adapters.web import Gateway
from adapters.web.people import Json
from bot.app import Call
from bot.app.door import PROMPT
from bot.chat import Card, Cog, Form, FormError, Reply, command, line
from bot.run.house import House as Core
from cogs import COGS
from tests.adapters.town_storms import repeated
from tests.stage import House, StillClock, houses
from tests.stages.web import WebStage, open_stage


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[WebStage]:
    async with open_stage(houses(f"sqlite:///{tmp_path}/core.db"), tmp_path, ["Priya"]) as stage:
        yield stage


async def status(town: WebStage, path: str, *, method: str = "GET", body: Json | str | None = None, **headers: str) -> int:
    sent = body if isinstance(body, str) else json.dumps(body) if body is not None else None
    kind = {"Content-Type": "application/json"} if sent is not None else {}
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    async with town.http.request(method, path, data=sent, headers={**kind, **headers}) as response:
        return response.status


def act(**more: object) -> Json:
    return {"as": "tom", "id": uuid4().hex, "place": "announcements", **more}


# --- who may talk ------------------------------------------------------------------------------------------------------------------


async def test_a_name_that_only_points_here_is_refused(town: WebStage) -> None:
    assert await status(town, "/", Host="town.example.org") == 421
    assert await status(town, "/api/town", Host="localhost.example.org:80") == 421
    assert await status(town, "/", Host="localhost:8080") == 200
    assert await status(town, "/", Host="[::1]:8080") == 200


async def test_another_page_can_neither_read_nor_act(town: WebStage) -> None:
    words = act(words="hello")
    assert await status(town, "/api/town", Origin="https://example.org") == 403
    assert await status(town, "/api/type", method="POST", body=words, Origin="http://127.0.0.1:1") == 403
    assert await status(town, "/api/type", method="POST", body=words, Sec_Fetch_Site="cross-site") == 403
    assert await status(town, "/api/type", method="POST", body=words, Content_Type="text/plain") == 415
    assert await status(town, "/api/type", method="POST", body=words, Origin=town.url) == 200


async def test_every_answer_carries_the_headers_that_keep_the_page_to_itself(town: WebStage) -> None:
    for path in ("/", "/page/town.js", "/api/town", "/api/nothing", "/nowhere"):
        async with town.http.get(path) as response:
            assert "script-src 'self'" in response.headers["Content-Security-Policy"]
            assert "unsafe" not in response.headers["Content-Security-Policy"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Cache-Control"] == ("no-store" if path.startswith("/api/") else "no-cache")


async def test_with_a_token_nothing_is_told_without_it(town: WebStage) -> None:
    gateway = Gateway(town.house.app, town.town, town.house.clock, town.house.core.settle, ("127.0.0.1", 0), token="s3cret")
    url = await gateway.start()
    base, _, fragment = url.partition("#")
    assert fragment == "token=s3cret"
    async with aiohttp.ClientSession(base) as http:
        for headers, expected in (
            ({}, 401),
            ({"X-Town-Token": "wrong"}, 401),
            ({"X-Town-Token": "sécret"}, 401),
            ({"X-Town-Token": "s3cret"}, 200),
        ):
            async with http.get("/api/town", headers=headers) as response:
                assert response.status == expected
        async with http.post("/api/travel", json=act(hours=1)) as response:
            assert response.status == 401
        async with http.get("/") as response:
            assert "Priya" not in await response.text()
    await gateway.stop()


def test_where_others_could_reach_it_a_token_is_needed(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "::", "192.168.1.5", "example.org"):
        with pytest.raises(ValueError, match="token"):
            Gateway(None, None, None, None, (host, 0))  # pyright: ignore[reportArgumentType]  refused before any of them is looked at


# --- what it refuses -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/type", "{not json"),
        ("/api/type", "[1]"),
        ("/api/type", "[" * 5000),
        ("/api/type", {"as": "nobody", "id": "1", "place": "announcements", "words": "x"}),
        ("/api/type", {"as": "tom", "id": "1", "place": "nowhere", "words": "x"}),
        ("/api/type", {"as": "tom", "id": "1", "place": "@priya", "words": "x"}),
        ("/api/type", {"as": "tom", "place": "announcements", "words": "x"}),
        ("/api/type", {"as": "tom", "id": "1", "place": "announcements", "words": ["x"]}),
        ("/api/type", {"as": "tom", "id": "1", "place": "announcements", "words": "x" * 20_001}),
        ("/api/type", {"as": "tom", "id": "1", "place": "announcements", "thread": "12 OR 1=1", "words": "x"}),
        ("/api/press", {"as": "tom", "id": "1", "place": "announcements", "do": "no dots"}),
        ("/api/press", {"as": "tom", "id": "1", "place": "announcements", "message": "99999999999999999999", "do": "meetup.going:1"}),
        ("/api/submit", {"as": "tom", "id": "1", "place": "announcements", "draft": "x", "values": "y"}),
        ("/api/submit", {"as": "tom", "id": "1", "place": "announcements", "draft": "x", "values": {"title": 3}}),
        ("/api/travel", {"as": "tom", "hours": -1}),
        ("/api/travel", {"as": "tom", "hours": 10**30}),
        ("/api/travel", {"as": "tom", "to": "2020-01-01T00:00:00+00:00"}),
        ("/api/travel", {"as": "tom", "to": "2030-01-01T00:00:00"}),
        ("/api/travel", {"as": "tom", "to": "yesterday"}),
    ],
)
async def test_what_no_page_of_ours_would_send_changes_nothing(town: WebStage, path: str, body: Json | str) -> None:
    before = (await town.town.messages("announcements", "tom"), town.house.clock.now())
    assert 400 <= await status(town, path, method="POST", body=body) < 500
    assert (await town.town.messages("announcements", "tom"), town.house.clock.now()) == before


async def test_another_persons_private_answer_can_be_neither_read_nor_pressed_nor_put_away(town: WebStage) -> None:
    priya = town.citizen("Priya")
    await priya.types("/meetup new", title="Quiz", when="Thursday 26 November 2026, 6.30pm", where="Here")
    preview = next(message for message in await town.town.messages("announcements", "priya") if message.to == "priya")
    assert await town.town.messages("announcements", "tom") == []
    body = act(message=str(preview.id), do=preview.body["card"]["controls"][0]["do"])
    assert await status(town, "/api/press", method="POST", body=body) == 404
    assert await status(town, "/api/dismiss", method="POST", body=body) == 404
    forged = await town.citizen("Tom").does("press", {"do": body["do"]})
    assert forged["answer"] == "shown"
    await town.settle()
    assert not town.citizen("Tom").sees("Quiz", "[I'll be there]")


async def test_only_private_answers_can_be_put_away(town: WebStage) -> None:
    message = await town.town.post("announcements", {"words": "hello"}, author="priya")
    assert await status(town, "/api/dismiss", method="POST", body=act(message=str(message.id))) == 400
    assert await town.town.message(message.id)


async def test_the_same_act_sent_twice_happens_once(town: WebStage) -> None:
    priya, tom, ailsa = town.citizen("Priya"), town.citizen("Tom"), town.citizen("Ailsa")
    await priya.types("/meetup new", title="Quiz", when="Thursday 26 November 2026, 6.30pm", where="Here")
    await priya.presses("Publish")
    await town.settle()
    message, control = tom._newest(lambda control: control["label"] == "I'll be there", "", "")
    again = {"message": message["id"], "do": control["do"], "id": "the-same"}
    await tom.does("press", again)
    await tom.does("press", again)
    assert sum("You have a seat" in seen or "already have" in seen for seen in tom.reads()) == 1
    await town.settle()
    assert ailsa.sees("Quiz", "1 person")


# --- words -------------------------------------------------------------------------------------------------------------------------


async def test_words_for_everybody_are_seen_by_everybody_and_answered_by_nobody(town: WebStage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await tom.does("type", {"words": "<b>@everyone</b> hello"})
    assert ailsa.reads() == ["<b>@everyone</b> hello"]
    assert ailsa.pinged() == 0
    assert tom.answer() == ""


async def test_a_slip_of_the_finger_is_answered_with_the_nearest_command(town: WebStage) -> None:
    tom = town.citizen("Tom")
    await tom.types("/meetup lst")
    assert "/meetup list" in tom.answer()
    await tom.types("/meetpu list")
    assert "/meetup list" in tom.answer()


async def test_a_direct_conversation_says_what_the_bot_reads(town: WebStage) -> None:
    tom = town.citizen("Tom")
    await tom.does("type", {"words": "are you there?", "place": "@tom"})
    assert "commands only" in tom.answer()
    assert not town.citizen("Ailsa").sees("are you there?")


# --- live --------------------------------------------------------------------------------------------------------------------------


async def _hear(town: WebStage, user: str, kinds: set[str]) -> list[Json]:
    found: list[Json] = []
    async with town.http.get("/api/town", params={"as": user}) as response:
        after = (await response.json())["after"]
    async with town.http.get("/api/live", params={"as": user}, headers={"Last-Event-ID": after}) as line:
        kind = ""
        async for raw in line.content:
            words = raw.decode().rstrip("\n")
            if words.startswith("event: "):
                kind = words.removeprefix("event: ")
            elif words.startswith("data: ") and kind in kinds:
                found.append(json.loads(words.removeprefix("data: ")))
                if found[-1].get("words") == "last":
                    return found
    return found


async def test_what_happens_arrives_live_and_private_answers_only_where_they_belong(town: WebStage) -> None:
    tom, ailsa = (asyncio.create_task(_hear(town, user, {"message"})) for user in ("tom", "ailsa"))
    await asyncio.sleep(0.2)
    await town.citizen("Tom").types("/meetup list")
    await town.citizen("Tom").does("type", {"words": "last"})
    heard_by_tom, heard_by_ailsa = await asyncio.gather(tom, ailsa)
    assert [message["private"] for message in heard_by_tom] == [True, False]
    assert [message["private"] for message in heard_by_ailsa] == [False]


# --- starting and stopping ---------------------------------------------------------------------------------------------------------


async def test_a_taken_port_becomes_the_next_free_one_and_says_so(town: WebStage) -> None:
    taken = int(town.url.rpartition(":")[2])
    gateway = Gateway(town.house.app, town.town, town.house.clock, town.house.core.settle, ("127.0.0.1", taken))
    url = await gateway.start()
    assert int(url.rstrip("/").rpartition(":")[2]) != taken
    assert f"Port {taken} is taken" in gateway.said
    await gateway.stop()


async def test_stopping_does_not_wait_for_open_pages(town: WebStage) -> None:
    listening = asyncio.create_task(_hear(town, "tom", {"message"}))
    await asyncio.sleep(0.1)
    await town.gateway.stop()
    assert await asyncio.wait_for(listening, timeout=5) == []


async def test_travelling_delivers_and_is_told_to_every_page(town: WebStage) -> None:
    tom = town.citizen("Tom")
    before = town.house.clock.now()
    line = asyncio.create_task(_hear(town, "ailsa", {"clock", "message"}))
    await asyncio.sleep(0.1)
    await tom.does("travel", {"hours": 1})
    await tom.does("type", {"words": "last"})
    told = [happening["busy"] for happening in await line if "busy" in happening]
    assert told == [True] * 4 + [False]
    assert (town.house.clock.now() - before).total_seconds() == 3600


# --- answers that take their time ----------------------------------------------------------------------------------------------------


class SlowNote(Form, title="A slow note"):
    words: str = line("What?")


class SlowCog(Cog, name="slow", about="Takes its time"):
    @command("Answers late", anywhere=True)
    async def well(self, call: Call) -> Reply:
        await asyncio.sleep(PROMPT + 0.2)
        return "Here I am."

    async def home(self, call: Call) -> list[Card]:
        return [Card(f"Nothing hurries you, {call.person.name}")]

    @command("Asks again late", anywhere=True)
    async def again(self, call: Call, note: SlowNote) -> Reply:
        await asyncio.sleep(PROMPT + 0.2)
        raise FormError("words", "Not those words.")


@asynccontextmanager
async def slow_town(tmp_path: Path) -> AsyncGenerator[WebStage]:
    """A town whose bot has one more feature."""
    clock = StillClock()

    async def open_slow() -> House:
        return House(await Core.open(f"sqlite:///{tmp_path}/core.db", clock, [*COGS, SlowCog]), clock)

    async with open_stage(open_slow, tmp_path, ["Priya"]) as town:
        yield town


async def test_what_features_put_on_ones_own_page_is_asked_for_by_the_page(tmp_path: Path) -> None:
    async with slow_town(tmp_path) as town:
        await town.citizen("Tom").types("/meetup list")
        async with town.http.get("/api/home", params={"as": "tom"}) as response:
            titles = [card["title"] for card in (await response.json())["cards"]]
            assert titles == ["You have no seats just now", "Nothing is open", "Nothing hurries you, Tom"]


async def test_a_late_answer_is_announced_at_once_and_takes_the_place_of_the_announcement(tmp_path: Path) -> None:
    async with slow_town(tmp_path) as town:
        tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
        await asyncio.gather(tom.types("/slow well"), ailsa.types("/slow again", words="these"))
        assert tom.answer() == ailsa.answer() == "Working on it…"
        await asyncio.sleep(0.5)
        await town.refresh()
        assert tom.reads() == ["Here I am."]
        assert ailsa.sees("A slow note", "What?: Not those words.", "[Fix it]")
        await ailsa.presses("Fix it")
        assert ailsa.asked() == {"words": "these"}


async def test_whatever_is_told_again_takes_effect_once(tmp_path: Path) -> None:
    came = await repeated(tmp_path, 60, random.Random(1), restarts=1)
    assert came.told > 120
    assert (came.unanswered, len(came.effects), set(came.effects.values())) == (0, 60, {1})
