"""What a route's file sets for itself: its duration, runtime or region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.criteria.facts.expressions import properties, text_of
from reviewer.model import Endpoint, Kind, Place
from reviewer.syntax.bindings import declared
from reviewer.syntax.kept import KeptOfRun

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Source, Sources

MOST_KEPT = 1_000  # files of which is kept what they set

_SETTINGS = ("maxDuration", "runtime", "preferredRegion")
_SETTING_NAMES = tuple(name.encode() for name in _SETTINGS)
_cache: KeptOfRun[str, tuple[str, Place] | None] = KeptOfRun(MOST_KEPT)


def own_setting(endpoint: Endpoint, sources: Sources) -> tuple[str, Place] | None:
    """The name of the setting, and where it stands; None for a server action, which has none of its own.

    A route handler exports each by its name, a pages API route as a property of its ``config``.
    """
    if endpoint.kind is Kind.SERVER_ACTION:
        return None
    known = _cache.of(sources)
    if endpoint.path not in known:
        text = sources.read(endpoint.path)
        is_named = text is not None and any(name in text for name in _SETTING_NAMES)
        source = sources.get(endpoint.path) if is_named else None
        known[endpoint.path] = _setting(source) if source is not None else None
    return known[endpoint.path]


def _setting(source: Source) -> tuple[str, Place] | None:
    for statement in source.root.named_children:
        exported = statement.child_by_field_name("declaration")
        if exported is None or exported.type != "lexical_declaration":
            continue
        for name, declarator in declared(source, exported):
            value = declarator.child_by_field_name("value")
            inside = properties(source, value) if name == "config" and value is not None else {}
            for setting, node in {name: declarator, **inside}.items():
                if setting in _SETTINGS and not _is_usual(source, node):
                    return setting, source.place(node)
    return None


def _is_usual(source: Source, node: Node) -> bool:
    """``runtime = "nodejs"`` is what every endpoint has."""
    value = node.child_by_field_name("value") if node.type == "variable_declarator" else node
    return value is not None and text_of(source, value) == "nodejs"
