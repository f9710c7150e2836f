"""Which returned values may be promises: an async function waits for what it returns, ``Response.json`` does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import Edit
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.scope import FUNCTIONS, bindings, enclosing_function, is_async
from reviewer.syntax.bindings import declaration, unwrapped
from reviewer.syntax.parser import ancestors, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_EITHER = frozenset({"&&", "||", "??"})
_STATIC = frozenset({"Object.keys", "Object.values", "Object.entries", "Object.fromEntries", "Array.from", "Boolean"})
_STATIC |= {"String", "Number", "JSON.stringify", "JSON.parse", "Date.now"}
_LISTS = frozenset({"map", "filter", "flatMap", "slice", "concat", "toSorted", "join", "split", "toString"})
_LISTS |= {"toISOString", "trim", "toLowerCase", "toUpperCase", "toFixed", "getTime"}
_AT_ONCE = frozenset(
    {"object", "array", "string", "template_string", "number", "true", "false", "null", "undefined", "regex"}
    | {"unary_expression", "binary_expression", "await_expression", "new_expression"}
)
_OF_RESULTS = frozenset({"map", "flatMap"})  # what their callbacks give is what is in the list
_DEPTH = 8


def may_be_promise(source: Source, value: Node, depth: int = 0) -> bool:
    """What is not plainly a value: ``await`` does no harm to one. Raises Refused for a list of promises."""
    value = unwrapped(value)
    if depth >= _DEPTH:
        return True
    operator = value.child_by_field_name("operator")
    if value.type == "binary_expression" and operator is not None and source.text(operator) in _EITHER:
        return any(may_be_promise(source, side, depth + 1) for side in _fields(value, "left", "right"))
    if value.type == "ternary_expression":
        return any(may_be_promise(source, side, depth + 1) for side in _fields(value, "consequence", "alternative"))
    if value.type == "call_expression":
        return not _is_at_once(source, value, depth)
    if value.type in ("member_expression", "subscript_expression"):
        return may_be_promise(source, value.named_children[0], depth + 1)
    if value.type == "identifier":
        return _name_may_be(source, value, depth + 1)
    return value.type not in _AT_ONCE


def fields_waited_for(source: Source, value: Node) -> list[Edit]:
    """``await`` in front of what may be a promise inside an object or array that is written out."""
    edits: list[Edit] = []
    left = [unwrapped(value)]
    while left:
        node = left.pop()
        if node.type not in ("object", "array"):
            continue
        for member in node.named_children:
            given = member.child_by_field_name("value") if member.type == "pair" else member
            if given is None or given.type in ("comment", "spread_element", "method_definition"):
                continue
            plain = unwrapped(given)
            left.append(plain)
            if given.type == "shorthand_property_identifier":
                if _name_may_be(source, given, 1):
                    edits.append(Edit(given.end_byte, given.end_byte, f": await {source.text(given)}"))
            elif plain.type not in ("member_expression", "object", "array") and may_be_promise(source, given):
                before, after = waiting(given)
                edits += [Edit(given.start_byte, given.start_byte, before), Edit(given.end_byte, given.end_byte, after)]
    return [edit for edit in edits if edit.text]


def is_tried(statement: Node) -> bool:
    """To wait here brings what is thrown into a ``catch`` or before a ``finally`` of the same function."""
    before = statement
    for parent in ancestors(statement):
        if parent.type in FUNCTIONS:
            return False
        if parent.type == "try_statement":
            body, after = parent.child_by_field_name("body"), parent.child_by_field_name("finalizer")
            if (body is not None and body.id == before.id) or (after is not None and after.id != before.id):
                return True
        before = parent
    return False


def waiting(value: Node) -> tuple[str, str]:
    """What stands before and after the expression to wait for it."""
    tight = ("identifier", "member_expression", "call_expression", "parenthesized_expression", "subscript_expression")
    return ("await ", "") if value.type in tight else ("await (", ")")


def _fields(node: Node, *names: str) -> list[Node]:
    return [child for child in map(node.child_by_field_name, names) if child is not None]


def _is_at_once(source: Source, call: Node, depth: int) -> bool:
    function, listed = _fields(call, "function"), _fields(call, "arguments")
    name = source.text(function[0]) if function else ""
    if name in _STATIC:
        return True
    method = name.rpartition(".")[2]
    if not function or function[0].type != "member_expression" or method not in _LISTS:
        return False
    given = [node for argument in listed for node in argument.named_children]
    if method in _OF_RESULTS and any(_gives_promise(source, node, depth) for node in given):
        raise Refused("it returns a list of promises")
    before = unwrapped(function[0].named_children[0])
    if before.type == "call_expression" and depth < _DEPTH:
        _is_at_once(source, before, depth + 1)
    return True


def _gives_promise(source: Source, callback: Node, depth: int) -> bool:
    """What a call of the function gives may be a promise, or hold one in an object that is written out."""
    if callback.type not in FUNCTIONS or depth >= _DEPTH:
        return False
    body = callback.child_by_field_name("body")
    if is_async(callback) or body is None:
        return True
    given = (
        [body]
        if body.type != "statement_block"
        else [
            child
            for node in walk(body)
            if node.type == "return_statement" and _owner(node) == callback.id
            for child in node.named_children
            if child.type != "comment"
        ]
    )
    return any(may_be_promise(source, value, depth + 1) or fields_waited_for(source, value) for value in given)


def _owner(node: Node) -> int | None:
    function = enclosing_function(node)
    return function.id if function is not None else None


def _name_may_be(source: Source, name: Node, depth: int) -> bool:
    text = source.text(name)
    if text == "undefined":
        return False
    function = enclosing_function(name)
    found = [node for node in bindings(function) if source.text(node) == text] if function is not None else []
    if len(found) > 1:
        return True
    bound = found[0].parent if found else declaration(source, text)
    if bound is None:
        return True
    if bound.type != "variable_declarator":
        return _is_of_unknown(bound)
    value = bound.child_by_field_name("value")
    if value is None or bound.parent is None or not source.text(bound.parent).startswith("const"):
        return True
    return may_be_promise(source, value, depth)


def _is_of_unknown(bound: Node) -> bool:
    """A name taken out of something: plain where that was waited for. Parameters are plain."""
    current: Node | None = bound
    while current is not None and current.type != "variable_declarator":
        if current.type in ("required_parameter", "optional_parameter", "formal_parameters", "catch_clause"):
            return False
        current = current.parent if "pattern" in current.type else None
    value = current.child_by_field_name("value") if current is not None else None
    return value is None or unwrapped(value).type != "await_expression"
