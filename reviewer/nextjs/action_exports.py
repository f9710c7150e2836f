"""What a ``'use server'`` file exports, and which exports Next.js refuses there.

Source: Next.js error "Only async functions are allowed to be exported in a 'use server' file"; field survey 6.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reviewer.nextjs.directives import NEWER, Refusal
from reviewer.nextjs.erasure import bound_names, is_erased, is_type, without_types
from reviewer.nextjs.references import taken_property
from reviewer.syntax.bindings import declaration, string_value
from reviewer.syntax.escapes import without_escapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from reviewer.syntax.parser import Source

FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "arrow_function",
        "method_definition",
    }
)
_CLASSES = frozenset({"class_declaration", "abstract_class_declaration", "class"})
_LITERALS = frozenset({"string", "number", "true", "false", "null", "regex"})
_ONLY_ASYNC = 'Only async functions are allowed to be exported in a "use server" file'


class Exported(NamedTuple):
    """One exported value. ``entry``: the export. ``function``: the node, where the value is plainly a function."""

    name: str
    local: str | None
    node: Node
    entry: Node
    function: Node | None
    key: str | None = None  # the property of the declared value that a destructuring takes


def exported_values(source: Source) -> tuple[tuple[Exported, ...], tuple[Refusal, ...]]:
    """The exported values by name, and the refused exports.

    One function under two names is registered under the last one only.
    """
    found: dict[str, Exported] = {}
    refusals = []
    for statement in source.root.named_children:
        if statement.type != "export_statement" or is_erased(source, statement):
            continue
        for item in _exported(source, statement):
            if isinstance(item, Refusal):
                refusals.append(item)
            else:
                found[item.local or f" {item.name}"] = item
    return tuple(found.values()), tuple(refusals)


def refused_in_cache_file(source: Source) -> Iterator[Refusal]:
    """What a file of cached functions must not export: classes, everything of another file, a default that is none."""
    for statement in source.root.named_children:
        if statement.type != "export_statement" or is_erased(source, statement):
            continue
        inner = statement.child_by_field_name("declaration") or statement.child_by_field_name("value")
        is_default = any(child.type == "default" for child in statement.children)
        is_star = any(child.type == "*" for child in statement.children)
        is_class = inner is not None and inner.type in _CLASSES
        if is_star or is_class or (is_default and inner is not None and _default(source, statement, inner) is None):
            yield Refusal(source.line(statement.start_byte), _ONLY_ASYNC.replace("use server", "use cache"), NEWER)


def _exported(source: Source, statement: Node) -> Iterator[Exported | Refusal]:
    refused = Refusal(source.line(statement.start_byte), _ONLY_ASYNC)
    inner = statement.child_by_field_name("declaration") or statement.child_by_field_name("value")
    if any(child.type == "default" for child in statement.children):
        if inner is not None:
            yield _default(source, statement, inner) or refused
        return
    if inner is not None:
        yield from _declared(source, statement, inner)
        return
    clause = next((child for child in statement.named_children if child.type == "export_clause"), None)
    if clause is None:
        if statement.child_by_field_name("source") is not None:
            yield refused
        return
    for item in clause.named_children:
        name, alias = item.child_by_field_name("name"), item.child_by_field_name("alias")
        if name is None or any(part.type == "type" for part in item.children):
            continue
        if statement.child_by_field_name("source") is not None:
            yield refused
            continue
        local, shown = source.text(name), alias or name
        if is_type(source, name):
            continue
        exported = without_escapes(string_value(source, shown)) if shown.type == "string" else source.text(shown)
        value, function = _local(source, local)
        yield Exported(exported, local, value or item, item, function)


def _default(source: Source, statement: Node, inner: Node) -> Exported | None:
    value = without_types(inner)
    if value.type in FUNCTIONS:
        return Exported("default", None, value, statement, value)
    if value.type == "identifier":
        local = source.text(value)
        node, function = _local(source, local)
        return Exported("default", local, node or value, statement, function)
    if value.type == "call_expression" and not _is_optional_or_tagged(value):
        return Exported("default", None, value, statement, None)
    return None


def _is_optional_or_tagged(call: Node) -> bool:
    arguments = call.child_by_field_name("arguments")
    if arguments is not None and arguments.type == "template_string":
        return True
    node: Node | None = call
    while node is not None:
        if any(child.type in ("optional_chain", "?.") for child in node.children):
            return True
        node = node.child_by_field_name("function") or node.child_by_field_name("object")
    return False


def _declared(source: Source, statement: Node, inner: Node) -> Iterator[Exported | Refusal]:
    refused = Refusal(source.line(statement.start_byte), _ONLY_ASYNC)
    if inner.type in _CLASSES:
        yield refused
    elif inner.type in ("lexical_declaration", "variable_declaration"):
        for declarator in inner.named_children:
            pattern, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
            bare = without_types(value) if value is not None else None
            if bare is not None and bare.type in _LITERALS:
                yield refused
            plain = bare is not None and bare.type in FUNCTIONS and pattern is not None and pattern.type == "identifier"
            function = bare if plain else None
            for name in bound_names(pattern) if pattern is not None else ():
                text = source.text(name)
                key = taken_property(source, declarator, text)
                yield Exported(text, text, declarator, name, function, key)
    elif inner.type == "import_alias":
        text = source.text(inner.named_children[0])
        yield Exported(text, text, inner, statement, None)
    else:
        if inner.type == "expression_statement" and inner.named_children:
            inner = inner.named_children[0]
        label = inner.child_by_field_name("name")
        if label is not None:
            text = source.text(label).partition(".")[0]
            yield Exported(text, text, inner, statement, inner if inner.type in FUNCTIONS else None)


def _local(source: Source, name: str) -> tuple[Node | None, Node | None]:
    """The top-level declaration of a name, and the function that it plainly is."""
    node = declaration(source, name)
    if node is None:
        return None, None
    if node.type == "variable_declarator":
        value = node.child_by_field_name("value")
        bare = without_types(value) if value is not None else None
        return node, bare if bare is not None and bare.type in FUNCTIONS else None
    return node, node if node.type in FUNCTIONS else None
