"""A range of commits, or the uncommitted work, in a local clone: the change and the tree at its head."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from reviewer.changes.patch import PatchError, read
from reviewer.changes.trees import UNREAD, FolderTree, GitError, GitTree, git
from reviewer.model import Change, ChangedFile, Skipped, Tree

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
SYMLINK, SUBMODULE = "120000", "160000"
_STATUS = {"A": "added", "D": "removed", "R": "renamed", "C": "copied"}

Relevant = Callable[[str, bytes], bool]


class _Row(NamedTuple):
    """A row of ``git diff --raw``."""

    path: str
    previous_path: str | None
    status: str
    modes: tuple[str, str]
    blobs: tuple[str, str]


def repository_root(folder: Path) -> Path:
    """The top of the work tree that holds the folder, or the folder itself if it is a bare repository.

    Raises GitError.
    """
    if not folder.is_dir():
        raise GitError(f"{folder} is not a folder")
    try:
        top = git(folder, "rev-parse", "--show-toplevel")
    except GitError:
        if git(folder, "rev-parse", "--is-inside-work-tree").strip() == b"false":
            return folder.resolve()
        raise
    return Path(top.decode("utf-8", "surrogateescape").rstrip("\n"))


def commit(repository: Path, revision: str) -> str:
    """The full name of a commit. Raises GitError."""
    try:
        return (
            git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
            .decode()
            .strip()
        )
    except GitError:
        raise GitError(f"unknown revision: {revision or '(empty)'}") from None


def default_base(repository: Path, head: str) -> str | None:
    """The branch that a pull request from here would most likely go into, or None where there is no such branch.

    On that very branch, the branch that it follows elsewhere is the better answer.
    """
    same = None
    for candidate in ("origin/HEAD", "origin/main", "origin/master", "main", "master", "@{upstream}"):
        try:
            found = commit(repository, candidate)
        except GitError:
            continue
        if found != head:
            return candidate
        same = same or candidate
    return same


def merge_base(repository: Path, base: str, head: str) -> str:
    """Where head branched off base, a revision: what a pull request is compared with. Raises GitError."""
    try:
        return git(repository, "merge-base", "--end-of-options", base + "^{commit}", head).decode().strip()
    except GitError:
        named = commit(repository, base)
        raise GitError(
            f"{named[:12]} and {head[:12]} have no common commit (a shallow clone? fetch more history)"
        ) from None


def change_between(repository: Path, base: str, head: str, tree: GitTree, relevant: Relevant) -> Change:
    """The change from commit ``base`` to commit ``head``.

    ``relevant`` tells from a file's path and text whether its diff can matter: only those are asked of git.
    Raises GitError.
    """
    rows = list(_rows(git(repository, "diff", "--raw", "-z", "-M", "--no-abbrev", "--no-ext-diff", base, head, "--")))
    return _change(repository, rows, (base, head), tree.blob, relevant)


def uncommitted_change(repository: Path, base: str, folder: FolderTree, tree: GitTree, relevant: Relevant) -> Change:
    """The change from commit ``base`` to the files as they lie in the work tree, untracked ones included."""
    listing = git(repository, "diff", "--raw", "-z", "-M", "--no-abbrev", "--no-ext-diff", base, "--")
    rows = [row._replace(blobs=(row.blobs[0], f"worktree:{row.path}")) for row in _rows(listing)]
    others = git(repository, "ls-files", "-z", "--others", "--exclude-standard").split(b"\0")
    for name in filter(None, others):
        path = name.decode("utf-8", "surrogateescape")
        mode = SYMLINK if (repository / path).is_symlink() else "100644"
        rows.append(_Row(path, None, "added", ("000000", mode), ("", f"worktree:{path}")))

    def text(name: str) -> bytes | None:
        return folder.read(name.removeprefix("worktree:")) if name.startswith("worktree:") else tree.blob(name)

    return _change(repository, rows, (base,), text, relevant)._replace(head=None)


def _rows(listing: bytes) -> Iterator[_Row]:
    fields = iter(listing.decode("utf-8", "surrogateescape").split("\0"))
    for facts in fields:
        if not facts:
            continue
        old_mode, new_mode, old_blob, new_blob, letter = facts.removeprefix(":").split(" ")
        first = next(fields)
        renamed = letter[0] in "RC"
        path = next(fields) if renamed else first
        status = _STATUS.get(letter[0], "modified")
        yield _Row(path, first if renamed else None, status, (old_mode, new_mode), (old_blob, new_blob))


def _change(
    repository: Path,
    rows: Iterable[_Row],
    revisions: tuple[str, ...],
    text: Callable[[str], bytes | None],
    relevant: Relevant,
) -> Change:
    files: list[ChangedFile] = []
    skipped: list[Skipped] = []
    links: list[Skipped] = []
    wanted: dict[str, str] = {}
    for row in rows:
        reason = _unreadable(row)
        if reason is not None:
            links.append(Skipped(row.path, reason))
            continue
        head = None if row.status == "removed" else text(row.blobs[1])
        base = None if row.status == "added" else text(row.blobs[0])
        files.append(ChangedFile(row.path, row.status, head, base, row.previous_path))
        if row.status != "removed" and head is None and relevant(row.path, b""):
            skipped.append(Skipped(row.path, UNREAD, incomplete=True))
        elif head is not None and relevant(row.path, head):
            wanted[row.path] = "added" if row.status == "added" else row.status
    patches = _patches(repository, revisions, [file for file in files if file.path in wanted])
    return Change(
        tuple(patches.get(file.path, file) for file in files),
        tuple(skipped),
        base=revisions[0],
        head=revisions[-1],
        links=tuple(links),
    )


def _unreadable(row: _Row) -> str | None:
    if SUBMODULE in row.modes:
        return "a submodule: its files are another repository's"
    if row.modes[1] == SYMLINK:
        return "a symbolic link: links are not followed"
    return None


def _patches(repository: Path, revisions: tuple[str, ...], files: list[ChangedFile]) -> dict[str, ChangedFile]:
    """The files with their added lines and hunks."""
    done: dict[str, ChangedFile] = {}
    for file in files:
        if file.head is None:
            continue
        if file.base is None:
            last = file.head.count(b"\n") + (not file.head.endswith(b"\n"))
            done[file.path] = file._replace(added=frozenset(range(1, last + 1)), hunks=((1, last),) if last else ())
            continue
        if file.base == file.head:
            continue
        paths = [file.path] if file.previous_path is None else [file.previous_path, file.path]
        literal = [f":(top,literal){path}" for path in paths]
        output = git(
            repository,
            "diff",
            "-U3",
            "-M",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--text",
            *revisions,
            "--",
            *literal,
        )
        try:
            patch = read(output)
        except PatchError:
            continue
        done[file.path] = file._replace(added=patch.added, hunks=patch.shown)
    return done


def not_ignored(repository: Path, folders: Iterable[str]) -> list[str]:
    """The folders that git does not ignore: only those can hold something that a commit would add."""
    asked = sorted(folders)
    if not asked:
        return []
    try:
        listing = git(repository, "check-ignore", "--", *(f"{folder}/" for folder in asked))
    except GitError:
        return asked  # git says by its exit status that it ignores none of them
    ignored = listing.decode("utf-8", "surrogateescape").split("\n")
    return [folder for folder in asked if f"{folder}/" not in ignored]


class WorkTree:
    """The files as they lie in the work tree, and from git those that a sparse checkout leaves out of it.

    Nothing is asked of git before the first file is.
    """

    def __init__(self, folder: FolderTree, objects: GitTree) -> None:
        self._folder = folder
        self._objects = objects

    def paths(self) -> Iterator[str]:
        yield from self._folder.paths()
        yield from self._left_out

    def read(self, path: str) -> bytes | None:
        return self._objects.read(path) if path in self._left_out else self._folder.read(path)

    @cached_property
    def _left_out(self) -> frozenset[str]:
        listing = git(self._objects.repository, "ls-files", "-t", "-z", "--full-name")
        rows = listing.decode("utf-8", "surrogateescape").split("\0")
        skipped = {row[2:] for row in rows if row.startswith("S ")}
        return frozenset(path for path in skipped if not os.path.lexists(self._folder.root / path))


class CheckoutTree:
    """The files of a commit where the work tree holds them: read from the disk, and from git where the two differ.

    Raises GitError where there is no work tree.
    """

    def __init__(self, objects: GitTree, folder: FolderTree) -> None:
        self._objects = objects
        self._folder = folder
        self._paths = objects.paths()
        other = git(objects.repository, "diff-index", "--name-only", "-z", objects.revision, "--")
        self._other = set(other.decode("utf-8", "surrogateescape").split("\0"))

    def paths(self) -> Iterable[str]:
        return self._paths

    def read(self, path: str) -> bytes | None:
        if path not in self._paths:
            return None
        held = None if path in self._other else self._folder.read(path)
        # A sparse checkout leaves files out of the work tree without git calling them different.
        return self._objects.read(path) if held is None else held


class HeadTree:
    """The files of a commit, read the cheapest way: from the disk, where the same files are checked out.

    Nothing is asked of git before the first file is: most changes need no other file of the repository.
    """

    def __init__(self, objects: GitTree) -> None:
        self._objects = objects

    def paths(self) -> Iterable[str]:
        return self._tree.paths()

    def read(self, path: str) -> bytes | None:
        return self._tree.read(path)

    @cached_property
    def _tree(self) -> Tree:
        try:
            return CheckoutTree(self._objects, FolderTree(self._objects.repository))
        except GitError:
            return self._objects
