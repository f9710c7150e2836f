"""Does somebody rely on its status codes, headers or caching?"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.criteria.facts.http import response_headers
from reviewer.model import Approach, Endpoint, Evidence, Kind

# A form that tells 409 from 422 for its own message can be told the same in a return value.
STATUS_FOR_OWN_FORM = 0.5

criterion = Criterion(
    id="status-and-headers",
    title="Status codes and headers that somebody relies on",
    favours=Approach.API_ROUTE,
    what="`Cache-Control` in the answer, callers that read headers, and callers that tell status codes apart.",
    why="The answer of a server action has status 200 and headers that Next.js chooses.",
    fix="Keep the API route; or return what the status says as a value.",
    source="Next.js documentation, Route Handlers, Headers and Caching.",
    decides=True,
    asks_for=KEEPS_ROUTE,
)


@criterion.examine
def relied_on(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    sites = context.reach(endpoint).sites
    reader = next((site for site in sites if "headers" in site.reads), None)
    if reader is not None:
        yield criterion.decision(f"`{reader.path}` reads headers of its answer.", reader.place)
        return
    for header in response_headers(context.behaviour(endpoint)):
        name, _, value = header.text.partition(": ")
        is_kept = "no-store" not in value and "no-cache" not in value
        if name in ("cache-control", "cdn-cache-control", "etag") and is_kept:
            yield criterion.decision(f"It sets `{name}`, so its answer is cached.", header.place)
            return
    reader = next((site for site in sites if "status" in site.reads), None)
    if reader is not None:
        message = f"`{reader.path}` tells the status codes of its answer apart."
        yield criterion.evidence(STATUS_FOR_OWN_FORM, message, reader.place)
