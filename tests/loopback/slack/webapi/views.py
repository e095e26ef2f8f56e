"""views.*"""

from tests.loopback.slack import screens
from tests.loopback.slack.errors import SlackError
from tests.loopback.slack.shapes import Json
from tests.loopback.slack.workspace import View, Workspace

from .core import Args, method


def _answer(ws: Workspace, view: View) -> Json:
    return {"view": screens.as_json(ws, view)}


@method("views.open", tier="4")
def open_(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError as Workspace.spend_trigger, invalid_arguments, duplicate_external_id, view_too_large."""
    view = screens.check(ws, args.structure("view"), "modal")
    return _answer(ws, screens.open_view(ws, ws.spend_trigger(args.need("trigger_id")), view))


@method("views.push", tier="4")
def push(ws: Workspace, args: Args) -> Json:
    """Raises: as views.open, and SlackError push_limit_reached; a trigger not earned in a modal is invalid_trigger_id."""
    view = screens.check(ws, args.structure("view"), "modal")
    trigger = ws.spend_trigger(args.need("trigger_id"))
    if trigger.view is None:
        raise SlackError("invalid_trigger_id")
    return _answer(ws, screens.push_view(ws, trigger.user, view))


@method("views.update", tier="4")
def update(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError not_found, hash_conflict, invalid_arguments."""
    view_id, external = args.text("view_id"), args.text("external_id")
    if view_id is None and external is None:
        raise SlackError("invalid_arguments", messages=["missing required field: view_id or external_id"])
    same = [view for view in ws.all_views() if view.id == view_id or (external and view.body.get("external_id") == external)]
    target = next(iter(same), None)
    if target is None:
        raise SlackError("not_found")
    return _answer(ws, screens.update_view(ws, target, args.structure("view"), args.text("hash")))


@method("views.publish", tier="4")
def publish(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError user_not_found, hash_conflict, invalid_arguments."""
    user = args.need("user_id")
    if user not in ws.users:
        raise SlackError("user_not_found")
    return _answer(ws, screens.publish_home(ws, user, args.structure("view"), args.text("hash")))
