"""What is kept stays within its bound, and is what was asked for last."""

from __future__ import annotations

from reviewer.syntax.kept import Kept


def test_no_more_is_kept_than_the_bound_and_the_newest_stays() -> None:
    kept: Kept[int, str] = Kept(10)
    for number in range(1_000):
        kept[number] = str(number)
        assert len(kept) <= 10
        assert kept[number] == str(number)
    assert set(kept) >= set(range(996, 1_000))
