"""Modals and home tabs: opening, stacking, changing, closing."""

import json

from . import limits
from .errors import SlackError
from .fields import fields_of, initial_state
from .posting import with_ids
from .schema import schema_breaches
from .shapes import Json, objects
from .workspace import Trigger, View, Workspace

STACK = 3


def check(ws: Workspace, view: object, kind: str) -> Json:
    """The view as sent, checked.

    Raises: SlackError invalid_arguments with the breaches, view_too_large, duplicate_external_id is checked on opening.
    """
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", messages=["must provide an object [json-pointer:/view]"])
    body: Json = json.loads(json.dumps(view))
    found = limits.breaches_of_view(body)
    if body.get("type") != kind:
        found.append(f"must be a view of type {kind} [json-pointer:/view/type]")
    if found:
        ws.breaches += [f"{kind}: {words}" for words in found]
        raise SlackError("invalid_arguments", messages=found)
    ws.breaches += schema_breaches(kind, body)
    if len(json.dumps(body)) > limits.VIEW_BYTES:
        raise SlackError("view_too_large")
    return body


def open_view(ws: Workspace, trigger: Trigger, view: object) -> View:
    """A new first modal; it takes the place of whatever modal the person had open."""
    made = _make(ws, trigger.user, check(ws, view, "modal"))
    ws.modals[trigger.user] = [made]
    return made


def push_view(ws: Workspace, user: str, view: object) -> View:
    """A modal over the one open.

    Raises: SlackError push_limit_reached above three, invalid_trigger_id when no modal is open.
    """
    stack = ws.modals.get(user)
    if not stack:
        raise SlackError("invalid_trigger_id")
    if len(stack) >= STACK:
        raise SlackError("push_limit_reached")
    made = _make(ws, user, check(ws, view, "modal"), stack)
    stack.append(made)
    return made


def update_view(ws: Workspace, target: View, view: object, hash_: str | None = None) -> View:
    """Change a view. What was typed stays in fields whose block_id and action_id stay.

    Raises: SlackError hash_conflict when `hash_` is not the view's present one.
    """
    if hash_ is not None and hash_ != target.hash:
        raise SlackError("hash_conflict")
    kept = target.values
    _fill(ws, target, check(ws, view, target.body["type"]))
    for key in kept.keys() & target.values.keys():
        if kept[key]["type"] == target.values[key]["type"]:
            target.values[key] = kept[key]
    return target


def publish_home(ws: Workspace, user: str, view: object, hash_: str | None = None) -> View:
    """A person's home tab; one view id for ever.

    Raises: SlackError hash_conflict.
    """
    present = ws.homes.get(user)
    if present is not None:
        return update_view(ws, present, view, hash_)
    if hash_ is not None:
        raise SlackError("hash_conflict")
    ws.homes[user] = _make(ws, user, check(ws, view, "home"))
    return ws.homes[user]


def close_view(ws: Workspace, view: View) -> None:
    """The modal goes; the one below, if any, is seen again."""
    stack = ws.modals[view.user]
    stack.remove(view)
    if not stack:
        del ws.modals[view.user]


def _make(ws: Workspace, user: str, body: Json, stack: list[View] | None = None) -> View:
    view_id = ws.new_id("V")
    root, previous = (stack[0].root, stack[-1].id) if stack else (view_id, None)
    made = View(view_id, user, body, "", root, previous)
    _fill(ws, made, body)
    return made


def _fill(ws: Workspace, view: View, body: Json) -> None:
    external = body.get("external_id")
    if external and any(other is not view and other.body.get("external_id") == external for other in ws.all_views()):
        raise SlackError("duplicate_external_id")
    view.body = body | {"blocks": with_ids(ws, objects(body["blocks"]))}
    view.hash, view.errors = ws.new_hash(), {}
    view.values = {field.key: initial_state(field.element) for field in fields_of(view.blocks) if field.holds_state}


def as_json(ws: Workspace, view: View) -> Json:
    """A view as views.* answer it and payloads carry it."""
    values: Json = {}
    for (block, action), value in view.values.items():
        values.setdefault(block, {})[action] = value
    shown: Json = {
        "id": view.id, "team_id": ws.team_id, "callback_id": "", "private_metadata": "", "external_id": "",
        "clear_on_close": False, "notify_on_close": False, "close": None, "submit": None,
        "hash": view.hash, "root_view_id": view.root, "previous_view_id": view.previous,
        "app_id": ws.app_id, "app_installed_team_id": ws.team_id, "bot_id": ws.bot_id, "state": {"values": values},
    }  # fmt: skip
    return shown | view.body
