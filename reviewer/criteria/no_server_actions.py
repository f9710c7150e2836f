"""Does the app have server actions at all?"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.model import Approach, Endpoint, Evidence, Kind, Place

criterion = Criterion(
    id="no-server-actions",
    title="An app without server actions",
    favours=Approach.API_ROUTE,
    what="Whether the App Router renders any page of the app.",
    why="Server actions exist only where the App Router renders the caller; an `app` folder with nothing but route "
    "handlers does not change that.",
    fix="Keep the API route.",
    source="Next.js documentation, Server Functions (App Router only).",
    decides=True,
)


@criterion.examine
def without_app_router(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is not Kind.SERVER_ACTION and not endpoint.app.has_server_actions:
        message = "The App Router renders no page of this app, so it has no server actions."
        yield criterion.decision(message, Place(endpoint.path, endpoint.anchor_line))
