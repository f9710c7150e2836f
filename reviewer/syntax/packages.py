"""The packages of the repository itself: by name, with their ``exports`` and ``imports``.

npm, pnpm, yarn and bun all link a workspace package under the name in its package.json, so the name alone finds it.
What a package publishes is often build output that no checkout holds: then its source file of the same name is meant.
Source: Node.js documentation, "Modules: Packages" (conditional exports, subpath patterns, imports).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile
from typing import Any, NamedTuple

from reviewer.syntax.jsonc import read_object
from reviewer.syntax.parser import Sources

MAX_CANDIDATES = 64
BUILD_FOLDERS = ("dist", "build", "lib", "out", ".next")


class Package(NamedTuple):
    """One package.json: its folder ("" for the repository's own) and what it says."""

    folder: str
    content: dict[str, Any]

    def candidates(self, subpath: str) -> Iterator[str]:
        """The files, most likely first, that ``subpath`` ("." or "./x") may mean to an importer."""
        for target in _targets(self.content.get("exports"), subpath):
            yield from self._with_source(target)
        if subpath == ".":
            entries = (self.content.get(field) for field in ("source", "module", "main", "types"))
            for entry in entries:
                if isinstance(entry, str):
                    yield from self._with_source(entry)
            yield join(self.folder, "index")
            yield join(self.folder, "src/index")
        else:
            yield join(self.folder, subpath)
            yield join(self.folder, f"src/{subpath[2:]}")

    def internal(self, specifier: str) -> Iterator[str]:
        """The targets of a ``#name``: files of this package, or specifiers of other packages."""
        for target in _targets(self.content.get("imports"), specifier):
            if target.startswith("."):
                yield from self._with_source(target)
            else:
                yield target

    def _with_source(self, target: str) -> Iterator[str]:
        yield join(self.folder, target)
        parts = target.removeprefix("./").split("/")
        if parts[0] in BUILD_FOLDERS:
            yield join(self.folder, "/".join(["src", *parts[1:]]))
            yield join(self.folder, "/".join(parts[1:]))


class Packages:
    """Every package.json of a tree."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._read: dict[str, Package | None] = {}

    def at(self, folder: str) -> Package | None:
        """The package whose package.json lies in the folder."""
        if folder not in self._read:
            path = join(folder, "package.json")
            known = path in self._sources.paths
            self._read[folder] = Package(folder, read_object(self._sources.read(path))) if known else None
        return self._read[folder]

    def around(self, path: str) -> Package | None:
        """The nearest package that holds the file."""
        return next((package for folder in folders_up(path) if (package := self.at(folder)) is not None), None)

    @cached_property
    def _by_name(self) -> dict[str, list[Package]]:
        named: dict[str, list[Package]] = {}
        for path in self._sources.named("package.json"):
            package = self.at(os.path.dirname(path))
            name = package.content.get("name") if package is not None else None
            if package is not None and isinstance(name, str):
                named.setdefault(name, []).append(package)
        return named

    @cached_property
    def share_a_name(self) -> bool:
        """Two packages have one name: which of them is meant depends on the file that imports it."""
        return any(len(packages) > 1 for packages in self._by_name.values())

    def named(self, specifier: str, importer: str) -> tuple[Package, str] | None:
        """The package of this repository that a bare specifier starts with, and the subpath asked of it.

        Of several with one name, the one that shares most folders with the importer.
        """
        parts = specifier.split("/")
        length = 2 if specifier.startswith("@") else 1
        packages = self._by_name.get("/".join(parts[:length]))
        if not packages:
            return None
        nearest = max(packages, key=lambda package: (_shared(package.folder, importer), -len(package.folder)))
        return nearest, "/".join([".", *parts[length:]])


def _shared(folder: str, path: str) -> int:
    pairs = zip(folder.split("/"), path.split("/"), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _targets(table: Any, subpath: str) -> list[str]:
    """What an ``exports`` or ``imports`` table offers for a subpath, whatever the conditions, in their order."""
    if isinstance(table, str | list):
        table = {".": table}
    if not isinstance(table, dict):
        return []
    if table and not any(key.startswith((".", "#")) for key in table):
        table = {".": table}
    if subpath in table:
        return _flat(table[subpath], "")
    best: tuple[str, str] | None = None
    for key in table:
        prefix, star, suffix = key.partition("*")
        fits = star and subpath.startswith(prefix) and subpath.endswith(suffix)
        if fits and len(subpath) >= len(prefix) + len(suffix) and (best is None or len(prefix) > len(best[0])):
            best = prefix, suffix
    if best is None:
        return []
    filling = subpath[len(best[0]) : len(subpath) - len(best[1])]
    return _flat(table["*".join(best)], filling)


def _flat(value: Any, filling: str) -> list[str]:
    found: list[str] = []
    stack = [value]
    while stack and len(found) < MAX_CANDIDATES:
        current = stack.pop()
        if isinstance(current, str):
            found.append(current.replace("*", filling))
        elif isinstance(current, list):
            stack.extend(reversed(current))
        elif isinstance(current, dict):
            stack.extend(reversed(current.values()))
    return found


def join(folder: str, relative: str) -> str:
    """A path inside the repository, normalised; starts with ".." where it leaves it."""
    joined = os.path.normpath(f"{folder}/{relative}" if folder else relative)
    return "" if joined == "." else joined.lstrip("/")


def folders_up(path: str) -> Iterator[str]:
    """The folders that hold a file, innermost first, "" last."""
    folder = os.path.dirname(path)
    while folder:
        yield folder
        folder = os.path.dirname(folder)
    yield ""
