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
    assert links(Listed("app/y.png", "renamed", "c" * 40, None, "lib/y.png", 0)) == []


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
        b"@@ -0,0 +1 @@\n+a=b" + END,
        b"@@ -0,0 +1 @@\n+" + b"a" * 20_000 + END,
        b"",
    ],
)
def test_other_texts_are_no_links(patch: bytes) -> None:
    assert links(Listed("app/y.ts", "added", BLOB, patch)) == []


@pytest.mark.parametrize("target", [b"../lib/two words", b"../lib/a=b", b"../it's", b"../{lib}"])
def test_a_file_without_a_suffix_may_be_a_link_to_whatever_folder(target: bytes) -> None:
    assert links(Listed("app/y", "added", BLOB, b"@@ -0,0 +1 @@\n+" + target + END)) == ["app/y"]


@pytest.mark.parametrize(("status", "found"), [("added", ["next.config.js"]), ("renamed", [])])
def test_one_line_whose_diff_an_attribute_hides(status: str, found: list[str]) -> None:
    """A rename hides the diff of any text: there code is told from a link by its letters."""
    listing = Listing((Listed("next.config.js", status, BLOB, None, "lib/a b.js", 0),), True)
    read = change_of(listing, "b" * 40, {BLOB: b"lib/a b.js"}, may_define_endpoints, lambda _: {})
    assert [each.path for each in read.change.links] == found


@pytest.mark.parametrize("status", ["added", "modified", "renamed"])
def test_a_link_whose_diff_an_attribute_hides(status: str) -> None:
    assert links(Listed("app/y", status, "c" * 40, None, "lib/y", 0)) == ["app/y"]
    assert links(Listed("next.config.js", status, BLOB, None, "lib/y.js", 0)) == ["next.config.js"]
    assert links(Listed("app/y.png", status, "c" * 40, None, "lib/y.png", 0)) == []
    assert links(Listed("app/y", status, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", None, "lib/y", 0)) == []


@pytest.mark.parametrize("status", [[], {}, None, 1, "unknown"])
def test_a_row_of_the_list_that_is_none_is_left_out(status: object) -> None:
    assert _listed({"filename": "app/a.ts", "status": status}) is None
    assert _listed({"filename": status, "status": "added"}) is None or status == "unknown"


def test_a_link_that_is_gone_leads_nowhere() -> None:
    assert links(Listed("app/y", "removed", BLOB, b"@@ -1 +0,0 @@\n-../lib" + END)) == []
