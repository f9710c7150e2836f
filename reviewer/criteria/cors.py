"""Do other origins call it? It answers CORS headers, or the preflight request."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.criteria.facts.http import response_headers
from reviewer.model import Approach, Endpoint, Evidence, Kind, Place

criterion = Criterion(
    id="cors",
    title="Called from other origins",
    favours=Approach.API_ROUTE,
    what="`Access-Control-*` headers in the answer, an `OPTIONS` method in the same file, or a CORS wrapper.",
    why="Next.js refuses a server action whose `Origin` is another host; only a route can allow other origins.",
    fix="Use an API route, or keep the one that there is.",
    source="Next.js documentation, Route Handlers, CORS; next.config.js, serverActions, allowedOrigins.",
    decides=True,
    asks_for=KEEPS_ROUTE,
)


@criterion.examine
def other_origins(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    behaviour = context.behaviour(endpoint)
    for header in response_headers(behaviour):
        if header.text.startswith("access-control-"):
            yield criterion.decision("It answers CORS headers, so other origins may call it.", header.place)
            return
    preflight = next((item for item in (endpoint, *context.siblings) if "OPTIONS" in item.methods), None)
    if preflight is not None:
        message = "The file answers `OPTIONS`, the preflight request of other origins."
        yield criterion.decision(message, Place(preflight.path, preflight.anchor_line))
        return
    for body in behaviour.bodies:
        wrapped = [call.text for call in body.wrapped_by if "cors" in call.text.lower()]
        if body.cors or wrapped:
            message = f"`{(wrapped or body.cors)[0]}` lets other origins call it."
            yield criterion.decision(message, body.span.place)
            return
