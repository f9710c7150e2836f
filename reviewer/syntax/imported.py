"""Which files import a file: for a whole tree at once, from its bytes. Nothing is parsed.

One pass finds every import statement and resolves its specifier, so that whoever asks for the importers of a file is
given them, and not all files that hold a word. Imports of types alone are gone before anything runs: they are listed
apart. What no asked-for file leads to, such as tests, is read only where all importers are asked for.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Sequence

from reviewer.syntax.parser import MAX_SOURCE_BYTES, SOURCE_SUFFIXES, Sources

MAX_CLAUSE = 6_000  # bytes of one import statement

# The word stands first, and is looked behind from its end: so the search for it is as fast as that for a text.
_FROM = rb"from(?<![\w$]from)\s{0,20}[\"']([^\"'\n]{1,300})[\"']"
_IMPORT = rb"import(?<![\w$]import)\s{0,20}\(?\s{0,40}[\"'`]([^\"'`\n]{1,300})[\"'`]"
_REQUIRE = rb"require(?<![\w$]require)\s{0,20}\(?\s{0,40}[\"'`]([^\"'`\n]{1,300})[\"'`]"
_START = re.compile(rb"\b(?:import|export)\b")
_TYPES = rb"(?:import|export)\s+type\b(?!\s*,)"
_NAMED = rb"(?:import|export)\s*\{([^{}]*)\}"
_WORD = rb"[\w$\x80-\xff]+"
# Names that a module hands on in a statement of its own, which may be names that it has imported.
_LISTED = re.compile(rb"export\s*\{([^{}]{0,6000})\}|export\s+default\s+([\w$]+)\s*;?\s*$", re.MULTILINE)

_BEFORE, _AFTER = frozenset({b"\n", b";", b" ", b"/"}), frozenset({b" ", b"{", b"*", b"\n"})
_NOBODY: Sequence[str] = ()


def statements(data: bytes) -> Iterator[tuple[bytes, str, bool]]:
    """The imports and re-exports: clause, specifier, and whether types alone are meant. ``import()`` has no clause."""
    last = 0
    for found in re.finditer(_FROM, data):
        end = found.start()
        start = _start(data, max(last, end - MAX_CLAUSE), end)
        if start is not None:
            last = found.end()
            clause = data[start:end]
            yield clause, found[1].decode("utf-8", "replace"), b"type" in clause and _names_types_only(clause)
    for word, pattern in ((b"import", _IMPORT), (b"require", _REQUIRE)):
        for found in re.finditer(pattern, data) if word in data else ():
            yield b"", found[1].decode("utf-8", "replace"), False


def _start(data: bytes, start: int, end: int) -> int | None:
    """Where the last statement begins that stands between two bytes."""
    at = max(data.rfind(b"import", start, end), data.rfind(b"export", start, end))
    if at < 0 or (data[at + 6 : at + 7] in _AFTER and (at == start or data[at - 1 : at] in _BEFORE)):
        return at if at >= 0 else None
    words = [found.start() for found in _START.finditer(data, start, end)]  # ``import { importAll } from``
    return words[-1] if words else None


def _names_types_only(clause: bytes) -> bool:
    """``import type { A }``, ``import { type A, type B }``"""
    if re.match(_TYPES, clause):
        return True
    found = re.match(_NAMED, clause)
    names = [name.strip() for name in found[1].split(b",")] if found is not None else []
    return any(names) and all(name.startswith(b"type ") for name in names if name)


class Imported:
    """The importers of every file of a tree: the paths alone, so that fifty thousand files fit in little memory."""

    def __init__(self, sources: Sources, resolve: Callable[[str, str], str | None], among: Iterable[str]) -> None:
        """``among``: the files whose ways are asked for. They are read, and what they lead to, each once."""
        self._sources = sources
        self._resolve = resolve
        self._using: dict[str, list[str]] = {}
        self._handing_on: dict[str, list[str]] = {}
        self._relaying: dict[str, list[str]] = {}
        self._of_types: dict[str, list[str]] = {}
        left = dict.fromkeys(path for path in sources.paths if path.endswith(SOURCE_SUFFIXES))
        level = among
        while True:
            here = [path for path in dict.fromkeys(level) if path in left]
            if not here:
                break
            for path in here:
                del left[path]
                self._add(path)
            level = [path for path in left if path in self._using or path in self._handing_on]
        self._left = list(left)

    def everywhere(self, path: str) -> set[str]:
        """All that imports it, or hands it on, if only types of it: tests, too, and what else is not asked for."""
        while self._left:
            self._add(self._left.pop())
        return {*self.using(path), *self.handing_on(path), *self.of_types(path)}

    def using(self, path: str) -> Sequence[str]:
        """The files that import it, statically or dynamically, or require it."""
        return self._using.get(path, _NOBODY)

    def handing_on(self, path: str) -> Sequence[str]:
        """The files with an ``export ... from`` it."""
        return self._handing_on.get(path, _NOBODY)

    def relaying(self, path: str) -> Sequence[str]:
        """Those of the files that import it which export one of the imported names in a statement of its own."""
        return self._relaying.get(path, _NOBODY)

    def of_types(self, path: str) -> Sequence[str]:
        """The files that import, or hand on, nothing but types of it."""
        return self._of_types.get(path, _NOBODY)

    def order(self, paths: Iterable[str]) -> dict[str, int]:
        """The place of each file in an order in which what a file imports comes before it, circles aside."""
        done: list[str] = []
        seen: set[str] = set()
        for start in paths:
            stack = [(start, self._above(start))] if start not in seen else []
            seen.add(start)
            while stack:
                importer = next((path for path in stack[-1][1] if path not in seen), None)
                if importer is None:
                    done.append(stack.pop()[0])
                else:
                    seen.add(importer)
                    stack.append((importer, self._above(importer)))
        return {path: place for place, path in enumerate(reversed(done))}

    def _above(self, path: str) -> Iterator[str]:
        yield from self.using(path)
        yield from self.handing_on(path)

    def _add(self, path: str) -> None:
        data = self._sources.read(path)
        if data is None or len(data) > MAX_SOURCE_BYTES:
            return
        using, handing_on, relaying, of_types = set(), set(), set(), set()
        listed: frozenset[bytes] | None = None
        for clause, specifier, types in statements(data):
            target = self._resolve(specifier, path)
            if target is None or target == path:
                continue
            if types:
                of_types.add(target)
            elif clause.startswith(b"export"):
                handing_on.add(target)
            else:
                using.add(target)
                listed = _listed(data) if listed is None else listed
                if listed and not listed.isdisjoint(re.findall(_WORD, clause)):
                    relaying.add(target)
        kinds = (self._using, using), (self._handing_on, handing_on), (self._relaying, relaying)
        for known, targets in (*kinds, (self._of_types, of_types)):
            for target in targets:
                insort(known.setdefault(target, []), path)


def _listed(data: bytes) -> frozenset[bytes]:
    """The names, and others perhaps, that the module exports in statements of their own."""
    return frozenset(
        word for found in _LISTED.finditer(data) for word in re.findall(_WORD, found[1] or found[2] or b"")
    )
