"""Evaluates the expression that builds a URL, without running anything: static text and holes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, product
from typing import TYPE_CHECKING

from reviewer.callers.fields import field_values
from reviewer.callers.functions import TRANSPARENT, arguments_of, callee, property_of
from reviewer.callers.given import is_given, names_own
from reviewer.callers.scopes import Binding, File, Files
from reviewer.callers.urls import SLOT, Hole, Part, Pattern, has_host, merged, on_host
from reviewer.syntax.modules import Modules

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_PATTERNS = 8
MAX_DEPTH = 8


class Evaluator:
    """Evaluates URL expressions without running anything; what it cannot tell is a hole."""

    def __init__(self, files: Files, modules: Modules) -> None:
        self._files = files
        self._modules = modules

    def patterns(
        self, file: File, node: Node, known: Mapping[tuple[int, int], tuple[Pattern, ...]] | None = None, depth: int = 0
    ) -> tuple[Pattern, ...]:
        """What the expression may be. ``known``: patterns of inner expressions, by their byte range."""
        known = known or {}
        found = known.get((node.start_byte, node.end_byte))
        if found is not None:
            return found
        hole: tuple[Pattern, ...] = ((Hole(file.text(node)[-60:]),),)
        if depth > MAX_DEPTH:
            return hole
        kind = node.type
        if kind == "string":
            return ((_unescaped(file.text(node)[1:-1]),),)
        if kind == "template_string":
            return self._joined(file, _pieces(node), known, depth)
        if kind == "binary_expression":
            operator = node.child_by_field_name("operator")
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if operator is None or left is None or right is None:
                return hole
            if operator.type == "+":
                return self._joined(file, [left, right], known, depth)
            if operator.type in ("||", "??"):
                both = self.patterns(file, left, known, depth + 1) + self.patterns(file, right, known, depth + 1)
                return both[:MAX_PATTERNS]
            return self.patterns(file, right, known, depth + 1) if operator.type == "&&" else hole
        if kind == "ternary_expression":
            branches = (node.child_by_field_name("consequence"), node.child_by_field_name("alternative"))
            nested = [self.patterns(file, branch, known, depth + 1) for branch in branches if branch is not None]
            return tuple(pattern for patterns in nested for pattern in patterns)[:MAX_PATTERNS]
        if kind in TRANSPARENT and node.named_children:
            return self.patterns(file, node.named_children[0], known, depth + 1)
        if kind in ("undefined", "null", "false"):
            return (("",),)
        if kind == "identifier":
            return self._constant(file, node, depth) or hole
        if kind in ("member_expression", "subscript_expression"):
            return self._member(file, node, known, depth) or hole
        if kind in ("call_expression", "new_expression"):
            return self._call(file, node, known, depth) or hole
        return hole

    def _joined(
        self, file: File, nodes: list[Node], known: Mapping[tuple[int, int], tuple[Pattern, ...]], depth: int
    ) -> tuple[Pattern, ...]:
        options: list[tuple[Pattern, ...]] = []
        for node in nodes:
            if node.type in ("string_fragment", "escape_sequence"):
                options.append(((file.text(node),),))
            else:
                inner = self.patterns(file, node, known, depth + 1)
                if all(len(option) == 1 and isinstance(option[0], Hole) for option in inner) and _is_base(options):
                    inner = self._whose(file, node, inner)
                options.append(inner if len(inner) <= 3 else inner[:3])
        found: list[Pattern] = []
        for choice in product(*options):
            found.append(merged([part for pattern in choice for part in pattern]))
            if len(found) == MAX_PATTERNS:
                break
        return tuple(found)

    def _whose(self, file: File, node: Node, base: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
        """A base address of no known text, marked where the code around is handed it."""
        known = base != ((SLOT,),) and is_given(file, node)
        return tuple((Hole(part.text, given=True),) for (part,) in base if isinstance(part, Hole)) if known else base

    def _constant(self, file: File, node: Node, depth: int) -> tuple[Pattern, ...]:
        binding = file.binding(node)
        if binding is None:
            return ()
        if binding.kind == "import":
            return self._imported(file, binding.specifier, binding.imported, (), depth)
        if binding.kind == "variable" and not binding.access and not _is_reassigned(file, binding):
            value = binding.declares.child_by_field_name("value")
            return self._value(file, value, (), depth)
        return ()

    def _imported(
        self, file: File, specifier: str, name: str, members: tuple[str, ...], depth: int
    ) -> tuple[Pattern, ...]:
        path = self._modules.resolve(specifier, file.path)
        if path is None:
            return ()
        if name == "*":
            if not members:
                return ()
            name, members = members[0], members[1:]
        definition = self._modules.definition(path, name)
        other = self._files.get(definition.path) if definition is not None else None
        if definition is None or other is None:
            return ()
        binding = other.top(definition.name)
        if binding is None or binding.kind != "variable" or binding.access:
            return ()
        return self._value(other, binding.declares.child_by_field_name("value"), members, depth)

    def _value(self, file: File, value: Node | None, members: tuple[str, ...], depth: int) -> tuple[Pattern, ...]:
        for member in members:
            while value is not None and value.type in TRANSPARENT and value.named_children:
                value = value.named_children[0]
            value = property_of(file, value, member) if value is not None else None
        if value is None or value.type in ("shorthand_property_identifier", "call_expression", "method_definition"):
            return ()
        found = self.patterns(file, value, None, depth + 1)
        told = tuple(pattern for pattern in found if any(isinstance(part, str) for part in pattern))
        if not told or not all(has_host(pattern) for pattern in told):
            return told
        # process.env.APP_URL || "https://example.com": the fallback does not tell that the variable names that host.
        return tuple(
            (Hole(pattern[0].text, given=not names_own(pattern[0].text)),)
            if len(pattern) == 1 and isinstance(pattern[0], Hole)
            else pattern
            for pattern in found
        )

    def _member(
        self, file: File, node: Node, known: Mapping[tuple[int, int], tuple[Pattern, ...]], depth: int
    ) -> tuple[Pattern, ...]:
        inner = node.child_by_field_name("object")
        if inner is not None and (inner.start_byte, inner.end_byte) in known:
            return known[inner.start_byte, inner.end_byte]  # url.href, url.pathname
        if inner is not None and inner.type == "this":
            values = islice(field_values(file, node), MAX_PATTERNS)
            found = [pattern for value in values for pattern in self._value(file, value, (), depth)]
            return tuple(dict.fromkeys(found))[:MAX_PATTERNS]
        members: list[str] = []
        root: Node | None = node
        while root is not None and root.type == "member_expression":
            name = root.child_by_field_name("property")
            members.insert(0, file.text(name) if name is not None else "")
            root = root.child_by_field_name("object")
        if root is None or root.type != "identifier":
            return ()
        binding = file.binding(root)
        if binding is None or binding.access:
            return ()
        if binding.kind == "import":
            return self._imported(file, binding.specifier, binding.imported, tuple(members), depth)
        if binding.kind == "variable":
            return self._value(file, binding.declares.child_by_field_name("value"), tuple(members), depth)
        return ()

    def _call(
        self, file: File, node: Node, known: Mapping[tuple[int, int], tuple[Pattern, ...]], depth: int
    ) -> tuple[Pattern, ...]:
        name, arguments = callee(file, node), arguments_of(node)
        if name == "URL" and len(arguments) > 1:
            return self._resolved(file, arguments, known, depth)
        if name in ("URL", "String", "encodeURI") and arguments:
            return self.patterns(file, arguments[0], known, depth + 1)
        function = node.child_by_field_name("function")
        if function is None or function.type != "member_expression":
            return ()
        object_, method = function.child_by_field_name("object"), name.rpartition(".")[2]
        if object_ is None:
            return ()
        if method in ("toString", "trim", "concat", "replace", "replaceAll"):
            inner = self.patterns(file, object_, known, depth + 1)
            return self._joined(file, [object_, *arguments], known, depth) if method == "concat" else inner
        if method == "join" and object_.type == "array" and arguments and file.text(arguments[0])[1:-1] == "/":
            options = [self.patterns(file, item, known, depth + 1)[0] for item in object_.named_children]
            joined: list[Part] = []
            for index, option in enumerate(options):
                joined.extend([*(["/"] if index else []), *option])
            return (merged(joined),)
        return ()

    def _resolved(
        self, file: File, arguments: list[Node], known: Mapping[tuple[int, int], tuple[Pattern, ...]], depth: int
    ) -> tuple[Pattern, ...]:
        """``new URL(path, base)``: of the base, only its host counts in front of a rooted path."""
        paths = self.patterns(file, arguments[0], known, depth + 1)
        bases = self.patterns(file, arguments[1], known, depth + 1)[:3]
        if all(len(base) == 1 and isinstance(base[0], Hole) for base in bases):
            bases = self._whose(file, arguments[1], bases)
        return tuple(on_host(base, path) for base in bases for path in paths)[:MAX_PATTERNS] or paths


def _is_base(before: list[tuple[Pattern, ...]]) -> bool:
    """The next part is where an address begins: nothing, or the scheme alone, stands in front."""
    return not before or (len(before) == 1 and before[0] in ((("https://",),), (("http://",),)))


def _is_reassigned(file: File, binding: Binding) -> bool:
    """``let id = ""`` that is given another value later: what it is declared with says nothing."""
    statement = binding.declares.parent
    if statement is None or not file.source.data.startswith((b"let", b"var"), statement.start_byte):
        return False
    uses = (use.parent for use in file.references(binding))
    return any(use is not None and use.type.endswith("assignment_expression") for use in uses)


def _pieces(template: Node) -> list[Node]:
    pieces: list[Node] = []
    for child in template.named_children:
        if child.type == "template_substitution":
            pieces.extend(child.named_children[:1])
        else:
            pieces.append(child)
    return pieces


def _unescaped(text: str) -> str:
    return text.replace("\\/", "/")
