"""What is asked after a meetup."""

from __future__ import annotations

from bot.chat import Form, Option, choice, line, paragraph
from bot.community.afterwards import feedback

HOW = {
    feedback.GLAD: "Glad I came",
    feedback.FINE: "It was all right",
    feedback.NOT_MINE: "Not quite for me",
    feedback.AWAY: "I couldn't be there",
}
AGAIN = {feedback.YES: "I'd come again", feedback.PERHAPS: "Perhaps again", feedback.NO: "Rather not again"}
QUOTED = {
    feedback.ORGANISERS: "Only organisers, without my name",
    feedback.NAMELESS: "It may be quoted, without my name",
    feedback.NAMED: "It may be quoted, with my first name",
}


class Sentence(Form, title="In a sentence", send="Keep it"):
    words: str = paragraph("What would you say of it?", hint="Empty takes it back", longest=300)
    quoted: str = choice("Who may read that?", [Option(value, words) for value, words in QUOTED.items()])
    following: str = line("What would you like next?", hint="Organisers read it without your name", required=False, longest=200)


class Aside(Form, title="Set it aside", send="Do it"):
    what: str = choice("What shall I do?", [Option("aside", "Set it aside"), Option("report", "Tell the conduct contacts too")])
