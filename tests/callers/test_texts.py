"""Which files hold which words."""

from __future__ import annotations

import pytest

from reviewer.callers.texts import Texts, patterns
from reviewer.changes.trees import MemoryTree
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
    told = {path: found for path, _, found in texts.importing(words)}

    plain = {path: [word for word in words if word in text] for path, text in FILES.items() if "test" not in path}
    assert told == {path: found for path, found in plain.items() if found}


def test_names_that_share_a_byte_are_looked_for_together() -> None:
    names = [f"use{name}Filters".encode() for name in ("Card", "User", "Team", "Group", "Partner", "Payout")]
    filters, dotted = patterns([*names, b"a.*"])

    assert all(filters.search(b"(" + name + b")") for name in names)
    assert not any(filters.search(text) for text in (b"Filters", b"useFilters", b"useCardFilter", b"CardFilters"))
    assert dotted.search(b"aaa") is None
