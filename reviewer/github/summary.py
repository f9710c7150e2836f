"""Planning of the summary comment: written once there was something to say, edited in place from then on. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from reviewer.github import markers
from reviewer.github.live import Live, Summary
from reviewer.github.markers import State, SummaryMarker
from reviewer.github.threads import Plan, Write
from reviewer.report.counts import Counts


def plan_summary(
    live: Live, plan: Plan, counts: Counts, posted: Iterable[str], render: Callable[[Counts], str]
) -> tuple[Write, ...]:
    """The writes for the summary. ``posted``: the keys of all threads that stand now."""
    ours = [summary for summary in live.summaries if summary.marker.state is State.OPEN]
    current = ours[0] if ours else None
    keys = [key for summary in ours for key in summary.marker.posted]
    keys = list(dict.fromkeys([*keys, *(thread.marker.key for thread in live.threads), *posted]))
    content = _content(counts, render)
    retired = tuple(write for summary in ours[1:] for write in _retired(summary))
    if current is None and not (plan.post or plan.standing or plan.over_limit or counts.unplaced):
        return retired
    marker = SummaryMarker(tuple(keys), content)
    if current is None:
        return (*retired, Write("add_summary", live.id, markers.signed(render(counts), marker)))
    told = set(keys) <= set(current.marker.posted)
    if markers.is_edited(current.body, current.marker) or (current.marker.content == content and told):
        return retired
    return (*retired, Write("edit_summary", current.id, markers.signed(render(counts), marker)))


def _content(counts: Counts, render: Callable[[Counts], str]) -> str:
    """A digest of what the summary says; "commented now" and "commented before" are the same in it."""
    steady = replace(counts, posted=0, already_there=counts.posted + counts.already_there)
    return markers.digest(render(steady))


def _retired(summary: Summary) -> list[Write]:
    """The second of two summaries that runs side by side have posted."""
    marker = replace(summary.marker, state=State.DUPLICATE)
    body = "Posted twice by two runs at the same time: the other summary is the one that counts."
    writes = [Write("edit_summary", summary.id, markers.signed(body, marker))]
    return writes if summary.hidden else [*writes, Write("hide", summary.id, "DUPLICATE")]
