"""Generated monorepos, and the command line run on them with an eye on what it does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reviewer import cli
from reviewer.changes.trees import FolderTree
from reviewer.syntax import parser

PROJECT = Path(__file__).parents[2]
COUNTING = Path(__file__).with_name("counting.py")


@dataclass(frozen=True, slots=True)
class Work:
    """What a run of the program did. ``reads``, ``parses``: how often, by path. ``size``: bytes parsed."""

    status: int
    reads: Counter[str]
    parses: Counter[str]
    size: int


@pytest.fixture(scope="session")
def monorepo(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """A generated monorepo of about so many source files, made once."""
    made: dict[int, Path] = {}

    def of_size(files: int) -> Path:
        if files not in made:
            made[files] = tmp_path_factory.mktemp("monorepo") / str(files)
            command = [sys.executable, "-m", "benchmarks.monorepo", str(made[files]), "--files", str(files)]
            subprocess.run(command, cwd=PROJECT, check=True)
        return made[files]

    return of_size


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Work]:
    """Runs a command in this process and counts the files that it reads and parses."""

    def run(*arguments: str) -> Work:
        reads: Counter[str] = Counter()
        parses: Counter[str] = Counter()
        sizes: list[int] = []
        read, parse = FolderTree.read, parser.Source.__init__

        def counted_read(tree: FolderTree, path: str) -> bytes | None:
            reads[path] += 1
            return read(tree, path)

        def counted_parse(source: parser.Source, path: str, data: bytes) -> None:
            parses[path] += 1
            sizes.append(len(data))
            parse(source, path, data)

        with monkeypatch.context() as patched:
            patched.setattr(FolderTree, "read", counted_read)
            patched.setattr(parser.Source, "__init__", counted_parse)
            status = cli.main(arguments)
        return Work(status, reads, parses, sum(sizes))

    return run


@pytest.fixture(scope="session")
def process() -> Callable[..., dict[str, Any]]:
    """Runs a command in a process of its own and tells what it imported, opened and started."""

    def run(root: Path, *arguments: str) -> dict[str, Any]:
        done = subprocess.run([sys.executable, "-I", str(COUNTING), str(root), *arguments], capture_output=True)
        told: dict[str, Any] = json.loads(done.stderr.splitlines()[-1])
        return told

    return run
