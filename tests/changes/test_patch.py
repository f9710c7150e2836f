"""The patch reader, with git's own diff as the oracle."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.changes.patch import PatchError, changed_file, read, undone

LINES = st.lists(
    st.sampled_from(
        [
            b"a",
            b"b",
            b"",
            b"\tx",
            b"--- a/file",
            b"+++ b/file",
            b"@@ -1 +1 @@",
            b"\x0c",
            b"caf\xc3\xa9",
            b"\xff\xfe",
            b"\xe2\x80\xa8",
            b"\\ no",
        ]
    ),
    max_size=30,
)
ENDS = st.sampled_from([b"\n", b"\r\n"])


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    rows = [line + draw(ENDS) for line in draw(LINES)]
    if rows and draw(st.booleans()):
        rows[-1] = rows[-1].rstrip(b"\r\n") or b"z"
    return b"".join(rows)


def git_diff(folder: Path, base: bytes, head: bytes) -> bytes:
    (folder / "base").write_bytes(base)
    (folder / "head").write_bytes(head)
    done = subprocess.run(
        ["git", "diff", "--no-index", "--text", "-U3", "base", "head"], cwd=folder, capture_output=True, check=False
    )
    return done.stdout


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(base=texts(), head=texts())
def test_undoing_gits_diff_gives_the_base_text(tmp_path: Path, base: bytes, head: bytes) -> None:
    patch = read(git_diff(tmp_path, base, head))
    assert undone(patch, head) == base


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(base=texts(), head=texts())
def test_added_lines_and_shown_ranges_are_those_of_the_diff(tmp_path: Path, base: bytes, head: bytes) -> None:
    output = git_diff(tmp_path, base, head)
    added, shown, line = set(), [], 0
    in_hunk, left = False, [0, 0]
    for row in output.split(b"\n"):
        if row.startswith(b"@@ ") and left == [0, 0]:
            old, new = row.split(b" ")[1:3]
            left = [int(part[1:].split(b",")[1]) if b"," in part else 1 for part in (old, new)]
            line, in_hunk = int(new[1:].split(b",")[0]), True
            if left[1]:
                shown.append((line, line + left[1] - 1))
        elif in_hunk and left != [0, 0] and row[:1] in (b"+", b" ", b"-"):
            if row[:1] == b"+":
                added.add(line)
            left[0] -= row[:1] != b"+"
            left[1] -= row[:1] != b"-"
            line += row[:1] != b"-"
    patch = read(output)
    assert patch.added == added
    assert patch.shown == tuple(shown)


def test_a_patch_without_file_header_is_read_as_github_sends_it() -> None:
    file = changed_file(
        "app/a.ts",
        "modified",
        b"one\nTWO\nthree",
        b"@@ -1,3 +1,3 @@ where\n one\n-two\n+TWO\n three\n\\ No newline at end of file",
    )
    assert file.base == b"one\ntwo\nthree"
    assert file.added == {2}
    assert file.hunks == ((1, 3),)


def test_a_removed_files_base_text_is_in_the_patch() -> None:
    assert changed_file("a.ts", "removed", None, b"@@ -1,2 +0,0 @@\n-one\n-two").base == b"one\ntwo\n"


def test_a_rename_without_edits_has_its_own_text_as_base() -> None:
    assert changed_file("b.ts", "renamed", b"same\n", None, "a.ts").base == b"same\n"


@pytest.mark.parametrize(
    "patch",
    [b"@@ -1,9 +1,9 @@\n one", b"@@ -1 +1 @@\n-one\n+other", b"@@ -99,1 +99,1 @@\n-a\n+b"],
    ids=["cut short", "of another text", "beyond the end"],
)
def test_a_patch_that_does_not_fit_is_refused(patch: bytes) -> None:
    with pytest.raises(PatchError):
        changed_file("a.ts", "modified", b"two\n", patch)
