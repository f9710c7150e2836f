"""HTTP clients that are made with a base address: what stands in front of the URLs that are given to them.

Sources: the documentation of axios (``baseURL``, "Global axios defaults"), ky (``prefixUrl``, later ``prefix``), ofetch
and better-fetch (``baseURL``), got (``prefixUrl``), RTK Query (``fetchBaseQuery``'s ``baseUrl``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.callers.evaluator import Evaluator
from reviewer.callers.functions import TRANSPARENT, arguments_of, last_name, property_of
from reviewer.callers.scopes import FUNCTIONS, File, Files
from reviewer.callers.urls import Hole, Pattern, merged
from reviewer.syntax.modules import Definition, Modules
from reviewer.syntax.parser import ancestors, walk

if TYPE_CHECKING:
    from tree_sitter import Node

BASE_KEYS = ("baseURL", "prefixUrl", "baseUrl", "prefix")
_KY = ("create", "extend")
_NO_CLIENTS = ("object", "strictObject", "looseObject", "betterAuth")  # schemas of options, and a server
MAX_HOPS = 6
MAX_NODES = 2_000  # of one definition that are looked through for its base

Bases = tuple[Pattern, ...]


class Clients:
    """Looks up how the client was made on which a request is called."""

    def __init__(self, files: Files, modules: Modules, evaluator: Evaluator) -> None:
        self._files = files
        self._modules = modules
        self._evaluator = evaluator
        self._known: dict[tuple[str, int], Bases] = {}
        self._axios: Bases = ()

    def bases(self, file: File, call: Node) -> Bases:
        """What the client of ``client.get(url)`` or ``client(url)`` puts in front; () where it shows no base."""
        node = call.child_by_field_name("function")
        if node is not None and node.type == "member_expression":
            node = node.child_by_field_name("object")
        made = self._made(file, node, 0) if node is not None else None
        return self.of_definition(*made) if made is not None else ()

    def of_definition(self, file: File, made: Node) -> Bases:
        """The base in the options of ``axios.create(...)`` and its like."""
        if made.type == "identifier":
            return self._axios
        key = file.path, made.start_byte
        if key not in self._known:
            self._known[key] = ()
            for argument in arguments_of(made):
                for name in BASE_KEYS:
                    value = property_of(file, argument, name) if argument.type == "object" else None
                    if value is not None:
                        self._known[key] = self._evaluator.patterns(file, value)
        return self._known[key]

    def note_defaults(self, file: File) -> None:
        """Takes in ``axios.defaults.baseURL = "/api"``, which holds wherever axios itself is called."""
        for target, value in default_bases(file):
            bases = self._evaluator.patterns(file, value)
            made = self._made(file, target, 0)
            if made is None or made[1].type == "identifier":
                self._axios = tuple(dict.fromkeys((*self._axios, *bases)))
            else:
                self._known[made[0].path, made[1].start_byte] = bases

    def _made(self, file: File, node: Node, hops: int) -> tuple[File, Node] | None:
        """The call that made what an expression stands for."""
        while node.type in TRANSPARENT and node.named_children:
            node = node.named_children[0]
        if hops > MAX_HOPS:
            return None
        if node.type in ("call_expression", "new_expression"):
            return file, node
        if node.type == "member_expression":
            return self._field(file, node, hops)
        if node.type not in ("identifier", "shorthand_property_identifier"):
            return None
        binding = file.binding(node)
        if binding is None or binding.access:
            return None
        if binding.kind == "import" and binding.specifier == "axios":
            return file, node
        if binding.kind == "import":
            found = self._exported(file, binding.specifier, binding.imported)
            return self._made(*found, hops + 1) if found is not None else None
        value = binding.declares.child_by_field_name("value") if binding.kind == "variable" else None
        return self._made(file, value, hops + 1) if value is not None else None

    def _field(self, file: File, node: Node, hops: int) -> tuple[File, Node] | None:
        """``this.client``: the field of the class, or what the constructor gives it."""
        object_, name = node.child_by_field_name("object"), node.child_by_field_name("property")
        body = next((above for above in ancestors(node) if above.type == "class_body"), None)
        if object_ is None or object_.type != "this" or name is None or body is None:
            return None
        for use in file.occurrences(file.text(name), body):
            parent = use.parent
            if parent is not None and parent.type == "public_field_definition":
                value = parent.child_by_field_name("value")
            elif parent is not None and parent.parent is not None and parent.parent.type == "assignment_expression":
                value = parent.parent.child_by_field_name("right")
            else:
                continue
            if value is not None and value.type in ("call_expression", "new_expression", "identifier"):
                return self._made(file, value, hops + 1)
        return None

    def _exported(self, file: File, specifier: str, name: str) -> tuple[File, Node] | None:
        path = self._modules.resolve(specifier, file.path)
        found = self._modules.definition(path, name) if path is not None and name != "*" else None
        if found is None and path is not None and name == "default":
            found = Definition(path, "default")  # of a package's own client, handed on
        other = self._files.get(found.path) if found is not None else None
        if found is None or other is None:
            return None
        binding = other.top(found.name)
        if binding is not None and binding.kind == "variable" and not binding.access:
            value = binding.declares.child_by_field_name("value")
            return (other, value) if value is not None else None
        exported = default_value(other) if found.name == "default" else None
        return (other, exported) if exported is not None else None

    # --- RTK Query

    def query_bases(self, file: File, call: Node) -> Bases:
        """The ``baseUrl`` behind ``builder.query(...)`` of a ``createApi`` or ``injectEndpoints`` call."""
        for above in ancestors(call):
            if above.type != "call_expression":
                continue
            name = last_name(file, above)
            if name == "createApi":
                return self._query_base(file, above)
            if name in ("injectEndpoints", "enhanceEndpoints"):
                function = above.child_by_field_name("function")
                made = function.child_by_field_name("object") if function is not None else None
                found = self._made(file, made, 0) if made is not None else None
                return self._query_base(*found) if found is not None else ()
        return ()

    def _query_base(self, file: File, made: Node) -> Bases:
        options = next((argument for argument in arguments_of(made) if argument.type == "object"), None)
        query = property_of(file, options, "baseQuery") if options is not None else None
        if query is not None and query.type in ("identifier", "shorthand_property_identifier"):
            found = self._behind(file, query)
            if found is None:
                return ()
            file, query = found
        for count, node in enumerate(walk(query) if query is not None else ()):
            if count > MAX_NODES:
                break
            if node.type == "call_expression":
                bases = self.of_definition(file, node)
                if bases:
                    return bases
            elif node.type == "identifier" and node.parent is not None and node.parent.type == "call_expression":
                found = self._behind(file, node)
                if found is not None and found[1].type == "call_expression":
                    bases = self.of_definition(*found)
                    if bases:
                        return bases
        return ()

    def _behind(self, file: File, name: Node) -> tuple[File, Node] | None:
        binding = file.binding(name)
        if binding is None:
            return None
        if binding.kind == "import":
            return self._exported(file, binding.specifier, binding.imported)
        value = binding.declares.child_by_field_name("value") if binding.kind == "variable" else binding.declares
        return (file, value) if value is not None else None


def default_value(file: File) -> Node | None:
    """``export default expression``"""
    for node in file.source.root.named_children:
        if node.type == "export_statement" and any(child.type == "default" for child in node.children):
            value = node.child_by_field_name("value")
            return value if value is not None and value.type not in FUNCTIONS else None
    return None


def based(bases: Bases, urls: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
    """The URLs behind their base, as the clients join them: with one slash. Whole addresses have none in front."""
    return tuple(_behind_base(base, url) for base in bases for url in urls)[:8]


def _behind_base(base: Pattern, url: Pattern) -> Pattern:
    first = url[0] if url else ""
    if isinstance(first, str) and ("://" in first or first.startswith("//")):
        return url
    front = list(base)
    if front and isinstance(front[-1], str):
        front[-1] = front[-1].rstrip("/")
    rest = [first.lstrip("/"), *url[1:]] if isinstance(first, str) else list(url)
    return merged([*front, "/", *rest])


def is_static(bases: Bases) -> bool:
    """The base shows a path or a host: nothing else stands in front of it."""
    return bool(bases) and not any(all(isinstance(part, Hole) for part in base) for base in bases)


def default_bases(file: File) -> Iterator[tuple[Node, Node]]:
    """``client.defaults.baseURL = value``: the client and the value."""
    for node in file.occurrences("baseURL", file.source.root):
        left = node.parent
        assignment = left.parent if left is not None else None
        defaults = left.child_by_field_name("object") if left is not None and left.type == "member_expression" else None
        target = defaults.child_by_field_name("object") if defaults is not None else None
        value = assignment.child_by_field_name("right") if assignment is not None else None
        named = defaults is not None and file.text(defaults).endswith(".defaults")
        if target is None or not named or value is None or assignment is None:
            continue
        if assignment.child_by_field_name("left") == left:
            yield target, value


def makes_none(function: str, key: str) -> bool:
    """A call with such an option that makes no client; of those with ky's ``prefix``, all but ky's own."""
    return function in _NO_CLIENTS or (key == "prefix" and function not in _KY)


def made_clients(file: File) -> Iterator[tuple[Node, Node]]:
    """The calls of a file that make a client with a base, each with the name that it is given."""
    for target, _ in default_bases(file):
        binding = file.binding(target) if target.type == "identifier" else None
        value = binding.declares.child_by_field_name("value") if binding is not None else None
        if value is not None and value.type == "call_expression":
            yield value, target
    for key in BASE_KEYS:
        for node in file.occurrences(key, file.source.root):
            pair = node.parent
            call = pair.parent.parent.parent if pair is not None and pair.parent and pair.parent.parent else None
            if pair is None or pair.type != "pair" or call is None or call.type != "call_expression":
                continue
            if makes_none(last_name(file, call), key):
                continue
            holder = call.parent
            while holder is not None and holder.type in TRANSPARENT:
                holder = holder.parent
            if holder is not None and holder.type == "variable_declarator":
                name = holder.child_by_field_name("name")
                if name is not None and name.type == "identifier":
                    yield call, name
            elif holder is not None and holder.type == "public_field_definition":
                name = holder.child_by_field_name("name")
                if name is not None and name.type == "property_identifier":
                    yield call, name
            elif holder is not None and holder.type == "export_statement":
                yield call, call
