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

_NOTED = frozenset(
    {
        "call_expression",
        "catch_clause",
        "identifier",
        "jsx_element",
        "jsx_self_closing_element",
        "lexical_declaration",
        "member_expression",
        "new_expression",
        "pair",
        "shorthand_property_identifier",
        "subscript_expression",
        "variable_declaration",
        "variable_declarator",
    }
)
_JUMPS = frozenset({"break_statement", "continue_statement"})
_COUNTED = _NESTING | FUNCTIONS | _STATEMENTS | {"else_clause", "await_expression", "binary_expression"}


class Size(NamedTuple):
    """``cognitive``: the paper's score. ``statements``: but for blocks, directives and declarations."""

    cognitive: int
    statements: int
    awaits: int


def surveyed(source: Source, body: Node) -> tuple[list[tuple[str, Node]], Size]:
    """What of a function, or of the block that answers one method, tells what it does, and its size: in one walk.

    The first are the named nodes with their types, in source order: names, calls, functions, declarations, markup.
    """
    noted: list[tuple[str, Node]] = []
    score = statements = awaits = 0
    is_function = body.type in FUNCTIONS
    named = body.child_by_field_name("name")
    own_name = source.text(named) if named is not None else None
    above = [("", 0)]  # the type of each node on the way down, and the nesting of what it holds
    cursor = body.walk()
    while True:
        node = cursor.node
        assert node is not None
        kind = node.type
        parent, inner = above[-1]
        if kind in _NOTED or kind in FUNCTIONS:
            noted.append((kind, node))
        if parent == "if_statement":
            inner = _branch(cursor.field_name, node, inner)
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
        if cursor.goto_first_child():
            above.append((kind, inner))
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return noted, Size(score, statements, awaits)
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
