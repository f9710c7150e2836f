"""Keep comments: where they count, and where the same words do not."""

from __future__ import annotations

import pytest

from reviewer.changes.suppressions import MOST_REMARKS, suppression_above, unheeded
from reviewer.changes.trees import MemoryTree
from reviewer.config import Settings
from reviewer.model import Change, ChangedFile
from reviewer.review import audit, review
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
        (f"// Route-or-Action: Keep -- why\n{HANDLER}", (1, "why")),
        (f"// ROUTE-OR-ACTION: KEEP why\n{HANDLER}", (1, "why")),
        (f"//route-or-action:keep--why\n{HANDLER}", (1, "why")),
        (f"// route-or-action : keep - why\n{HANDLER}", (1, "why")),
        (f"// route-or-action: keep \u2013 why\n{HANDLER}", (1, "why")),
        (f"// route-or-action: keep—why\n{HANDLER}", (1, "why")),
        (f"// route-or-action: keep: why\n{HANDLER}", (1, "why")),
        (f"// route-or-action: keep, why - not\n{HANDLER}", (1, "why - not")),
        (f"/* Route-or-action: keep - why */ // more\n{HANDLER}", (1, "why */ // more")),
        (f"/** route-or-action: keep */\n{HANDLER}", (1, "")),
        (f"/**\n * @see docs\n * @route-or-action: Keep \u2013 why\n **/\n{HANDLER}", (3, "why")),
        (f"/*\nroute-or-action: keep - why\n*/\n{HANDLER}", (2, "why")),
        (f"const words = 'route-or-action: keep -- a'\n/* \xff */ // route-or-action: keep -- b\n{HANDLER}", (2, "b")),
        ("f('route-or-action: keep'); async function POST() {} // route-or-action: keep - b\n", (1, "b")),
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
        f"// route-or-action: keep-alive\n{HANDLER}",
        f"// route-or-action keeps this\n{HANDLER}",
    ],
    ids=[
        "nothing",
        "another word",
        "a blank line between",
        "above another",
        "a string",
        "a template",
        "in the code",
        "a longer word",
        "without a colon",
    ],
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


NOT_UNDERSTOOD = "This comment was not understood"
NOTHING_BELOW = "This keep comment belongs to no endpoint"
BLANK_LINE = "A blank line parts this keep comment from the endpoint on line"


def told(text: str, settings: Settings | None = None) -> list[tuple[int, str]]:
    """What is said of a file whose endpoint is where POST stands: lines, and the beginnings of the messages."""
    line = 1 + text[: text.index("POST")].count("\n")
    remarks = unheeded(Source("app/api/a/route.ts", text.encode()), {line}, settings or Settings())
    known = (NOT_UNDERSTOOD, NOTHING_BELOW, BLANK_LINE)
    return [
        (each.place.line, next((start for start in known if each.message.startswith(start)), each.message))
        for each in remarks
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"// route-or-action: keep -- a\n\n{HANDLER}", (1, BLANK_LINE)),
        (f"/* route-or-action: keep */\n\n// words\n \r\n{HANDLER}", (1, BLANK_LINE)),
        (f"// route-or-action: keep -- a\nexport const GET = 1\n{HANDLER}", (1, NOTHING_BELOW)),
        (f"run() // route-or-action: keep -- a\n{HANDLER}", (1, NOTHING_BELOW)),
        (f"{HANDLER}// route-or-action: keep -- a", (2, NOTHING_BELOW)),
        (f"{HANDLER}// route-or-action: keep -- a\n\n\n", (2, NOTHING_BELOW)),
        ("export async function POST() {\n  // route-or-action: keep\n}\n", (2, NOTHING_BELOW)),
        (f"// Route-Or-Action: kepe -- a\n{HANDLER}", (1, NOT_UNDERSTOOD)),
        (f"// route-or-action keep -- a\n{HANDLER}", (1, NOT_UNDERSTOOD)),
        (f"// route_or_action: keep -- a\n{HANDLER}", (1, NOT_UNDERSTOOD)),
        (f"// @route-or-action-ignore\n{HANDLER}", (1, NOT_UNDERSTOOD)),
        (f"// route-or-action: keep-alive\n{HANDLER}", (1, NOT_UNDERSTOOD)),
        (f"/*\n * route-or-action:\n * keep -- a\n */\n{HANDLER}", (2, NOT_UNDERSTOOD)),
    ],
)
def test_what_it_does_not_heed_is_told(text: str, expected: tuple[int, str]) -> None:
    assert told(text) == [expected]
    assert found(text) is None


