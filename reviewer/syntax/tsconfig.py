"""Path aliases: ``paths`` and ``baseUrl`` of tsconfig.json and jsconfig.json, with ``extends``.

Source: TypeScript reference, "paths", "baseUrl", "extends" (an array from 5.0 on, ``${configDir}`` from 5.5 on);
Next.js documentation, "Absolute Imports and Module Path Aliases".
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from reviewer.syntax.jsonc import read_object
from reviewer.syntax.packages import Packages, folders_up, join
from reviewer.syntax.parser import Sources

MAX_EXTENDS = 16
FILE_NAMES = ("tsconfig.json", "jsconfig.json")


class Aliases(NamedTuple):
    """``patterns``: (prefix, suffix or None for an exact name, targets as paths), most specific first."""

    patterns: tuple[tuple[str, str | None, tuple[str, ...]], ...] = ()
    base: str | None = None  # the folder of baseUrl

    def candidates(self, specifier: str) -> Iterator[str]:
        """The paths that a specifier may mean, without file suffix; those of the most specific pattern only."""
        for prefix, suffix, targets in self.patterns:
            if suffix is None:
                if specifier == prefix:
                    yield from targets
                    break
            elif _fits(specifier, prefix, suffix):
                filling = specifier[len(prefix) : len(specifier) - len(suffix)]
                yield from (os.path.normpath(target.replace("*", filling, 1)) for target in targets)
                break
        if self.base is not None:
            yield join(self.base, specifier)


def _fits(specifier: str, prefix: str, suffix: str) -> bool:
    long_enough = len(specifier) >= len(prefix) + len(suffix)
    return long_enough and specifier.startswith(prefix) and specifier.endswith(suffix)


class AliasFiles:
    """The alias tables of a tree, read once each."""

    def __init__(self, sources: Sources, packages: Packages) -> None:
        self._sources = sources
        self._packages = packages
        self._tables: dict[str, tuple[Aliases, ...]] = {}  # by folder
        self._files: dict[str, Aliases] = {}

    def around(self, path: str) -> tuple[Aliases, ...]:
        """The tables that hold for a file, nearest first.

        TypeScript reads the nearest only. Next.js reads that of the app, which may lie further out.
        """
        folder = os.path.dirname(path)
        if folder not in self._tables:
            files = (join(up, name) for up in folders_up(path) for name in FILE_NAMES)
            tables = (self._of_file(file) for file in files if file in self._sources.paths)
            self._tables[folder] = tuple(table for table in tables if table.patterns or table.base is not None)
        return self._tables[folder]

    def _of_file(self, file: str) -> Aliases:
        if file not in self._files:
            self._files[file] = self._read(file)
        return self._files[file]

    def _read(self, file: str) -> Aliases:
        """The nearest ``paths`` and the nearest ``baseUrl`` of the chain; ``extends`` later in an array wins."""
        paths: tuple[dict[str, Any], str] | None = None
        base: str | None = None
        stack, seen = [file], {file}
        while stack and (paths is None or base is None) and len(seen) <= MAX_EXTENDS:
            current = stack.pop()
            folder = os.path.dirname(current)
            content = read_object(self._sources.read(current))
            options = content.get("compilerOptions")
            options = options if isinstance(options, dict) else {}
            own_base = options.get("baseUrl")
            if isinstance(own_base, str) and base is None:
                base = join(folder, own_base.replace("${configDir}", _relative(file, folder)))
            own_paths = options.get("paths")
            if isinstance(own_paths, dict) and paths is None:
                paths = own_paths, folder
            parents = content.get("extends")
            for parent in [parents] if isinstance(parents, str) else parents if isinstance(parents, list) else []:
                target = self._extended(parent, current) if isinstance(parent, str) else None
                if target is not None and target not in seen:
                    seen.add(target)
                    stack.append(target)
        return Aliases(_patterns(*paths, base, os.path.dirname(file)) if paths else (), base)

    def _extended(self, specifier: str, importer: str) -> str | None:
        if specifier.startswith("."):
            targets = [join(os.path.dirname(importer), specifier)]
        else:
            found = self._packages.named(specifier, importer)
            if found is None:
                return None
            package, subpath = found
            targets = list(package.candidates(subpath)) + [join(package.folder, "tsconfig.json")] * (subpath == ".")
        files = (file for target in targets for file in (target, f"{target}.json", f"{target}/tsconfig.json"))
        return next((file for file in files if file in self._sources.paths and file.endswith(".json")), None)


def _relative(file: str, folder: str) -> str:
    return os.path.relpath("/" + os.path.dirname(file), "/" + folder)


def _patterns(
    paths: dict[str, Any], folder: str, base: str | None, config_folder: str
) -> tuple[tuple[str, str | None, tuple[str, ...]], ...]:
    origin = folder if base is None else base
    patterns: list[tuple[str, str | None, tuple[str, ...]]] = []
    for key, targets in paths.items():
        if not isinstance(targets, list):
            continue
        places = tuple(_target(target, origin, config_folder) for target in targets if isinstance(target, str))
        prefix, star, suffix = key.partition("*")
        patterns.append((prefix, suffix if star else None, places))
    return tuple(sorted(patterns, key=lambda pattern: (pattern[1] is not None, -len(pattern[0]))))


def _target(target: str, origin: str, config_folder: str) -> str:
    if target.startswith("${configDir}"):
        return join(config_folder, target.removeprefix("${configDir}").lstrip("/"))
    return join(origin, target)
