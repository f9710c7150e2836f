"""Follows a function or a URL through one file: from where it is named to what sets it off.

The way goes outwards only: from an expression to what takes it (a variable, an argument, a property, an attribute, the
function around it) until a component, an effect, an event or the end of the file is reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.callers.expressions import HANDLERS, is_field
from reviewer.callers.functions import (
    TRANSPARENT,
    arguments_of,
    holders,
    is_component,
    own_name,
    top_name,
)
from reviewer.callers.requests import (
    UNSEEN,
    Request,
    methods_seen,
)
from reviewer.callers.scopes import Binding, File
from reviewer.callers.state import Exported, Outcome, Ran, Reached, Returned, State
from reviewer.callers.urls import Pattern, filled
from reviewer.model import Via

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.callers.flow import Flow

MAX_STEPS = 600

Step = tuple["Node", State, bool]  # the expression, what it holds, and whether it runs right there

_HANDLER = re.compile(r"(?:handle|on)[A-Z]")


class Walk:
    """One following, within one file."""

    def __init__(self, flow: Flow, file: File, boundary: Node | None) -> None:
        self.flow = flow
        self.file = file
        self.boundary = boundary
        self._stack: list[Step] = []
        self.ends: list[Outcome] = []

    def push(self, node: Node, state: State, running: bool = False) -> None:
        """Notes an expression to look at next. ``running``: what it holds is set off right there."""
        self._stack.append((node, state, running))

    def outcomes(self, node: Node, state: State) -> Iterator[Outcome]:
        self.push(node, state)
        return self.drained()

    def drained(self) -> Iterator[Outcome]:
        """Every end of what was noted."""
        yield from self.ends
        self.ends.clear()
        seen: set[tuple[int, State, bool]] = set()
        steps = 0
        while self._stack and steps < MAX_STEPS:
            steps += 1
            if not self.flow.sources.budget.may_step():
                self.flow.sources.give_up(self.file.path)
                return
            step = self._stack.pop()
            key = (step[0].id, step[1]._replace(trail=()), step[2])
            if key in seen:
                continue
            seen.add(key)
            if step[2]:
                self._run(step[0], step[1])
            else:
                self._hold(step[0], step[1])
            yield from self.ends
            self.ends.clear()

    # --- something runs here: who runs the function around it?

    def _run(self, node: Node, state: State) -> None:
        function = self.file.function_around(node)
        if function is None:
            self._reach(node, top_name(self.file, node), state.triggered(Via.SERVER_CODE), component=False)
            return
        if function == self.boundary:
            self.ends.append(Ran(state))
            return
        self._function(function, state.at(()))

    def _function(self, function: Node, state: State) -> None:
        """A function that starts the work: who calls it?

        Once the trigger is known only its component is still looked for, and that is the one around it.
        """
        name = own_name(self.file, function)
        if function.type == "method_definition" and function.parent is not None:
            self.method(function, name or "", state)
        elif is_component(name) or (name == "default" and not state.access and self.file.holds_jsx(function)):
            self._reach(function, name or "default", state, component=True)
        elif state.via is not None and self.file.function_around(function) is not None:
            self.push(function, state, running=True)
        elif function.type in ("function_declaration", "generator_function_declaration"):
            self._declared(function, name, state)
        else:
            self.push(function, state)

    def calls_of(self, function: Node, state: State) -> None:
        """Notes a function that starts the work when it is called."""
        self._function(function, state.at(()))

    def _declared(self, function: Node, name: str | None, state: State) -> None:
        scope = self.file.binding(function, name) if name else None
        if scope is not None:
            self.bound(scope, state)
        else:
            self.export(function, "default", state)

    def method(self, method: Node, name: str, state: State) -> None:
        holder = method.parent
        if holder is not None and holder.type == "object":
            self.push(holder, state.at((f".{name}", *state.access)))
        elif holder is not None:
            self.member_of_class(holder, name, state)

    def member_of_class(self, body: Node, name: str, state: State) -> None:
        """``this.name`` in the class, and ``instance.name`` outside."""
        for node in self.file.occurrences(name, body):
            parent = node.parent
            if node.type == "property_identifier" and parent is not None and parent.type == "member_expression":
                object_ = parent.child_by_field_name("object")
                if object_ is not None and object_.type == "this":
                    self.push(parent, state)
        declared = body.parent
        named = declared.child_by_field_name("name") if declared is not None else None
        binding = self.file.binding(named) if named is not None else None
        if binding is not None:
            self.bound(binding, state.at(("new", f".{name}", *state.access)))
            self.bound(binding, state.at((f".{name}", *state.access)))

    # --- an expression holds it: what takes the expression?

    def _hold(self, node: Node, state: State) -> None:
        if state.via is not None and state.urls is None and self.file.function_around(node) is not None:
            self.push(node, state, running=True)
            return
        node, state = self._outermost(node, state)
        parent = node.parent
        if parent is None or (state.urls is not None and not self.flow.leads(self.file.path, state.urls)):
            return
        handler = HANDLERS.get(parent.type)
        if handler is not None:
            handler(self, node, parent, state)

    def _outermost(self, node: Node, state: State) -> tuple[Node, State]:
        """The widest expression that has the same value, or, of a URL, that the URL is a part of."""
        start = node
        while node.parent is not None:
            parent = node.parent
            composes = state.urls is not None and not state.access
            if parent.type in TRANSPARENT or (composes and parent.type in ("template_substitution", "template_string")):
                node = parent
            elif parent.type == "binary_expression":
                operator = parent.child_by_field_name("operator")
                kind = operator.type if operator is not None else ""
                is_value = kind in ("||", "??") or (kind == "&&" and is_field(parent, "right", node))
                if not is_value and not (kind == "+" and composes):
                    break
                node = parent
            elif parent.type == "ternary_expression" and not is_field(parent, "condition", node):
                if composes and node != start:
                    state = self.composed(start, node, state)
                start = node = parent
                continue
            else:
                break
        if state.urls is not None and not state.access and node != start:
            state = self.composed(start, node, state)
        return node, state

    def composed(self, start: Node, node: Node, state: State) -> State:
        """The state with the URLs of an expression that the URL at ``start`` is a part of."""
        assert state.urls is not None
        known = {(start.start_byte, start.end_byte): state.urls}
        return state._replace(urls=self.flow.evaluator.patterns(self.file, node, known))

    def bound(self, binding: Binding, state: State) -> None:
        """Every use of a name, here and, where it is exported, elsewhere."""
        found = [node for node in self.file.references(binding) if not _is_export_default(node)]
        for node in found:
            self.push(node, state)
        if binding.scope.type == "program":
            self.export(binding.declares, binding.name, state, used=bool(found))
        elif not found and state.urls is None:
            self._unused(binding.declares, binding.name, state)

    def export(self, node: Node, local: str, state: State, used: bool = False) -> None:
        names = self.flow.exported_as(self.file.path, local)
        place = self.file.source.place(node)
        for name in names:
            self.ends.append(Exported(self.file.path, name, local, place, state, used))
        if not names and not used and state.urls is None:
            self._unused(node, local, state)

    def _unused(self, node: Node, name: str, state: State) -> None:
        if self.boundary is None and (state.via is not None or state.request is not None):
            self._reach(node, name, state, component=False)

    def returns(self, function: Node, state: State) -> None:
        if function == self.boundary:
            self.ends.append(Returned(state))
        elif is_component(own_name(self.file, function)) and not state.access and state.urls is None:
            return
        else:
            inner = state.at(("()", *state.access))
            if function.type == "method_definition":
                self.method(function, own_name(self.file, function) or "", inner)
            elif function.type in ("function_declaration", "generator_function_declaration"):
                self._declared(function, own_name(self.file, function), inner)
            else:
                self.push(function, inner)

    # --- arguments

    def send(self, node: Node, state: State, request: Request) -> None:
        later = state.sent(request)
        if self._is_vain(later):
            return
        self.weak(node, later)
        self.push(node, later, running=request.returns is None)

    def into(self, call: Node, position: int, state: State) -> bool:
        """Looks into the function that is called. False where its code is not at hand or tells nothing."""
        target = self.flow.definition(self.file, call)
        if target is None or target[1] == self.file.function_around(call):
            return False
        return self.apply(self.flow.inside(*target, position, state), call, state)

    def apply(self, ends: tuple[Outcome, ...], call: Node, state: State) -> bool:
        told = False
        for end in ends:
            if not isinstance(end, Ran | Returned):
                continue
            told = True
            inner = end.state
            later = state.triggered(inner.via)._replace(
                access=inner.access,
                hint=state.hint or inner.hint,
                repeats=state.repeats or inner.repeats,
            )
            if state.urls is not None:
                later = self._through_helper(call, later, inner, state.urls)
            if self._is_vain(later):
                continue
            if later.request is not None and state.urls is not None:
                self.weak(call, later)
            self.push(call, later, running=isinstance(end, Ran))
        return told

    def _through_helper(self, call: Node, later: State, inner: State, urls: tuple[Pattern, ...]) -> State:
        if inner.request is None:
            return later._replace(urls=_filled(inner.urls or (), urls))
        methods = inner.request.methods
        if methods in ((), (UNSEEN,)):
            plain = methods == (UNSEEN,) and _has_no_options(call)
            methods = methods_seen(self.file, call) or later.methods or (("GET",) if plain else methods)
        request = inner.request._replace(patterns=_filled(inner.request.patterns, urls), methods=methods, wrapped=True)
        return later._replace(urls=None, request=request)

    def _is_vain(self, state: State) -> bool:
        """A request that no endpoint answers, as far as it can be told: not of what a parameter is, or another file."""
        return self.boundary is None and not state.trail and self.flow.is_unanswered(self.file.path, state)

    # --- ends

    def weak(self, node: Node, state: State) -> None:
        if self.boundary is None:
            self.ends.append(weak_end(self.file, node, state))

    def _reach(self, node: Node, owner: str, state: State, component: bool) -> None:
        if self.boundary is not None:
            self.ends.append(Ran(state))
        else:
            self.ends.append(Reached(self.file.path, owner, self.file.source.place(node), state, component))


def _has_no_options(call: Node) -> bool:
    """Nothing is handed to the helper but the URL: what it sends without options is a GET."""
    return len(arguments_of(call)) == 1 and arguments_of(call)[0].type != "object"


def weak_end(file: File, node: Node, state: State) -> Reached:
    """Where a place lies, for the case that the way further out is lost. A function's name may tell its trigger."""
    named = any(_HANDLER.match(name or "") for _, name in holders(file, node))
    via = Via.EVENT_HANDLER if named else None
    end = top_name(file, node)
    place = file.source.place(node)
    return Reached(file.path, end, place, state.triggered(via), is_component(end) and via is not None, weak=True)


def _filled(inner: tuple[Pattern, ...], urls: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
    return tuple(filled(pattern, url) for pattern in inner for url in urls)[:8]


def _is_export_default(node: Node) -> bool:
    return node.parent is not None and node.parent.type == "export_statement"
