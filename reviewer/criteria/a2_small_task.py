"""A2: is it a small, simple task that does not justify a whole route?

Speaks for code that changes something, in few statements and with few branches. What it changes must be seen in the
code: a POST that only reads is no such task.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.work import mutation, work_of
from reviewer.model import Approach, Endpoint, Evidence

# Half of all real actions have at most 7 statements, three in four at most 20.
SMALL = 1.2
MODERATE = 0.7
SMALL_STATEMENTS, SMALL_COMPLEXITY = 14, 7
MODERATE_STATEMENTS, MODERATE_COMPLEXITY = 28, 13

criterion = Criterion(
    id="A2",
    title="A small task",
    favours=Approach.SERVER_ACTION,
    what="Code that changes something in few statements, with few branches and at most three back-end services.",
    why="A whole route for a simple task is clutter: a file, an address, a request and an answer, for one function "
    "call.",
    fix="Write the task as one server action.",
    source="The article: \"You're handling smaller, simpler tasks that don't justify setting up an entire API route.\"",
)


@criterion.examine
def small_task(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    behaviour = context.behaviour(endpoint)
    change = mutation(endpoint, behaviour)
    if change is None:
        return
    work = work_of(behaviour)
    if len(work.services) > 3:
        return
    if work.statements <= SMALL_STATEMENTS and work.cognitive <= SMALL_COMPLEXITY:
        weight, size = SMALL, "a small task"
    elif work.statements <= MODERATE_STATEMENTS and work.cognitive <= MODERATE_COMPLEXITY:
        weight, size = MODERATE, "a task of moderate size"
    else:
        return
    statements = "one statement" if work.statements == 1 else f"{work.statements} statements"
    message = f"It is {size}: {statements} around `{change.text}`."
    yield criterion.evidence(weight, message, change.place)
