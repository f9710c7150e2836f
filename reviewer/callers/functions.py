"""Functions, components and hooks: what holds a place in the code, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.callers.scopes import File
from reviewer.syntax.parser import ancestors

if TYPE_CHECKING:
    from tree_sitter import Node

_HOOK = re.compile(r"use[A-Z0-9]\w*\Z")
_COMPONENT = re.compile(r"[A-Z]\w*\Z")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*\Z")

HTTP_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

TRANSPARENT = frozenset(
    {"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "await_expression"}
)


def is_hook(name: str | None) -> bool:
    return name is not None and _HOOK.match(name) is not None


def is_component(name: str | None) -> bool:
    """React's rule: a component's name starts with a capital. HTTP methods and constants are none."""
    return name is not None and _COMPONENT.match(name) is not None and _CONSTANT.match(name) is None


def outer(node: Node) -> Node:
    """The expression with the parentheses, ``as``, ``!`` and ``await`` around it."""
    while node.parent is not None and node.parent.type in TRANSPARENT:
        node = node.parent
    return node


def own_name(file: File, function: Node) -> str | None:
    """The name that a function is declared with, or that of the variable, member or default export it is given to."""
    name = function.child_by_field_name("name")
    if name is not None:
        return file.text(name)
    return given_name(file, function)


def given_name(file: File, node: Node) -> str | None:
    """The name of what an expression is given to, directly or through calls such as ``memo(...)``."""
    node = outer(node)
    for above in ancestors(node):
        if above.type == "variable_declarator":
            name = above.child_by_field_name("name")
            return file.text(name) if name is not None and name.type == "identifier" else None
        if above.type in ("pair", "public_field_definition"):
            key = above.child_by_field_name("key") or above.child_by_field_name("name")
            return file.text(key) if key is not None else None
        if above.type == "assignment_expression":
            left = above.child_by_field_name("left")
            return file.text(left).rpartition(".")[2] if left is not None else None
        if above.type == "export_statement":
            return "default"
        if above.type not in ("arguments", "call_expression") and above.type not in TRANSPARENT:
            return None
    return None


def holders(file: File, node: Node) -> Iterator[tuple[Node, str | None]]:
    """The functions around a place with their names, innermost first."""
    for function in file.functions_around(node):
        yield function, own_name(file, function)


def top_name(file: File, node: Node) -> str:
    """The name at the top of the module under which a place lies; "default", or "" for a bare statement."""
    child = node
    for above in ancestors(node):
        if above.type == "program":
            break
        child = above
    if child.type == "export_statement":
        inner = child.child_by_field_name("declaration") or child.child_by_field_name("value")
        if any(part.type == "default" for part in child.children):
            name = inner.child_by_field_name("name") if inner is not None else None
            return file.text(name) if name is not None else "default"
        child = inner if inner is not None else child
    if child.type in ("lexical_declaration", "variable_declaration"):
        for declarator in child.named_children:
            if declarator.start_byte <= node.start_byte < declarator.end_byte:
                name = declarator.child_by_field_name("name")
                return file.text(name) if name is not None else ""
    name = child.child_by_field_name("name")
    return file.text(name) if name is not None else ""


def arguments_of(call: Node) -> list[Node]:
    arguments = call.child_by_field_name("arguments")
    if arguments is None or arguments.type != "arguments":
        return []
    return [child for child in arguments.named_children if child.type != "comment"]


def callee(file: File, call: Node) -> str:
    """The called expression as written, dotted; without the type arguments."""
    function = call.child_by_field_name("function") or call.child_by_field_name("constructor")
    return file.text(function) if function is not None and function.end_byte - function.start_byte < 200 else ""


def last_name(file: File, call: Node) -> str:
    """The last part of the called name: ``get`` of ``client.get(...)``."""
    function = call.child_by_field_name("function") or call.child_by_field_name("constructor")
    if function is not None and function.type == "await_expression" and function.named_children:
        function = function.named_children[0]
    if function is None:
        return ""
    if function.type == "member_expression":
        property_ = function.child_by_field_name("property")
        return file.text(property_).lstrip("#") if property_ is not None else ""
    return file.text(function) if function.type == "identifier" else ""


def property_of(file: File, node: Node, name: str) -> Node | None:
    """The value of a property of an object literal; a shorthand stands for itself."""
    if node.type != "object":
        return None
    for child in node.named_children:
        if child.type == "pair":
            key = child.child_by_field_name("key")
            if key is not None and file.text(key).strip("'\"") == name:
                return child.child_by_field_name("value")
        elif child.type == "shorthand_property_identifier" and file.text(child) == name:
            return child
        elif child.type == "method_definition":
            key = child.child_by_field_name("name")
            if key is not None and file.text(key) == name:
                return child
    return None
