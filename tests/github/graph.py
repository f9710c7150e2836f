"""The GraphQL half of the GitHub that tests talk to: graphql-core runs the documents over ``schema.graphql``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema, build_schema, execute_sync, parse, validate

from tests.github.world import Actor, Comment, Pull, Thread, Token, World

MOST_TEXT = 512_000
MAX_BODY = 65_536


@cache
def schema() -> GraphQLSchema:
    built = build_schema(Path(__file__).with_name("schema.graphql").read_text())
    for name in ("Node", "Actor", "GitObject"):
        built.type_map[name].resolve_type = lambda value, *_: value["__typename"]
    return built


def execute(world: World, token: Token, document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The answer's body: always 200, errors beside the data, each with GitHub's ``type`` at its top."""
    parsed = understood(document)
    if not isinstance(parsed, DocumentNode):
        return {"data": None, "errors": [_error(error) for error in parsed]}
    result = execute_sync(schema(), parsed, root_value=_Query(world, token), variable_values=dict(variables))
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [_error(error) for error in result.errors]
    return answer


@lru_cache(maxsize=200)
def understood(document: str) -> DocumentNode | list[GraphQLError]:
    """The document, or what is wrong with it: the same few are sent again and again."""
    try:
        parsed = parse(document)
    except GraphQLError as error:
        return [error]
    return validate(schema(), parsed) or parsed


def _error(error: GraphQLError) -> dict[str, Any]:
    shown: dict[str, Any] = {"message": error.message}
    if error.path:
        shown["path"] = error.path
    kind = (error.extensions or {}).get("type") or getattr(error.original_error, "kind", None)
    return {"type": kind, **shown} if kind else shown


class Refusal(Exception):
    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def _forbidden() -> Refusal:
    return Refusal("FORBIDDEN", "Resource not accessible by integration")


