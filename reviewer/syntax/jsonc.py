"""JSON as tsconfig and vercel configuration files write it: with comments, trailing commas and a byte-order mark."""

from __future__ import annotations

import json
import re
from typing import Any

MAX_BYTES = 1_000_000

# A string, or a comment; unclosed ones run to the end, so that every byte is looked at once.
_COMMENT = r'(?s:"(?:[^"\\\n]|\\.)*"?|//[^\n]*|/\*.*?(?:\*/|\Z))'
_TRAILING_COMMA = r'(?s:"(?:[^"\\\n]|\\.)*"?|,(?=\s*[}\]]))'


def read_json(data: bytes | None) -> Any:
    """The value, or None where the bytes are missing, too many, or no JSON.

    Every number is a float: Python refuses whole numbers of many digits, which Node.js accepts.
    """
    if data is None or len(data) > MAX_BYTES:
        return None
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        return json.loads(text, parse_int=float)
    except (ValueError, RecursionError):
        pass
    bare = re.sub(_COMMENT, lambda found: found[0] if found[0].startswith('"') else " ", text)
    bare = re.sub(_TRAILING_COMMA, lambda found: found[0] if found[0].startswith('"') else "", bare)
    try:
        return json.loads(bare, parse_int=float)
    except (ValueError, RecursionError):
        return None


def read_object(data: bytes | None) -> dict[str, Any]:
    """The JSON object, empty where the bytes hold none."""
    value = read_json(data)
    return value if isinstance(value, dict) else {}
