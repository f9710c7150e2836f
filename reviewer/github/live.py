"""What stands in the pull request now: our threads and our summary, as GitHub's GraphQL API tells them.

A comment is ours only where GitHub says that we wrote it and our marker parses; a summary must be genuine, too.
Everything else is left out here, so that nothing further down the road can touch it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from reviewer.github import documents, markers
from reviewer.github.client import ApiError, Client, Problem
from reviewer.github.genuine import is_summary_of_ours

MOST_PAGES = 200


class Thread(NamedTuple):
    """A review thread that we began."""

    id: str
    comment: str  # the id of its first comment
    number: int  # of that comment: older ones are smaller
    path: str
    body: str
    marker: markers.Marker
    resolved: bool = False
    answered: bool = False  # a person replied
    hidden: bool = False
    can_resolve: bool = False
    can_unresolve: bool = False
    can_hide: bool = False

    @property
    def edited(self) -> bool:
        """A person changed our words: they are no longer ours to change."""
        return markers.is_edited(self.body, self.marker)


class Summary(NamedTuple):
    """A summary comment of ours."""

    id: str
    number: int
    body: str
    marker: markers.SummaryMarker
    hidden: bool = False


class Live(NamedTuple):
    """The state of one pull request. ``id`` is its GraphQL id, ``head`` its current head commit."""

    id: str
    head: str
    threads: tuple[Thread, ...] = ()  # oldest first
    summaries: tuple[Summary, ...] = ()  # oldest first


class Pull(NamedTuple):
    """The name of a pull request."""

    owner: str
    name: str
    number: int

    @property
    def variables(self) -> dict[str, Any]:
        return {"owner": self.owner, "name": self.name, "number": self.number}

    @property
    def repository(self) -> str:
        return f"/repos/{self.owner}/{self.name}"


def read(client: Client, pull: Pull) -> Live:
    """The live state, all pages. Raises ApiError."""
    data = client.query(documents.state(), first_page(pull))
    return complete(client, pull, data)


def refreshed(client: Client, pull: Pull, live: Live) -> Live:
    """The state with what is newest in it, in one request however much there is. Raises ApiError."""
    return joined(live, _pull_request(client.query(documents.REFRESH, pull.variables)))


def first_page(pull: Pull) -> dict[str, Any]:
    """The variables of the first page of the state."""
    return {**pull.variables, "threads": None, "comments": None, "withThreads": True, "withComments": True}


def complete(client: Client, pull: Pull, data: Mapping[str, Any]) -> Live:
    """The live state from the answer that holds its first page, and as many more as there are. Raises ApiError.

    Comments are read until the summary is found: runs that raced to write it stand next to each other.
    """
    live = Live("", "")
    for _ in range(MOST_PAGES):
        node = _pull_request(data)
        live = joined(live, node)
        more_threads = _cursor(node.get("reviewThreads"))
        more_comments = _cursor(node.get("comments")) if not live.summaries else None
        if more_threads is None and more_comments is None:
            return live
        variables = {
            **pull.variables,
            "threads": more_threads,
            "comments": more_comments,
            "withThreads": more_threads is not None,
            "withComments": more_comments is not None,
        }
        data = client.query(documents.state(), variables)
    raise ApiError(Problem.REFUSED, None, f"more than {MOST_PAGES * 100:,} comments in this pull request")


def joined(live: Live, node: Mapping[str, Any]) -> Live:
    """The state with what a later answer says of it: newer words win, and one that holds everything replaces it."""
    threads = {} if _is_whole(node.get("reviewThreads")) else {thread.id: thread for thread in live.threads}
    for thread in _nodes(node.get("reviewThreads")):
        ours = _thread(thread)
        if ours is not None:
            threads[ours.id] = ours
        else:
            threads.pop(str(thread.get("id")), None)
    summaries = {} if _is_whole(node.get("comments")) else {summary.id: summary for summary in live.summaries}
    summaries |= {summary.id: summary for summary in map(_summary, _nodes(node.get("comments"))) if summary}
    return live._replace(
        id=_text(node, "id") or live.id,
        head=_text(node, "headRefOid") or live.head,
        threads=tuple(sorted(threads.values(), key=lambda thread: thread.number)),
        summaries=tuple(sorted(summaries.values(), key=lambda summary: summary.number)),
    )


def _pull_request(data: Mapping[str, Any]) -> Mapping[str, Any]:
    repository = data.get("repository")
    node = repository.get("pullRequest") if isinstance(repository, Mapping) else None
    if not isinstance(node, Mapping):
        raise ApiError(Problem.REFUSED, None, "GitHub knows no such pull request")
    return node


def _nodes(connection: object) -> Iterable[Mapping[str, Any]]:
    nodes = connection.get("nodes") if isinstance(connection, Mapping) else None
    return [node for node in nodes if isinstance(node, Mapping)] if isinstance(nodes, list) else []


def _cursor(connection: object) -> str | None:
    page = connection.get("pageInfo") if isinstance(connection, Mapping) else None
    if not isinstance(page, Mapping) or page.get("hasNextPage") is not True:
        return None
    return _text(page, "endCursor") or None


def _is_whole(connection: object) -> bool:
    """The last page is the only one, and nothing of it is missing."""
    if not isinstance(connection, Mapping) or not isinstance(connection.get("nodes"), list):
        return False
    page, nodes = connection.get("pageInfo"), connection["nodes"]
    only = isinstance(page, Mapping) and page.get("hasPreviousPage") is False
    return only and all(isinstance(node, Mapping) for node in nodes)


def _thread(node: Mapping[str, Any]) -> Thread | None:
    first = next(iter(_nodes(node.get("comments"))), None)
    if first is None or first.get("viewerDidAuthor") is not True:
        return None
    marker = markers.parse(_text(first, "body"))
    if not isinstance(marker, markers.Marker):
        return None
    return Thread(
        id=_text(node, "id"),
        comment=_text(first, "id"),
        number=_number(first),
        path=_text(node, "path"),
        body=_text(first, "body"),
        marker=marker,
        resolved=node.get("isResolved") is True,
        answered=any(_is_person(each) for each in _nodes(node.get("replies")) if each.get("id") != first.get("id")),
        hidden=first.get("isMinimized") is True,
        can_resolve=node.get("viewerCanResolve") is True,
        can_unresolve=node.get("viewerCanUnresolve") is True,
        can_hide=first.get("viewerCanMinimize") is True,
    )


def _is_person(reply: Mapping[str, Any]) -> bool:
    """A reply by no app. We never reply, so where the token is a person's, that person did.

    Accounts that were deleted have no author: they were people.
    """
    author = reply.get("author")
    return not (isinstance(author, Mapping) and author.get("__typename") == "Bot")


def _summary(node: Mapping[str, Any]) -> Summary | None:
    body = _text(node, "body")
    marker = markers.parse(body) if node.get("viewerDidAuthor") is True else None
    if not isinstance(marker, markers.SummaryMarker) or not is_summary_of_ours(body, marker, node):
        return None
    return Summary(_text(node, "id"), _number(node), body, marker, node.get("isMinimized") is True)


def _number(node: Mapping[str, Any]) -> int:
    """``fullDatabaseId`` is a BigInt, which travels as text."""
    try:
        return int(str(node.get("fullDatabaseId")))
    except ValueError:
        return 0


def _text(fields: Mapping[str, Any], name: str) -> str:
    found = fields.get(name)
    return found if isinstance(found, str) else ""
