"""The container's recipe, and its entry point in a workspace that a pull request has filled."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
INSTRUCTIONS = [line.split(maxsplit=1) for line in DOCKERFILE.splitlines() if re.match(r"[A-Z]+ ", line)]


def entry_point() -> list[str]:
    words: list[str] = json.loads(next(rest for name, rest in INSTRUCTIONS if name == "ENTRYPOINT"))
    return words


def test_github_asks_for_root_and_no_working_directory() -> None:
    assert {name for name, _ in INSTRUCTIONS} <= {"ARG", "FROM", "COPY", "RUN", "LABEL", "ENTRYPOINT"}


def test_nothing_but_hash_locked_requirements_is_installed() -> None:
    runs = re.findall(r"pip install[^&\n]*", DOCKERFILE.replace("\\\n", ""))
    assert len(runs) == 3
    for run in runs:
        assert "--require-hashes" in run or ("--no-deps" in run and "--no-build-isolation" in run), run
    assert "apt-get" not in DOCKERFILE


def test_the_last_stage_starts_from_the_base_alone() -> None:
    last = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
    assert re.findall(r"^COPY .*$", last, re.MULTILINE) == ["COPY --from=build /installed /usr/local"]


def test_hadolint_finds_nothing() -> None:
    command = Path(sys.executable).with_name("hadolint")
    if not command.exists():
        pytest.skip("needs hadolint")
    ran = subprocess.run([command, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("name", ["reviewer.py", "json.py", "argparse.py", "sitecustomize.py", "github.py"])
def test_code_in_the_workspace_is_not_imported(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("raise SystemExit('imported from the workspace')\n")
    event = tmp_path / "event.json"
    event.write_text("{}")
    entry = [sys.executable, *entry_point()[1:]]
    environ = {**os.environ, "PYTHONPATH": str(tmp_path), "GITHUB_EVENT_PATH": str(event), "GITHUB_EVENT_NAME": "star"}
    ran = subprocess.run(entry, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "Nothing to do" in ran.stdout
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(["event.json", name])
