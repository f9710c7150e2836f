"""Which declaration a name in a file means, and where the file uses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reviewer.syntax.bindings import declared
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Source, Sources

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_REFERENCES = 400
KEPT_FILES = 64

FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "arrow_function",
        "method_definition",
        "generator_function",
        "generator_function_declaration",
    }
)
_SCOPES = FUNCTIONS | {
    "statement_block",
    "program",
    "switch_case",
    "switch_default",
    "for_in_statement",
    "catch_clause",
}
_DECLARED = dict.fromkeys(FUNCTIONS, "function") | {
    "lexical_declaration": "variable",
    "variable_declaration": "variable",
    "class_declaration": "class",
    "abstract_class_declaration": "class",
    "enum_declaration": "class",
}
_NAMES = frozenset({"identifier", "shorthand_property_identifier"})
_LETTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$")


class Binding(NamedTuple):
    """A name and what it is bound to.

    ``kind``: "import", "variable", "function", "class" or "parameter". ``declares``: the declarator, function, class or
    import statement; of a parameter, the function. ``access``: the way from the declared value, the argument or the
    module to the bound one: ".name" a member, "[0]" an element. ``position``: of a parameter, which one.
    """

    name: str
    scope: Node
    kind: str
    declares: Node
    access: tuple[str, ...] = ()
    position: int = 0
    specifier: str = ""
    imported: str = ""

    @property
    def key(self) -> tuple[int, str]:
        return self.scope.id, self.name


class File:
    """A parsed file with the names of its scopes, each looked up once."""

    def __init__(self, source: Source, imports: Mapping[str, tuple[str, str]]) -> None:
        self.source = source
        self.imports = imports  # local name to (specifier, imported name)
        self.renewing: dict[int, bool] = {}  # whether code renews the page or a cache, by node
        self.typed: bool | None = None  # whether it may hold what someone types
        self.timers: dict[int, tuple[Node, ...]] = {}  # the calls that set or clear one, by node
        self._scopes: dict[int, dict[str, Binding]] = {}
        self._references: dict[tuple[int, str], Sequence[Node]] = {}
        self._outer: dict[int, Node | None] = {}  # the scope around each node that was asked for

    @property
    def path(self) -> str:
        return self.source.path

    def text(self, node: Node) -> str:
        return self.source.text(node)

    def binding(self, identifier: Node, name: str | None = None) -> Binding | None:
        """What an identifier means; None for a global."""
        name = name or self.text(identifier)
        for scope in self._scopes_around(identifier):
            found = self._names(scope).get(name)
            if found is not None:
                return found
        return None

    def functions_around(self, node: Node) -> Iterator[Node]:
        """The functions that hold a node, innermost first."""
        return (scope for scope in self._scopes_around(node) if scope.type in FUNCTIONS)

    def function_around(self, node: Node) -> Node | None:
        """The innermost function that holds a node."""
        return next(self.functions_around(node), None)

    def _scopes_around(self, node: Node) -> Iterator[Node]:
        """The scopes that hold a node, innermost first; climbed to once, since many names are looked up in a scope."""
        scope: Node | None = node
        while scope is not None:
            inner = scope.id
            if inner not in self._outer:
                self._outer[inner] = _scope_around(scope)
            scope = self._outer[inner]
            if scope is not None:
                yield scope

    def parameters(self, function: Node) -> Iterator[Binding]:
        """The parameters of a function, destructured ones one by one."""
        return self._parameters(function)

    def holds_jsx(self, function: Node) -> bool:
        """The function's text has a closing tag: it renders something."""
        data = self.source.data
        return data.find(b"/>", function.start_byte, function.end_byte) >= 0 or (
            data.find(b"</", function.start_byte, function.end_byte) >= 0
        )

    def top(self, name: str) -> Binding | None:
        """What a name means at the top of the module."""
        return self._names(self.source.root).get(name)

    def _names(self, scope: Node) -> dict[str, Binding]:
        if scope.id not in self._scopes:
            self._scopes[scope.id] = {binding.name: binding for binding in self._declared(scope)}
        return self._scopes[scope.id]

    def _declared(self, scope: Node) -> Iterator[Binding]:
        if scope.type in FUNCTIONS:
            yield from self._parameters(scope)
            return
        if scope.type in ("for_in_statement", "catch_clause"):
            pattern = scope.child_by_field_name("left" if scope.type == "for_in_statement" else "parameter")
            for name, access in self.names_of(pattern):
                yield Binding(name, scope, "variable", scope, access)
            return
        if scope.type == "program":
            for name, (specifier, imported) in self.imports.items():
                yield Binding(name, scope, "import", scope, specifier=specifier, imported=imported)
        for child in scope.named_children:
            statement = child
            if child.type == "export_statement":
                statement = child.child_by_field_name("declaration") or child.child_by_field_name("value") or child
            kind = _DECLARED.get(statement.type)
            if kind == "variable":
                yield from self._variables(scope, statement)
            elif kind is not None:
                for name, part in declared(self.source, statement):
                    yield Binding(name, scope, kind, part)

    def _variables(self, scope: Node, statement: Node) -> Iterator[Binding]:
        for declarator in statement.named_children:
            if declarator.type == "variable_declarator" and not _is_require(self, declarator):
                for name, access in self.names_of(declarator.child_by_field_name("name")):
                    yield Binding(name, scope, "variable", declarator, access)

    def _parameters(self, function: Node) -> Iterator[Binding]:
        single = function.child_by_field_name("parameter")
        if single is not None:
            yield Binding(self.text(single), function, "parameter", function)
            return
        parameters = function.child_by_field_name("parameters")
        patterns = parameters.named_children if parameters is not None else []
        patterns = [pattern for pattern in patterns if pattern.type in ("required_parameter", "optional_parameter")]
        for position, parameter in enumerate(patterns):
            for name, access in self.names_of(parameter.child_by_field_name("pattern")):
                yield Binding(name, function, "parameter", function, access, position)

    def names_of(self, pattern: Node | None) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The names that a pattern binds, each with the way to its value."""
        stack: list[tuple[Node, tuple[str, ...]]] = [(pattern, ())] if pattern is not None else []
        while stack:
            node, access = stack.pop()
            if node.type in ("identifier", "shorthand_property_identifier_pattern"):
                member = (f".{self.text(node)}",) if node.type != "identifier" else ()
                yield self.text(node), (*access, *member)
            elif node.type == "object_pattern":
                stack.extend((child, access) for child in node.named_children)
            elif node.type == "array_pattern":
                stack.extend((child, (*access, f"[{index}]")) for index, child in _elements(node))
            elif node.type == "pair_pattern":
                key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
                if key is not None and value is not None:
                    stack.append((value, (*access, f".{self.text(key)}")))
            elif node.type in ("object_assignment_pattern", "assignment_pattern"):
                left = node.child_by_field_name("left")
                if left is not None:
                    stack.append((left, access))
            elif node.type == "rest_pattern" and node.named_children:
                stack.append((node.named_children[0], access))

    def references(self, binding: Binding) -> Sequence[Node]:
        """Every use of a binding, its declaration left out. Looked for once: many ways can lead through one name."""
        if binding.key not in self._references:
            self._references[binding.key] = tuple(self._uses(binding))
        return self._references[binding.key]

    def _uses(self, binding: Binding) -> Iterator[Node]:
        for node in self.occurrences(binding.name, binding.scope):
            if node.type in _NAMES and not _declares(node):
                found = self.binding(node)
                if found is not None and found.key == binding.key:
                    yield node

    def occurrences(self, word: str, within: Node) -> Iterator[Node]:
        """The smallest nodes that are exactly this word."""
        left = MAX_REFERENCES
        for start, end in whole(word.encode(), self.source.data, within.start_byte, within.end_byte):
            node = self.source.root.named_descendant_for_byte_range(start, end)
            if node is not None and node.start_byte == start and node.end_byte == end:
                left -= 1
                yield node
            if not left:
                return


def _scope_around(node: Node) -> Node | None:
    above = node.parent
    while above is not None and above.type not in _SCOPES:
        above = above.parent
    return above


def whole(word: bytes, data: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the word stands between two bytes and no letter touches it. A pattern a word would cost more to compile."""
    at = data.find(word, start, end) if word else -1
    while at >= 0:
        after = at + len(word)
        if (at == 0 or data[at - 1] not in _LETTERS) and (after >= end or data[after] not in _LETTERS):
            yield at, after
            at = data.find(word, after, end)
        else:
            at = data.find(word, at + 1, end)


