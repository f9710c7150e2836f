"""Which files hold which words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reviewer.callers.texts import Texts, patterns
from reviewer.changes.trees import MemoryTree
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

FILES = {
    "app/a.tsx": "import { useCardFilters, useUserFilters } from './filters'",
    "app/b.tsx": "const filters = useUserFilters()",
    "app/c.tsx": "no Filters of ours",
    "app/d.tsx": "useTeamFilters() + saveCard() + été()",
    "app/e.tsx": "short",
    "app/f.test.tsx": "useCardFilters()",
}
WORDS = ["useUserFilters", "saveCard", "useTeamFilters", "short", "été", "useCardFilters", "x", "gone", "Filters"]


@pytest.mark.parametrize(
    "words", [WORDS, WORDS[::-1], WORDS[:1], WORDS[2:4], [], ["x" * 5_000, *WORDS], ["\udce9", "gone"]]
)
def test_a_file_is_told_with_every_word_that_it_holds_in_the_order_asked(words: list[str]) -> None:
    texts = Texts(Sources(MemoryTree({path: text.encode() for path, text in FILES.items()})))
    told = {path: found for path, _, found in texts.importing(dict.fromkeys(words, ()))}

    plain = {path: [word for word in words if word in text] for path, text in FILES.items() if "test" not in path}
    assert told == {path: found for path, found in plain.items() if found}


class Counted(MemoryTree):
    """A tree that knows what was read of it."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(files)
        self.reads: list[str] = []

    def read(self, path: str) -> bytes | None:
        self.reads.append(path)
        return super().read(path)


def test_of_many_files_those_are_not_read_again_that_cannot_import_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.syntax.parser.MANY_PATHS", 0)
    leading = b"import { save } from '../shop/save'"
    files = {"shop/save.ts": b"save", "admin/a.ts": b"save", "kit/b.ts": leading, "loose/c.ts": b"save"}
    tree = Counted(files | dict.fromkeys(("shop/package.json", "admin/package.json", "kit/package.json"), b"{}"))
    sources = Sources(tree)
    texts = Texts(sources, Modules(sources))
    first = {path: found for path, _, found in texts.importing({"save": ["shop/save.ts"]})}
    tree.reads.clear()
    second = {path: found for path, _, found in texts.importing({"save": ["shop/save.ts"]})}

    assert list(first) == ["admin/a.ts", "kit/b.ts", "loose/c.ts", "shop/save.ts"]
    assert list(second) == ["kit/b.ts", "loose/c.ts", "shop/save.ts"]
    assert "admin/a.ts" not in tree.reads


def test_names_that_share_a_byte_are_looked_for_together() -> None:
    names = [f"use{name}Filters".encode() for name in ("Card", "User", "Team", "Group", "Partner", "Payout")]
    filters, dotted = patterns([*names, b"a.*"])

    assert all(filters.search(b"(" + name + b")") for name in names)
    assert not any(filters.search(text) for text in (b"Filters", b"useFilters", b"useCardFilter", b"CardFilters"))
    assert dotted.search(b"aaa") is None
