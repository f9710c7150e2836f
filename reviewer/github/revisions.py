"""What two commits hold where they differ, from GitHub's lists of their files.

A list of all files ends at 100,000 entries, or 7 MB (GitHub documentation, "Get a tree"). Where it does, the folders
are asked for one by one, and only those that differ: what is the same in both has the same name in git.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from reviewer.changes.trees import IGNORED_FOLDERS
from reviewer.github.client import ApiError, Client, Problem

MOST_LISTS = 120  # requests for one comparison: a job's token has a thousand an hour
_OBJECT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?\Z")


class _List(NamedTuple):
    """The entries below one folder. ``whole`` is false where GitHub has cut them off."""

    blobs: Mapping[str, str] = {}  # by path in the folder; links and submodules, too
    folders: Mapping[str, str] = {}
    whole: bool = True


def differing(client: Client, repository: str, before: str, after: str) -> tuple[dict[str, str], dict[str, str]] | None:
    """The blobs of both commits by path, at least those that are not the same in both.

    None where GitHub does not list all of them, or only at the cost of more than MOST_LISTS requests: what one cut
    list lacks and the other has would look as if the change had added it. Raises ApiError.
    """
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    asked = 0
    waiting = [("", before, after)]
    while waiting:
        folder, *names = waiting.pop()
        for recursive in (True, False):
            lists: list[_List] = []
            for name in names:
                asked += bool(name)
                if asked > MOST_LISTS:
                    return None
                lists.append(_listed(client, repository, name, recursive) if name else _List())
                if not lists[-1].whole:
                    break
            if lists[-1].whole:
                break
        else:
            return None
        old |= {folder + path: blob for path, blob in lists[0].blobs.items()}
        new |= {folder + path: blob for path, blob in lists[1].blobs.items()}
        if not recursive:
            waiting += _unlike(folder, lists[0].folders, lists[1].folders)
    return old, new


def _unlike(folder: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The folders that differ, with their names in git; "" where there is none. What nobody reads is left out."""
    for name in sorted({**old, **new}):
        pair = old.get(name, ""), new.get(name, "")
        if pair[0] != pair[1] and name not in IGNORED_FOLDERS:
            yield f"{folder}{name}/", *pair


def _listed(client: Client, repository: str, name: str, recursive: bool) -> _List:
    parameters = {"recursive": "1"} if recursive else {}
    answer = client.get(f"{repository}/git/trees/{quote(name, safe='')}", parameters)
    rows = answer.get("tree") if isinstance(answer, Mapping) else None
    if not isinstance(rows, list):
        raise ApiError(Problem.UNKNOWN, None, "GitHub's list of a commit's files could not be read")
    named = [row for row in rows if isinstance(row, Mapping) and _OBJECT.match(str(row.get("sha")))]
    return _List(_of_mode(named, "100", "120", "160"), _of_mode(named, "040"), answer.get("truncated") is False)


def _of_mode(rows: list[Mapping[str, Any]], *modes: str) -> dict[str, str]:
    return {str(row.get("path")): str(row["sha"]) for row in rows if str(row.get("mode")).startswith(modes)}
