"""The door: everything a person does comes in here, and the answer goes out."""

from bot.app.call import Call
from bot.app.door import App, Late

__all__ = ["App", "Call", "Late"]
