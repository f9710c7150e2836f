"""Local ranges, with real git."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reviewer.changes.local import (
    HeadTree,
    change_between,
    commit,
    default_base,
    merge_base,
    repository_root,
    uncommitted_change,
)
from reviewer.changes.trees import MAX_FILE_BYTES, USUAL_FILE_BYTES, FolderTree, GitError, GitTree
from reviewer.model import Change
from tests.repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def everything(_path: str, _text: bytes) -> bool:
    return True


def change(repository: Repository, base: str, head: str) -> Change:
    with GitTree(repository.folder, head) as tree:
        return change_between(repository.folder, base, head, tree, everything)


ODD_PATHS = [
    "app/(shop)/[id]/route.ts",
    "app/@slot/a b.ts",
    'app/qu"ote.ts',
    "app/ünï/ß.ts",
    "app/tab\there.ts",
    ":(top)x.ts",
    "-rf.ts",
]


@pytest.mark.parametrize("path", ODD_PATHS)
def test_paths_with_brackets_spaces_quotes_and_other_letters(repository: Repository, path: str) -> None:
    base = repository.commit({path: b"one\ntwo\n"})
    head = repository.commit({path: b"one\nTWO\n"})
    (file,) = change(repository, base, head).files
    assert (file.path, file.base, file.head, set(file.added)) == (path, b"one\ntwo\n", b"one\nTWO\n", {2})


def test_crlf_bom_and_no_final_newline(repository: Repository) -> None:
    base = repository.commit({"a.ts": b"\xef\xbb\xbfone\r\ntwo"})
    head = repository.commit({"a.ts": b"\xef\xbb\xbfone\r\ntwo\r\nthree"})
    (file,) = change(repository, base, head).files
    assert set(file.added) == {2, 3}
    assert file.hunks == ((1, 3),)


def test_a_rename_with_edits_keeps_its_old_text_as_base(repository: Repository) -> None:
    text = b"".join(b"line %d\n" % number for number in range(40))
    base = repository.commit({"old.ts": text})
    repository.git("mv", "old.ts", "new.ts")
    head = repository.commit({"new.ts": text + b"more\n"})
    (file,) = change(repository, base, head).files
    assert (file.status, file.previous_path, file.base, set(file.added)) == ("renamed", "old.ts", text, {41})


def test_binary_deleted_and_empty_files(repository: Repository) -> None:
    base = repository.commit({"a.png": b"\0\1", "gone.ts": b"x\n", "e.ts": b"x"})
    repository.git("rm", "-q", "gone.ts")
    head = repository.commit({"a.png": b"\0\2\xff", "e.ts": b""})
    files = {file.path: file for file in change(repository, base, head).files}
    assert (files["gone.ts"].status, files["gone.ts"].base, files["gone.ts"].head) == ("removed", b"x\n", None)
    assert files["a.png"].head == b"\0\2\xff"
    assert files["e.ts"].head == b""
    assert files["e.ts"].hunks == ()


def test_a_symbolic_link_is_listed_and_not_followed(repository: Repository) -> None:
    base = repository.commit({})
    (repository.folder / "app").mkdir()
    (repository.folder / "app/route.ts").symlink_to("/proc/self/environ")
    head = repository.commit({})
    found = change(repository, base, head)
    assert found.files == ()
    assert [(each.path, "symbolic link" in each.reason) for each in found.links] == [("app/route.ts", True)]
    assert FolderTree(repository.folder).read("app/route.ts") is None
    with GitTree(repository.folder, head) as tree:
        assert tree.read("app/route.ts") is None


def test_a_folder_that_is_a_link_is_not_entered(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.ts").write_bytes(b"secret")
    (repository.folder / "app").symlink_to(outside)
    tree = FolderTree(repository.folder)
    assert tree.read("app/secret.ts") is None
    assert tree.read("../outside0/secret.ts") is None
    assert "app/secret.ts" not in set(tree.paths())


@pytest.mark.parametrize("size", [0, 1, USUAL_FILE_BYTES - 1, USUAL_FILE_BYTES, USUAL_FILE_BYTES + 1, 300_000])
def test_a_file_of_any_usual_size_is_read_whole(tmp_path: Path, size: int) -> None:
    data = bytes(index % 251 for index in range(size))
    (tmp_path / "a.ts").write_bytes(data)
    assert FolderTree(tmp_path).read("a.ts") == data


def test_what_is_no_file_or_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "folder.ts").mkdir()
    os.mkfifo(tmp_path / "pipe.ts")
    (tmp_path / "large.ts").write_bytes(bytes(MAX_FILE_BYTES + 1))
    tree = FolderTree(tmp_path)
    assert [tree.read(name) for name in ("folder.ts", "pipe.ts", "large.ts", "none.ts")] == [None] * 4


def test_a_submodule_is_listed(repository: Repository) -> None:
    base = repository.commit({})
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{base},vendor/lib")
    repository.git("commit", "-qm", "submodule")
    head = repository.git("rev-parse", "HEAD").strip()
    assert [each.reason for each in change(repository, base, head).links] == [
        "a submodule: its files are another repository's"
    ]


def test_the_base_is_where_the_branch_began(repository: Repository) -> None:
    start = repository.commit({"a.ts": b"1\n"})
    repository.git("checkout", "-qb", "feature")
    head = repository.commit({"b.ts": b"1\n"})
    repository.git("checkout", "-q", "main")
    main = repository.commit({"c.ts": b"1\n"})
    assert merge_base(repository.folder, main, head) == start
    assert default_base(repository.folder, head) == "main"


def test_the_checked_out_head_is_read_from_the_disk_but_never_its_edits(repository: Repository) -> None:
    head = repository.commit({"a.ts": b"committed", "b.ts": b"same"})
    repository.write({"a.ts": b"edited"})
    repository.write({"new.ts": b"untracked"})
    (repository.folder / "b.ts").unlink()
    with GitTree(repository.folder, head) as objects:
        tree = HeadTree(objects)
        assert (tree.read("a.ts"), tree.read("b.ts"), tree.read("new.ts")) == (b"committed", b"same", None)


def test_another_commit_than_the_checked_out_one_is_read_as_it_was(repository: Repository) -> None:
    earlier = repository.commit({"a.ts": b"earlier", "b.ts": b"same", "gone.ts": b"gone"})
    repository.git("rm", "-q", "gone.ts")
    repository.commit({"a.ts": b"later", "new.ts": b"new"})
    repository.write({"gone.ts": b"untracked"})
    with GitTree(repository.folder, earlier) as objects:
        tree = HeadTree(objects)
        assert {path: tree.read(path) for path in (*tree.paths(), "new.ts")} == {
            "a.ts": b"earlier",
            "b.ts": b"same",
            "gone.ts": b"gone",
            "new.ts": None,
        }


def test_a_base_that_cannot_be_told_or_shares_nothing_is_named(repository: Repository) -> None:
    head = repository.commit({"a.ts": b"1"})
    repository.git("checkout", "-q", "--orphan", "other")
    other = repository.commit({"b.ts": b"1"})
    for wrong in ("nowhere", "--all", "main..other"):
        with pytest.raises(GitError, match=f"unknown revision: {wrong}"):
            merge_base(repository.folder, wrong, head)
    with pytest.raises(GitError, match=f"{head[:12]} and {other[:12]} have no common commit"):
        merge_base(repository.folder, "main", other)


def test_uncommitted_work_is_a_change_when_asked_for(repository: Repository) -> None:
    base = repository.commit({"a.ts": b"1\n", ".gitignore": b"skip.ts\n"})
    repository.write({"a.ts": b"1\n2\n"})
    repository.write({"new.ts": b"x\n"})
    repository.write({"skip.ts": b"x\n"})
    with GitTree(repository.folder, base) as tree:
        found = uncommitted_change(repository.folder, base, FolderTree(repository.folder), tree, everything)
    assert {file.path: (file.status, set(file.added)) for file in found.files} == {
        "a.ts": ("modified", {2}),
        "new.ts": ("added", {1}),
    }


def test_a_bare_repository_has_no_work_tree_and_can_be_read_all_the_same(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    head = repository.commit({"a.ts": b"one"})
    bare = tmp_path_factory.mktemp("bare") / "copy.git"
    repository.git("clone", "-q", "--bare", ".", str(bare))
    assert repository_root(bare) == bare.resolve()
    with GitTree(bare, head) as objects:
        assert HeadTree(objects).read("a.ts") == b"one"


def test_the_repositorys_own_settings_play_no_part(repository: Repository) -> None:
    base = repository.commit({"a.ts": b"one\n", ".gitattributes": b"*.ts diff=evil -text binary\n"})
    head = repository.commit({"a.ts": b"one\ntwo\n"})
    repository.git("config", "diff.external", "false")
    repository.git("config", "diff.evil.textconv", "false")
    repository.git("config", "diff.noprefix", "true")
    repository.git("config", "color.ui", "always")
    (file,) = [each for each in change(repository, base, head).files if each.path == "a.ts"]
    assert set(file.added) == {2}


def test_what_git_refuses_is_said_in_one_sentence(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repository.commit({})
    with pytest.raises(GitError, match="unknown revision: nope"):
        commit(repository.folder, "nope")
    with pytest.raises(GitError, match="unknown revision: --help"):
        commit(repository.folder, "--help")
    with pytest.raises(GitError, match="not a git repository"):
        repository_root(tmp_path_factory.mktemp("plain"))
    with pytest.raises(GitError, match="is not a folder"):
        repository_root(repository.folder / "missing")
