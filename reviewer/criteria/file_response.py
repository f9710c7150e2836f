"""Does it answer a file, an image, or another body that is not JSON?"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.criteria.facts.http import response_headers
from reviewer.model import Approach, Endpoint, Evidence, Kind

criterion = Criterion(
    id="file-response",
    title="A file or image as the answer",
    favours=Approach.API_ROUTE,
    what="`Content-Disposition`, a content type other than JSON, `ImageResponse`, or a caller that saves the answer.",
    why="A download link, an image source or a feed reader needs an address with a content type.",
    fix="Use an API route, or keep the one that there is.",
    source="Next.js documentation, Route Handlers, Non-UI Responses.",
    decides=True,
    asks_for=KEEPS_ROUTE,
)

_PLAIN = ("application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data")


@criterion.examine
def other_bodies(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    behaviour = context.behaviour(endpoint)
    for header in response_headers(behaviour):
        name, _, value = header.text.partition(": ")
        if name == "content-disposition":
            yield criterion.decision("It answers a file to download (`Content-Disposition`).", header.place)
            return
        if name == "content-type" and "/" in value and not value.startswith(_PLAIN):
            yield criterion.decision(f"It answers `{value}`.", header.place)
            return
    for call in behaviour.calls():
        if call.constructs and call.name == "ImageResponse":
            yield criterion.decision("It answers an image (`ImageResponse`).", call.place)
            return
    for site in context.reach(endpoint).sites:
        if "blob" in site.reads:
            yield criterion.decision(f"`{site.path}` takes its answer as a file.", site.place)
            return
