"""The Web API: one function a method, in a table."""

from . import auth, chat, conversations, files, users, views
from .core import METHODS, Args, Method, call

__all__ = ["METHODS", "Args", "Method", "auth", "call", "chat", "conversations", "files", "users", "views"]
