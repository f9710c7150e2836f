"""The REST half of the GitHub that tests talk to, with the rules that GitHub enforces."""

from __future__ import annotations

import base64
import io
import re
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.github import shapes
from tests.github.diffs import Entry
from tests.github.world import ORGANISATION, Comment, Pull, Review, Thread, Token, World

MOST_FILES = 3_000
MOST_COMPARED = 300
MOST_DIFF_FILES = 300
MAX_BODY = 65_536
NOT_ACCESSIBLE = "Resource not accessible by integration"


@dataclass
class Answer:
    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None


@dataclass(frozen=True)
class Asked:
    """A request, decoded."""

    world: World
    token: Token
    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    api: str  # the address below which the API lies
    headers: Mapping[str, str]


Handler = Callable[..., Answer]
_ROUTES: list[tuple[str, re.Pattern[str], Handler]] = []


def route(method: str, pattern: str) -> Callable[[Handler], Handler]:
    expression = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern) + r"\Z")

    def register(handler: Handler) -> Handler:
        _ROUTES.append((method, expression, handler))
        return handler

    return register


def answer(asked: Asked) -> Answer:
    for method, pattern, handler in _ROUTES:
        match = pattern.match(asked.path)
        if match is not None and method == asked.method:
            named = {name: unquote(value) for name, value in match.groupdict().items()}
            owner, repo = named.pop("owner"), named.pop("repo")
            if f"{owner}/{repo}" != asked.world.full_name:
                return problem(404, "Not Found")
            return handler(asked, **named)
    return problem(404, "Not Found")


def problem(status: int, message: str, errors: list[Any] | None = None) -> Answer:
    body: dict[str, Any] = {"message": message, "documentation_url": "https://docs.github.com/rest"}
    if errors is not None:
        body["errors"] = errors
    return Answer(status, body)


