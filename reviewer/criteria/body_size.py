"""Does it take files, or bodies larger than a server action takes?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.behaviour import Behaviour
from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.effects import Does
from reviewer.criteria.facts.services import Service
from reviewer.model import Approach, Endpoint, Evidence, Kind, Place

# The limit of 1 MB can be raised in next.config.js, so a file is a strong preference and no rule.
UPLOAD = 2.2
# An address for one upload can come from an action as well; but several files ask at once, and actions wait in line.
SIGNS_UPLOADS = 1.6

criterion = Criterion(
    id="body-size",
    title="Files and large bodies",
    favours=Approach.API_ROUTE,
    what="Callers that send files, and endpoints that take files out of forms, put what they are sent into a file "
    "storage, or sign addresses for uploads.",
    why="A server action takes 1 MB unless `serverActions.bodySizeLimit` says otherwise, for the whole app.",
    fix="Keep uploads in an API route, or let the browser send them to the storage itself.",
    source="Next.js documentation, next.config.js, serverActions, bodySizeLimit.",
)


_SIGNERS = frozenset(
    {
        "getSignedUrl",
        "getPresignedUrl",
        "createPresignedPost",
        "createPresignedUrl",
        "createSignedUploadUrl",
        "presignedPutObject",
        "generateClientTokenFromReadWriteToken",
    }
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
        return
    taken = _file_of_form(behaviour, context) if takes_form else None
    if taken is not None:
        message = "It takes a file out of a form, and a server action takes 1 MB by default."
        yield criterion.evidence(UPLOAD, message, taken)
        return
    signed = None if "GET" in endpoint.methods else _signed(behaviour)
    if signed is not None:
        message = f"It signs addresses for uploads (`{signed.text}`): several may be asked for at once."
        yield criterion.evidence(SIGNS_UPLOADS, message, signed.place)


_A_FILE = re.compile(rb"\b(?:as|instanceof)[ \t]{1,9}(?:File|Blob)\b(?!\[)")


def _file_of_form(behaviour: Behaviour, context: Context) -> Place | None:
    """Where the endpoint says of a field that it is a file: ``form.get("csv") as File``."""
    for body in behaviour.bodies:
        data = context.sources.read(body.span.path) or b""
        found = _A_FILE.search(data, body.span.start_byte, body.span.end_byte)
        if found is not None:
            return Place(body.span.path, data.count(b"\n", 0, found.start()) + 1)
    return None


def _signed(behaviour: Behaviour) -> Call | None:
    """Where the endpoint, or a function that it calls, signs an address of a storage."""
    nearby = (reached.function for reached in behaviour.reached if not reached.guards)
    calls = (call for function in (*behaviour.bodies, *nearby) for call in function.calls)
    return next((call for call in calls if call.name in _SIGNERS), None)
