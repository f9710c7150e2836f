"""The outermost packages of a tree that has no package.json above them, and which of them can import from which.

Nothing is installed for two such packages at once. So a file of one finds a file of another only where something says
so: a dependency that its package names, an alias, or a relative path that leaves the folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from reviewer.syntax.packages import Package, Packages, folders_up, join
from reviewer.syntax.parser import Sources
from reviewer.syntax.tsconfig import FILE_NAMES, AliasFiles

Part = tuple[str | None, Sequence[str]]  # a home, and files in it

_STARTS, _ENDS = (
    (b'"', b"'", b"`", b'"./', b"'./", b"`./"),
    (b'"', b"'", b"`", b"/"),
)  # around the steps out of a folder
_SECTIONS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_TARGETS = ("exports", "imports", "source", "module", "main", "types", *_SECTIONS)


class Homes:
    """Tells from which outermost packages, their homes, files may import."""

    def __init__(self, sources: Sources, packages: Packages, aliases: AliasFiles) -> None:
        self._sources = sources
        self._packages = packages
        self._aliases = aliases
        self._left: set[str] = set()
        self._of_folder: dict[str, str | None] = {}

    def of(self, path: str) -> str | None:
        """The outermost folder with a package.json that holds the file; None where no folder has one."""
        folder = path.rpartition("/")[0]
        if folder not in self._of_folder:
            holding = (up for up in folders_up(path) if join(up, "package.json") in self._sources.paths)
            self._of_folder[folder] = min(holding, key=len, default=None)
        return self._of_folder[folder]

    def parts(self, paths: Iterable[str]) -> list[Part]:
        """Paths in order, taken apart by home."""
        found: list[tuple[str | None, list[str]]] = []
        inside: str | None = None
        for path in paths:
            if inside is None or not path.startswith(inside):
                home = self.of(path)
                inside = None if home is None else f"{home}/" if home else ""
                if not found or found[-1][0] != home:
                    found.append((home, []))
            found[-1][1].append(path)
        return list(found)

    def note(self, home: str, path: str, data: bytes) -> None:
        """Notes whether a file may import by a relative path that leaves its home. All files come before a question."""
        steps = b"../" * path.count("/", len(home) + 1) + b".."
        if steps in data and any(start + steps + end in data for start in _STARTS for end in _ENDS):
            self._left.add(home)

    def may_import(self, home: str | None, files: Iterable[str]) -> bool:
        """A file of the home may import one of these files, itself or through other modules."""
        reached = {home}
        waiting = [home]
        while waiting:
            current = waiting.pop()
            if current is None or current in self._left or current in self._leading_anywhere:
                return True
            more = self._naming.get(current, set()) - reached
            reached |= more
            waiting += more
        return any(self.of(file) in reached for file in files)

    @cached_property
    def _manifests(self) -> list[tuple[str, Package]]:
        """Every package with its home."""
        paths = self._sources.named("package.json")
        found = ((self.of(path), self._packages.at(os.path.dirname(path))) for path in paths)
        return [(home, package) for home, package in found if home is not None and package is not None]

    @cached_property
    def _naming(self) -> dict[str, set[str | None]]:
        """The homes of the dependencies that packages of a home name."""
        found: dict[str, set[str | None]] = {}
        for home, package in self._manifests:
            place = join(package.folder, "package.json")
            named = [self._packages.named(name, place) for name in _dependencies(package)]
            homes = {self.of(join(each[0].folder, "package.json")) for each in named if each is not None}
            found.setdefault(home, set()).update(homes)
        return found

    @cached_property
    def _leading_anywhere(self) -> frozenset[str]:
        """The homes with a configuration that leads out of them by a path."""
        found = {home for home, package in self._manifests if any("../" in text for text in _targets(package))}
        configured = (path for name in (*FILE_NAMES, "package.json") for path in self._sources.named(name))
        for path in configured:
            home = self.of(path)
            if home is not None and not all(f"{way}/".startswith(f"{home}/") for way in self._ways(path)):
                found.add(home)
        return frozenset(found)

    def _ways(self, path: str) -> Iterator[str]:
        """Where the aliases that hold for a file lead."""
        for table in self._aliases.around(path):
            if table.base is not None:
                yield table.base
            for _, _, targets in table.patterns:
                yield from (target.partition("*")[0] for target in targets)


def _targets(package: Package) -> Iterator[str]:
    """What the package says of where something lies."""
    stack = [package.content.get(field) for field in _TARGETS]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | dict):
            stack.extend(value if isinstance(value, list) else value.values())


def _dependencies(package: Package) -> Iterator[str]:
    for section in _SECTIONS:
        names = package.content.get(section)
        yield from names if isinstance(names, dict) else ()
