"""Regular expressions on long hostile text. One that backtracks would not come back from these at all."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reviewer
from reviewer.callers.known import rule_of
from reviewer.callers.sides import Sides
from reviewer.callers.texts import Texts
from reviewer.changes.suppressions import suppression_above
from reviewer.changes.trees import MemoryTree
from reviewer.model import App, Side
from reviewer.nextjs.relevance import hands_on, may_use_server
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


def test_a_directive_in_escapes_that_can_be_read_in_many_ways() -> None:
    assert not may_use_server(b"'" + b"\\ueeeeeeeeee" * 100 + b"!")
    assert may_use_server(b"'\\x75s\\u0065 \\u{73}erver'")
    assert may_use_server(b"'use serve\\x72'")
    assert may_use_server(rb"'\165\163\145\40\163\145\162\166\145\162'")
    assert not may_use_server(rb'"\xC4\u0100\u0101\xC9\u0104\xD6\xDC\xE1\u0105\u010C\xE4\u010D"'), "a table of letters"


@pytest.mark.parametrize("part", ["SWR", "Query", "Queries"])
def test_a_hook_with_an_endless_name(part: str) -> None:
    assert rule_of("use" + part * LONG + "$", 0, (), None) == rule_of("unknown$", 0, (), None)


def test_a_keep_comment_of_nothing_but_blanks() -> None:
    text = b"// route-or-action: keep -- a" + b" *" * LONG + b"b\nexport const a = 1\n"
    found = suppression_above(Source("a.ts", text), 2, None)
    assert found is not None
    assert found.reason.startswith("a *")


BOUNDED = {"_CALLS", "_CALLEE"}  # see no more than the last MAX_EXPRESSION and MAX_CALLEE characters


def patterns() -> Iterator[tuple[str, re.Pattern[Any], bool]]:
    """Every pattern that a module of the program keeps: its name, and whether the module searches with it."""
    for module in pkgutil.walk_packages(reviewer.__path__, "reviewer."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        text = Path(str(loaded.__file__)).read_text()
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern) and f"\n{name} = " in text and name not in BOUNDED:
                searched = re.search(rf"\b{name}\.(?:search|finditer|findall|sub|split)\b", text) is not None
                yield f"{module.name}.{name}", value, searched


PATTERNS = {name: (pattern, searched) for name, pattern, searched in patterns()}
EVERYWHERE = (
    " ",
    "a",
    "a.",
    "/",
    "/*",
    "\\",
    "'",
    "(",
    "{",
    "<",
    "\n",
    "0",
    "a ",
    "'a",
    "\\u",
    "\\ue",
    "..",
    "${",
    "use",
    "Aa",
    "from ",
)


@pytest.mark.parametrize(("pattern", "searched"), PATTERNS.values(), ids=PATTERNS)
def test_no_pattern_tries_a_long_text_again_and_again(pattern: re.Pattern[Any], searched: bool) -> None:
    """Texts made of the pattern's own words, which come nearest to what it looks for."""
    written = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    for part in (*EVERYWHERE, *sorted(set(re.findall(r"[A-Za-z_]{2,}", written)))[:40]):
        text: Any = (part * 50_000)[:50_000] + "\x01"
        text = text if isinstance(pattern.pattern, str) else text.encode()
        pattern.match(text)
        if searched:
            pattern.search(text)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        (b"exports.GET = get", True),
        (b"const e = exports\ne.GET = get", True),
        (b"(exports as any).GET = get", True),
        (b"Object.assign(exports , handlers)", True),
        (b"for (const name in exports) use(name)", True),
        (b"if ('GET' in exports && ready) use()", True),
        (b"<p>Please note that data exports do not show it</p>", False),
        (b"fetch('/api/user-exports')", False),
    ],
)
def test_exports_in_prose_are_none_of_code(text: bytes, may: bool) -> None:
    assert hands_on("a.tsx", text) is may
