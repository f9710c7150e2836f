"""Has the team declared an approach for the endpoint's path?"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.config import policy_for
from reviewer.criteria.criterion import Context, Criterion
from reviewer.model import Approach, Endpoint, Evidence, Place

criterion = Criterion(
    id="house-policy",
    title="The team's own policy",
    favours=Approach.API_ROUTE,
    what="The policies of the configuration file, by path. What only the other approach can do weighs more.",
    why="A team that has settled the question for a folder need not settle it again in each pull request.",
    fix="Follow the policy, or change it in the configuration file.",
    source="The configuration file of this repository, `policies`.",
    decides=True,
    asks_for="the approach that the policy names",
)


@criterion.examine
def declared(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    policy = policy_for(context.settings, endpoint.path)
    if policy is None:
        return
    meant = "API routes" if policy.approach is Approach.API_ROUTE else "server actions"
    reason = f": {policy.reason}" if policy.reason else ""
    message = f"The policy for this path asks for {meant}{reason}."
    yield criterion.decision(message, Place(endpoint.path, endpoint.anchor_line), favours=policy.approach)
