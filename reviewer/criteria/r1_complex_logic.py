"""R1: is the logic complex enough to deserve a clear, structured endpoint?

Measured over the endpoint's own code and the functions of its file that it calls, by cognitive complexity and number of
statements. The bands are those of 2,600 real endpoints: half have at most 10 statements, one in ten more than 30.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.work import work_of
from reviewer.model import Approach, Endpoint, Evidence, Kind

# Exceptional code outweighs the closest tie to one form; large code outweighs about half of it.
EXCEPTIONAL = 2.5
LARGE = 1.3
# A long action in a module of its own is fine: size alone is no misplacement, so it says little against an action, and
# does not make another preference clear.
SHARE_FOR_ACTIONS = 0.2

criterion = Criterion(
    id="R1",
    title="Complex logic that needs a structured endpoint",
    favours=Approach.API_ROUTE,
    what="The statements, branches and nesting of the endpoint's own code and of the functions of its file that it "
    "calls.",
    why="Complex back-end logic is easier to find, test and reuse behind a clear endpoint than behind a component.",
    fix="Keep complex logic in an API route, or move it to a module of its own that a thin endpoint calls.",
    source='The article: "You have complex or reusable logic that needs a clear, structured endpoint."',
)


@criterion.examine
def complex_logic(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    work = work_of(context.behaviour(endpoint))
    if work.statements >= 50 or work.cognitive >= 25:
        weight = EXCEPTIONAL
    elif work.statements >= 30 or work.cognitive >= 15:
        weight = LARGE
    else:
        return
    if endpoint.kind is Kind.SERVER_ACTION:
        weight *= SHARE_FOR_ACTIONS
    message = f"Its logic is large: {work.statements} statements with a cognitive complexity of {work.cognitive}."
    yield criterion.evidence(weight, message, endpoint.handlers[0].body.place)
