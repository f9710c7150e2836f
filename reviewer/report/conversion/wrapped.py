"""A wrapper of this repository that lets a request through or answers it itself: ``withAdmin(handler, options)``.

Understood is one shape: a function of the handler, and of options where there are any, that gives one asynchronous
function. That function checks, answers where a check fails, and ends with ``return handler({ req, params, session })``
or ``return handler(req, context)``: it does nothing after the handler.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.report.conversion.functions import Function, statement_of
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.scope import FUNCTIONS, is_async, pattern_names, taken_from_outside
from reviewer.syntax.bindings import unwrapped
from reviewer.syntax.parser import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from reviewer.model import Wrapper
    from reviewer.syntax.parser import Source, Sources

_UNKNOWN = "the handler is handed to a wrapper that is not understood"
_STATEMENTS = frozenset({"lexical_declaration", "if_statement", "expression_statement", "comment"})


@dataclass(frozen=True, slots=True)
class Guard:
    """``statements``: what the wrapper does before the handler, in its source. ``options``: its second parameter.

    ``request`` and ``params``: names that stand for the request and its params. ``given``: what the handler gets, by
    name, or by position as text.
    """

    source: Source
    statements: tuple[Node, ...]
    options: Node | None
    request: frozenset[str]
    params: frozenset[str]
    given: dict[str, str]


def guard_of(wrapper: Wrapper, sources: Sources) -> Guard:
    """Raises Refused where the wrapper is of another shape, or not of this repository."""
    source = sources.get(wrapper.definition.path) if wrapper.definition is not None else None
    if source is None or wrapper.definition is None or source.root.has_error:
        raise Refused("the handler is handed to a wrapper")
    outer = _function(source.node(wrapper.definition))
    inner = _given_back(outer)
    listed = Function(outer, statement_of(source, outer), None).parameters
    handler = listed[0].child_by_field_name("pattern") if listed and listed[0].type != "identifier" else None
    body = inner.child_by_field_name("body")
    if handler is None or handler.type != "identifier" or len(listed) > 2 or body is None or not is_async(inner):
        raise Refused(_UNKNOWN)
    *statements, last = [child for child in body.named_children if child.type != "comment"] or [body]
    name = source.text(handler)
    call = _call_at_end(source, last, name)
    if any(statement.type not in _STATEMENTS for statement in statements):
        raise Refused(_UNKNOWN)
    if sum(node.type == "identifier" and source.text(node) == name for node in walk(inner)) != 1:
        raise Refused(_UNKNOWN)
    request, params = _request_names(source, inner, statements)
    return Guard(
        source, tuple(statements), listed[1] if len(listed) > 1 else None, request, params, _given(source, call)
    )


def _function(node: Node | None) -> Node:
    while node is not None and node.type not in FUNCTIONS:
        if node.type in ("variable_declarator", "lexical_declaration", "export_statement"):
            inner = node.child_by_field_name("value") or node.child_by_field_name("declaration")
            node = inner or (node.named_children[0] if node.named_children else None)
        else:
            node = unwrapped(node) if unwrapped(node).id != node.id else None
    if node is None or "generator" in node.type:
        raise Refused(_UNKNOWN)
    return node


def _given_back(outer: Node) -> Node:
    """The function that the wrapper gives back."""
    body = outer.child_by_field_name("body")
    if body is not None and body.type == "statement_block":
        inside = [child for child in body.named_children if child.type != "comment"]
        body = inside[0].named_children[0] if len(inside) == 1 and inside[0].type == "return_statement" else None
    return _function(unwrapped(body) if body is not None else None)


def _call_at_end(source: Source, last: Node, handler: str) -> Node:
    value = unwrapped(last.named_children[0]) if last.type == "return_statement" and last.named_children else None
    if value is not None and value.type == "await_expression":
        value = unwrapped(value.named_children[0])
    function = value.child_by_field_name("function") if value is not None and value.type == "call_expression" else None
    if value is None or function is None or source.text(function) != handler:
        raise Refused(_UNKNOWN)
    return value


def _given(source: Source, call: Node) -> dict[str, str]:
    listed = call.child_by_field_name("arguments")
    arguments = [child for child in listed.named_children if child.type != "comment"] if listed is not None else []
    if len(arguments) != 1 or arguments[0].type != "object":
        return {str(number): source.text(argument) for number, argument in enumerate(arguments)}
    found: dict[str, str] = {}
    for member in arguments[0].named_children:
        key, value = member.child_by_field_name("key"), member.child_by_field_name("value")
        if member.type == "shorthand_property_identifier":
            found[source.text(member)] = source.text(member)
        elif member.type == "pair" and key is not None and value is not None:
            found[source.text(key)] = source.text(value)
        elif member.type != "comment":
            raise Refused(_UNKNOWN)
    return found


def _request_names(source: Source, inner: Node, statements: Iterable[Node]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the request, and those of its params: the parameters, and constants made of nothing else."""
    listed = Function(inner, inner, None).parameters
    patterns = [item.child_by_field_name("pattern") or item for item in listed]
    if len(patterns) > 2 or (patterns and patterns[0].type != "identifier"):
        raise Refused(_UNKNOWN)
    request = {source.text(patterns[0])} if patterns else set()
    params = {source.text(name) for name in pattern_names(patterns[1])} if len(patterns) == 2 else set()
    for statement in statements:
        if statement.type != "lexical_declaration" or len(statement.named_children) != 1:
            continue
        name = statement.named_children[0].child_by_field_name("name")
        value = statement.named_children[0].child_by_field_name("value")
        used = taken_from_outside(source, value) if value is not None else set()
        calls = value is not None and any(node.type == "call_expression" for node in walk(value))
        if name is not None and name.type == "identifier" and used and used <= params and not calls:
            params.add(source.text(name))
    return frozenset(request), frozenset(params)
