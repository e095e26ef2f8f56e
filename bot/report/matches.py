"""A plan of who is matched with whom, as a page: everything an organiser looks at before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from markupsafe import Markup

from bot.matching.review import Alternative, Match, Outcome, Review
from bot.matching.score import explain
from bot.report import words
from bot.report.page import joined, listed, page, paragraph, section, table

Cells = Sequence[str | int]

_PARTS: Final = {"free": "everybody"}  # what is true of all who may be matched

HOW: Final = (
    "Each pair is scored by what the one asks and the other offers; the reasons beside a match are all of its score. Pairs that a rule "
    "bars are never used. What something costs is what all others lose while nobody else falls below the weakest match. The plan is "
    "the best there is in this order: {}. That is proven: every possible pair was looked at once more and held against the plan."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the page shows: people's names as the review counts them, and how points are written. `made` says of what, and when."""

    title: str
    made: str
    review: Review
    mentees: Sequence[str]
    mentors: Sequence[str]
    points: words.Points = field(default=words.WHOLE)
    notes: Sequence[str] = ()


def as_page(plan: Plan) -> str:
    """The whole page."""
    in_order = ", then ".join(words.AIMS[aim] for aim in plan.review.aims)
    return page(
        plan.title,
        Markup('<h1>{}</h1><p class="soft">{}</p>').format(plan.title, plan.made),
        Markup('<div class="card">{}</div>').format(joined(paragraph(line) for line in in_short(plan))),
        section("What it comes to", paragraph(beside(plan)), _totals(plan)),
        *_sections(plan),
        section("How this was made", paragraph(HOW.format(in_order)), listed(plan.notes)),
    )


def _sections(plan: Plan) -> list[Markup]:
    """Those that have anything in them."""
    seen = plan.review
    parts = [
        ("Look at these first", "The weakest matches. They may still be good: read the reasons.", _matches(plan, seen.weakest)),
        ("Without a mentor", "Each with the rule, and what giving them a mentor would cost the others.", _without(plan)),
        ("Most wanted", "Whom more would like than can have them. Perhaps one of them can take one more?", _wanted(plan)),
        ("Every match", "", _matches(plan, seen.matches)),
        ("Every mentor", "", _mentors(plan)),
    ]
    return [section(title, *([paragraph(lead)] if lead else []), body) for title, lead, body in parts if body]


def in_short(plan: Plan) -> list[str]:
    """The plan in two or three sentences, for a page as for a card."""
    seen = plan.review
    people = len(seen.matches) + len(seen.unmatched)
    said = [f"{seen.plan.matched:,} of {_people(people)} have a mentor. {_waited(*seen.waited)}".strip()]
    if seen.plan.matched:
        said.append(f"{plan.points(seen.plan.total)} points in all; the weakest match has {plan.points(seen.plan.lowest)}.")
    return said


def beside(plan: Plan) -> str:
    """How near the plan is to the most points there could be, and how it stands beside greedy's."""
    seen = plan.review
    if not seen.bound:
        return "There is nobody who may be matched with anybody."
    share = f"{seen.plan.total / seen.bound:.1%}"
    said = f"No plan at all could come to more than {plan.points(seen.bound)} points; this one has {share} of them"
    said += ", and gives up the rest for what comes first." if seen.plan.total < seen.bound else "."
    if seen.greedy:
        said += f" Taking the best pair that is left, again and again, comes to {plan.points(seen.greedy.total)}"
        said += f" and matches {_people(seen.greedy.matched)}."
    return said


def _waited(met: int, of: int) -> str:
    if not of:
        return ""
    if of == 1:
        return "Whoever went without last time has one now." if met else "Whoever went without last time still has none."
    return f"Of the {of} who went without last time, {'all' if met == of else met} have one now."


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _totals(plan: Plan) -> Markup:
    seen = plan.review
    ways: list[tuple[str, Outcome | None]] = [("This plan", seen.plan), ("The best pair left, again and again", seen.greedy)]
    rows: list[Cells] = [
        (name, each.matched, _bar(plan, each.total, other=each is not seen.plan), plan.points(each.lowest)) for name, each in ways if each
    ]
    rows.append(("The most points there could be", "any", _bar(plan, seen.bound, other=True), "any"))
    return table("People matched, points in all, and the points of the weakest match.", ("", "Matched", "Points", "Weakest"), rows, lit=0)


def _bar(plan: Plan, points: int, *, other: bool) -> Markup:
    width = max(1, round(100 * points / max(1, plan.review.bound)))
    return Markup('{}<span class="bar{}" style="width:{}%"></span>').format(plan.points(points), Markup(" other") if other else "", width)


def _matches(plan: Plan, matches: Sequence[Match]) -> Markup | None:
    if not matches:
        return None
    rows = [
        (plan.mentees[each.mentee], plan.mentors[each.mentor], plan.points(each.score), reasons(plan, each), _instead(plan, each.instead))
        for each in matches
    ]
    reasons_too = any(each.parts for each in matches)
    headings = ("Who asks", "Mentor", "Points", "Why", "Instead, and what it would cost")
    if not reasons_too:
        rows = [(*row[:3], row[4]) for row in rows]
        headings = (*headings[:3], headings[4])
    return table("", headings, rows)


def reasons(plan: Plan, match: Match) -> Markup:
    """The parts of the score in words, and in points beneath: the explanation, whole."""
    said = " · ".join(explain(match.parts))
    counted = " + ".join(f"{_PARTS.get(part.name, part.name)} {plan.points(part.points)}" for part in match.parts)
    return Markup('{}<div class="why">{}</div>').format(said, counted)


def instead(plan: Plan, each: Alternative) -> str:
    """One alternative in a line: who, their points together, what it costs all in all."""
    if each.lowest is not None:
        weaker = f"; the weakest match would have {plan.points(each.lowest)}"
    else:
        weaker = "; it would be the weakest match" if each.score < plan.review.plan.lowest else ""
    return f"{plan.mentors[each.mentor]} ({plan.points(each.score)}): {words.cost(each.cost, plan.points)}{weaker}"


def _instead(plan: Plan, some: Sequence[Alternative]) -> Markup | str:
    return listed(instead(plan, each) for each in some) if some else "nobody else"


def _without(plan: Plan) -> Markup | None:
    rows = [(plan.mentees[each.mentee], each.why, _instead(plan, each.instead)) for each in plan.review.unmatched]
    return table("", ("Who asks", "Why", "Who could be, and what it would cost"), rows) if rows else None


def _wanted(plan: Plan) -> Markup | None:
    places = plan.review.places
    rows = [(plan.mentors[each.mentor], places[each.mentor], words.brings(each.brings, plan.points)) for each in plan.review.wanted]
    return table("", ("Mentor", "Places", "One more place would bring"), rows) if rows else None


def _mentors(plan: Plan) -> Markup | None:
    with_whom: dict[int, list[str]] = {}
    for each in plan.review.matches:
        with_whom.setdefault(each.mentor, []).append(plan.mentees[each.mentee])
    rows = [
        (name, len(with_whom.get(at, ())), places, ", ".join(with_whom.get(at, ())) or "nobody this time")
        for at, (name, places) in enumerate(zip(plan.mentors, plan.review.places, strict=True))
    ]
    return table("", ("Mentor", "Taken", "Places", "With whom"), rows) if rows else None
