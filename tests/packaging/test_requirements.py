"""The locked requirements: all that is declared, by version and hash, and no word of where it came from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]
RUNTIME = PROJECT["project"]["dependencies"]
DECLARED = {
    "runtime": RUNTIME,
    "build": GROUPS["build"],
    "audit": GROUPS["audit"],
    "dev": [*RUNTIME, *GROUPS["dev"], *GROUPS["build"]],
}


def versions(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return {
        canonicalize_name(found[1]): found[2] for found in re.finditer(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    }


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_requirement_has_hashes_and_names_no_address(path: Path) -> None:
    text = path.read_text()
    assert "://" not in text
    assert not re.search(r"^(-i|--index|--extra-index|--find-links|-f\b)", text, re.MULTILINE)
    entries = re.split(r"^(?=[\w.-]+==)", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("name", DECLARED)
def test_what_is_declared_is_locked(name: str) -> None:
    locked = versions(name)
    for text in DECLARED[name]:
        wanted = Requirement(text)
        found = locked.get(canonicalize_name(wanted.name))
        assert found is not None, f"{text}: run make lock"
        assert wanted.specifier.contains(found, prereleases=True), f"{text}: run make lock"


def test_one_version_of_each_in_all_files() -> None:
    runtime, dev = versions("runtime"), versions("dev")
    assert runtime.items() <= dev.items()
    assert versions("container").items() < runtime.items()


def test_the_container_leaves_out_only_what_a_run_on_github_never_imports() -> None:
    left_out = set(versions("runtime")) - set(versions("container"))
    assert left_out == {"colorama", "cryptography", "pycparser", "shtab", "tqdm"}
