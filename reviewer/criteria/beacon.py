"""Is the request meant to outlive the page?"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.criteria.facts.words import places_of
from reviewer.model import Approach, CallSite, Endpoint, Evidence, Kind
from reviewer.syntax.kept import KeptOfRun
from reviewer.syntax.parser import Sources

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
MOST_KEPT = 1_000  # files of which is kept where a sign stands
_lines: KeptOfRun[str, frozenset[int]] = KeptOfRun(MOST_KEPT)


@criterion.examine
def outlives_the_page(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    for site in context.reach(endpoint).sites:
        if _is_beacon(site, context):
            yield criterion.decision(f"`{site.path}` sends it even when the page is left.", site.place)
            return


def _is_beacon(site: CallSite, context: Context) -> bool:
    near = range(site.line - 3, site.line + LINES_AROUND)
    return not _lines_of_signs(site.path, context.sources).isdisjoint(near)


def _lines_of_signs(path: str, sources: Sources) -> frozenset[int]:
    """The lines of a file, from 0, with a sign. Looked for once: a document may name a hundred endpoints."""
    known = _lines.of(sources)
    if path not in known:
        data = sources.read(path) or b""
        found, line, begin = set(), 0, 0
        for at in sorted(places_of(_SIGNS, data, 0, len(data))):
            line += data.count(b"\n", begin, at)
            begin = at
            found.add(line)
        known[path] = frozenset(found)
    return known[path]
