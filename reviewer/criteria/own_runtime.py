"""Does the route choose its own duration, runtime or region?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.model import Approach, Endpoint, Evidence, Kind, Place

# An action takes these from the page that uses it, so they can be had, but for the whole page.
CHOSEN = 1.5

criterion = Criterion(
    id="own-runtime",
    title="A duration, runtime or region of its own",
    favours=Approach.API_ROUTE,
    what="`maxDuration`, `runtime` and `preferredRegion` in the route's file.",
    why="A route sets them for itself. A server action takes those of the page that uses it, and the actions of one "
    "client run one after another, so long work holds up the next click.",
    fix="Keep long work in a route, or hand it to a queue.",
    source="Next.js documentation, Route Segment Config; React documentation, 'use server', Caveats.",
)

_CONFIG = re.compile(
    rb"\bexport\s+const\s+(maxDuration|runtime|preferredRegion)\b|^\s{0,8}(maxDuration|runtime)\s*:", re.MULTILINE
)


@criterion.examine
def chosen(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    source = context.sources.get(endpoint.path) if endpoint.kind is not Kind.SERVER_ACTION else None
    match = _CONFIG.search(source.data) if source is not None else None
    if source is not None and match is not None:
        name = (match.group(1) or match.group(2)).decode()
        place = Place(endpoint.path, source.line(match.end() - 1))
        yield criterion.evidence(CHOSEN, f"The route sets its own `{name}`.", place)
