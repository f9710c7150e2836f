"""R2: do several parts of the application use the same functionality?

The number of callers alone says little: what counts is how many distinct components' interactions lead here.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.model import Approach, Endpoint, Evidence, Kind

# Three interactions are "multiple parts" and undo the tie to one; two are half-way; each more adds little.
SEVERAL = 2.0
TWO = 0.8
# A small action used by three components is fine, so a shared action needs many users before it says anything.
SHARED_ACTION = 0.6
MANY = 5

criterion = Criterion(
    id="R2",
    title="Several parts of the application use it",
    favours=Approach.API_ROUTE,
    what="The distinct components and functions whose interactions lead to the endpoint.",
    why="What many parts of an application share is best kept behind one address that does not belong to any of them.",
    fix="Keep what is shared in an API route, or in a server module that each action calls.",
    source='The article: "Multiple parts of your application, or even external applications, need to access the same '
    'functionality."',
)


@criterion.examine
def several_parts(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    reach = context.reach(endpoint)
    files = reach.owner_files
    if endpoint.kind is Kind.SERVER_ACTION:
        weight = SHARED_ACTION if len(files) >= MANY else 0.0
    else:
        weight = SEVERAL if len(files) >= 3 else TWO if len(files) == 2 else 0.0
    if weight:
        shown = " and ".join(f"`{path}`" for path in files[:2])
        which = shown if len(files) == 2 else f"{shown} among them"
        count = "two" if len(files) == 2 else str(len(files))
        yield criterion.evidence(weight, f"It is shared by {count} files, {which}.", reach.sites[0].place)
