"""How a newcomer's hello reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat import Card, Control, Fact, Mention, Text, When
from bot.chat.limits import shortened
from bot.community import groups, members, safety
from bot.community.newcomers import greeting, reading
from bot.community.newcomers.reading import UP, Hello
from bot.community.profiles import Profile, in_words
from bot.schema import Connection

SHOWN = 4
"""Newcomers named on the desk."""


def hello(found: Hello, controls: tuple[Control, ...]) -> Card:
    """What everybody sees; once it is taken down, that it was."""
    if found.state != UP:
        return down()
    lines = (("Would like to talk about", found.topics), ("Works in", found.place), ("Is in", found.area), ("Hellos", _greeted(found)))
    body = Text(Mention(found.first_name, found.member), ": ", found.words)
    return Card(f"{found.first_name} says hello", body, tuple(Fact(label, words) for label, words in lines if words), controls=controls)


def _greeted(found: Hello) -> str:
    if not found.greeted:
        return ""
    return "1 person has said hello" if found.greeted == 1 else f"{found.greeted} people have said hello"


def down() -> Card:
    """Where a hello was."""
    return Card("A hello was here", "Whoever said it took it down.")


def who_sees(group: str) -> str:
    """Under the preview."""
    return (
        f"Everybody who reads {group}'s channel for introductions sees it: also people you keep away, if they are there. "
        "You can take it down at any time."
    )


def typed(profile: Profile) -> Mapping[str, str]:
    """What their profile says already."""
    words = " ".join(each for each in (profile.does, profile.wants) if each)
    return {
        "words": shortened(words, 300),
        "topics": shortened(in_words(profile.topics), 75),
        "kind": shortened(profile.kind_of_place, 75),
        "area": shortened(profile.area, 75),
    }


def posted(controls: tuple[Control, ...]) -> Card:
    """To whoever said hello."""
    body = (
        "Posted. If nobody has said hello by this time tomorrow, I ask a member who likes to welcome people; I never answer in their "
        "place. /my waiting shows how it stands."
    )
    note = "“Ask me how it goes”: one question from me on day 3 and one on day 14, for you alone."
    return Card("You said hello", body, controls=controls, note=note)


def please(found: Hello, zone: str, controls: tuple[Control, ...], *, again: bool) -> Card:
    """To one who likes to welcome people."""
    opening = f"Nobody has said hello to {found.first_name} yet" if again else f"Would you say hello to {found.first_name}?"
    since = Text("They said hello to the group on ", When(found.posted_at, zone, "day"), ", and nobody has answered so far.")
    what = " One line from you, where they posted it, is enough; then press Said hello."
    note = "You said that you like to welcome newcomers. Not this time is fine: I ask somebody else at once."
    return Card(opening, since + what, (Fact("They wrote", found.words),), controls=controls, note=note)


def unanswered(found: Hello, zone: str, asked: Sequence[str], controls: tuple[Control, ...]) -> Card:
    """To an organiser: states and dates, not what was written."""
    who = f" I asked {in_words(asked)}." if asked else " Nobody who likes to welcome newcomers was free to ask."
    body = Text(f"{found.first_name} said hello on ", When(found.posted_at, zone, "day"), f" and nobody has answered.{who} Could you?")
    return Card("A newcomer waits for a hello", body, controls=controls)


def question(day: int, controls: tuple[Control, ...]) -> Card:
    """One light question."""
    body = {
        3: "You said hello three days ago. Have you found somebody to talk to?",
        14: "You have been here for two weeks. Do you feel that there is something here for you?",
    }[day]
    return Card("How is it going?", body, controls=controls, note="Nobody sees what you press. No answer is fine, too.")


def asked_names(conn: Connection, hello_id: int, reader: int) -> list[str]:
    """Who was asked to say hello, by first name; nobody is named to whom they must not meet."""
    asked = greeting.asked_for(conn, hello_id)
    apart = safety.barred(conn, [reader, *(each.member for each in asked)])
    kept = {member for pair in apart for member in pair if reader in pair}
    return ["somebody" if each.member in kept else members.first_name(each.name) for each in asked]


def zone_of(conn: Connection, ref: str, group: int) -> str:
    """The zone of whom a message (`"….member"`) is for."""
    return members.zone_in(conn, int(ref.rpartition(".")[2]), group)


def greeter_zone(conn: Connection, ask: str) -> str:
    """The zone in which somebody who was asked reads times."""
    found = greeting.get_ask(conn, int(ask))
    return members.zone_in(conn, found.member, reading.group_of(conn, str(found.hello)) or 0) if found else "UTC"


def on_desk(conn: Connection, found: Sequence[Hello], group: int, reader: int) -> Text:
    """Newcomers whom nobody has greeted in a day, and who was asked."""
    zone, parts = groups.get(conn, group).zone, Text()
    for each in found[:SHOWN]:
        asked = asked_names(conn, each.id, reader)
        who = f"asked {in_words(asked)}" if asked else "nobody to ask"
        name = f"{'; ' if parts else ''}{shortened(each.first_name, 20)}, since "
        parts += Text(name, When(each.posted_at, zone, "day"), f", {who}")
    return parts
