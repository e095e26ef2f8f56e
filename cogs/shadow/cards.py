"""How shadowing reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat import Card, Control, Fact, Mention, Text, When
from bot.chat.limits import shortened
from bot.clock import Wall
from bot.community import groups, members, profiles, suggestions
from bot.community.profiles import Profile
from bot.community.shadowing import looking
from bot.community.shadowing.afterwards import Tomorrow
from bot.community.shadowing.looking import Found
from bot.community.shadowing.placing import Placement
from bot.community.shadowing.tables import ASKING, Day, Offer, Visit, Wish
from bot.schema import Connection

ORDER = ("First choice", "Second choice", "Third choice")
SHOWN = 8


def when(day: Day) -> When:
    """When it begins."""
    return When(day.starts_at, day.zone)


def _facts(offer: Offer) -> tuple[Fact, ...]:
    lines = (("Where", ", ".join(filter(None, (offer.organisation, offer.place)))), ("You would see", offer.what), ("Please", offer.dos))
    return tuple(Fact(label, words) for label, words in lines if words)


# --- offering -------------------------------------------------------------------------------------------------------------------


def offer(name: str, what: Offer, on: Sequence[Wall], places: int) -> Card:
    """An offer as visitors will see it."""
    each = [When(wall.instant, wall.zone) for wall in on]
    listed = Text(*(part for at, moment in enumerate(each) for part in (("; " if at else ""), moment)))
    many = "1 visitor" if places == 1 else f"{places} visitors"
    facts = (Fact("When", listed), *_facts(what), Fact("How many", f"{many} a day, at most {what.a_month} a month"))
    return Card(f"A day with {members.first_name(name)}", "", facts)


def offered(days: Sequence[Day]) -> Card:
    """After it is published."""
    listed = "; ".join(day.label for day in days)
    body = f"On offer: {listed}. When somebody asks, I bring you their first name and what for; nothing happens without your yes."
    return Card(
        body=body, note="/shadow mine shows your days and takes one back. How to get in is sent to a visitor the day before, no sooner."
    )


# --- looking --------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choosing:
    """A wish while its days are being chosen: what there is, and what was chosen so far."""

    found: list[Found]
    chosen: list[int]


def choosing(conn: Connection, wish_id: int, now: datetime) -> Choosing:
    """What can be chosen, and what has been."""
    return Choosing(looking.found_for(conn, wish_id, now)[:SHOWN], looking.chosen(conn, wish_id))


def to_choose(of: Choosing, controls: tuple[Control, ...]) -> Card:
    """Days somebody could ask for."""
    facts = tuple(Fact(shortened(f"{each.host}, {each.day.label}", 75), _in_one_line(each)) for each in of.found)
    names = {each.day.id: f"{each.host}, {each.day.label}" for each in of.found}
    ranked = [f"{ORDER[at]}: {names.get(day, 'a day that is gone')}" for at, day in enumerate(of.chosen)]
    body = ". ".join(ranked) if ranked else "Choose the day you would like best; then a second and a third, if you like."
    note = "The first is asked first. Hosts read your first name, what you do and what for; nobody else sees that you asked."
    return Card("Days you could have", body, facts, controls=controls, note=note)


def _in_one_line(one: Found) -> str:
    offer = one.day.offer
    parts = (", ".join(filter(None, (offer.organisation, offer.place))), offer.what, offer.dos, one.why and f"{one.host} {one.why}")
    return shortened(" · ".join(filter(None, parts)), 280)


NO_DAYS = "There is no day on offer for you just now. Wait for a round: your organisers hear that somebody looks, and you hear from me."


def asked(found: Visit) -> Text:
    """After asking."""
    return Text("Asked for ", when(found.day), ". You hear by ", When(found.due_at, found.day.zone, "day"), "; a yes reaches you at once.")


def waits(until: datetime, zone: str) -> Text:
    """After choosing to wait for a round."""
    return Text("You're waiting for a round; your organisers know that somebody does. You hear from me by ", When(until, zone, "day"), ".")


# --- asking ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """A visit as one of the two is asked about it."""

    visit: Visit
    member: int
    visitor: Profile
    host: Profile
    purpose: str
    why: str

    @property
    def hosting(self) -> bool:
        """Whether it is the host who is asked."""
        return self.member == self.visit.host

    @property
    def other(self) -> str:
        """The first name of the other of the two."""
        return (self.visitor if self.hosting else self.host).first_name


def asking(conn: Connection, found: Visit, member: int, wished: Wish) -> Asked:
    """What somebody may read who is asked."""
    visitor, host = profiles.get(conn, found.visitor), profiles.get(conn, found.host)
    why = "; ".join(part.words for part in suggestions.reasons(host, visitor, suggestions.LIKE)[:2])
    return Asked(found, member, visitor, host, wished.purpose, why)


def question(about: Asked, controls: tuple[Control, ...], *, again: bool) -> Card:
    """Whether they would like to."""
    until = When(about.visit.due_at, about.visit.day.zone, "day")
    silence = Text("You have until ", until, ". If you don't answer, or say no, they hear the same.")
    if not about.hosting:
        title = "A day for you" if not again else "A day that still waits for your answer"
        body = Text("The round found you a day with ", about.other, ": ", when(about.visit.day), ". Would you go? ") + silence
        return Card(title, body, _facts(about.visit.day.offer), controls=controls)
    lines = (("What for", about.purpose), ("What they do", about.visitor.does), ("Why you", about.why and f"{about.other} {about.why}"))
    title = f"{about.other} {'still would' if again else 'would'} like to spend a day with you"
    body = Text("On ", when(about.visit.day), ". Would you have them? ") + silence
    return Card(title, body, tuple(Fact(label, words) for label, words in lines if words), controls=controls)


def together(about: Asked, controls: tuple[Control, ...]) -> Card:
    """The first line of a private place."""
    visitor, host = Mention(about.visitor.first_name, about.visit.visitor), Mention(about.host.first_name, about.visit.host)
    body = Text(visitor, " spends a day with ", host, ": ", when(about.visit.day), f". What for: “{about.purpose}”")
    facts = (*_facts(about.visit.day.offer), Fact("Who begins", f"{about.host.first_name}: what would help to know before the day?"))
    return Card("A day of shadowing", body, facts, controls=controls, note="I don't read what you write here.", to=(visitor, host))


def agreed(about: Asked, controls: tuple[Control, ...]) -> Card:
    """To each of the two, once both have said yes."""
    next_ = "They hear how to get in from me the day before." if about.hosting else "The day before, I send you how to get in."
    body = Text("It's agreed: ", about.other, " and you, ", when(about.visit.day), f". {next_}")
    return Card("A day of shadowing", body, controls=controls, note="If you can't make it, say so here; they are told at once.")


def tomorrow(about: Tomorrow, other: str, controls: tuple[Control, ...]) -> Card:
    """The day before."""
    day = about.visit.day
    if about.off:
        return off("v" if about.visiting else "h", Text(when(day)))
    access = (Fact("Getting in", day.offer.access),) if about.visiting and day.offer.access else ()
    who = f"you spend the day with {other}" if about.visiting else f"{other} spends the day with you"
    facts = (Fact("When", Text(when(day))), *_facts(replace(day.offer, what="")), *access)
    return Card("Tomorrow", f"Tomorrow {who}.", facts, controls=controls, note="How to get in is for you alone." if access else "")


def off(side: str, day: Text) -> Card:
    """It doesn't take place."""
    if side == "v":
        sorry = Text("Your day of shadowing, ") + day + ", isn't taking place: your host can't make it. I'm sorry. "
        return Card("Called off", sorry + "You're waiting for a round again, and your organisers know. /shadow find looks for another day.")
    body = Text("Your visitor for ") + day + " can't make it. You need do nothing; the place is on offer again."
    return Card("Called off", body)


