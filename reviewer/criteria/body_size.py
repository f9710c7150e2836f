"""Does it take files, or bodies larger than a server action takes?"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.effects import Does
from reviewer.criteria.facts.services import Service
from reviewer.model import Approach, Endpoint, Evidence, Kind

# The limit of 1 MB can be raised in next.config.js, so a file is a strong preference and no rule.
UPLOAD = 2.2

criterion = Criterion(
    id="body-size",
    title="Files and large bodies",
    favours=Approach.API_ROUTE,
    what="Callers that send files, and endpoints that put what they are sent into a file storage.",
    why="A server action takes 1 MB unless `serverActions.bodySizeLimit` says otherwise, for the whole app.",
    fix="Keep uploads in an API route, or let the browser send them to the storage itself.",
    source="Next.js documentation, next.config.js, serverActions, bodySizeLimit.",
)


@criterion.examine
def uploads(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    sender = next((site for site in context.reach(endpoint).sites if site.sends & {"file", "stream"}), None)
    if sender is not None:
        message = f"`{sender.path}` sends files, and a server action takes 1 MB by default."
        yield criterion.evidence(UPLOAD, message, sender.place)
        return
    behaviour = context.behaviour(endpoint)
    takes_form = any(call.name == "formData" for call in behaviour.calls())
    stored = next(
        (item for item in behaviour.effects() if item.service is Service.STORAGE and item.does is Does.WRITE), None
    )
    if takes_form and stored is not None:
        yield criterion.evidence(UPLOAD, f"It stores the file that it is sent: `{stored.text}`.", stored.place)
