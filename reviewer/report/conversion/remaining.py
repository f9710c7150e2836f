"""What the code of a preview does not show, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.model import Endpoint, Kind
from reviewer.syntax.bindings import exports

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewer.syntax.parser import Source, Sources

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_LIMITS = frozenset({"maxDuration", "runtime"})


@dataclass(frozen=True, slots=True)
class Left:
    """``methods``: those that were converted. ``types``: the exported types that the new file declares now."""

    endpoint: Endpoint
    methods: tuple[str, ...]
    types: tuple[str, ...]
    has_any: bool


def what_remains(source: Source, left: Left) -> list[str]:
    """Steps for the reader; names of the code stand between backticks."""
    endpoint = left.endpoint
    steps = [_removal(source, left)]
    exported = list(exports(source))
    if left.types:
        steps.append(f"Import {listed(left.types)} from the new file where `{endpoint.path}` is imported for it now.")
    limits = sorted({item.name for item in exported} & _LIMITS)
    if limits:
        steps.append(f"Move {listed(limits)} to the page that calls the action: an action has the limits of its page.")
    if left.has_any:
        steps.append("Give the parameters their types: what is read from a request is `any`, and so they still are.")
    return steps


def checked_on_the_way(endpoint: Endpoint, sources: Sources) -> list[str]:
    """The step for a middleware that tells addresses below ``/api`` apart: an action has the address of its page
    (Next.js documentation, File-system conventions, proxy.js, Execution order).
    """
    app = endpoint.app
    roots = [app.root, f"{app.root}/src".lstrip("/")]
    for root in roots:
        for name in ("proxy", "middleware"):
            for extension in app.page_extensions:
                path = f"{root}/{name}.{extension}".lstrip("/")
                if b"/api" in (sources.read(path) or b"" if path in sources.paths else b""):
                    return [f"Check in the action what `{path}` checks of addresses below `/api`: it has none of them."]
    return []


def kept_methods(source: Source, endpoint: Endpoint, methods: Iterable[str]) -> set[str]:
    """The methods that the file still answers when these are gone; none where the file can go, too."""
    if endpoint.kind is Kind.ROUTE_HANDLER:
        return ({item.name for item in exports(source)} & METHODS) - {endpoint.name}
    return set(endpoint.methods) - {"*", *methods}


def _removal(source: Source, left: Left) -> str:
    endpoint = left.endpoint
    kept = kept_methods(source, endpoint, left.methods)
    if not kept:
        return f"Delete `{endpoint.path}`."
    gone = {endpoint.name or ""} if endpoint.kind is Kind.ROUTE_HANDLER else set(left.methods)
    return f"Keep {listed(kept)} in `{endpoint.path}` and remove only {listed(gone)}."


def for_both(names: Iterable[str]) -> list[str]:
    """The step for what the new file and the old one both need."""
    said = listed(names)
    return [f"Move {said} to a module of its own: the old file needs it too."] if said else []


def listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
