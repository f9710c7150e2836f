"""The HTTP methods that a ``route`` file exports.

Source: Next.js documentation, "route.js": GET, HEAD, OPTIONS, POST, PUT, DELETE and PATCH, in capitals, in any form
of export, that of CommonJS included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reviewer.nextjs.erasure import bound_names
from reviewer.nextjs.hidden_exports import assigned
from reviewer.nextjs.references import taken_property
from reviewer.nextjs.routing import METHODS
from reviewer.syntax.bindings import declaration, exports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from reviewer.syntax.modules import Modules
    from reviewer.syntax.parser import Source


class RouteMethod(NamedTuple):
    """One exported method. ``node``: its declaration in this file, None where it comes from another one.

    ``entry``: the export. ``key``: the property of the declared value that is exported.
    """

    method: str
    entry: Node
    node: Node | None = None
    key: str | None = None


def route_methods(source: Source, modules: Modules) -> tuple[RouteMethod, ...]:
    """The methods that the file answers, in source order."""
    found: dict[str, RouteMethod] = {}
    for item in _exported(source, modules):
        found.setdefault(item.method, item)
    return tuple(found.values())


def _exported(source: Source, modules: Modules) -> Iterator[RouteMethod]:
    stars = []
    for export in exports(source):
        if export.type_only:
            continue
        if export.name == "*":
            stars.append(export.node)
        elif export.name in METHODS:
            node = export.value
            if node is None and export.local is not None:
                node = declaration(source, export.local)
            yield RouteMethod(export.name, export.node, node, _key(source, node, export.local or export.name))
    for statement in source.root.named_children:
        yield from _nested(source, statement)
    for name, statement, value in assigned(source):
        if name in METHODS:
            yield RouteMethod(name, statement, value, _key(source, value, name))
    if stars:
        for method in METHODS:
            if modules.definition(source.path, method) is not None:
                yield RouteMethod(method, stars[0])


def _nested(source: Source, statement: Node) -> Iterator[RouteMethod]:
    """Methods that a destructuring binds below its first level, or that come out of an array."""
    inner = statement.child_by_field_name("declaration") if statement.type == "export_statement" else None
    if inner is None or inner.type not in ("lexical_declaration", "variable_declaration"):
        return
    for declarator in inner.named_children:
        pattern = declarator.child_by_field_name("name")
        if pattern is None or pattern.type == "identifier":
            continue
        for name in bound_names(pattern):
            if source.text(name) in METHODS:
                yield RouteMethod(source.text(name), statement, declarator)


def _key(source: Source, node: Node | None, name: str) -> str | None:
    return taken_property(source, node, name) if node is not None else None
