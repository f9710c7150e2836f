"""From GitHub's list of changed files to the Change: head texts, and base texts with the patch undone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from reviewer.changes.patch import PatchError, changed_file
from reviewer.github.files import Listed, Listing
from reviewer.model import Change, ChangedFile, Skipped
from reviewer.nextjs.routing import may_be_routed
from reviewer.syntax.parser import MAX_SOURCE_BYTES, SOURCE_SUFFIXES

OTHER_SUFFIXES = (".json", ".jsonc", ".yaml", ".yml")  # what the analysis reads of a checkout beside sources

LONGEST_LINK = 10_000  # bytes of a patch
_PLAIN, _ANY = rb"[^\s<>{}\"'`;,=]{1,4096}", rb"[^\0\n]{1,4096}"  # what a link may hold: code holds more than the one
_ADDED = rb"@@ -\d{1,7}(?:,\d{1,7})? \+1 @@[^\n]*\n(?:[-\\][^\n]*\n)*+\+%s\n\\ No newline at end of file\n?"
_LINK, _ANY_LINK, _TARGET = re.compile(_ADDED % _PLAIN), re.compile(_ADDED % _ANY), re.compile(_PLAIN)
_HIDDEN = re.compile(_ANY)  # nothing but an attribute hides the diff of one line of text
_EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"  # git's name for no text at all
_SUBMODULE = re.compile(rb"^\+Subproject commit [0-9a-f]{40}", re.MULTILINE)

MayDefine = Callable[[str, bytes], bool]


class Base(NamedTuple):
    """A file at the merge base. ``text`` is None where it cannot be had."""

    blob: str
    text: bytes | None


BaseFiles = Callable[[list[str]], Mapping[str, Base]]
"""The files at the merge base, by path; those that are not there are left out. May raise ApiError."""


class Read(NamedTuple):
    """The change, and what of the tree at its head differs from a checkout of the base or of a merge."""

    change: Change
    overlay: Mapping[str, bytes | None]


def wanted_blobs(listing: Listing, suffixes: tuple[str, ...], may_define: MayDefine) -> dict[str, str]:
    """The blobs of the changed files that the analysis may want to read, by path.

    They are the head's; of a removed file the base's, where no patch tells what a route was that may have moved.
    """
    return {
        file.path: file.blob
        for file in listing.files
        if file.blob is not None
        and (file.path.endswith(suffixes) or may_be_routed(file.path))
        and (file.status != "removed" or (file.patch is None and may_define(file.path, b"")))
    }


def change_of(
    listing: Listing, head: str, texts: Mapping[str, bytes], may_define: MayDefine, base_files: BaseFiles
) -> Read:
    """The change. ``texts``: texts by blob. Files at the base are asked for only where no patch tells their text.

    May raise ApiError from ``base_files``.
    """
    files: list[ChangedFile] = []
    skipped: list[Skipped] = []
    links: list[Skipped] = []
    unpatched: list[Listed] = []
    for listed in listing.files:
        text = texts.get(listed.blob or "")
        link = _link(listed, text)
        links += [link] if link is not None else []
        file = _removed(listed, text) if listed.status == "removed" else _told(listed, text)
        if file is not None:
            files.append(file)
        elif may_define(listed.path, text) if text is not None else _shows_nothing(listed):
            unpatched.append(listed)
        else:
            skipped += _unread(listed, may_define) if text is None else []
            files.append(ChangedFile(listed.path, listed.status, text, None, listed.previous_path))
    bases = base_files([each.previous_path or each.path for each in unpatched]) if unpatched else {}
    for listed in unpatched:
        text = texts.get(listed.blob or "")
        file = _compared(listed, text, bases.get(listed.previous_path or listed.path))
        if file is not None:
            files.append(file)
        elif text is not None:
            reason = "GitHub shows no diff of it and its base text could not be read"
            skipped.append(Skipped(listed.path, reason, incomplete=True))
        else:
            skipped += _unread(listed, may_define)
            files.append(ChangedFile(listed.path, listed.status, previous_path=listed.previous_path))
    if not listing.complete:
        skipped.append(Skipped("", f"GitHub lists only the first {len(listing.files):,} changed files", True))
    overlay: dict[str, bytes | None] = {file.path: file.head for file in files if file.head is not None}
    overlay |= {file.path: None for file in files if file.status == "removed"}
    overlay |= {file.previous_path: None for file in files if file.status == "renamed" and file.previous_path}
    change = Change(tuple(files), tuple(skipped), listing.base, head, tuple(links))
    return Read(change, overlay)


def shows_an_endpoint(listing: Listing, may_define: MayDefine) -> bool:
    """Whether the list alone says that the tree will be read: by a path, or by a line that a patch shows."""
    return any(
        file.status != "removed" and (may_define(file.path, b"") or may_define(file.path, file.patch or b""))
        for file in listing.files
    )


def _link(listed: Listed, text: bytes | None) -> Skipped | None:
    """A symbolic link or a submodule, by its patch: GitHub's list does not tell modes.

    The text of a link is one line without an end, in a file without a suffix of whatever letters. One that was only
    moved, or whose diff an attribute hides, has no patch, and hardly ever a suffix.
    """
    if listed.status == "removed" or len(listed.patch or b"") > LONGEST_LINK:
        return None
    bare = "." not in listed.path.rpartition("/")[2]
    if listed.patch is None:
        shape = _HIDDEN if listed.touched == 0 and listed.status != "renamed" else _TARGET
        if not (bare and listed.blob != _EMPTY) and (text is None or shape.fullmatch(text) is None):
            return None
        return Skipped(listed.path, "it has no diff and may be a symbolic link, which is not followed")
    if _SUBMODULE.search(listed.patch) is not None:
        return Skipped(listed.path, "a submodule: its files are another repository's")
    if (_ANY_LINK if bare else _LINK).fullmatch(listed.patch) is None:
        return None
    return Skipped(listed.path, "a symbolic link, by its looks: links are not followed")


def _removed(listed: Listed, text: bytes | None) -> ChangedFile:
    """The base text of a removed file is its patch: an endpoint that was moved away is found there."""
    if listed.patch is not None:
        try:
            return changed_file(listed.path, "removed", None, listed.patch)
        except PatchError:
            pass
    return ChangedFile(listed.path, "removed", base=text)


def _shows_nothing(listed: Listed) -> bool:
    """No patch and no line counted: only the name or the mode changed, or git takes the file for binary.

    A NUL character or an attribute in ``.gitattributes`` is enough for that, so nothing follows from it.
    """
    source = listed.path.endswith(SOURCE_SUFFIXES)
    return source and listed.status != "added" and listed.patch is None and listed.touched == 0


def _unread(listed: Listed, may_define: MayDefine) -> list[Skipped]:
    """A source that could not be read is a hole: what it holds beside its path is not known."""
    if not listed.path.endswith(SOURCE_SUFFIXES):
        return []
    if not may_define(listed.path, b"") and listed.patch is not None and b"use server" not in listed.patch:
        return [Skipped(listed.path, "its text could not be read")]
    return [Skipped(listed.path, f"its text could not be read, or is over {MAX_SOURCE_BYTES:,} bytes", True)]


def _told(listed: Listed, text: bytes | None) -> ChangedFile | None:
    """The file with its base text, or None where the patch does not tell it."""
    if listed.status == "added" and listed.patch is None and text is not None:
        last = text.count(b"\n") + (not text.endswith(b"\n"))
        return ChangedFile(listed.path, "added", text, added=frozenset(range(1, last + 1)))
    if listed.patch is None or text is None:
        return None
    try:
        return changed_file(listed.path, listed.status, text, listed.patch, listed.previous_path)
    except PatchError:
        return None


def _compared(listed: Listed, text: bytes | None, base: Base | None) -> ChangedFile | None:
    """The file where GitHub shows no diff; None where that cannot be told.

    No line of it can carry a comment. Lines that base lacks count as added, which only says where an annotation
    stands: counting them is linear, where a diff of the long files that come here would be quadratic at worst.
    """
    if base is not None and base.blob == listed.blob:
        return ChangedFile(listed.path, listed.status, text, text, listed.previous_path)
    if text is None or base is None or base.text is None:
        return None
    before = Counter(base.text.split(b"\n"))
    added = []
    for number, line in enumerate(text.split(b"\n"), 1):
        if before[line] > 0:
            before[line] -= 1
        else:
            added.append(number)
    return ChangedFile(listed.path, listed.status, text, base.text, listed.previous_path, frozenset(added))


def paths_of(change: Change) -> frozenset[str]:
    """Every path that the change holds at its head."""
    return frozenset(file.path for file in change.files if file.status != "removed")


def touches(listing: Iterable[Listed], path: str) -> bool:
    """Whether the change edits, adds, moves or removes this file."""
    return any(path in (file.path, file.previous_path) for file in listing)
