"""Whether an expression surely gives what JSON can say: ``Response.json(undefined)`` throws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.methods import ends
from reviewer.report.conversion.scope import bindings, enclosing_function
from reviewer.syntax.bindings import unwrapped

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_SURE = frozenset(
    {"object", "array", "string", "template_string", "number", "true", "false", "null", "unary_expression"}
)
_MAY_BE_NOTHING = frozenset({"&&", "||", "??"})
_LISTS = frozenset({"map", "filter", "flatMap", "slice", "concat", "toSorted", "join", "split", "toString", "findMany"})
# What Prisma finds is null where there is nothing; `findFirst` is not among these, since Drizzle's gives undefined.
_FOUND = frozenset({"findUnique", "findUniqueOrThrow", "findFirstOrThrow", "count", "aggregate", "groupBy"})
_ROWS = frozenset({"from", "where", "leftJoin", "innerJoin", "orderBy", "limit", "offset"})  # that Drizzle selects
_STATIC = frozenset({"Object.keys", "Object.values", "Object.entries", "Object.fromEntries", "Array.from", "Boolean"})
_STATIC |= {"String", "Number", "Promise.all", "JSON.stringify"}
_DEPTH = 8


def is_something(source: Source, value: Node, depth: int = 0) -> bool:
    """It is never undefined. ``value`` without parentheses and casts."""
    if value.type == "await_expression":
        value = unwrapped(value.named_children[0])
    if source.text(value).startswith("void"):
        return False
    if value.type in _SURE:
        return True
    operator = value.child_by_field_name("operator")
    if value.type == "binary_expression" and operator is not None:
        if source.text(operator) not in _MAY_BE_NOTHING:
            return True
        right = value.child_by_field_name("right")
        may_end_right = source.text(operator) in ("||", "??")
        return may_end_right and right is not None and depth < _DEPTH and is_something(source, right, depth + 1)
    if value.type == "ternary_expression":
        sides = value.child_by_field_name("consequence"), value.child_by_field_name("alternative")
        return depth < _DEPTH and all(
            side is not None and is_something(source, unwrapped(side), depth + 1) for side in sides
        )
    if value.type == "call_expression":
        function = value.child_by_field_name("function")
        if function is None or any(child.type == "optional_chain" for child in function.children):
            return False
        name = source.text(function)
        last = name.rpartition(".")[2] if function.type == "member_expression" else ""
        selects = last == "returning" or (last in _ROWS and ".select(" in name)
        return name in _STATIC or last in _LISTS or last in _FOUND or selects
    return value.type == "identifier" and depth < _DEPTH and _is_constant(source, value, depth + 1)


def _is_constant(source: Source, name: Node, depth: int) -> bool:
    """The name is bound once in its function, by a ``const`` whose value is never undefined."""
    function = enclosing_function(name)
    if function is None:
        return False
    found = [binding for binding in bindings(function) if source.text(binding) == source.text(name)]
    declarator = found[0].parent if len(found) == 1 else None
    if declarator is None or declarator.type != "variable_declarator" or declarator.parent is None:
        return False
    value = declarator.child_by_field_name("value")
    if not source.text(declarator.parent).startswith("const") or value is None:
        return False
    return _is_guarded(source, declarator.parent, name) or is_something(source, unwrapped(value), depth)


def _is_guarded(source: Source, declaration: Node, name: Node) -> bool:
    """``if (!name) throw ...`` stands between the two, in the block of the declaration."""
    block = declaration.parent
    return block is not None and any(
        sibling.type == "if_statement"
        and declaration.end_byte <= sibling.start_byte
        and sibling.end_byte <= name.start_byte
        and (condition := sibling.child_by_field_name("condition")) is not None
        and source.text(condition) == f"(!{source.text(name)})"
        and (branch := sibling.child_by_field_name("consequence")) is not None
        and ends(branch)
        for sibling in block.named_children
    )
