"""Is a caller rendered by the Pages Router?

An action imported under `pages/` registers nothing, and its code is shipped to the browser.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.reach import SERVER
from reviewer.model import Approach, Endpoint, Evidence, Side

criterion = Criterion(
    id="pages-router-caller",
    title="Called from a page of the Pages Router",
    favours=Approach.API_ROUTE,
    what="Callers that the Pages Router renders.",
    why="Server actions exist only where the App Router renders the caller. An action that a file under `pages/` "
    "imports registers nothing, and its code ends up in the browser.",
    fix="Call an API route from pages of the Pages Router.",
    source="Next.js documentation, Server Functions (App Router only); tested on a production build of Next.js 16.4.",
    decides=True,
)


@criterion.examine
def under_pages(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    for site in context.reach(endpoint).sites:
        if site.via not in SERVER and site.certain and site.side is Side.PAGES:
            message = f"`{site.path}` calls it and is rendered by the Pages Router, where server actions do not exist."
            yield criterion.decision(message, site.place)
            return
