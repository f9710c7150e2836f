"""Which thread belongs to which finding, and which findings had a thread that a person deleted. Pure.

By key first, which no push changes. A rename between two pushes does change it, and the pull request as a whole shows
nothing of that: then the name must be the same, the old file gone, and the code alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from reviewer.github.desired import Desired
from reviewer.github.likeness import ALIKE, likeness
from reviewer.github.live import Live, Thread
from reviewer.github.markers import Posted, State, Trace

MOST_COMPARED = 20_000  # pairs of sketches

Likeness = Callable[[Trace, Trace], float]


def is_taken_over(thread: Thread) -> bool:
    """A person has rewritten it after it was closed: a finding that is back gets a comment of its own."""
    return thread.edited and thread.marker.state is State.CLOSED


def matched_threads(
    threads: Sequence[Thread],
    desired: Sequence[Desired],
    is_gone: Callable[[str], bool],
    may_close: Callable[[str], bool],
) -> dict[str, Thread]:
    """The thread of each desired finding, by the finding's key."""
    by_key = {thread.marker.key: thread for thread in threads}
    found = {each.key: by_key[each.key] for each in desired if each.key in by_key}
    taken = {thread.id for thread in found.values()}
    for each in desired:
        known = (by_key[alias] for alias in each.aliases if alias in by_key and by_key[alias].id not in taken)
        thread = next(known, None) if each.key not in found else None
        if thread is not None:
            found[each.key] = thread
            taken.add(thread.id)

    def alike(old: Trace, new: Trace) -> float:
        if old.path == new.path:
            # An action without a name is known by its code, which has changed here. The file says the other half.
            return likeness(old.code, new.code) + ALIKE / 2 if may_close(old.path) else 0.0
        return likeness(old.code, new.code) if is_gone(old.path) else 0.0

    left = {thread.id: thread for thread in threads if thread.id not in taken}
    traces = {identity: thread.marker.trace for identity, thread in left.items()}
    renamed = _paired(traces, [each for each in desired if each.key not in found], alike)
    return found | {key: left[identity] for key, identity in renamed.items()}


def deleted_by_people(live: Live, desired: Sequence[Desired], is_gone: Callable[[str], bool]) -> frozenset[str]:
    """The keys of those findings that had a thread which is no longer there. ``desired``: those without a thread."""
    counting = [thread.marker for thread in live.threads if thread.marker.state is not State.DUPLICATE]
    there = {key for marker in counting for key in (marker.key, *marker.former)}
    gone = {each.key: each.trace for each in posted_before(live) if each.key not in there}
    known = {each.key for each in desired if not gone.keys().isdisjoint((each.key, *each.aliases))}

    def alike(old: Trace, new: Trace) -> float:
        return likeness(old.code, new.code) if is_gone(old.path) else 0.0

    return frozenset(known | _paired(gone, [each for each in desired if each.key not in known], alike).keys())


def posted_before(live: Live) -> Iterable[Posted]:
    """What the summaries remember of findings that had a thread."""
    return (each for summary in live.summaries for each in summary.marker.posted)


def _paired(old: Mapping[str, Trace], desired: Sequence[Desired], alike: Likeness) -> dict[str, str]:
    """Finding's key to the name of the old trace that it is most like, each used once."""
    named = defaultdict(list)
    for identity, trace in old.items():
        named[trace.name].append(identity)
    pairs = [
        (alike(old[identity], each.trace), identity, each.key)
        for each in desired
        for identity in named[each.trace.name][: MOST_COMPARED // len(desired) + 1]
    ]
    found: dict[str, str] = {}
    taken: set[str] = set()
    for likely, identity, key in sorted(pairs, key=lambda pair: -pair[0]):
        if likely >= ALIKE and identity not in taken and key not in found:
            found[key] = identity
            taken.add(identity)
    return found
