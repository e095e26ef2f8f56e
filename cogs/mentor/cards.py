"""How mentoring reads: the words of `cogs.mentor`, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat import Card, Control, Fact, Mention, Text, When
from bot.chat.text import Words
from bot.community.mentoring import check_ins, matches, offers
from bot.community.mentoring.offers import Said
from bot.community.mentoring.people import Offer, Wish
from bot.community.mentoring.tables import ASKING, CHOOSING, FLASH, MODES, OPEN, RESTING, WAYS
from bot.community.mentoring.wishes import Suggestion
from bot.community.profiles import in_words
from cogs.mentor.views import Asked, Together, Wished

Controls = tuple[Control, ...]
NOT_JUST_NOW = "They aren't available just now."
NOBODY_YET = "Nobody here could be asked just now: those who offer this are full, taking a break, or don't offer it in this way."
OR_ROUND = " Wait for the next round, and I'll tell you how it stands in a month at the latest; or look differently: /mentor find."
OR_LOOK = " Look differently, or again in a while: /mentor find."
FIRST_LINE = "What would have to be true in the end for you to say: that was worth it?"
HOW_IT_GOES = "I don't read what you write here. I ask each of you how it goes, one tap: in a week, after a month, then monthly."


def day(instant: datetime, zone: str) -> When:
    """A day."""
    return When(instant, zone, "day")


# --- offering -------------------------------------------------------------------------------------------------------------------


def offer(said: Said | Offer, zone: str) -> tuple[Fact, ...]:
    """What somebody offers, line by line."""
    people = "one person at a time" if said.capacity == 1 else f"{said.capacity} people at a time"
    facts: list[tuple[str, Words]] = [
        ("Could help with", in_words(said.topics)),
        ("For", f"{in_words([MODES[mode] for mode in said.modes if mode in MODES], 'or')}; {people}"),
        ("Meets", in_words([WAYS[way] for way in said.ways if way in WAYS], "or")),
        ("Won't", said.wont),
        ("Until", Text(day(said.until, zone)) if said.until else ""),
    ]
    return tuple(Fact(label, words) for label, words in facts if words)


def kept(offer_: Offer, zone: str, controls: Controls) -> Card:
    """After an offer is kept."""
    ask = Text(" In three months, on ", day(offer_.confirmed_at + offers.HOLDS_FOR, zone), ", I ask whether it still holds.")
    body = Text("Kept. People who look for this see your first name and what you offer, and ask one at a time; you say yes or no.") + ask
    note = "I bring you nobody beyond that number. Your line manager and whom you keep away are never matched with you."
    return Card("You offer to mentor", body, offer(offer_, zone), controls=controls, note=note)


def holds(offer_: Offer, zone: str, controls: Controls) -> Card:
    """Every 90 days."""
    until = day(offer_.confirmed_at + offers.HOLDS_FOR + offers.ANSWER_WITHIN, zone)
    body = Text(
        "Does this still hold? One tap. If I don't hear by ", until, ", nobody new is brought to you until you say so; that's fine too."
    )
    return Card("What you offer as a mentor", body, offer(offer_, zone), controls=controls)


def rests(controls: Controls) -> Card:
    """Nobody answered."""
    body = "I haven't heard from you for a while, so nobody new is brought to you. No harm done: one tap and it holds again."
    return Card("Your offer to mentor is resting", body, controls=controls)


# --- finding --------------------------------------------------------------------------------------------------------------------


def suggested(of: Wished, controls: Controls) -> Card:
    """Who could be asked."""
    if not of.found:
        return Card("A mentor", NOBODY_YET + (OR_LOOK if of.wish.mode == FLASH else OR_ROUND), controls=controls)
    body = "They all offer to mentor. Ask one; they have ten days. Nobody is told that they were shown to you."
    return Card("Who could be your mentor", body, _reasons(of.found), controls=controls)


def _reasons(found: Sequence[Suggestion]) -> tuple[Fact, ...]:
    return tuple(Fact(each.name, f"{each.why or 'Offers to mentor'}{f' · won’t: {each.wont}' if each.wont else ''}") for each in found)


def asking_for(of: Asked, controls: Controls, *, again: bool) -> Card:
    """Somebody would like a mentor, and asks one."""
    who, until = of.mentee, day(of.request.due_at, of.zone)
    what = "asks you one question" if of.wish.mode == FLASH else f"would like you as a mentor, for {MODES[of.wish.mode]}"
    lines = (
        ("What for", of.wish.purpose),
        ("About", in_words(of.wish.topics)),
        ("What they do", who.does),
        ("Works in", who.kind_of_place),
    )
    body = Text("You have until ", until, ". If you don't answer, or say no, they hear the same on that day, and I ask you nothing more.")
    title = f"{who.first_name} {'still ' if again else ''}{what}"
    return Card(title, body, tuple(Fact(label, words) for label, words in lines if words), controls=controls)


def until(instant: datetime, zone: str) -> Text:
    """When the answer comes."""
    return Text("Asked. You hear on ", day(instant, zone), " at the latest; a yes reaches you at once. /my waiting shows it.")


def nobody(of: Wished, controls: Controls) -> Card:
    """What everybody hears whose request was not answered with yes."""
    if of.wish.state == "over" or not of.found:
        wait = "" if of.wish.mode == FLASH else "wait for the round, or "
        body = f"{NOT_JUST_NOW} I've asked your organisers whether they can think of somebody; you can {wait}look again: /mentor find."
        return Card("About your mentor", body, controls=controls)
    return Card("About your mentor", f"{NOT_JUST_NOW} Would you like to ask somebody else?", _reasons(of.found), controls=controls)


def waits(due: datetime, zone: str) -> Text:
    """Waiting for the round."""
    return Text("You're in for the next round. You hear by ", day(due, zone), " how it stands, round or no round. /mentor mine changes it.")


def still_waiting(of: Wished, controls: Controls, *, left_over: bool) -> Card:
    """A month gone by, or a round that brought nobody."""
    by = Text(" You hear from me again by ", day(of.wish.due_at or of.wish.opened_at, of.zone), ".")
    words = (
        "The round is done, and there was nobody for you this time, sorry: too few places. You come first in the next."
        if left_over
        else "There has been no round yet. You keep your place, and your organisers know that somebody waits."
    )
    return Card("Your mentor", Text(words) + by, controls=controls)


# --- together -------------------------------------------------------------------------------------------------------------------


def together(of: Together, controls: Controls) -> Card:
    """The first line of a private place."""
    mentee, mentor = Mention(of.mentee, of.match.mentee), Mention(of.mentor, of.match.mentor)
    if of.match.mode == FLASH:
        body = Text(mentor, " answers here, once, by ", day(of.match.ends_at, of.zone), f". {of.mentee} asks: “{of.purpose}”")
        note = "I don't read what you write here. That is all; whatever comes of it is between the two of you."
        return Card("One question", Text(mentee, " and ") + body, controls=controls, note=note, to=(mentee, mentor))
    first = day(of.match.began_at + matches.FIRST_MEETING_WITHIN, of.zone)
    body = Text(mentee, " and ", mentor, f": you're together for {MODES[of.match.mode]}. {of.mentee} wrote: “{of.purpose}”")
    facts = (
        Fact("Who begins", f"{of.mentor} writes first, with two times that suit"),
        Fact("First meeting", Text("by ", first, "; a friend may come along")),
        Fact("Until", Text(day(of.match.ends_at, of.zone), "; it can end sooner, without a reason")),
        Fact("If nothing comes to mind", FIRST_LINE),
    )
    return Card("Mentoring", body, facts, controls=controls, note=HOW_IT_GOES, to=(mentee, mentor))


def first_meeting(of: Together, controls: Controls) -> Card:
    """Two weeks on."""
    body = f"Two weeks have gone by. Have you met? If not, one line often does it. {of.mentor}: “Tuesday at four, by call?”"
    return Card(body=body, controls=controls)


def friend(of: Together) -> Card:
    """A friend comes along."""
    words = "One of you would like to bring a friend to your first meeting. That is quite usual; say here if another day suits better."
    return Card(body=words, to=(Mention(of.mentee, of.match.mentee), Mention(of.mentor, of.match.mentor)))


def how(of: Together, controls: Controls) -> Card:
    """One tap."""
    body = "One tap is enough. Nobody but you sees which; an organiser could see that you were asked, and when."
    return Card(f"How is it going with {of.other}?", body, controls=controls)


def still_going(of: Together, controls: Controls) -> Card:
    """It has been quiet."""
    since = of.match.quiet_at or of.match.began_at
    until_ = day(since + check_ins.SILENT_FOR, of.zone)
    body = Text("It has been quiet, and I ask each of you. If one of you says nothing until ", until_, ", it ends then: no fault, no harm.")
    return Card(f"Is it still going with {of.other}?", body, controls=controls)


def open_question(of: Together, controls: Controls) -> Card:
    """A mentor's nudge."""
    body = Text(f"{of.mentee}'s question is still open, I think; it closes on ", day(of.match.ends_at, of.zone), f": “{of.purpose}”")
    return Card(body=body, controls=controls)


