"""How what is mine reads: the words of `cogs.my`, in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat import Card, Control, Fact, Person, Text, When
from bot.chat.limits import shortened
from bot.chat.text import Words
from bot.community import members, profiles
from bot.community.goals import Goal
from bot.community.members import Member, Membership
from bot.community.person_data import Export, Receipt
from bot.community.profiles import FORMATS, IN_PERSON, Profile, Said, in_words
from cogs.my.asks import AboutYou, Meeting

ANYWHERE = 1000
"""Miles from which on it is simply "anywhere"."""
MOST_FACTS = 9


# --- a profile ------------------------------------------------------------------------------------------------------------------


def said(about: AboutYou, meeting: Meeting) -> Said:
    """The two forms as one."""
    miles = [int(way) for way in meeting.ways if way.isdigit()]
    formats = [IN_PERSON] if miles else []
    formats += [way for way in meeting.ways if way in FORMATS]
    return Said(
        area=about.area,
        travel_miles=max(miles) if miles else None if formats else profiles.USUAL_MILES,
        kind_of_place=about.kind,
        does=about.does,
        years=about.years,
        topics=about.topics,
        wants=meeting.wants,
        formats=tuple(formats),
        works_alone=meeting.alone,
        languages=meeting.languages,
    )


def typed(profile: Profile) -> Mapping[str, str]:
    """A profile as its owner would type it, to be changed."""
    ways = [*([str(profile.travel_miles)] if profile.travel_miles and IN_PERSON in profile.formats else []), *profile.formats]
    return {
        "topics": ", ".join(profile.topics[:3]),
        "kind": profile.kind_of_place,
        "area": profile.area,
        "years": profile.years,
        "does": profile.does,
        "ways": "\n".join(way for way in ways if way != IN_PERSON),
        "wants": profile.wants,
        "alone": "yes" if profile.works_alone else "no",
        "languages": ", ".join(profile.languages),
    }


def as_others_see(name: str, said: Said | Profile, controls: tuple[Control, ...] = ()) -> Card:
    """A profile as it is shown when found: first name and what its owner wrote, nothing else."""
    facts = [
        Fact("Cares about", in_words(said.topics)),
        Fact("Works in", said.kind_of_place + (", as a team of one" if said.works_alone else "")),
        Fact("In the field", profiles.BANDS.get(said.years, "")),
        Fact("Is in", f"{said.area}{_travel(said)}"),
        Fact("Meets", in_words([FORMATS[way] for way in said.formats if way in FORMATS], "or")),
        Fact("Would like", said.wants),
        Fact("Speaks", in_words(said.languages)),
    ]
    return Card(members.first_name(name), said.does, tuple(fact for fact in facts if fact.words), controls=controls)


def _travel(said: Said | Profile) -> str:
    if said.travel_miles is None:
        return ", meets online only"
    if IN_PERSON not in said.formats:
        return ""
    return ", travels anywhere" if said.travel_miles >= ANYWHERE else f", travels up to {said.travel_miles} miles"


ALWAYS_PRIVATE = "Never shown to anybody: your surname, your accounts, who you work for, your line manager, whom you keep away."


def who_sees(membership: Membership) -> str:
    """Under the preview of a profile."""
    group = membership.group.name
    if membership.found:
        return f"Members of {group} who look for somebody to meet can find this. {ALWAYS_PRIVATE}"
    return f"Nobody sees it until you let people of {group} find you. {ALWAYS_PRIVATE}"


def kept(membership: Membership, controls: tuple[Control, ...]) -> Card:
    """After a profile is kept."""
    if membership.found:
        body = f"Kept. Members of {membership.group.name} can find you by it. You can hide at any time."
    else:
        body = (
            f"Kept, and private. Next: let members of {membership.group.name} find you, so that I can introduce you to people like you; "
            "or leave it, and nobody will."
        )
    return Card(body=body, controls=controls)


# --- settings and breaks --------------------------------------------------------------------------------------------------------


def settings(member: Member, membership: Membership, quiet: str) -> Mapping[str, str]:
    """The settings as they would be typed."""
    return {
        "name": member.name,
        "zone": member.zone or membership.group.zone,
        "quiet": quiet.replace("-", " to ") or "none",
        "reach": membership.reach,
        "named": "yes" if membership.named else "no",
    }


def on_a_break(until: datetime, zone: str, controls: tuple[Control, ...]) -> Card:
    """A break is on."""
    body = Text("You're on a break until ", When(until, zone), ". Nobody will be introduced to you or matched with you before that.")
    return Card(body=body, controls=controls, note="Seats you have taken and their reminders are not touched by it.")


def goals(mine: Sequence[Goal], zone: str, controls: tuple[Control, ...]) -> Card:
    """What somebody aims for."""
    facts = tuple(Fact(each.words, Text("by ", When(each.by_at, zone))) for each in mine)
    body = "" if facts else "You have set none. Say what you would like to do by when, and I remind you once, when it fits."
    return Card("Your goals", body, facts, controls=controls, note="Nobody but you sees them.")


# --- accounts -------------------------------------------------------------------------------------------------------------------


def accounts(mine: Sequence[Person], controls: tuple[Control, ...]) -> Card:
    """Where somebody speaks from."""
    where = in_words([f"{each.platform.capitalize()}" for each in mine]) or "nowhere yet"
    body = (
        f"You speak to me from {where}. On another platform too? Join the accounts and you are one person on both: one seat, one profile."
    )
    return Card("Your accounts", body, controls=controls, note="Both accounts have to say yes. Nobody is told.")


def code(words: str, controls: tuple[Control, ...]) -> Card:
    """A code, shown this once."""
    body = f"Your code is {words}. Type /my accounts from your other account, press I have a code, and enter it within ten minutes."
    return Card(
        "A code for your other account", body, controls=controls, note="It works once. Give it to nobody: whoever uses it becomes you."
    )


MERGED = (
    "What happens then: one profile and one place in each group; of two seats at one meetup the earlier stays; every block stays; your "
    "name is shown, and you can be found, only where both accounts had said so. It can't be undone."
)


# --- a copy, and the end --------------------------------------------------------------------------------------------------------


def held(export: Export) -> tuple[Fact, ...]:
    """What is held, list by list, as far as it fits on a card."""
    full = [section for section in export.sections if section.rows]
    facts = [Fact(shortened(section.heading, 75), f"{len(section.rows)}, kept {section.kept}") for section in full]
    more = [Fact("And more", f"{len(facts) - MOST_FACTS} lists; all of it is in the files")] if len(facts) > MOST_FACTS else []
    return (*facts[:MOST_FACTS], *more)


def before_forgetting(export: Export, alone_in: Sequence[str], controls: tuple[Control, ...]) -> Card:
    """The first of two steps."""
    body = (
        "This erases everything I hold about you, at once and for good, here and on every platform you joined. Seats you hold go to the "
        "next in line. Meetups you announced stay, without your name. What was posted in channels stays where the platform keeps it; "
        "cards I still look after lose your name."
    )
    if alone_in:
        body += f" You are the only organiser of {in_words(alone_in)}: name another first with /setup, or nobody can run it."
    return Card("Erase everything?", body, held(export), controls=controls, note="Want a copy first? /my export gives you one.")


def receipt(receipt: Receipt, zone: str) -> Card:
    """After the second."""
    facts = tuple(Fact(shortened(heading, 75), str(count)) for heading, count in receipt.erased[:MOST_FACTS])
    body: Words = Text(f"Everything I held about you is erased: {receipt.things} things, ", When(receipt.at, zone), ".")
    note = (
        f"Receipt {receipt.code}. All that is left is a keyed hash, which names nobody, so that a restored backup forgets you too. "
        "If you write to me again, you are somebody new."
    )
    return Card("Erased", body, facts, note=note)
