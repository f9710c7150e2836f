"""Can the app have server actions at all?

Not where the App Router renders no page, nor in a static export. Before Next.js 14 they are not stable: an upgrade is
needed first, which makes the move dearer and not impossible.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.model import Approach, Endpoint, Evidence, Kind, Place
from reviewer.nextjs.next_version import version_place

# An upgrade is work, but a route that is plainly one form's stays plainly one form's after it.
NEEDS_UPGRADE = 0.3

criterion = Criterion(
    id="no-server-actions",
    title="An app without server actions",
    favours=Approach.API_ROUTE,
    what="Whether the App Router renders any page of the app, whether the app is a static export, and its version of "
    "Next.js.",
    why="Server actions exist only where the App Router renders the caller; an `app` folder with nothing but route "
    "handlers does not change that. They are stable from Next.js 14.",
    fix="Keep the API route; on Next.js 13, upgrade first.",
    source="Next.js documentation, Server Functions (App Router only); Next.js 14 notes; Guides, Static Exports.",
    decides=True,
    asks_for=KEEPS_ROUTE,
)


@criterion.examine
def without_server_actions(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    app, place = endpoint.app, Place(endpoint.path, endpoint.anchor_line)
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    if not app.renders_with_app:
        yield criterion.decision("The App Router renders no page of this app, so it has no server actions.", place)
    elif app.static_export:
        yield criterion.decision("The app is exported as static files, which have no server actions.", place)
    elif app.next_version is not None and not app.has_server_actions:
        major, minor = app.next_version
        message = f"Server actions are stable from Next.js 14; this app uses {major}.{minor}."
        yield criterion.evidence(NEEDS_UPGRADE, message, version_place(context.sources, app.root) or place)
