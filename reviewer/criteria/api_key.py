"""Does it accept a key or token in a header, beside or instead of the session?

Then it has a second audience: programs. The check is looked for in wrappers and in every function that is handed the
request, because it seldom stands in the endpoint itself (113 endpoints of 1,932; 649 with the wrapper's code).
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.criteria.facts.functions import Function
from reviewer.criteria.facts.http import environment, headers_read, that_read
from reviewer.model import Approach, Endpoint, Evidence, Kind

criterion = Criterion(
    id="api-key",
    title="A key or token in the request",
    favours=Approach.API_ROUTE,
    what="The reading of an `Authorization` header, of a header for a key or token, or the comparison of a shared "
    "secret.",
    why="Whoever sends a key or token is not only this app's React client, which sends cookies by itself.",
    fix="Use an API route, or keep the one that there is.",
    source="Next.js documentation, Guides, Backend for Frontend; RFC 6750, section 2.1.",
    decides=True,
    asks_for=KEEPS_ROUTE,
)

_EXACT = frozenset({"authorization", "proxy-authorization"})
_NOT_KEYS = ("csrf", "xsrf", "idempotency", "captcha", "request-token")


@criterion.examine
def key_in_request(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    for function in that_read(context.behaviour(endpoint)):
        for header in headers_read(function):
            if _is_key(header.text):
                message = f"It accepts a key or token in the header `{header.text}`."
                yield criterion.decision(message, header.place)
                return
        secret = _shared_secret(function)
        if secret is not None:
            yield criterion.decision(f"It compares `{secret}` with what the request brings.", function.span.place)
            return


def _is_key(name: str) -> bool:
    if any(word in name for word in _NOT_KEYS):
        return False
    if name in _EXACT or "api_key" in name or "api-key" in name or "apikey" in name:
        return True
    return (name.startswith("x-") and name.endswith(("-token", "-key", "-secret"))) or name.endswith("_token_header")


def _shared_secret(function: Function) -> str | None:
    """``req.query.secret !== process.env.SECRET`` and the like."""
    asked = any(
        member.text.split(".")[-1] in ("secret", "token", "key") and "query" in member.text
        for member in function.members
    )
    asked = asked or any(
        call.name == "get" and "searchParams" in call.chain and "secret" in call.strings for call in function.calls
    )
    if not asked:
        return None
    return next(
        (
            variable.text
            for variable in environment(function)
            if "SECRET" in variable.text.upper() or "TOKEN" in variable.text.upper()
        ),
        None,
    )
