"""Names inside one function: where they are bound, where they are used, which come from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.preview import Refused
from reviewer.syntax.bindings import declared, imports
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
_REACHES = FUNCTIONS | {
    "statement_block",
    "for_statement",
    "for_in_statement",
    "catch_clause",
    "switch_body",
    "class_body",
}
_MANY_BINDINGS = 2_000  # no file that people write: telling scopes apart would cost their square
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


def names_of_module(source: Source) -> set[str]:
    """What the top level of the file imports and declares."""
    found = {item.local for item in imports(source)}
    for node in source.root.named_children:
        inner = node.child_by_field_name("declaration") if node.type == "export_statement" else node
        found |= {name for name, _ in declared(source, inner)} if inner is not None else set()
    return found


def mentioned(source: Source, node: Node) -> set[str]:
    """Every name that the code could take from outside, and those that it binds itself."""
    return {source.text(child) for child in walk(node) if child.type in _NAMES}


def taken_from_outside(source: Source, node: Node) -> set[str]:
    """The names that a piece of code uses without binding them where they are used."""
    bound: dict[str, list[tuple[int, int]]] = {}
    introduced: set[int] = set()
    for count, binding in enumerate(bindings(node)):
        if count > _MANY_BINDINGS:
            return mentioned(source, node)
        introduced.add(binding.id)
        reach = _reach(binding, node)
        bound.setdefault(source.text(binding), []).append((reach.start_byte, reach.end_byte))
    found: set[str] = set()
    for child in walk(node):
        if child.type not in _NAMES or child.id in introduced:
            continue
        name = source.text(child)
        if name not in found and not any(start <= child.start_byte < end for start, end in bound.get(name, ())):
            found.add(name)
    return found


def _reach(binding: Node, whole: Node) -> Node:
    """Where the name that the node binds is known: its function for a parameter, else the block around it."""
    before = binding
    for parent in ancestors(binding):
        if parent.id == whole.id:
            break
        own_name = parent.child_by_field_name("name")
        if parent.type in _REACHES and not (own_name is not None and own_name.id == before.id):
            return parent
        before = parent
    return whole


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


def mentions(source: Source, scope: Node, declared_as: Node) -> Iterator[Node]:
    """Every identifier of the same text as a declared name, but that name itself; shadowing is not looked at."""
    name, kinds = source.text(declared_as), ("identifier", "shorthand_property_identifier")
    for node in walk(scope):
        if node.type in kinds and node.id != declared_as.id and source.text(node) == name:
            yield node


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
