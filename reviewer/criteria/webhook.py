"""Is it a webhook? Another company's server calls it and signs what it sends.

A name in the URL proves nothing (of 48 routes with "webhook" in it, nine manage webhook settings): the check of a
signature does, in the endpoint, its wrapper, or a function that is handed the request.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.functions import Function
from reviewer.criteria.facts.http import FUNCTIONS_ASKED_AGAIN, headers_read
from reviewer.model import Approach, Endpoint, Evidence, Kind, Place

criterion = Criterion(
    id="webhook",
    title="A webhook",
    favours=Approach.API_ROUTE,
    what="The check of a signature over the request: `constructEvent`, `new Webhook(...)`, a function that verifies a "
    "signature, or a header whose name ends in `-signature`.",
    why="A server action has no stable address and can be called only by the React client of its own app.",
    fix="Use an API route, or keep the one that there is.",
    source="Next.js documentation, Route Handlers, Webhooks; Guides, Data Security, Server Actions.",
    decides=True,
    asks_for=KEEPS_ROUTE,
)

# Shopify, Discord and PayPal have names of their own for it.
_SIGNATURES = ("-signature", "_signature", "signature-256", "-hmac-sha256", "-signature-ed25519", "-transmission-sig")
_VERIFIERS = frozenset({"constructEvent", "constructEventAsync", "unwrapWebhook"})

_MESSAGES = ("webhook", "webhookrequest", "webhookevent")


@criterion.examine
def signature_check(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    for function in context.behaviour(endpoint).all():
        check = _check(function)
        if check is not None:
            yield criterion.decision(*check)
            return


@lru_cache(FUNCTIONS_ASKED_AGAIN)
def _check(function: Function) -> tuple[str, Place] | None:
    """What the function does with a signature, and where."""
    for call in function.calls:
        if _verifies(call):
            return f"`{call.text}` checks the sender's signature.", call.place
    for header in headers_read(function):
        if header.text.endswith(_SIGNATURES) or header.text.startswith("svix-"):
            return f"It reads the header `{header.text}`, a sender's signature.", header.place
    return None


def _verifies(call: Call) -> bool:
    if call.name in _VERIFIERS:
        return True
    if call.constructs and call.name == "Webhook":
        return call.origin in ("svix", "standardwebhooks")
    name = call.name.lower()
    if not name.startswith(("verify", "validate", "check", "isvalid")):
        return False
    return "signature" in name or name.endswith(_MESSAGES)  # validateWebhookUrl looks at a setting
