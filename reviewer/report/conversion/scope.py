"""Names inside one function: where they are bound, where they are used, which come from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.preview import Refused
from reviewer.syntax.parser import ancestors, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from reviewer.syntax.parser import Source

FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "arrow_function",
        "method_definition",
        "generator_function",
        "generator_function_declaration",
    }
)
_NAMES = frozenset({"identifier", "type_identifier", "shorthand_property_identifier"})
_NAMED_DECLARATIONS = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "class_declaration",
        "enum_declaration",
        "type_alias_declaration",
        "interface_declaration",
    }
)
_PARAMETERS = frozenset({"required_parameter", "optional_parameter"})


def pattern_names(pattern: Node) -> Iterator[Node]:
    """The nodes that a parameter or a declarator binds, defaults and computed keys left out."""
    stack = [pattern]
    while stack:
        node = stack.pop()
        if node.type in ("identifier", "shorthand_property_identifier_pattern"):
            yield node
        elif node.type in ("assignment_pattern", "object_assignment_pattern"):
            left = node.child_by_field_name("left")
            stack += [left] if left is not None else []
        elif node.type == "pair_pattern":
            value = node.child_by_field_name("value")
            stack += [value] if value is not None else []
        elif node.type in ("object_pattern", "array_pattern", "rest_pattern"):
            stack += reversed(node.named_children)


def bindings(node: Node) -> Iterator[Node]:
    """Every node below that introduces a name."""
    for child in walk(node):
        field: Node | None = None
        if child.type == "variable_declarator" or child.type in _NAMED_DECLARATIONS:
            field = child.child_by_field_name("name")
        elif child.type in _PARAMETERS:
            field = child.child_by_field_name("pattern")
        elif child.type == "arrow_function" or child.type == "catch_clause":
            field = child.child_by_field_name("parameter")
        elif child.type == "for_in_statement" and child.child_by_field_name("kind") is not None:
            field = child.child_by_field_name("left")
        elif child.type == "function_expression":
            field = child.child_by_field_name("name")
        if field is None:
            continue
        if field.type == "type_identifier":
            yield field
        else:
            yield from pattern_names(field)


def bound_names(source: Source, node: Node) -> list[str]:
    """With repetitions: a name that is bound twice stands there twice."""
    return [source.text(name) for name in bindings(node)]


def mentioned(source: Source, node: Node) -> set[str]:
    """Every name that the code could take from outside, and those that it binds itself."""
    return {source.text(child) for child in walk(node) if child.type in _NAMES}


def uses(source: Source, scope: Node, name: str) -> list[Node]:
    """The references to a variable inside the scope. Raises Refused where the scope binds the name again."""
    introduced = {binding.id for binding in bindings(scope)}
    found: list[Node] = []
    for child in walk(scope):
        if child.type not in _NAMES and child.type != "shorthand_property_identifier_pattern":
            continue
        if source.text(child) != name:
            continue
        if child.id in introduced:
            raise Refused(f"`{name}` is bound again")
        if child.type == "type_identifier":
            continue
        found.append(child)
    return found


def free_names(source: Source, function: Node) -> dict[str, list[Node]]:
    """The names that the function takes from outside, each with its uses. Labels count as names, to no harm."""
    own: set[str] = set(bound_names(source, function))
    introduced = {binding.id for binding in bindings(function)}
    found: dict[str, list[Node]] = {}
    for child in walk(function):
        if child.type in _NAMES and child.id not in introduced and source.text(child) not in own:
            found.setdefault(source.text(child), []).append(child)
    return found


def enclosing_function(node: Node) -> Node | None:
    return next((parent for parent in ancestors(node) if parent.type in FUNCTIONS), None)


def enclosing_statement(node: Node) -> Node:
    """The innermost statement of a block that holds the node."""
    current = node
    for parent in ancestors(node):
        if parent.type in ("statement_block", "program", "switch_case", "switch_default"):
            return current
        current = parent
    return current


def fresh(name: str, taken: set[str]) -> str:
    """The name, or the nearest one that is not taken."""
    for candidate in (name, f"{name}Input", f"{name}Value", *(f"{name}{number}" for number in range(2, 20))):
        if candidate not in taken:
            return candidate
    raise Refused(f"no free name for `{name}`")


def is_async(function: Node) -> bool:
    return any(child.type == "async" for child in function.children)
