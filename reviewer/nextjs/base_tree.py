"""The tree before a change, from the tree after it and what the change says of each file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from reviewer.model import Change, Tree


class BaseTree:
    """Undoes a change: the files it touches have their text of base, all others are those of head."""

    def __init__(self, head: Tree, head_paths: Collection[str], change: Change) -> None:
        self._head = head
        self._head_paths = head_paths
        self._before: dict[str, bytes | None] = {file.path: None for file in change.files}
        self._before.update({file.base_path: file.base for file in change.files if file.status != "copied"})

    def paths(self) -> Iterator[str]:
        yield from (path for path in self._head_paths if path not in self._before)
        yield from (path for path, data in self._before.items() if data is not None)

    def read(self, path: str) -> bytes | None:
        return self._before[path] if path in self._before else self._head.read(path)
