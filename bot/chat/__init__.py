"""What can be said: people, text, cards, buttons, forms. Plain data; no platform, no storage, no feature."""

from bot.chat.answer import Answer, Change, Nothing, Open, Say, Sheet, SheetField
from bot.chat.awaited import Awaited
from bot.chat.card import Attachment, Button, Card, Control, Fact, LinkButton, Menu, Option, Seats
from bot.chat.cog import Cog, Declared, Part, arrival, button, command, confirm, delivers, elsewhere, interest, menu, prefill
from bot.chat.errors import ChatError, DeclarationError, FormError, FormErrors, Refusal, Unreachable
from bot.chat.form import Ask, Form, choice, choices, line, moment, paragraph, person, place, yes_no
from bot.chat.occasion import Occasion
from bot.chat.people import MessageRef, Person, Place
from bot.chat.reply import Page, Pages, Preview, Reply, Update
from bot.chat.text import Link, Mention, Strong, Text, When, Words

__all__ = [
    "Answer",
    "Ask",
    "Attachment",
    "Awaited",
    "Button",
    "Card",
    "Change",
    "ChatError",
    "Cog",
    "Control",
    "DeclarationError",
    "Declared",
    "Fact",
    "Form",
    "FormError",
    "FormErrors",
    "Link",
    "LinkButton",
    "Mention",
    "Menu",
    "MessageRef",
    "Nothing",
    "Occasion",
    "Open",
    "Option",
    "Page",
    "Pages",
    "Part",
    "Person",
    "Place",
    "Preview",
    "Refusal",
    "Reply",
    "Say",
    "Seats",
    "Sheet",
    "SheetField",
    "Strong",
    "Text",
    "Unreachable",
    "Update",
    "When",
    "Words",
    "arrival",
    "button",
    "choice",
    "choices",
    "command",
    "confirm",
    "delivers",
    "elsewhere",
    "interest",
    "line",
    "menu",
    "moment",
    "paragraph",
    "person",
    "place",
    "prefill",
    "yes_no",
]
