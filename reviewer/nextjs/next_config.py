"""What ``next.config`` says about routing, read as data: nothing of it is ever executed.

Source: Next.js documentation, "next.config.js": pageExtensions, basePath, output, experimental.serverActions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reviewer.nextjs.directives import string_of
from reviewer.nextjs.page_extensions import DEFAULT_EXTENSIONS, page_extensions, strings
from reviewer.syntax.bindings import unwrapped
from reviewer.syntax.parser import ancestors, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from reviewer.syntax.modules import Modules
    from reviewer.syntax.parser import Source, Sources

CONFIG_NAMES = tuple(f"next.config.{suffix}" for suffix in ("js", "mjs", "ts", "mts"))  # of several, the first counts
_READ = frozenset({"basePath", "output", "serverActions"})


class NextConfig(NamedTuple):
    """The settings that decide which files are endpoints and where they answer."""

    page_extensions: tuple[str, ...] = DEFAULT_EXTENSIONS
    base_path: str = ""
    static_export: bool = False
    server_actions_flag: bool = False
    extensions_known: bool = True


def read_config(sources: Sources, path: str, modules: Modules) -> NextConfig:
    """The settings that are written as literals, or as constants of the file; defaults for everything else."""
    source = sources.get(path)
    if source is None:
        return NextConfig(extensions_known=False)
    base_path, static_export, flag = "", False, False
    for name, value, depth in _settings(source):
        if name == "basePath" and depth == 0:
            base_path = next(strings(source, value, 1), base_path)
        elif name == "output" and depth == 0:
            static_export = next(strings(source, value, 1), "") == "export"
        elif name == "serverActions" and depth == 1:
            flag = value.type not in ("false", "undefined")
    base_path = base_path.rstrip("/") if base_path.startswith("/") else ""
    extensions, known = page_extensions(source, lambda specifier: modules.resolve(specifier, path) is not None)
    if path.endswith(".mts"):  # which Node.js runs the build decides whether Next.js reads this file
        known = known and extensions == DEFAULT_EXTENSIONS
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
