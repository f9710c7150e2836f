"""A small shop with a till, and a pull request that adds ten endpoints to it, for ``route-or-action demo``.

``base`` holds the files before the pull request, ``head`` those that it adds or changes. The endpoints follow the
article's example of an e-commerce site: product data, stock levels and payments, a newsletter sign-up, an address
update, some of them where they belong and some not.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import diff_bytes, unified_diff
from importlib.resources import files
from importlib.resources.abc import Traversable

from reviewer.changes.patch import changed_file
from reviewer.changes.trees import MemoryTree
from reviewer.model import Change, ChangedFile, Tree


def pull_request() -> tuple[Change, Tree]:
    """What the pull request changes, and the files at its head."""
    base, head = _folder("base"), _folder("head")
    changed = tuple(_changed(path, base.get(path), text) for path, text in sorted(head.items()))
    return Change(changed, base="base", head="head"), MemoryTree({**base, **head})


def _folder(name: str) -> dict[str, bytes]:
    return dict(_files(files(__name__) / name, ""))


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.read_bytes()


def _changed(path: str, base: bytes | None, head: bytes) -> ChangedFile:
    before = base.splitlines(keepends=True) if base is not None else []
    patch = b"".join(diff_bytes(unified_diff, before, head.splitlines(keepends=True)))
    return changed_file(path, "added" if base is None else "modified", head, patch)
