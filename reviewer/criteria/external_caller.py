"""Does something other than this app's own React interface call it?"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.model import App, Approach, Endpoint, Evidence, Kind, Side, Via

criterion = Criterion(
    id="external-caller",
    title="Called from outside this app's interface",
    favours=Approach.API_ROUTE,
    what="Callers in another package or app, links and markup that name the address, scripts, rewrites, and whatever "
    "else needs an address.",
    why="A server action can be reached only by the React client of the app that defines it.",
    fix="Use an API route, or keep the one that there is.",
    source='The article: "or even external applications, need to access the same functionality."',
    decides=True,
    asks_for=KEEPS_ROUTE,
)


_WORKERS = frozenset({"sw", "service-worker", "serviceworker", "firebase-messaging-sw"})


@criterion.examine
def outside(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    for site in context.reach(endpoint).sites:
        if site.outside is not None:
            yield criterion.decision(f"`{site.path}` gives its address to others ({site.outside}).", site.place)
            return
        if site.via is Via.OTHER_PACKAGE:
            yield criterion.decision(f"`{site.path}`, in another package, calls it.", site.place)
            return
        if site.via in (Via.LINK, Via.MARKUP):
            yield criterion.decision(f"`{site.path}` links to its address.", site.place)
            return
        if site.side is Side.SCRIPT or _is_script(site.path, endpoint.app):
            yield criterion.decision(f"The script `{site.path}` calls it.", site.place)
            return


def _is_script(path: str, app: App) -> bool:
    """The browser loads it as it is, or runs it as a service worker: it cannot import an action."""
    folder = f"{app.root}/public/" if app.root else "public/"
    stem = path.rpartition("/")[2].partition(".")[0].lower()
    return path.startswith(folder) or stem in _WORKERS
