"""How hard a piece of code is to understand, and how much of it there is.

Cognitive complexity after G. Ann Campbell, "Cognitive Complexity: a new way of measuring understandability"
(SonarSource, version 1.7): one for each break in the linear flow, one more for each level it is nested in, one for
each sequence of like logical operators, nothing for what is only shorthand (``?.``, ``??``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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


MOST_DEPTH = 400  # levels of the syntax tree; deeper code was not written by a person


def shallow(body: Node) -> list[tuple[str, Node]]:
    """The node and the named ones below it with their types, in source order, down to a depth no real code reaches.

    Asking a node for its parent costs as much as it is deep, so whoever asks must not go deeper.
    """
    found = []
    cursor, depth = body.walk(), 0
    while True:
        node = cursor.node
        if node is not None and node.is_named:
            found.append((node.type, node))
        if depth < MOST_DEPTH and cursor.goto_first_child():
            depth += 1
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return found
            depth -= 1


class Size(NamedTuple):
    """``cognitive``: the paper's score. ``statements``: blocks and declarations of functions and types not counted."""

    cognitive: int
    statements: int
    awaits: int
    lines: int


def size(source: Source, body: Node) -> Size:
    """The size of a function, or of the block that answers one method."""
    return Size(*_measured(source, body), body.end_point[0] - body.start_point[0] + 1)


def cognitive(source: Source, body: Node) -> int:
    """The cognitive complexity of a function or block; the nesting starts at the outermost function."""
    return _measured(source, body)[0]


def _measured(source: Source, body: Node) -> tuple[int, int, int]:
    """The cognitive score, the statements and the awaits."""
    score = statements = awaits = 0
    stack = [(child, 0, 1) for child in body.named_children] if body.type in FUNCTIONS else [(body, 0, 0)]
    named = body.child_by_field_name("name") if body.type in FUNCTIONS else None
    own_name = source.text(named) if named is not None else None
    while stack:
        node, nesting, depth = stack.pop()
        if depth > MOST_DEPTH:
            continue
        kind = node.type
        inner = nesting
        statements += kind in _STATEMENTS
        if kind == "if_statement":
            is_else_if = node.parent is not None and node.parent.type == "else_clause"
            score += 0 if is_else_if else 1 + nesting
            stack.extend((part, level, depth + 1) for part, level in _branches(node, nesting))
            continue
        if kind == "else_clause":
            score += 1
        elif kind in _NESTING:
            score += 1 + nesting
            inner = nesting + 1
        elif kind in FUNCTIONS:
            inner = nesting + 1
        elif kind == "await_expression":
            awaits += 1
        elif kind in ("break_statement", "continue_statement"):
            score += node.child_by_field_name("label") is not None
        elif kind == "binary_expression" and _starts_logical_sequence(node):
            score += _logical_sequences(node)
        elif kind == "call_expression" and own_name is not None:
            function = node.child_by_field_name("function")
            score += function is not None and function.type == "identifier" and source.text(function) == own_name
        if node.named_child_count:
            stack.extend([(child, inner, depth + 1) for child in node.named_children])
    return score, statements, awaits


def _branches(node: Node, nesting: int) -> list[tuple[Node, int]]:
    """The parts of an ``if`` with their nesting: an ``else if`` nests no deeper than the ``if`` it belongs to."""
    parts: list[tuple[Node, int]] = []
    for index, child in enumerate(node.children):
        field = node.field_name_for_child(index)
        if field == "alternative":
            chained = child.named_children and child.named_children[-1].type == "if_statement"
            parts.append((child, nesting if chained else nesting + 1))
        else:
            parts.append((child, nesting if field == "condition" else nesting + 1))
    return parts


def _operator(node: Node) -> str | None:
    operator = node.child_by_field_name("operator")
    return operator.type if operator is not None and operator.type in ("&&", "||") else None


def _starts_logical_sequence(node: Node) -> bool:
    if _operator(node) is None:
        return False
    above = node.parent
    while above is not None and above.type == "parenthesized_expression":
        above = above.parent
    return above is None or above.type != "binary_expression" or _operator(above) is None


def _logical_sequences(node: Node) -> int:
    """How often the operator changes when the whole expression is read from left to right."""
    operators: list[str] = []
    stack: list[Node | str] = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, str):
            operators.append(current)
            continue
        while current.type == "parenthesized_expression" and current.named_children:
            current = current.named_children[0]
        operator = _operator(current) if current.type == "binary_expression" else None
        left, right = current.child_by_field_name("left"), current.child_by_field_name("right")
        if operator is not None and left is not None and right is not None:
            stack += [right, operator, left]
    return sum(1 for index, operator in enumerate(operators) if index == 0 or operators[index - 1] != operator)
