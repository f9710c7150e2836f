"""Does a server action speak HTTP: take a request object, or return a response?

A client cannot send a request object as an argument, and a response cannot be sent back: neither can work as an action.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.http import is_response
from reviewer.criteria.facts.reach import SERVER
from reviewer.model import Approach, Endpoint, Evidence, Kind, Recommendation
from reviewer.nextjs.routing import METHODS, is_route_file
from reviewer.syntax.bindings import imports

criterion = Criterion(
    id="request-parameter",
    title="A server action that takes a request",
    favours=Approach.API_ROUTE,
    what="A parameter of type `Request`, `NextRequest` or `NextApiRequest` in an exported action.",
    why="The arguments of a server action are serialised; a request object cannot be, so no client can call it.",
    fix="Write a route handler; or, where only server code calls it, move it to a module without `'use server'`.",
    source="React documentation, 'use server', Serializable parameters and return values.",
    decides=True,
    asks_for="an API route, or a plain server function where it answers no request",
)

_TYPE = r"(\??):\s*(Request|NextRequest|NextApiRequest)\b"
_FROM = ("next", "next/server")


@criterion.examine
def takes_request(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is not Kind.SERVER_ACTION or endpoint.wrappers or _answers_requests(endpoint):
        return
    for body in context.behaviour(endpoint).bodies:
        typed = next((match for text in body.parameters if (match := re.search(_TYPE, text[:400])) is not None), None)
        if typed is None or not _is_of_the_platform(typed.group(2), endpoint, context):
            continue
        sites = context.reach(endpoint).sites
        called_by_server = bool(sites) and all(site.via in SERVER for site in sites)
        if typed.group(1) and sites and not called_by_server:
            return  # a client leaves it out
        answers = any(is_response(call) for call in body.calls)
        is_route = answers and not called_by_server
        recommends = Recommendation.API_ROUTE if is_route else Recommendation.SERVER_MODULE
        message = f"It takes a `{typed.group(2)}`, which no client can send to a server action."
        yield criterion.decision(message, body.span.place, recommends)
        return


def _answers_requests(endpoint: Endpoint) -> bool:
    """``'use server'`` stands in a route file by mistake: Next.js sends requests to its methods all the same."""
    return endpoint.name in METHODS and is_route_file(endpoint.app, endpoint.path)


def _is_of_the_platform(name: str, endpoint: Endpoint, context: Context) -> bool:
    """Not a type of that name which the app declares or imports from elsewhere."""
    source = context.sources.get(endpoint.path)
    if source is None:
        return False
    origin = next((item.specifier for item in imports(source) if item.local == name), None)
    if origin is not None:
        return origin in _FROM
    declares = re.compile(rb"\b(?:interface|type|class)\s+" + name.encode() + rb"\b")
    return name == "Request" and declares.search(source.data) is None
