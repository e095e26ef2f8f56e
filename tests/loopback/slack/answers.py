"""What the app answers where a person acted: in the acknowledgement of a command, or by response_url."""

from . import posting
from .errors import SlackError
from .shapes import Json
from .workspace import RESPONSE_LIFE, RESPONSE_USES, ResponseUrl, Workspace


def by_url(ws: Workspace, token: str, payload: Json) -> None:
    """Answer by response_url.

    Raises: SlackError with HTTP 404 used_url after five uses, expired_url after 30 min; 400 for content Slack refuses.
    """
    url = ws.response_urls.get(token)
    if url is None:
        raise SlackError("no_service", status=404)
    if ws.now() - url.issued > RESPONSE_LIFE:
        raise SlackError("expired_url", status=404)
    if url.uses >= RESPONSE_USES:
        raise SlackError("used_url", status=404)
    url.uses += 1
    try:
        show(ws, url, payload)
    except SlackError as refusal:
        refusal.status = 400
        raise


def show(ws: Workspace, url: ResponseUrl, payload: Json) -> None:
    """Put an answer on the screen: change or delete what was answered to, or say something new. Raises: SlackError."""
    if payload.get("delete_original"):
        if url.original is not None:
            posting.remove(ws, url.original)
            url.original = None
        return
    said = posting.content(ws, payload)
    if payload.get("replace_original") and url.original is not None:
        posting.rewrite(ws, url.original, said)
        return
    thread = payload.get("thread_ts")
    if payload.get("response_type") == "in_channel":
        made = posting.post(ws, url.channel, said, thread_ts=thread)
    else:
        made = posting.whisper(ws, url.channel, url.user, said, thread)
    made.by_response_url = True
    url.original = url.original or made
