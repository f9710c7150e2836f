"""Source that is nested without end is listed, not analysed: every climb from its nodes would cost the depth again."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.config import Settings
from reviewer.review import audit
from reviewer.syntax.parser import MAX_DEEP_NODES, MAX_DEPTH, USUAL_DEPTH, Source, Unparsed

MANIFEST = b'{"dependencies": {"next": "15.0.0"}}'


@pytest.mark.parametrize(
    "nested",
    [
        b"(" * 10_000 + b"1" + b")" * 10_000,
        b"[" * 10_000 + b"]" * 10_000,
        b"{a:" * 10_000 + b"1" + b"}" * 10_000,
        b"f(" * 10_000 + b")" * 10_000,
        b"<a>" * 10_000 + b"</a>" * 10_000,
        b"a" + b".a" * 10_000,
        b"a" + b"+a" * 10_000,
    ],
)
def test_endless_nesting_is_refused(nested: bytes) -> None:
    with pytest.raises(Unparsed):
        Source("a.tsx", b"export const a = " + nested)


def test_many_nodes_in_deep_code_are_refused_and_a_few_are_not() -> None:
    def nested(count: int) -> bytes:
        return b"x = " + b"(" * USUAL_DEPTH + b"[" + b"a," * count + b"]" + b")" * USUAL_DEPTH

    Source("a.ts", nested(100))
    with pytest.raises(Unparsed):
        Source("a.ts", nested(MAX_DEEP_NODES))


def test_the_limit_counts_levels_and_not_length() -> None:
    Source("a.ts", b"x = " + b"(" * (MAX_DEPTH - 10) + b"1" + b")" * (MAX_DEPTH - 10))
    Source("a.ts", b"x = [" + b"[1], " * 50_000 + b"]\n")


def test_a_route_file_that_is_nested_too_deeply_is_reported() -> None:
    deep = b"export const POST = " + b"(" * 10_000 + b"1" + b")" * 10_000
    found = audit(MemoryTree({"package.json": MANIFEST, "app/api/a/route.ts": deep}), Settings())
    assert [(one.path, one.incomplete) for one in found.skipped] == [("app/api/a/route.ts", True)]
    assert "nested" in found.skipped[0].reason
