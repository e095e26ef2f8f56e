"""What people do, chosen by dice: commands, buttons and menus of anything they can see, forms filled in as somebody might."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from bot.app import App
from bot.chat import Answer, Button, Change, Menu, Nothing, Open, Person, Place, Say
from bot.chat.form import Ask
from bot.chat.inbound import Event, Pressed, Submitted, Typed
from bot.clock import Clock
from tests.simulation.chat import Message, Platform
from tests.simulation.people import CHANNELS, Somebody

Offered = tuple[Place, Button | Menu]
WORDS = ("Copyright", "Starting out", "Open access", "Records", "Pub meet-up", "The Laurieston", "Inverness", "Bees", "A quiet word")
RARELY = {"my.forget", "setup.setup", "safety.report", "safety.block", "my.pause", "my.export", "wallflower.wallflower"}
NUMBERS = ("seats", "capacity", "places", "guests", "days")
SECRETS = ("employer", "manager", "apart", "kept", "avoid")
"""What a field is called that is nobody else's to read."""


@dataclass
class Actors:
    """Everybody, and what they can see. Every choice is the dice's."""

    everybody: list[Somebody]
    platforms: dict[str, Platform]
    dice: random.Random
    clock: Clock

    def __post_init__(self) -> None:
        self._ids = count(1)
        self.last: tuple[Somebody, Person] | None = None

    def next(self, app: App) -> tuple[Somebody, Event]:
        """Somebody does something."""
        if self.last is not None and self.dice.random() < 0.6:
            who, account = self.last
        else:
            who = self.dice.choice(self.everybody if self.dice.random() < 0.8 else self.everybody[:2])
            account = self.dice.choice(who.accounts)
        self.last = (who, account)
        own, read = list(self._answered(who, account)), list(self._read(who, account))
        if own and self.dice.random() < 0.6:
            return who, self._pressed(account, *self.dice.choice(own))
        if read and self.dice.random() < 0.6:
            return who, self._pressed(account, *self.dice.choice(read[-20:]))
        return who, self._typed(app, who, account)

    def answers(self, who: Somebody, event: Event, answer: Answer) -> Event | None:
        """What they do next about what they were answered: a form is filled in, nearly always."""
        match answer:
            case Open(sheet):
                values = {field.ask.name: self.value(field.ask, who, event.person, field.value) for field in sheet.fields}
                sends = self.dice.random() < 0.9
                return (
                    Submitted(id=self.fresh(), person=event.person, place=event.place, draft=sheet.draft, values=values) if sends else None
                )
            case Say(card) | Change(card):
                who.answers = [*who.answers, (event.person, event.place, card)][-4:]
            case Nothing():
                pass
        return None

    def fresh(self) -> str:
        """An event's id."""
        return f"event-{next(self._ids)}"

    def _typed(self, app: App, who: Somebody, account: Person) -> Typed:
        commands = [each for cog in app.cogs.values() for each in cog.commands()]
        command = self.dice.choice(commands)
        if command.route in RARELY and self.dice.random() < 0.8:
            command = self.dice.choice(commands)
        asks = [ask for form in command.forms for ask in form.asks if ask.short and self.dice.random() < 0.7]
        values = {ask.name: self.value(ask, who, account) for ask in asks}
        return Typed(id=self.fresh(), person=account, place=self._place(who, account), route=command.route, values=values)

    def _place(self, who: Somebody, account: Person) -> Place:
        here = [place for name in who.groups for place in CHANNELS[name] if place.platform == account.platform]
        direct = Place(account.platform, account.workspace, f"D-{account.user}", direct=True)
        return self.dice.choice([*here, *here, direct])

    def _answered(self, who: Somebody, account: Person) -> Iterator[Offered]:
        """What they can press on what they alone were answered, the last answer above all."""
        cards = [(place, card) for person, place, card in who.answers if person == account]
        for place, card in cards[-1:] if self.dice.random() < 0.7 else cards:
            yield from ((place, control) for control in card.controls if isinstance(control, Button | Menu))

    def _read(self, who: Somebody, account: Person) -> Iterator[Offered]:
        """What they can press on messages."""
        channels = {place.channel for name in who.groups for place in CHANNELS[name]}
        read: list[Message] = self.platforms[account.platform].seen_by(account, channels)
        for one in read[-12:]:
            yield from ((one.place, control) for control in one.card.controls if isinstance(control, Button | Menu))

    def _pressed(self, account: Person, place: Place, control: Button | Menu) -> Pressed:
        chosen = self.dice.choice(control.options).value if isinstance(control, Menu) else ""
        payload = str(control.payload)
        return Pressed(id=self.fresh(), person=account, place=place, route=control.route, payload=payload, chosen=chosen)

    def value(self, ask: Ask, who: Somebody, account: Person, known: str = "") -> str:
        """An answer to a question, as it would be typed."""
        if known and self.dice.random() < 0.6:
            return known
        if any(word in ask.name for word in SECRETS) and ask.kind in {"line", "paragraph"}:
            return who.secret
        made = {
            "choice": lambda: self.dice.choice(ask.options).value,
            "choices": lambda: "\n".join(option.value for option in ask.options if self.dice.random() < 0.4),
            "person": lambda: str(self._somebody_beside(account)),
            "place": lambda: str(self._channel_beside(account)),
            "moment": lambda: f"{self.clock.now() + timedelta(days=self.dice.randint(1, 40)):%d %B %Y}, 18:30",
            "yes_no": lambda: self.dice.choice(("yes", "no")),
        }
        return made[ask.kind]() if ask.kind in made else self._words(ask)

    def _channel_beside(self, account: Person) -> Place:
        return self.dice.choice([each for places in CHANNELS.values() for each in places if each.platform == account.platform])

    def _words(self, ask: Ask) -> str:
        if ask.name in NUMBERS:
            return str(self.dice.randint(1, 6))
        if ask.default and self.dice.random() < 0.7:
            return ask.default
        return self.dice.choice((*WORDS, str(self.dice.randint(1, 12)), "2 hours", "London"))[: ask.longest or None]

    def _somebody_beside(self, account: Person) -> Person:
        others = [each for one in self.everybody for each in one.accounts if each.platform == account.platform and each != account]
        return self.dice.choice(others)
