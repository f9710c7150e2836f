"""A new module made of one function and what it needs of the old one: imports pruned, declarations carried along."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import Edit, replaced, without_statement
from reviewer.report.conversion.naming import rebased, relative_specifier
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.scope import taken_from_outside
from reviewer.report.conversion.style import Style
from reviewer.syntax.bindings import Import, declared, imports, string_value
from reviewer.syntax.parser import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tree_sitter import Node

_TYPES = frozenset({"interface_declaration", "type_alias_declaration", "ambient_declaration"})
_DECLARATIONS = _TYPES | {
    "lexical_declaration",
    "variable_declaration",
    "function_declaration",
    "generator_function_declaration",
    "class_declaration",
    "enum_declaration",
}


@dataclass(frozen=True, slots=True)
class Carried:
    """A top-level declaration that moves along."""

    names: tuple[str, ...]
    node: Node  # the statement
    is_type: bool
    exported: bool

    @property
    def is_exported_type(self) -> bool:
        """A type that others can import by its name from where it is."""
        return self.is_type and self.exported and not any(child.type == "default" for child in self.node.children)


@dataclass(frozen=True, slots=True)
class Module:
    """``head``: the directive or import that comes first. ``added``: names to import, by specifier."""

    path: str
    function: str
    style: Style
    head: str = ""
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    type_imports: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def top_level(source: Source) -> list[Carried]:
    """The declarations of the module that bind names."""
    found: list[Carried] = []
    for node in source.root.named_children:
        inner = node.child_by_field_name("declaration") if node.type == "export_statement" else node
        if inner is None or inner.type not in _DECLARATIONS:
            continue
        names = tuple(name for name, _ in declared(source, inner))
        if names:
            found.append(Carried(names, node, inner.type in _TYPES, node.type == "export_statement"))
    return found


def needed(source: Source, code: str, leave: frozenset[str], old_stays: bool = False) -> list[Carried]:
    """The declarations that the code needs, directly or through each other, in the order of the file.

    ``leave``: exported names that stay where they are. Raises Refused where the code needs one of them. ``old_stays``:
    they, and exported types, can be imported from the old file; what they need themselves is not listed.
    """
    wanted = mentioned_in(source, code)
    declarations = top_level(source)
    taken: set[int] = set()
    grew = True
    while grew:
        grew = False
        for number, declaration in enumerate(declarations):
            if number in taken or wanted.isdisjoint(declaration.names):
                continue
            stays = declaration.is_exported_type or not leave.isdisjoint(declaration.names)
            if not old_stays and not leave.isdisjoint(declaration.names):
                raise Refused(f"it uses `{declaration.names[0]}`, which stays behind")
            taken.add(number)
            if not (old_stays and stays):
                wanted |= taken_from_outside(source, declaration.node)
            grew = True
    return [declaration for number, declaration in enumerate(declarations) if number in taken]


@dataclass(frozen=True, slots=True)
class Parted:
    """Of what is needed: ``moving`` goes along; ``types`` and ``values`` are imported from the old file."""

    moving: list[Carried]
    types: dict[str, tuple[str, ...]]
    values: dict[str, tuple[str, ...]]


def parted(carried: Iterable[Carried], leave: frozenset[str], old: str, new: str) -> Parted:
    """``old`` and ``new``: the paths of the two files."""
    moving: list[Carried] = []
    types: list[str] = []
    values: list[str] = []
    for declaration in carried:
        if declaration.is_exported_type:
            types += declaration.names
        elif not leave.isdisjoint(declaration.names):
            values += declaration.names
        else:
            moving.append(declaration)
    specifier = relative_specifier(new, old)
    return Parted(
        moving, {specifier: tuple(sorted(types))} if types else {}, {specifier: tuple(sorted(values))} if values else {}
    )


def shared(
    source: Source, carried: Iterable[Carried], leaving: Iterable[Node], kept: frozenset[str] = frozenset()
) -> list[str]:
    """The carried declarations that other code of the file needs too: they would be in two files.

    ``leaving``: the statements that go. ``kept``: names that a statement which goes in part still needs. Raises
    Refused for state, which cannot be in two places.
    """
    carried = list(carried)
    moving = {node.id for node in leaving} | {declaration.node.id for declaration in carried}
    remaining = [node for node in source.root.named_children if node.id not in moving]
    needed_there: set[str] = set(kept).union(
        *(taken_from_outside(source, node) for node in remaining if "import" not in node.type)
    )
    both = [declaration for declaration in carried if not needed_there.isdisjoint(declaration.names)]
    for declaration in both:
        text = source.text(declaration.node).removeprefix("export").lstrip()
        if text.startswith(("let", "var")) or (text.startswith("const") and "= new " in text):
            raise Refused(f"`{declaration.names[0]}` is state that other code shares")
    return [name for declaration in both for name in declaration.names]


def mentioned_in(source: Source, code: str) -> set[str]:
    """The names that a piece of code takes from outside, parsed in the language of the file."""
    piece = Source("piece.tsx" if source.tsx else "piece.ts", code.encode())
    return taken_from_outside(piece, piece.root)


def composed(source: Source, module: Module, carried: Iterable[Carried]) -> str:
    """The text of the new module."""
    pieces = [_declaration_text(source, declaration) for declaration in carried]
    body = "\n\n".join([*pieces, module.function])
    names = mentioned_in(source, body)
    lines = _imports(source, module, names)
    blocks = [module.head, "\n".join(lines), body]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _declaration_text(source: Source, declaration: Carried) -> str:
    text = source.text(declaration.node)
    if declaration.exported and not declaration.is_type:
        text = text.removeprefix("export").lstrip()
        if text.startswith("default"):
            raise Refused("it needs the default export of the file")
    comments: list[str] = []
    previous = declaration.node.prev_sibling
    line = declaration.node.start_point[0]
    while previous is not None and previous.type == "comment" and previous.end_point[0] == line - 1:
        comments.insert(0, source.text(previous))
        line = previous.start_point[0]
        previous = previous.prev_sibling
    return "\n".join([*comments, text])


def _imports(source: Source, module: Module, names: set[str]) -> list[str]:
    by_statement: dict[int, tuple[Node, list[Import]]] = {}
    for item in imports(source):
        by_statement.setdefault(item.node.start_byte, (item.node, []))[1].append(item)
    pending = {specifier: list(added) for specifier, added in module.added.items()}
    lines: list[str] = []
    gap = False  # an empty line of the old file stands before the import
    for node, items in by_statement.values():
        if node.type != "import_statement":
            if any(item.local in names for item in items):
                raise Refused("a module is loaded with require()")
            continue
        kept = [item for item in items if item.local in names or item.local == ""]
        before = node.prev_sibling
        gap = gap or (before is not None and before.end_point[0] + 1 < node.start_point[0])
        if not kept:
            continue
        if gap and lines:
            lines.append("")
        gap = False
        specifier = kept[0].specifier
        extra = [name for name in pending.pop(specifier, []) if name not in {item.local for item in kept}]
        if len(kept) == len(items) and not extra and rebased(specifier, source.path, module.path) == specifier:
            lines.append(source.text(node))
        else:
            lines.append(_import_text(source, node, kept, extra, module))
    added = [
        f"import {{ {', '.join(added)} }} from {module.style.string(specifier)}{module.style.semicolon}"
        for specifier, added in pending.items()
    ]
    typed = [
        f"import type {{ {', '.join(added)} }} from {module.style.string(specifier)}{module.style.semicolon}"
        for specifier, added in module.type_imports.items()
    ]
    return [*added, *typed, *lines]


def _import_text(source: Source, node: Node, kept: list[Import], extra: list[str], module: Module) -> str:
    if any(child.type == "import_require_clause" for child in node.named_children):
        raise Refused("a module is loaded with require()")
    statement_typed = any(child.type in ("type", "typeof") for child in node.children)
    origin = node.child_by_field_name("source")
    quote = source.text(origin)[:1] if origin is not None else module.style.quote
    specifier = rebased(string_value(source, origin) if origin is not None else "", source.path, module.path)
    end = ";" if source.text(node).endswith(";") else ""
    if kept[0].local == "":
        return f"import {quote}{specifier}{quote}{end}"
    clauses: list[str] = []
    named: list[str] = []
    for item in kept:
        if item.imported == "default":
            clauses.append(item.local)
        elif item.imported == "*":
            clauses.append(f"* as {item.local}")
        else:
            prefix = "type " if item.type_only and not statement_typed else ""
            named.append(prefix + (item.local if item.local == item.imported else f"{item.imported} as {item.local}"))
    named += extra
    keyword = "import type" if statement_typed else "import"
    tail = f" from {quote}{specifier}{quote}{end}"
    if named:
        line = f"{keyword} {', '.join([*clauses, '{ ' + ', '.join(named) + ' }'])}{tail}"
        if len(line) > module.style.width:
            inner = "".join(f"\n{module.style.indent}{name}," for name in named)
            return f"{keyword} {', '.join([*clauses, '{' + inner + chr(10) + '}'])}{tail}"
        return line
    return f"{keyword} {', '.join(clauses)}{tail}"


def unneeded_imports(before: Source, after: Source, style: Style) -> list[Edit]:
    """The edits of ``after`` that take out imports which ``before`` used and ``after`` does not."""
    used_before, used_after = _names_used(before), _names_used(after)
    by_statement: dict[int, tuple[Node, list[Import]]] = {}
    for item in imports(after):
        by_statement.setdefault(item.node.start_byte, (item.node, []))[1].append(item)
    edits: list[Edit] = []
    here = Module(after.path, "", style)
    for node, items in by_statement.values():
        kept = [item for item in items if item.local in used_after or item.local not in used_before]
        if len(kept) == len(items) or node.type != "import_statement":
            continue
        edits.append(
            replaced(node, _import_text(after, node, kept, [], here)) if kept else without_statement(after, node)
        )
    return edits


def _names_used(source: Source) -> set[str]:
    """All that is mentioned outside the imports."""
    nodes = (node for node in source.root.named_children if node.type != "import_statement")
    return set().union(*(taken_from_outside(source, node) for node in nodes))
