"""What a work tree can hold that a commit does not: closed folders, files left out, pipes, odd line ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.changes.local import default_base, not_ignored
from reviewer.cli import BASH_COMPLETIONS
from tests.test_cli import BASE, HEAD, ROUTE, Repository, buffered, report, run

ROOT = Path(__file__).parents[1]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(tmp_path)
    made = Repository(tmp_path)
    made.commit(BASE)
    made.git("checkout", "-qb", "feature")
    return made


def closed_folder(root: Path, name: str) -> None:
    """A folder that nobody can list, not even root: its path is longer than the system takes."""
    here = Path.cwd()
    part = "d" * 200
    os.chdir(root)
    try:
        Path(name).mkdir()
        os.chdir(name)
        for _ in range(25):
            Path(part).mkdir()
            os.chdir(part)
    finally:
        os.chdir(here)


def test_a_folder_that_cannot_be_listed_makes_an_audit_incomplete(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write(HEAD)
    closed_folder(repository.folder, "data")
    status, data = report(capsys, "audit")
    assert status == 3
    assert [each["path"].startswith("data/ddd") for each in data["skipped"]] == [True]
    assert "the folder could not be read" in data["skipped"][0]["reason"]
    repository.write({".github/route-or-action.yml": b"exclude: [data/]\n"})
    status, data = report(capsys, "audit")
    assert (status, data["skipped"]) == (0, [])


def test_a_closed_folder_counts_in_uncommitted_work(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write(HEAD)
    closed_folder(repository.folder, "data")
    assert run(capsys, "review", "--uncommitted")[1].endswith("1 new endpoint: 1 suggestion\n")
    assert report(capsys, "review", "--uncommitted", "--fail-on", "never")[0] == 3


def test_a_closed_folder_that_git_ignores_could_hold_nothing_new(repository: Repository) -> None:
    repository.write({".gitignore": b"/data/\n"})
    assert not_ignored(repository.folder, {"data", "data/base", "src"}) == ["src"]
    assert not_ignored(repository.folder, {"src"}) == ["src"]
    assert not_ignored(repository.folder, set()) == []


def test_uncommitted_work_in_a_sparse_checkout_sees_the_callers_that_are_left_out(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    form = {"components/newsletter.tsx": HEAD["components/newsletter.tsx"]}
    repository.git("checkout", "-q", "main")
    repository.commit(form)
    repository.write({"app/api/newsletter/route.ts": ROUTE})
    whole = report(capsys, "review", "--uncommitted")
    assert [site["path"] for site in whole[1]["endpoints"][0]["callers"]] == ["components/newsletter.tsx"]
    repository.git("sparse-checkout", "set", "--no-cone", "/app/", "/package.json")
    assert not (repository.folder / "components").exists()
    assert report(capsys, "review", "--uncommitted") == whole


def test_a_file_that_was_deleted_is_no_caller(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit({"components/newsletter.tsx": HEAD["components/newsletter.tsx"]})
    repository.write({"app/api/newsletter/route.ts": ROUTE})
    (repository.folder / "components/newsletter.tsx").unlink()
    assert report(capsys, "review", "--uncommitted")[1]["endpoints"][0]["callers"] == []


@pytest.mark.parametrize("command", [("review",), ("audit",), ("config", "check")])
def test_settings_from_a_pipe_are_refused_at_once(repository: Repository, command: tuple[str, ...]) -> None:
    os.mkfifo(repository.folder / "pipe")
    arguments = [sys.executable, "-m", "reviewer", *command, "--config", "pipe"]
    done = subprocess.run(arguments, cwd=repository.folder, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (2, "route-or-action: pipe is no regular file\n")


@pytest.mark.parametrize("named", ["app", "/dev/zero"])
def test_settings_are_a_file(repository: Repository, capsys: pytest.CaptureFixture[str], named: str) -> None:
    status, _, err = run(capsys, "review", "--config", named)
    assert (status, err) == (2, f"route-or-action: {named} is no regular file\n")


def test_settings_that_are_far_too_long_are_not_read_whole(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    with (repository.folder / "huge.yml").open("wb") as sparse:
        sparse.truncate(50_000_000_000)
    status, _, err = run(capsys, "config", "check", "--config", "huge.yml")
    assert status == 2
    assert "larger than 64 KiB" in err


SEPARATORS = {"U+2028": "\u2028", "U+2029": "\u2029", "U+0085": "\x85", "form feed": "\f", "carriage return": "\r"}


@pytest.mark.parametrize("name", SEPARATORS)
def test_lines_are_counted_as_git_counts_them(
    repository: Repository, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    above = f"const text = 'a{SEPARATORS[name]}b' /* {SEPARATORS[name]} */\n" if name != "carriage return" else "\n\r\n"
    repository.commit({**HEAD, "app/api/newsletter/route.ts": above.encode() + ROUTE})
    _, data = report(capsys, "review")
    (endpoint,) = data["endpoints"]
    line = (above.encode() + ROUTE).split(b"\n").index(b"export async function POST(request: Request) {") + 1
    assert endpoint["start_line"] == line
    _, out, _ = run(capsys, "review")
    assert f"{line} | export async function POST(request: Request) {{\n" in out
    assert run(capsys, "why", f"app/api/newsletter/route.ts:{line}")[0] == 0


def test_bars_are_drawn_where_only_ascii_can_be_shown(repository: Repository) -> None:
    repository.commit({"app/api/health/route.ts": b"export const GET = () => Response.json({ ok: true })\n"})
    done = buffered("audit", cwd=repository.folder, stdout=subprocess.PIPE, env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "fit: route #- action" in done.stdout
    assert "########" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_shell(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    needs(shell)
    script = tmp_path / "completion"
    script.write_text(run(capsys, "completion", shell)[1])
    option = "--no-execute" if shell == "fish" else "-n"
    assert subprocess.run([shell, option, script], capture_output=True, check=False).stderr == b""


def test_bash_completes_commands_options_and_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "completion"
    script.write_text(run(capsys, "completion", "bash")[1])

    def completed(*words: str) -> set[str]:
        typed = " ".join(f"'{word}'" for word in ("route-or-action", *words))
        asked = (
            f"source {script}; COMP_WORDS=({typed}); COMP_CWORD={len(words)}; "
            'f=$(complete -p route-or-action | sed "s/.*-F \\([^ ]*\\).*/\\1/"); $f; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)
        return set(done.stdout.split())

    assert {"review", "audit", "why", "init"} <= completed("")
    assert completed("rev") == {"review"}
    assert "--uncommitted" in completed("review", "--un")
    assert completed("review", "--format", "sa") == {"sarif"}
    assert completed("config", "ch") == {"check"}
    assert completed("explain", "R") == {"R1", "R2", "R3"}


def needs(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")


def test_fish_completes_commands_options_and_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    needs("fish")
    script = tmp_path / "completion.fish"
    script.write_text(run(capsys, "completion", "fish")[1])

    def completed(line: str) -> set[str]:
        asked = f"source {script}; complete -C '{line}'"
        home = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
        done = subprocess.run(["fish", "-c", asked], capture_output=True, text=True, check=True, env=home)
        return {row.partition("\t")[0] for row in done.stdout.splitlines()}

    assert {"review", "audit", "why", "init"} <= completed("route-or-action ")
    assert completed("route-or-action rev") == {"review"}
    assert completed("route-or-action review --un") == {"--uncommitted"}
    assert completed("route-or-action review --format sa") == {"sarif"}
    assert completed("route-or-action config ch") == {"check"}
    assert completed("route-or-action explain R") == {"R1", "R2", "R3"}


def test_zsh_finds_the_script_under_the_name_of_the_documentation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    needs("zsh")
    (tmp_path / "_route-or-action").write_text(run(capsys, "completion", "zsh")[1])
    asked = (
        f"fpath=({tmp_path} $fpath); autoload -Uz compinit; compinit -u -d {tmp_path}/dump; "
        "print $_comps[route-or-action]; autoload +X _route-or-action && print loaded"
    )
    done = subprocess.run(["zsh", "-f", "-c", asked], capture_output=True, text=True, check=True)
    assert (done.stdout.split(), done.stderr) == (["_route-or-action", "loaded"], "")
    assert "/_route-or-action" in (ROOT / "docs/local.md").read_text(encoding="utf-8")


def test_the_script_of_bash_names_the_folder_of_the_documentation(capsys: pytest.CaptureFixture[str]) -> None:
    first = run(capsys, "completion", "bash")[1].partition("\n")[0]
    assert BASH_COMPLETIONS in first
    assert f"> {BASH_COMPLETIONS}/route-or-action\n" in (ROOT / "docs/local.md").read_text(encoding="utf-8")


def test_the_base_is_found_by_itself(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The remote's own default branch first, whatever it is called; then main, master, and the upstream branch."""
    remote = tmp_path_factory.mktemp("remote")
    subprocess.run(["git", "clone", "-q", "--bare", repository.folder, remote], check=True, capture_output=True)
    git = repository.git
    feature = repository.commit({"one.ts": b"1\n"})
    assert default_base(repository.folder, feature) == "main"
    git("remote", "add", "origin", str(remote))
    git("fetch", "-q", "origin")
    assert default_base(repository.folder, feature) == "origin/main"
    git("remote", "set-head", "origin", "feature")
    assert default_base(repository.folder, feature) == "origin/HEAD"
    git("remote", "remove", "origin")
    git("branch", "-q", "-m", "main", "trunk")
    assert default_base(repository.folder, feature) is None
    git("branch", "-q", "--set-upstream-to", "trunk")
    assert default_base(repository.folder, feature) == "@{upstream}"
    git("branch", "-q", "-m", "trunk", "master")
    assert default_base(repository.folder, feature) == "master"


def test_on_the_main_branch_itself_the_branch_that_it_follows_is_the_base(repository: Repository) -> None:
    git = repository.git
    git("checkout", "-q", "main")
    git("branch", "-q", "published")
    git("branch", "-q", "--set-upstream-to", "published")
    head = repository.commit({"one.ts": b"1\n"})
    assert default_base(repository.folder, head) == "@{upstream}"
