"""The audit of an organisation, its scripts run as the runner runs them: two repositories, one merged report."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from reviewer import __version__

ROOT = Path(__file__).parents[2]
WORKFLOW: dict[str, Any] = yaml.safe_load((ROOT / "docs/workflows/org-audit.yml").read_text())
PIPX = """#!/bin/sh
test "$1 $2" = "run --spec" || exit 64
echo "$3" > "$ASKED"
shift 4
exec "{python}" -m reviewer "$@"
"""


def script(job: str) -> str:
    (run,) = (step["run"] for step in WORKFLOW["jobs"][job]["steps"] if "run" in step)
    return str(run)


def ran(script: str, folder: Path, **environ: str) -> None:
    known = {**os.environ, "PYTHONPATH": str(ROOT), "RUNNER_TEMP": str(folder / "temp"), **environ}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=folder, env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_it_asks_for_the_version_that_there_is() -> None:
    assert f"--spec route-or-action=={__version__} " in script("audit")


def test_two_repositories_make_one_report(tmp_path: Path) -> None:
    if shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    (tmp_path / "bin").mkdir()
    (tmp_path / "temp").mkdir()
    pipx = tmp_path / "bin/pipx"
    pipx.write_text(PIPX.replace("{python}", sys.executable))
    pipx.chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    (tmp_path / "reports").mkdir()
    for repository, source in (("my-org/shop", "base"), ("my-org/new-shop", "head")):
        shutil.rmtree(tmp_path / "checkout", ignore_errors=True)
        shutil.copytree(ROOT / "reviewer/demo/base", tmp_path / "checkout")
        shutil.copytree(ROOT / "reviewer/demo" / source, tmp_path / "checkout", dirs_exist_ok=True)
        told = {"REPOSITORY": repository, "GITHUB_OUTPUT": str(tmp_path / "output"), "ASKED": str(tmp_path / "asked")}
        ran(script("audit"), tmp_path, PATH=path, **told)
        name = (tmp_path / "output").read_text().splitlines()[-1].removeprefix("file=")
        assert name == repository.replace("/", "--")
        shutil.copy(tmp_path / "temp" / f"{name}.json", tmp_path / "reports")
    ran(script("merge"), tmp_path, GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    merged = json.loads((tmp_path / "audit.json").read_text())
    assert [(each["repository"], len(each["endpoints"])) for each in merged] == [
        ("my-org/new-shop", 11),
        ("my-org/shop", 1),
    ]
    assert (tmp_path / "summary.md").read_text().splitlines()[2:] == [
        "| my-org/new-shop | 11 | 4 | 0 |",
        "| my-org/shop | 1 | 0 | 0 |",
    ]
