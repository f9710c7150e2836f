"""Keep comments: where they count, and where the same words do not."""

from __future__ import annotations

import pytest

from reviewer.changes.suppressions import suppression_above
from reviewer.model import ChangedFile
from reviewer.syntax.parser import Source

HANDLER = "export async function POST() {}\n"


def found(text: str, path: str = "app/api/a/route.ts") -> tuple[int, str] | None:
    line = 1 + text[: text.index("POST")].count("\n")
    keep = suppression_above(Source(path, text.encode()), line)
    return None if keep is None else (keep.line, keep.reason)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"// route-or-action: keep -- the mobile app calls it\n{HANDLER}", (1, "the mobile app calls it")),
        (f"// route-or-action: keep\n{HANDLER}", (1, "")),
        (f"/* route-or-action: keep -- why */\n{HANDLER}", (1, "why")),
        (f"/**\n * Saves.\n * route-or-action: keep -- why\n */\n{HANDLER}", (3, "why")),
        (f"// route-or-action: keep -- why\n// more words\n{HANDLER}", (1, "why")),
        ("export async function POST() {} // route-or-action: keep -- why\n", (1, "why")),
        (f"// route-or-action: keep -- größer — ☃\r\n{HANDLER}", (1, "größer — ☃")),
    ],
)
def test_it_silences(text: str, expected: tuple[int, str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        HANDLER,
        f"// route-or-action: keeper of things\n{HANDLER}",
        f"// route-or-action: keep -- for another one\n\n{HANDLER}",
        f"// route-or-action: keep -- for the one below\nexport const GET = 1\n{HANDLER}",
        f'const words = "// route-or-action: keep"\n{HANDLER}',
        f"const words = `\n// route-or-action: keep -- text\n`; {HANDLER}",
        'export async function POST() { return "route-or-action: keep" }\n',
    ],
    ids=["nothing", "another word", "a blank line between", "above another", "a string", "a template", "in the code"],
)
def test_it_does_not_silence(text: str) -> None:
    assert found(text) is None


def test_a_comment_that_the_change_itself_adds_is_known() -> None:
    source = Source("app/api/a/route.ts", f"// route-or-action: keep\n{HANDLER}".encode())
    added = ChangedFile(source.path, "modified", added=frozenset({1}))
    keep = suppression_above(source, 2, added)
    assert keep is not None
    assert keep.added
    keep = suppression_above(source, 2, ChangedFile(source.path, "modified", added=frozenset({2})))
    assert keep is not None
    assert not keep.added


def test_a_reason_is_bounded() -> None:
    text = f"// route-or-action: keep -- {'x' * 9000}\n{HANDLER}"
    result = found(text)
    assert result is not None
    assert len(result[1]) == 300


@pytest.mark.parametrize("reason", ["\u200b", "\u202e", "\u2800", ".", "--", "\u3164\u115f\uffa0"])
def test_a_reason_that_nobody_can_read_is_none(reason: str) -> None:
    assert found(f"// route-or-action: keep -- {reason}\n{HANDLER}") == (1, "")
