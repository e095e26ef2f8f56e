"""The same payloads as signed POSTs to the app's address."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from .delivery import Delivery, Undelivered
from .shapes import Json, as_object


def sign(secret: str, body: str, timestamp: int) -> dict[str, str]:
    """The two headers that prove a request is Slack's (docs.slack.dev, "Verifying requests from Slack")."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": str(timestamp), "x-slack-signature": f"v0={digest}"}


def encode(delivery: Delivery) -> tuple[str, str]:
    """A payload's body and content type: a form for commands and interactions, JSON for events."""
    match delivery.kind:
        case "slash_commands":
            return urlencode(delivery.payload), "application/x-www-form-urlencoded"
        case "interactive":
            return urlencode({"payload": json.dumps(delivery.payload)}), "application/x-www-form-urlencoded"
        case "events_api":
            return json.dumps(delivery.payload), "application/json"


@dataclass
class SignedHttp:
    """The way to an app that listens at `url`. `now` stamps requests: real time, as the SDK's verifier checks against."""

    url: str
    secret: str
    session: aiohttp.ClientSession
    now: Callable[[], float] = time.time

    async def carry(self, delivery: Delivery, patience: float) -> None:
        """Post it. Raises: Undelivered http_timeout, http_error (not 200), connection_failed."""
        body, kind = encode(delivery)
        headers = sign(self.secret, body, int(self.now())) | {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        if delivery.attempt:
            headers |= {"x-slack-retry-num": str(delivery.attempt), "x-slack-retry-reason": delivery.reason}
        try:
            async with self.session.post(self.url, data=body, headers=headers, timeout=aiohttp.ClientTimeout(patience)) as reply:
                text = await reply.text()
                if reply.status != 200:
                    raise Undelivered("http_error")
                delivery.acknowledge(_answer(text, reply.content_type))
        except TimeoutError:
            raise Undelivered("http_timeout") from None
        except aiohttp.ClientError:
            raise Undelivered("connection_failed") from None

    async def verify_url(self, challenge: str = "3eZbrw1aB10FEMAGAZd4FyFQ") -> str:
        """What the app answers to url_verification."""
        body = json.dumps({"token": "loopback", "challenge": challenge, "type": "url_verification"})
        headers = sign(self.secret, body, int(self.now())) | {"Content-Type": "application/json"}
        async with self.session.post(self.url, data=body, headers=headers) as reply:
            text = await reply.text()
            shown = _answer(text, reply.content_type) or {}
            return str(shown.get("challenge") or shown.get("text") or "")


def _answer(text: str, content_type: str) -> Json | None:
    if not text:
        return None
    return as_object(json.loads(text)) if content_type == "application/json" else {"text": text}
