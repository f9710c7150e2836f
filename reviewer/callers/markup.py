"""A function or a URL stands in JSX: an event, a form, a link, an image, or a property of the app's own component."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.callers.functions import last_name
from reviewer.callers.known import ANY, attribute_trigger, words
from reviewer.callers.moments import is_typing
from reviewer.callers.requests import attribute_request, verb_request
from reviewer.callers.scopes import FUNCTIONS
from reviewer.callers.state import Exported, Lost, State
from reviewer.model import Via

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.callers.walk import Walk


# Properties that components of every library hand to the element itself; others are worth a look inside.
_PLAIN = words("onClick onChange onPress onSelect onOpenChange onValueChange onCheckedChange onBlur onKeyDown")


def in_jsx_expression(walk: Walk, node: Node, parent: Node, state: State) -> None:
    holder = parent.parent
    if holder is not None and holder.type == "jsx_attribute":
        _attribute(walk, parent, holder, state)
    elif node.type in FUNCTIONS and state.urls is None:
        walk.push(parent, state.at(()), running=True)


def in_jsx_attribute(walk: Walk, node: Node, parent: Node, state: State) -> None:
    if node.type == "string":
        _attribute(walk, node, parent, state)


def _attribute(walk: Walk, value: Node, attribute: Node, state: State) -> None:
    element = attribute.parent
    name = walk.file.text(attribute.named_children[0])
    tag = element.child_by_field_name("name") if element is not None else None
    if element is None or tag is None:
        return
    host = walk.file.text(tag)[:1].islower() and tag.type == "identifier"
    if state.urls is not None:
        is_url = not state.access or (name == "href" and state.access in ((".pathname",), (".href",)))
        form = host or (name == "action" and _is_next_form(walk, tag))
        request = attribute_request(walk.file, name, element, form, state.urls) if is_url else None
        if request is None and not host and walk.flow.component(walk.file, tag) is None:
            request = verb_request(state.access, state.urls)
        if request is not None:
            walk.send(attribute, state, request)
        elif not host and not _into_component(walk, element, tag, name, state) and walk.boundary is None:
            walk.ends.append(Lost(walk.file.source.place(attribute), state))
        return
    via = attribute_trigger(name, host) if not state.access or state.access == (ANY,) else None
    if (
        via in (Via.EVENT_HANDLER, Via.FORM)
        and not host
        and name not in _PLAIN
        and _into_component(walk, element, tag, name, state)
    ):
        return
    if via is not None:
        later = state.triggered(via).at(())._replace(repeats=state.repeats or is_typing(walk.file, attribute))
        walk.push(attribute, later, running=True)
    elif name == "value" and (
        walk.file.text(tag).endswith((".Provider", "Context", "Provider")) or _is_context(walk, tag)
    ):
        _context(walk, tag, state)
    elif not host and not _into_component(walk, element, tag, name, state) and not _is_hidden(state):
        last = state.access[-1] if state.access else name
        guess = Via.FORM if "action" in last.lower() else Via.EVENT_HANDLER
        walk.push(attribute, state.triggered(guess).at(()), running=True)


def _is_next_form(walk: Walk, tag: Node) -> bool:
    """``<Form>`` of next/form, which goes where its action says."""
    binding = walk.file.binding(tag) if tag.type == "identifier" else None
    return binding is not None and binding.specifier == "next/form"


def _is_context(walk: Walk, tag: Node) -> bool:
    """React 19 renders a context itself: ``<Theme value={...}>``."""
    binding = walk.file.binding(tag) if tag.type == "identifier" else None
    value = binding.declares.child_by_field_name("value") if binding is not None else None
    return value is not None and value.type == "call_expression" and last_name(walk.file, value) == "createContext"


def _is_hidden(state: State) -> bool:
    """The function is deeper than a member of an object or an item of a list that a component is given."""
    return any(not step.startswith((".", "[")) for step in state.access)


def _into_component(walk: Walk, element: Node, tag: Node, name: str, state: State) -> bool:
    target = walk.flow.component(walk.file, tag)
    if target is None or target[1] == walk.file.function_around(element):
        return False
    return walk.apply(walk.flow.inside(*target, 0, state.at((f".{name}", *state.access))), element, state)


def in_jsx_spread(walk: Walk, spread: Node, state: State) -> None:
    """``<Child {...props} />``: every member becomes the property of its name."""
    element = spread.parent.parent if spread.parent is not None else None
    tag = element.child_by_field_name("name") if element is not None else None
    if element is None or tag is None or not state.access or not state.access[0].startswith("."):
        return
    if tag.type == "identifier" and walk.file.text(tag)[:1].islower():
        return
    _into_component(walk, element, tag, state.access[0][1:], state.at(state.access[1:]))


def _context(walk: Walk, tag: Node, state: State) -> None:
    context = tag.child_by_field_name("object") if tag.type == "member_expression" else tag
    binding = walk.file.binding(context) if context is not None and context.type == "identifier" else None
    later = state.at(("context", *state.access))
    if binding is not None and binding.kind == "import":
        place = walk.file.source.place(tag)
        walk.ends.append(Exported(*walk.flow.origin(walk.file, binding), place, later))
    elif binding is not None:
        walk.bound(binding, later)
