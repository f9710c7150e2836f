"""Planning of the summary comment: written once there was something to say, edited in place from then on. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reviewer.github import markers
from reviewer.github.desired import Desired
from reviewer.github.genuine import RETIRED
from reviewer.github.live import Live, Summary
from reviewer.github.markers import Posted, State, SummaryMarker
from reviewer.github.matching import posted_before
from reviewer.github.threads import Plan, Write
from reviewer.report.counts import Counts

Render = Callable[[Counts, int, bool], str]
"""The summary's body for these counts, with as many characters left for the marker; the flag: naming the commits."""


def plan_summary(
    live: Live, plan: Plan, counts: Counts, sent: Iterable[Desired], unplaced: Iterable[str], render: Render
) -> tuple[Write, ...]:
    """The writes for the summary. ``sent``: what this run has posted. ``unplaced``: keys that GitHub took nowhere."""
    ours = [summary for summary in live.summaries if summary.marker.state is State.OPEN]
    current = ours[0] if ours else None
    retired = tuple(write for summary in ours[1:] for write in _retired(summary))
    if current is None and not (plan.post or plan.standing or plan.over_limit or counts.unplaced):
        return retired
    marker = SummaryMarker(_posted(live, plan, sent), tuple(sorted(unplaced)))
    room = len(markers.signed("", marker)) + 100
    steady = counts._replace(posted=0, already_there=counts.posted + counts.already_there)
    # "Commented now" and "commented before" are the same in the digest, and so are two commits of the same findings.
    marker = marker._replace(content=markers.digest(render(steady, room, False)))
    if current is None:
        return (*retired, Write("add_summary", live.id, markers.signed(render(counts, room, True), marker)))
    if markers.is_edited(current.body, current.marker) or _tells(current.marker, marker):
        return retired
    return (*retired, Write("edit_summary", current.id, markers.signed(render(counts, room, True), marker)))


def _posted(live: Live, plan: Plan, sent: Iterable[Desired]) -> tuple[Posted, ...]:
    """Every finding that has, or had, a thread: those whose thread is gone first, then by the threads' age."""
    there = {thread.marker.key: Posted(thread.marker.key, thread.marker.trace) for thread in live.threads}
    gone = {each.key: each for each in posted_before(live)}
    gone |= {each.key: Posted(each.key, each.trace) for each in plan.deleted}
    new = {each.key: Posted(each.key, each.trace) for each in sent}
    moved = {key for thread in live.threads for key in thread.marker.former}
    old = {key: each for key, each in gone.items() if key not in there and key not in moved}
    return markers.remembered((old | there | new).values())


def _tells(old: SummaryMarker, new: SummaryMarker) -> bool:
    """The comment says all of it already."""
    keys = {each.key for each in new.posted} <= {each.key for each in old.posted}
    return keys and old.content == new.content and old.unplaced == new.unplaced


def _retired(summary: Summary) -> list[Write]:
    """The second of two summaries that runs side by side have posted."""
    marker = summary.marker._replace(state=State.DUPLICATE)
    writes = [Write("edit_summary", summary.id, markers.signed(RETIRED, marker))]
    return writes if summary.hidden else [*writes, Write("hide", summary.id, "DUPLICATE")]
