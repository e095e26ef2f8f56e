"""The town: a practice community in the browser, with nothing to sign up for."""

from adapters.web.gateway import Gateway
from adapters.web.people import Citizen
from adapters.web.town import Town

__all__ = ["Citizen", "Gateway", "Town"]
