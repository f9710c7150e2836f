"""Whether an expression plainly holds what JSON would change: an action is given it as it is, a route never was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.body_input import NOT_JSON
from reviewer.report.conversion.scope import mentioned, pattern_names
from reviewer.syntax.parser import walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_LOST = frozenset({"undefined", "NaN", "Infinity"})
_FUNCTIONS = frozenset({"arrow_function", "function_expression", "method_definition"})
_DECLARED = frozenset({"required_parameter", "optional_parameter", "property_signature", "variable_declarator"})
_NAMES = frozenset({"identifier", "shorthand_property_identifier", "property_identifier"})


def changes_in_json(source: Source, value: Node) -> bool:
    """A date, a map, ``undefined`` and their like, written in the value or behind a name in it."""
    names: set[str] = set()
    for node in walk(value):
        if _is_made(source, node) or node.type in _FUNCTIONS or _is_lost(source, node):
            return True
        if node.type in _NAMES and not _is_read_further(node):
            names.add(source.text(node))
    return any(_is_declared_so(source, node, names) for node in walk(source.root) if node.type in _DECLARED and names)


def _is_lost(source: Source, node: Node) -> bool:
    return node.type in ("identifier", "undefined") and source.text(node) in _LOST


def _is_made(source: Source, node: Node) -> bool:
    maker = node.child_by_field_name("constructor") if node.type == "new_expression" else None
    return maker is not None and source.text(maker) in NOT_JSON and not _is_read_further(node)


def _is_read_further(node: Node) -> bool:
    """``date.toISOString()``: what is sent is something else."""
    parent = node.parent
    if parent is None or parent.type != "member_expression" or parent.parent is None:
        return False
    return parent.named_children[0].id == node.id or parent.parent.type == "call_expression"


def _is_declared_so(source: Source, node: Node, names: set[str]) -> bool:
    key = node.child_by_field_name("name") or node.child_by_field_name("pattern")
    if key is None:
        return False
    known = {source.text(name) for name in pattern_names(key)} | {source.text(key)}
    if not known & names:
        return False
    annotation, value = node.child_by_field_name("type"), node.child_by_field_name("value")
    if annotation is not None and mentioned(source, annotation) & NOT_JSON:
        return True
    return value is not None and any(_is_made(source, inner) for inner in walk(value))
