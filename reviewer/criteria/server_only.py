"""Does only the app's own server code call it?

Then it needs no endpoint: a plain function in a server module does the same, and cannot be called from outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.client_code import in_client_code
from reviewer.criteria.facts.reach import SERVER
from reviewer.criteria.facts.segment import own_setting
from reviewer.model import Approach, CallSite, Endpoint, Evidence, Kind, Recommendation, Side

# The server asking its own address has its excuses, such as a cache; a runtime or duration of its own is more than one.
OWN_ADDRESS = 1.2

criterion = Criterion(
    id="server-only",
    title="Called by server code only",
    favours=Approach.API_ROUTE,
    what="An action all of whose callers are server components, route handlers or other server functions; a route that "
    "only the app's own server code requests, which does not decide: a cache or a proxy may be why.",
    why="Every export of a file with `'use server'` is an endpoint that anybody can call with arguments of their own "
    "choice. A plain server function does the same work and opens none.",
    fix="Move the work to a function of a module without `'use server'`, with `import 'server-only'` at its top.",
    source="Next.js documentation, Guides, Data Security, Server Actions; Data Access Layer.",
    decides=True,
    asks_for="a plain server function, and no endpoint",
)


@criterion.examine
def only_server_code(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    reach = context.reach(endpoint)
    if not reach.sites or reach.gaps or endpoint.inline:
        return
    for site in reach.sites:
        runs_on_server = site.via in SERVER and site.side in (Side.SERVER, Side.SHARED)
        if not runs_on_server or not site.certain or site.outside is not None:
            return
    first = reach.sites[0]
    if endpoint.kind is Kind.SERVER_ACTION:
        if _is_handed_on(endpoint, reach.sites, context):
            return  # a server component may give it to a form or to a client component
        paths = {site.path for site in reach.sites}
        if any(in_client_code(path, context.sources, context.modules) for path in paths):
            return  # the directive keeps the function out of the browser
        several = len(paths) > 1
        callers = f"in {len(paths)} files, `{first.path}` among them" if several else f"in `{first.path}`"
        yield criterion.decision(f"Only server code calls it, {callers}.", first.place, Recommendation.SERVER_MODULE)
    elif own_setting(endpoint, context.sources) is None:
        message = f"Only the app's own server code requests it, such as `{first.path}`."
        yield criterion.evidence(OWN_ADDRESS, message, first.place, recommends=Recommendation.SERVER_MODULE)


def _is_handed_on(endpoint: Endpoint, sites: Sequence[CallSite], context: Context) -> bool:
    """The action's name stands somewhere as a value, such as in an object or an array, and is not called there.

    Who hands it straight to a function, as in ``ids.map(load)``, runs it. Where it is imported when it is needed, all
    that the file does with it is looked at.
    """
    name = (endpoint.binding or endpoint.name or "").encode()
    lines: dict[str, list[bytes]] = {}
    for site in sites:
        if site.path not in lines:
            source = context.sources.get(site.path)
            lines[site.path] = source.data.split(b"\n") if source is not None else []
        here = lines[site.path][site.line - 1 : site.line]
        if any(re.search(_IMPORT, line) is not None for line in here):
            here = re.sub(_IMPORTED_THERE, b"", b"\n".join(lines[site.path])).split(b"\n")
        for line in here:
            named = [match for match in re.finditer(rb"[\w$]+", line) if match.group() == name]
            if named and all(_is_value(line, match) for match in named):
                return True
    return False


_IMPORT = rb"\bimport\s?\("
_IMPORTED_THERE = rb"\{[^{}]{0,400}\}\s{0,20}=\s{0,20}await\s{1,20}import\s?\("


def _is_value(line: bytes, name: re.Match[bytes]) -> bool:
    before, after = line[: name.start()].rstrip(), line[name.end() :].lstrip()
    return not after.startswith((b"(", b"<", b".", b"?", b"!")) and not before.endswith((b"(", b"<", b"."))
