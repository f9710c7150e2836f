"""The handler that a file under ``pages/api`` exports by default.

Source: Next.js documentation, "API Routes": any file under ``pages/api`` is an endpoint; its default export answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.nextjs.references import common_js_value
from reviewer.syntax.bindings import declaration, exports

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Source


def default_export(source: Source) -> tuple[Node, Node | None] | None:
    """The export (or ``module.exports``), and the declaration or expression behind it in this file."""
    for export in exports(source):
        if export.name == "default" and not export.type_only:
            node = export.value
            if export.local is not None and (node is None or node.type == "identifier"):
                node = declaration(source, export.local) or node
            return export.node, node
    value = common_js_value(source)
    return (value, value) if value is not None else None
