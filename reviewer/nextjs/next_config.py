"""What ``next.config`` says about routing, read as data: nothing of it is ever executed.

Source: Next.js documentation, "next.config.js": pageExtensions, basePath, output, experimental.serverActions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reviewer.nextjs.directives import string_of
from reviewer.syntax.bindings import declaration, imports, unwrapped
from reviewer.syntax.parser import ancestors, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from reviewer.syntax.parser import Source, Sources

CONFIG_NAMES = frozenset(f"next.config.{suffix}" for suffix in ("js", "mjs", "ts", "cjs", "mts"))
DEFAULT_EXTENSIONS: tuple[str, ...] = ("tsx", "ts", "jsx", "js")
_READ = frozenset({"pageExtensions", "basePath", "output", "serverActions"})
_PASSING_ON = frozenset({"spread_element", "arguments", "export_statement", "assignment_expression"})


class NextConfig(NamedTuple):
    """The settings that decide which files are endpoints and where they answer."""

    page_extensions: tuple[str, ...] = DEFAULT_EXTENSIONS
    base_path: str = ""
    static_export: bool = False
    server_actions_flag: bool = False
    extensions_known: bool = True


def read_config(sources: Sources, path: str) -> NextConfig:
    """The settings that are written as literals, or as constants of the file; defaults for everything else."""
    source = sources.get(path)
    if source is None:
        return NextConfig(extensions_known=False)
    extensions, base_path, static_export, flag = DEFAULT_EXTENSIONS, "", False, False
    known: bool | None = None
    for name, value, depth in _settings(source):
        if name == "pageExtensions" and depth == 0:
            extensions = _extensions(source, value) or extensions
            known = known is not False and _is_literal(source, value, 1)
        elif name == "basePath" and depth == 0:
            base_path = next(_strings(source, value, 1), base_path)
        elif name == "output" and depth == 0:
            static_export = next(_strings(source, value, 1), "") == "export"
        elif name == "serverActions" and depth == 1:
            flag = value.type not in ("false", "undefined")
    base_path = base_path.rstrip("/") if base_path.startswith("/") else ""
    if known is None:
        known = not _is_of_another_file(source)
    return NextConfig(extensions, base_path, static_export, flag, known)


def _settings(source: Source) -> Iterator[tuple[str, Node, int]]:
    """Every (name, value) of a setting that is read in the file's objects, and how many keys lie above it."""
    for node in walk(source.root):
        if node.type == "assignment_expression":
            left, value = node.child_by_field_name("left"), node.child_by_field_name("right")
            name = left.child_by_field_name("property") if left is not None else None
        elif node.type == "pair":
            name, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        elif node.type == "shorthand_property_identifier":
            name, value = node, node
        else:
            continue
        if name is None or value is None:
            continue
        text = string_of(source, name) if name.type == "string" else source.text(name)
        if text in _READ:
            depth = sum(parent.type == "pair" for parent in ancestors(node))
            yield text, unwrapped(value), depth


def _strings(source: Source, value: Node, budget: int) -> Iterator[str]:
    """The string that a value is, through one constant of the file."""
    if value.type == "string":
        yield string_of(source, value)
    elif value.type == "template_string" and not any(child.type == "template_substitution" for child in value.children):
        yield source.text(value)[1:-1]
    elif value.type in ("identifier", "shorthand_property_identifier") and budget > 0:
        constant = _constant(source, value)
        if constant is not None:
            yield from _strings(source, constant, budget - 1)


def _constant(source: Source, name: Node) -> Node | None:
    declared = declaration(source, source.text(name))
    value = declared.child_by_field_name("value") if declared is not None else None
    return unwrapped(value) if value is not None else None


def _extensions(source: Source, value: Node) -> tuple[str, ...]:
    """The extensions of an array. What is spread into it is taken for the defaults."""
    if value.type in ("identifier", "shorthand_property_identifier"):
        constant = _constant(source, value)
        if constant is None:
            return ()
        value = constant
    if value.type != "array":
        return ()
    found: list[str] = []
    for item in value.named_children:
        if item.type == "spread_element":
            found.extend(DEFAULT_EXTENSIONS)
        else:
            found.extend(_strings(source, unwrapped(item), 1))
    return tuple(dict.fromkeys(text.lstrip(".") for text in found))


def _is_literal(source: Source, value: Node, budget: int) -> bool:
    """The value is an array of strings, through constants of the file."""
    if value.type in ("identifier", "shorthand_property_identifier") and budget > 0:
        constant = _constant(source, value)
        return constant is not None and _is_literal(source, constant, budget - 1)
    items = [unwrapped(item) for item in value.named_children if item.type != "comment"]
    return value.type == "array" and all(next(_strings(source, item, 1), None) is not None for item in items)


def _is_of_another_file(source: Source) -> bool:
    """The configuration, or a part of it, is what another file of the repository exports."""
    if b"'./" not in source.data and b'"./' not in source.data and b"../" not in source.data:
        return False
    names = {found.local for found in imports(source) if found.specifier.startswith(".")}
    for node in walk(source.root):
        if node.type == "export_statement":
            origin = node.child_by_field_name("source")
            if origin is not None and string_of(source, origin).startswith("."):
                return True
        elif node.parent is None or node.parent.type not in _PASSING_ON:
            continue
        elif node.type == "identifier":
            if source.text(node) in names:
                return True
        elif node.type == "call_expression" and _is_required(source, node):
            return True
    return False


def _is_required(source: Source, call: Node) -> bool:
    """``require("./file")``."""
    called, given = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if called is None or given is None or source.text(called) != "require" or not given.named_children:
        return False
    return string_of(source, given.named_children[0]).startswith(".")
