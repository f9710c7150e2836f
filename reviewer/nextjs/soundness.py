"""What of a file the parser could not read, and whether an endpoint could hide there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.model import Skipped
from reviewer.nextjs.erasure import is_erased
from reviewer.nextjs.relevance import may_use_server
from reviewer.syntax.parser import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_BODIES = frozenset({"statement_block", "class_body", "jsx_element", "jsx_self_closing_element"})


def misunderstood(source: Source) -> Iterator[Skipped]:
    """A file with syntax that the parser does not understand: outside of every body an endpoint may be lost."""
    broken = _broken(source)
    if not broken:
        return
    outside = [node for node in broken if _may_hide_endpoint(source, node)]
    line = source.line((outside or broken)[0].start_byte)
    if outside:
        reason = f"the syntax at line {line} was not understood: an endpoint may be missed there"
    else:
        reason = f"the syntax at line {line} was not understood: what stands there was not judged"
    yield Skipped(source.path, reason, incomplete=bool(outside))


def may_hide_export(source: Source) -> bool:
    """Outside of every body something could not be read, which may be an export."""
    return any(_may_hide_endpoint(source, node) for node in _broken(source))


def _broken(source: Source) -> list[Node]:
    """The outermost places that the parser could not read, and each ``export`` that it took for a name.

    A line end behind the word makes a statement of it, for the grammar; in JavaScript it makes no difference.
    """
    found = [node for node in source.root.named_children if _is_cut_off(source, node)]
    stack = [source.root]
    while stack:
        node = stack.pop()
        if not node.has_error:
            continue
        if node.type == "ERROR" or (node.is_missing and not _is_typed_template(node)):
            found.append(node)
        else:
            stack.extend(reversed(node.children))
    return sorted(found, key=lambda node: node.start_byte)


def _is_cut_off(source: Source, statement: Node) -> bool:
    first = (
        statement.named_children[0] if statement.type == "expression_statement" and statement.named_children else None
    )
    return (
        first is not None and first.type == "identifier" and source.data[first.start_byte : first.end_byte] == b"export"
    )


def _is_typed_template(node: Node) -> bool:
    """The grammar reads ``sql<Row>`...``` as if a ``!`` were missing, and understands all the rest."""
    return node.type == "!" and node.parent is not None and node.parent.type == "non_null_expression"


def may_hide_directive(source: Source) -> bool:
    """The directive, or its letters, stand where the parser could not read."""
    return any(may_use_server(source.data[node.start_byte : node.end_byte]) for node in _broken(source))


def _may_hide_endpoint(source: Source, node: Node) -> bool:
    """The place is in no function's or class's body, and in no statement that is erased or imports."""
    statement = node
    for parent in ancestors(node):
        if parent.type in _BODIES:
            return False
        if parent.type != "program":
            statement = parent
    return statement.type != "import_statement" and not is_erased(source, statement)
