"""The job's workspace as a tree, where it is known to be this repository at a commit of this run.

Callers and package.json are read from it unchecked, so the folder alone proves nothing: a workflow may check out
another repository, or a branch that has moved on since the event.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from reviewer.changes.trees import FolderTree

_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?\Z")
_BRANCH = re.compile(r"ref: (refs/[!-~]{1,1000})\Z")
_ELSEWHERE = re.compile(r"gitdir: ([^\0\n]{1,4096})\Z")


def checkout(folder: Path, commits: Collection[str]) -> FolderTree | str:
    """The workspace as a tree, or why it is none, in a clause; empty where nothing is checked out.

    ``commits``: those at which it is believed.
    """
    if not ((folder / ".git").exists() or (folder / "package.json").is_file()):
        return ""
    tree = FolderTree(folder)
    own, common = _git_folders(tree)
    if own.has("info/sparse-checkout"):
        return "is a sparse checkout"
    commit = _checked_out(own, common)
    if commit is None:
        return "does not tell which commit it holds"
    return tree if commit in commits else f"holds {commit[:7]}, which is no commit of this run"


class _Folder(NamedTuple):
    """A folder of git's own files, below ``prefix`` in a tree: links on the way to them are not followed."""

    tree: FolderTree
    prefix: str = ""

    def has(self, name: str) -> bool:
        return self.tree.read(self.prefix + name) is not None

    def text(self, name: str) -> str:
        return (self.tree.read(self.prefix + name) or b"").decode("utf-8", "replace")

    def line(self, name: str) -> str:
        return self.text(name).strip()


def _git_folders(tree: FolderTree) -> tuple[_Folder, _Folder]:
    """What is the checkout's own, and what it shares with the others of its repository.

    A further work tree has a file ``.git`` that names the folder with its HEAD, and ``commondir`` there names the one
    with the branches (git documentation, gitrepository-layout).
    """
    elsewhere = _ELSEWHERE.match(_Folder(tree).line(".git"))
    if elsewhere is None:
        own = _Folder(tree, ".git/")
        return own, own
    own = _Folder(FolderTree(tree.root / elsewhere[1]))
    shared = own.line("commondir")
    return own, _Folder(FolderTree(own.tree.root / shared)) if shared and "\0" not in shared else own


def _checked_out(own: _Folder, common: _Folder) -> str | None:
    """The commit that HEAD names, itself or through a branch (git documentation, gitrepository-layout)."""
    head = own.line("HEAD")
    branch = _BRANCH.match(head)
    if branch is None:
        return head if _COMMIT.match(head) else None
    loose = common.line(branch[1])
    if _COMMIT.match(loose):
        return loose
    for line in common.text("packed-refs").split("\n"):
        commit, _, name = line.partition(" ")
        if name == branch[1] and _COMMIT.match(commit):
            return commit
    return None
