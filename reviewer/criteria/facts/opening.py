"""What a pages API route does before it tells the methods apart: who is asking, CORS, validation.

One function answers all methods, so each of them has a branch for its own code. The statements before the branches run
for every one of them, like a wrapper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.criteria.facts.declared import declared_at
from reviewer.criteria.facts.functions import Function, facts_of
from reviewer.model import Endpoint, Kind, Span
from reviewer.syntax.kept import KeptOfRun

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Source, Sources

MOST_STATEMENTS = 100
MOST_KEPT = 1_000  # functions of which is kept how they begin
_BRANCHES = frozenset({"switch_statement", "return_statement"})
_cache: KeptOfRun[Span, Function | None] = KeptOfRun(MOST_KEPT)


def opening(endpoint: Endpoint, sources: Sources) -> Function | None:
    """The statements that all methods of a pages API route share; None where no part of it answers one method."""
    if endpoint.kind is not Kind.PAGES_API_ROUTE:
        return None
    whole = declared_at(endpoint.path, "default", None, sources)
    if whole is None or any(handler.body == whole for handler in endpoint.handlers):
        return None
    known = _cache.of(sources)
    if whole not in known:
        source = sources.get(whole.path)
        known[whole] = _beginning(source, whole, sources) if source is not None else None
    return known[whole]


def _beginning(source: Source, whole: Span, sources: Sources) -> Function | None:
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
