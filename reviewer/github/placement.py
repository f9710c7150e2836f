"""Where a comment can stand: a line range inside one hunk, else the file, else only the summary.

GitHub refuses a whole review when one line of one comment lies outside the diff, so every anchor is proven first.
"""

from __future__ import annotations

from typing import NamedTuple

from reviewer.model import ChangedFile, Endpoint

LONGEST_RANGE = 12  # lines; a longer endpoint is marked by its first line alone


class Lines(NamedTuple):
    """Head lines ``start`` to ``end``, all of them in one hunk."""

    path: str
    start: int
    end: int


class WholeFile(NamedTuple):
    """A comment on the file: its line is not in the diff, or the diff is too big to be shown."""

    path: str


Anchor = Lines | WholeFile


def anchor(endpoint: Endpoint, file: ChangedFile | None) -> Anchor | None:
    """The best place for a comment on the endpoint, or None where its file is not part of the change."""
    if file is None or file.status == "removed":
        return None
    first = endpoint.anchor_line
    last = endpoint.end_line if first <= endpoint.end_line < first + LONGEST_RANGE else first
    if in_one_hunk(first, last, file):
        return Lines(file.path, first, last)
    if in_one_hunk(first, first, file):
        return Lines(file.path, first, first)
    return WholeFile(file.path)


def in_one_hunk(first: int, last: int, file: ChangedFile) -> bool:
    """Whether both lines and all between them are in one hunk of the diff."""
    return any(start <= first <= last <= end for start, end in file.hunks)
