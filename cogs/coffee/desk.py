"""How coffee rounds read to organisers: names, states and dates; nobody's words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bot.chat import Attachment, Card, Control, Fact, Text, When
from bot.chat.limits import shortened
from bot.clock import say_date
from bot.community.coffee import days, people
from bot.community.coffee.editing import FEW, AtTable, Out, Outlook, Past, Plan
from bot.community.coffee.rounds import CoffeeRound
from bot.community.coffee.tables import DROPPED
from bot.community.groups import NO_COFFEE
from bot.community.profiles import in_words
from bot.matching.seating import Seating

A_PAGE = 7
WHY = {
    people.PAUSED: "on a break",
    people.RESTING: "resting",
    people.RHYTHM: "not their week",
    people.ALONE: "nobody to put them with",
    people.BY_HAND: "taken out by hand",
    people.CALLED_OFF: "called off",
}
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1d2a23;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #cbd5ce;padding:.4rem .6rem;text-align:left}"
    "caption{text-align:left;font-weight:600;padding:.6rem 0}p{color:#49584f}"
)


def outlook(found: Outlook, controls: tuple[Control, ...]) -> list[Card]:
    """On the desk; nothing where coffee is off."""
    if found.drawn:
        words = Text(f"{_people(found.seated)}, drawn; goes out on ", When(found.drawn.due_at, found.zone), " by itself, as you leave it")
        return [Card("Coffee round", words, controls=controls)]
    if found.weekday == NO_COFFEE or found.next_day is None:
        return []
    drawn = When(days.drawn_at(found.next_day, found.zone), found.zone)
    return [Card("Coffee round", Text(f"{_people(found.joined)} so far; I draw it on ", drawn), controls=controls)]


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count or 'no'} people"


def plan(found: Plan, skip: int, controls: tuple[Control, ...]) -> Card:
    """A page of a round."""
    shown = found.tables[skip : skip + A_PAGE]
    facts = [Fact(str(skip + number), _table(each)) for number, each in enumerate(shown, start=1)]
    if skip + A_PAGE >= len(found.tables):
        facts.append(Fact("With nobody", out_of_it(found.out)))
    goes = Text("It goes out on ", When(found.round.due_at, found.zone), f" by itself. {figures(found.round)}")
    note = "What people have in common shows only where all of them let people find them. Until it goes out, only organisers see this."
    return Card(title(found.round), goes, tuple(facts), controls=controls, note=note)


def title(found: CoffeeRound) -> str:
    """Which round."""
    return f"Coffee, {say_date(found.day)}"


def _table(each: AtTable) -> str:
    return shortened(f"{in_words(each.names)}{f' ({each.why})' if each.why else ''}", 290)


def out_of_it(out: Sequence[Out]) -> str:
    """Who is not in it, and why."""
    return shortened("; ".join(f"{each.name}: {WHY[each.why]}" for each in out), 290) or "everybody who joined is in it"


def figures(found: CoffeeRound | Seating) -> str:
    """Beside the best there could be."""
    share = f"{found.total / found.bound:.1%} of the most any round could" if found.bound else "as much as any round could"
    fewest = "no round has fewer" if found.repeats <= found.fewest else f"{found.fewest} would be possible"
    return f"It scores {found.total:,} points, {share}. {_times(found.repeats)}; {fewest}."


def _times(count: int) -> str:
    return f"{'Once' if count == 1 else f'{count} times'} people meet again" if count else "Nobody meets anybody again"


def cost(before: CoffeeRound, after: Seating, tables: Sequence[Sequence[str]]) -> Card:
    """What an edit would change, before it is done."""
    points, repeats = before.total - after.total, after.repeats - before.repeats
    facts = (
        Fact("It costs", f"{points:,} points" if points >= 0 else f"nothing: it gains {-points:,} points"),
        Fact("Meetings again", f"{repeats:+d}" if repeats else "no more than before"),
        Fact("Together then", shortened("; ".join(in_words(names) for names in tables), 290)),
    )
    return Card("Change the round", "Nobody has been told of either yet.", facts)


def record(past: Sequence[Past]) -> Card:
    """Rounds gone by."""
    facts = tuple(Fact(say_date(each.day), _gone_by(each)) for each in past)
    note = f"Answers are counted, never shown, and no count under {FEW} is told."
    return Card("Coffee rounds so far", "" if facts else "None has gone out yet.", facts, note=note)


def _gone_by(each: Past) -> str:
    if each.state == DROPPED:
        return "called off"
    met = f"{each.met} say they met" if each.met is not None else f"fewer than {FEW} say they met"
    alone = f", {each.alone} with nobody" if each.alone else ""
    return f"{_people(each.seated)} at {each.tables} tables{alone}; {met}"


def page(found: Plan) -> Attachment:
    """To be printed: nothing in it is fetched from anywhere."""
    rows = "".join(
        f"<tr><td>{number}</td><td>{escape(in_words(each.names))}</td><td>{escape(each.why)}</td></tr>"
        for number, each in enumerate(found.tables, start=1)
    )
    outs = "".join(f"<li>{escape(each.name)}: {escape(WHY[each.why])}</li>" for each in found.out)
    html = (
        '<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title(found.round)}</title><style>{_STYLE}</style><h1>{title(found.round)}</h1><p>{figures(found.round)}</p>"
        "<table><caption>Who sits with whom</caption><thead><tr><th scope=col>Table<th scope=col>People<th scope=col>In common</tr></thead>"
        f"<tbody>{rows}</tbody></table>{f'<h2>With nobody</h2><ul>{outs}</ul>' if outs else ''}"
        "<p>For organisers. What people have in common shows only where all of them let people find them.</p></html>\n"
    )
    return Attachment(f"coffee-{found.round.day}.html", "text/html", html.encode())
