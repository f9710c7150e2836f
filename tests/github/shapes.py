"""The JSON of REST answers, with every member that GitHub's OpenAPI description requires."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from tests.github.diffs import Entry
from tests.github.world import Actor, Comment, Pull, Review, Thread, World

WHEN = "2026-01-02T03:04:05Z"


def user(actor: Actor | None, api: str) -> dict[str, Any] | None:
    if actor is None:
        return None
    base = f"{api}/users/{actor.login}"
    rest = ("followers", "gists", "starred", "subscriptions", "organizations", "repos", "events", "received_events")
    return {
        "login": actor.login,
        "id": actor.id,
        "node_id": f"U_{actor.id}",
        "avatar_url": f"{api}/avatars/{actor.id}",
        "gravatar_id": "",
        "url": base,
        "html_url": f"https://github.example/{actor.login}",
        "following_url": base + "/following{/other_user}",
        "type": actor.kind,
        "site_admin": False,
        **{f"{name}_url": f"{base}/{name}" for name in rest},
    }


def entry(world: World, item: Entry, head: str, base: str, api: str) -> dict[str, Any]:
    """A changed file. The addresses of a removed one lead to where it was last."""
    page = f"https://github.example/{world.full_name}"
    path, commit = quote(item.path), base if item.status == "removed" else head
    row: dict[str, Any] = {
        "sha": item.sha,
        "filename": item.path,
        "status": item.status,
        "additions": item.additions,
        "deletions": item.deletions,
        "changes": item.additions + item.deletions,
        "blob_url": f"{page}/blob/{commit}/{path}",
        "raw_url": f"{page}/raw/{commit}/{path}",
        "contents_url": f"{api}/repos/{world.full_name}/contents/{path}?ref={commit}",
    }
    if item.patch is not None:
        row["patch"] = item.patch
    if item.previous is not None:
        row["previous_filename"] = item.previous
    return row


def review(world: World, pull: Pull, item: Review, api: str) -> dict[str, Any]:
    address = f"{api}/repos/{world.full_name}/pulls/{pull.number}"
    page = f"https://github.example/{world.full_name}/pull/{pull.number}#pullrequestreview-{item.number}"
    return {
        "id": item.number,
        "node_id": item.node,
        "user": user(item.author, api),
        "body": item.body,
        "state": "COMMENTED",
        "html_url": page,
        "pull_request_url": address,
        "_links": {"html": {"href": page}, "pull_request": {"href": address}},
        "submitted_at": WHEN,
        "commit_id": item.commit,
        "author_association": "NONE",
    }


def review_comment(world: World, pull: Pull, thread: Thread, comment: Comment, api: str) -> dict[str, Any]:
    address = f"{api}/repos/{world.full_name}/pulls"
    page = f"https://github.example/{world.full_name}/pull/{pull.number}#discussion_r{comment.number}"
    row: dict[str, Any] = {
        "url": f"{address}/comments/{comment.number}",
        "pull_request_review_id": comment.review,
        "id": comment.number,
        "node_id": comment.node,
        "diff_hunk": "@@ -1 +1 @@",
        "path": thread.path,
        "commit_id": pull.head,
        "original_commit_id": thread.commit,
        "user": user(comment.author, api),
        "body": comment.body,
        "created_at": WHEN,
        "updated_at": WHEN,
        "html_url": page,
        "pull_request_url": f"{address}/{pull.number}",
        "author_association": "NONE",
        "_links": {
            "self": {"href": f"{address}/comments/{comment.number}"},
            "html": {"href": page},
            "pull_request": {"href": f"{address}/{pull.number}"},
        },
        "subject_type": thread.subject.lower(),
        # An outdated comment has null here, although the description knows only integers.
        "line": thread.line,
        "original_line": thread.original_line,
        "side": thread.side,
    }
    if comment.reply_to is not None:
        row["in_reply_to_id"] = comment.reply_to
    return row


def pull_request(world: World, pull: Pull, api: str, owner: Actor) -> dict[str, Any]:
    """A pull request as lists show it."""
    address = f"{api}/repos/{world.full_name}/pulls/{pull.number}"
    page = f"https://github.example/{world.full_name}/pull/{pull.number}"
    issue = f"{api}/repos/{world.full_name}/issues/{pull.number}"
    return {
        "url": address,
        "id": 9_000 + pull.number,
        "node_id": pull.node,
        "html_url": page,
        "diff_url": page + ".diff",
        "patch_url": page + ".patch",
        "issue_url": issue,
        "commits_url": address + "/commits",
        "review_comments_url": address + "/comments",
        "review_comment_url": f"{api}/repos/{world.full_name}/pulls/comments{{/number}}",
        "comments_url": issue + "/comments",
        "statuses_url": f"{api}/repos/{world.full_name}/statuses/{pull.head}",
        "number": pull.number,
        "state": pull.state,
        "locked": False,
        "title": "A change",
        "user": user(pull.author, api),
        "body": None,
        "labels": [],
        "milestone": None,
        "assignee": None,
        "assignees": [],
        "requested_reviewers": [],
        "requested_teams": [],
        "created_at": WHEN,
        "updated_at": WHEN,
        "closed_at": None,
        "merged_at": None,
        "merge_commit_sha": None,
        "author_association": "NONE",
        "auto_merge": None,
        "draft": pull.draft,
        "head": _end(pull.head_repository, pull.head_ref, pull.head, api, owner),
        "base": _end(world.full_name, pull.base_ref, pull.base, api, owner),
        "_links": {
            name: {"href": address}
            for name in (
                "self",
                "html",
                "issue",
                "comments",
                "review_comments",
                "review_comment",
                "commits",
                "statuses",
            )
        },
    }


def _end(repository: str | None, ref: str, sha: str, api: str, owner: Actor) -> dict[str, Any]:
    login = repository.partition("/")[0] if repository else owner.login
    return {
        "label": f"{login}:{ref}",
        "ref": ref,
        "sha": sha,
        "user": user(Actor(login), api),
        "repo": {"full_name": repository, "name": repository.partition("/")[2]} if repository else None,
    }


def commit(world: World, sha: str, api: str) -> dict[str, Any]:
    address = f"{api}/repos/{world.full_name}/commits/{sha}"
    person = {"name": "Ada", "email": "ada@example.org", "date": WHEN}
    return {
        "url": address,
        "sha": sha,
        "node_id": f"C_{sha}",
        "html_url": f"https://github.example/{world.full_name}/commit/{sha}",
        "comments_url": address + "/comments",
        "commit": {
            "url": address,
            "author": person,
            "committer": person,
            "message": "A change",
            "comment_count": 0,
            "tree": {"sha": sha, "url": address},
        },
        "author": None,
        "committer": None,
        "parents": [{"sha": parent, "url": address} for parent in world.commits[sha].parents],
    }
