"""Pressing, choosing and typing in what is on the screen."""

from . import limits, payloads
from .delivery import Courier
from .errors import CannotDo
from .fields import Field, fields_of, find_field, pick, state_for
from .seeing import Onlooker, Surface
from .shapes import Json, items, words_of
from .workspace import Message, User, View, Workspace


class Hands(Onlooker):
    """Somebody who can press and choose."""

    def __init__(self, ws: Workspace, courier: Courier, user: User) -> None:
        super().__init__(ws, courier, user)
        self._states: dict[str, dict[tuple[str, str], Json]] = {}
        self._suggested: dict[tuple[str, str], list[Json]] = {}

    async def click(self, on: Surface | None, label: str) -> None:
        """Press a button by its words or action_id; with no surface named, wherever it is seen. Raises: CannotDo, NoAnswer."""
        on = self._surface(on, label)
        pressed = find_field(on.blocks, label)
        if pressed.kind != "button":
            raise CannotDo(f"{label!r} is a {pressed.kind}, not a button")
        action = {key: pressed.element[key] for key in ("type", "text", "value", "style") if key in pressed.element}
        await self._act(on, pressed, action)

    async def choose(self, on: Surface | None, label: str, value: object) -> None:
        """Choose an option (by its words), a date, a person… The app hears of it unless the field waits for a submit."""
        on = self._surface(on, label)
        chosen = find_field(on.blocks, label)
        state = await self._state_for(on, chosen, value)
        if chosen.holds_state:
            self._values(on)[chosen.key] = state
        if chosen.block["type"] != "input" or chosen.block.get("dispatch_action"):
            await self._act(on, chosen, state)

    async def suggest(self, label: str, typed: str, on: Surface | None = None) -> list[str]:
        """Type in an external select; the words offered. Nothing is asked below min_query_length (3 unless told)."""
        on = self._surface(on, label)
        select = find_field(on.blocks, label)
        if len(typed) < select.element.get("min_query_length", 3):
            return []
        payload = payloads.suggestion(self.ws, self.user, on, select.key, typed)
        answer = await self.courier.interact("interactive", payload, self.name, wants_answer=True)
        offered = limits.options_of(answer)
        self.ws.breaches += [f"suggestions: {words}" for words in limits.breaches_of_options(answer)]
        self._suggested[select.key] = offered
        return [words_of(option.get("text")) for option in offered]

    async def _state_for(self, on: Surface, chosen: Field, value: object) -> Json:
        if not chosen.kind.endswith("external_select") or value is None:
            return state_for(chosen, value)
        wanted = items(value) or [value]
        found: list[Json] = []
        for words in map(str, wanted):
            known = self._suggested.get(chosen.key, [])
            if not any(words in {words_of(option.get("text")), option.get("value")} for option in known):
                await self.suggest(str(chosen.element["action_id"]), words, on)
            found.append(pick(chosen, words, self._suggested.get(chosen.key, [])))
        return state_for(chosen, [option.get("value") for option in found] if len(found) > 1 else found[0].get("value"), found)

    async def _act(self, on: Surface, on_field: Field, action: Json) -> None:
        block_id, action_id = on_field.key
        action = action | {"block_id": block_id, "action_id": action_id}
        payload = payloads.block_actions(self.ws, self.user, on, action, _nested(self._values(on)))
        await self.courier.interact("interactive", payload, self.name, wants_answer=False)

    def _values(self, on: Surface) -> dict[tuple[str, str], Json]:
        if isinstance(on, View):
            return on.values
        states = self._states.setdefault(on.ts, {})
        here = {each.key: state_for(each, None) for each in fields_of(on.blocks) if each.holds_state}
        states.update({key: state for key, state in here.items() if key not in states})
        return states

    def _surface(self, on: Surface | None, label: str) -> Surface:
        if isinstance(on, Message):
            return self._visible(on)
        if on is not None:
            return on
        seen = [self.view, *reversed(self.messages), self.home]
        for surface in seen:
            if surface is not None and any(each.answers_to(label) for each in fields_of(surface.blocks)):
                return surface
        raise CannotDo(f"{self.name} sees nothing called {label!r}; only {self.sees()}")

    def _visible(self, message: Message) -> Message:
        if message not in self.messages:
            raise CannotDo(f"{self.name} cannot see that message (any more)")
        return message


def _nested(values: dict[tuple[str, str], Json]) -> Json:
    found: Json = {}
    for (block, action), state in values.items():
        found.setdefault(block, {})[action] = state
    return found
