"""Whether ``ReturnType<typeof f>`` says what a call of ``f`` gives: not for overloads and type parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.scope import FUNCTIONS
from reviewer.syntax.bindings import declaration, imports

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.modules import Modules
    from reviewer.syntax.parser import Source, Sources


def has_one_signature(source: Source, name: str, sources: Sources, modules: Modules | None) -> bool:
    """The name is a plain function of this repository, declared or imported at the top of the file."""
    item = next((item for item in imports(source) if item.local == name), None)
    if item is None:
        return _is_plain(source, name)
    path = modules.resolve(item.specifier, source.path) if modules is not None else None
    found = modules.definition(path, item.imported) if modules is not None and path is not None else None
    target = sources.get(found.path) if found is not None else None
    return target is not None and found is not None and _is_plain(target, found.name)


def _is_plain(source: Source, name: str) -> bool:
    node = declaration(source, name)
    if node is not None and node.type == "variable_declarator":
        node = node.child_by_field_name("value")
    if node is None or node.type not in FUNCTIONS or node.child_by_field_name("type_parameters") is not None:
        return False
    return not any(_signature(source, child) == name for child in source.root.named_children)


def _signature(source: Source, statement: Node) -> str | None:
    """The name of an overload: a function without a body."""
    inner = statement.child_by_field_name("declaration") if statement.type == "export_statement" else statement
    if inner is None or inner.type != "function_signature":
        return None
    name = inner.child_by_field_name("name")
    return source.text(name) if name is not None else None
