"""What a route file exports in the manner of CommonJS, and why all of its exports may not be known.

Source: Next.js serves ``module.exports`` of a route file as it serves ``export`` (tests/nextjs builds such an app).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.nextjs.erasure import is_erased
from reviewer.nextjs.soundness import may_hide_export
from reviewer.syntax.bindings import declaration, exports, unwrapped
from reviewer.syntax.escapes import without_escapes
from reviewer.syntax.parser import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from reviewer.nextjs.references import Resolver
    from reviewer.syntax.bindings import Export
    from reviewer.syntax.parser import Source

MAX_STARS = 64  # files that are followed from one ``export *``
_WHOLE = frozenset({"module.exports", "exports"})
_ROADS = frozenset(
    {"module", "exports", "eval", "__webpack_module__", "__turbopack_context__"}
)  # with ``this``, what leads to all that such a module exports
_NAMES = frozenset({"identifier", "shorthand_property_identifier"})


def assigned(source: Source) -> Iterator[tuple[str, Node, Node]]:
    """The name, the statement and the value of each export that is assigned at the top of the module."""
    for statement, target, value in _assignments(source):
        whole, _, name = target.rpartition(".")
        if whole in _WHOLE and name != "exports":
            yield name, statement, _declared(source, value)
        elif target == "module.exports" and value.type == "object":
            for item in value.named_children:
                key, part = _entry(item)
                if key is not None and part is not None:
                    yield _key(source, key), statement, _declared(source, part)


def _assignments(source: Source) -> Iterator[tuple[Node, str, Node]]:
    for statement in source.root.named_children:
        node = statement.named_children[0] if statement.named_children else statement
        if statement.type != "expression_statement" or node.type != "assignment_expression":
            continue
        targets = []
        while node.type == "assignment_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is None or right is None:
                break
            targets.append(left)
            node = unwrapped(right)
        for target in targets:
            yield statement, source.text(target), node


def _entry(item: Node) -> tuple[Node | None, Node | None]:
    if item.type == "pair":
        return item.child_by_field_name("key"), item.child_by_field_name("value")
    if item.type == "shorthand_property_identifier":
        return item, item
    if item.type == "method_definition":
        return item.child_by_field_name("name"), item
    return None, None


def _key(source: Source, key: Node) -> str:
    return without_escapes(source.text(key).strip("'\""))


def _declared(source: Source, value: Node) -> Node:
    value = unwrapped(value)
    found = declaration(source, source.text(value)) if value.type in _NAMES else None
    return found if found is not None else value


def unknown_exports(source: Source, resolver: Resolver) -> str | None:
    """Why the file may export more than can be seen, in words for the reader of a report."""
    for statement in _exports(source):
        if any(child.type == "=" for child in statement.children):
            return f"what `export =` hands over at line {source.line(statement.start_byte)} was not read"
    star = _star_into_the_unknown(source, resolver) if b"*" in source.data else None
    if star is not None:
        return f"what `export *` takes over at line {source.line(star.start_byte)} could not be read"
    line = _line_of_other_use(source)
    return f"what the module exports by its code at line {line} was not understood" if line is not None else None


def leads_to(source: Source, resolver: Resolver) -> frozenset[str]:
    """The files whose exports the file hands on whole, through any number of others."""
    seen: set[str] = set()
    waiting = [source]
    while waiting and len(seen) < MAX_STARS:
        here = waiting.pop()
        specifiers = [star.specifier or "" for star in _stars(here)]
        if not _exports(here):
            specifiers += _required(here)
        paths = {resolver.modules.resolve(specifier, here.path) for specifier in specifiers}
        for path in sorted(each for each in paths if each is not None and each not in seen):
            seen.add(path)
            target = resolver.sources.get(path)
            if target is not None:
                waiting.append(target)
    return frozenset(seen)


def _exports(source: Source) -> list[Node]:
    return [node for node in source.root.named_children if node.type == "export_statement"]


def _star_into_the_unknown(source: Source, resolver: Resolver) -> Node | None:
    """The ``export *`` that leads, through any number of files, to one that cannot be read."""
    for first in _stars(source):
        seen, waiting = {source.path}, [(source, first.specifier)]
        while waiting:
            here, specifier = waiting.pop()
            path = resolver.modules.resolve(specifier or "", here.path)
            target = resolver.sources.get(path) if path is not None and len(seen) < MAX_STARS else None
            if target is None or any(assigned(target)) or _line_of_other_use(target) is not None:
                return first.node
            if may_hide_export(target):
                return first.node
            if target.path not in seen:
                seen.add(target.path)
                waiting.extend((target, star.specifier) for star in _stars(target))
    return None


def _required(source: Source) -> Iterator[str]:
    """What the file gets by ``require("...")``."""
    for node in walk(source.root):
        called = node.child_by_field_name("function") if node.type == "call_expression" else None
        given = node.child_by_field_name("arguments")
        if called is None or given is None or source.text(called) != "require" or not given.named_children:
            continue
        if given.named_children[0].type == "string":
            yield without_escapes(source.text(given.named_children[0])[1:-1])


def _stars(source: Source) -> list[Export]:
    return [one for one in exports(source) if one.name == "*" and not one.type_only and not is_erased(source, one.node)]


def _line_of_other_use(source: Source) -> int | None:
    """Where a module without any ``export`` does more with ``module`` or ``exports`` than to assign plain names."""
    if _exports(source):  # then the two are no exports: the build fails, or they are unknown names
        return None
    unclear = {at.id for at, target, value in _assignments(source) if not _is_plain(target, value)}
    plain = {at.id for at, _, _ in _assignments(source)} - unclear
    for statement in source.root.named_children:
        if statement.id in plain:
            continue
        for node in walk(statement):
            if node.type == "this" or (node.type in _NAMES and source.text(node) in _ROADS):
                return source.line(node.start_byte)
    return None


def _is_plain(target: str, value: Node) -> bool:
    whole, _, name = target.rpartition(".")
    if whole in _WHOLE and name != "exports":
        return True
    if target != "module.exports" or value.type != "object":
        return False
    keys = [_entry(item)[0] for item in value.named_children if item.type != "comment"]
    return all(key is not None and key.type != "computed_property_name" for key in keys)
