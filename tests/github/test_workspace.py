"""Which workspace is believed: this repository, at a commit of this run."""

import os
import subprocess
from pathlib import Path

import pytest

from reviewer.changes.trees import FolderTree
from reviewer.github.workspace import checkout
from tests.github.conftest import MERGED, Hub
from tests.github.shop import BASE, with_route

FILES = {path: str(text).encode() for path, text in with_route().items()}


def git(folder: Path, *arguments: str) -> str:
    names = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    return subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "topic/form")
    (folder / "package.json").write_text("{}\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Start")
    return folder


def commit_of(folder: Path) -> str:
    return git(folder, "rev-parse", "HEAD").strip()


def test_a_detached_commit_is_believed(repository: Path) -> None:
    git(repository, "checkout", "-q", "--detach")
    assert isinstance(checkout(repository, {commit_of(repository)}), FolderTree)


@pytest.mark.parametrize("packed", [True, False])
def test_a_branch_is_believed_at_the_commit_it_leads_to(repository: Path, packed: bool) -> None:
    if packed:
        git(repository, "pack-refs", "--all")
        assert not (repository / ".git/refs/heads/topic/form").exists()
    before = commit_of(repository)
    assert isinstance(checkout(repository, {before}), FolderTree)
    git(repository, "commit", "-q", "--allow-empty", "-m", "Move on")
    assert checkout(repository, {before}) == f"holds {commit_of(repository)[:7]}, which is no commit of this run"


@pytest.mark.parametrize("relative", [True, False])
@pytest.mark.parametrize("branch", [True, False])
@pytest.mark.parametrize("packed", [True, False])
def test_a_further_work_tree_is_believed_at_its_own_commit(
    repository: Path, tmp_path: Path, relative: bool, branch: bool, packed: bool
) -> None:
    second = tmp_path / "second"
    git(repository, "worktree", "add", "-q", *(["-b", "other"] if branch else ["--detach"]), str(second))
    git(second, "commit", "-q", "--allow-empty", "-m", "Move on")
    if packed:
        git(repository, "pack-refs", "--all")
    if relative:
        (second / ".git").write_text("gitdir: ../repository/.git/worktrees/second\n")
    commit = commit_of(second)
    assert commit != commit_of(repository)
    assert isinstance(checkout(second, {commit}), FolderTree)
    assert checkout(second, {commit_of(repository)}) == f"holds {commit[:7]}, which is no commit of this run"


def test_a_submodule_is_believed_at_its_own_commit(repository: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repository), "inner")
    assert (outer / "inner/.git").is_file()
    assert isinstance(checkout(outer / "inner", {commit_of(repository)}), FolderTree)


def test_a_sparse_work_tree_is_no_checkout(repository: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    git(repository, "worktree", "add", "-q", "--detach", str(second))
    git(second, "sparse-checkout", "set", "app")
    assert checkout(second, {commit_of(repository)}) == "is a sparse checkout"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"gitdir: ",
        b"gitdir: ../none",
        b"gitdir: \xff",
        b"gitdir: a\0b",
        b"gitdir: " + b"a/" * 9_000,
        b"gitdir: " + b"a" * 900,
        b"gitdir: .git",
    ],
)
def test_a_file_that_leads_to_no_repository_is_not_believed(repository: Path, tmp_path: Path, text: bytes) -> None:
    second = tmp_path / "second"
    git(repository, "worktree", "add", "-q", "--detach", str(second))
    (second / ".git").write_bytes(text)
    assert checkout(second, {commit_of(repository), ""}) == "does not tell which commit it holds"


def test_links_are_not_followed_to_a_commit(repository: Path, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / ".git").symlink_to(repository / ".git")
    assert checkout(linked, {commit_of(repository)}) == "does not tell which commit it holds"


def test_a_work_tree_costs_no_archive(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    hub.check_out(FILES)
    assert hub.workspace is not None
    home = hub.folder / "home"
    (hub.workspace / ".git").rename(home)
    (hub.workspace / ".git").write_text(f"gitdir: {home}\n")
    assert hub.review(pull).status == 1 and not fetched(hub)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"x",
        b"\xff" * 40,
        b"ref: refs/heads/.invalid",
        b"ref: refs/../../../outside",
        b"ref: refs/heads/none\nref: refs/heads/topic/form",
        b"0" * 39,
    ],
)
def test_a_head_that_leads_nowhere_is_not_believed(repository: Path, head: bytes) -> None:
    commit = commit_of(repository)
    (repository.parent / "outside").write_text(commit)
    (repository / ".git/HEAD").write_bytes(head)
    assert checkout(repository, {commit, ""}) == "does not tell which commit it holds"


def test_an_empty_folder_is_nothing_to_speak_of(tmp_path: Path) -> None:
    assert checkout(tmp_path, {"", MERGED}) == ""
    assert checkout(tmp_path / "none", {"", MERGED}) == ""


def fetched(hub: Hub) -> bool:
    return any("/tarball/" in each.path for each in hub.server.log)


@pytest.mark.parametrize("head", ["9a" * 20, "ref: refs/heads/main", "x"])
def test_the_code_is_not_read_from_another_repository(hub: Hub, head: str) -> None:
    """Its package.json names no Next.js: believed, it would end green."""
    pull = hub.world.open_pull(BASE, with_route())
    hub.check_out({"package.json": b"{}", "other.ts": b"1;\n"}, head)
    run = hub.review(pull)
    assert run.status == 1 and len(pull.threads) == 1 and fetched(hub)
    assert "the code is read from GitHub" in run.log


def test_a_folder_without_git_is_no_checkout(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    hub.workspace = hub.folder / "plain"
    hub.workspace.mkdir()
    (hub.workspace / "package.json").write_text("{}")
    assert hub.review(pull).status == 1 and fetched(hub)


@pytest.mark.parametrize("own", [True, False])
def test_the_merge_commit_and_the_head_are_believed(hub: Hub, own: bool) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    hub.check_out(FILES, pull.head if own else MERGED)
    assert hub.review(pull).status == 1 and not fetched(hub)


def test_a_folder_that_cannot_be_listed_is_told_and_hides_no_endpoint(real_hub: Hub) -> None:
    """Its path is too long for the system. What changed is known from GitHub: only callers could lie there."""
    pull = real_hub.world.open_pull(BASE, with_route())
    real_hub.check_out(FILES)
    assert real_hub.workspace is not None
    name, folder = "x" * 250, os.open(real_hub.workspace, os.O_RDONLY)
    for _ in range(20):
        os.mkdir(name, dir_fd=folder)
        below = os.open(name, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(folder)
    run = real_hub.review(pull)
    assert run.status == 0 and run.outputs["endpoints"] == "1" and run.outputs["incomplete"] == "false"
    assert "the folder could not be read" in run.summary


def test_a_branch_that_moved_on_is_not_believed(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    hub.check_out(FILES, hub.world.commit({**BASE, "package.json": "{}"}))
    assert hub.review(pull).status == 1 and fetched(hub)