def _elements(array: Node) -> Iterator[tuple[int, Node]]:
    index = 0
    for child in array.children:
        if child.type == ",":
            index += 1
        elif child.is_named:
            yield index, child


def _is_require(file: File, declarator: Node) -> bool:
    value = declarator.child_by_field_name("value")
    if value is None or value.type != "call_expression":
        return False
    function = value.child_by_field_name("function")
    return function is not None and file.text(function) == "require" and declarator.parent is not None


_DECLARING_FIELDS = {
    "variable_declarator": "name",
    "function_declaration": "name",
    "generator_function_declaration": "name",
    "function_expression": "name",
    "class_declaration": "name",
    "enum_declaration": "name",
    "arrow_function": "parameter",
    "required_parameter": "pattern",
    "optional_parameter": "pattern",
    "pair_pattern": "value",
    "object_assignment_pattern": "left",
    "assignment_pattern": "left",
}
_DECLARING_PARENTS = frozenset(
    {"array_pattern", "rest_pattern", "import_clause", "import_specifier", "namespace_import", "export_specifier"}
)


def _declares(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.type in _DECLARING_PARENTS:
        return True
    named = _DECLARING_FIELDS.get(parent.type)
    return named is not None and parent.child_by_field_name(named) == node


class Files:
    """The files of a tree, parsed when asked for; the scopes of the last ones are kept."""

    def __init__(self, sources: Sources, modules: Modules) -> None:
        self.sources = sources
        self._modules = modules
        self._kept: dict[str, File] = {}

    def get(self, path: str) -> File | None:
        source = self.sources.get(path)
        if source is None:
            return None
        kept = self._kept.pop(path, None)
        if kept is None or kept.source is not source:
            table = self._modules.table(path)
            kept = File(source, table.imports if table is not None else {})
        self._kept[path] = kept
        if len(self._kept) > KEPT_FILES:
            del self._kept[next(iter(self._kept))]
        return kept
