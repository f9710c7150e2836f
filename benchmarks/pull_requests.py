"""Gives any checkout the two pull requests that are measured, in a copy of its own: the checkout is left as it is."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from benchmarks.reference import is_endpoint, read, sources

TAGS = ("before", "endpoints", "plain")
_AUTHOR = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.invalid", "-c", "core.hooksPath=/dev/null")


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *_AUTHOR, *arguments], check=True, capture_output=True)
    return done.stdout.decode("utf-8", "surrogateescape")


def with_pull_requests(checkout: Path, folder: Path) -> None:
    """Copy a checkout's commit, take four endpoint files away (tag "before"), put them back ("endpoints"), and change
    one component ("plain"). So the first pull request adds what the project itself has, with its real callers."""
    subprocess.run(["git", "clone", "--quiet", "--shared", str(checkout), str(folder)], check=True)
    git(folder, "checkout", "--quiet", "--detach")
    texts = {path: path.read_bytes() for path in _four_endpoint_files(folder)}
    if not texts:
        raise SystemExit(f"{checkout} defines no endpoint: there is nothing to measure")
    for path in texts:
        path.unlink()
    _commit(folder, "before")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    _commit(folder, "endpoints")
    others = (path for path in sorted(sources(str(folder))) if path.endswith("x") and Path(path) not in texts)
    component = next(others, None)
    if component is None:
        raise SystemExit(f"{checkout} has no .tsx or .jsx file: there is no change without endpoints to measure")
    with Path(component).open("ab") as handle:
        handle.write(b"\n// changed\n")
    _commit(folder, "plain")


def _commit(folder: Path, tag: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", tag)
    git(folder, "tag", "--force", tag)


def _four_endpoint_files(folder: Path) -> list[Path]:
    """Two files of routes and two of actions, a third and two thirds of the way through the list of each."""
    found = sorted(path for path in sources(str(folder)) if is_endpoint(path, read(path)))
    routes = [path for path in found if is_endpoint(path, b"")]
    actions = [path for path in found if not is_endpoint(path, b"")]
    return [Path(some[len(some) * third // 3]) for some in (routes, actions) if some for third in (1, 2)]


def new_endpoint_files(folder: Path) -> list[str]:
    """The files of the first pull request that define endpoints, for the reference."""
    names = git(folder, "diff", "--name-only", "-z", "--diff-filter=A", "before", "endpoints").split("\0")
    return [name for name in names if name and is_endpoint(name, read(os.path.join(folder, name)))]
