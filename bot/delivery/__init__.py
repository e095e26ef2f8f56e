"""The loop: what is due, to whom, once."""

from bot.delivery.loop import Delivery

__all__ = ["Delivery"]
