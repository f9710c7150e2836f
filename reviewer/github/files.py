"""The changed files as GitHub lists them, of a pull request or between two commits.

Limits (GitHub documentation, "List pull requests files" and "Compare two commits"): 3,000 files of a pull request, a
hundred a page; 300 of a comparison; ``patch`` is missing where the diff is too big or the file is binary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from reviewer.github.client import ApiError, Client, Problem
from reviewer.github.live import Pull
from reviewer.github.revisions import differing

MOST_OF_PULL_REQUEST = 3_000
MOST_OF_COMPARISON = 300
NO_DIFF = (406, 422, 500, 502, 503, 504)  # too large, or too slow for the server
_STATUSES = {"added", "modified", "removed", "renamed", "copied", "changed"}
_BLOB = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?\Z")


class Listed(NamedTuple):
    """A changed file as GitHub lists it. ``blob``: its blob at the head, or at the base where it was removed."""

    path: str
    status: str
    blob: str | None
    patch: bytes | None
    previous_path: str | None = None
    touched: int = 1  # lines added and removed


class Listing(NamedTuple):
    """``complete`` is false where GitHub's limit may have cut the list. ``base``: the merge base, where known."""

    files: tuple[Listed, ...]
    complete: bool
    base: str | None = None


def of_pull_request(client: Client, pull: Pull, base: str, head: str) -> Listing:
    """The files of a pull request at ``head``. Where GitHub cannot make its diff, the list is cut. Raises ApiError.

    GitHub lists what the pull request holds when it is asked, which is another commit where a job is run again or
    somebody pushes meanwhile. The commits themselves are compared then.
    """
    files: list[Listed] = []
    try:
        for page in client.pages(f"{pull.repository}/pulls/{pull.number}/files"):
            if not _is_about(page, head):
                return of_comparison(client, pull, base, head)
            files += [file for file in map(_listed, page) if file is not None]
            if len(files) >= MOST_OF_PULL_REQUEST:
                return Listing(tuple(files), False)
    except ApiError as error:
        if error.status not in NO_DIFF:
            raise
        return Listing(tuple(files), False)
    return Listing(tuple(files), True)


def of_comparison(client: Client, pull: Pull, base: str, head: str) -> Listing:
    """The files that differ between the merge base of two revisions and ``head``. Raises ApiError."""
    answer = _compared(client, pull, base, head)
    listed = answer.get("files")
    rows = [file for file in map(_listed, listed) if file is not None] if isinstance(listed, list) else []
    return Listing(tuple(rows), len(rows) < MOST_OF_COMPARISON, _merge_base(answer))


def merge_base(client: Client, pull: Pull, base: str, head: str) -> str:
    """The commit where head branched off base. Raises ApiError."""
    return _merge_base(_compared(client, pull, base, head))


def beyond_the_limit(client: Client, pull: Pull, listing: Listing, base: str, head: str) -> Listing:
    """The listing with what GitHub's limit has cut off, from the trees of both commits. Raises ApiError.

    What comes from the trees has no patch. ``base``: the merge base. Where even the trees cannot be had in full, the
    listing stays as it is.
    """
    found = differing(client, pull.repository, base, head)
    if found is None:
        return listing
    before, after = found
    removed = {path: blob for path, blob in before.items() if path not in after}
    origins = {blob: path for path, blob in removed.items()}
    rows = {
        path: Listed(path, "renamed" if blob in origins else "added", blob, None, origins.get(blob), 0)
        if path not in before
        else Listed(path, "modified", blob, None)
        for path, blob in after.items()
        if before.get(path) != blob
    }
    moved = {row.previous_path for row in rows.values()}
    rows |= {path: Listed(path, "removed", blob, None) for path, blob in removed.items() if path not in moved}
    rows |= {file.path: file for file in listing.files}
    return Listing(tuple(rows.values()), True, base)


def _compared(client: Client, pull: Pull, base: str, head: str) -> Mapping[str, Any]:
    answer = client.get(f"{pull.repository}/compare/{quote(base, safe='')}...{quote(head, safe='')}")
    if not isinstance(answer, Mapping):
        raise ApiError(Problem.UNKNOWN, None, "GitHub's comparison could not be read")
    return answer


def _merge_base(answer: Mapping[str, Any]) -> str:
    commit = answer.get("merge_base_commit")
    sha = commit.get("sha") if isinstance(commit, Mapping) else None
    if not isinstance(sha, str):
        raise ApiError(Problem.UNKNOWN, None, "GitHub's comparison names no merge base")
    return sha


def _is_about(page: Sequence[object], head: str) -> bool:
    """Whether the addresses of a page's files name this commit; those of a removed file may name the base."""
    rows = [row for row in page if isinstance(row, Mapping)]
    named = [str(row.get("contents_url")).rpartition("?ref=")[2] == head for row in rows]
    return any(named) and all(same or row.get("status") == "removed" for same, row in zip(named, rows, strict=True))


def _listed(row: object) -> Listed | None:
    if not isinstance(row, Mapping) or not isinstance(row.get("status"), str) or row["status"] not in _STATUSES:
        return None
    if not isinstance(row.get("filename"), str):
        return None
    patch, blob, before = row.get("patch"), row.get("sha"), row.get("previous_filename")
    touched = row.get("changes")
    return Listed(
        path=row["filename"],
        status="modified" if row["status"] == "changed" else row["status"],
        blob=blob if isinstance(blob, str) and _BLOB.match(blob) else None,
        patch=patch.encode("utf-8", "surrogatepass") if isinstance(patch, str) else None,
        previous_path=before if isinstance(before, str) else None,
        touched=touched if isinstance(touched, int) else 1,
    )
