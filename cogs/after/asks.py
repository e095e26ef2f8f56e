"""What is asked after a meetup."""

from __future__ import annotations

from bot.chat import Form, Option, choice, line, paragraph, yes_no
from bot.community.afterwards import feedback
from bot.community.afterwards.addresses import read_title, read_url

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


class WriteUp(Form, title="Write it up", send="See the preview", edit="Change it"):
    words: str = paragraph("What happened?", hint="A few lines; what you talked about", required=True, longest=1000)
    quotes: bool = yes_no("Add what people let be quoted?", hint="As it stands by then; up to three")
    ask_two: bool = yes_no("Ask two who came for a first word?", hint="Of those whose first name shows on cards")


class NewLink(Form, title="Add a link", send="Add it"):
    url: str = line("The whole address", hint="https://…  I never open it", longest=1000, read=read_url)
    title: str = line("What is it?", hint="For example: Ada's slides", longest=100, read=read_title)
    credit: str = line("Whose work or picture is it?", hint="If they should be named, and are happy with that", required=False)


class ForMyTeam(Form, title="For my team", send="Make it"):
    mine: str = line("What did you take from it?", hint="In your words; empty for the facts alone", required=False, longest=300)
