"""What `/announce` asks."""

from __future__ import annotations

from bot.chat import Form, Option, Place, choice, line, moment, paragraph, place
from bot.clock import Wall
from bot.community import repeating

ALL, ONE, BOTH = "all", "one", "both"
WHERE = {
    ALL: "Wherever this group announces",
    ONE: "Only in the channel below",
    BOTH: "Both",
}


class Words(Form, title="Announce something", send="See the preview", edit="Change the words"):
    title: str = line("What is it about?", hint="For example: We meet upstairs this month")
    words: str = paragraph("What should everybody know?", required=True, longest=2000)


class WhenAndWhere(Form, title="When and where", send="See the preview", edit="When and where"):
    when: Wall | None = moment("When shall I say it?", hint="Leave empty for now", required=False)
    repeat: str = choice("How often?", [Option(key, words) for key, words in repeating.REPEATS.items()], default=repeating.ONCE)
    until: Wall | None = moment("Until when, if it comes again?", hint="Leave empty for no end", required=False)
    where: str = choice("Where?", [Option(key, words) for key, words in WHERE.items()], default=ALL)
    channel: Place | None = place("Which other channel?", hint="Only if you chose one above", required=False)
