"""The function behind a call: through imports, constants, object members and what a hook returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.callers.functions import TRANSPARENT, arguments_of, last_name, property_of
from reviewer.callers.scopes import FUNCTIONS, Binding, File, Files, whole
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import ancestors

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_HOPS = 8

_WRAPPERS = frozenset({"useCallback", "memo", "forwardRef", "cache", "observer", "useMemo", "debounce", "throttle"})

Target = tuple[File, "Node"]


class Definitions:
    """Looks forward, from a use to its definition."""

    def __init__(self, files: Files, modules: Modules) -> None:
        self._files = files
        self.modules = modules

    def of_call(self, file: File, call: Node) -> Target | None:
        """The function that a call calls, where its code is in the repository."""
        called = call.child_by_field_name("function")
        return self.of_expression(file, called) if called is not None else None

    def of_expression(self, file: File, node: Node, hops: int = 0) -> Target | None:
        """The function that an expression stands for."""
        found = self._value(file, node, (), hops)
        return found if found is not None and found[1].type in FUNCTIONS else None

    def _value(self, file: File, node: Node | None, members: tuple[str, ...], hops: int) -> Target | None:
        """What an expression is, after taking ``members`` of it; "()" is a call."""
        while node is not None and node.type in TRANSPARENT and node.named_children:
            node = node.named_children[0]
        if node is None or hops > MAX_HOPS:
            return None
        if node.type in ("identifier", "shorthand_property_identifier"):
            binding = file.binding(node)
            return self._bound(file, binding, members, hops + 1) if binding is not None else None
        if node.type == "member_expression":
            key = node.child_by_field_name("property")
            inner = node.child_by_field_name("object")
            if inner is not None and inner.type == "this":
                return None if key is None else self._method(file, node, file.text(key), members, hops)
            return self._value(file, inner, (f".{file.text(key)}", *members), hops + 1) if key is not None else None
        if node.type == "call_expression":
            return self._called(file, node, members, hops)
        if node.type in FUNCTIONS:
            if not members:
                return file, node
            return self._result(file, node, members[1:], hops) if members[0] == "()" else None
        if node.type == "object" and members:
            value = property_of(file, node, members[0].removeprefix("."))
            return self._value(file, value, members[1:], hops + 1)
        return None

    def _method(self, file: File, node: Node, name: str, members: tuple[str, ...], hops: int) -> Target | None:
        """``this.name`` within its class."""
        body = next((above for above in ancestors(node) if above.type == "class_body"), None)
        for child in body.named_children if body is not None else ():
            key = child.child_by_field_name("name")
            if key is not None and file.text(key) == name:
                value = child if child.type == "method_definition" else child.child_by_field_name("value")
                return self._value(file, value, members, hops + 1)
        return None

    def _called(self, file: File, call: Node, members: tuple[str, ...], hops: int) -> Target | None:
        arguments = arguments_of(call)
        if last_name(file, call) in _WRAPPERS and arguments:
            inner = arguments[0]
            extra = ("()",) if last_name(file, call) == "useMemo" else ()
            return self._value(file, inner, (*extra, *members), hops + 1)
        called = call.child_by_field_name("function")
        return self._value(file, called, ("()", *members), hops + 1)

    def _bound(self, file: File, binding: Binding, members: tuple[str, ...], hops: int) -> Target | None:
        if binding.kind == "import":
            return self._imported(file, binding, members, hops)
        if binding.kind == "function":
            return self._value(file, binding.declares, members, hops)
        if binding.kind == "variable" and binding.declares.type == "variable_declarator":
            value = binding.declares.child_by_field_name("value")
            return self._value(file, value, (*binding.access, *members), hops)
        return None

    def _imported(self, file: File, binding: Binding, members: tuple[str, ...], hops: int) -> Target | None:
        path, name = self.modules.resolve(binding.specifier, file.path), binding.imported
        if path is None:
            return None
        if name == "*":
            if not members:
                return None
            name, members = members[0].removeprefix("."), members[1:]
        found = self.modules.definition(path, name)
        other = self._files.get(found.path) if found is not None else None
        if found is None or other is None:
            return None
        if found.name == "default":
            return self._value(other, default_export(other), members, hops + 1)
        bound = other.top(found.name)
        return self._bound(other, bound, members, hops + 1) if bound is not None else None

    def _result(self, file: File, function: Node, members: tuple[str, ...], hops: int) -> Target | None:
        """What a function returns: the first return that leads somewhere."""
        body = function.child_by_field_name("body")
        if body is None:
            return None
        if body.type != "statement_block":
            return self._value(file, body, members, hops + 1)
        for start, end in whole(b"return", file.source.data, body.start_byte, body.end_byte):
            node = file.source.root.named_descendant_for_byte_range(start, end)
            if (
                node is not None
                and node.type == "return_statement"
                and node.start_byte == start
                and node.named_children
            ):
                found = self._value(file, node.named_children[0], members, hops + 1)
                if found is not None:
                    return found
        return None

    def exported_as(self, path: str, local: str) -> list[str]:
        """The names under which a module exports one of its own."""
        table = self.modules.table(path)
        if table is None:
            return []
        return [name for name, (specifier, inner) in table.exports.items() if specifier is None and inner == local]


def default_export(file: File) -> Node | None:
    """The expression or declaration of an anonymous default export."""
    for node in file.source.root.named_children:
        if node.type == "export_statement" and any(child.type == "default" for child in node.children):
            return node.child_by_field_name("value") or node.child_by_field_name("declaration")
    return None
