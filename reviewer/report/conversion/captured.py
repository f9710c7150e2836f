"""What an inline action takes from the functions around it, each with a type that the new file can write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.scope import FUNCTIONS, bindings, enclosing_function, free_names
from reviewer.syntax.bindings import declaration, unwrapped
from reviewer.syntax.parser import ancestors, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_LITERALS = {"string": "string", "template_string": "string", "number": "number", "true": "boolean", "false": "boolean"}
_MAKERS = {"Number": "number", "Number.parseInt": "number", "parseInt": "number", "parseFloat": "number"}
_MAKERS |= {"String": "string", "Boolean": "boolean"}
_COMPARES = frozenset({"===", "!==", "==", "!=", "<", ">", "<=", ">="})
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Capture:
    name: str
    type: str | None  # None in a file without types


@dataclass(frozen=True, slots=True)
class _Type:
    """A type as text, and as syntax where it is written in the file."""

    text: str
    node: Node | None = None


def captures(
    source: Source, function: Node, typed: bool, is_plain: Callable[[str], bool] = lambda name: False
) -> list[Capture]:
    """In the order of their first use. Raises Refused where one changes, or its type is not written in the file.

    ``is_plain``: whether a function of that name has one signature, so that its type can be asked for.
    """
    around = [parent for parent in ancestors(function) if parent.type in FUNCTIONS]
    bound: dict[str, Node] = {}
    for outer in around:
        for binding in bindings(outer):
            owner = _scope_of(binding)
            inside = function.start_byte <= binding.start_byte < function.end_byte
            if not inside and owner is not None and owner.id == outer.id:
                bound.setdefault(source.text(binding), binding)
    found: list[Capture] = []
    for name in free_names(source, function):
        if name in bound:
            _check_constant(source, bound[name])
            text = _type_of(source, bound[name], 0, is_plain).text if typed else None
            if text is not None and "ReturnType<" in text and _is_guarded(source, around[-1], name):
                text = f"NonNullable<{text}>"
            found.append(Capture(name, text))
    return found


def _scope_of(binding: Node) -> Node | None:
    """The function whose scope holds the name: for the name of an inner function, the one around it."""
    owner = enclosing_function(binding)
    if owner is not None and owner.child_by_field_name("name") == binding and owner.type != "function_expression":
        return enclosing_function(owner)
    return owner


def _check_constant(source: Source, binding: Node) -> None:
    for parent in ancestors(binding):
        if parent.type in ("required_parameter", "optional_parameter"):
            return
        if parent.type == "arrow_function":
            return
        if parent.type == "lexical_declaration":
            if source.text(parent).startswith("const"):
                return
            break
        if parent.type in ("statement_block", "program"):
            break
    raise Refused(f"`{source.text(binding)}` is taken from outside and may change")


def _type_of(source: Source, binding: Node, depth: int, is_plain: Callable[[str], bool]) -> _Type:
    """The type of a bound name. Raises Refused where nothing in the file says it."""
    keys: list[str] = []
    node = binding
    while node.parent is not None:
        parent = node.parent
        if parent.type == "object_pattern":
            keys.insert(0, _key(source, node))
        elif parent.type != "pair_pattern":
            break
        node = parent
    owner = node.parent
    if owner is None or depth > _DEPTH:
        raise Refused("the type of what it takes from outside is not known")
    annotation = owner.child_by_field_name("type")
    if owner.type in ("required_parameter", "variable_declarator") and annotation is not None:
        found = _Type(source.text(annotation).removeprefix(":").strip(), annotation.named_children[0])
    elif owner.type == "variable_declarator":
        value = owner.child_by_field_name("value")
        if value is None:
            raise Refused("the type of what it takes from outside is not known")
        found = _type_of_value(source, value, depth + 1, is_plain)
    else:
        raise Refused(f"the type of `{source.text(binding)}` is not written down")
    for key in keys:
        found = _member(source, found, key)
    return found


def _key(source: Source, node: Node) -> str:
    if node.type == "shorthand_property_identifier_pattern":
        return source.text(node)
    key = node.child_by_field_name("key") if node.type == "pair_pattern" else None
    if key is None or key.type != "property_identifier":
        raise Refused("the type of what it takes from outside is not known")
    return source.text(key)


def _type_of_value(source: Source, value: Node, depth: int, is_plain: Callable[[str], bool]) -> _Type:
    steps: list[str] = []
    value = unwrapped(value)
    while value.type in ("await_expression", "member_expression"):
        steps.insert(0, "" if value.type == "await_expression" else source.text(value.named_children[-1]))
        value = unwrapped(value.named_children[0])
    if not steps:
        simple = _simple(source, value)
        if simple is not None:
            return _Type(simple)
    if value.type == "call_expression" and value.child_by_field_name("type_arguments") is None:
        callee = value.named_children[0]
        if callee.type == "identifier" and is_plain(source.text(callee)):
            return _stepped(source, _Type(f"ReturnType<typeof {source.text(callee)}>"), steps)
    if value.type != "identifier":
        raise Refused("the type of what it takes from outside is not written down")
    name = source.text(value)
    around = [parent for parent in ancestors(value) if parent.type in FUNCTIONS]
    scopes = (
        binding
        for outer in around
        for binding in bindings(outer)
        if source.text(binding) == name and enclosing_function(binding) == outer
    )
    binding = next(scopes, None)
    if binding is None:
        raise Refused(f"the type of `{name}` is not written down")
    found = _type_of(source, binding, depth + 1, is_plain)
    return _stepped(source, found, steps)


def _stepped(source: Source, found: _Type, steps: list[str]) -> _Type:
    """After each ``.member``, or ``await`` for an empty step."""
    for step in steps:
        found = _member(source, found, step) if step else _awaited(found, source)
    return found


def _simple(source: Source, value: Node) -> str | None:
    """The type of a literal, a comparison, ``Number(...)``, or a choice between two of the same type."""
    if value.type in _LITERALS:
        return _LITERALS[value.type]
    if value.type == "call_expression":
        return _MAKERS.get(source.text(value.named_children[0]))
    if value.type == "unary_expression" and source.text(value).startswith("!"):
        return "boolean"
    operator = value.child_by_field_name("operator")
    if value.type == "binary_expression" and operator is not None and source.text(operator) in _COMPARES:
        return "boolean"
    if value.type == "ternary_expression":
        sides = [value.child_by_field_name("consequence"), value.child_by_field_name("alternative")]
        types = {_LITERALS.get(side.type) for side in sides if side is not None}
        return types.pop() if len(types) == 1 else None
    return None


def _is_guarded(source: Source, component: Node, name: str) -> bool:
    """The component asks whether the value is there: where it is used, it is."""
    for node in walk(component):
        if node.type != "identifier" or source.text(node) != name or node.parent is None:
            continue
        parent = node.parent
        if parent.type == "unary_expression" and source.text(parent).startswith("!"):
            return True
        sides = {source.text(child) for child in parent.named_children} if parent.type == "binary_expression" else set()
        if sides & {"null", "undefined"} or (
            parent.type == "parenthesized_expression"
            and parent.parent is not None
            and parent.parent.type == "if_statement"
        ):
            return True
    return False


def _awaited(found: _Type, source: Source) -> _Type:
    node = found.node
    if node is not None and node.type == "generic_type" and source.text(node.named_children[0]) == "Promise":
        inner = node.named_children[1].named_children[0]
        return _Type(source.text(inner), inner)
    return _Type(f"Awaited<{found.text}>")


def _member(source: Source, found: _Type, key: str) -> _Type:
    node = found.node
    if node is not None and node.type == "type_identifier":
        node = _members_of(source, source.text(node))
    if node is not None and node.type in ("object_type", "interface_body"):
        for member in node.named_children:
            name, annotation = member.child_by_field_name("name"), member.child_by_field_name("type")
            optional = any(child.type == "?" for child in member.children)
            if name is not None and annotation is not None and source.text(name) == key and not optional:
                return _Type(source.text(annotation).removeprefix(":").strip(), annotation.named_children[0])
    return _Type(f'{found.text}["{key}"]')


def _members_of(source: Source, name: str) -> Node | None:
    """The object type that an alias or an interface of this file stands for; none where it extends another."""
    found = declaration(source, name)
    if found is None or found.child_by_field_name("type_parameters") is not None:
        return None
    if found.type == "type_alias_declaration":
        return found.child_by_field_name("value")
    extends = any(child.type == "extends_type_clause" for child in found.named_children)
    return found.child_by_field_name("body") if found.type == "interface_declaration" and not extends else None
