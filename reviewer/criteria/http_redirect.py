"""Does it redirect a browser that navigates to it?"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.criteria.facts.http import redirects, response_headers
from reviewer.model import Approach, Endpoint, Evidence, Kind

criterion = Criterion(
    id="http-redirect",
    title="A redirect over HTTP",
    favours=Approach.API_ROUTE,
    what="A route that answers with a redirect or a `Location`, or whose caller relies on one.",
    why="A link, a form of plain HTML, an e-mail or another site sends the browser to an address, and the answer sends "
    "it on; a server action has no address.",
    fix="Use an API route, or keep the one that there is.",
    source="Next.js documentation, Route Handlers, Redirects.",
    decides=True,
    asks_for=KEEPS_ROUTE,
)


@criterion.examine
def redirecting(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    place = next(redirects(context.behaviour(endpoint)), None)
    if place is not None:
        yield criterion.decision("It answers with a redirect for the browser.", place)
        return
    named = next((set_ for set_ in response_headers(context.behaviour(endpoint)) if _is_location(set_.text)), None)
    if named is not None:
        yield criterion.decision("It answers with another address (`Location`), which only HTTP carries.", named.place)
        return
    for site in context.reach(endpoint).sites:
        if "redirect" in site.reads:
            yield criterion.decision(f"`{site.path}` relies on its redirect.", site.place)
            return


def _is_location(header: str) -> bool:
    """Of a redirect, or of what a 201 has made (RFC 9110, section 10.2.2)."""
    return header.partition(":")[0] == "location"