@pytest.mark.parametrize(
    "text",
    [
        HANDLER,
        f"// route-or-action: keep -- a\n{HANDLER}",
        f"// route-or-action: keep -- an older reason\n// route-or-action: keep -- a newer one\n{HANDLER}",
        "export async function POST() {} // route-or-action: keep -- why\n",
        f"// We asked route-or-action: it says nothing of this one.\n{HANDLER}",
        f"// route-or-action is what reviews this\n{HANDLER}",
        f'const words = "// route-or-action: kepe"\n{HANDLER}',
        f"const words = `\n// route-or-action: keep -- text\n`; {HANDLER}",
    ],
)
def test_nothing_is_told_of_what_is_heeded_or_asks_for_nothing(text: str) -> None:
    assert told(text) == []


def test_what_the_settings_switch_off_is_told() -> None:
    text = f"// route-or-action: keep\n{HANDLER}"
    ((_, strict),) = told(text, Settings(require_reason=True))
    ((_, deaf),) = told(text, Settings(honour_keep=False))
    assert "`require-reason`" in strict and "`honour-keep`" in deaf
    assert told(text.replace("keep", "keep -- a"), Settings(require_reason=True)) == []


def test_what_is_told_of_one_file_is_bounded() -> None:
    assert len(told(f"// route-or-action: kepe\n{HANDLER}" + "// route-or-action: kepe\n" * 5_000)) == MOST_REMARKS


APP = {"package.json": b'{"dependencies": {"next": "16.0.0"}}', "app/page.tsx": b"export default () => null"}


def test_a_review_tells_it_of_the_files_that_change_and_of_no_old_endpoint() -> None:
    head = b"// route-or-action: keep -- a\nexport async function PUT() {}\n\n// route-or-action: keep\n\n"
    head += HANDLER.encode()
    base = b"// route-or-action: keep -- a\nexport async function PUT() {}\n"
    page = b"// route-or-action: keep -- a\nexport default () => null\n"
    files = {**APP, "app/api/a/route.ts": head, "app/page.tsx": page, "app/api/b/route.ts": head}
    changed = (
        ChangedFile("app/api/a/route.ts", "modified", head, base, added=frozenset({3, 4, 5, 6})),
        ChangedFile("app/page.tsx", "modified", page, APP["app/page.tsx"], added=frozenset({1})),
    )
    remarks = review(Change(changed), MemoryTree(files), Settings()).remarks
    assert [each.place for each in remarks] == [("app/api/a/route.ts", 4), ("app/page.tsx", 1)]
    excluding = review(Change(changed), MemoryTree(files), Settings(exclude=("app/api/**",))).remarks
    assert [each.place.path for each in excluding] == ["app/page.tsx"]


def test_an_audit_tells_it_of_the_files_that_hold_endpoints() -> None:
    text = b"// route-or-action: keep\n\n" + HANDLER.encode()
    files = {**APP, "app/api/a/route.ts": text, "app/api/b/route.ts": text}
    assert [each.place.path for each in audit(MemoryTree(files), Settings()).remarks] == [
        "app/api/a/route.ts",
        "app/api/b/route.ts",
    ]
    only = audit(MemoryTree(files), Settings(), only="app/api/b/route.ts")
    assert [each.place.path for each in only.remarks] == ["app/api/b/route.ts"]
