"""What a person sees on Slack's own client."""

from .delivery import Courier
from .errors import CannotDo
from .text import plain, shown_blocks
from .workspace import Channel, Message, User, View, Workspace

Surface = Message | View


class Onlooker:
    """Somebody in the workspace, looking."""

    def __init__(self, ws: Workspace, courier: Courier, user: User) -> None:
        self.ws = ws
        self.courier = courier
        self.user = user
        self.id = user.id
        self.name = user.name

    @property
    def dm(self) -> Channel:
        """The conversation with the app."""
        return self.ws.direct(self.id)

    @property
    def view(self) -> View | None:
        """The modal on top."""
        return self.ws.top(self.id)

    @property
    def home(self) -> View | None:
        """The app's home tab, as last published for this person."""
        return self.ws.homes.get(self.id)

    @property
    def messages(self) -> list[Message]:
        """Every message this person can scroll to, oldest first, those for them alone included."""
        return self.ws.visible_to(self.id)

    def reading(self, on: Surface) -> str:
        """A message, modal or home tab as this person reads it, names and times in place; errors beside their fields."""
        names, tz = self._name_of, self.user.tz
        if isinstance(on, Message):
            return "\n".join(shown_blocks(on.blocks, names, tz)) or plain(on.text, names, tz)
        lines = [on.title] if on.title else []
        for block in on.blocks:
            lines += shown_blocks([block], names, tz)
            if block["block_id"] in on.errors:
                lines.append(f"! {on.errors[block['block_id']]}")
        return "\n".join(lines)

    def sees(self) -> list[str]:
        """Everything on this person's screens: messages oldest first, then the home tab, then the modal on top."""
        surfaces: list[Surface | None] = [*self.messages, self.home, self.view]
        return [self.reading(surface) for surface in surfaces if surface is not None]

    async def reads(self, words: str, within: float = 5.0) -> str:
        """Wait until `words` are on the screen; the message they are in. Raises: CannotDo with what is there instead."""
        try:
            return await self.ws.until(lambda: next((seen for seen in reversed(self.sees()) if words in seen), ""), within)
        except TimeoutError:
            raise CannotDo(f"{self.name} never saw {words!r}; only {self.sees()}") from None

    def _name_of(self, some_id: str) -> str:
        if some_id in self.ws.users:
            return self.ws.users[some_id].name
        return self.ws.channels[some_id].name if some_id in self.ws.channels else some_id
