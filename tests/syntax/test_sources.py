"""The files of a tree, as they are asked for."""

from __future__ import annotations

from reviewer.changes.trees import MemoryTree
from reviewer.syntax.parser import Sources

PATHS = ["app/a.ts", "app/é/b.ts", "app.ts", "app-b/c.ts", "app0/d.ts", "web/app/e.ts", "app/a/z.ts", "app"]


def test_the_files_below_a_folder_are_its_own_and_those_of_its_folders_in_order() -> None:
    sources = Sources(MemoryTree(dict.fromkeys(PATHS, b"")))

    assert sources.below("app") == ["app/a.ts", "app/a/z.ts", "app/é/b.ts"]
    assert sources.below("web") == sources.below("web/app") == ["web/app/e.ts"]
    assert sources.below("ap") == sources.below("zoo") == []
