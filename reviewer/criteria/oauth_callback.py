"""Is it the address that a sign-in provider sends the browser back to?"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.criteria.facts.words import words
from reviewer.model import Approach, Endpoint, Evidence, Kind

criterion = Criterion(
    id="oauth-callback",
    title="The callback of a sign-in provider",
    favours=Approach.API_ROUTE,
    what="A code that is exchanged for a session, or `code` and `state` read from the address.",
    why="The provider sends the browser to a registered address.",
    fix="Use an API route, or keep the one that there is.",
    source="RFC 6749, section 4.1.2; Next.js documentation, Guides, Authentication.",
    decides=True,
    asks_for=KEEPS_ROUTE,
)

_EXCHANGES = words(
    "exchangeCodeForSession exchangeCode exchangeCodeForToken validateAuthorizationCode getToken verifyOtp"
)


@criterion.examine
def provider_returns(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION or not {"GET", "*"} & set(endpoint.methods):
        return
    for body in context.behaviour(endpoint).bodies:
        looked_up = {text for call in body.calls if call.name == "get" for text in call.strings}
        looked_up |= {member.text.split(".")[-1] for member in body.members if "query" in member.text}
        exchange = next((call for call in body.calls if call.name in _EXCHANGES), None)
        if "code" in looked_up and ("state" in looked_up or exchange is not None):
            yield criterion.decision("It takes the `code` that a sign-in provider sends back.", body.span.place)
            return
