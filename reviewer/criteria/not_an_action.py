"""Is `'use server'` on a page or a component, where nobody meant an action?

Next.js compiles it silently: the function that renders becomes a public endpoint.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.model import Approach, Endpoint, Evidence, Kind, Place, Recommendation

criterion = Criterion(
    id="not-an-action",
    title="A misplaced 'use server'",
    favours=Approach.API_ROUTE,
    what="`'use server'` at the top of a page, a layout, a component or another file that renders.",
    why="Server components need no directive. With it, every export of the file becomes an endpoint that anybody can "
    "call, and none of them was meant to be.",
    fix="Remove the directive.",
    source="React documentation, 'use server', Pitfall; Next.js documentation, Data Security.",
    decides=True,
    asks_for="a plain server function, and no endpoint",
)

_RENDERED = frozenset({"page", "layout", "template", "loading", "error", "default", "not-found", "global-error"})
_RENDERING = frozenset({"default", "generateMetadata", "generateStaticParams", "generateViewport"})


@criterion.examine
def misplaced(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is not Kind.SERVER_ACTION or endpoint.inline:
        return
    stem = endpoint.path.rpartition("/")[2].rpartition(".")[0]
    bodies = context.behaviour(endpoint).bodies
    is_page = stem in _RENDERED and endpoint.path.startswith((endpoint.app.app_dir or "app") + "/")
    is_component = bool(bodies) and bodies[0].returns_jsx and _is_component(endpoint)
    if (is_page and endpoint.name in _RENDERING) or is_component:
        message = "With `'use server'` at the top of this file, a function that only renders is a public endpoint."
        yield criterion.decision(message, Place(endpoint.path, 1), Recommendation.SERVER_MODULE)


def _is_component(endpoint: Endpoint) -> bool:
    """Named like a component; ``GET`` is not."""
    name = endpoint.binding or endpoint.name or ""
    return name[:1].isupper() and not name.isupper()
