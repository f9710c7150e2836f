"""The function behind an endpoint, where it stands in the endpoint's own file without a wrapper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.scope import FUNCTIONS, is_async
from reviewer.syntax.bindings import declaration, exports, unwrapped
from reviewer.syntax.parser import Source, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.model import Endpoint


@dataclass(frozen=True, slots=True)
class Function:
    """``node``: the function itself. ``statement``: the top-level statement that it stands in."""

    node: Node
    statement: Node
    name: str | None

    @property
    def body(self) -> Node:
        body = self.node.child_by_field_name("body")
        if body is None:
            raise Refused("the function has no body")
        return body

    @property
    def parameters(self) -> list[Node]:
        """The parameters in order; the single one of ``x => ...`` is an identifier."""
        single = self.node.child_by_field_name("parameter")
        if single is not None:
            return [single]
        listed = self.node.child_by_field_name("parameters")
        return [] if listed is None else [child for child in listed.named_children if child.type != "comment"]

    @property
    def is_async(self) -> bool:
        return is_async(self.node)


def exported_function(source: Source, name: str) -> Function:
    """Raises Refused where the export is not a plain function of this file."""
    export = next((item for item in exports(source) if item.name == name and not item.type_only), None)
    if export is None or export.specifier is not None:
        raise Refused("the handler is not written in this file")
    value = export.value
    if value is None or value.type == "identifier":
        value = declaration(source, export.local or "")
    if value is not None and value.type == "variable_declarator":
        value = value.child_by_field_name("value")
    if value is not None:
        value = unwrapped(value)
    if value is not None and value.type == "identifier":
        value = declaration(source, source.text(value))
    if value is None:
        raise Refused("the handler is not written in this file")
    if value.type == "call_expression":
        raise Refused("the handler is handed to a wrapper")
    if value.type not in FUNCTIONS or "generator" in value.type or value.type == "method_definition":
        raise Refused("the handler is not a plain function")
    return Function(value, statement_of(source, value), export.local)


def statement_of(source: Source, node: Node) -> Node:
    """The top-level statement that holds the node."""
    for child in source.root.named_children:
        if child.start_byte <= node.start_byte and node.end_byte <= child.end_byte:
            return child
    return node


def same_function(source: Source, function: Function) -> Function:
    """The function again after its body was rewritten: it starts at the same byte."""
    start = function.node.start_byte
    for node in walk(source.root):
        if node.start_byte == start and node.type == function.node.type:
            return Function(node, statement_of(source, node), function.name)
    raise Refused("the rewritten file does not parse")


def checked(path: str, text: str) -> Source:
    """The parsed text. Raises Refused where it has an error: nothing that does not parse is ever shown."""
    source = Source(path, text.encode())
    if source.root.has_error:
        raise Refused("the rewritten file does not parse")
    return source


def action_function(source: Source, endpoint: Endpoint) -> Function:
    """The function of a server action, inline or exported. Raises Refused where it is not a plain function."""
    if not endpoint.inline:
        return exported_function(source, endpoint.name or "default")
    if len(endpoint.handlers) != 1 or endpoint.handlers[0].body.path != source.path:
        raise Refused("the action is not written in this file")
    node: Node | None = source.node(endpoint.handlers[0].body)
    while node is not None and node.type not in FUNCTIONS:
        node = node.parent
    if node is None or node.type == "method_definition" or "generator" in node.type or not is_async(node):
        raise Refused("the action is not a plain function")
    name = node.child_by_field_name("name")
    return Function(node, statement_of(source, node), source.text(name) if name is not None else None)
