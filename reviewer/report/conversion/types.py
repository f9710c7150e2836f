"""The type of a parameter that had none, from how its value is used. ``any`` is what reading a request gave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewer.syntax.bindings import declaration
from reviewer.syntax.parser import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_VALIDATES = frozenset({"parse", "safeParse", "parseAsync", "safeParseAsync"})


_OF_ANY = re.compile(r"\{ (?:\w{1,200}\??: any; )*\w{1,200}\??: any \}\Z")
_MEMBER = re.compile(r"(\w{1,200})\??: any")


def members_of(text: str) -> frozenset[str] | None:
    """The fields of a type that was made here from what is read; None of any other type."""
    return frozenset(_MEMBER.findall(text)) if _OF_ANY.match(text) else None


def made_optional(text: str, given: frozenset[str] | None) -> str:
    """The same type, its fields optional but those that are always ``given``; as it is where that is None."""
    if given is None or members_of(text) is None:
        return text
    return _MEMBER.sub(lambda found: found[0] if found[1] in given else f"{found[1]}?: any", text)


def pattern_type(source: Source, pattern: Node) -> str:
    """``{ a, b = 1 }`` is ``{ a: any; b?: any }``; a rest element takes all."""
    members: list[str] = []
    for child in pattern.named_children:
        if child.type == "shorthand_property_identifier_pattern":
            members.append(f"{source.text(child)}: any")
        elif child.type == "object_assignment_pattern":
            left = child.child_by_field_name("left")
            members.append(f"{source.text(left)}?: any" if left is not None else "")
        elif child.type == "pair_pattern":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if key is None or key.type == "computed_property_name":
                return "any"
            optional = "?" if value is not None and value.type == "assignment_pattern" else ""
            members.append(f"{source.text(key)}{optional}: any")
        elif child.type != "comment":
            return "any"
    return "{ " + "; ".join(members) + " }" if members else "any"


def used_as(source: Source, uses: Sequence[Node]) -> str | None:
    """A type for a value from all its uses: its own cast, ``unknown`` for what is validated, or the members read."""
    parents = [use.parent for use in uses]
    if not uses or None in parents:
        return None
    casts = {source.text(parent.named_children[-1]) for parent in parents if parent and parent.type == "as_expression"}
    if len(casts) == 1 and len(uses) == 1:
        return casts.pop()
    if all(validates(source, use) for use in uses):
        return "unknown"
    asserted = next((text for use in uses if (text := _asserted(source, use)) is not None), None)
    if asserted is not None:
        return asserted
    members: list[str] = []
    for use, parent in zip(uses, parents, strict=True):
        if parent is None or parent.type != "member_expression" or parent.named_children[0].id != use.id:
            return None
        member = parent.child_by_field_name("property")
        grand = parent.parent
        called = grand is not None and grand.type == "call_expression" and grand.named_children[0].id == parent.id
        if member is None or member.type != "property_identifier" or called:
            return None
        if source.text(member) not in members:
            members.append(source.text(member))
    return "{ " + "; ".join(f"{member}: any" for member in members) + " }"


def _asserted(source: Source, use: Node) -> str | None:
    """``T`` where the value is handed to a function of the file that ``asserts value is T``."""
    arguments = use.parent
    call = arguments.parent if arguments is not None and arguments.type == "arguments" else None
    function = call.child_by_field_name("function") if call is not None else None
    if (
        arguments is None
        or function is None
        or function.type != "identifier"
        or arguments.named_children[0].id != use.id
    ):
        return None
    found = declaration(source, source.text(function))
    annotation = found.child_by_field_name("type") if found is not None else None
    if annotation is not None and annotation.named_children[0].type == "type_identifier":
        found = declaration(source, source.text(annotation.named_children[0]))
    for node in walk(found) if found is not None else ():
        if node.type == "asserts" and node.named_children[0].type == "type_predicate":
            asserted = node.named_children[0].child_by_field_name("type")
            return source.text(asserted) if asserted is not None and asserted.type == "type_identifier" else None
        if node.type == "statement_block":
            break
    return None


def validates(source: Source, use: Node) -> bool:
    """The value is the argument of ``schema.parse(value)`` or one of its siblings."""
    arguments = use.parent
    call = arguments.parent if arguments is not None and arguments.type == "arguments" else None
    function = call.child_by_field_name("function") if call is not None else None
    if arguments is None or function is None or function.type != "member_expression":
        return False
    method = function.child_by_field_name("property")
    return method is not None and source.text(method) in _VALIDATES and arguments.named_children[0].id == use.id
