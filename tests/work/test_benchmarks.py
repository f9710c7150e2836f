"""The benchmarks measure a checkout that they are given, and leave it as it was."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

from .conftest import PROJECT


def test_a_checkout_is_measured_on_a_copy(monorepo: Callable[[int], Path], tmp_path: Path) -> None:
    root = monorepo(400)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}
    asked = ["--root", str(root), "--rounds", "1", "--only", r"^\*\*", "--write", str(tmp_path)]

    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *asked], cwd=PROJECT, capture_output=True, encoding="utf-8", check=True
    )

    page = (tmp_path / "figures.md").read_text("utf-8")
    assert page.strip() == done.stdout.strip()
    assert f"## {root.name}: " in page
    for row in ("| **review** |", "| **review**, no endpoints |", "| **audit** |", "| **--help** |"):
        assert row in page
    assert len(list(tmp_path.glob("*.svg"))) == 1
    after = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}
    assert after == before


def test_a_checkout_and_generated_trees_are_measured_in_one_run(monorepo: Callable[[int], Path]) -> None:
    asked = ["--root", str(monorepo(400)), "--files", "60", "90", "--rounds", "1", "--only", "help"]

    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *asked], cwd=PROJECT, capture_output=True, encoding="utf-8", check=True
    )

    assert [line.partition(":")[0] for line in done.stdout.splitlines() if line.startswith("## ")] == [
        f"## {monorepo(400).name}",
        "## generated 60",
        "## generated 90",
        "## Growth",
    ]
    assert "From generated 60 to generated 90: " in done.stdout
    assert "| ≤ " in next(line for line in done.stdout.splitlines() if line.startswith("| **--help** |"))


def test_a_python_without_the_program_is_told_in_a_line(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    venv.create(bare, symlinks=True)

    done = subprocess.run(
        [bare / "bin" / "python", "-m", "benchmarks", "--files", "60"],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{bare / 'bin' / 'python'} has no route-or-action: `make bench` makes an environment that has it\n"
    )
