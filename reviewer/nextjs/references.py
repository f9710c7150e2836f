"""What a name at the top of a module refers to: a declaration of this file or of another, or a package."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reviewer.syntax.bindings import declaration, destructured, exports, unwrapped

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.modules import Modules
    from reviewer.syntax.parser import Source, Sources


class Resolved(NamedTuple):
    """``node``: the declaration, in ``source``. ``key``: the property that a destructuring takes of its value.

    ``package``: the specifier that the name is imported from, where that is no file of the repository.
    ``is_member``: the node is the property that was asked for, not the value that holds it.
    """

    source: Source | None = None
    node: Node | None = None
    key: str | None = None
    package: str | None = None
    is_member: bool = False


class Resolver:
    """Looks names up across the files of one tree."""

    def __init__(self, sources: Sources, modules: Modules) -> None:
        self.sources = sources
        self.modules = modules

    def name(self, source: Source, name: str, member: str | None = None) -> Resolved | None:
        """What a name means in a file. ``member``: the property that is wanted of it, if it is a namespace."""
        node = declaration(source, name)
        table = self.modules.table(source.path)
        if node is not None and (table is None or name not in table.imports):
            return Resolved(source, node, taken_property(source, node, name))
        if table is None or name not in table.imports:
            return None
        specifier, imported = table.imports[name]
        is_member = imported == "*" and member is not None
        if is_member and member is not None:
            imported = member
        path = self.modules.resolve(specifier, source.path)
        if path is None:
            return Resolved(package=specifier, is_member=is_member)
        found = self.export(path, imported)
        if found is None:
            return None
        return Resolved(found.source, found.node, found.key, found.package, is_member)

    def export(self, path: str, name: str) -> Resolved | None:
        """The declaration behind an export of a file, or the package that it is re-exported from."""
        steps = self.modules.steps(path, name)
        if not steps:
            package = self._package_of(path, name)
            return Resolved(package=package) if package is not None else self._common_js(path, name)
        last = steps[-1]
        source = self.sources.get(last.path)
        if source is None:
            return None
        if last.name in ("default", "*"):
            return Resolved(source, default_value(source))
        node = declaration(source, last.name)
        return Resolved(source, node, taken_property(source, node, last.name) if node is not None else None)

    def _package_of(self, path: str, name: str) -> str | None:
        """The package that a file re-exports a name from, directly."""
        table = self.modules.table(path)
        if table is None or name not in table.exports:
            return None
        specifier, inner = table.exports[name]
        if specifier is None and inner in table.imports:
            specifier = table.imports[inner][0]
        return specifier if specifier is not None and self.modules.resolve(specifier, path) is None else None

    def _common_js(self, path: str, name: str) -> Resolved | None:
        source = self.sources.get(path) if name == "default" else None
        value = default_value(source) if source is not None else None
        return Resolved(source, value) if value is not None else None


def taken_property(source: Source, node: Node, name: str) -> str | None:
    """The property that a destructuring declarator takes for a name."""
    pattern = node.child_by_field_name("name") if node.type == "variable_declarator" else None
    if pattern is None or pattern.type != "object_pattern":
        return None
    return next((key for key, local in destructured(source, pattern) if local == name and key != "..."), None)


def default_value(source: Source) -> Node | None:
    """The declaration or expression that a module exports by default; ``module.exports =`` counts."""
    for export in exports(source):
        if export.name == "default" and export.specifier is None and not export.type_only:
            if export.value is not None:
                return export.value
            return declaration(source, export.local) if export.local is not None else None
    return common_js_value(source)


def common_js_value(source: Source) -> Node | None:
    """The last value that the module assigns to ``module.exports`` or ``exports.default``."""
    found = None
    for statement in source.root.named_children:
        if statement.type != "expression_statement" or not statement.named_children:
            continue
        assignment = statement.named_children[0]
        if assignment.type != "assignment_expression":
            continue
        left, right = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
        if left is not None and right is not None:
            target = source.text(left)
            if target in ("module.exports", "exports.default", "module.exports.default"):
                found = unwrapped(right)
    return found
