"""What is kept stays within its bound, and is what was asked for last."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.syntax import parser
from reviewer.syntax.kept import Kept, KeptOfRun
from reviewer.syntax.parser import Sources


def test_no_more_is_kept_than_the_bound_and_the_newest_stays() -> None:
    kept: Kept[int, str] = Kept(10)
    for number in range(1_000):
        kept[number] = str(number)
        assert len(kept) <= 10
        assert kept[number] == str(number)
    assert set(kept) >= set(range(996, 1_000))


def test_each_run_keeps_its_own() -> None:
    known: KeptOfRun[str, int] = KeptOfRun(10)
    one, other = Sources(MemoryTree({})), Sources(MemoryTree({}))
    known.of(one)["a"] = 1
    assert known.of(one) == {"a": 1}
    assert known.of(other) == {}


@pytest.mark.parametrize(("files", "most"), [(2, 32), (3, 8)])
def test_of_many_files_a_quarter_is_kept(files: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "MANY_PATHS", 2)
    sources = Sources(MemoryTree({f"{number}.ts": b"" for number in range(files)}))
    kept = KeptOfRun[int, int](32).of(sources)
    for number in range(100):
        kept[number] = number
        assert len(kept) <= most
    assert sources.bound(32) == most


@pytest.mark.parametrize(("files", "again"), [(4, 0), (8, 8)])
def test_of_more_files_fewer_trees_are_kept(files: int, again: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "KEPT_BYTES", 400)
    monkeypatch.setattr(parser, "FEW_PATHS", 4)
    sources = Sources(MemoryTree({f"{number}.ts": b"/" * 100 for number in range(files)}))
    for path in (*sources.paths, *sources.paths):
        assert sources.get(path) is not None
    assert sources.parsed == files + again


def test_trees_that_are_set_aside_wait_for_their_files_in_half_of_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "KEPT_BYTES", 400)
    sources = Sources(MemoryTree({f"{number}.ts": b"/" * 100 for number in range(20)}))
    first, *others = (list(sources.paths)[start : start + 4] for start in range(0, 20, 4))
    for path in first:
        sources.get(path)
    sources.set_aside(["none.ts", *first])
    for path in (path for paths in others for path in paths):
        sources.get(path)
    parsed = sources.parsed
    for path in first[:2]:
        sources.get(path)
    assert sources.parsed == parsed
    sources.get(first[2])
    assert sources.parsed == parsed + 1


def test_what_was_set_aside_for_nothing_is_dropped_as_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "KEPT_BYTES", 200)
    sources = Sources(MemoryTree({f"{number}.ts": b"/" * 100 for number in range(4)}))
    sources.get("0.ts")
    sources.set_aside(["0.ts"])
    sources.set_aside(())
    for path in ("1.ts", "2.ts", "3.ts", "0.ts"):
        sources.get(path)
    assert sources.parsed == 5
