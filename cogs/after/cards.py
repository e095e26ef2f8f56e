"""How it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat import Card, Control, Fact, Text
from bot.chat.limits import shortened
from bot.community.afterwards import feedback
from bot.community.afterwards.feedback import Asked
from bot.community.afterwards.results import FEWEST, Quote, Results
from bot.community.meetups import Meetup
from cogs.after.asks import QUOTED

SMALL = 7
"""Up to so many round a table are told that they are enough."""
PROMISE = f"One tap is plenty, and none is fine. Organisers see how many said what, never who, and no number under {FEWEST}."
_SAID = {
    feedback.GLAD: "Noted: you're glad you came. Thank you.",
    feedback.FINE: "Noted: it was all right. Thank you.",
    feedback.NOT_MINE: "Noted: not quite for you. Thank you for saying so; it helps the next one.",
}
_AGAIN_SAID = {
    feedback.YES: "you'd come again",
    feedback.PERHAPS: "perhaps again",
    feedback.NO: "rather not again",
}
_COUNTED = {
    feedback.GLAD: "glad they came",
    feedback.FINE: "all right",
    feedback.NOT_MINE: "not quite for them",
    feedback.AWAY: "not there",
}
_COUNTED_AGAIN = {feedback.YES: "yes", feedback.PERHAPS: "perhaps", feedback.NO: "rather not"}


# --- to whoever had a seat ------------------------------------------------------------------------------------------------------


def asks(asked: Sequence[Asked], controls: tuple[Control, ...]) -> Card:
    """The day after: one meetup, or all of a day."""
    if len(asked) == 1:
        return Card(f"How was {shortened(asked[0].title, 100)}?", PROMISE, controls=controls, note="I ask only this once.")
    return Card("How were they?", f"You had a seat at {len(asked)} meetups. {PROMISE}", controls=controls, note="I ask only this once.")


def noted(asked: Asked, controls: tuple[Control, ...]) -> Card:
    """After the first tap, and after the second."""
    if asked.how == feedback.AWAY:
        words = "That happens, and thank you for saying so. /meetup list shows what is coming up."
        return Card(shortened(asked.title, 100), words, controls=controls)
    again = f" Would you come again: {_AGAIN_SAID[asked.again]}." if asked.again else " Would you come again? Leave it if you like."
    return Card(shortened(asked.title, 100), f"{_SAID[asked.how or feedback.FINE]}{again}", controls=controls)


def kept(asked: Asked, controls: tuple[Control, ...]) -> Card:
    """After a sentence."""
    if not asked.words and not asked.next:
        return Card(body="Kept: nothing in words, and nothing is read. Your taps stay as they are.", controls=controls)
    facts = (Fact("You wrote", asked.words), Fact("Who may read it", QUOTED[asked.quoted or feedback.ORGANISERS])) if asked.words else ()
    wish = (Fact("Next", asked.next),) if asked.next else ()
    note = "Where few came, people may guess whose words they are. The same button changes or empties it; /my export shows it."
    return Card("Kept, thank you", "", (*facts, *wish), controls=controls, note=note)


# --- to organisers --------------------------------------------------------------------------------------------------------------


def how_it_was(meetup: Meetup, came: int | None, seats: int, found: Results, controls: tuple[Control, ...]) -> Card:
    """Counts where there are enough, and what people let organisers read."""
    wishes = (Fact("Next time, somebody would like", "; ".join(found.wishes)),) if found.wishes else ()
    facts = (*_counts("How it was", found.how, _COUNTED), *_counts("Again?", found.again, _COUNTED_AGAIN), *wishes)
    few = "" if found.how else f" An answer is counted here once {FEWEST} people gave it; what people wrote needs no number."
    return Card(f"After {shortened(meetup.title, 120)}", f"{_table(came, seats)}{few}", facts, controls=controls)


def _table(came: int | None, seats: int) -> str:
    """How many came, or had a seat where nobody counted. Small is fine, and said to be."""
    there, did = (seats, "had a seat") if came is None else (came, "came")
    if there > SMALL:
        return f"{there} people {did}."
    if there >= 3:
        return f"{there} people {did}. Three round a table are a success, and so are you."
    if there:
        return f"{'One person' if there == 1 else 'Two people'} {did}. It took place, and that is what the next one stands on."
    return f"Nobody {did} this time. It happens to every group; the next date may suit more people."


def _counts(label: str, counted: Mapping[str, int], words: Mapping[str, str]) -> tuple[Fact, ...]:
    said = ", ".join(f"{words[answer]}: {number}" for answer, number in counted.items())
    return (Fact(label, said),) if said else ()


def sentences(meetup: Meetup, found: Sequence[Quote], controls: tuple[Control, ...]) -> Card:
    """What people let organisers read, a page of it."""
    facts = tuple(Fact(f"{each.name or 'Somebody'}{'' if each.open else ', for organisers only'}", each.words) for each in found)
    note = "They stand in no order, and without a name unless their writer gave one. Quote only what isn't for you alone."
    return Card(f"What people wrote: {shortened(meetup.title, 100)}", "", facts, controls=controls, note=note)


def sentence(quote: Quote, controls: tuple[Control, ...]) -> Card:
    """One of them."""
    may = "It may be quoted." if quote.open else "It is for organisers only."
    return Card(quote.name or "Somebody", Text(f"“{quote.words}” "), note=may, controls=controls)
