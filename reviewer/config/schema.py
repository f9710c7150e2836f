"""The JSON Schema of the configuration file, for editors, from the declarations in ``keys``."""

from __future__ import annotations

import json
from typing import Any

from reviewer.config.keys import (
    APPROACHES,
    CRITERIA,
    FILE,
    KEYS,
    MAX_PATTERN_LENGTH,
    MAX_PATTERNS,
    MAX_POLICIES,
    MAX_REASON,
    MAX_WEIGHT,
    OUTCOMES,
    Key,
    Shape,
)

_PATTERN = {"type": "string", "minLength": 1, "maxLength": MAX_PATTERN_LENGTH}
_PATTERNS = {"oneOf": [_PATTERN, {"type": "array", "items": _PATTERN, "maxItems": MAX_PATTERNS}]}
_PATHS = {"oneOf": [_PATTERN, {"type": "array", "items": _PATTERN, "minItems": 1, "maxItems": MAX_PATTERNS}]}
_CRITERION = {
    "oneOf": [
        {"type": "boolean"},
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "enabled": {"type": "boolean"},
                "weight": {"type": "number", "minimum": 0, "maximum": MAX_WEIGHT},
            },
        },
    ]
}
_POLICY = {
    "type": "object",
    "additionalProperties": False,
    "required": ["paths", "approach"],
    "properties": {
        "paths": _PATHS,
        "approach": {"enum": list(APPROACHES)},
        "reason": {"type": "string", "maxLength": MAX_REASON},
    },
}


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the whole file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "route-or-action",
        "description": f"Settings of route-or-action, in {FILE}",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {key.name: _property(key) for key in KEYS},
    }


def rendered() -> str:
    """The schema as the text of the file that ships with the package."""
    return json.dumps(schema(), indent=2) + "\n"


def _property(key: Key) -> dict[str, Any]:
    described: dict[str, Any] = {"description": key.meaning.replace("`", "")}
    if key.shape in (Shape.SWITCH, Shape.COUNT, Shape.OUTCOME):
        described["default"] = key.default
    return described | _shape(key)


def _shape(key: Key) -> dict[str, Any]:
    shapes: dict[Shape, dict[str, Any]] = {
        Shape.SWITCH: {"type": "boolean"},
        Shape.COUNT: {"type": "integer", "minimum": 0, "maximum": key.most},
        Shape.OUTCOME: {"enum": list(OUTCOMES)},
        Shape.PATTERNS: _PATTERNS,
        Shape.CRITERIA: {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(CRITERIA, _CRITERION),
        },
        Shape.POLICIES: {"type": "array", "items": _POLICY, "maxItems": MAX_POLICIES},
    }
    return shapes[key.shape]
