"""Planning: the live state and the desired findings give the writes that bring one to the other. Pure.

Nothing is ever deleted. What a person resolved, answered, edited or deleted is left as that person left it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reviewer.github import markers
from reviewer.github.desired import Desired
from reviewer.github.live import Live, Thread
from reviewer.github.markers import Marker, State
from reviewer.github.matching import deleted_by_people, is_taken_over, matched_threads
from reviewer.github.placement import WholeFile

MOST_ON_FILES = 10  # comments on whole files, each of which is a request and a mail of its own


class Write(NamedTuple):
    """One write: a kind of ``documents.MUTATIONS``, the node that it changes, and its further input."""

    kind: str
    target: str
    value: str = ""


class Plan(NamedTuple):
    """What to write, and what became of every desired finding: it is in exactly one of the tuples."""

    post: tuple[Desired, ...] = ()
    standing: tuple[Desired, ...] = ()  # its comment is there, up to date or brought up to date by ``writes``
    settled: tuple[Desired, ...] = ()  # a person resolved, answered or deleted its comment
    deleted: tuple[Desired, ...] = ()  # those of the settled whose comment is no longer there
    over_limit: tuple[Desired, ...] = ()
    writes: tuple[Write, ...] = ()
    closed: int = 0  # threads whose finding is gone, now or in an earlier run
    unresolvable: int = 0  # threads closed now that the user wants resolved, and the token may not resolve

    @property
    def empty(self) -> bool:
        return not self.post and not self.writes


class Rules(NamedTuple):
    """What the planning needs to know of the run.

    A path is known by its digest, as in a marker. ``may_close(path)``: the file was analysed in full at this head, or
    the change no longer holds it. ``is_gone(path)``: the change no longer holds the file.
    ``silenced(key)``: a keep comment in the code silences the finding now.
    """

    may_close: Callable[[str], bool]
    is_gone: Callable[[str], bool]
    silenced: Callable[[str], bool]
    head: str
    max_comments: int
    resolve_fixed: bool


@dataclass(slots=True)
class _Draft:
    """The plan in the making."""

    post: list[Desired] = field(default_factory=list)
    standing: list[Desired] = field(default_factory=list)
    settled: list[Desired] = field(default_factory=list)
    deleted: list[Desired] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)


def plan(live: Live, desired: Sequence[Desired], rules: Rules) -> Plan:
    """The writes that bring the threads in step with the findings. ``desired``: the most important first."""
    draft = _Draft()
    threads, doubles = _told_apart(thread for thread in live.threads if not is_taken_over(thread))
    for double in doubles:
        draft.writes += _retired(double)
    matched = matched_threads(threads, desired, rules.is_gone, rules.may_close)
    unmatched = [each for each in desired if each.key not in matched]
    deleted = deleted_by_people(live, unmatched, rules.is_gone)
    for each in desired:
        thread = matched.get(each.key)
        if thread is not None:
            _step(draft, thread, each)
        elif each.key in deleted:
            draft.settled.append(each)
            draft.deleted.append(each)
        else:
            draft.post.append(each)
    claimed = {thread.id for thread in matched.values()}
    gone = [thread for thread in threads if thread.id not in claimed]
    closing = [thread for thread in gone if _may_be_closed(thread, rules)]
    for thread in closing:
        draft.writes += _closed(thread, rules)
    post, over_limit = _within_limits(draft, rules.max_comments)
    return Plan(
        post=post,
        standing=tuple(draft.standing),
        settled=tuple(draft.settled),
        deleted=tuple(draft.deleted),
        over_limit=over_limit,
        writes=tuple(draft.writes),
        closed=len(closing) + sum(thread.marker.state is State.CLOSED for thread in gone),
        unresolvable=sum(rules.resolve_fixed and not thread.can_resolve for thread in closing),
    )


def _within_limits(draft: _Draft, most: int) -> tuple[tuple[Desired, ...], tuple[Desired, ...]]:
    """What is to be posted, and what there is no room for, beside the comments that stand."""
    room = most - len(draft.standing)
    on_files = MOST_ON_FILES - sum(isinstance(each.anchor, WholeFile) for each in draft.standing)
    post: list[Desired] = []
    over: list[Desired] = []
    for each in draft.post:
        whole, nowhere = isinstance(each.anchor, WholeFile), each.anchor is None
        fits = nowhere or (room > 0 and not (whole and on_files <= 0))
        (post if fits else over).append(each)
        room -= fits and not nowhere  # what no place can carry takes none
        on_files -= whole and fits
    return tuple(post), tuple(over)


def _told_apart(threads: Iterable[Thread]) -> tuple[list[Thread], list[Thread]]:
    """The threads, one a key, and those that another run posted a second time.

    The one that a person has dealt with is kept, else the oldest: runs side by side come to the same choice.
    """
    first: dict[str, Thread] = {}
    doubles = []
    for thread in sorted(threads, key=lambda each: (not _touched(each), each.number)):
        if thread.marker.state is State.DUPLICATE:
            continue
        if first.setdefault(thread.marker.key, thread) is not thread:
            doubles.append(thread)
    return sorted(first.values(), key=lambda each: each.number), doubles


def _touched(thread: Thread) -> bool:
    return thread.answered or thread.edited or (thread.resolved and thread.marker.state is State.OPEN)


def _step(draft: _Draft, thread: Thread, each: Desired) -> None:
    """Bring the thread of a finding that stands in step."""
    back = thread.marker.state is State.CLOSED
    settled = thread.answered or (thread.resolved and not back)
    (draft.settled if settled else draft.standing).append(each)
    if thread.edited or (settled and not back):
        return
    marker = marker_of(each, thread.marker)
    old = thread.marker
    if back or (marker.key, marker.trace.path, marker.wording) != (old.key, old.trace.path, old.wording):
        draft.writes.append(Write("edit", thread.comment, markers.signed(each.body_elsewhere, marker)))
    if back and thread.hidden and thread.can_hide:
        draft.writes.append(Write("show", thread.comment))
    if back and thread.resolved and thread.can_unresolve and not settled:
        draft.writes.append(Write("unresolve", thread.id))


def marker_of(each: Desired, old: Marker | None = None) -> Marker:
    """The marker of a finding's comment; ``old``: the one that it has so far."""
    former = [] if old is None else [key for key in (*old.former, old.key) if key != each.key]
    return Marker(each.key, each.trace, each.wording, former=tuple(dict.fromkeys(former)))


