"""Callers that are not code of the app: schedules and rewrites in configuration files.

Sources: Vercel documentation, "Cron Jobs" (``crons`` of vercel.json) and "Queues" (triggers keyed by file);
Next.js documentation, "rewrites".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.callers.functions import HTTP_METHODS
from reviewer.callers.requests import Request
from reviewer.callers.scopes import File
from reviewer.model import Place, Via
from reviewer.syntax.jsonc import read_object
from reviewer.syntax.parser import Sources

if TYPE_CHECKING:
    from tree_sitter import Node

_DOCUMENT = re.compile(r"(?:^|/)[^/]*(?:openapi|swagger)[^/]*(?:/|\.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A URL that a configuration file names."""

    place: Place
    request: Request


def is_documentation(path: str) -> bool:
    """The file describes the API for others: an OpenAPI or Swagger document, or a module of one."""
    return _DOCUMENT.search(path) is not None


def documented_methods(file: File, node: Node) -> tuple[str, ...]:
    """The methods that an OpenAPI document lists under a path."""
    pair = node.parent
    value = pair.child_by_field_name("value") if pair is not None and pair.type == "pair" else None
    keys = [child.child_by_field_name("key") for child in value.named_children] if value is not None else []
    names = (file.text(key).strip("'\"").upper() for key in keys if key is not None)
    return tuple(name for name in names if name in HTTP_METHODS)


def is_next_config(path: str) -> bool:
    return path.rpartition("/")[2].startswith("next.config.")


def schedules(sources: Sources) -> Iterator[Named]:
    """The paths of the cron jobs in every vercel.json."""
    for path in sorted(sources.paths):
        if path != "vercel.json" and not path.endswith("/vercel.json"):
            continue
        data = sources.read(path) or b""
        crons = read_object(data).get("crons")
        for cron in crons if isinstance(crons, list) else []:
            url = cron.get("path") if isinstance(cron, dict) else None
            if isinstance(url, str):
                line = data.count(b"\n", 0, max(0, data.find(url.encode(errors="replace")))) + 1
                yield Named(Place(path, line), Request(((url,),), ("GET",), Via.UNKNOWN, "cron"))
