"""The job's workspace as a tree, where it is known to be this repository at a commit of this run.

Callers and package.json are read from it unchecked, so the folder alone proves nothing: a workflow may check out
another repository, or a branch that has moved on since the event.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from reviewer.changes.trees import FolderTree

_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?\Z")
_BRANCH = re.compile(r"ref: (refs/[!-~]{1,1000})\Z")


def checkout(folder: Path, commits: Collection[str]) -> FolderTree | str:
    """The workspace as a tree, or why it is none, in a clause; empty where nothing is checked out.

    ``commits``: those at which it is believed.
    """
    if not ((folder / ".git").exists() or (folder / "package.json").is_file()):
        return ""
    if (folder / ".git" / "info" / "sparse-checkout").exists():
        return "is a sparse checkout"
    tree = FolderTree(folder)
    commit = _checked_out(tree)
    if commit is None:
        return "does not tell which commit it holds"
    return tree if commit in commits else f"holds {commit[:7]}, which is no commit of this run"


def _checked_out(tree: FolderTree) -> str | None:
    """The commit that HEAD names, itself or through a branch (git documentation, gitrepository-layout)."""
    head = _line(tree, ".git/HEAD")
    branch = _BRANCH.match(head)
    if branch is None:
        return head if _COMMIT.match(head) else None
    loose = _line(tree, f".git/{branch[1]}")
    if _COMMIT.match(loose):
        return loose
    for line in (tree.read(".git/packed-refs") or b"").decode("utf-8", "replace").split("\n"):
        commit, _, name = line.partition(" ")
        if name == branch[1] and _COMMIT.match(commit):
            return commit
    return None


def _line(tree: FolderTree, path: str) -> str:
    return (tree.read(path) or b"").decode("utf-8", "replace").strip()
