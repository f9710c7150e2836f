"""Event payloads of the world's pull requests, as far as GitHub documents what the program reads of them."""

from __future__ import annotations

from typing import Any

from tests.github.world import Pull, World


def pull_request(world: World, pull: Pull, action: str = "synchronize") -> dict[str, Any]:
    head_repository = {"full_name": pull.head_repository} if pull.head_repository else None
    return {
        "action": action,
        "number": pull.number,
        "pull_request": {
            "number": pull.number,
            "state": pull.state,
            "draft": pull.draft,
            "user": {"login": pull.author.login},
            "head": {"sha": pull.head, "ref": pull.head_ref, "repo": head_repository},
            "base": {"sha": pull.base, "ref": pull.base_ref, "repo": {"full_name": world.full_name}},
        },
        "repository": {"full_name": world.full_name, "default_branch": world.default_branch},
    }


def workflow_run(world: World, pull: Pull, head: str | None = None) -> dict[str, Any]:
    return {
        "action": "completed",
        "workflow_run": {
            "id": 77,
            "event": "pull_request",
            "head_sha": head or pull.head,
            "head_branch": pull.head_ref,
            "head_repository": {"full_name": pull.head_repository} if pull.head_repository else None,
            "pull_requests": [],
        },
        "repository": {"full_name": world.full_name},
    }


def merge_group(base: str, head: str, number: int = 104) -> dict[str, Any]:
    """The group of a queue's entry; its branch ends in the pull request's number and the commit below it."""
    branch = f"refs/heads/gh-readonly-queue/main/pr-{number}-{base}"
    group = {"base_sha": base, "base_ref": "refs/heads/main", "head_sha": head, "head_ref": branch}
    return {"action": "checks_requested", "merge_group": group}