def go_on(of: Together, controls: Controls) -> Card:
    """Before the planned end."""
    body = Text(
        *(f"Your time with {of.other} ends on ", day(of.match.ends_at, of.zone), f". Go on for {MODES[of.match.mode]} more? "),
        "It goes on if you both would; a no shows to nobody.",
    )
    return Card("Two weeks to go", body, controls=controls)


def longer(of: Together) -> Card:
    """Both would."""
    return Card(body=Text(f"You both would: you and {of.other} go on until ", day(of.match.ends_at, of.zone), "."))


# --- the end --------------------------------------------------------------------------------------------------------------------


def over(of: Together, controls: Controls) -> Card:
    """It has ended."""
    title = f"Your mentoring with {of.other} has ended" if of.named else "A mentoring of yours has ended"
    if of.match.mode == FLASH:
        title = "Your question is closed" if not of.mentors else "That question is closed"
    thanks = "Thank you for your time; the place with you is free again." if of.mentors else "Nobody is at fault when one ends."
    more = "" if of.mentors else " Somebody else might suit you better; looking again takes one tap."
    return Card(title, f"{thanks}{more}", controls=controls)


def afterwards(of: Together, controls: Controls) -> Card:
    """Three questions."""
    until_ = day(of.match.ends_at + matches.FEEDBACK_WITHIN, of.zone)
    body = Text("Three questions, three taps, until ", until_, ". Organisers see how many said what, never fewer than five, never who.")
    return Card("How was it?", body, controls=controls)


