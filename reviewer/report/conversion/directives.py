"""The ``'use server'`` directive of a file or of a function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.preview import Refused

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_DIRECTIVES = ('"use server"', "'use server'")


def directive_of(source: Source, block: Node) -> Node | None:
    """The statement among the directives at the top of the block."""
    for statement in block.named_children:
        if statement.type in ("comment", "hash_bang_line"):
            continue
        if statement.type != "expression_statement" or statement.named_children[0].type != "string":
            return None
        if source.text(statement).rstrip(";").rstrip() in _DIRECTIVES:
            return statement
    return None


def directive_of_function(source: Source, body: Node) -> Node:
    """Raises Refused where the function has none."""
    found = directive_of(source, body) if body.type == "statement_block" else None
    if found is None:
        raise Refused("the directive is not found")
    return found
