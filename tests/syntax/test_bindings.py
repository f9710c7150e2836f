"""What an import binds, whether its text alone tells or the syntax tree has to."""

from __future__ import annotations

import pytest

from reviewer.syntax.bindings import imports
from reviewer.syntax.parser import Source

STATEMENTS = {
    "import a from 'x'": [("a", "default", False)],
    'import { a } from "x";': [("a", "a", False)],
    "import { a, b as c, } from 'x'": [("a", "a", False), ("c", "b", False)],
    "import a, { b } from 'x'": [("a", "default", False), ("b", "b", False)],
    "import{a}from'x'": [("a", "a", False)],
    "import {\n  a,\n  b,\n} from 'x'": [("a", "a", False), ("b", "b", False)],
    "import { default as a } from 'x'": [("a", "default", False)],
    "import { type A, b } from 'x'": [("A", "A", True), ("b", "b", False)],
    "import { type } from 'x'": [("type", "type", False)],
    "import { type as kind } from 'x'": [("kind", "type", False)],
    "import { type A as B } from 'x'": [("B", "A", True)],
    "import { as } from 'x'": [("as", "as", False)],
    "import type { A } from 'x'": [("A", "A", True)],
    "import type A from 'x'": [("A", "default", True)],
    "import type from 'x'": [("type", "default", False)],
    "import from from 'x'": [("from", "default", False)],
    "import {} from 'x'": [],
    "import * as a from 'x'": [("a", "*", False)],
    "import a, * as b from 'x'": [("a", "default", False), ("b", "*", False)],
    "import 'x'": [("", "", False)],
    "import { größe } from 'x'": [("größe", "größe", False)],
    "import { 'a b' as c } from 'x'": [("c", "a b", False)],
    "import { a } from 'x' with { type: 'json' }": [("a", "a", False)],
    "import { a } from '\\x78'": [("a", "a", False)],
    "import { a /* , b */ } from 'x'": [("a", "a", False)],
}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_what_an_import_binds(statement: str) -> None:
    found = imports(Source("a.ts", statement.encode()))

    assert [(each.local, each.imported, each.type_only) for each in found] == STATEMENTS[statement]
    assert {each.specifier for each in found} <= {"x"}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_comment_changes_nothing(statement: str) -> None:
    """The text alone tells nothing any more: the syntax tree says the same."""
    commented = statement.replace("import", "import /* */", 1)
    told = [imports(Source("a.ts", text.encode())) for text in (statement, commented)]

    assert [each[:4] for each in told[0]] == [each[:4] for each in told[1]]
