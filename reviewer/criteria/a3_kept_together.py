"""A3: do the endpoint and its caller belong together?

Speaks where the route's own code or its caller already do what an action would do in one step: revalidate, refresh,
or live side by side.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.model import Approach, Endpoint, Evidence, Kind

# revalidatePath in a route only marks the data stale; in an action the new page comes back in the same answer.
REVALIDATES = 1.0
REFRESHES = 0.7
SIDE_BY_SIDE = 0.5

criterion = Criterion(
    id="A3",
    title="Front end and back end kept close together",
    favours=Approach.SERVER_ACTION,
    what="Revalidation inside the endpoint, a refresh of the page after the request, and caller and endpoint in one "
    "folder.",
    why="After a server action the new interface comes back in the same answer; after a request to a route the caller "
    "must ask for it again.",
    fix="Call `revalidatePath` in the action and drop `router.refresh()` in the component. What a library such as SWR "
    "keeps in the browser is still to be renewed there.",
    source='The article: "You prefer to keep your front-end and back-end code closely integrated"; Next.js '
    "documentation, Guides, Forms, and functions revalidatePath and revalidateTag.",
)


@criterion.examine
def kept_together(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    reach = context.reach(endpoint)
    if not reach.only_own_interface:
        return
    if endpoint.kind is not Kind.SERVER_ACTION and "GET" in endpoint.methods:
        return
    for call in context.behaviour(endpoint).calls():
        if call.origin == "next/cache" and call.imported in ("revalidatePath", "revalidateTag"):
            yield criterion.evidence(REVALIDATES, f"It revalidates the page with `{call.imported}`.", call.place)
            return
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    refreshing = next((site for site in reach.sites if site.refreshes), None)
    if refreshing is not None:
        message = "After the request, the interface refreshes its data in a step of its own."
        yield criterion.evidence(REFRESHES, message, refreshing.place)
        return
    folder = endpoint.path.rpartition("/")[0]
    near = next((site for site in reach.sites if site.path.startswith(folder + "/")), None)
    if near is not None:
        message = f"Its caller `{near.path}` is in the same folder."
        yield criterion.evidence(SIDE_BY_SIDE, message, near.place)
