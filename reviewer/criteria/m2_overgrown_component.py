"""M2: does the server action make the component that holds it overly complex?

Only an action written inside a component, in a file that renders markup, can: one in a module of its own is already
broken out, however long it is, and one that stands beside the component crowds nothing but the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.complexity import FUNCTIONS
from reviewer.criteria.facts.functions import Function, function_at
from reviewer.model import Approach, Endpoint, Evidence, Kind, Recommendation, Span

# An action of more than a few steps hides the markup around it. Three in four real inline actions have at most five.
OVERGROWN = 2.5
GROWING = 1.0
MANY_STATEMENTS, MANY_AWAITS, COMPLEX = 14, 4, 8
CROWDED = 60  # statements of all the actions in one component

criterion = Criterion(
    id="M2",
    title="A component made overly complex by its server action",
    favours=Approach.SERVER_ACTION,
    what="An action written inside a component: its statements, branches and calls.",
    why="Back-end logic crammed into a component hides both: the markup from those who style it, the logic from those "
    "who test it.",
    fix="Move the action to a file that begins with `'use server'` and import it; or make it an API route where it "
    "serves more than this component.",
    source='The article: "avoid cramming too much back-end logic directly inside your components. If a Server Action '
    'becomes complicated, consider breaking it out into a standalone file or even an API Route."',
    asks_for="a file of its own for the server action",
)


@criterion.examine
def overgrown_component(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is not Kind.SERVER_ACTION or not endpoint.inline:
        return
    body = next(iter(context.behaviour(endpoint).bodies), None)
    text = context.sources.read(endpoint.path)
    if body is None or text is None or (b"</" not in text and b"/>" not in text):
        return
    size = body.size
    grown = (size.statements >= MANY_STATEMENTS) + (size.awaits >= MANY_AWAITS) + (size.cognitive >= COMPLEX)
    if not grown:
        return
    component = _component(body.span, context)
    others = _beside(endpoint, component, context)
    crowded = size.statements + sum(other.size.statements for other in others) >= CROWDED and bool(others)
    overgrown = component is not None and (crowded or grown > 1 or size.statements > 2 * MANY_STATEMENTS)
    statements = f"{size.statements} statement{'' if size.statements == 1 else 's'}"
    awaits = f" and {size.awaits} awaited call{'' if size.awaits == 1 else 's'}" if size.awaits else ""
    where = "the component that it is written in" if component is not None else "the file of the component beside it"
    more = f", among {len(others) + 1} actions" if crowded and component is not None else ""
    message = f"It puts {statements}{awaits} into {where}{more}."
    weight = OVERGROWN if overgrown else GROWING
    yield criterion.evidence(weight, message, body.span.place, recommends=Recommendation.EXTRACT)


def _component(action: Span, context: Context) -> Span | None:
    """The outermost function around an action."""
    source = context.sources.get(action.path)
    if source is None:
        return None
    found = None
    node = source.node(action).parent
    while node is not None:
        found = node if node.type in FUNCTIONS else found
        node = node.parent
    return source.span(found) if found is not None else None


def _beside(endpoint: Endpoint, component: Span | None, context: Context) -> list[Function]:
    """The other actions that are written inside the component."""
    if component is None:
        return []
    spans = (handler.body for other in context.siblings if other.inline for handler in other.handlers)
    inside = {span for span in spans if component.start_byte <= span.start_byte and span.end_byte <= component.end_byte}
    own = {handler.body for handler in endpoint.handlers}
    found = (function_at(span, context.sources) for span in sorted(inside - own))
    return [function for function in found if function is not None]