def no_place(of: Together, controls: Controls) -> Card:
    """They share no platform."""
    sorry = "but you share no place where I could bring you together. Your organisers were told, and can help."
    return Card("Nearly together", f"You and {of.other} both said yes, {sorry}", controls=controls)


# --- mine -----------------------------------------------------------------------------------------------------------------------


def state(of: Together) -> Text:
    """How one stands, in dates."""
    if of.match.mode == FLASH:
        return Text("one question, open until ", day(of.match.ends_at, of.zone))
    if of.match.quiet_at:
        return Text("quiet; ends on ", day(of.match.quiet_at + check_ins.SILENT_FOR, of.zone), " unless you both say how it goes")
    asked = Text("how does it go? ") if of.asked_at else Text()
    at = Text("I ask again on ", day(of.next_at, of.zone), "; ") if of.next_at and of.next_at < of.match.ends_at else Text()
    return asked + at + Text("planned until ", day(of.match.ends_at, of.zone))


def role(of: Together) -> str:
    """What the other is to the reader."""
    return f"{of.mentee}, whom you mentor" if of.mentors else f"{of.mentor}, your mentor"


def looking(wish: Wish, zone: str) -> Text:
    """How a wish stands, and until when."""
    by = day(wish.due_at, zone) if wish.due_at else ""
    if wish.state == CHOOSING:
        return Text("choose whom to ask, or wait for the round: /mentor mine")
    return Text("asked; you hear by ", by) if wish.state == ASKING else Text("in the next round; you hear by ", by)


def unconfirmed(offer_: Offer, zone: str, now: datetime) -> Text | None:
    """By when a mentor is to say that their offer holds, if they have been asked."""
    asked = offer_.confirmed_at + offers.HOLDS_FOR
    return Text("does it hold? by ", day(asked + offers.ANSWER_WITHIN, zone)) if offer_.state == OPEN and now >= asked else None


def standing_of(offer_: Offer, zone: str) -> Text:
    """How an offer stands."""
    topics = f"{in_words(offer_.topics)}; "
    if offer_.state == RESTING:
        return Text(f"{topics}resting: nobody new is brought to you")
    if offer_.state != OPEN:
        return Text("taken back; nobody new is brought to you")
    return Text(topics, "I ask whether it holds on ", day(offer_.confirmed_at + offers.HOLDS_FOR, zone))


def request(of: Asked) -> tuple[str, Text]:
    """What awaits a mentor's answer."""
    return f"{of.mentee.first_name} would like you as a mentor", Text("until ", day(of.request.due_at, of.zone))
