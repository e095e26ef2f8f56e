# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# The library leaves many of its types open.
"""Looks at how things stand with Slack: what is well, what is not, what to do next."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.manifest import SCOPES
from adapters.slack.outcomes import code_of
from adapters.slack.shapes import Json, node, text
from adapters.slack.voice import FAILURES
from adapters.slack.web import session, web_client
from bot.config import SlackSettings
from bot.finding import Finding

AGAIN = "make a new one in the app's settings at api.slack.com/apps, then run `python -m bot connect slack` again."


async def examine(settings: SlackSettings, bot_token: str, app_token: str = "", signing_secret: str = "") -> list[Finding]:
    """Ask Slack about these tokens. Posts nothing."""
    async with _client(settings, bot_token) as web:
        found = await _bot_token(web)
    if settings.mode == "http":
        found.append(_signing_secret(signing_secret))
    else:
        async with _client(settings, app_token) as web:
            found.append(await _app_token(web))
    return found


@asynccontextmanager
async def _client(settings: SlackSettings, token: str) -> AsyncGenerator[AsyncWebClient]:
    web = web_client(settings.api_url, token)
    async with session() as web.session:
        yield web


async def _bot_token(web: AsyncWebClient) -> list[Finding]:
    try:
        answer = await web.api_call("auth.test")
    except SlackApiError as error:
        return [Finding(False, f"Slack does not accept the bot token ({code_of(error)}).", AGAIN)]
    except FAILURES:
        return [_out_of_reach()]
    me: Json = node(answer.data)
    headers: Mapping[str, str] = answer.headers
    granted = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    return [Finding(True, f"I am {text(me, 'user')} in the workspace {text(me, 'team')}."), _scopes(granted)]


def _scopes(granted: str) -> Finding:
    missing = sorted(SCOPES.keys() - {scope.strip() for scope in granted.split(",")})
    if not missing:
        return Finding(True, "Slack has given me every permission I ask for.")
    lost = "; ".join(f"{scope} (to {SCOPES[scope]})" for scope in missing)
    return Finding(
        False, f"Permissions are missing: {lost}.", "paste the manifest of `python -m bot manifest slack` again, and reinstall the app."
    )


async def _app_token(web: AsyncWebClient) -> Finding:
    if not web.token:
        return Finding(False, "The app token is missing.", "make one under Basic Information, App-Level Tokens, with connections:write.")
    try:
        await web.api_call("apps.connections.open")  # opens nothing yet: it gives an address that is good for one connection
    except SlackApiError as error:
        return Finding(False, f"Slack does not accept the app token ({code_of(error)}).", AGAIN)
    except FAILURES:
        return _out_of_reach()
    return Finding(True, "Slack opens a socket for the app token.")


def _signing_secret(secret: str) -> Finding:
    if secret:
        return Finding(True, "The signing secret is here; only Slack will be heard.")
    return Finding(False, "The signing secret is missing.", "copy it from Basic Information, and set WALLFLOWER_SLACK_SIGNING_SECRET.")


def _out_of_reach() -> Finding:
    return Finding(False, "Slack can't be reached from here.", "check this computer's connection to slack.com.")
