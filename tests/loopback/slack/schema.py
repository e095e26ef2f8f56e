"""Slack's own published schemas as a second judge, where WALLFLOWER_SPECS names a folder holding them."""

import json
import os
from functools import cache
from pathlib import Path

import jsonschema_rs

from .shapes import Json

_DEFINITION = {"message": "Message", "modal": "ModalView", "home": "HomeView"}


@cache
def _validator(definition: str, folder: str) -> jsonschema_rs.Draft7Validator | None:
    path = Path(folder, "slack-blockkit.schema.json") if folder else None
    if path is None or not path.is_file():
        return None
    definitions = json.loads(path.read_text(encoding="utf-8"))["definitions"]
    return jsonschema_rs.Draft7Validator({"$ref": f"#/definitions/{definition}", "definitions": definitions})


def schema_breaches(surface: str, payload: Json) -> list[str]:
    """Where a message ({"blocks": …}), modal or home view departs from the schema; nothing without a schema."""
    validator = _validator(_DEFINITION[surface], os.environ.get("WALLFLOWER_SPECS", ""))
    if validator is None:
        return []
    return [f"{surface}: {error.message[:300]} at /{'/'.join(map(str, error.instance_path))}" for error in validator.iter_errors(payload)]
