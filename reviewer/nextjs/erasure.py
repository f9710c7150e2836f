"""What is left of a module once TypeScript's types are erased.

Next.js erases them before it looks for directives and exports, so a directive below ``import type`` still counts,
and one below an import that is used does not.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reviewer.syntax.bindings import imports
from reviewer.syntax.parser import ancestors, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_TYPES = frozenset(
    {
        "interface_declaration",
        "type_alias_declaration",
        "ambient_declaration",
        "function_signature",
    }
)
_NAMESPACES = frozenset({"internal_module", "module"})
_ERASED_EXPRESSIONS = frozenset({"as_expression", "satisfies_expression", "non_null_expression", "type_assertion"})
_FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "arrow_function",
        "method_definition",
    }
)
_NAMED = frozenset(
    {"function_declaration", "generator_function_declaration", "function_signature", "variable_declarator"}
)
_TYPE_POSITIONS = frozenset(
    {
        "type_annotation",
        "type_arguments",
        "type_parameters",
        "type_query",
        "type_alias_declaration",
        "interface_declaration",
        "implements_clause",
        "extends_type_clause",
        "nested_type_identifier",
        "ambient_declaration",
        "import_statement",
        "import_alias",
    }
)


def is_typescript(source: Source) -> bool:
    return source.path.endswith((".ts", ".tsx", ".mts", ".cts"))


def without_types(node: Node) -> Node:
    """The expression without ``as``, ``satisfies``, ``!`` and angle brackets; parentheses stay."""
    while node.type in _ERASED_EXPRESSIONS and node.named_children:
        node = node.named_children[-1 if node.type == "type_assertion" else 0]
    return node


def is_erased(source: Source, statement: Node) -> bool:
    """The statement leaves nothing in JavaScript."""
    if statement.type == "export_statement" and _is_empty_export(statement):
        return True
    if not is_typescript(source):
        return False
    if statement.type in _TYPES:
        return True
    if statement.type == "expression_statement":
        return _is_type_only_namespace(statement.named_children[0]) if statement.named_children else False
    if statement.type in _NAMESPACES:
        return _is_type_only_namespace(statement)
    if statement.type == "import_statement":
        return _is_unused_import(source, statement)
    if statement.type == "import_alias":
        return source.text(statement.named_children[0]) not in used_names(source)
    if statement.type == "export_statement":
        return _is_type_export(source, statement)
    return False


def _is_empty_export(statement: Node) -> bool:
    clauses = [child for child in statement.named_children if child.type != "comment"]
    return len(clauses) == 1 and clauses[0].type == "export_clause" and not clauses[0].named_children


def _is_type_only_namespace(node: Node) -> bool:
    if node.type not in _NAMESPACES:
        return False
    pending = [node]
    while pending:
        body = pending.pop().child_by_field_name("body")
        for child in body.named_children if body is not None else ():
            inner = child.child_by_field_name("declaration") if child.type == "export_statement" else child
            if inner is not None and inner.type == "expression_statement" and inner.named_children:
                inner = inner.named_children[0]
            if inner is None or inner.type in _TYPES or inner.type == "comment":
                continue
            if inner.type not in _NAMESPACES:
                return False
            pending.append(inner)
    return True


def _is_type_export(source: Source, statement: Node) -> bool:
    declaration = statement.child_by_field_name("declaration")
    if declaration is not None:
        return declaration.type != "import_alias" and is_erased(source, declaration)
    if any(child.type == "default" for child in statement.children):
        value = statement.child_by_field_name("value")
        return value is not None and without_types(value).type == "identifier" and is_type(source, without_types(value))
    if any(child.type == "type" or _is_unknown_type(source, child) for child in statement.children):
        return True
    clause = next((child for child in statement.named_children if child.type == "export_clause"), None)
    if clause is None:
        return False
    for item in clause.named_children:
        name = item.child_by_field_name("name")
        if item.type != "export_specifier" or name is None or any(part.type == "type" for part in item.children):
            continue
        if statement.child_by_field_name("source") is not None or not is_type(source, name):
            return False
    return True


def is_type(source: Source, name: Node) -> bool:
    """The name stands for nothing but a type at the top of the module."""
    types, values = declared_types(source)
    return source.text(name) in types and source.text(name) not in values


def _is_unknown_type(source: Source, node: Node) -> bool:
    """The grammar does not know ``export type * from``."""
    return node.type == "ERROR" and source.text(node) == "type"


def _is_unused_import(source: Source, statement: Node) -> bool:
    bound = [item for item in imports(source) if item.node == statement]
    if not bound or any(item.local == "" for item in bound):
        return False
    used = used_names(source)
    return all(item.type_only or item.local not in used for item in bound)


@lru_cache(maxsize=8)
def declared_types(source: Source) -> tuple[frozenset[str], frozenset[str]]:
    """The names that the top of the module declares as types, and as values."""
    types: set[str] = set()
    values: set[str] = set()
    for item in imports(source):
        (types if item.type_only else values).add(item.local)
    for statement in source.root.named_children:
        node = statement.child_by_field_name("declaration") if statement.type == "export_statement" else statement
        if node is not None and node.type == "expression_statement" and node.named_children:
            node = node.named_children[0]
        if node is None:
            continue
        is_type = node.type in ("interface_declaration", "type_alias_declaration") or _is_type_only_namespace(node)
        if node.type in ("lexical_declaration", "variable_declaration"):
            for declarator in node.named_children:
                pattern = declarator.child_by_field_name("name")
                if pattern is not None:
                    values.update(source.text(name) for name in bound_names(pattern))
            continue
        name = node.child_by_field_name("name")
        if name is not None:
            (types if is_type else values).add(source.text(name))
    return frozenset(types), frozenset(values)


@lru_cache(maxsize=8)
def used_names(source: Source) -> frozenset[str]:
    """The names of the module's top that its values, not only its types, use."""
    tops = {item.local for item in imports(source)}
    tops.update(
        source.text(node.named_children[0]) for node in source.root.named_children if node.type == "import_alias"
    )
    used: set[str] = set()
    scopes = _Scopes(source)
    for node in walk(source.root):
        if node.type not in ("identifier", "shorthand_property_identifier"):
            continue
        text = source.text(node)
        if text in tops and text not in used and _is_use(scopes, node, text):
            used.add(text)
    if any(node.type.startswith("jsx_") for node in walk(source.root)):
        used.add("React")
    return frozenset(used)


