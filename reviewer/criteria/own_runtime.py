"""Does the route choose its own duration, runtime or region?"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.segment import own_setting
from reviewer.model import Approach, Endpoint, Evidence

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


@criterion.examine
def chosen(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    setting = own_setting(endpoint, context.sources)
    if setting is not None:
        name, place = setting
        yield criterion.evidence(CHOSEN, f"The route sets its own `{name}`.", place)
