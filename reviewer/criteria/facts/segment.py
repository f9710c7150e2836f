"""What a route's file sets for itself: its duration, runtime or region."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewer.model import Endpoint, Kind, Place

if TYPE_CHECKING:
    from reviewer.syntax.parser import Sources

_CONFIG = re.compile(
    rb"\bexport\s+const\s+(maxDuration|runtime|preferredRegion)\b|^\s{0,8}(maxDuration|runtime)\s*:", re.MULTILINE
)


def own_setting(endpoint: Endpoint, sources: Sources) -> tuple[str, Place] | None:
    """The name of the setting, and where it stands; None for a server action, which has none of its own."""
    source = sources.get(endpoint.path) if endpoint.kind is not Kind.SERVER_ACTION else None
    match = _CONFIG.search(source.data) if source is not None else None
    if source is None or match is None:
        return None
    return (match.group(1) or match.group(2)).decode(), Place(endpoint.path, source.line(match.end() - 1))