def paged(asked: Asked, rows: list[Any]) -> Answer:
    """One page, with the Link header that leads on."""
    size = min(100, max(1, int(asked.query.get("per_page", 30))))
    page = max(1, int(asked.query.get("page", 1)))
    last = max(1, -(-len(rows) // size))
    links = []
    for relation, number in (("prev", page - 1), ("next", page + 1), ("last", last), ("first", 1)):
        if 1 <= number <= last and not (relation == "last" and page == last) and number != page:
            address = f"{asked.api}{asked.path}?per_page={size}&page={number}"
            if relation == "next" and asked.world.next_page is not None:
                address = asked.world.next_page
            links.append(f'<{address}>; rel="{relation}"')
    return Answer(200, rows[(page - 1) * size : page * size], {"Link": ", ".join(links)} if links else {})


def _pull(asked: Asked, number: str) -> Pull | None:
    found = asked.world.pulls.get(int(number)) if number.isdigit() else None
    return found if asked.token.may("pull_requests", "read") else None


@route("GET", "/repos/{owner}/{repo}/pulls/{number}/files")
def pull_files(asked: Asked, number: str) -> Answer:
    pull = _pull(asked, number)
    if pull is None:
        return problem(404, "Not Found")
    if asked.world.moved is not None:
        status, target = asked.world.moved
        return Answer(status, {"message": "Moved", "url": target}, {"Location": target})
    if asked.world.no_list is not None:
        return problem(asked.world.no_list, "Sorry, this diff is taking too long to generate.")
    entries = asked.world.entries(pull)[:MOST_FILES]
    base = asked.world.merge_base(pull.base, pull.head)
    return paged(asked, [shapes.entry(asked.world, entry, pull.head, base, asked.api) for entry in entries])


@route("GET", "/repos/{owner}/{repo}/pulls/{number}")
def pull_request(asked: Asked, number: str) -> Answer:
    pull = _pull(asked, number)
    if pull is None:
        return problem(404, "Not Found")
    if "diff" in asked.headers.get("Accept", ""):
        entries = asked.world.entries(pull)
        if len(entries) > MOST_DIFF_FILES:
            message = f"Sorry, the diff exceeded the maximum number of files ({MOST_DIFF_FILES})."
            return problem(406, message, [{"resource": "PullRequest", "field": "diff", "code": "too_large"}])
        return Answer(200, raw="".join(entry.patch or "" for entry in entries).encode())
    return Answer(200, shapes.pull_request(asked.world, pull, asked.api, ORGANISATION))


@route("GET", "/repos/{owner}/{repo}/pulls")
def pull_requests(asked: Asked) -> Answer:
    if not asked.token.may("pull_requests", "read"):
        return problem(403, NOT_ACCESSIBLE)
    login, _, ref = asked.query.get("head", "").partition(":")
    state = asked.query.get("state", "open")
    found = [
        pull
        for pull in asked.world.pulls.values()
        if (state in ("all", pull.state))
        and (not ref or (pull.head_ref == ref and (pull.head_repository or "").partition("/")[0] == login))
    ]
    return paged(asked, [shapes.pull_request(asked.world, pull, asked.api, ORGANISATION) for pull in found])


def _too_fast(asked: Asked, count: int) -> Answer | None:
    """The secondary limit on creating content."""
    now = asked.world.clock()
    recent = [when for when in asked.world.created if now - when < 60]
    if len(recent) + count > asked.world.max_creations_a_minute:
        refused = problem(
            403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
        )
        refused.headers["Retry-After"] = "60"
        return refused
    asked.world.created.extend([now] * count)
    return None


@route("POST", "/repos/{owner}/{repo}/pulls/{number}/reviews")
def create_review(asked: Asked, number: str) -> Answer:
    pull = _pull(asked, number)
    if pull is None:
        return problem(404, "Not Found")
    if not asked.token.may("pull_requests", "write"):
        return problem(403, NOT_ACCESSIBLE)
    if asked.world.locked:
        return problem(403, "Unable to create comment because issue is locked.")
    body = asked.body if isinstance(asked.body, dict) else {}
    event, commit, comments = body.get("event"), body.get("commit_id", pull.head), body.get("comments", [])
    if event not in ("COMMENT", "APPROVE", "REQUEST_CHANGES"):
        return problem(422, "Unprocessable Entity", ["Event is not included in the list"])
    if event != "APPROVE" and not str(body.get("body") or "").strip():
        return problem(422, "Unprocessable Entity", ["Body can't be blank"])
    if commit not in pull.heads:
        return problem(422, "Unprocessable Entity", ["Commit is not part of the pull request"])
    entries = {entry.path: entry for entry in asked.world.entries(pull, commit)}
    errors = [error for error in (_wrong(comment, entries) for comment in comments) if error]
    if any(comment.get("path") in asked.world.bad_paths for comment in comments):
        errors.append("Line could not be resolved")
    if errors or _length(str(body.get("body") or "")) > MAX_BODY:
        return problem(422, "Unprocessable Entity", sorted(set(errors)) or ["Body is too long"])
    limited = _too_fast(asked, len(comments) + 1)
    if limited is not None:
        return limited
    made = Review(asked.world.next_number(), "", str(body.get("body")), asked.token.actor, commit)
    made.node = f"PRR_{made.number}"
    pull.reviews.append(made)
    for comment in comments:
        _begin(asked, pull, comment, commit, made.number)
    return Answer(200, shapes.review(asked.world, pull, made, asked.api))


def _wrong(comment: Any, entries: Mapping[str, Entry]) -> str | None:
    """What is wrong with a comment of a review; GitHub does not say which comment it is."""
    if not isinstance(comment, dict) or not set(comment) <= {
        "path",
        "body",
        "line",
        "side",
        "start_line",
        "start_side",
    }:
        return "Invalid request: no such member of a comment"
    body, line, first = comment.get("body"), comment.get("line"), comment.get("start_line")
    if not isinstance(body, str) or not body.strip() or _length(body) > MAX_BODY:
        return "Body is missing or too long"
    entry = entries.get(str(comment.get("path")))
    if entry is None:
        return "Path could not be resolved"
    if comment.get("side", "RIGHT") != "RIGHT" or comment.get("start_side", "RIGHT") != "RIGHT":
        return "Pull request review thread diff side is invalid"
    if not isinstance(line, int) or isinstance(line, bool):
        return "Line could not be resolved"
    if first is not None and not (isinstance(first, int) and first < line):
        return "Pull request review thread start line must precede the end line"
    if not any(start <= (first or line) <= line <= end for start, end in entry.ranges):
        return "Pull request review thread line must be part of the diff"
    return None


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _begin(asked: Asked, pull: Pull, comment: Mapping[str, Any], commit: str, review: int | None) -> Thread:
    number = asked.world.next_number()
    first = Comment(number, f"PRRC_{number}", comment["body"], asked.token.actor, review=review)
    whole = comment.get("subject_type") == "file"
    line, start = comment.get("line"), comment.get("start_line")
    thread = Thread(
        f"PRRT_{number}",
        comment["path"],
        [first],
        commit,
        "FILE" if whole else "LINE",
        line=line if commit == pull.head else None,
        start_line=start if commit == pull.head else None,
        original_line=line,
        original_start_line=start,
    )
    pull.threads.append(thread)
    return thread


@route("POST", "/repos/{owner}/{repo}/pulls/{number}/comments")
def create_comment(asked: Asked, number: str) -> Answer:
    pull = _pull(asked, number)
    if pull is None:
        return problem(404, "Not Found")
    if not asked.token.may("pull_requests", "write"):
        return problem(403, NOT_ACCESSIBLE)
    body = asked.body if isinstance(asked.body, dict) else {}
    if body.get("commit_id") not in pull.heads:
        return problem(422, "Validation Failed", [{"resource": "PullRequestReviewComment", "field": "commit_id"}])
    entries = {entry.path: entry for entry in asked.world.entries(pull, body["commit_id"])}
    if body.get("subject_type") == "file":
        text = body.get("body")
        bad = body.get("path") in asked.world.bad_files
        wrong = bad or body.get("path") not in entries or not isinstance(text, str) or not 0 < _length(text) <= MAX_BODY
    else:
        wrong = _wrong({key: value for key, value in body.items() if key != "commit_id"}, entries) is not None
    if wrong:
        return problem(422, "Validation Failed", [{"resource": "PullRequestReviewComment", "code": "custom"}])
    limited = _too_fast(asked, 1)
    if limited is not None:
        return limited
    thread = _begin(asked, pull, body, body["commit_id"], None)
    return Answer(201, shapes.review_comment(asked.world, pull, thread, thread.comments[0], asked.api))


@route("GET", "/repos/{owner}/{repo}/compare/{basehead}")
def compare(asked: Asked, basehead: str) -> Answer:
    base, _, head = basehead.partition("...")
    one, other = asked.world.resolve(base), asked.world.resolve(head)
    if one is None or other is None:
        return problem(404, "Not Found")
    bottom = asked.world.merge_base(one, other)
    world = asked.world
    from tests.github.diffs import differences

    entries = differences(world.commits[bottom].tree, world.commits[other].tree, world.blobs)
    page = f"https://github.example/{world.full_name}/compare/{basehead}"
    ahead = [sha for sha in world.ancestors(other) if sha not in world.ancestors(one)]
    return Answer(
        200,
        {
            "url": asked.api + asked.path,
            "html_url": page,
            "permalink_url": page,
            "diff_url": page + ".diff",
            "patch_url": page + ".patch",
            "base_commit": shapes.commit(world, one, asked.api),
            "merge_base_commit": shapes.commit(world, bottom, asked.api),
            "status": "ahead",
            "ahead_by": len(ahead),
            "behind_by": 0,
            "total_commits": len(ahead),
            "commits": [shapes.commit(world, sha, asked.api) for sha in ahead[:250]],
            "files": [shapes.entry(world, entry, other, bottom, asked.api) for entry in entries[:MOST_COMPARED]],
        },
    )


@route("GET", "/repos/{owner}/{repo}/git/blobs/{sha}")
def blob(asked: Asked, sha: str) -> Answer:
    data = asked.world.blobs.get(sha)
    if data is None or not asked.token.may("contents", "read"):
        return problem(404, "Not Found")
    body = {
        "sha": sha,
        "node_id": f"B_{sha}",
        "size": len(data),
        "url": asked.api + asked.path,
        "content": base64.encodebytes(data).decode(),
        "encoding": "base64",
    }
    return Answer(200, body)


@route("GET", "/repos/{owner}/{repo}/git/trees/{sha}")
def tree(asked: Asked, sha: str) -> Answer:
    files = asked.world.files_of_tree(sha)
    if files is None or not asked.token.may("contents", "read"):
        return problem(404, "Not Found")
    rows: dict[str, dict[str, object]] = {}
    for path, name in sorted(files.items()):
        parts = path.split("/")
        for depth in range(1, len(parts)):
            folder = "/".join(parts[:depth])
            if folder not in rows and (depth == 1 or "recursive" in asked.query):
                inner = asked.world.tree_name(files, folder)
                rows[folder] = {"path": folder, "mode": "040000", "type": "tree", "sha": inner}
        if len(parts) == 1 or "recursive" in asked.query:
            size = len(asked.world.blobs[name])
            rows[path] = {"path": path, "mode": "100644", "type": "blob", "sha": name, "size": size}
    most = len(rows) // 2 if asked.world.truncated_trees else asked.world.most_entries
    body = {
        "sha": sha,
        "url": asked.api + asked.path,
        "tree": list(rows.values())[:most],
        "truncated": most < len(rows),
    }
    return Answer(200, body)


@route("GET", "/repos/{owner}/{repo}/tarball/{ref}")
def tarball(asked: Asked, ref: str) -> Answer:
    if asked.world.resolve(ref) is None or not asked.token.may("contents", "read"):
        return problem(404, "Not Found")
    origin = asked.world.archive_host or asked.api.split("/api/")[0]
    return Answer(
        302, raw=b"", headers={"Location": f"{origin}/_codeload/{asked.world.full_name}/tar.gz/{ref}?token=T"}
    )


def archive(world: World, ref: str) -> bytes:
    """What the code-load host serves."""
    commit = world.resolve(ref)
    assert commit is not None
    packed = io.BytesIO()
    top = f"{world.owner}-{world.name}-{commit[:7]}"
    with tarfile.open(fileobj=packed, mode="w:gz") as out:
        for path, data in world.files(commit).items():
            member = tarfile.TarInfo(f"{top}/{path}")
            member.size = len(data)
            out.addfile(member, io.BytesIO(data))
        for path, target in world.links.items():
            member = tarfile.TarInfo(f"{top}/{path}")
            member.type, member.linkname = tarfile.SYMTYPE, target.decode()
            out.addfile(member)
    return packed.getvalue()
