"""What a pages API route does before it tells the methods apart: who is asking, CORS, validation.

One function answers all methods, so each of them has a branch for its own code. The statements before the branches run
for every one of them, like a wrapper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.criteria.facts.functions import Function, facts_of, named_function
from reviewer.model import Endpoint, Kind

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Sources

MOST_STATEMENTS = 100
_BRANCHES = frozenset({"switch_statement", "return_statement"})


def opening(endpoint: Endpoint, sources: Sources) -> Function | None:
    """The statements that all methods of a pages API route share; None where no part of it answers one method."""
    source = sources.get(endpoint.path) if endpoint.kind is Kind.PAGES_API_ROUTE else None
    whole = named_function(source, "default") if source is not None else None
    if source is None or whole is None or any(handler.body == whole for handler in endpoint.handlers):
        return None
    body = source.node(whole).child_by_field_name("body")
    shared = _shared(body) if body is not None and body.type == "statement_block" else []
    if body is None or not shared:
        return None
    span = source.span(body)._replace(end_byte=shared[-1].end_byte)
    return facts_of(source, shared, span, sources)


def _shared(body: Node) -> list[Node]:
    """The statements that run whatever the method is, and what the conditions of branches ask."""
    found: list[Node] = []
    waiting = list(reversed(body.named_children))
    while waiting and len(found) < MOST_STATEMENTS:
        statement = waiting.pop()
        if statement.type == "try_statement":
            inner = statement.child_by_field_name("body")
            waiting.extend(reversed(inner.named_children) if inner is not None else ())
        elif statement.type == "if_statement":
            condition = statement.child_by_field_name("condition")
            found.extend([condition] if condition is not None else ())
        elif statement.type not in _BRANCHES:
            found.append(statement)
    return found
