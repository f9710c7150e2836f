"""The package as it is built holds all that it needs, and works away from its sources."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from reviewer import __version__

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of what git would hold, so that nothing is written beside the sources."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        (source / name).write_bytes((ROOT / name).read_bytes())
    for path in (ROOT / "reviewer").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            target = source / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", built, source], check=True, capture_output=True)
    (found,) = built.glob("*.whl")
    return found


def test_every_file_of_the_sources_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    files = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "reviewer").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files - packed == set()


def test_it_has_a_command_a_licence_and_the_version(wheel: Path) -> None:
    assert wheel.name == f"route_or_action-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        information = f"route_or_action-{__version__}.dist-info"
        assert "route-or-action = reviewer.__main__:run" in archive.read(f"{information}/entry_points.txt").decode()
        assert archive.read(f"{information}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


def test_the_demo_runs_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    environ = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    command = [sys.executable, "-P", "-m", "reviewer", "demo", "--format", "json"]
    ran = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=True)
    assert len(json.loads(ran.stdout)["endpoints"]) == 10
    where = [sys.executable, "-P", "-c", "import reviewer; print(reviewer.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, env=environ, capture_output=True, text=True, check=True)
    assert found.stdout.startswith(str(tmp_path))
