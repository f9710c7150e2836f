"""How hard a piece of code is to understand, and how much of it there is.

Cognitive complexity after G. Ann Campbell, "Cognitive Complexity: a new way of measuring understandability"
(SonarSource, version 1.7): one for each break in the linear flow, one more for each level it is nested in, one for
each sequence of like logical operators, nothing for what is only shorthand (``?.``, ``??``).
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reviewer.criteria.facts.words import places_of
from reviewer.syntax.parser import language

if TYPE_CHECKING:
    from collections.abc import Iterable

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
# What holds nothing that counts.
_PASSED = frozenset(
    {
        "identifier",
        "interface_declaration",
        "property_identifier",
        "regex",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "string",
        "type_alias_declaration",
        "type_annotation",
        "type_arguments",
    }
)
# Half of all code lies in expressions, patterns and plain statements without any of these bytes: no function or class,
# no call, markup or template, no choice. There is nothing in them that counts.
_TELLING = (b"(", b"`", b"<", b"?", b"&&", b"||", b"=>", b"new", b"await", b"function", b"class", b"\\")
_BRACKETED = frozenset({"arguments", "formal_parameters", "parenthesized_expression", "template_string"})
_HOLDING_PAIRS = frozenset({"lexical_declaration", "object", "variable_declaration"})
_PLAIN = _BRACKETED | {
    "array",
    "array_pattern",
    "as_expression",
    "assignment_expression",
    "augmented_assignment_expression",
    "binary_expression",
    "expression_statement",
    "lexical_declaration",
    "member_expression",
    "non_null_expression",
    "object",
    "object_pattern",
    "pair",
    "pair_pattern",
    "required_parameter",
    "return_statement",
    "spread_element",
    "subscript_expression",
    "template_substitution",
    "throw_statement",
    "unary_expression",
    "variable_declaration",
    "variable_declarator",
}


class Size(NamedTuple):
    """``cognitive``: the paper's score. ``statements``: but for blocks, directives and declarations."""

    cognitive: int
    statements: int
    awaits: int


Noted = tuple[str, "Node", "Node | None"]  # the type of a node, the node, and the one that holds it


class _Kind(NamedTuple):
    """``plain``: it is entered only where something telling stands in it, between its brackets if it has any, and at
    the first part that reaches so far.
    """

    name: str
    noted: bool
    counted: bool
    plain: bool
    brackets: int


@cache
def _kinds(tsx: bool, noted: frozenset[str]) -> dict[int, _Kind]:
    """The types that may hold what counts, by their numbers, which cost no text to ask for."""
    grammar = language(tsx)
    numbers = [number for number in range(grammar.node_kind_count) if grammar.node_kind_is_named(number)]
    names = {number: grammar.node_kind_for_id(number) or "" for number in numbers} | {_ERROR: "ERROR"}
    plain = _PLAIN - _HOLDING_PAIRS if "pair" in noted else _PLAIN
    return {
        number: _Kind(name, name in noted, name in _COUNTED, name in plain, int(name in _BRACKETED))
        for number, name in names.items()
        if name not in _PASSED
    }


_ERROR = 0xFFFF


def surveyed(
    source: Source, body: Node, noted: frozenset[str] = frozenset(), telling: Iterable[int] = ()
) -> tuple[list[Noted], Size]:
    """The nodes of these types in a function, or in the block that answers one method, in source order; and its size.

    Both in one walk. ``telling``: bytes beside which something stands that is to be noted, though nothing else there
    counts; of ``pair``, each is noted.
    """
    found: list[Noted] = []
    score = statements = awaits = 0
    is_function = body.type in FUNCTIONS
    named = body.child_by_field_name("name")
    own_name = source.text(named) if named is not None else None
    kinds = _kinds(source.tsx, noted)
    places = [*places_of(_TELLING, source.data, body.start_byte, body.end_byte), *telling]
    ahead = iter((*sorted(places), sys.maxsize))  # nodes come in the order of their first bytes
    place = next(ahead)
    above: list[tuple[str, int, Node | None]] = []  # on the way down: type, nesting of what it holds, node
    parent, nesting, holder = "", 0, None
    cursor = body.walk()
    while True:
        node = cursor.node
        assert node is not None
        known = kinds.get(node.kind_id)
        if known is not None:
            kind, is_noted, is_counted, is_plain, brackets = known
            inner = nesting if parent != "if_statement" else _branch(cursor.field_name, node, nesting)
            if is_noted:
                found.append((kind, node, holder))
            if holder is None and is_function:
                pass
            elif is_counted:
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
                elif kind == "binary_expression" and _starts_logical_sequence(node, holder):
                    score += _logical_sequences(node)
            elif kind == "call_expression" and own_name is not None:
                function = node.child_by_field_name("function")
                score += function is not None and function.type == "identifier" and source.text(function) == own_name
            if is_plain:
                start = node.start_byte + brackets
                while place < start:
                    place = next(ahead)
                enters = place < node.end_byte - brackets and cursor.goto_first_child_for_byte(place) is not None
            else:
                enters = cursor.goto_first_child()
            if enters:
                above.append((parent, nesting, holder))
                parent, nesting, holder = kind, inner, node
                continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return found, Size(score, statements, awaits)
            parent, nesting, holder = above.pop()


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


def _starts_logical_sequence(node: Node, above: Node | None) -> bool:
    if _operator(node) is None:
        return False
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
