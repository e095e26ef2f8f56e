"""Discord's own description of its API judges every body we send, where WALLFLOWER_SPECS names the folder that holds it."""

from __future__ import annotations

import json
import os
import re
from copy import deepcopy
from functools import cache
from pathlib import Path

import jsonschema_rs

from tests.loopback.discord.world import Json, walk

SKIPPED = "WALLFLOWER_SPECS names no folder with discord-openapi.json: bodies are held to our own limits only"
DEPARTURES = {
    "allowed_mentions.users": "discord.py sends ids as integers; Discord takes both",
    "default_values.id": "the same, in a form that already names a person or a channel",
    "recipient_id": "the same, when a direct conversation is opened",
    "permissions": "a role's permissions as text, as Discord itself gives them",
}
"""Where discord.py departs from the description and Discord is known not to mind."""


def available() -> bool:
    """Whether there is a description to hold bodies against."""
    return _path().is_file()


def breaches(method: str, path: str, body: Json | list[Json]) -> list[str]:
    """Where a body departs from the description; nothing without one."""
    validator = _validator(method, path, str(_path())) if available() else None
    if validator is None:
        return []
    return [
        f"{method} {path}: {error.message[:300]} at /{'/'.join(map(str, error.instance_path))}"
        for error in validator.iter_errors(_tidied(body))
    ]


def _path() -> Path:
    return Path(os.environ.get("WALLFLOWER_SPECS", ""), "discord-openapi.json")


def _tidied(body: Json | list[Json]) -> Json | list[Json]:
    """The same body with the departures named above put right."""
    tidy = deepcopy(body)
    if isinstance(tidy, dict):
        whole: Json = tidy
        inner: Json = whole.get("data") or whole
        if allowed := inner.get("allowed_mentions"):
            allowed["users"] = [str(user) for user in allowed.get("users", [])]
        if "recipient_id" in whole:
            whole["recipient_id"] = str(whole["recipient_id"])
        for component in walk(inner.get("components") or []):
            defaults: list[Json] = component.get("default_values") or []
            for default in defaults:
                default["id"] = str(default["id"])
    return tidy


@cache
def _description(path: str) -> Json:
    return json.loads(Path(path).read_text(encoding="utf-8"))


@cache
def _operations(path: str) -> list[tuple[re.Pattern[str], str, Json]]:
    """Address patterns, most particular first, with the method and the schema of the body."""
    found: list[tuple[int, re.Pattern[str], str, Json]] = []
    paths: dict[str, Json] = _description(path)["paths"]
    for template, methods in paths.items():
        pattern = re.compile(re.sub(r"\{[^}]+\}", "[^/]+", template))
        for method in methods.keys() & {"post", "put", "patch"}:
            content: Json = methods[method].get("requestBody", {}).get("content", {})
            if "application/json" in content:
                found.append((template.count("{"), pattern, method.upper(), content["application/json"]["schema"]))
    return [(pattern, method, schema) for _, pattern, method, schema in sorted(found, key=lambda each: each[0])]


def _validator(method: str, path: str, description: str) -> jsonschema_rs.Draft202012Validator | None:
    for number, (pattern, operation, _) in enumerate(_operations(description)):
        if operation == method and pattern.fullmatch(path):
            return _compiled(number, description)
    return None


@cache
def _compiled(operation: int, description: str) -> jsonschema_rs.Draft202012Validator:
    schema = _operations(description)[operation][2]
    return jsonschema_rs.Draft202012Validator({**schema, "components": _description(description)["components"]})
