"""Carrying out a plan: one review, then all other writes in one request, then a look at what stands.

A write that may or may not have happened is never repeated blindly: the live state is read again, and the plan made
from it is the difference that is left. Every comment is sent at most twice a run.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reviewer.github import documents, markers
from reviewer.github.client import ApiError, Client, Problem
from reviewer.github.desired import Desired
from reviewer.github.live import Live, Pull, joined, read, refreshed
from reviewer.github.placement import Lines, WholeFile
from reviewer.github.summary import Render, plan_summary
from reviewer.github.threads import MOST_ON_FILES, Plan, Rules, Write, marker_of, plan
from reviewer.report.counts import Counts

PASSES = 3
WRITES_AT_ONCE = 20
MOST_REFUSALS = 12  # of reviews in one run
POINTS = 5  # of GraphQL's rate limit that one request costs at most, with the state in its answer
SETTLING = 5  # seconds before the state is read again after a write that may have happened


class Result(NamedTuple):
    """What became of the desired findings, and what a reader should know about the writing."""

    counts: Counts = Counts()
    settled: frozenset[str] = frozenset()  # ids of findings
    warnings: tuple[str, ...] = ()
    refused: ApiError | None = None  # the write that the token may not do
    posted: int = 0


@dataclass(slots=True)
class _Run:
    """The memory of one run: what was sent, and what GitHub did not take."""

    client: Client
    pull: Pull
    head: str
    desired: Sequence[Desired]
    rules: Rules
    render: Render
    kept: int  # findings silenced in the code, for the counts
    sent: set[str] = field(default_factory=set)  # keys whose creation GitHub has confirmed
    tried: dict[str, int] = field(default_factory=dict)
    off_line: set[str] = field(default_factory=set)  # keys whose lines GitHub refused
    unplaced: set[str] = field(default_factory=set)  # keys that no line and no file could carry
    refused: set[tuple[str, str]] = field(default_factory=set)  # writes that were refused: kind and target
    warnings: list[str] = field(default_factory=list)
    refusals: int = 0  # of reviews
    on_files: int = 0  # comments on whole files that were tried


def keep_in_step(
    client: Client,
    pull: Pull,
    live: Live,
    desired: Sequence[Desired],
    rules: Rules,
    head: str,
    render: Render,
    kept: int = 0,
) -> Result:
    """Bring the pull request's comments in step with the findings. Never raises ApiError.

    ``live``: the state as read before the analysis. ``render``: the summary's body.
    """
    run = _Run(client, pull, head, desired, rules, render, kept)
    refused_before = {key for summary in live.summaries for key in summary.marker.unplaced}
    run.unplaced = {each.key for each in desired if each.anchor is None or each.key in refused_before}
    first = live
    try:
        if not _work(run, live):
            return _result(run, live, first)
        _check_budget(run, live)
        live = refreshed(client, pull, live)
        if live.head != head:
            run.warnings.append(f"The pull request moved on to {live.head[:7]} meanwhile: the newer run comments.")
            return _result(run, live, first)
        if plan(live, desired, rules).unresolvable:
            run.warnings.append(_UNRESOLVABLE)
        for _ in range(PASSES):
            try:
                live = _pass(run, live)
                if not _work(run, live):
                    break
            except ApiError as error:
                if error.problem is not Problem.UNKNOWN:
                    raise
                run.warnings.append(f"A write may have failed and was checked: {error}.")
                time.sleep(SETTLING)
                live = read(client, pull)
    except ApiError as error:
        return _result(run, live, first)._replace(refused=error)
    return _result(run, live, first)


def _plan(run: _Run, live: Live) -> Plan:
    """The plan, less what this run has sent already or could not place or was refused."""
    found = plan(live, run.desired, run.rules)
    post = tuple(
        each for each in found.post if each.key not in run.sent | run.unplaced and run.tried.get(each.key, 0) < 2
    )
    writes = tuple(write for write in found.writes if (write.kind, write.target) not in run.refused)
    return found._replace(post=post, writes=writes)


def _summary_writes(run: _Run, live: Live, found: Plan) -> tuple[Write, ...]:
    sent = [each for each in run.desired if each.key in run.sent]
    unplaced = [each.key for each in run.desired if each.key in run.unplaced and each.anchor is not None]
    writes = plan_summary(live, found, _counts(run, live, found), sent, unplaced, run.render)
    return tuple(write for write in writes if (write.kind, write.target) not in run.refused)


def _work(run: _Run, live: Live) -> bool:
    found = _plan(run, live)
    return not found.empty or bool(_summary_writes(run, live, found))


def _check_budget(run: _Run, live: Live) -> None:
    """Raises ApiError where the token's rate limit does not last for all that is to be written.

    What is begun should be ended: a review without its summary, or half of the comments, would stand for an hour.
    """
    found = _plan(run, live)
    on_files = sum(isinstance(each.anchor, WholeFile) for each in found.post)
    writes = len(found.writes) + len(_summary_writes(run, live, found))
    needed = {"core": on_files + (len(found.post) > on_files), "graphql": POINTS * (2 + writes // WRITES_AT_ONCE)}
    for kind, count in needed.items():
        left = run.client.left(kind)
        if left is not None and left < count:
            said = f"{left} of the token's {_LIMITS[kind]} are left of this hour, and the comments need {count}"
            raise ApiError(Problem.LIMITED, None, said)


_UNRESOLVABLE = (
    "The token may not resolve threads, as resolve-fixed asks: the comments say instead which commit fixed them. To "
    "resolve, the job needs the permission `contents: write` (README, Permissions)."
)
_LIMITS = {"core": "requests", "graphql": "GraphQL points"}


def _pass(run: _Run, live: Live) -> Live:
    """One round of writes, and the state after it. Raises ApiError."""
    found = _plan(run, live)
    _post(run, live, [each for each in found.post if isinstance(each.anchor, Lines) and each.key not in run.off_line])
    for each in found.post:
        if each.key not in run.sent and each.key not in run.unplaced:
            _post_on_file(run, each)
    writes = [*found.writes, *_summary_writes(run, live, found)]
    after: Live | None = None
    for start in range(0, len(writes), WRITES_AT_ONCE):
        after = _write(run, live, writes[start : start + WRITES_AT_ONCE])
    spent = (run.client.left("graphql") or POINTS) < POINTS
    return live if after is None and spent else after or refreshed(run.client, run.pull, live)


def _post(run: _Run, live: Live, batch: Sequence[Desired]) -> None:
    """One review with all comments. Where GitHub refuses it, its halves: the error does not name the bad one.

    What is refused very often is refused for another reason than a line: halving ends, too.
    """
    if not batch:
        return
    for each in batch:
        run.tried[each.key] = run.tried.get(each.key, 0) + 1
    try:
        run.client.post(f"{run.pull.repository}/pulls/{run.pull.number}/reviews", _review(run, batch))
    except ApiError as error:
        if error.problem is not Problem.REFUSED:
            raise
        run.refusals += 1
        if run.refusals == 1 and refreshed(run.client, run.pull, live).head != run.head:
            raise ApiError(Problem.REFUSED, error.status, "the pull request moved on meanwhile") from None
        if len(batch) == 1 or run.refusals >= MOST_REFUSALS:
            run.off_line.update(each.key for each in batch)
            return
        for each in batch:
            run.tried[each.key] -= 1
        middle = len(batch) // 2
        _post(run, live, batch[:middle])
        _post(run, live, batch[middle:])
    else:
        run.sent.update(each.key for each in batch)


def _review(run: _Run, batch: Sequence[Desired]) -> dict[str, object]:
    """COMMENT always: a bot that requests changes wedges the pull request; the check is what blocks."""
    noun = "suggestion" if len(batch) == 1 else "suggestions"
    comments = []
    for each in batch:
        assert isinstance(each.anchor, Lines)
        place: dict[str, object] = {"path": each.anchor.path, "line": each.anchor.end, "side": "RIGHT"}
        if each.anchor.start < each.anchor.end:
            place |= {"start_line": each.anchor.start, "start_side": "RIGHT"}
        comments.append({**place, "body": markers.signed(each.body, marker_of(each))})
    return {
        "commit_id": run.head,
        "event": "COMMENT",
        "body": f"{len(batch)} {noun} on new endpoints.",
        "comments": comments,
    }


def _post_on_file(run: _Run, each: Desired) -> None:
    """A comment on the whole file: a request of its own, since a review takes only lines."""
    assert isinstance(each.anchor, Lines | WholeFile)
    run.on_files += 1
    if run.on_files > MOST_ON_FILES:
        run.unplaced.add(each.key)
        return
    run.tried[each.key] = run.tried.get(each.key, 0) + 1
    body = {
        "commit_id": run.head,
        "path": each.anchor.path,
        "subject_type": "file",
        "body": markers.signed(each.body_elsewhere, marker_of(each)),
    }
    try:
        run.client.post(f"{run.pull.repository}/pulls/{run.pull.number}/comments", body)
    except ApiError as error:
        if error.problem is not Problem.REFUSED:
            raise
        run.unplaced.add(each.key)
    else:
        run.sent.add(each.key)


def _write(run: _Run, live: Live, writes: Sequence[Write]) -> Live | None:
    """Several writes in one request, and the state after them; None where the answer does not hold it."""
    variables = {f"i{index}": _input(write) for index, write in enumerate(writes)}
    data, errors = run.client.mutate(documents.mutation([write.kind for write in writes]), variables)
    for error in errors:
        path = error.get("path")
        alias = str(path[0]) if isinstance(path, list) and path else ""
        failed = [write for index, write in enumerate(writes) if alias == f"m{index}"]
        for write in failed or writes:
            run.refused.add((write.kind, write.target))
            message = " ".join(str(error.get("message", "")).split())[:200]
            run.warnings.append(f"{_WORDS[write.kind]} was refused: {message}")
    if errors:
        return None  # what such an answer lacks is no sign that it is not there
    last = data.get(f"m{len(writes) - 1}")
    way = documents.MUTATIONS[writes[-1].kind][2]
    node = last.get(way) if isinstance(last, dict) and way is not None else None
    if isinstance(node, dict) and way != "subject":
        node = node.get("pullRequest")
    return joined(live, node) if isinstance(node, dict) and "reviewThreads" in node else None


_WORDS = {
    "edit": "Editing a comment",
    "hide": "Minimising a comment",
    "show": "Showing a minimised comment again",
    "resolve": "Resolving a thread (the token needs `contents: write`: README, Permissions)",
    "unresolve": "Opening a thread again (the token needs `contents: write`: README, Permissions)",
    "add_summary": "Writing the summary comment",
    "edit_summary": "Editing the summary comment",
}


def _input(write: Write) -> dict[str, str]:
    if write.kind == "edit":
        return {"pullRequestReviewCommentId": write.target, "body": write.value}
    if write.kind == "edit_summary":
        return {"id": write.target, "body": write.value}
    if write.kind == "add_summary":
        return {"subjectId": write.target, "body": write.value}
    if write.kind in ("resolve", "unresolve"):
        return {"threadId": write.target}
    return {"subjectId": write.target, "classifier": write.value} if write.value else {"subjectId": write.target}


def _counts(run: _Run, live: Live, found: Plan) -> Counts:
    """What became of every finding. The figures add up to all findings that were strong enough for a comment."""
    standing = {each.key for each in found.standing}
    posted = run.sent | (standing & set(run.tried))
    over = {each.key for each in found.over_limit}
    settled = {each.key for each in found.settled} - posted
    everything = {each.key for each in run.desired}
    unplaced = run.unplaced - standing - settled
    held = everything - posted - standing - over - settled - unplaced
    return Counts(
        posted=len(posted),
        already_there=len(standing - posted),
        settled=len(settled),
        kept=run.kept,
        over_limit=len(over - posted - unplaced),
        unplaced=len(unplaced - over),
        held_back=len(held),
        fixed=found.closed,
    )


def _result(run: _Run, live: Live, first: Live) -> Result:
    """The outcome. What counts as settled is what stood before the run: nothing that this run wrote can settle."""
    found = plan(live, run.desired, run.rules)
    before = plan(first, run.desired, run.rules)
    settled = frozenset(each.finding.id for each in before.settled)
    return Result(_counts(run, live, found), settled, tuple(dict.fromkeys(run.warnings)), None, len(run.sent))
