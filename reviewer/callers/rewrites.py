"""The rewrites of ``next.config``: a request to their source is one to their destination.

Source: Next.js documentation, "rewrites" (``:name`` a segment, ``:name*`` any number of them; ``basePath``). Redirects
are not taken in: the browser asks again, and a redirect to an endpoint is a caller of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reviewer.callers.functions import holders, property_of
from reviewer.callers.outside import is_next_config
from reviewer.callers.scopes import File, Files
from reviewer.callers.urls import Hole, Path
from reviewer.model import App
from reviewer.nextjs.app import owner
from reviewer.syntax.parser import walk

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_REWRITES = 500

_PARAMETER = r":(\w+)(\([^()]{0,100}\))?([*+?]?)\Z"


class Rewrite(NamedTuple):
    """``source`` and ``destination``: their segments as written."""

    source: tuple[str, ...]
    destination: tuple[str, ...]

    def applied(self, path: Path) -> Path | None:
        """Where a URL leads, or None where the source does not match it."""
        taken: dict[str, tuple[tuple[str | Hole, ...], ...]] = {}
        at = 0
        for segment in self.source:
            parameter = re.match(_PARAMETER, segment)
            if parameter is not None and parameter[3] in ("*", "+"):
                taken[parameter[1]], at = path.segments[at:], len(path.segments)
            elif at >= len(path.segments):
                return None
            elif parameter is not None:
                taken[parameter[1]], at = (path.segments[at],), at + 1
            elif path.segments[at] == (segment,):
                at += 1
            else:
                return None
        if at < len(path.segments):
            return None
        found: list[tuple[str | Hole, ...]] = []
        for segment in self.destination:
            parameter = re.match(_PARAMETER, segment)
            found.extend(taken.get(parameter[1], ((Hole(parameter[1]),),)) if parameter is not None else [(segment,)])
        return Path(path.base, tuple(found))

    def beginning(self) -> Path:
        """The destination with a hole for each parameter."""
        segments = ((Hole(segment),) if segment.startswith(":") else (segment,) for segment in self.destination)
        return Path("", tuple(segments))


def rewrites(files: Files, apps: Sequence[App]) -> dict[str, list[Rewrite]]:
    """By app root: the rewrites that are written as literals and stay within the app."""
    found: dict[str, list[Rewrite]] = {}
    for path in sorted(path for path in files.sources.paths if is_next_config(path)):
        app = owner(apps, path)
        file = files.get(path) if app is not None and path.rpartition("/")[0] == app.root else None
        if app is not None and file is not None:
            found[app.root] = list(_written(file))[:MAX_REWRITES]
    return found


def _written(file: File) -> Iterator[Rewrite]:
    for node in walk(file.source.root):
        if node.type != "object":
            continue
        source, destination = property_of(file, node, "source"), property_of(file, node, "destination")
        if source is None or destination is None or source.type != "string" or destination.type != "string":
            continue
        if is_redirect(file, destination):
            continue
        target = file.text(destination)[1:-1]
        if target.startswith("/"):
            yield Rewrite(_segments(file.text(source)[1:-1]), _segments(target))


def is_redirect(file: File, destination: Node) -> bool:
    """The destination stands in what ``redirects()`` returns, or with what only a redirect has."""
    rule = destination.parent.parent if destination.parent is not None else None
    if rule is not None and any(property_of(file, rule, name) is not None for name in ("permanent", "statusCode")):
        return True
    return any(name == "redirects" for _, name in holders(file, destination))


def _segments(url: str) -> tuple[str, ...]:
    return tuple(segment for segment in url.partition("?")[0].split("/") if segment)
