"""The function that does the work of an export, wherever it lies, and the wrappers around it.

More than half of real route methods and most real actions are ``const X = wrapper(..., fn, ...)``: the function is
looked for in all arguments and one level into objects, and through names, imports, re-exports, factories and maps
of methods to the file that declares it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from reviewer.model import Handler, Span, Wrapper
from reviewer.nextjs.references import Resolved, Resolver
from reviewer.nextjs.routing import METHODS
from reviewer.syntax.bindings import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from reviewer.syntax.parser import Source

MAX_DEPTH = 12  # names, calls and imports that are followed one after the other
MAX_STEPS = 200  # in all, for one endpoint
FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "arrow_function",
        "method_definition",
        "class_declaration",
        "class",
    }
)
_NAMES = frozenset({"identifier", "shorthand_property_identifier"})
_WORK_KEYS = ("handler", "action", "execute", "resolver", "run", "handle")


class Work(NamedTuple):
    """What was found behind an export. ``handlers``: none where the code lies in a package."""

    handlers: tuple[Handler, ...] = ()
    wrappers: tuple[Wrapper, ...] = ()
    package: str | None = None


class _Found(NamedTuple):
    """A function, or the functions of a map by HTTP method."""

    source: Source
    node: Node
    methods: Mapping[str, _Found] = {}


def work_behind(source: Source, node: Node, resolver: Resolver, *, export: str | None = None) -> Work:
    """The work behind a declaration or an expression. ``export``: the property that a destructuring takes of it."""
    trail = _Trail(resolver)
    found = trail.member_of(source, node, export, 0) if export is not None else trail.follow(source, node, 0)
    return _work(trail, found)


def work_behind_export(path: str, name: str, resolver: Resolver) -> Work:
    """The work behind an export of a file, whatever file it lies in."""
    target = resolver.export(path, name)
    if target is None:
        return Work()
    trail = _Trail(resolver)
    return _work(trail, trail.resolved(target, 0))


def _work(trail: _Trail, found: _Found | None) -> Work:
    functions: dict[str | None, _Found] = {}
    if found is not None and not found.methods:
        functions[None] = found
    elif found is not None:
        functions.update(dict(found.methods.items()))
    handlers = tuple(Handler(method, inner.source.span(inner.node)) for method, inner in functions.items())
    return Work(handlers, tuple({(one.name, one.definition): one for one in trail.wrappers}.values()), trail.package)


class _Trail:
    """One search: what was passed on the way, within a budget."""

    def __init__(self, resolver: Resolver) -> None:
        self.wrappers: list[Wrapper] = []
        self.package: str | None = None
        self._resolver = resolver
        self._steps = MAX_STEPS

    def follow(self, source: Source, node: Node, depth: int) -> _Found | None:
        """The function that an expression or a declaration comes down to."""
        self._steps -= 1
        if depth > MAX_DEPTH or self._steps < 0:
            return None
        node = unwrapped(node)
        if node.type in FUNCTIONS:
            return _Found(source, node)
        if node.type in _NAMES:
            return self._named(source, node, depth)
        if node.type == "call_expression":
            return self._call(source, node, depth)
        if node.type == "member_expression":
            return self._member(source, node, depth)
        if node.type == "object":
            return self._object(source, node, depth)
        return self._first(source, _parts(node), depth)

    def _first(self, source: Source, nodes: Iterator[Node], depth: int) -> _Found | None:
        for part in nodes:
            passed = len(self.wrappers)
            found = self.follow(source, part, depth + 1)
            if found is not None:
                return found
            del self.wrappers[passed:]
        return None

    def _named(self, source: Source, node: Node, depth: int) -> _Found | None:
        target = self._resolver.name(source, source.text(node))
        return self.resolved(target, depth + 1) if target is not None else None

    def resolved(self, target: Resolved, depth: int) -> _Found | None:
        """The function behind a name that was looked up."""
        if target.package is not None:
            self.package = target.package
        if target.node is None or target.source is None:
            return None
        if target.node.type == "variable_declarator":
            value = target.node.child_by_field_name("value")
            if value is None:
                return None
            if target.key is not None:
                return self.member_of(target.source, value, target.key, depth)
            return self.follow(target.source, value, depth)
        return self.follow(target.source, target.node, depth)

    def _member(self, source: Source, node: Node, depth: int) -> _Found | None:
        value, key = node.child_by_field_name("object"), node.child_by_field_name("property")
        if value is None or key is None:
            return None
        return self.member_of(source, value, source.text(key), depth + 1)

    def member_of(self, source: Source, value: Node, key: str, depth: int) -> _Found | None:
        """The function that a property of a value comes down to."""
        self._steps -= 1
        if depth > MAX_DEPTH or self._steps < 0:
            return None
        value = unwrapped(value)
        if value.type == "variable_declarator":
            inner = value.child_by_field_name("value")
            return self.member_of(source, inner, key, depth + 1) if inner is not None else None
        if value.type == "object":
            return next(
                (self.follow(source, item, depth + 1) for name, item in _properties(source, value) if name == key), None
            )
        if value.type in _NAMES:
            target = self._resolver.name(source, source.text(value), key)
            if target is None:
                return None
            if target.package is not None:
                self.package = target.package
            if target.is_member:
                return self.resolved(target, depth + 1)
            if target.node is not None and target.source is not None:
                return self.member_of(target.source, target.node, key, depth + 1)
            return None
        return self.follow(source, value, depth + 1)

    def _call(self, source: Source, node: Node, depth: int) -> _Found | None:
        callee, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if callee is None or arguments is None:
            return None
        callee = unwrapped(callee)
        if callee.type in FUNCTIONS:
            return self._returned(source, callee, depth) or _Found(source, callee)
        if callee.type == "member_expression":
            key, value = callee.child_by_field_name("property"), callee.child_by_field_name("object")
            if key is not None and value is not None and source.text(key) == "bind":
                return self.follow(source, value, depth + 1)
        factory = self._pass(source, node, callee)
        found = self._among(source, [unwrapped(item) for item in arguments.named_children], depth)
        if found is not None:
            return found
        if callee.type == "call_expression":
            return self.follow(source, callee, depth + 1)
        if callee.type == "member_expression":
            inner = callee.child_by_field_name("object")
            if inner is not None and unwrapped(inner).type == "call_expression":
                return self.follow(source, inner, depth + 1)
        if factory is not None and factory.node is not None and factory.source is not None:
            function = factory.node
            if function.type == "variable_declarator":
                value = function.child_by_field_name("value")
                function = unwrapped(value) if value is not None else function
            if function.type in FUNCTIONS:
                return self._returned(factory.source, function, depth)
        return None

    def _pass(self, source: Source, call: Node, callee: Node) -> Resolved | None:
        """Notes a wrapper, and looks up where it is defined."""
        root, last = callee, None
        while root.type in ("member_expression", "call_expression"):
            if root.type == "member_expression" and last is None:
                last = root.child_by_field_name("property")
            inner = root.child_by_field_name("object") or root.child_by_field_name("function")
            if inner is None:
                return None
            root = unwrapped(inner)
        if root.type != "identifier":
            return None
        key = source.text(last) if last is not None else None
        target = self._resolver.name(source, source.text(root), key)
        name = source.text(root) + (f".{key}" if key is not None else "")
        definition: Span | None = None
        if target is not None and target.node is not None and target.source is not None:
            definition = target.source.span(target.node)
        package = target.package if target is not None else None
        self.wrappers.append(Wrapper(name, source.place(call), definition, package))
        return target

    def _among(self, source: Source, arguments: list[Node], depth: int) -> _Found | None:
        """The function among the arguments of a call: written there, then in what they hold, then by name."""
        functions = [item for item in arguments if item.type in FUNCTIONS]
        if functions:
            return _Found(source, max(functions, key=lambda item: item.end_byte - item.start_byte))
        held = [item for item in arguments if item.type in ("call_expression", "object", "ternary_expression")]
        found = self._first(source, iter(held), depth)
        return found or self._first(source, (item for item in arguments if item.type in _NAMES), depth)

    def _object(self, source: Source, node: Node, depth: int) -> _Found | None:
        """A map of HTTP methods, or the handler among the options."""
        properties = list(_properties(source, node))
        methods: dict[str, _Found] = {}
        for name, value in properties:
            if name in METHODS:
                found = self.follow(source, value, depth + 1)
                if found is not None:
                    methods[name] = found
        if methods:
            return _Found(source, node, methods)
        known = [value for name, value in properties if name in _WORK_KEYS]
        written = [value for _, value in properties if unwrapped(value).type in FUNCTIONS]
        written.sort(key=lambda value: value.start_byte - value.end_byte)
        return self._first(source, iter([*known, *written]), depth)

    def _returned(self, source: Source, function: Node, depth: int) -> _Found | None:
        """The function that a factory returns."""
        body = function.child_by_field_name("body")
        if body is None:
            return None
        if body.type != "statement_block":
            return self.follow(source, body, depth + 1) if unwrapped(body).type in FUNCTIONS | {"object"} else None
        for statement in reversed(body.named_children):
            if statement.type == "return_statement" and statement.named_children:
                value = unwrapped(statement.named_children[0])
                if value.type in FUNCTIONS or value.type == "object":
                    return self.follow(source, value, depth + 1)
                if value.type in _NAMES:
                    local = _inside(source, body, source.text(value))
                    return self.follow(source, local, depth + 1) if local is not None else None
        return None


def _inside(source: Source, body: Node, name: str) -> Node | None:
    """What a name of a function's own body is declared as."""
    for statement in body.named_children:
        for node in (statement, *statement.named_children):
            label = node.child_by_field_name("name")
            if label is not None and source.text(label) == name:
                return node.child_by_field_name("value") or node
    return None


def _parts(node: Node) -> Iterator[Node]:
    """The values that a compound expression may come down to."""
    if node.type == "variable_declarator":
        names: tuple[str, ...] = ("value",)
    elif node.type == "ternary_expression":
        names = ("consequence", "alternative")
    elif node.type == "binary_expression":
        names = ("left", "right")
    elif node.type == "new_expression":
        arguments = node.child_by_field_name("arguments")
        yield from arguments.named_children if arguments is not None else ()
        return
    elif node.type in ("await_expression", "sequence_expression"):
        yield from reversed(node.named_children)
        return
    else:
        return
    for name in names:
        value = node.child_by_field_name(name)
        if value is not None:
            yield value


def _properties(source: Source, node: Node) -> Iterator[tuple[str, Node]]:
    for item in node.named_children:
        if item.type == "pair":
            key, value = item.child_by_field_name("key"), item.child_by_field_name("value")
            if key is not None and value is not None:
                yield source.text(key).strip("'\""), value
        elif item.type == "method_definition":
            name = item.child_by_field_name("name")
            if name is not None:
                yield source.text(name), item
        elif item.type == "shorthand_property_identifier":
            yield source.text(item), item
