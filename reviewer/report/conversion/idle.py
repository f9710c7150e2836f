"""Declarations that nothing reads any more, once the responses that they were for are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import applied, without_statement
from reviewer.syntax.parser import Source, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

_PASSES = 4
_NAMES = frozenset({"identifier", "shorthand_property_identifier"})
_WITHOUT_EFFECT = frozenset(
    {
        "identifier",
        "member_expression",
        "property_identifier",
        "optional_chain",
        "binary_expression",
        "ternary_expression",
        "parenthesized_expression",
        "as_expression",
        "number",
        "string",
        "string_fragment",
        "predefined_type",
        "true",
        "false",
        "null",
        "undefined",
    }
)


def without_idle(code: str, read_before: Iterable[str], tsx: bool) -> str:
    """The code of one function without the constants among these names that it no longer reads.

    Only those whose value was read off others: what is called may do more than give a value.
    """
    names = frozenset(read_before)
    for _ in range(_PASSES):
        source = Source("piece.tsx" if tsx else "piece.ts", code.encode())
        idle = [statement for statement in _constants(source, names) if _is_idle(source, statement)]
        if not idle:
            break
        code = applied(source, [without_statement(source, statement) for statement in idle])
    return code


def names_read(source: Source, body: Node) -> set[str]:
    """The names that stand in the body more than once: bound, and read."""
    once: set[str] = set()
    twice: set[str] = set()
    for node in walk(body):
        if node.type in _NAMES:
            name = source.text(node)
            (twice if name in once else once).add(name)
    return twice


def _constants(source: Source, names: frozenset[str]) -> list[Node]:
    return [
        node
        for node in walk(source.root)
        if node.type == "lexical_declaration"
        and len(node.named_children) == 1
        and (name := node.named_children[0].child_by_field_name("name")) is not None
        and name.type == "identifier"
        and source.text(name) in names
    ]


def _is_idle(source: Source, statement: Node) -> bool:
    declarator = statement.named_children[0]
    name, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
    if name is None or value is None or any(part.is_named and part.type not in _WITHOUT_EFFECT for part in walk(value)):
        return False
    text = source.text(name)
    return sum(node.type in _NAMES and source.text(node) == text for node in walk(source.root)) == 1
