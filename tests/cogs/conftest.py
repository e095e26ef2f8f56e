"""Features are tried at the door, in the world of `tests.app`."""

from tests.app.conftest import world

__all__ = ["world"]
