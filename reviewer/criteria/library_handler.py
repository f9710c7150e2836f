"""Does it mount a library's own HTTP handler?"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.model import Approach, Endpoint, Evidence, Kind, Place

criterion = Criterion(
    id="library-handler",
    title="A library's own handler",
    favours=Approach.API_ROUTE,
    what="Methods that a library answers: sign-in, tRPC, GraphQL, uploads, queues, Hono.",
    why="The library's client speaks HTTP to this address.",
    fix="Use an API route, or keep the one that there is.",
    source="The documentation of each library for Next.js; Next.js documentation, Route Handlers.",
    decides=True,
    asks_for=KEEPS_ROUTE,
)


@criterion.examine
def mounted(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is not Kind.SERVER_ACTION and endpoint.tunnel is not None:
        message = f"It hands the request to the handler of a library ({endpoint.tunnel})."
        yield criterion.decision(message, Place(endpoint.path, endpoint.anchor_line))
