"""Is it part of a published or documented API?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.model import Approach, Endpoint, Evidence, Kind, Place

# Whoever calls an API public means it for others; but a public page of the same app may be all there is.
CALLED_PUBLIC = 2.5
# Some number every address out of habit. Where this app's own interface is all that calls, the rest must be very clear.
VERSIONED = 1.5

criterion = Criterion(
    id="documented-api",
    title="A documented or versioned API",
    favours=Approach.API_ROUTE,
    what="An OpenAPI description or documentation that names it, a `curl` command in a Markdown file, or a version in "
    "the address (`/v1/`): that decides unless the app's own interface is all that calls.",
    why="What is documented has readers outside this repository.",
    fix="Use an API route, or keep the one that there is.",
    source='The article: "Multiple parts of your application, or even external applications"; "a RESTful API".',
    decides=True,
    asks_for=KEEPS_ROUTE,
)

_WORDS = (b"@swagger", b"@openapi")
_MARK = re.compile(
    rb"(?:^|/\*\*?|//)[ \t*]{0,20}@(?:swagger|openapi)(?![\w/-])", re.MULTILINE
)  # begins a comment's line
_OUTSIDE = frozenset({"curl", "documentation", "openapi", "docs", "sdk"})


@criterion.examine
def documented(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    reach = context.reach(endpoint)
    for site in reach.sites:
        if site.outside in _OUTSIDE:
            yield criterion.decision(f"`{site.path}` documents it.", site.place)
            return
    place = Place(endpoint.path, endpoint.anchor_line)
    version = next((part for part in (endpoint.url or "").split("/") if part[:1] == "v" and part[1:].isdigit()), None)
    if version is not None:
        message = f"Its address carries the version `{version}` of an API."
        if not reach.only_own_interface or reach.gaps:
            yield criterion.decision(message, place)
            return
        yield criterion.evidence(VERSIONED, message, place)
    if "public" in (endpoint.url or "").split("/"):
        yield criterion.evidence(CALLED_PUBLIC, "Its address calls it public.", place)
    text = context.sources.read(endpoint.path)
    if text is not None and any(word in text for word in _WORDS) and _MARK.search(text) is not None:
        yield criterion.decision("A comment describes it for an OpenAPI document.", place)
