"""How a route handler reads its params: the second parameter, its ``params``, awaited or not, whole or in parts.

Next.js documentation, "route.js", "context": ``params`` is a promise since version 15.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import replaced, without_statement
from reviewer.report.conversion.inputs import Inputs, Origin
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.reading import const_of, member_of, others, pattern_of
from reviewer.report.conversion.scope import uses
from reviewer.syntax.bindings import destructured

if TYPE_CHECKING:
    from tree_sitter import Node


def read_context(inputs: Inputs, parameter: Node) -> None:
    """Claims every use of the second parameter. Raises Refused where one is not understood."""
    name = pattern_of(parameter)
    source = inputs.source
    if name.type == "object_pattern":
        pairs = list(destructured(source, name))
        if len(pairs) != 1 or pairs[0][0] != "params":
            if not pairs:
                _nested_params(inputs, name)
                return
            raise Refused("the handler's second parameter holds more than params")
        for use in uses(source, inputs.function.body, pairs[0][1]):
            _params(inputs, use)
        return
    for use in uses(source, inputs.function.body, source.text(name)):
        member = member_of(use)
        if member is not None and source.text(member.named_children[-1]) == "params":
            _params(inputs, member)
            continue
        declarator = const_of(use)
        pattern = declarator.child_by_field_name("name") if declarator is not None else None
        if declarator is not None and pattern is not None and pattern.type == "object_pattern" and declarator.parent:
            if list(destructured(source, pattern)) != [("params", "params")]:
                raise Refused("the handler's second parameter holds more than params")
            for inner in others(inputs, pattern.named_children[0]):
                _params(inputs, inner)
            inputs.edits.append(without_statement(source, declarator.parent))
        elif use.parent is not None and use.parent.type == "arguments":
            inputs.edits.append(replaced(use, f"{{ params: {_all(inputs)} }}"))
        else:
            raise Refused("the handler's second parameter is handed on")


def _nested_params(inputs: Inputs, pattern: Node) -> None:
    """``{ params: { id } }`` in the parameter list."""
    inner = pattern.named_children[0] if len(pattern.named_children) == 1 else None
    value = inner.child_by_field_name("value") if inner is not None and inner.type == "pair_pattern" else None
    key = inner.child_by_field_name("key") if inner is not None else None
    if key is None or value is None or inputs.source.text(key) != "params" or value.type != "object_pattern":
        raise Refused("the handler's second parameter is taken apart")
    for segment, local in destructured(inputs.source, value):
        if not inputs.bind(Origin.SEGMENT, segment, local, _type(inputs, segment)):
            raise Refused("a param is read twice")


def _type(inputs: Inputs, segment: str) -> str:
    if segment not in inputs.segments:
        raise Refused(f"`{segment}` is no part of the URL")
    return inputs.segments[segment]


def _all(inputs: Inputs) -> str:
    """An object literal of all params, for code that takes them as a whole."""
    pairs = []
    for segment, type_text in inputs.segments.items():
        local = inputs.name(Origin.SEGMENT, segment, type_text)
        key = segment if segment.isidentifier() else f'"{segment}"'
        pairs.append(local if local == key else f"{key}: {local}")
    return "{ " + ", ".join(pairs) + " }" if pairs else "{}"


def _params(inputs: Inputs, node: Node) -> None:
    """``node`` is an expression that gives the params or the promise of them."""
    source = inputs.source
    parent = node.parent
    if parent is not None and parent.type == "await_expression":
        node = parent
    member = member_of(node)
    if member is not None:
        segment = source.text(member.named_children[-1])
        if segment in ("then", "catch"):
            raise Refused("the params are awaited with then()")
        inputs.claim(member, Origin.SEGMENT, segment, _type(inputs, segment))
        return
    declarator = const_of(_without_cast(node))
    pattern = declarator.child_by_field_name("name") if declarator is not None else None
    if declarator is not None and pattern is not None and declarator.parent is not None:
        if pattern.type == "identifier":
            for use in others(inputs, pattern):
                _params(inputs, use)
            inputs.edits.append(without_statement(source, declarator.parent))
            return
        pairs = list(destructured(source, pattern))
        if pairs and all(key in inputs.segments for key, _ in pairs) and _is_flat(pattern):
            _destructured(inputs, declarator.parent, pairs)
            return
    inputs.edits.append(replaced(_without_cast(node), _all(inputs)))


def _without_cast(node: Node) -> Node:
    parent = node.parent
    casts = ("parenthesized_expression", "as_expression", "non_null_expression")
    while parent is not None and parent.type in casts and parent.named_children[0].id == node.id:
        node, parent = parent, parent.parent
    return node


def _is_flat(pattern: Node) -> bool:
    return all(
        child.type in ("shorthand_property_identifier_pattern", "pair_pattern") for child in pattern.named_children
    )


def _destructured(inputs: Inputs, statement: Node, pairs: list[tuple[str, str]]) -> None:
    names = [local for _, local in pairs]
    fits = inputs.removable(statement, names)
    if not fits or not all(inputs.bind(Origin.SEGMENT, key, local, inputs.segments[key]) for key, local in pairs):
        raise Refused("a param is read twice")
    inputs.edits.append(without_statement(inputs.source, statement))
