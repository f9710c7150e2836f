"""Does it need the body as bytes or text, as it came?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.functions import Function
from reviewer.criteria.facts.http import FUNCTIONS_ASKED_AGAIN
from reviewer.model import Approach, Endpoint, Evidence, Kind

criterion = Criterion(
    id="raw-body",
    title="The raw body of the request",
    favours=Approach.API_ROUTE,
    what="`arrayBuffer()`, `blob()`, `body` or the text of the request, or a body parser that is switched off.",
    why="Next.js decodes the arguments of a server action before the code sees them.",
    fix="Use an API route, or keep the one that there is.",
    source="Next.js documentation, Route Handlers, Request Body; API Routes, Custom config.",
    decides=True,
    asks_for=KEEPS_ROUTE,
)

_RAW = frozenset({"arrayBuffer", "blob", "text"})
_REQUESTS = frozenset({"req", "request", "_req", "_request"})


@criterion.examine
def raw_body(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    behaviour = context.behaviour(endpoint)
    for function in behaviour.all():
        reading = _reading(function)
        if reading is not None:
            yield criterion.decision(f"It reads the raw body with `{reading.text}()`.", reading.place)
            return
    for body in behaviour.bodies:
        for call in body.calls:
            if call.origin in ("formidable", "busboy", "multer", "micro", "raw-body", "next-connect"):
                yield criterion.decision(f"It reads the raw body with `{call.text}`.", call.place)
                return


@lru_cache(FUNCTIONS_ASKED_AGAIN)
def _reading(function: Function) -> Call | None:
    for call in function.calls:
        is_raw = call.name in _RAW and len(call.chain) == 2 and call.chain[0] in _REQUESTS
        if is_raw and not (call.name == "text" and _is_parsed_at_once(function.calls)):
            return call
    return None


def _is_parsed_at_once(calls: tuple[Call, ...]) -> bool:
    """``JSON.parse(await request.text())`` is JSON by another way."""
    return any(call.text == "JSON.parse" and any("text" in passed for passed in call.passes) for call in calls)
