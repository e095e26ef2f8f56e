"""Slack's own published schemas as a second judge, where WALLFLOWER_SPECS names a folder holding them."""

import json
import os
from functools import cache
from pathlib import Path

import jsonschema_rs

from .shapes import Json

_DEFINITION = {"message": "Message", "modal": "ModalView", "home": "HomeView"}


@cache
def _validator(surface: str, folder: str) -> jsonschema_rs.Draft7Validator | None:
    name = "slack-manifest-v2.schema.json" if surface == "manifest" else "slack-blockkit.schema.json"
    path = Path(folder, name) if folder else None
    if path is None or not path.is_file():
        return None
    schema: Json = json.loads(path.read_text(encoding="utf-8"))
    if surface != "manifest":
        schema = {"$ref": f"#/definitions/{_DEFINITION[surface]}", "definitions": schema["definitions"]}
    return jsonschema_rs.Draft7Validator(schema)


def schema_breaches(surface: str, payload: Json) -> list[str]:
    """Where a message ({"blocks": …}), modal, home view or manifest departs from the schema; nothing without a schema."""
    validator = _validator(surface, os.environ.get("WALLFLOWER_SPECS", ""))
    if validator is None:
        return []
    return [f"{surface}: {error.message[:300]} at /{'/'.join(map(str, error.instance_path))}" for error in validator.iter_errors(payload)]
