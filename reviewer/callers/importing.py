"""Which files import a file, and whose code it becomes: up the importers to a boundary or to a router's entry file.

Importers are found in the bytes, for the files that are asked for only, a level at a time; nothing is parsed but a
module whose names a barrel hands on. Imports of types alone are left out: they are gone before anything runs.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple, TypeVar

from reviewer.callers.texts import Texts
from reviewer.syntax.modules import Modules

MAX_LEVELS = 12
MAX_STEPS = 3_000  # files that are looked at from all starts together
MAX_CLAUSE = 4_000  # bytes of one import statement

_SPECIFIER = re.compile(rb"\b(?:from|import|require)\s{0,20}\(?\s{0,40}[\"'`]([^\"'`\n]{1,300})[\"'`]")
_START = re.compile(rb"\b(import|export)\b(\s+type\b(?!\s*,))?")
_NAMED = re.compile(rb"(?:import|export)\s*\{([^{}]*)\}")
_FOLDERS = frozenset({"src", "lib", "source", "dist"})

End = TypeVar("End")


class Step(NamedTuple):
    """A file on the way up. ``names``: those of its exports that are meant, None for all.

    ``client``: it was reached from, or is, code that runs in the browser.
    """

    path: str
    client: bool = False
    names: frozenset[str] | None = None


class Importing:
    """Climbs from files to what imports them."""

    def __init__(self, texts: Texts, modules: Modules) -> None:
        self._texts = texts
        self._modules = modules

    def climb(
        self,
        starts: Collection[Step],
        end_of: Callable[[Step], End | Step | None],
        root_of: Callable[[Step], End | None],
    ) -> dict[Step, set[End]]:
        """The ends above each start.

        ``end_of``: what a file decides by itself; or a Step to go on from; None where its importers are to be asked.
        ``root_of``: what a file decides that nobody imports.
        """
        above: dict[Step, set[Step]] = {}
        ends: dict[Step, End] = {}
        level = list(dict.fromkeys(starts))
        seen = set(level)
        for _ in range(MAX_LEVELS):
            if not level or len(seen) > MAX_STEPS:
                break
            found = self._importers(level)
            level = []
            for step in sorted(found, key=lambda step: step.path):
                for importer in found[step]:
                    end = end_of(importer)
                    then = end if isinstance(end, Step) else importer
                    above.setdefault(step, set()).add(then)
                    if end is not None and not isinstance(end, Step):
                        ends[then] = end
                    elif then not in seen:
                        level.append(then)
                    seen.add(then)
        for step in seen - above.keys() - ends.keys():
            root = root_of(step)
            if root is not None:
                ends[step] = root
        return {start: set(_reached(start, above, ends)) for start in starts}

    def _importers(self, level: Collection[Step]) -> Mapping[Step, set[Step]]:
        """The files that import each file of a level."""
        words: dict[str, list[Step]] = {}
        for step in level:
            for word in _words(step.path, self._modules):
                words.setdefault(word, []).append(step)
        found: dict[Step, set[Step]] = {}
        for path, data, said in self._texts.importing(words):
            asked = {step for word in said for step in words[word] if step.path != path}
            for clause, specifier in statements(data) if asked else ():
                target = self._modules.resolve(specifier, path)
                for step in asked:
                    if target == step.path and _takes(clause, step.names):
                        names = self._handed_on(clause, step)
                        found.setdefault(step, set()).add(Step(path, step.client, names))
        return found

    def _handed_on(self, clause: bytes, step: Step) -> frozenset[str] | None:
        """The names that a barrel hands on; None where the importer uses what it imports."""
        if not clause.startswith(b"export"):
            return None
        if step.names is not None:
            return step.names
        table = self._modules.table(step.path)
        return frozenset(table.exports) if table is not None else None


def _reached(start: Step, above: Mapping[Step, set[Step]], ends: Mapping[Step, End]) -> Iterator[End]:
    seen = {start}
    queue = deque([start])
    if start in ends:
        yield ends[start]
    while queue:
        for step in above.get(queue.popleft(), ()):
            if step in seen:
                continue
            seen.add(step)
            if step in ends:
                yield ends[step]
            else:
                queue.append(step)


def statements(data: bytes) -> Iterator[tuple[bytes, str]]:
    """The imports and re-exports with their specifiers, types left out; the clause of a dynamic import is empty."""
    last = 0
    for found in _SPECIFIER.finditer(data):
        clause = b""
        if found[0].startswith(b"from"):
            text = data[max(last, found.start() - MAX_CLAUSE) : found.start()]
            start = deque(_START.finditer(text), maxlen=1)
            if not start:
                continue
            last = found.end()
            clause = text[start[0].start() :]
            if start[0][2] is not None or _names_types_only(clause):
                continue
        yield clause, found[1].decode("utf-8", "replace")


def _names_types_only(clause: bytes) -> bool:
    """``import { type A, type B }``"""
    found = _NAMED.match(clause)
    names = [name.strip() for name in found[1].split(b",")] if found is not None else []
    return any(names) and all(name.startswith(b"type ") for name in names if name)


def _takes(clause: bytes, names: frozenset[str] | None) -> bool:
    """The statement may bind one of the names."""
    if names is None or not clause or b"*" in clause or "default" in names:
        return True
    return any(name.encode() in clause for name in names)


def _words(path: str, modules: Modules) -> Iterator[str]:
    """A word that every specifier of the file holds: its name, its folder's, or that of its package."""
    *folders, name = path.split("/")
    stem = name.partition(".")[0]
    if stem != "index":
        yield stem
    if stem not in ("index", "main", "mod"):
        return
    if folders and folders[-1] in _FOLDERS:
        package = modules.package_name(path)
        if package is not None:
            yield package.rpartition("/")[2]
    if folders:
        yield folders[-1]
