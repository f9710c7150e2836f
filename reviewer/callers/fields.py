"""What a class gives to a field that its methods read as ``this.name``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.callers.functions import arguments_of, property_of
from reviewer.callers.scopes import Binding, File
from reviewer.syntax.parser import ancestors

if TYPE_CHECKING:
    from tree_sitter import Node

_PARAMETERS = frozenset({"required_parameter", "optional_parameter"})


def field_values(file: File, member: Node) -> Iterator[Node]:
    """The expressions that are given to ``this.name``, from the field itself, the constructor and who calls it.

    A parameter of the constructor stands for what it is by default and for what the file's own ``new`` hands over;
    where neither is there, for itself.
    """
    name, body = member.child_by_field_name("property"), class_around(member)
    if name is None or body is None:
        return
    for use in file.occurrences(file.text(name), body):
        parent = use.parent
        if parent is None:
            continue
        value = None
        if parent.type == "public_field_definition" and parent.child_by_field_name("name") == use:
            value = parent.child_by_field_name("value")
        elif parent.type == "member_expression" and parent.parent is not None:
            is_target = parent.parent.child_by_field_name("left") == parent
            value = parent.parent.child_by_field_name("right") if is_target else None
        elif parent.type in _PARAMETERS and any(child.type == "accessibility_modifier" for child in parent.children):
            value = use
        binding = file.binding(_root(value)) if value is not None else None
        if value is None or binding is None or binding.kind != "parameter":
            yield from (value,) if value is not None else ()
            continue
        handed = False
        for given in _handed_over(file, body, binding, _members(file, value)):
            handed = True
            yield given
        if not handed:
            yield value


def class_around(member: Node) -> Node | None:
    """The body of the class in whose code ``this.name`` stands; None for another object's member."""
    object_ = member.child_by_field_name("object")
    if object_ is None or object_.type != "this":
        return None
    return next((above for above in ancestors(member) if above.type == "class_body"), None)


def _root(value: Node) -> Node:
    while value.type == "member_expression":
        inner = value.child_by_field_name("object")
        if inner is None:
            break
        value = inner
    return value


def _members(file: File, value: Node) -> tuple[str, ...]:
    """The steps of ``options.baseUrl`` after the first name."""
    return tuple(f".{name}" for name in file.text(value).replace("?.", ".").split(".")[1:])


def _handed_over(file: File, body: Node, binding: Binding, members: tuple[str, ...]) -> Iterator[Node]:
    parameters = binding.declares.child_by_field_name("parameters")
    listed = [node for node in parameters.named_children if node.type in _PARAMETERS] if parameters is not None else []
    default = listed[binding.position].child_by_field_name("value") if binding.position < len(listed) else None
    access = (*binding.access, *members)
    if default is not None and not access:
        yield default
    declared = body.parent.child_by_field_name("name") if body.parent is not None else None
    made = file.top(file.text(declared)) if declared is not None else None
    for use in file.references(made) if made is not None else ():
        call = use.parent
        arguments = arguments_of(call) if call is not None and call.type == "new_expression" else []
        if binding.position >= len(arguments):
            continue
        value: Node | None = arguments[binding.position]
        for step in access:
            value = property_of(file, value, step.removeprefix(".")) if value is not None else None
        if value is not None:
            yield value
