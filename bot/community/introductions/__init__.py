"""Introductions: whoever looks for somebody is shown up to three who chose to be found, and asks one at a time; both must say yes.

An introduction that is declined, not seen, run out of time or no longer allowed is answered with the same words at the same moment: its
last day. Until then it reads as waiting, to everybody but the one who was asked, and counts as open.
"""

from bot.community.introductions.asking import ASKED, DUE, HAVE_YOU_MET, NOBODY, NUDGE, TOGETHER, UNMET, answer, ask, say_met
from bot.community.introductions.going import leave, merge
from bot.community.introductions.looking import Suggestion, Wish, could_meet, group_of_candidate, look, suggested
from bot.community.introductions.reading import Introduction, asked_of, asker_of, get, group_of, open_to, pair_of, waiting
from bot.community.introductions.states import States, states
from bot.community.introductions.tables import (
    AGAIN_AFTER,
    ANSWER_WITHIN,
    GONE,
    MOST_A_WEEK,
    MOST_ASKED,
    MOST_OPEN,
    NO,
    NOT_JUST_NOW,
    OVER,
    TOGETHER_NOW,
    TWO_YEARS,
    YES,
    introductions,
    searches,
)
from bot.community.introductions.two import leave_two, merge_two

__all__ = [
    "AGAIN_AFTER",
    "ANSWER_WITHIN",
    "ASKED",
    "DUE",
    "GONE",
    "HAVE_YOU_MET",
    "MOST_ASKED",
    "MOST_A_WEEK",
    "MOST_OPEN",
    "NO",
    "NOBODY",
    "NOT_JUST_NOW",
    "NUDGE",
    "OVER",
    "TOGETHER",
    "TOGETHER_NOW",
    "TWO_YEARS",
    "UNMET",
    "YES",
    "Introduction",
    "States",
    "Suggestion",
    "Wish",
    "answer",
    "ask",
    "asked_of",
    "asker_of",
    "could_meet",
    "get",
    "group_of",
    "group_of_candidate",
    "introductions",
    "leave",
    "leave_two",
    "look",
    "merge",
    "merge_two",
    "open_to",
    "pair_of",
    "say_met",
    "searches",
    "states",
    "suggested",
    "waiting",
]
