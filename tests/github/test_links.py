"""Symbolic links and submodules in GitHub's list of changed files, which tells no modes."""

from __future__ import annotations

import pytest

from reviewer.github.files import Listed, Listing, _listed
from reviewer.github.pull_request import change_of
from reviewer.nextjs.relevance import may_define_endpoints

BLOB = "a" * 40
END = b"\n\\ No newline at end of file"


def links(*files: Listed) -> list[str]:
    texts = {BLOB: b"../lib"}
    return [
        each.path
        for each in change_of(Listing(files, True), "b" * 40, texts, may_define_endpoints, lambda _: {}).change.links
    ]


@pytest.mark.parametrize(
    ("status", "patch"),
    [
        ("added", b"@@ -0,0 +1 @@\n+../lib" + END),
        ("added", b"@@ -0,0 +1 @@\n+/proc/self/environ" + END + b"\n"),
        ("modified", b"@@ -1 +1 @@\n-../old" + END + b"\n+../lib/[id]/(group)" + END),
        ("changed", b"@@ -1,3 +1 @@\n-export {\n-  POST\n-}\n+../lib" + END),
        ("added", b"@@ -0,0 +1 @@\n+Subproject commit " + BLOB.encode()),
        ("modified", b"@@ -1 +1 @@\n-Subproject commit " + b"c" * 40 + b"\n+Subproject commit " + BLOB.encode()),
    ],
)
def test_a_link_is_known_by_its_patch(status: str, patch: bytes) -> None:
    assert links(Listed("app/y", status, BLOB, patch)) == ["app/y"]


def test_a_link_that_only_moved_has_no_patch() -> None:
    assert links(Listed("app/y", "renamed", BLOB, None, "lib/y", 0)) == ["app/y"]
    assert links(Listed("app/y.png", "renamed", BLOB, None, "lib/y.png", 0)) == []


@pytest.mark.parametrize(
    "patch",
    [
        b"@@ -0,0 +1 @@\n+../lib",
        b'@@ -0,0 +1 @@\n+export * from "./a";' + END,
        b"@@ -0,0 +1 @@\n+<svg viewBox/>" + END,
        b'@@ -0,0 +1 @@\n+{"a":1}' + END,
        b"@@ -0,0 +1,2 @@\n+one\n+two" + END,
        b"@@ -1,2 +1,2 @@\n one\n-two\n+three" + END,
        b"@@ -0,0 +1 @@\n+two words" + END,
        b"@@ -0,0 +1 @@\n+" + b"a" * 20_000 + END,
        b"",
    ],
)
def test_other_texts_are_no_links(patch: bytes) -> None:
    assert links(Listed("app/y", "added", BLOB, patch)) == []


@pytest.mark.parametrize("status", [[], {}, None, 1, "unknown"])
def test_a_row_of_the_list_that_is_none_is_left_out(status: object) -> None:
    assert _listed({"filename": "app/a.ts", "status": status}) is None
    assert _listed({"filename": status, "status": "added"}) is None or status == "unknown"


def test_a_link_that_is_gone_leads_nowhere() -> None:
    assert links(Listed("app/y", "removed", BLOB, b"@@ -1 +0,0 @@\n-../lib" + END)) == []
