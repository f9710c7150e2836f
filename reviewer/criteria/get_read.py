"""Is it a GET that reads, or one that something other than a click or a form reaches?

Server actions are always POST: what is read with GET can be cached, prefetched, linked, polled and read by query
hooks. A GET that changes something for one button is no read, whatever its method says.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.criteria.facts.work import certain_mutation
from reviewer.model import Approach, Endpoint, Evidence, Kind, Place, Via

criterion = Criterion(
    id="get-read",
    title="A GET that reads",
    favours=Approach.API_ROUTE,
    what="A method GET or HEAD that changes nothing, or that query hooks, effects, links or other code than a click "
    "or a form reach; a route of any method that a query hook reads.",
    why="Server actions are for changes: they are sent with POST, one after another, and are never cached.",
    fix="Keep the route, or read the data in a server component.",
    source="Next.js documentation, Server Functions, mutating data; React documentation, 'use server', Caveats: "
    '"Server Functions are designed for mutations".',
    decides=True,
    asks_for=KEEPS_ROUTE,
)

_INTERACTIONS = frozenset({Via.FORM, Via.EVENT_HANDLER})


@criterion.examine
def read_over_get(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    sites = context.reach(endpoint).sites
    reader = next((site for site in sites if site.via is Via.QUERY_HOOK), None)
    if reader is not None:
        yield criterion.decision(f"A query hook in `{reader.path}` reads it.", reader.place)
        return
    polling = next((site for site in sites if site.polls), None)
    if polling is not None:
        yield criterion.decision(f"`{polling.path}` asks it again and again.", polling.place)
        return
    if not endpoint.methods or not set(endpoint.methods) <= {"GET", "HEAD"}:
        return
    if certain_mutation(context.behaviour(endpoint)) is None:
        yield criterion.decision("It answers `GET` and changes nothing.", Place(endpoint.path, endpoint.anchor_line))
    elif not sites or not all(site.via in _INTERACTIONS for site in sites):
        message = "It answers `GET`, so anything that follows its address may reach it."
        yield criterion.decision(message, Place(endpoint.path, endpoint.anchor_line))