class _Scopes:
    """What is known of the blocks and functions of a module, so that each is looked into once.

    ``uses``: whether a name at some place in a scope stands for the one at the top, by scope and name.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.bound: dict[int, frozenset[str]] = {}
        self.uses: dict[tuple[int, str], bool] = {}

    def binds(self, scope: Node, text: str) -> bool:
        """The block or function declares the name itself."""
        if scope.id not in self.bound:
            self.bound[scope.id] = frozenset(self.source.text(name) for name in _names_bound_by(scope))
        return text in self.bound[scope.id]


def _is_use(scopes: _Scopes, node: Node, text: str) -> bool:
    holder = node.parent
    if holder is not None and holder.type in _NAMED and holder.child_by_field_name("name") == node:
        return False
    passed: list[tuple[int, str]] = []
    answer = True
    for parent in ancestors(node):
        if parent.type == "statement_block" or parent.type in _FUNCTIONS:
            key = parent.id, text
            if key in scopes.uses:
                answer = scopes.uses[key]
                break
            passed.append(key)
            if scopes.binds(parent, text):
                answer = False
                break
        elif parent.type == "export_specifier":
            answer = not _is_type_specifier(parent)
            break
        elif parent.type in _TYPE_POSITIONS or _is_beside_as(parent, node):
            answer = False
            break
    scopes.uses.update(dict.fromkeys(passed, answer))
    return answer


def _is_type_specifier(specifier: Node) -> bool:
    statement = specifier.parent.parent if specifier.parent is not None else None
    parts = [*specifier.children, *(statement.children if statement is not None else ())]
    return any(part.type == "type" for part in parts)


def _is_beside_as(parent: Node, node: Node) -> bool:
    """The node stands in the type of an ``as`` or ``satisfies``."""
    return parent.type in ("as_expression", "satisfies_expression") and node.start_byte > parent.children[1].start_byte


def _names_bound_by(scope: Node) -> Iterator[Node]:
    if scope.type in _FUNCTIONS:
        parameters = scope.child_by_field_name("parameters") or scope.child_by_field_name("parameter")
        yield from bound_names(parameters) if parameters is not None else ()
        return
    for statement in scope.named_children:
        if statement.type in ("lexical_declaration", "variable_declaration"):
            for declarator in statement.named_children:
                pattern = declarator.child_by_field_name("name")
                yield from bound_names(pattern) if pattern is not None else ()
        else:
            name = statement.child_by_field_name("name")
            if name is not None:
                yield name


def bound_names(pattern: Node) -> list[Node]:
    """The nodes of the names that a pattern or a list of parameters binds, at any depth, in source order."""
    names, stack = [], [pattern]
    while stack:
        node = stack.pop()
        if node.type in ("identifier", "shorthand_property_identifier_pattern"):
            names.append(node)
        elif node.type in ("object_assignment_pattern", "assignment_pattern"):
            left = node.child_by_field_name("left")
            stack.extend([left] if left is not None else [])
        elif node.type == "pair_pattern":
            value = node.child_by_field_name("value")
            stack.extend([value] if value is not None else [])
        elif node.type in ("required_parameter", "optional_parameter"):
            inner = node.child_by_field_name("pattern")
            stack.extend([inner] if inner is not None else [])
        elif node.type in ("object_pattern", "array_pattern", "rest_pattern", "formal_parameters"):
            stack.extend(reversed(node.named_children))
    return names
