"""The differences between two trees as GitHub shows them: renames, hunks with three lines around, missing patches."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MOST_PATCH_LINES = 20_000
MOST_PATCH_BYTES = 500_000
ALIKE = 0.5
MOST_COMPARISONS = 2_500  # beyond it, as git does, only files with the same bytes are taken for renamed
_HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """One changed file. ``patch`` is None where GitHub shows none; ``ranges``: head lines inside the shown hunks."""

    path: str
    status: str
    sha: str
    patch: str | None
    additions: int
    deletions: int
    previous: str | None = None

    @property
    def ranges(self) -> list[tuple[int, int]]:
        found = []
        for match in _HUNK.finditer(self.patch or ""):
            start, count = int(match.group(1)), int(match.group(2) or 1)
            if count:
                found.append((start, start + count - 1))
        return found


def differences(before: Mapping[str, str], after: Mapping[str, str], blobs: Mapping[str, bytes]) -> list[Entry]:
    """The entries for two trees, each from path to blob name, in the order of paths."""
    renames = dict(_renames(before, after, blobs))
    moved = set(renames.values())
    entries = []
    for path in sorted({*before, *after}):
        if before.get(path) == after.get(path) or path in moved:
            continue
        old, new = renames.get(path, path), path
        a = blobs[before[old]] if old in before else None
        b = blobs[after[new]] if new in after else None
        status = "renamed" if path in renames else "added" if a is None else "removed" if b is None else "modified"
        patch, plus, minus = _patch(a or b"", b or b"")
        sha = after.get(new) or before[old]
        entries.append(Entry(new, status, sha, patch, plus, minus, renames.get(path)))
    return entries


def _renames(
    before: Mapping[str, str], after: Mapping[str, str], blobs: Mapping[str, bytes]
) -> Iterator[tuple[str, str]]:
    gone = [path for path in before if path not in after]
    added = [path for path in after if path not in before]
    by_blob: dict[str, list[str]] = {}
    for path in gone:
        by_blob.setdefault(before[path], []).append(path)
    exact = {path: by_blob[after[path]].pop(0) for path in added if by_blob.get(after[path])}
    yield from exact.items()
    taken = set(exact.values())
    gone = [path for path in gone if path not in taken]
    added = [path for path in added if path not in exact]
    if len(gone) * len(added) > MOST_COMPARISONS:
        return
    for path in added:
        if not gone:
            return
        text = blobs[after[path]]
        best = max(gone, key=lambda old: _alike(blobs[before[old]], text))
        if _alike(blobs[before[best]], text) >= ALIKE:
            gone.remove(best)
            yield path, best


def _alike(a: bytes, b: bytes) -> float:
    if a == b:
        return 1.0
    if max(len(a), len(b)) > 20_000:
        return 0.0
    return difflib.SequenceMatcher(None, a.split(b"\n"), b.split(b"\n"), autojunk=False).ratio()


def _patch(a: bytes, b: bytes) -> tuple[str | None, int, int]:
    if b"\0" in a or b"\0" in b:
        return None, 0, 0
    old, new = _lines(a), _lines(b)
    if len(old) + len(new) > MOST_PATCH_LINES or len(a) + len(b) > MOST_PATCH_BYTES:
        return None, len(new), len(old)
    rows = list(difflib.unified_diff(old, new, n=3))[2:]
    plus = sum(row.startswith("+") for row in rows)
    minus = sum(row.startswith("-") for row in rows)
    whole = "".join(row if row.endswith("\n") else row + "\n\\ No newline at end of file\n" for row in rows)
    return whole.removesuffix("\n") or None, plus, minus


def _lines(data: bytes) -> list[str]:
    rows = data.decode("utf-8", "replace").split("\n")
    return [row + "\n" for row in rows[:-1]] + ([rows[-1]] if rows[-1] else [])


def carried(line: int, before: bytes, after: bytes) -> int | None:
    """Where a line of the old text stands in the new one, or None where it is gone."""
    a, b = _lines(before), _lines(after)
    for block in difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        if block.a <= line - 1 < block.a + block.size:
            return block.b + (line - 1 - block.a) + 1
    return None
