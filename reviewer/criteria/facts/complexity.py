"""How hard a piece of code is to understand, and how much of it there is.

Cognitive complexity after G. Ann Campbell, "Cognitive Complexity: a new way of measuring understandability"
(SonarSource, version 1.7): one for each break in the linear flow, one more for each level it is nested in, one for
each sequence of like logical operators, nothing for what is only shorthand (``?.``, ``??``).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reviewer.syntax.parser import language

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_NESTING = frozenset(
    {
        "for_statement",
        "for_in_statement",
        "while_statement",
        "do_statement",
        "switch_statement",
        "ternary_expression",
        "catch_clause",
    }
)
FUNCTIONS = frozenset(
    {
        "arrow_function",
        "function_expression",
        "function_declaration",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)
_STATEMENTS = frozenset(
    {
        "expression_statement",
        "lexical_declaration",
        "variable_declaration",
        "return_statement",
        "throw_statement",
        "if_statement",
        "for_statement",
        "for_in_statement",
        "while_statement",
        "do_statement",
        "switch_statement",
        "try_statement",
        "break_statement",
        "continue_statement",
    }
)

_JUMPS = frozenset({"break_statement", "continue_statement"})
_COUNTED = _NESTING | FUNCTIONS | _STATEMENTS | {"else_clause", "await_expression", "binary_expression"}
_LEAVES = frozenset({"string", "regex"})
_TYPES = frozenset({"type_annotation", "type_arguments", "type_alias_declaration", "interface_declaration"})


class Size(NamedTuple):
    """``cognitive``: the paper's score. ``statements``: but for blocks, directives and declarations."""

    cognitive: int
    statements: int
    awaits: int


class Noted(NamedTuple):
    """A node of a function, its type, and the node that holds it, in the same walk."""

    kind: str
    node: Node
    above: Node | None


@cache
def _kinds(tsx: bool, noted: frozenset[str]) -> dict[int, tuple[str, bool, bool]]:
    """The types that matter by their numbers, which cost no text to ask for: whether noted, whether it has insides."""
    grammar = language(tsx)
    passed_by = _LEAVES if "identifier" in noted else _LEAVES | _TYPES
    told = noted | _COUNTED | passed_by | {"call_expression"}
    names = ((number, grammar.node_kind_for_id(number)) for number in range(grammar.node_kind_count))
    return {
        number: (name, name in noted, name not in passed_by)
        for number, name in names
        if name in told and grammar.node_kind_is_named(number)
    }


def surveyed(source: Source, body: Node, noted: frozenset[str] = frozenset()) -> tuple[list[Noted], Size]:
    """The nodes of these types in a function, or in the block that answers one method, in source order; and its size.

    Both in one walk.
    """
    found: list[Noted] = []
    score = statements = awaits = 0
    is_function = body.type in FUNCTIONS
    named = body.child_by_field_name("name")
    own_name = source.text(named) if named is not None else None
    kinds = _kinds(source.tsx, noted)
    above: list[tuple[str, int, Node | None]] = [("", 0, None)]  # on the way down: type, nesting of what it holds, node
    cursor = body.walk()
    while True:
        node = cursor.node
        assert node is not None
        parent, inner, holder = above[-1]
        if parent == "if_statement":
            inner = _branch(cursor.field_name, node, inner)
        known = kinds.get(node.kind_id)
        kind, deeper = "", True
        if known is not None:
            kind, is_noted, deeper = known
            if is_noted:
                found.append(Noted(kind, node, holder))
            if len(above) == 1 and is_function:
                pass
            elif kind in _COUNTED:
                statements += kind in _STATEMENTS and not _is_directive(kind, node, source.data)
                if kind == "if_statement":
                    score += 0 if parent == "else_clause" else 1 + inner
                elif kind == "else_clause":
                    score += 1
                elif kind in _NESTING:
                    inner += 1
                    score += inner
                elif kind in FUNCTIONS:
                    inner += 1
                elif kind == "await_expression":
                    awaits += 1
                elif kind in _JUMPS:
                    score += node.child_by_field_name("label") is not None
                elif kind == "binary_expression" and _starts_logical_sequence(node):
                    score += _logical_sequences(node)
            elif kind == "call_expression" and own_name is not None:
                function = node.child_by_field_name("function")
                score += function is not None and function.type == "identifier" and source.text(function) == own_name
        if deeper and cursor.goto_first_child():
            above.append((kind, inner, node))
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return found, Size(score, statements, awaits)
            above.pop()


def _is_directive(kind: str, node: Node | None, data: bytes) -> bool:
    """``'use server'`` and the like, first in its block: it says how a function is compiled, and does nothing."""
    if node is None or kind != "expression_statement" or data[node.start_byte] not in b"'\"":
        return False
    while node is not None and (node.type == "comment" or _is_string(node)):
        node = node.prev_named_sibling
    return node is None


def _is_string(statement: Node) -> bool:
    said = statement.named_child(0) if statement.type == "expression_statement" else None
    return said is not None and said.type == "string"


def _branch(field: str | None, part: Node, nesting: int) -> int:
    """The nesting of a part of an ``if``: an ``else if`` nests no deeper than the ``if`` it belongs to."""
    if field == "condition":
        return nesting
    if field == "alternative" and part.named_children and part.named_children[-1].type == "if_statement":
        return nesting
    return nesting + 1


def _operator(node: Node) -> str | None:
    operator = node.child_by_field_name("operator")
    return operator.type if operator is not None and operator.type in ("&&", "||") else None


def _starts_logical_sequence(node: Node) -> bool:
    above = node.parent
    while above is not None and above.type == "parenthesized_expression":
        above = above.parent
    return above is None or _operator(above) is None


def _logical_sequences(node: Node) -> int:
    """How often the operator changes when the whole expression is read from left to right."""
    operators: list[str] = []
    stack: list[Node | str] = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, str):
            operators.append(current)
            continue
        while current.type == "parenthesized_expression":
            inside = [child for child in current.named_children if child.type != "comment"]
            if not inside:
                break
            current = inside[0]
        operator = _operator(current)
        left, right = current.child_by_field_name("left"), current.child_by_field_name("right")
        if operator is not None and left is not None and right is not None:
            stack += [right, operator, left]
    return sum(1 for index, operator in enumerate(operators) if index == 0 or operators[index - 1] != operator)
