"""Which files hold which words."""

from __future__ import annotations

import pytest

from reviewer.callers.texts import Texts
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


class Counted(bytes):
    """Bytes that count how often they are searched."""

    searches = 0

    def __contains__(self, needle: object) -> bool:
        Counted.searches += 1
        return super().__contains__(needle)  # type: ignore[operator]


def test_names_that_share_a_piece_are_looked_for_together() -> None:
    names = [f"use{name}Filters" for name in ("Card", "User", "Team", "Group", "Partner", "Payout")]
    texts = Texts(Sources(MemoryTree({f"app/{index}.tsx": Counted(b"import x from 'y'") for index in range(10)})))

    assert not list(texts.importing([*names, "other"]))
    assert Counted.searches == 2 * 10
