"""Functions kept in a store: ``create((set) => ({ load: async () => ... }))``, used by a hook with a selector.

Source: Zustand documentation ("create", "useStore", "getState", "createSelectors", middleware, the slices pattern).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.callers.functions import arguments_of, is_hook, last_name
from reviewer.callers.known import words
from reviewer.callers.scopes import FUNCTIONS
from reviewer.callers.state import Returned, State

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.callers.walk import Walk

STORE = "store"  # a step of an access: what follows is a member of the store's state

_CREATORS = words("create createStore createWithEqualityFn createStoreWithEqualityFn")
_MIDDLEWARE = words("persist devtools immer subscribeWithSelector temporal redux logger combine")


def in_creator(walk: Walk, node: Node, call: Node, position: int, state: State) -> bool:
    """``create(node)`` or ``persist(node, options)``, where ``node`` returns the members. False: it is neither."""
    name = _name(walk, call)
    if state.access[:1] != ("()",) or len(state.access) < 2 or position > (name == "combine"):
        return False
    if name in _MIDDLEWARE:
        walk.push(call, state)
    elif name in _CREATORS:
        rest = state.access[1:]
        walk.push(call, state.at((STORE, *rest)))
        _from_get(walk, node, state.at(rest))
    else:
        return False
    return True


def _name(walk: Walk, call: Node) -> str:
    """The name of ``create(...)``, and of the typed form ``create<State>()(...)``."""
    function = call.child_by_field_name("function")
    return last_name(walk.file, function if function is not None and function.type == "call_expression" else call)


def _from_get(walk: Walk, creator: Node, state: State) -> None:
    """``get().load()`` in another member of the store."""
    if creator.type not in FUNCTIONS:
        return
    for binding in walk.file.parameters(creator):
        if binding.position == 1:
            for use in walk.file.references(binding):
                if use.parent is not None and use.parent.type == "call_expression":
                    walk.push(use.parent, state)


def called(walk: Walk, call: Node, state: State, selector: int = 0) -> None:
    """``useStore(selector)``, ``useStore()``."""
    rest = state.at(state.access[1:])
    arguments = arguments_of(call)[selector:]
    chosen = arguments[0] if arguments else None
    while chosen is not None and chosen.type == "call_expression":
        inner = arguments_of(chosen)  # useShallow(selector)
        chosen = inner[0] if inner else None
    if chosen is None:
        walk.push(call, rest)
    elif chosen.type in FUNCTIONS:
        for end in walk.flow.inside(walk.file, chosen, 0, rest):
            if isinstance(end, Returned):
                walk.push(call, state.at(end.state.access))


def handed_over(walk: Walk, call: Node, position: int, state: State) -> None:
    """``useStore(store, selector)``, ``createSelectors(store)``: the store is an argument."""
    if is_hook(last_name(walk.file, call)) and position == 0:
        called(walk, call, state, selector=1)
    else:
        walk.push(call, state)


def member(walk: Walk, parent: Node, name: str, state: State) -> None:
    """``useStore.getState()``, ``useStore.use.load()``."""
    outer = parent.parent
    if outer is None:
        return
    rest = state.access[1:]
    if name in ("getState", "getInitialState") and outer.type == "call_expression":
        walk.push(outer, state.at(rest))
    elif name == "use":
        walk.push(parent, state.at((rest[0], "()", *rest[1:])))