def _may_be_closed(thread: Thread, rules: Rules) -> bool:
    settled = thread.resolved or thread.edited
    return thread.marker.state is State.OPEN and not settled and rules.may_close(thread.marker.trace.path)


def _closed(thread: Thread, rules: Rules) -> list[Write]:
    """Say in the comment since which commit the finding is gone. An answered one stays in sight."""
    old = thread.marker
    marker = old._replace(state=State.CLOSED)
    why = "Kept as it is" if rules.silenced(old.key) else "Fixed"
    before = markers.unsigned(thread.body)
    body = (
        f"**{why} in {rules.head}.**\n\n<details><summary>What this comment said before</summary>\n\n"
        f"{before}\n\n</details>"
    )
    if _too_long(body):
        body = f"**{why} in {rules.head}.**"
    writes = [Write("edit", thread.comment, markers.signed(body, marker))]
    if thread.can_hide and not thread.hidden and not thread.answered:
        writes.append(Write("hide", thread.comment, "RESOLVED"))
    if rules.resolve_fixed and thread.can_resolve:
        writes.append(Write("resolve", thread.id))
    return writes


def _retired(thread: Thread) -> list[Write]:
    """The second of two equal comments that runs side by side have posted. What a person dealt with is left alone."""
    if _touched(thread):
        return []
    marker = thread.marker._replace(state=State.DUPLICATE)
    body = "Posted twice by two runs at the same time: the other comment on this endpoint is the one that counts."
    writes = [Write("edit", thread.comment, markers.signed(body, marker))]
    if thread.can_hide and not thread.hidden:
        writes.append(Write("hide", thread.comment, "DUPLICATE"))
    return writes


def _too_long(body: str) -> bool:
    from reviewer.report.comment import MAX_BODY, RESERVED, length

    return length(body) > MAX_BODY - RESERVED
