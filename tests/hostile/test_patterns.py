"""Regular expressions on long hostile text. One that backtracks would not come back from these at all."""

from __future__ import annotations

import pytest

from reviewer.callers.known import rule_of
from reviewer.callers.sides import Sides
from reviewer.callers.texts import Texts
from reviewer.changes.suppressions import suppression_above
from reviewer.changes.trees import MemoryTree
from reviewer.model import App, Side
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Source, Sources

LONG = 300_000


def sides_of(text: bytes) -> Sides:
    sources = Sources(MemoryTree({"a.ts": text}))
    return Sides(Texts(sources), Modules(sources), ())


@pytest.mark.parametrize("blank", [b" ", b"\n", b"\t", b"// a\n", b"/* a */", b"/**/ \n"])
def test_blanks_before_a_directive_that_is_not_there(blank: bytes) -> None:
    sides = sides_of(blank * LONG + b"x")
    assert sides.of("a.ts", App("")) is Side.UNKNOWN
    assert not sides.is_action_file("a.ts")


@pytest.mark.parametrize("blank", [b" ", b"\n", b"// a\n", b"/* a */", b"\xef\xbb\xbf"])
def test_blanks_before_a_directive(blank: bytes) -> None:
    sides = sides_of(blank + b"'use server'")
    assert sides.is_action_file("a.ts")


@pytest.mark.parametrize("part", ["SWR", "Query", "Queries"])
def test_a_hook_with_an_endless_name(part: str) -> None:
    assert rule_of("use" + part * LONG + "$", 0, (), None) == rule_of("unknown$", 0, (), None)


def test_a_keep_comment_of_nothing_but_blanks() -> None:
    text = b"// route-or-action: keep -- a" + b" *" * LONG + b"b\nexport const a = 1\n"
    found = suppression_above(Source("a.ts", text), 2, None)
    assert found is not None
    assert found.reason.startswith("a *")
