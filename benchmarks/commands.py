"""What is measured: the project's commands, the least work that could do, and what a user would pick instead."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Command
from benchmarks.pull_requests import new_endpoint_files

HERE = Path(__file__).parent
PEERS = HERE / "peers"
QUESTIONS = {
    "review": "Review of a pull request with new endpoints",
    "plain": "Review of a pull request without endpoints",
    "audit": "Audit of the whole tree",
    "help": "`--help`",
}
_SOURCES = "*.{ts,tsx,js,jsx,mts,cts,mjs,cjs}"


def commands(root: Path, heavy: bool) -> Iterator[Command]:
    """Everything that can be run on this machine over a tree with the tags of pull_requests.py."""
    python, tree = sys.executable, str(root)
    program = (python, "-I", "-m", "reviewer")
    review = (*program, "review", "--repo", tree, "--fail-on", "never")
    yield Command("**review**", (*review, "--base", "before"), ("review",), ours=True)
    yield Command("**review**, no endpoints", (*review, "--base", "endpoints"), ("plain",), ours=True)
    yield Command("**audit**", (*program, "audit", tree), ("audit",), ours=True)
    yield Command("**--help**", (*program, "--help"), ("help",), ours=True)

    new = new_endpoint_files(root)
    reference = (python, str(HERE / "reference.py"))
    yield Command("`python -c pass`", (python, "-c", "pass"), ("plain", "help"))
    yield Command("reference: review", (*reference, "review", tree, *new), ("review",))
    yield Command("reference: audit", (*reference, "audit", tree), ("audit",))
    yield Command("parse every file", (*reference, "parse", tree), ("review", "audit"))
    yield from _peers(tree, _needles(root, new), heavy)


def _needles(root: Path, new: list[str]) -> tuple[str, ...]:
    """Three strings that a person would look for, from the files that the pull request adds."""
    stems = [Path(path).parent.name if Path(path).stem == "route" else Path(path).stem for path in new]
    return tuple(f"/{stem}" for stem in stems[:3])


def _peers(tree: str, needles: tuple[str, ...], heavy: bool) -> Iterator[Command]:
    both = ("review", "audit")
    wanted = tuple(part for needle in needles for part in ("-e", needle))
    if _found("rg"):
        yield Command("ripgrep, three strings", (_found("rg"), "-lF", "-g", _SOURCES, *wanted, tree), ("review",))
    yield Command("git grep, three strings", ("git", "-C", tree, "grep", "-lF", *wanted), ("review",))
    if _found("ast-grep"):
        rules = str(PEERS / "ast-grep.yml")
        yield Command("ast-grep", (_found("ast-grep"), "scan", "--rule", rules, "--json=stream", tree), both)
    if _found("knip"):
        what = ("--no-progress", "--include", "exports,files", "--no-exit-code")
        yield Command("knip", (_found("knip"), "--directory", tree, *what), ("audit",))
    if heavy and _found("semgrep"):
        options = ("--metrics=off", "--disable-version-check", "--quiet", "--json", "-o", "/dev/null")
        rules = str(PEERS / "semgrep.yml")
        yield Command("semgrep", (_found("semgrep"), "scan", *options, "--config", rules, tree), both)


def _found(name: str) -> str:
    """The program, installed here for the benchmark or already on PATH; empty where it is neither."""
    for folder in (PEERS / ".venv" / "bin", PEERS / "node_modules" / ".bin"):
        if (folder / name).exists():
            return str(folder / name)
    return shutil.which(name) or ""


def missing_peers() -> list[str]:
    return [name for name in ("rg", "ast-grep", "knip", "semgrep") if not _found(name)]
