"""Declarations that nothing reads any more, once the responses that they were for are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import applied, without_statement
from reviewer.syntax.parser import Source, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

_PASSES = 4
_IN_PATTERN = "shorthand_property_identifier_pattern"
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
    """The code of one function without the variables among these names that it no longer reads.

    Only those whose values were read off others: what is called may do more than give a value.
    """
    names = frozenset(read_before)
    for _ in range(_PASSES):
        source = Source("piece.tsx" if tsx else "piece.ts", code.encode())
        idle = [statement for declared in _declarations(source, names) for statement in _idle(source, *declared)]
        if not idle:
            break
        code = applied(source, [without_statement(source, statement) for statement in idle])
    return code


def names_read(source: Source, body: Node) -> set[str]:
    """The names that stand in the body more than once: bound, and read."""
    once: set[str] = set()
    twice: set[str] = set()
    for node in walk(body):
        if node.type in _NAMES or node.type == _IN_PATTERN:
            name = source.text(node)
            (twice if name in once else once).add(name)
    return twice


def _declarations(source: Source, names: frozenset[str]) -> list[tuple[Node, str]]:
    """Each declaration of one variable, with its name."""
    found: list[tuple[Node, str]] = []
    for node in walk(source.root):
        name = node.named_children[0].child_by_field_name("name") if _declares_one(node) else None
        if name is not None and name.type == "object_pattern" and len(name.named_children) == 1:
            only = name.named_children[0]
            name = only.child_by_field_name("left") if only.type == "object_assignment_pattern" else only
        if name is not None and name.type in (_IN_PATTERN, "identifier") and source.text(name) in names:
            found.append((node, source.text(name)))
    return found


def _declares_one(node: Node) -> bool:
    return node.type == "lexical_declaration" and len(node.named_children) == 1


def _idle(source: Source, declaration: Node, name: str) -> list[Node]:
    """The declaration and the assignments of a variable that nothing reads; nothing where something does."""
    statements = [declaration]
    declarator = declaration.named_children[0]
    value = declarator.child_by_field_name("value")
    if value is None or not _has_no_effect(value):
        return []
    for node in walk(source.root):
        if node.type not in (*_NAMES, _IN_PATTERN) or source.text(node) != name:
            continue
        if declarator.start_byte <= node.start_byte < value.start_byte:
            continue
        assignment = node.parent
        statement = assignment.parent if assignment is not None else None
        if assignment is None or statement is None or assignment.type != "assignment_expression":
            return []
        left, right = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
        in_block = statement.parent is not None and statement.parent.type == "statement_block"
        if left != node or right is None or not _has_no_effect(right) or not in_block:
            return []
        statements.append(statement)
    return statements


def _has_no_effect(value: Node) -> bool:
    return not any(part.is_named and part.type not in _WITHOUT_EFFECT for part in walk(value))
