"""An expression holds a function or a URL: what takes the expression? One small function for each kind of syntax."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewer.callers import prefixed, rtk, stores
from reviewer.callers.arguments import in_arguments
from reviewer.callers.functions import arguments_of
from reviewer.callers.known import ANY, after, opened
from reviewer.callers.markup import in_jsx_attribute, in_jsx_expression, in_jsx_spread
from reviewer.callers.requests import assignment_request, property_request, sibling_method
from reviewer.callers.scopes import FUNCTIONS
from reviewer.callers.state import State
from reviewer.model import Via

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.callers.walk import Walk

_LISTENER = r"on[a-z]{3,}\Z"
_CLICK = r"on(?:click|change|input|submit|key\w*|mouse\w*|pointer\w*|touch\w*)\Z"
_URL_METHODS = frozenset({"toString", "trim", "concat", "replace", "replaceAll"})
_URL_MEMBERS = frozenset({"href", "pathname"})
_EACH = frozenset({"map", "forEach", "flatMap"})


def _in_variable_declarator(walk: Walk, node: Node, parent: Node, state: State) -> None:
    pattern = parent.child_by_field_name("name")
    if pattern is None or pattern == node:
        return
    for name, access in walk.file.names_of(pattern):
        rest = after(state.access, access)
        if rest is None and access and access[-1].startswith("[") and state.access[:1] == (ANY,):
            rest = ()
        if rest is not None:
            binding = walk.file.binding(pattern, name)
            if binding is not None:
                walk.bound(binding, state.at(rest))


def _in_assignment_expression(walk: Walk, node: Node, parent: Node, state: State) -> None:
    left = parent.child_by_field_name("left")
    if left is None or left == node:
        return
    text = walk.file.text(left)
    if state.urls is not None and not state.access:
        request = assignment_request(text, state.urls)
        if request is not None:
            walk.send(parent, state, request)
            return
    if left.type == "identifier":
        binding = walk.file.binding(left)
        if binding is not None:
            walk.bound(binding, state)
    elif left.type == "member_expression":
        object_, key = left.child_by_field_name("object"), left.child_by_field_name("property")
        if key is not None and state.urls is None and not state.access and re.match(_LISTENER, walk.file.text(key)):
            # reader.onload = load: set off by what is begun right here; a click is somebody's own
            via = Via.EVENT_HANDLER if re.match(_CLICK, walk.file.text(key)) else None
            walk.push(parent, state.triggered(via), running=True)
            return
        if object_ is not None and key is not None and object_.type == "identifier":
            binding = walk.file.binding(object_)
            if binding is not None:
                is_part = state.urls is not None and not state.access and walk.file.text(key) in _URL_MEMBERS
                member = () if is_part else (f".{walk.file.text(key)}",)
                walk.bound(binding, state.at((*member, *state.access)))


def _in_member_expression(walk: Walk, node: Node, parent: Node, state: State) -> None:
    key = parent.child_by_field_name("property")
    name = walk.file.text(key) if key is not None and not is_field(parent, "property", node) else ""
    rest = opened(state.access, f".{name}")
    called = parent.parent
    if state.access[:1] == (stores.STORE,):
        stores.member(walk, parent, name, state)
    elif rest is not None:
        walk.push(parent, state.at(rest))
    elif name in _EACH and state.access and state.access[0].startswith("[") and called is not None:
        _each(walk, called, state)
    elif not state.access and state.urls is not None:
        if name in _URL_MEMBERS:
            walk.push(parent, state)
        elif name in _URL_METHODS and called is not None and called.type == "call_expression":
            walk.push(called, state)
    elif not state.access and called is not None and called.type == "call_expression":
        if name == "bind":
            walk.push(called, state)
        elif name in ("call", "apply"):
            walk.push(called, state, running=True)


def _each(walk: Walk, call: Node, state: State) -> None:
    """``[url, other].map((url) => fetch(url))``: the function is called with the element."""
    function = next(iter(arguments_of(call)), None) if call.type == "call_expression" else None
    if function is not None and function.type in FUNCTIONS:
        walk.apply(walk.flow.inside(walk.file, function, 0, state.at(state.access[1:])), call, state)


def _in_subscript_expression(walk: Walk, node: Node, parent: Node, state: State) -> None:
    """``actions[kind]``: any member may be meant."""
    if is_field(parent, "object", node) and state.access and state.access[0].startswith((".", "[")):
        walk.push(parent, state.at(state.access[1:]))


def _in_call_expression(walk: Walk, node: Node, parent: Node, state: State) -> None:
    if state.urls is not None and not state.access:
        return
    if state.slot is not None and not state.access:
        prefixed.called(walk, parent, state)
    elif not state.access or state.access[0] == ANY:
        walk.push(parent, state.at(()), running=True)
    elif state.access[0] == "()":
        walk.push(parent, state.at(state.access[1:]))
    elif state.access[0] == stores.STORE:
        stores.called(walk, parent, state)
    elif state.access[0] == rtk.QUERY_CALL:
        walk.push(parent, state.triggered(Via.QUERY_HOOK).at(()), running=True)


def _in_new_expression(walk: Walk, node: Node, parent: Node, state: State) -> None:
    if state.access[:1] == ("new",):
        walk.push(parent, state.at(state.access[1:]))


def _in_pair(walk: Walk, node: Node, parent: Node, state: State) -> None:
    key, holder = parent.child_by_field_name("key"), parent.parent
    if key is None or holder is None or key == node:
        return
    _given_property(walk, parent, holder, walk.file.text(key).strip("'\""), state)


def _given_property(walk: Walk, node: Node, holder: Node, name: str, state: State) -> None:
    """``name: value`` of an object, or ``name`` alone."""
    if state.urls is not None and _is_listed(state, name):
        request = property_request(_qualified(walk, name, holder), state.urls)
        if request is not None:
            walk.send(node, state, request)
            return
    if state.urls is not None and state.access in ((), ("()",)):
        state = state._replace(methods=sibling_method(walk.file, node) or state.methods)
    walk.push(holder, state.at((f".{name}", *state.access)))


def _qualified(walk: Walk, name: str, holder: Node) -> str:
    """``redirect.destination``, where a destination is that of a redirect; else the name alone."""
    outside = holder.parent.child_by_field_name("key") if name == "destination" and holder.parent is not None else None
    return f"{walk.file.text(outside)}.{name}" if outside is not None else name


def _is_listed(state: State, name: str) -> bool:
    """The URL is the property's value, or one of a list of images: ``images: [{ url }]``."""
    steps = [step for step in state.access if not step.startswith("[")]
    if name == "href" and state.access == ("()",):
        return True  # href: (item) => `/files/${item.id}`
    return not state.access or (name in ("images", "icons", "icon", "videos") and steps in ([], [".url"], [".src"]))


