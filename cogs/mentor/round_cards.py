"""How a round reads to whoever organises it, and to those who wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat import Attachment, Card, Control, Fact, Text, When
from bot.chat.limits import shortened
from bot.community.mentoring.rounds import SENT_WITHIN, Going, Round
from bot.community.mentoring.rounds_plan import Changes
from bot.matching.review import Alternative, Match, Without
from bot.matching.score import explain
from bot.report import words
from bot.report.matches import Plan, as_page, beside, in_short, instead
from cogs.mentor.round_work import Seen

FOR_ORGANISERS = "Only you see this. Nobody is told anything until you send it."
A_PAGE = 8


def day(at: datetime, zone: str) -> When:
    """A day, as everybody reads it."""
    return When(at, zone, "day")


def as_plan(seen: Seen, zone: str) -> Plan:
    """As the page to print takes it."""
    closes = f"{seen.round.closes_at:%d %B %Y}".lstrip("0")
    made = f"The plan of the round that closes on {closes}. For whoever organises it; nobody has been told anything."
    return Plan("Mentoring round", made, seen.review, seen.pool.mentee_names, seen.pool.mentor_names, notes=(f"Times are in {zone}.",))


def desk(of: Round | None, waiting: int, zone: str) -> Text:
    """How the round stands, in a line."""
    if of and of.open:
        planned = "; a plan is there to look at" if of.number else ""
        return Text("Open until ", day(of.closes_at, zone), f"; {_wait(waiting)}{planned}.")
    last = Text("The last was sent on ", day(of.sent_at, zone), ". ") if of and of.sent_at else Text()
    return Text(*last.spans, f"None is open; {_wait(waiting)}.")


def _wait(waiting: int) -> str:
    return "nobody waits yet" if not waiting else "1 person waits" if waiting == 1 else f"{waiting} people wait"


def plan(seen: Seen, zone: str, controls: tuple[Control, ...], before: str = "") -> Card:
    """The plan at a glance, the weakest matches first."""
    of = as_plan(seen, zone)
    lines = [before, *in_short(of), beside(of) if seen.review.bound else "", by_hand(seen)]
    facts = tuple(Fact(f"Look at this: {pair(seen, each)}", told(each)) for each in seen.review.weakest)
    return Card("The plan", "\n".join(filter(None, lines)), facts, controls=controls, note=FOR_ORGANISERS)


def by_hand(seen: Seen) -> str:
    """What the changes by hand come to."""
    if not seen.hand:
        return ""
    counted = "1 change" if len(seen.hand) == 1 else f"{len(seen.hand)} changes"
    weaker = seen.review.best.lowest - seen.review.plan.lowest
    weakest = f"; the weakest match has {seen.review.plan.lowest} points instead of {seen.review.best.lowest}" if weaker else ""
    return f"With your {counted}, against the best plan: {words.cost(seen.review.cost)}{weakest}."


def pair(seen: Seen, each: Match | Without) -> str:
    """Who with whom."""
    mentee = seen.pool.mentee_names[each.mentee]
    return f"{mentee} with {seen.pool.mentor_names[each.mentor]}" if isinstance(each, Match) else mentee


def told(each: Match | Without) -> str:
    """Points and reasons, or the rule."""
    if isinstance(each, Without):
        return each.why
    return f"{each.score} points{' (by hand)' if each.by_hand else ''}. {' · '.join(explain(each.parts))}"


def page(seen: Seen, title: str, some: Sequence[Match | Without], controls: tuple[Control, ...]) -> Card:
    """Some of a list."""
    facts = tuple(Fact(pair(seen, each), told(each)) for each in some)
    return Card(title, "" if facts else "Nobody.", facts, controls=controls, note=FOR_ORGANISERS)


def lost(seen: Seen) -> str:
    """Changes by hand that can't be any more."""
    return f"Your change can't be any more, they aren't available just now: {_few(seen.lost)}." if seen.lost else ""


def closer(seen: Seen, each: Match | Without, zone: str, controls: tuple[Control, ...]) -> Card:
    """One line of the plan, whole, with what could be instead."""
    of = as_plan(seen, zone)
    facts = tuple(Fact(f"Instead: {seen.pool.mentor_names[one.mentor]}", instead(of, one)) for one in each.instead)
    counted = " + ".join(f"{part.name} {part.points}" for part in each.parts) if isinstance(each, Match) else ""
    body = "\n".join(filter(None, [told(each), counted, "" if each.instead else "There is nobody else for them this time."]))
    return Card(pair(seen, each), body, facts, controls=controls, note=FOR_ORGANISERS)


