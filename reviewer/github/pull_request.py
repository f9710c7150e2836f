"""From GitHub's list of changed files to the Change: head texts, and base texts with the patch undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reviewer.changes.patch import PatchError, changed_file
from reviewer.github.files import Listed, Listing
from reviewer.model import Change, ChangedFile, Skipped
from reviewer.syntax.parser import MAX_SOURCE_BYTES, SOURCE_SUFFIXES

OTHER_SUFFIXES = (".json", ".jsonc", ".yaml", ".yml")  # what the analysis reads of a checkout beside sources

MayDefine = Callable[[str, bytes], bool]
BaseTexts = Callable[[list[str]], Mapping[str, bytes]]
"""The texts of files at the merge base, by path; those that cannot be had are left out. May raise ApiError."""


@dataclass(frozen=True, slots=True)
class Read:
    """The change, and what of the tree at its head differs from a checkout of the base or of a merge."""

    change: Change
    overlay: Mapping[str, bytes | None]


def wanted_blobs(listing: Listing, suffixes: tuple[str, ...]) -> dict[str, str]:
    """The head blobs of the changed files that the analysis may want to read, by path."""
    return {
        file.path: file.blob
        for file in listing.files
        if file.status != "removed" and file.blob is not None and file.path.endswith(suffixes)
    }


def change_of(
    listing: Listing, head: str, texts: Mapping[str, bytes], may_define: MayDefine, base_texts: BaseTexts
) -> Read:
    """The change. ``texts``: head texts by blob. Base texts are asked for only where no patch tells them.

    May raise ApiError from ``base_texts``.
    """
    files: list[ChangedFile] = []
    skipped: list[Skipped] = []
    unpatched: list[Listed] = []
    for listed in listing.files:
        text = texts.get(listed.blob or "")
        if listed.status == "removed":
            files.append(_removed(listed))
        elif text is None:
            skipped += _unread(listed, may_define)
            files.append(ChangedFile(listed.path, listed.status, previous_path=listed.previous_path))
        else:
            file = _patched(listed, text)
            if file is not None:
                files.append(file)
            elif may_define(listed.path, text):
                unpatched.append(listed)
            else:
                files.append(ChangedFile(listed.path, listed.status, text, None, listed.previous_path))
    bases = base_texts([each.previous_path or each.path for each in unpatched]) if unpatched else {}
    for listed in unpatched:
        base = bases.get(listed.previous_path or listed.path)
        if base is None:
            reason = "GitHub shows no diff of it and its base text could not be read"
            skipped.append(Skipped(listed.path, reason, incomplete=True))
        else:
            files.append(_compared(listed, texts[listed.blob or ""], base))
    if not listing.complete:
        skipped.append(Skipped("", f"GitHub lists only the first {len(listing.files):,} changed files", True))
    overlay: dict[str, bytes | None] = {file.path: file.head for file in files if file.head is not None}
    overlay |= {file.path: None for file in files if file.status == "removed"}
    overlay |= {file.previous_path: None for file in files if file.status == "renamed" and file.previous_path}
    change = Change(tuple(files), tuple(skipped), listing.base, head)
    return Read(change, overlay)


def is_relevant(change: Change, may_define: MayDefine) -> bool:
    """Whether any changed file may define an endpoint at the head; if not, nothing of the tree need be read."""
    return any(file.head is not None and may_define(file.path, file.head) for file in change.files)


def _removed(listed: Listed) -> ChangedFile:
    """The base text of a removed file is its patch: an endpoint that was moved away is found there."""
    try:
        return changed_file(listed.path, "removed", None, listed.patch)
    except PatchError:
        return ChangedFile(listed.path, "removed")


def _unread(listed: Listed, may_define: MayDefine) -> list[Skipped]:
    """A source that could not be read is a hole: what it holds beside its path is not known."""
    if not listed.path.endswith(SOURCE_SUFFIXES) or (listed.patch is None and listed.touched == 0):
        return []
    if not may_define(listed.path, b"") and listed.patch is not None and b"use server" not in listed.patch:
        return [Skipped(listed.path, "its text could not be read")]
    return [Skipped(listed.path, f"its text could not be read, or is over {MAX_SOURCE_BYTES:,} bytes", True)]


def _patched(listed: Listed, text: bytes) -> ChangedFile | None:
    """The file with its base text, or None where the patch does not tell it."""
    if listed.status == "added" and listed.patch is None:
        last = text.count(b"\n") + (not text.endswith(b"\n"))
        return ChangedFile(listed.path, "added", text, added=frozenset(range(1, last + 1)))
    if listed.patch is None and listed.touched == 0:
        # Only the name or the mode changed.
        return ChangedFile(listed.path, listed.status, text, text, listed.previous_path)
    if listed.patch is None:
        return None
    try:
        return changed_file(listed.path, listed.status, text, listed.patch, listed.previous_path)
    except PatchError:
        return None


def _compared(listed: Listed, text: bytes, base: bytes) -> ChangedFile:
    """The file where GitHub shows no diff: no line can carry a comment; lines that base lacks count as added."""
    before = Counter(base.split(b"\n"))
    added = []
    for number, line in enumerate(text.split(b"\n"), 1):
        if before[line] > 0:
            before[line] -= 1
        else:
            added.append(number)
    return ChangedFile(listed.path, listed.status, text, base, listed.previous_path, frozenset(added))


def paths_of(change: Change) -> frozenset[str]:
    """Every path that the change holds at its head."""
    return frozenset(file.path for file in change.files if file.status != "removed")


def touches(listing: Iterable[Listed], path: str) -> bool:
    """Whether the change edits, adds, moves or removes this file."""
    return any(path in (file.path, file.previous_path) for file in listing)
