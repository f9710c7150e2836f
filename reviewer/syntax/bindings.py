"""What the names at the top of a module mean: imports, exports and declarations, from the syntax tree alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reviewer.syntax.escapes import without_escapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tree_sitter import Node

    from reviewer.syntax.parser import Source


class Import(NamedTuple):
    """``local`` is bound to the export ``imported`` of ``specifier``; "*" for a namespace, "" for side effects only."""

    local: str
    imported: str
    specifier: str
    type_only: bool
    node: Node


class Export(NamedTuple):
    """``name`` is exported. ``local``: the name it has here (None: anonymous, or it comes from ``specifier``).

    ``export * from``: the name "*". ``imported``: the name in ``specifier`` of a re-export. ``value``: the node of
    the declaration or expression, where it stands in the export statement itself.
    """

    name: str
    local: str | None
    specifier: str | None
    imported: str | None
    type_only: bool
    node: Node
    value: Node | None = None


def string_value(source: Source, node: Node) -> str:
    """The text between the quotes, as written (escapes are kept)."""
    return source.text(node)[1:-1]


# An import as nearly all are written. What else there may be between the words (a comment, an attribute, an escape, a
# letter beyond ASCII) is left to the syntax tree.
_PLAIN = re.compile(
    rb"import\s+(?:([\w$]+)\s*(?:,\s*(?=\{)|(?=from\b)))?(?:\{([\w$\s,]*)\}\s*)?from\s*(?:\"([^\"\\\n]*)\"|'([^'\\\n]*)');?\Z",
    re.ASCII,
)


def imports(source: Source) -> tuple[Import, ...]:
    """Every static import, ``import x = require()`` and top-level ``const x = require("...")`` of the module."""
    if source.imports is None:
        source.imports = tuple(_all_imports(source))
    return source.imports


def _all_imports(source: Source) -> Iterator[Import]:
    for node in source.root.named_children:
        if node.type == "import_statement":
            plain = _plain_import(source, node)
            yield from _import(source, node) if plain is None else plain
        elif node.type in ("lexical_declaration", "variable_declaration"):
            yield from _requires(source, node)


def _plain_import(source: Source, node: Node) -> list[Import] | None:
    """What an import statement binds, by its text alone: a tenth of the cost. None where the text does not tell."""
    found = _PLAIN.match(source.data[node.start_byte : node.end_byte])
    if found is None or node.has_error:
        return None
    default, names, *quoted = (None if part is None else part.decode() for part in found.groups())
    specifier = quoted[0] if quoted[0] is not None else quoted[1] or ""
    bound = [Import(default, "default", specifier, False, node)] if default is not None else []
    for item in names.rstrip().removesuffix(",").split(",") if names is not None and names.strip() else ():
        match item.split():
            case [name]:
                bound.append(Import(name, name, specifier, False, node))
            case [name, "as", alias]:
                bound.append(Import(alias, name, specifier, False, node))
            case ["type", name] if name != "as":
                bound.append(Import(name, name, specifier, True, node))
            case _:
                return None
    return bound if found[1] is not None or found[2] is not None else None


def _import(source: Source, node: Node) -> Iterator[Import]:
    type_only = any(child.type in ("type", "typeof") for child in node.children)
    require = next((child for child in node.named_children if child.type == "import_require_clause"), None)
    if require is not None:
        text = require.child_by_field_name("source")
        if text is not None:
            local = source.text(require.named_children[0])
            yield Import(local, "default", string_value(source, text), type_only, node)
        return
    origin = node.child_by_field_name("source")
    if origin is None:
        return
    specifier = without_escapes(string_value(source, origin))
    clause = next((child for child in node.named_children if child.type == "import_clause"), None)
    if clause is None:
        yield Import("", "", specifier, type_only, node)
        return
    for child in clause.named_children:
        if child.type == "identifier":
            yield Import(source.text(child), "default", specifier, type_only, node)
        elif child.type == "namespace_import":
            yield Import(source.text(child.named_children[-1]), "*", specifier, type_only, node)
        elif child.type == "named_imports":
            for item in child.named_children:
                if item.type != "import_specifier":
                    continue
                name, alias = item.child_by_field_name("name"), item.child_by_field_name("alias")
                if name is None:
                    continue
                typed = type_only or any(part.type in ("type", "typeof") for part in item.children)
                yield Import(source.text(alias or name), _export_name(source, name), specifier, typed, node)


def _requires(source: Source, node: Node) -> Iterator[Import]:
    for declarator in node.named_children:
        name, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
        if name is None or value is None or value.type != "call_expression":
            continue
        function, arguments = value.child_by_field_name("function"), value.child_by_field_name("arguments")
        if function is None or arguments is None or source.text(function) != "require":
            continue
        argument = next(iter(arguments.named_children), None)
        if argument is None or argument.type != "string":
            continue
        specifier = without_escapes(string_value(source, argument))
        if name.type == "identifier":
            yield Import(source.text(name), "*", specifier, False, node)
        elif name.type == "object_pattern":
            for key, local in destructured(source, name):
                yield Import(local, key, specifier, False, node)


def destructured(source: Source, pattern: Node) -> Iterator[tuple[str, str]]:
    """The pairs (property, local name) that a pattern binds, one level deep; "..." for a rest element."""
    for child in pattern.named_children:
        if child.type == "shorthand_property_identifier_pattern":
            yield source.text(child), source.text(child)
        elif child.type == "object_assignment_pattern":
            left = child.child_by_field_name("left")
            if left is not None:
                yield source.text(left), source.text(left)
        elif child.type == "pair_pattern":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if value is not None and value.type == "assignment_pattern":
                value = value.child_by_field_name("left")
            if key is not None and value is not None and value.type == "identifier":
                yield source.text(key), source.text(value)
        elif child.type == "rest_pattern":
            yield "...", source.text(child.named_children[0])
        elif child.type == "identifier":
            yield source.text(child), source.text(child)


def _export_name(source: Source, node: Node) -> str:
    return without_escapes(string_value(source, node)) if node.type == "string" else source.text(node)


def exports(source: Source) -> Iterator[Export]:
    """Every ES module export."""
    for node in source.root.named_children:
        if node.type == "export_statement":
            yield from _export(source, node)


def _export(source: Source, node: Node) -> Iterator[Export]:
    type_only = any(child.type == "type" for child in node.children)
    origin = node.child_by_field_name("source")
    specifier = without_escapes(string_value(source, origin)) if origin is not None else None
    declaration, value = node.child_by_field_name("declaration"), node.child_by_field_name("value")
    is_default = any(child.type == "default" for child in node.children)
    if is_default:
        inner = declaration or value
        own_name = inner.child_by_field_name("name") if inner is not None else None
        local = source.text(own_name) if own_name is not None else None
        if inner is not None and inner.type == "identifier":
            local = source.text(inner)
        yield Export("default", local, None, None, type_only, node, inner)
        return
    if declaration is not None:
        for name, part in declared(source, declaration):
            typed = type_only or declaration.type in _TYPE_DECLARATIONS
            yield Export(name, name, None, None, typed, node, part)
        return
    clause = next((child for child in node.named_children if child.type == "export_clause"), None)
    namespace = next((child for child in node.named_children if child.type == "namespace_export"), None)
    if clause is not None:
        for item in clause.named_children:
            name_node, alias = item.child_by_field_name("name"), item.child_by_field_name("alias")
            if name_node is None:
                continue
            typed = type_only or any(part.type == "type" for part in item.children)
            here, exported = _export_name(source, name_node), _export_name(source, alias or name_node)
            if specifier is None:
                yield Export(exported, here, None, None, typed, item)
            else:
                yield Export(exported, None, specifier, here, typed, item)
    elif namespace is not None and specifier is not None:
        yield Export(_export_name(source, namespace.named_children[-1]), None, specifier, "*", type_only, node)
    elif specifier is not None:
        yield Export("*", None, specifier, "*", type_only, node)


_TYPE_DECLARATIONS = frozenset({"interface_declaration", "type_alias_declaration", "ambient_declaration"})


def declared(source: Source, declaration: Node) -> Iterator[tuple[str, Node]]:
    """The names that a declaration binds, each with the node that defines it (a variable: its declarator)."""
    if declaration.type in ("lexical_declaration", "variable_declaration"):
        for declarator in declaration.named_children:
            name = declarator.child_by_field_name("name")
            if name is None:
                continue
            if name.type == "identifier":
                yield source.text(name), declarator
            else:
                for _, local in destructured(source, name):
                    yield local, declarator
        return
    name = declaration.child_by_field_name("name")
    if declaration.type == "import_alias" and declaration.named_children:
        name = declaration.named_children[0]
    if name is not None:
        yield source.text(name), declaration


def declaration(source: Source, name: str) -> Node | None:
    """The top-level declaration of a name: a function, class, enum ..., or a variable's declarator."""
    return declarations(source).get(name)


def declarations(source: Source) -> Mapping[str, Node]:
    """Every top-level declaration, by its name. Of an overloaded function it is the one with the body."""
    if source.declarations is None:
        found: dict[str, Node] = {}
        for node in source.root.named_children:
            inner = node.child_by_field_name("declaration") if node.type == "export_statement" else node
            for bound, part in declared(source, inner) if inner is not None else ():
                if bound not in found or found[bound].type == "function_signature":
                    found[bound] = part
        source.declarations = found
    return source.declarations


_UNWRAPPED = frozenset(
    {"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "type_assertion"}
)


def unwrapped(node: Node) -> Node:
    """The expression without parentheses, ``as``, ``satisfies`` and ``!``."""
    while node.type in _UNWRAPPED and node.named_children:
        inner = [child for child in node.named_children if child.type != "comment"]
        node = inner[-1] if node.type == "type_assertion" else inner[0]
    return node
