"""Follows a function or a URL through one file: from where it is named to what sets it off.

The way goes outwards only: from an expression to what takes it (a variable, an argument, a property, an attribute, the
function around it) until a component, an effect, an event or the end of the file is reached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reviewer.callers.definitions import Definitions
from reviewer.callers.functions import (
    TRANSPARENT,
    arguments_of,
    enclosing_function,
    is_component,
    is_hook,
    last_name,
    own_name,
    top_name,
)
from reviewer.callers.known import ANY, attribute_trigger, opened, rule_of
from reviewer.callers.requests import (
    UNSEEN,
    Request,
    assignment_request,
    attribute_request,
    by_name,
    methods_seen,
    property_request,
    request_at,
    sibling_method,
)
from reviewer.callers.scopes import FUNCTIONS, Binding, File, Files
from reviewer.callers.state import Exported, Lost, Outcome, Ran, Reached, Returned, State
from reviewer.callers.urls import SLOT, Evaluator, Pattern, filled
from reviewer.model import Via
from reviewer.syntax.modules import Modules

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_STEPS = 600
MAX_NESTING = 4  # helpers that are looked into from one call

Step = tuple["Node", State, bool]  # the expression, what it holds, and whether it runs right there

_URL_METHODS = frozenset({"toString", "trim", "concat", "replace", "replaceAll"})
_URL_MEMBERS = frozenset({"href", "pathname"})


class Flow:
    """Follows values through the files of one tree; what helpers do with their parameters is worked out once."""

    def __init__(self, files: Files, modules: Modules, wanted: Callable[[str, tuple[Pattern, ...]], bool]) -> None:
        """``wanted``: whether URLs in a file may lead to an endpoint that is asked for; others are dropped early."""
        self.evaluator = Evaluator(files, modules)
        self._definitions = Definitions(files, modules)
        self._wanted = wanted
        self._inside: dict[tuple[str, int, int, tuple[str, ...], bool], tuple[Outcome, ...]] = {}
        self._nesting = 0

    def follow(
        self, file: File, node: Node, state: State, running: bool = False, boundary: Node | None = None
    ) -> Iterator[Outcome]:
        """Every end of the ways that lead out from an expression. ``boundary``: the function not to leave."""
        walk = _Walk(self, file, boundary)
        return walk.outcomes(node, state, running)

    def inside(self, file: File, function: Node, position: int, state: State) -> tuple[Outcome, ...]:
        """What a function does with its argument at ``position``: a URL, or a function that it may call."""
        is_url = state.urls is not None
        key = (file.path, function.start_byte, position, state.access, is_url)
        if key not in self._inside:
            self._inside[key] = ()
            if self._nesting < MAX_NESTING:
                self._nesting += 1
                start = State(access=state.access, urls=((SLOT,),) if is_url else None)
                self._inside[key] = tuple(self._parameter(file, function, position, start))
                self._nesting -= 1
        return self._inside[key]

    def _parameter(self, file: File, function: Node, position: int, state: State) -> Iterator[Outcome]:
        for binding in file.parameters(function):
            if binding.position != position:
                continue
            rest = _after(state.access, binding.access)
            if rest is None:
                continue
            for node in file.references(binding):
                yield from self.follow(file, node, state.at(rest), boundary=function)

    def definition(self, file: File, call: Node) -> tuple[File, Node] | None:
        return self._definitions.of_call(file, call)

    def component(self, file: File, name: Node) -> tuple[File, Node] | None:
        return self._definitions.of_expression(file, name)

    def leads(self, path: str, urls: tuple[Pattern, ...]) -> bool:
        return any(SLOT in url for url in urls) or self._wanted(path, urls)

    def exported_as(self, path: str, local: str) -> list[str]:
        return self._definitions.exported_as(path, local)


def _after(access: tuple[str, ...], taken: tuple[str, ...]) -> tuple[str, ...] | None:
    for step in taken:
        rest = opened(access, step)
        if rest is None:
            return None
        access = rest
    return access


class _Walk:
    """One following, within one file."""

    def __init__(self, flow: Flow, file: File, boundary: Node | None) -> None:
        self.flow = flow
        self.file = file
        self.boundary = boundary
        self.stack: list[Step] = []
        self.ends: list[Outcome] = []

    def outcomes(self, node: Node, state: State, running: bool) -> Iterator[Outcome]:
        self.stack.append((node, state, running))
        seen: set[tuple[int, State, bool]] = set()
        steps = 0
        while self.stack and steps < MAX_STEPS:
            steps += 1
            step = self.stack.pop()
            key = (step[0].id, replace(step[1], trail=()), step[2])
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
        function = enclosing_function(node)
        if function is None:
            self._reach(node, top_name(self.file, node), state.triggered(Via.SERVER_CODE), component=False)
            return
        if function == self.boundary:
            self.ends.append(Ran(state))
            return
        self._function(function, state.at(()))

    def _function(self, function: Node, state: State) -> None:
        """A function that starts the work: who calls it?"""
        name = own_name(self.file, function)
        if function.type == "method_definition" and function.parent is not None:
            self._method(function, name or "", state)
        elif is_component(name) or (name == "default" and not state.access and self.file.holds_jsx(function)):
            self._reach(function, name or "default", state, component=True)
        elif function.type in ("function_declaration", "generator_function_declaration"):
            self._declared(function, name, state)
        else:
            self.stack.append((function, state, False))

    def _declared(self, function: Node, name: str | None, state: State) -> None:
        scope = self.file.binding(function, name) if name else None
        if scope is not None:
            self._bound(scope, state)
        else:
            self._export(function, "default", state)

    def _method(self, method: Node, name: str, state: State) -> None:
        holder = method.parent
        if holder is not None and holder.type == "object":
            self.stack.append((holder, state.at((f".{name}", *state.access)), False))
        elif holder is not None:
            self._member_of_class(holder, name, state)

    def _member_of_class(self, body: Node, name: str, state: State) -> None:
        """``this.name`` in the class, and ``instance.name`` outside."""
        for node in self.file.occurrences(name, body):
            parent = node.parent
            if node.type == "property_identifier" and parent is not None and parent.type == "member_expression":
                object_ = parent.child_by_field_name("object")
                if object_ is not None and object_.type == "this":
                    self.stack.append((parent, state, False))
        declared = body.parent
        named = declared.child_by_field_name("name") if declared is not None else None
        binding = self.file.binding(named) if named is not None else None
        if binding is not None:
            self._bound(binding, state.at(("new", f".{name}", *state.access)))
            self._bound(binding, state.at((f".{name}", *state.access)))

    # --- an expression holds it: what takes the expression?

    def _hold(self, node: Node, state: State) -> None:
        node, state = self._outermost(node, state)
        parent = node.parent
        if parent is None or (state.urls is not None and not self.flow.leads(self.file.path, state.urls)):
            return
        handler = getattr(self, f"_in_{parent.type}", None)
        if handler is not None:
            handler(node, parent, state)

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
                if (kind == "+" and composes) or kind in ("||", "??") or (kind == "&&" and _is(parent, "right", node)):
                    node = parent
                else:
                    break
            elif parent.type == "ternary_expression" and not _is(parent, "condition", node):
                if composes and node != start:
                    state = self._composed(start, node, state)
                start = node = parent
                continue
            else:
                break
            if parent.type == "template_substitution" and parent.parent is not None:
                outer = parent.parent.parent
                if outer is not None and outer.type == "call_expression" and not _is(outer, "arguments", parent.parent):
                    break
        if state.urls is not None and not state.access and node != start:
            state = self._composed(start, node, state)
        return node, state

    def _composed(self, start: Node, node: Node, state: State) -> State:
        assert state.urls is not None
        known = {(start.start_byte, start.end_byte): state.urls}
        return replace(state, urls=self.flow.evaluator.patterns(self.file, node, known))

    def _in_variable_declarator(self, node: Node, parent: Node, state: State) -> None:
        pattern = parent.child_by_field_name("name")
        if pattern is None or pattern == node:
            return
        for name, access in self.file.names_of(pattern):
            rest = _after(state.access, access)
            if rest is None and access and access[-1].startswith("[") and state.access[:1] == (ANY,):
                rest = ()
            if rest is not None:
                binding = self.file.binding(pattern, name)
                if binding is not None:
                    self._bound(binding, state.at(rest))

    def _bound(self, binding: Binding, state: State) -> None:
        """Every use of a name, here and, where it is exported, elsewhere."""
        found = [node for node in self.file.references(binding) if not _is_export_default(node)]
        self.stack.extend((node, state, False) for node in found)
        if binding.scope.type == "program":
            self._export(binding.declares, binding.name, state, used=bool(found))
        elif not found and state.urls is None:
            self._unused(binding.declares, binding.name, state)

    def _export(self, node: Node, local: str, state: State, used: bool = False) -> None:
        names = self.flow.exported_as(self.file.path, local)
        place = self.file.source.place(node)
        for name in names:
            self.ends.append(Exported(self.file.path, name, local, place, state))
        if not names and not used and state.urls is None:
            self._unused(node, local, state)

    def _unused(self, node: Node, name: str, state: State) -> None:
        if self.boundary is None and (state.via is not None or state.request is not None):
            self._reach(node, name, state, component=False)

    def _in_assignment_expression(self, node: Node, parent: Node, state: State) -> None:
        left = parent.child_by_field_name("left")
        if left is None or left == node:
            return
        text = self.file.text(left)
        if state.urls is not None and not state.access:
            request = assignment_request(text, state.urls)
            if request is not None:
                self._sent(parent, state, request)
                return
        if left.type == "identifier":
            binding = self.file.binding(left)
            if binding is not None:
                self._bound(binding, state)
        elif left.type == "member_expression":
            object_, key = left.child_by_field_name("object"), left.child_by_field_name("property")
            if object_ is not None and key is not None and object_.type == "identifier":
                binding = self.file.binding(object_)
                if binding is not None:
                    self._bound(binding, state.at((f".{self.file.text(key)}", *state.access)))

    def _in_member_expression(self, node: Node, parent: Node, state: State) -> None:
        key = parent.child_by_field_name("property")
        name = self.file.text(key) if key is not None and not _is(parent, "property", node) else ""
        rest = opened(state.access, f".{name}")
        called = parent.parent
        if rest is not None:
            self.stack.append((parent, state.at(rest), False))
        elif not state.access and state.urls is not None:
            if name in _URL_MEMBERS:
                self.stack.append((parent, state, False))
            elif name in _URL_METHODS and called is not None and called.type == "call_expression":
                self.stack.append((called, state, False))
        elif not state.access and called is not None and called.type == "call_expression":
            if name == "bind":
                self.stack.append((called, state, False))
            elif name in ("call", "apply"):
                self.stack.append((called, state, True))

    def _in_call_expression(self, node: Node, parent: Node, state: State) -> None:
        if state.urls is not None and not state.access:
            return
        if not state.access or state.access[0] == ANY:
            self.stack.append((parent, state.at(()), True))
        elif state.access[0] == "()":
            self.stack.append((parent, state.at(state.access[1:]), False))

    def _in_new_expression(self, node: Node, parent: Node, state: State) -> None:
        if state.access[:1] == ("new",):
            self.stack.append((parent, state.at(state.access[1:]), False))

    def _in_pair(self, node: Node, parent: Node, state: State) -> None:
        key, holder = parent.child_by_field_name("key"), parent.parent
        if key is None or holder is None or key == node:
            return
        name = self.file.text(key).strip("'\"")
        if state.urls is not None and not state.access:
            request = property_request(name, state.urls)
            if request is not None:
                self._sent(parent, state, request)
                return
            state = replace(state, methods=sibling_method(self.file, parent) or state.methods)
        self.stack.append((holder, state.at((f".{name}", *state.access)), False))

    def _in_object(self, node: Node, parent: Node, state: State) -> None:
        if node.type == "shorthand_property_identifier":
            self.stack.append((parent, state.at((f".{self.file.text(node)}", *state.access)), False))

    def _in_spread_element(self, node: Node, parent: Node, state: State) -> None:
        holder = parent.parent
        if holder is not None and holder.type == "object":
            self.stack.append((holder, state, False))

    def _in_array(self, node: Node, parent: Node, state: State) -> None:
        index = next((index for index, item in enumerate(parent.named_children) if item == node), 0)
        self.stack.append((parent, state.at((f"[{index}]", *state.access)), False))

    def _in_return_statement(self, node: Node, parent: Node, state: State) -> None:
        function = enclosing_function(parent)
        if function is not None:
            self._returns(function, state)

    def _in_arrow_function(self, node: Node, parent: Node, state: State) -> None:
        if _is(parent, "body", node):
            self._returns(parent, state)

    def _returns(self, function: Node, state: State) -> None:
        if function == self.boundary:
            self.ends.append(Returned(state))
        elif is_component(own_name(self.file, function)) and not state.access and state.urls is None:
            return
        else:
            inner = state.at(("()", *state.access))
            if function.type == "method_definition":
                self._method(function, own_name(self.file, function) or "", inner)
            elif function.type in ("function_declaration", "generator_function_declaration"):
                self._declared(function, own_name(self.file, function), inner)
            else:
                self.stack.append((function, inner, False))

    def _in_public_field_definition(self, node: Node, parent: Node, state: State) -> None:
        name = parent.child_by_field_name("name")
        if name is not None and name != node and parent.parent is not None:
            self._member_of_class(parent.parent, self.file.text(name), state)

    def _in_export_statement(self, node: Node, parent: Node, state: State) -> None:
        self._export(parent, "default", state)

    # --- arguments

    def _in_arguments(self, node: Node, parent: Node, state: State) -> None:
        call = parent.parent
        if call is None:
            return
        arguments = arguments_of(call)
        position = next((index for index, argument in enumerate(arguments) if argument == node), 0)
        if state.urls is not None:
            self._url_argument(call, position, state, state.urls)
        else:
            self._function_argument(call, position, state)

    def _url_argument(self, call: Node, position: int, state: State, urls: tuple[Pattern, ...]) -> None:
        name = last_name(self.file, call)
        if call.type == "new_expression" and name == "URL":
            if position == 0 and not state.access:
                self.stack.append((call, state, False))
            return
        if name in ("encodeURI", "String", "useMemo", "useState", "useRef") and position == 0:
            access = {
                "useMemo": state.access[1:],
                "useState": ("[0]", *state.access),
                "useRef": (".current", *state.access),
            }
            self.stack.append((call, state.at(access.get(name, state.access)), False))
            return
        request = request_at(self.file, call, position, state.access, urls)
        if request is False:
            return
        if isinstance(request, Request) and not request.wrapped:
            self._sent(call, state, request)
        elif not self._into(call, position, state):
            guess = (
                request
                if isinstance(request, Request)
                else by_name(self.file, call, position, urls)
                if not state.access
                else None
            )
            if guess is not None:
                self._sent(call, state, guess)
            elif self.boundary is None:
                self.ends.append(Lost(self.file.source.place(call), state))

    def _sent(self, node: Node, state: State, request: Request) -> None:
        later = state.sent(request)
        self.stack.append((node, later, request.returns is None))

    def _function_argument(self, call: Node, position: int, state: State) -> None:
        name = last_name(self.file, call)
        if name in ("useContext", "use") and state.access[:1] == ("context",):
            self.stack.append((call, state.at(state.access[1:]), False))
            return
        if state.access[:1] == ("context",):
            return
        rule = rule_of(name, position, state.access, self._specifier(call))
        if rule is None:
            if self._into(call, position, state):
                return
            self._unknown_call(call, name, state)
        elif rule.returns is not None:
            hint = rule.via if rule.via is Via.FORM else None
            self.stack.append((call, replace(state, access=rule.returns, hint=state.hint or hint), False))
        else:
            later = replace(state.triggered(rule.via), repeats=state.repeats or rule.repeats)
            self.stack.append((call, later.at(()), True))

    def _specifier(self, call: Node) -> str | None:
        function = call.child_by_field_name("function")
        if function is None or function.type != "identifier":
            return None
        binding = self.file.binding(function)
        return binding.specifier if binding is not None and binding.kind == "import" else None

    def _unknown_call(self, call: Node, name: str, state: State) -> None:
        """A function of a library: what it returns may be the function wrapped, or it runs the function at once."""
        if state.access and not state.access[0].startswith((".on", "()")):
            return
        kept = self._is_kept(call)
        if is_hook(name) and kept:
            self.stack.append((call, state.at((ANY,)), False))
        elif kept and enclosing_function(call) is None:
            self.stack.append((call, state.at(()), False))
        elif kept:
            self.stack.append((call, state.at((ANY,)), False))
            self.stack.append((call, state.at(()), True))
        else:
            self.stack.append((call, state.at(()), True))

    def _is_kept(self, call: Node) -> bool:
        node = call
        while node.parent is not None and node.parent.type in TRANSPARENT:
            if node.parent.type == "await_expression":
                return False
            node = node.parent
        kind = node.parent.type if node.parent is not None else ""
        return kind in (
            "variable_declarator",
            "pair",
            "return_statement",
            "assignment_expression",
            "export_statement",
            "arguments",
        )

    def _into(self, call: Node, position: int, state: State) -> bool:
        """Looks into the function that is called. False where its code is not at hand or tells nothing."""
        target = self.flow.definition(self.file, call)
        if target is None or target[1] == enclosing_function(call):
            return False
        return self._apply(self.flow.inside(*target, position, state), call, state)

    def _apply(self, ends: tuple[Outcome, ...], call: Node, state: State) -> bool:
        told = False
        for end in ends:
            if not isinstance(end, Ran | Returned):
                continue
            told = True
            inner = end.state
            later = replace(
                state.triggered(inner.via),
                access=inner.access,
                hint=state.hint or inner.hint,
                repeats=state.repeats or inner.repeats,
            )
            if state.urls is not None:
                later = self._through_helper(call, later, inner, state.urls)
            self.stack.append((call, later, isinstance(end, Ran)))
        return told

    def _through_helper(self, call: Node, later: State, inner: State, urls: tuple[Pattern, ...]) -> State:
        if inner.request is None:
            return replace(later, urls=_filled(inner.urls or (), urls))
        methods = inner.request.methods
        if methods in ((), (UNSEEN,)):
            methods = methods_seen(self.file, call)
        request = replace(inner.request, patterns=_filled(inner.request.patterns, urls), methods=methods, wrapped=True)
        return replace(later, urls=None, request=request)

    # --- JSX

    def _in_jsx_expression(self, node: Node, parent: Node, state: State) -> None:
        holder = parent.parent
        if holder is not None and holder.type == "jsx_attribute":
            self._attribute(parent, holder, state)
        elif node.type in FUNCTIONS and state.urls is None:
            self.stack.append((parent, state.at(()), True))

    def _in_jsx_attribute(self, node: Node, parent: Node, state: State) -> None:
        if node.type == "string":
            self._attribute(node, parent, state)

    def _attribute(self, value: Node, attribute: Node, state: State) -> None:
        element = attribute.parent
        name = self.file.text(attribute.named_children[0])
        tag = element.child_by_field_name("name") if element is not None else None
        if element is None or tag is None:
            return
        host = self.file.text(tag)[:1].islower() and tag.type == "identifier"
        if state.urls is not None:
            request = attribute_request(self.file, name, element, host, state.urls) if not state.access else None
            if request is not None:
                self._sent(attribute, state, request)
            elif not host and not self._into_component(element, tag, name, state) and self.boundary is None:
                self.ends.append(Lost(self.file.source.place(attribute), state))
            return
        via = attribute_trigger(name, host) if not state.access or state.access == (ANY,) else None
        if via is not None:
            self.stack.append((attribute, state.triggered(via).at(()), True))
        elif name == "value" and self.file.text(tag).endswith((".Provider", "Context", "Provider")):
            self._context(tag, state)
        elif not host and not self._into_component(element, tag, name, state) and not state.access:
            guess = Via.FORM if "action" in name.lower() else Via.EVENT_HANDLER
            self.stack.append((attribute, state.triggered(guess), True))

    def _into_component(self, element: Node, tag: Node, name: str, state: State) -> bool:
        target = self.flow.component(self.file, tag)
        if target is None or target[1] == enclosing_function(element):
            return False
        return self._apply(self.flow.inside(*target, 0, state.at((f".{name}", *state.access))), element, state)

    def _context(self, tag: Node, state: State) -> None:
        context = tag.child_by_field_name("object") if tag.type == "member_expression" else tag
        binding = self.file.binding(context) if context is not None and context.type == "identifier" else None
        later = state.at(("context", *state.access))
        if binding is not None and binding.kind == "import":
            place = self.file.source.place(tag)
            self.ends.append(Exported(*self._origin(binding), place, later))
        elif binding is not None:
            self._bound(binding, later)

    def _origin(self, binding: Binding) -> tuple[str, str, str]:
        path = self.flow._definitions.modules.resolve(binding.specifier, self.file.path) or ""
        return path, binding.imported, binding.name

    # --- ends

    def _reach(self, node: Node, owner: str, state: State, component: bool) -> None:
        self.ends.append(Reached(self.file.path, owner, self.file.source.place(node), state, component))


def _filled(inner: tuple[Pattern, ...], urls: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
    return tuple(filled(pattern, url) for pattern in inner for url in urls)[:8]


def _is(parent: Node, name: str, node: Node) -> bool:
    return parent.child_by_field_name(name) == node


def _is_export_default(node: Node) -> bool:
    return node.parent is not None and node.parent.type == "export_statement"