def _in_enum_assignment(walk: Walk, node: Node, parent: Node, state: State) -> None:
    """``enum Urls { Items = "/api/items" }``"""
    name = parent.child_by_field_name("name") or parent.named_children[0]
    declared = parent.parent.parent if parent.parent is not None else None
    label = declared.child_by_field_name("name") if declared is not None else None
    binding = walk.file.binding(label) if label is not None and name != node else None
    if binding is not None:
        walk.bound(binding, state.at((f".{walk.file.text(name)}", *state.access)))


def _in_object(walk: Walk, node: Node, parent: Node, state: State) -> None:
    if node.type == "shorthand_property_identifier":
        _given_property(walk, node, parent, walk.file.text(node), state)


def _in_spread_element(walk: Walk, node: Node, parent: Node, state: State) -> None:
    holder = parent.parent
    if holder is not None and holder.type == "object":
        walk.push(holder, state)
    elif holder is not None and holder.type == "jsx_expression":
        in_jsx_spread(walk, parent, state)


def _in_array(walk: Walk, node: Node, parent: Node, state: State) -> None:
    index = next((index for index, item in enumerate(parent.named_children) if item == node), 0)
    walk.push(parent, state.at((f"[{index}]", *state.access)))


def _in_return_statement(walk: Walk, node: Node, parent: Node, state: State) -> None:
    function = walk.file.function_around(parent)
    if function is not None:
        walk.returns(function, state)


def _in_arrow_function(walk: Walk, node: Node, parent: Node, state: State) -> None:
    if is_field(parent, "body", node):
        walk.returns(parent, state)


def _in_public_field_definition(walk: Walk, node: Node, parent: Node, state: State) -> None:
    name = parent.child_by_field_name("name")
    if name is not None and name != node and parent.parent is not None:
        walk.member_of_class(parent.parent, walk.file.text(name), state)


def _in_export_statement(walk: Walk, node: Node, parent: Node, state: State) -> None:
    walk.export(parent, "default", state)


def is_field(parent: Node, name: str, node: Node) -> bool:
    """The node is this field of its parent."""
    return parent.child_by_field_name(name) == node


HANDLERS: dict[str, Callable[[Walk, Node, Node, State], None]] = {
    "arguments": in_arguments,
    "jsx_attribute": in_jsx_attribute,
    "jsx_expression": in_jsx_expression,
    "variable_declarator": _in_variable_declarator,
    "assignment_expression": _in_assignment_expression,
    "member_expression": _in_member_expression,
    "subscript_expression": _in_subscript_expression,
    "call_expression": _in_call_expression,
    "new_expression": _in_new_expression,
    "pair": _in_pair,
    "object": _in_object,
    "spread_element": _in_spread_element,
    "array": _in_array,
    "enum_assignment": _in_enum_assignment,
    "return_statement": _in_return_statement,
    "arrow_function": _in_arrow_function,
    "public_field_definition": _in_public_field_definition,
    "export_statement": _in_export_statement,
}
