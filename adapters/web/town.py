"""The platform itself: people, channels, messages. To the core it is what Discord is, and as far away."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import aiosqlite

from adapters.web.faults import Faults
from adapters.web.files import Files
from adapters.web.people import Channel, Citizen, Json, Message, direct_with
from bot.clock import OffsetClock, SystemClock

Watcher = Callable[[Message, bool], None]
"""Told of every message made or changed (`True`: taken away)."""
Part = Literal["seats", "title", "go"]
_HAS: dict[Part, str] = {
    "seats": "json_extract(body, '$.card.seats') IS NOT NULL",
    "title": "json_extract(body, '$.card.title') <> ''",
    "go": "EXISTS (SELECT 1 FROM json_each(body, '$.card.controls') WHERE json_extract(value, '$.look') = 'go')",
}


class Town:
    """Open it with `Town.open`. What it holds stays in its folder; stopping and starting changes nothing."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.faults = Faults()
        self.watchers: list[Watcher] = []
        self.title = "Practice town"
        self.people: dict[str, Citizen] = {}
        self.channels: dict[str, Channel] = {}
        self.openings = 0
        self.travelled = timedelta()
        self._clock = OffsetClock(SystemClock())

    @classmethod
    async def open(cls, folder: Path) -> Town:
        """The town kept in this folder, new if there is none."""
        town = cls(await Files.open(folder))
        await town._load()
        return town

    async def _load(self) -> None:
        self.title = await self.files.note("title", self.title)
        self.openings = int(await self.files.note("openings", "0")) + 1
        await self.files.keep("openings", str(self.openings))
        self.travelled = timedelta(seconds=float(await self.files.note("travelled", "0")))
        for row in await self.files.rows("SELECT * FROM people ORDER BY rank, user"):
            self.people[row["user"]] = Citizen(row["user"], row["name"], row["zone"], row["about"], bool(row["organiser"]))
        for row in await self.files.rows("SELECT * FROM channels ORDER BY rank, id"):
            self.channels[row["id"]] = Channel(row["id"], row["name"], tuple(json.loads(row["members"])), bool(row["direct"]))

    async def close(self) -> None:
        """Close its file."""
        await self.files.close()

    # --- time ---------------------------------------------------------------------------------------------------------------

    def keep_time(self, clock: OffsetClock) -> None:
        """Date messages by this clock from now on, and put it ahead by as much as was travelled before."""
        if self.travelled > clock.offset:
            clock.advance(self.travelled - clock.offset)
        self._clock = clock

    def now(self) -> datetime:
        """The town's time, aware, in UTC."""
        return self._clock.now()

    async def remember_travel(self) -> None:
        """Keep how far ahead the clock is, so that a restart doesn't go back in time."""
        self.travelled = self._clock.offset
        await self.files.keep("travelled", str(self.travelled.total_seconds()))

    # --- who and where ------------------------------------------------------------------------------------------------------

    async def settle(self, people: Sequence[Citizen], channels: Sequence[str], title: str) -> None:
        """These people live here and these channels exist. Doing it again adds who is new and changes who has changed."""
        self.title = title
        await self.files.keep("title", title)
        for citizen in people:
            await self.welcome(citizen)
        for name in channels:
            await self.make(Channel(name.lstrip("#"), name.lstrip("#")))

    async def welcome(self, citizen: Citizen) -> None:
        """Somebody moves in, with a direct conversation of their own. Raises ValueError for a handle that can't be one."""
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,39}", citizen.user):
            raise ValueError(f"{citizen.user!r} can't be a handle: small letters, digits, dots and dashes.")
        async with self.files.writing() as db:
            rank = len(self.people)
            await db.execute(
                "INSERT INTO people VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (user) DO UPDATE SET name = excluded.name, zone = excluded.zone,"
                " about = excluded.about, organiser = excluded.organiser",
                (citizen.user, citizen.name, citizen.zone, citizen.about, citizen.organiser, rank),
            )
        self.people[citizen.user] = citizen
        await self.make(Channel(direct_with(citizen.user), "Wallflower", (citizen.user,), direct=True))

    async def make(self, channel: Channel) -> Channel:
        """The channel, made unless it is there already."""
        if channel.id not in self.channels:
            async with self.files.writing() as db:
                await db.execute(
                    "INSERT OR IGNORE INTO channels VALUES (?, ?, ?, ?, ?)",
                    (channel.id, channel.name, json.dumps(channel.members), channel.direct, len(self.channels)),
                )
            self.channels[channel.id] = channel
        return self.channels[channel.id]

    def places_of(self, user: str) -> list[Channel]:
        """What this person sees in the list of places."""
        return [channel for channel in self.channels.values() if channel.admits(user)]

    # --- what is said -------------------------------------------------------------------------------------------------------

    async def post(
        self,
        channel: str,
        body: Json,
        *,
        thread: str = "",
        author: str = "",
        to: str = "",
        pings: Iterable[str] = (),
        delivery: str = "",
    ) -> Message:
        """Say something. Nothing is de-duplicated here: said twice, it stands there twice."""
        at, pinged = self.now(), tuple(dict.fromkeys(pings))
        async with self.files.writing() as db:
            made = await db.execute(
                "INSERT INTO messages (channel, thread, author, at, body, delivery, sent_to, pings) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (channel, thread, author, at.isoformat(), json.dumps(body), delivery, to, json.dumps(pinged)),
            )
        message = Message(made.lastrowid or 0, channel, thread, author, at, body, to, pinged)
        self._tell(message)
        return message

    async def change(self, message_id: int, body: Json) -> Message | None:
        """Put other words in the same place; notifies nobody. None: there is no such message."""
        async with self.files.writing() as db:
            await db.execute("UPDATE messages SET body = ?, edited = 1 WHERE id = ?", (json.dumps(body), message_id))
        message = await self.message(message_id)
        if message:
            self._tell(message)
        return message

    async def take_away(self, message: Message) -> None:
        """Remove it for good."""
        async with self.files.writing() as db:
            await db.execute("DELETE FROM messages WHERE id = ?", (message.id,))
        self._tell(message, gone=True)

    async def message(self, message_id: int) -> Message | None:
        """One message, or None."""
        found = await self.files.rows("SELECT * FROM messages WHERE id = ?", message_id)
        return _message(found[0]) if found else None

    async def messages(self, channel: str, reader: str, most: int = 400) -> list[Message]:
        """The newest messages of a channel, threads included, that this person can see; oldest first."""
        found = await self.files.rows(
            "SELECT * FROM messages WHERE channel = ? AND sent_to IN ('', ?) ORDER BY id DESC LIMIT ?", channel, reader, most
        )
        return [_message(row) for row in reversed(found)]

    async def delivered(self, channel: str, thread: str, delivery: str) -> Message | None:
        """The first message that carries this delivery id, if one does."""
        found = await self.files.rows(
            "SELECT * FROM messages WHERE delivery = ? AND channel = ? AND thread = ? ORDER BY id LIMIT 1", delivery, channel, thread
        )
        return _message(found[0]) if found else None

    def _tell(self, message: Message, *, gone: bool = False) -> None:
        for watcher in self.watchers:
            watcher(message, gone)

    # --- who saw and pressed what ---------------------------------------------------------------------------------------------

    async def unread(self, user: str) -> dict[str, tuple[int, int]]:
        """By channel: how many messages this person hasn't seen, and how many of those notified them."""
        found = await self.files.rows(
            "SELECT m.channel, count(*) AS new, sum(instr(m.pings, json_quote(?)) > 0) AS pinged FROM messages m"
            " LEFT JOIN seen s ON s.user = ? AND s.channel = m.channel"
            " WHERE m.id > coalesce(s.upto, 0) AND m.author <> ? AND m.sent_to IN ('', ?) GROUP BY m.channel",
            *(user, user, user, user),
        )
        return {row["channel"]: (row["new"], row["pinged"]) for row in found if self.channels[row["channel"]].admits(user)}

    async def saw(self, user: str, channel: str, upto: int) -> None:
        """This person has read the channel up to this message."""
        async with self.files.writing() as db:
            await db.execute(
                "INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT (user, channel) DO UPDATE SET upto = max(upto, excluded.upto)",
                (user, channel, upto),
            )

    async def pressed(self, user: str, message: int, control: str) -> None:
        """This person pressed this (`route:payload`) on this message."""
        async with self.files.writing() as db:
            await db.execute("INSERT INTO presses (user, message, control) VALUES (?, ?, ?)", (user, message, control))

    async def presses(self, control: str) -> list[tuple[str, int]]:
        """Who pressed this (`route:payload`) on which message, in order."""
        found = await self.files.rows("SELECT user, message FROM presses WHERE control = ? ORDER BY id", control)
        return [(row["user"], row["message"]) for row in found]

    async def newest(self, channel: str, reader: str, having: Part, *, thread: str | None = None) -> Message | None:
        """The newest of Wallflower's messages this person can see in a channel, or in one `thread` ("": in none), whose card has this."""
        found = await self.files.rows(
            "SELECT * FROM messages WHERE channel = ? AND author = '' AND sent_to IN ('', ?)"  # noqa: S608  what is added stands above
            " AND thread = coalesce(?, thread) AND " + _HAS[having] + " ORDER BY id DESC LIMIT 1",
            *(channel, reader, thread),
        )
        return _message(found[0]) if found else None

    async def pinged(self, user: str) -> int:
        """How often this person was notified by a mention."""
        found = await self.files.rows("SELECT count(*) AS n FROM messages WHERE instr(pings, json_quote(?)) > 0", user)
        return int(found[0]["n"])


def _message(row: aiosqlite.Row) -> Message:
    return Message(
        *(row["id"], row["channel"], row["thread"], row["author"], datetime.fromisoformat(row["at"]), json.loads(row["body"])),
        to=row["sent_to"],
        pings=tuple(json.loads(row["pings"])),
        edited=bool(row["edited"]),
    )
