"""From an event's name and payload to what there is to do. Pure: no request, no environment.

Which events exist and what they carry: GitHub documentation, "Events that trigger workflows".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

_SHA = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?\Z")
_NOTHING_BEFORE = re.compile(r"0+\Z")
_QUEUE_BRANCH = re.compile(r"refs/heads/gh-readonly-queue/.{1,500}/pr-([1-9][0-9]{0,9})-[0-9a-f]{40,64}\Z")

PULL_REQUEST_EVENTS = frozenset(
    {"pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment"}
)


@dataclass(frozen=True, slots=True)
class ReviewPullRequest:
    """Analyse the pull request and keep its threads in step. Drafts are analysed too: the check must be right."""

    number: int
    head: str
    base: str  # the base revision: where the settings come from
    draft: bool = False


@dataclass(frozen=True, slots=True)
class AnalyseOnly:
    """Analyse what lies between two commits; exit status, annotations and summary, and no comment."""

    base: str
    head: str
    settings_from: str  # the revision of the settings
    reason: str
    number: int | None = None  # the pull request in whose threads people have settled findings, where one is known


@dataclass(frozen=True, slots=True)
class PostForFork:
    """The second stage: post what a run without a write token has found."""

    run_id: int
    head: str
    head_repository: str
    head_branch: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to do, and why in one line."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """The payload is not what GitHub sends for its event: the run must not end green for that."""

    reason: str


Activity = ReviewPullRequest | AnalyseOnly | PostForFork | Nothing | Unusable


def activity(event: str, payload: Mapping[str, Any], sha: str = "") -> Activity:
    """What this event asks for. ``sha``: GITHUB_SHA, for events whose payload names no commit.

    Never raises: a payload that is not shaped as documented is unusable.
    """
    if event in PULL_REQUEST_EVENTS:
        return _pull_request(event, payload)
    if event == "merge_group":
        return _merge_group(payload)
    if event == "workflow_run":
        return _workflow_run(payload)
    if event == "push":
        return _push(payload)
    if event == "workflow_dispatch":
        return _dispatch(payload, sha)
    if not event:
        return Unusable("GITHUB_EVENT_NAME is not set, so that no event is known")
    return Nothing(f"the event {event} changes no code: run this on pull_request")


def _pull_request(event: str, payload: Mapping[str, Any]) -> Activity:
    pull = _table(payload, "pull_request")
    head, base = _table(pull, "head"), _table(pull, "base")
    number = pull.get("number", payload.get("number"))
    if not _is_number(number) or not _is_sha(head.get("sha")) or not _is_sha(base.get("sha")):
        return Unusable(f"the payload of {event} names no pull request")
    if payload.get("action") == "closed" or pull.get("state") == "closed":
        return Nothing(f"pull request {number} is closed")
    return ReviewPullRequest(
        number=number,
        head=head["sha"],
        base=base["sha"],
        draft=pull.get("draft") is True,
    )


def _merge_group(payload: Mapping[str, Any]) -> Activity:
    if payload.get("action") == "destroyed":
        return Nothing("the merge group is gone")
    group = _table(payload, "merge_group")
    base, head = group.get("base_sha"), group.get("head_sha")
    if not _is_sha(base) or not _is_sha(head):
        return Unusable("the payload of merge_group names no commits")
    # Every entry of a queue has a group of its own, on top of those before it: its branch names the pull request.
    named = _QUEUE_BRANCH.match(_text(group, "head_ref"))
    number = int(named.group(1)) if named is not None else None
    return AnalyseOnly(base, head, base, "a merge group is only checked", number)


def _workflow_run(payload: Mapping[str, Any]) -> Activity:
    run = _table(payload, "workflow_run")
    if payload.get("action") != "completed":
        return Nothing("the first stage has not finished: run this on workflow_run with types [completed]")
    if _text(run, "event") not in PULL_REQUEST_EVENTS:
        return Nothing(f"the first stage ran on {_text(run, 'event') or 'no event'}, not on a pull request")
    repository = _text(_table(run, "head_repository"), "full_name")
    if not _is_sha(run.get("head_sha")) or not _is_number(run.get("id")):
        return Unusable("the payload of workflow_run names no run and commit")
    if not repository:
        return Nothing("the fork that the pull request came from is gone")
    return PostForFork(run["id"], run["head_sha"], repository, _text(run, "head_branch"))


def _push(payload: Mapping[str, Any]) -> Activity:
    before, after = payload.get("before"), payload.get("after")
    if not _is_sha(before) or not _is_sha(after) or not _text(payload, "ref"):
        return Unusable("the payload of push names no commits and no branch")
    if payload.get("deleted") is True or _NOTHING_BEFORE.match(after):
        return Nothing("the push removes a branch")
    if not _text(payload, "ref").startswith("refs/heads/"):
        return Nothing("the push is not of a branch")
    if _NOTHING_BEFORE.match(before):
        return Nothing("the branch is new: there is nothing to compare it with; run this on pull_request")
    return AnalyseOnly(before, after, before, "a push has no pull request to comment on")


def _dispatch(payload: Mapping[str, Any], sha: str) -> Activity:
    main = _text(_table(payload, "repository"), "default_branch")
    if not main or not _is_sha(sha):
        return Unusable("the payload of workflow_dispatch names no branch to compare with")
    if _text(payload, "ref") == f"refs/heads/{main}":
        return Nothing(f"{main} cannot be compared with itself: start this on another branch")
    return AnalyseOnly(main, sha, main, "a run by hand has no pull request to comment on")


def _table(fields: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = fields.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(fields: Mapping[str, Any], name: str) -> str:
    found = fields.get(name)
    return found if isinstance(found, str) else ""


def _is_sha(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and _SHA.match(value) is not None


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