def label(seen: Seen, one: Alternative) -> str:
    """On a button: who instead, at what cost."""
    weakest = "" if one.lowest is None else f", weakest {one.lowest}"
    return shortened(f"{seen.pool.mentor_names[one.mentor]} instead: {words.cost(one.cost)}{weakest}", 75)


def most_wanted(seen: Seen) -> Card:
    """Whom more would like than can have them."""
    facts = tuple(Fact(seen.pool.mentor_names[each.mentor], f"One more place {words.gives(each.brings)}") for each in seen.review.wanted)
    some, none = (
        "Perhaps one of them can take one more? It is theirs to say: /mentor offer.",
        "Nobody is wanted by more than can have them.",
    )
    return Card("Most wanted", some if facts else none, facts, note=FOR_ORGANISERS)


def to_print(seen: Seen, zone: str) -> Card:
    """The page, as a file."""
    file = Attachment("mentoring-round.html", "text/html", as_page(as_plan(seen, zone)).encode())
    body = "It opens in any browser and prints in black and white. It holds names: keep it among organisers."
    return Card("A page to print", body, files=(file,))


def moved(before: Seen, after: Seen, wish: int) -> str:
    """What a change came to: who has whom now, who else moved, and what it costs against the best plan."""
    was, now = _mentors(before), _mentors(after)
    others = [each for each in {**was, **now} if each != wish and was.get(each) != now.get(each)]
    lines = [f"{after.name(wish)}: {after.mentor_name(now.get(wish))}."]
    lines += [f"So that it fits: {_with(after, others)}."] if others else []
    return "\n".join([*lines, by_hand(after) or "That is the best plan again."])


def changed(after: Seen, what: Changes, gone: Sequence[str]) -> str:
    """What became of a plan since it was looked at, by itself; `gone`: who waits no more."""
    lines = ["Since you looked, this has changed; look once more before you send it."]
    lines += [f"Another mentor: {_with(after, what.moved)}."] if what.moved else []
    lines += [f"No longer waiting: {_few(gone)}."] if gone else []
    lines += [f"New in it: {_few([after.name(each) for each in what.new])}."] if what.new else []
    return "\n".join(filter(None, [*lines, lost(after)]))


def _mentors(seen: Seen) -> dict[int, int | None]:
    return {each.wish: each.mentor for each in seen.lines}


def _with(seen: Seen, wishes: Sequence[int]) -> str:
    now = _mentors(seen)
    return _few([f"{seen.name(each)} with {seen.mentor_name(now.get(each))}" for each in wishes])


def _few(some: Sequence[str]) -> str:
    return ", ".join(some[:10]) + (f" and {len(some) - 10} more" if len(some) > 10 else "")


def opened(of: Round, zone: str) -> Card:
    """In the group's place, kept true."""
    if not of.open:
        body = "This round is closed. /mentor find looks for a mentor at any time." if of.sent_at else "This round will not take place."
        return Card("Mentoring round", f"{body} Whoever waits stays first in line.")
    body = Text(
        "Would you like a mentor? /mentor find, then Wait for the round: everybody who waits is matched at once, as well as can be, after ",
        day(of.closes_at, zone),
        ". Could you be one, even for a single person? /mentor offer.",
    )
    return Card(
        "A mentoring round is open", body, note="Who is matched with whom is seen by organisers and the two of them, and nobody else."
    )


def promised(of: Round, zone: str) -> Card:
    """To each who waits."""
    by = day(of.closes_at + SENT_WITHIN, zone)
    body = Text(
        "A round is planned: everybody who waits is matched after ", day(of.closes_at, zone), ". You hear by ", by, ", whatever it brings."
    )
    return Card("Your mentor", body, note="/mentor mine stops looking; /my waiting shows what is open.")


def going(found: Sequence[Going], zone: str) -> tuple[Fact, ...]:
    """States and dates."""

    def said(each: Going) -> Text:
        return Text(f"{each.state}, since ", day(each.began_at, zone), "; until ", day(each.ends_at, zone))

    return tuple(Fact(f"{each.mentee} and {each.mentor}", said(each)) for each in found)
