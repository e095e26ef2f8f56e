"""users.*"""

from tests.loopback.slack.errors import SlackError
from tests.loopback.slack.shapes import Json
from tests.loopback.slack.workspace import User, Workspace

from .core import Args, method, page


def as_json(ws: Workspace, user: User) -> Json:
    """A user as users.info tells it; the address only where the account has one."""
    profile: Json = {"real_name": user.name, "display_name": user.name, "team": ws.team_id}
    if user.email:
        profile["email"] = user.email
    shown: Json = {
        "id": user.id, "team_id": ws.team_id, "name": user.name.lower().replace(" ", "."), "real_name": user.name,
        "deleted": user.gone, "is_bot": user.bot, "profile": profile,
    }  # fmt: skip
    if user.gone:
        return shown
    return shown | {
        "tz": user.tz, "is_admin": user.admin or user.owner, "is_owner": user.owner, "is_primary_owner": user.owner,
        "is_restricted": user.guest, "is_ultra_restricted": False, "is_app_user": False, "is_email_confirmed": True,
    }  # fmt: skip


@method("users.info", "users:read", tier="4")
def users_info(ws: Workspace, args: Args) -> Json:
    """One account. Raises: SlackError user_not_found."""
    user = ws.users.get(args.need("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": as_json(ws, user)}


@method("users.list", "users:read", tier="2")
def users_list(ws: Workspace, args: Args) -> Json:
    """Every account, a page at a time."""
    shown, rest = page([as_json(ws, user) for user in ws.users.values()], args, default=1000)
    return {"members": shown, "response_metadata": rest["response_metadata"]}