class _Query:
    """Resolvers of Query and Mutation: graphql-core calls the root value's methods by field name."""

    def __init__(self, world: World, token: Token) -> None:
        self.world, self.token = world, token

    def repository(self, _info: Any, owner: str, name: str, **_: Any) -> dict[str, Any]:
        if f"{owner}/{name}" != self.world.full_name or not self.token.may("contents", "read"):
            raise Refusal("NOT_FOUND", f"Could not resolve to a Repository with the name '{owner}/{name}'.")
        return {
            "__typename": "Repository",
            "id": "R_1",
            "nameWithOwner": self.world.full_name,
            "object": self._object,
            "pullRequest": self._pull_request,
        }

    def _object(self, _info: Any, oid: str | None = None, expression: str | None = None) -> dict[str, Any] | None:
        if expression is not None:
            revision, _, path = expression.partition(":")
            commit = self.world.resolve(revision)
            if commit and not path:
                return {"__typename": "Commit", "id": f"C_{commit}", "oid": commit}
            oid = self.world.commits[commit].tree.get(path) if commit else None
        data = self.world.blobs.get(oid or "")
        if oid is None or data is None:
            return None
        binary = b"\0" in data
        text = None if binary else data[:MOST_TEXT].decode("utf-8", "replace")
        return {
            "__typename": "Blob",
            "id": f"B_{oid}",
            "oid": oid,
            "text": text,
            "isTruncated": len(data) > MOST_TEXT,
            "isBinary": binary,
            "byteSize": len(data),
        }

    def _pull_request(self, _info: Any, number: int) -> dict[str, Any]:
        if number not in self.world.pulls or not self.token.may("pull_requests", "read"):
            raise Refusal("NOT_FOUND", f"Could not resolve to a PullRequest with the number of {number}.")
        return self._pull(self.world.pulls[number])

    def _pull(self, pull: Pull) -> dict[str, Any]:
        return {
            "__typename": "PullRequest",
            "id": pull.node,
            "number": pull.number,
            "headRefOid": pull.head,
            "baseRefOid": pull.base,
            "isDraft": pull.draft,
            "reviewThreads": lambda _info, **page: _page(pull.threads, lambda each: self._thread(pull, each), **page),
            "comments": lambda _info, **page: _page(pull.comments, lambda each: self._comment(pull, each), **page),
        }

    def _thread(self, pull: Pull, thread: Thread) -> dict[str, Any]:
        can = self.token.may("contents", "write") or self.token.actor == pull.author
        person = thread.resolved_by if thread.resolved_by and thread.resolved_by.kind == "User" else None
        return {
            "__typename": "PullRequestReviewThread",
            "id": thread.node,
            "path": thread.path,
            "line": thread.line,
            "isResolved": thread.resolved_by is not None,
            "isOutdated": thread.outdated,
            "resolvedBy": _actor(person),
            "viewerCanResolve": can and thread.resolved_by is None,
            "viewerCanUnresolve": can and thread.resolved_by is not None,
            "viewerCanReply": self.token.may("pull_requests", "write"),
            "pullRequest": lambda *_: self._pull(pull),
            "comments": lambda _info, **page: _page(thread.comments, lambda each: self._comment(pull, each), **page),
        }

    def _comment(self, pull: Pull, comment: Comment) -> dict[str, Any]:
        mine = comment.author == self.token.actor
        return {
            "__typename": "IssueComment" if comment.node.startswith("IC_") else "PullRequestReviewComment",
            "id": comment.node,
            "fullDatabaseId": str(comment.number),
            "body": comment.body,
            "author": _actor(comment.author),
            "editor": _actor(comment.editor),
            "lastEditedAt": "2026-01-02T03:04:05Z" if comment.editor else None,
            "viewerDidAuthor": mine,
            "isMinimized": comment.minimized is not None,
            "minimizedReason": comment.minimized,
            "viewerCanMinimize": self.token.may("pull_requests", "write"),
            "viewerCanUpdate": mine,
            "pullRequest": lambda *_: self._pull(pull),
        }

    # --- Mutation ---

    def _found(self, node: str, kind: str) -> tuple[Pull, Comment]:
        found = self.world.comment_of(node)
        if found is None or not node.startswith(kind):
            raise Refusal("NOT_FOUND", f"Could not resolve to a node with the global id of '{node}'")
        if not self.token.may("pull_requests", "write"):
            raise _forbidden()
        return found

    def _changed(self, node: str, kind: str, body: str) -> dict[str, Any]:
        pull, comment = self._found(node, kind)
        if comment.author != self.token.actor and not self.token.may("contents", "write"):
            raise _forbidden()
        comment.body, comment.editor = _checked(body), self.token.actor
        return self._comment(pull, comment)

    def updatePullRequestReviewComment(self, _info: Any, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002, N802
        return {"pullRequestReviewComment": self._changed(input["pullRequestReviewCommentId"], "PRRC_", input["body"])}

    def updateIssueComment(self, _info: Any, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002, N802
        return {"issueComment": self._changed(input["id"], "IC_", input["body"])}

    def addComment(self, _info: Any, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002, N802
        pull = next((pull for pull in self.world.pulls.values() if pull.node == input["subjectId"]), None)
        if pull is None:
            raise Refusal("NOT_FOUND", f"Could not resolve to a node with the global id of '{input['subjectId']}'")
        if not (self.token.may("pull_requests", "write") or self.token.may("issues", "write")):
            raise _forbidden()
        self.world.comment(pull, _checked(input["body"]), self.token.actor)
        self.world.created.append(self.world.clock())
        return {"subject": self._pull(pull)}

    def minimizeComment(self, _info: Any, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002, N802
        _, comment = self._found(input["subjectId"], "")
        comment.minimized = str(input["classifier"]).lower()
        return {}

    def unminimizeComment(self, _info: Any, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002, N802
        _, comment = self._found(input["subjectId"], "")
        comment.minimized = None
        return {}

    def _resolvable(self, node: str) -> tuple[Pull, Thread]:
        found = self.world.thread_of(node)
        if found is None:
            raise Refusal("NOT_FOUND", f"Could not resolve to a node with the global id of '{node}'")
        if not (self.token.may("contents", "write") or self.token.actor == found[0].author):
            raise _forbidden()
        return found

    def resolveReviewThread(self, _info: Any, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002, N802
        pull, thread = self._resolvable(input["threadId"])
        thread.resolved_by = self.token.actor
        return {"thread": self._thread(pull, thread)}

    def unresolveReviewThread(self, _info: Any, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002, N802
        pull, thread = self._resolvable(input["threadId"])
        thread.resolved_by = None
        return {"thread": self._thread(pull, thread)}


def _checked(body: str) -> str:
    if not body.strip():
        raise Refusal("UNPROCESSABLE", "Body can't be blank")
    if len(body.encode("utf-16-le")) // 2 > MAX_BODY:
        raise Refusal("UNPROCESSABLE", f"Body is too long (maximum is {MAX_BODY} characters)")
    return body


def _actor(actor: Actor | None) -> dict[str, Any] | None:
    if actor is None:
        return None
    return {"__typename": actor.kind, "id": f"U_{actor.id}", "login": actor.login.removesuffix("[bot]")}


def _page(
    nodes: Sequence[Any],
    shape: Callable[[Any], dict[str, Any]],
    first: int | None = None,
    last: int | None = None,
    after: str | None = None,
    before: str | None = None,
    **_: Any,
) -> dict[str, Any]:
    count = first if first is not None else last
    if count is None:
        raise Refusal("MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value")
    if not 1 <= count <= 100:
        raise Refusal("EXCESSIVE_PAGINATION", f"Requesting {count} records exceeds the limit of 100 records.")
    start = int(after) if after else 0
    end = int(before) if before else len(nodes)
    if first is not None:
        end = min(end, start + first)
    else:
        start = max(start, end - count)
    return {
        "nodes": [shape(node) for node in nodes[start:end]],
        "totalCount": len(nodes),
        "pageInfo": {
            "hasNextPage": end < len(nodes),
            "endCursor": str(end) if end > start else None,
            "hasPreviousPage": start > 0,
            "startCursor": str(start) if end > start else None,
        },
    }
