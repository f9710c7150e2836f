"""Where the program lives is said in one place: after it changes there, nothing names the old one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from reviewer import REPOSITORY

ROOT = Path(__file__).parents[2]


def moved(folder: Path, name: str) -> Path:
    """A copy of the project under another name, its pages written anew."""
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", "performance")
    for part in ("reviewer", "docs"):
        shutil.copytree(ROOT / part, folder / part, ignore=ignored, dirs_exist_ok=True)
    for part in ("README.md", "action.yml"):
        shutil.copy(ROOT / part, folder)
    rename(folder, REPOSITORY, name)
    return folder


def rename(folder: Path, old: str, new: str) -> None:
    declared = folder / "reviewer/__init__.py"
    text = declared.read_text()
    assert text.count(f'"{old}"') == 1
    declared.write_text(text.replace(f'"{old}"', f'"{new}"'))
    shown(folder, str(folder / "docs/generate.py"))


def shown(folder: Path, *arguments: str) -> str:
    environ = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environ, capture_output=True, text=True, check=True
    )
    return ran.stdout


def test_nothing_names_the_old_place(tmp_path: Path) -> None:
    folder = moved(tmp_path, "acme/endpoint-review")
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            assert REPOSITORY not in path.read_text(encoding="utf-8", errors="replace"), path
    assert "--owner acme" in (folder / "docs/security.md").read_text()
    workflow = (folder / "docs/workflows/aggregate.yml").read_text()
    assert "uses: acme/endpoint-review@v" in workflow
    for form in ("sarif", "markdown", "terminal"):
        addresses = re.findall(
            r"github\.com/[\w.-]+/[\w.-]+", shown(folder, "-m", "reviewer", "demo", "--format", form)
        )
        assert set(addresses) <= {"github.com/acme/endpoint-review"}, form


def test_it_can_move_again(tmp_path: Path) -> None:
    folder = moved(tmp_path, "acme/endpoint-review")
    rename(folder, "acme/endpoint-review", "route-or-action/route-or-action")
    for part in ("docs/local.md", "docs/security.md", "README.md", "docs/workflows/enterprise-server.yml"):
        assert (folder / part).read_text() == (ROOT / part).read_text()
