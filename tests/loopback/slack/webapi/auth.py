"""auth.test, team.info. (apps.connections.open needs the sockets: server.py.)"""

from tests.loopback.slack.shapes import Json
from tests.loopback.slack.workspace import Workspace

from .core import Args, method


@method("auth.test", tier="special")
def auth_test(ws: Workspace, args: Args) -> Json:
    """Who the token is."""
    return {
        "url": f"https://{ws.domain}.slack.com/",
        "team": ws.name,
        "user": ws.bot.name,
        "team_id": ws.team_id,
        "user_id": ws.bot.id,
        "bot_id": ws.bot_id,
        "is_enterprise_install": False,
    }


@method("team.info", "team:read")
def team_info(ws: Workspace, args: Args) -> Json:
    """The workspace."""
    return {"team": {"id": ws.team_id, "name": ws.name, "domain": ws.domain, "email_domain": "", "icon": {}}}
