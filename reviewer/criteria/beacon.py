"""Is the request meant to outlive the page?"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.model import Approach, CallSite, Endpoint, Evidence, Kind

LINES_AROUND = 6  # of the call: the options of a fetch stand a few lines below its address

criterion = Criterion(
    id="beacon",
    title="A request that outlives the page",
    favours=Approach.API_ROUTE,
    what="`navigator.sendBeacon`, and `fetch` with `keepalive`.",
    why="The browser sends these after the page is gone. The call of a server action dies with its page.",
    fix="Use an API route, or keep the one that there is.",
    source="MDN, Navigator.sendBeacon and RequestInit.keepalive.",
    decides=True,
    asks_for=KEEPS_ROUTE,
)

_SIGNS = (b"sendBeacon(", b"sendBeacon?.(", b"keepalive: true")


@criterion.examine
def outlives_the_page(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    for site in context.reach(endpoint).sites:
        if _is_beacon(site, context):
            yield criterion.decision(f"`{site.path}` sends it even when the page is left.", site.place)
            return


def _is_beacon(site: CallSite, context: Context) -> bool:
    data = context.sources.read(site.path)
    if data is None or not any(sign in data for sign in _SIGNS):
        return False
    lines = data.split(b"\n")
    near = b"\n".join(lines[max(0, site.line - 3) : site.line + LINES_AROUND])
    return any(sign in near for sign in _SIGNS)
