"""Small steps in the syntax around a name: its member, its call, its declaration, its other uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.scope import bound_names, mentions

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.report.conversion.inputs import Inputs


def pattern_of(parameter: Node) -> Node:
    pattern = parameter.child_by_field_name("pattern") if parameter.type != "identifier" else parameter
    if pattern is None or parameter.child_by_field_name("value") is not None:
        raise Refused("a parameter has a default")
    return pattern


def member_of(node: Node) -> Node | None:
    """``node.x`` for a node, through parentheses and ``!``."""
    parent = node.parent
    while parent is not None and parent.type in ("parenthesized_expression", "non_null_expression"):
        node, parent = parent, parent.parent
    if parent is None or parent.type != "member_expression" or parent.named_children[0].id != node.id:
        return None
    return parent


def call_of(member: Node) -> Node | None:
    parent = member.parent
    if parent is None or parent.type != "call_expression" or parent.named_children[0].id != member.id:
        return None
    return parent


def only_argument(call: Node) -> Node | None:
    arguments = call.child_by_field_name("arguments")
    return arguments.named_children[0] if arguments is not None and len(arguments.named_children) == 1 else None


def const_of(value: Node) -> Node | None:
    """The declarator of ``const x = value``, alone in its statement."""
    declarator = value.parent
    if declarator is None or declarator.type != "variable_declarator" or declarator.parent is None:
        return None
    return declarator if len(declarator.parent.named_children) == 1 else None


def others(inputs: Inputs, name: Node) -> list[Node]:
    """The uses of a local variable beside the one that binds it. Raises Refused where it is bound twice."""
    source, text = inputs.source, inputs.source.text(name)
    if bound_names(source, inputs.function.node).count(text) != 1:
        raise Refused(f"`{text}` is bound again")
    return list(mentions(source, inputs.function.body, name))
