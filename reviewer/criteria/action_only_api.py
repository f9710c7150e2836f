"""Does it do what works in a server action only?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from reviewer.criteria.criterion import Context, Criterion
from reviewer.model import Approach, Endpoint, Evidence, Kind, Place, Side
from reviewer.syntax.parser import walk

if TYPE_CHECKING:
    from tree_sitter import Node

MOST_NODES = 20_000  # of one body
_MARKUP = frozenset({"jsx_element", "jsx_self_closing_element"})
_PARTS = frozenset(
    {"parenthesized_expression", "object", "pair", "array", "ternary_expression", "binary_expression", "as_expression"}
)

criterion = Criterion(
    id="action-only-api",
    title="What only a server action can do",
    favours=Approach.SERVER_ACTION,
    what="`updateTag` and `refresh` of `next/cache`; an answer that holds rendered elements.",
    why="Both functions throw in a route handler, which cannot send elements, either: React serializes what an action "
    "returns.",
    fix="Call them in a server action; in a route handler, `revalidateTag` or `revalidatePath`.",
    source="Next.js documentation, Functions, updateTag and refresh; React documentation, 'use server', Serializable "
    "parameters and return values.",
    decides=True,
)


@criterion.examine
def action_only(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    for call in context.behaviour(endpoint).calls():
        if call.origin == "next/cache" and call.imported in ("updateTag", "refresh"):
            yield criterion.decision(f"`{call.imported}` works in a server action only.", call.place)
            return
    if endpoint.kind is Kind.SERVER_ACTION and _answers_a_client(endpoint, context):
        markup = _markup(endpoint, context)
        if markup is not None:
            yield criterion.decision("It answers with rendered elements, which a route cannot.", markup)


def _answers_a_client(endpoint: Endpoint, context: Context) -> bool:
    """No misplaced component, and no function that only server code calls."""
    name = endpoint.name or ""
    component = name == "default" or name[:1].isupper()
    return not component and any(site.side is not Side.SERVER for site in context.callers.sites)


def _markup(endpoint: Endpoint, context: Context) -> Place | None:
    """An element that is returned, alone or as a part of what is."""
    for handler in endpoint.handlers:
        data = context.sources.read(handler.body.path) or b""
        text = data[handler.body.start_byte : handler.body.end_byte]
        source = context.sources.get(handler.body.path) if b"/>" in text or b"</" in text else None
        if source is None:
            continue
        for node in islice(walk(source.node(handler.body)), MOST_NODES):
            if node.type in _MARKUP and _is_returned(node):
                return source.place(node)
    return None


def _is_returned(element: Node) -> bool:
    """It stands in a ``return``, and not in one of a function that makes a part of another element."""
    above = element.parent
    while above is not None and above.type in _PARTS:
        above = above.parent
    if above is None or above.type != "return_statement":
        return False
    while above is not None and above.type not in _MARKUP:
        above = above.parent
    return above is None