def of_ref(conn: Connection, ref: str) -> tuple[str, Text]:
    """Which side a reference is for, and its day (`asking.about_day`)."""
    _, side, group, wall_at = ref.split(".", maxsplit=3)
    zone = groups.get(conn, int(group)).zone
    return side, Text(When(Wall(datetime.fromisoformat(wall_at), zone).instant, zone, "day"))


# --- afterwards -----------------------------------------------------------------------------------------------------------------


def line(found: Visit, member: int) -> str:
    """A CPD line to begin with, about the day alone: the rest is for its owner to say."""
    day = f"{found.day.wall.at.day} {found.day.wall.at:%B %Y}"
    if member == found.visitor:
        return f"{day}: a day of work shadowing. What I saw, and what I will do differently: "
    return f"{day}: hosted a colleague on a day of work shadowing. What explaining my work taught me: "


# --- lists ----------------------------------------------------------------------------------------------------------------------


def round_card(placed: Sequence[Placement], waiting: int, controls: tuple[Control, ...]) -> Card:
    """A round before it is sent."""
    names = ("", ", first choice", ", second choice", ", third choice")
    facts = [Fact(shortened(f"{each.visitor}, with {each.host}", 75), f"{each.label}{names[each.choice]}") for each in placed[:SHOWN]]
    if len(placed) > SHOWN:
        facts.append(Fact("And", f"{len(placed) - SHOWN} more"))
    limits = "This is as many as the days, and the hosts' and organisations' limits of a month, allow."
    body = f"{len(placed)} of {waiting} who wait get a day. {limits}"
    note = "Nothing has been sent. Both are asked, and each has until its date to say yes; whoever gets no day comes first next time."
    return Card("A placement round", body, tuple(facts), controls=controls, note=note)


def standing(of: Wish, zone: str) -> Text:
    """How a wish stands, to its owner."""
    by = Text(" by ", When(of.due_at, zone, "day")) if of.due_at else Text()
    return Text("a day is asked for; you hear", *by) if of.state == ASKING else Text("waiting for a round; you hear", *by)
