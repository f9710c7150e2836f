"""Reading a patch: which lines of head it adds, which it shows, and the base text with the patch undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reviewer.model import ChangedFile

if TYPE_CHECKING:
    from unidiff.patch import Hunk


class PatchError(Exception):
    """The patch is malformed, or is not a patch of this text."""


class Patch(NamedTuple):
    """The hunks of one file. Lines are bytes with their line ends; starts are 1-based."""

    hunks: tuple[PatchedLines, ...]

    @property
    def added(self) -> frozenset[int]:
        return frozenset(line for hunk in self.hunks for line in hunk.added)

    @property
    def shown(self) -> tuple[tuple[int, int], ...]:
        """The ranges of head lines that the diff shows: GitHub takes a comment only inside one of them."""
        return tuple((hunk.start, hunk.start + len(hunk.after) - 1) for hunk in self.hunks if hunk.after)


class PatchedLines(NamedTuple):
    """One hunk: at line ``start`` of head, the lines ``after`` stand where base has ``before``."""

    start: int
    before: tuple[bytes, ...]
    after: tuple[bytes, ...]
    added: tuple[int, ...]


def read(patch: bytes) -> Patch:
    """The hunks of one file's patch, from its first ``@@`` on (GitHub's ``patch`` field has no file header).

    Raises PatchError.
    """
    from unidiff.errors import UnidiffParseError
    from unidiff.patch import PatchSet

    at = 0 if patch.startswith(b"@@") else patch.find(b"\n@@") + 1
    if at == 0 and not patch.startswith(b"@@"):
        return Patch(())
    # Latin-1 maps every byte to one character and back; splitting on "\n" alone keeps form feeds and U+2028 in place.
    text = patch[at:].decode("latin-1")
    lines = [f"{line}\n" for line in text.removesuffix("\n").split("\n")]
    try:
        files = PatchSet(["--- a/file\n", "+++ b/file\n", *lines])
    except (UnidiffParseError, ValueError, AssertionError) as error:
        raise PatchError(str(error)) from None
    return Patch(tuple(_lines(hunk) for file in files for hunk in file))


def _lines(hunk: Hunk) -> PatchedLines:
    before: list[bytes] = []
    after: list[bytes] = []
    added: list[int] = []
    last: list[list[bytes]] = []
    for line in hunk:
        if line.line_type == "\\":
            for side in last:
                side[-1] = side[-1].removesuffix(b"\n")
            continue
        value = line.value.encode("latin-1")
        last = []
        if line.line_type in (" ", "-"):
            before.append(value)
            last.append(before)
        if line.line_type in (" ", "+"):
            after.append(value)
            last.append(after)
        if line.line_type == "+":
            added.append(hunk.target_start + len(after) - 1)
    return PatchedLines(hunk.target_start, tuple(before), tuple(after), tuple(added))


def undone(patch: Patch, head: bytes) -> bytes:
    """The base text. Raises PatchError where the hunks do not match the head text."""
    lines = head.split(b"\n")
    rows = [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    for hunk in reversed(patch.hunks):
        # A hunk without head lines names the line before the gap, and line 0 at the top of the file.
        start = hunk.start - 1 if hunk.after else hunk.start
        if rows[start : start + len(hunk.after)] != list(hunk.after):
            raise PatchError(f"the text at line {hunk.start} is not what the patch shows")
        rows[start : start + len(hunk.after)] = hunk.before
    return b"".join(rows)


def changed_file(
    path: str,
    status: str,
    head: bytes | None,
    patch: bytes | None,
    previous_path: str | None = None,
) -> ChangedFile:
    """The changed file with its base text. Raises PatchError.

    ``patch``: None where there is nothing to undo (a pure rename), or nothing is known (then ``base`` stays None).
    """
    if status == "removed":
        base = b"".join(line for hunk in read(patch).hunks for line in hunk.before) if patch else None
        return ChangedFile(path, status, base=base, previous_path=previous_path)
    if patch is None:
        return ChangedFile(path, status, head, head if status == "renamed" else None, previous_path)
    hunks = read(patch)
    base = None if status == "added" or head is None else undone(hunks, head)
    return ChangedFile(path, status, head, base, previous_path, hunks.added, hunks.shown)
