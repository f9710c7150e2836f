"""Measures the project beside its floors and its peers, in one interleaved run: ``python -m benchmarks --help``."""

from __future__ import annotations

import argparse
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import monorepo
from benchmarks.commands import commands, missing_peers
from benchmarks.figures import Tree, markdown, plot, plot_name
from benchmarks.measure import measured
from benchmarks.pull_requests import git, with_pull_requests
from benchmarks.reference import sources

SIZES = (4_000, 50_000)  # source files


def main() -> None:
    asked = _arguments()
    _check_python()
    absent = missing_peers()
    if absent:
        _tell(f"left out, because they are not installed: {', '.join(absent)}")
    trees = []
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        for root in dict.fromkeys(asked.root):
            copy = Path(scratch) / str(len(trees)) / root.resolve().name
            with_pull_requests(root, copy)
            trees.append(_measured(root.resolve().name, copy, asked, generated=False))
        for files in dict.fromkeys(asked.files if asked.files or asked.root else SIZES):
            folder = Path(scratch) / f"generated-{files}"
            monorepo.write(folder, files, asked.seed)
            trees.append(_measured(f"generated {files:,}", folder, asked, generated=True))
    own_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    page = markdown(trees, f"{platform.machine()}, {os.cpu_count()} cores, {_python()}", asked.rounds, own_peak)
    print(page)
    if asked.write is not None:
        (asked.write / "figures.md").write_text(page, "utf-8")
        for tree in trees:
            (asked.write / plot_name(tree)).write_text(plot(tree), "utf-8")


def _measured(name: str, root: Path, asked: argparse.Namespace, *, generated: bool) -> Tree:
    paths = list(sources(str(root)))
    wanted = [command for command in commands(root, asked.heavy) if re.search(asked.only, command.name)]
    if not wanted:
        raise SystemExit(f"no command is called {asked.only}")
    _tell(f"{name}: {len(paths)} source files")
    time.sleep(1)  # files of the very second of its index git reads again at each question, until a status settles them
    git(root, "status", "--short")
    before = os.getloadavg()[0]
    costs = measured(wanted, asked.rounds, _tell)
    size = sum(Path(path).stat().st_size for path in paths)
    return Tree(name, generated, len(paths), size, (before, os.getloadavg()[0]), tuple(costs))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.partition(":")[0] + ".")
    parser.add_argument("--root", type=_checkout, action="append", default=[], help="a checkout to measure on")
    sizes = f"sizes of generated monorepos ({' and '.join(map(str, SIZES))} where no checkout is given)"
    parser.add_argument("--files", type=_positive, nargs="+", default=[], help=sizes)
    parser.add_argument("--seed", type=int, default=0, help="of the generated monorepos")
    parser.add_argument("--rounds", type=_positive, default=5)
    parser.add_argument(
        "--only", type=_pattern, default="", metavar="REGEX", help="only the commands whose name matches"
    )
    parser.add_argument("--heavy", action="store_true", help="semgrep, too: a minute for each 4,000 files and round")
    parser.add_argument("--write", type=_folder, metavar="DIR", help="write figures.md and the plots there")
    return parser.parse_args()


def _check_python() -> None:
    """What is measured is the program as this interpreter has it installed."""
    if subprocess.run([sys.executable, "-I", "-c", "import reviewer"], stderr=subprocess.DEVNULL).returncode:
        raise SystemExit(f"{sys.executable} has no route-or-action: `make bench` makes an environment that has it")


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number above zero")
    return int(text)


def _checkout(text: str) -> Path:
    """A folder that git can clone and check out."""
    if not (Path(text) / ".git").exists():
        raise argparse.ArgumentTypeError(f"{text!r} is not the top folder of a git checkout")
    return Path(text)


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no regular expression: {error}") from None
    return text


def _folder(text: str) -> Path:
    """Made before anything is measured: what cannot be written is told at once."""
    try:
        Path(text).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{text!r} cannot be written: {error.strerror}") from None
    return Path(text)


def _python() -> str:
    return f"{platform.python_implementation()} {platform.python_version()}"


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()
