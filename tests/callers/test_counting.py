"""How many uses of a name a file may hold, as its bytes tell."""

from __future__ import annotations

import pytest

from reviewer.callers.counting import UNCOUNTED, Counting
from reviewer.changes.trees import MemoryTree
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

FILES = {"lib/use-item.ts": b"", "lib/other.ts": b"", "lib/useItem.ts": b""}
HOOK = {"lib/use-item.ts", "lib/useItem.ts"}


def most(text: str, name: str = "useItem") -> int:
    modules = Modules(Sources(MemoryTree(FILES)))
    return Counting(modules).most_uses(name, "app/page.tsx", text.encode(), HOOK)


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("import { other } from '../lib/use-item'; other()", 0),
        ("import { useItem } from '../lib/use-item'; useItem(); useItem()", 2),
        ("import { useItem } from '../lib/useItem'; useItem()", 1),
        ("import { useItem } from '../lib/use-item'; useItems(); useItem()", 1),
        ("import * as other from '../lib/other'; import { useItem } from '../lib/use-item'; other.useItem(useItem)", 2),
    ],
)
def test_a_name_counts_where_it_stands_alone_but_for_its_import(text: str, uses: int) -> None:
    assert most(text) == uses


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("import React from 'react'; import take from '../lib/use-item'; take(React.a, React.b)", 1),
        ("import take, { a } from '../lib/use-item'; take(a); take(a)", 2),
        ("import { a } from '../lib/use-item'; a.defaultValue()", 0),
        ("import type take from '../lib/use-item'; type A = typeof take", 0),
    ],
)
def test_a_default_export_counts_under_the_name_that_the_file_gives_it(text: str, uses: int) -> None:
    assert most(text, "default") == uses


@pytest.mark.parametrize(
    "text",
    [
        "import { useItem as use } from '../lib/use-item'; use()",
        "import { 'useItem' as use } from '../lib/use-item'; use()",
        "import { useItem\n as use } from '../lib/use-item'; use()",
        "import * as hooks from '../lib/use-item'; give(hooks)",
        "import *\nas hooks from '../lib/use-item'; give(hooks)",
        "const hooks = require('../lib/use-item'); give(hooks)",
        "const hooks = await import('../lib/use-item'); give(hooks)",
        "const hooks = await import(/* a chunk */ '../lib/use-item'); give(hooks)",
    ],
)
def test_uses_under_names_that_nobody_looks_for_are_not_counted(text: str) -> None:
    assert most(text) >= UNCOUNTED


@pytest.mark.parametrize(
    "text",
    [
        "import { default as use } from '../lib/use-item'; use()",
        "import { hooks } from '../lib/other'; hooks.default()",
    ],
)
def test_nor_are_those_of_a_default_export_by_its_word(text: str) -> None:
    assert most(text, "default") >= UNCOUNTED
