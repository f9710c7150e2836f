"""Does it call what works in a server action only?"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.model import Approach, Endpoint, Evidence

criterion = Criterion(
    id="action-only-api",
    title="A function that only a server action may call",
    favours=Approach.SERVER_ACTION,
    what="`updateTag` and `refresh` of `next/cache`.",
    why="Both throw in a route handler.",
    fix="Call them in a server action; in a route handler, `revalidateTag` or `revalidatePath`.",
    source="Next.js documentation, Functions, updateTag and refresh.",
    decides=True,
)


@criterion.examine
def action_only(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    for call in context.behaviour(endpoint).calls():
        if call.origin == "next/cache" and call.imported in ("updateTag", "refresh"):
            yield criterion.decision(f"`{call.imported}` works in a server action only.", call.place)
            return
