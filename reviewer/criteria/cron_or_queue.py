"""Is it called by a scheduler or a queue?

The caller is a service that knows an address: a cron job of the hosting platform, QStash, Inngest, a workflow.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import KEEPS_ROUTE, Context, Criterion
from reviewer.criteria.facts.http import environment, headers_read, that_read
from reviewer.model import Approach, Endpoint, Evidence, Kind

criterion = Criterion(
    id="cron-or-queue",
    title="A scheduled job or a queue's worker",
    favours=Approach.API_ROUTE,
    what="A schedule that names the address, a job published to it, or the check of a scheduler's secret.",
    why="A scheduler or queue sends an HTTP request to an address; a server action has none.",
    fix="Use an API route, or keep the one that there is.",
    source="Vercel documentation, Cron Jobs; Upstash documentation, QStash, Verifying signatures.",
    decides=True,
    asks_for=KEEPS_ROUTE,
)

_OUTSIDE = frozenset({"cron", "queue", "workflow", "schedule"})
_PACKAGES = ("@upstash/qstash", "@upstash/workflow", "inngest/next", "@trigger.dev/nextjs", "quirrel")


@criterion.examine
def scheduler(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is Kind.SERVER_ACTION:
        return
    for site in context.reach(endpoint).sites:
        if site.outside in _OUTSIDE:
            yield criterion.decision(f"`{site.path}` names it as the address of a {site.outside} job.", site.place)
            return
    behaviour = context.behaviour(endpoint)
    for function in that_read(behaviour):
        for variable in environment(function):
            if "CRON" in variable.text.upper() and _is_secret(variable.text):
                yield criterion.decision(f"It compares the secret `{variable.text}` of a scheduler.", variable.place)
                return
        for header in headers_read(function):
            if header.text in ("upstash-signature", "x-vercel-cron", "x-vercel-signature", "x-cron-secret"):
                yield criterion.decision(f"It reads the header `{header.text}` of a scheduler or queue.", header.place)
                return
    for body in behaviour.bodies:
        for call in body.wrapped_by:
            if call.origin is not None and call.origin.startswith(_PACKAGES):
                yield criterion.decision(f"`{call.text}` makes it the worker of a queue.", call.place)
                return


def _is_secret(name: str) -> bool:
    return any(word in name.upper() for word in ("SECRET", "KEY", "TOKEN", "AUTH", "PASSWORD"))
