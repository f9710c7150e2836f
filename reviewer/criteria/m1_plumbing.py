"""M1: is the API route only plumbing between one component and one function?

Speaks where the route takes JSON or a form from this app's own interface, and answers with JSON or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.behaviour import Behaviour
from reviewer.criteria.facts.http import is_response, redirects
from reviewer.criteria.facts.reach import Reach, owner_file
from reviewer.criteria.facts.work import mutation
from reviewer.model import Approach, Endpoint, Evidence, Kind

PLUMBING = 0.7  # true of most routes that an interface calls: it supports the other criteria and says little alone

_VALUES = frozenset({"json", "formData"})  # taken from the request, or answered

criterion = Criterion(
    id="M1",
    title="An API route for a simple task",
    favours=Approach.SERVER_ACTION,
    what="A route that changes something, takes JSON or a form from this app's own components and answers JSON or "
    "nothing.",
    why="Both sides then spend their lines on turning arguments into a request and an answer into a value, which a "
    "server action does by itself.",
    fix="Call the function instead of the address.",
    source="The article: \"Overusing API Routes for Simple Tasks. Don't feel obligated to create an API Route every "
    'time you need back-end logic."',
)


@criterion.examine
def plumbing(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    reach = context.reach(endpoint)
    behaviour = context.behaviour(endpoint)
    if not reach.only_own_interface or mutation(endpoint, behaviour) is None:
        return
    if any(site.reads & {"stream", "blob", "text", "headers", "redirect"} for site in reach.sites):
        return
    if next(redirects(behaviour), None) is not None:
        return
    if any(is_response(call) or call.name in _VALUES for call in behaviour.calls()):
        yield criterion.evidence(PLUMBING, _exchange(reach, behaviour), endpoint.handlers[0].body.place)


def _exchange(reach: Reach, behaviour: Behaviour) -> str:
    caller = f"`{owner_file(reach.sites[0])}`"
    sent = frozenset().union(*(site.sends for site in reach.sites))
    if sent & {"form-data", "file"} or any(call.name == "formData" for call in behaviour.calls()):
        return f"{caller} sends it a form, which an action takes as it is."
    return f"It and {caller} exchange plain values, which a function call does by itself."
