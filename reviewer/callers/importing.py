"""Which files import a file, and whose code it becomes: up the importers to a boundary or to a router's entry file.

Importers are found in the bytes, a level at a time: for a few files by a word that their specifiers hold, for many in
the list of all importers. Nothing is parsed but a module whose names a barrel hands on. Imports of types alone are left
out: they are gone before anything runs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple, TypeVar

from reviewer.callers.texts import Texts
from reviewer.syntax.imported import Imported, statements
from reviewer.syntax.kept import Kept
from reviewer.syntax.modules import Modules

MAX_LEVELS = 12
MAX_STEPS = 3_000  # files that are looked at from all starts together
MOST_STATEMENTS = 500  # files whose imports are kept

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
        self._clauses: Kept[str, tuple[tuple[bytes, str | None], ...]] = Kept(MOST_STATEMENTS)

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
        found_ends = _ends_below(above, ends)
        return {start: found_ends.get(start, set()) for start in starts}

    def _importers(self, level: Collection[Step]) -> Mapping[Step, set[Step]]:
        """The files that import each file of a level."""
        imported = self._modules.imported
        return self._by_word(level) if imported is None else self._listed(level, imported)

    def _listed(self, level: Collection[Step], imported: Imported) -> Mapping[Step, set[Step]]:
        found: dict[Step, set[Step]] = {}
        for step in level:
            using, handing_on = imported.using(step.path), imported.handing_on(step.path)
            names = self._names_handed_on(step) if handing_on else None
            above = {Step(path, step.client) for path in using if self._may_take(path, step, False)}
            above |= {Step(path, step.client, names) for path in handing_on if self._may_take(path, step, True)}
            if above:
                found[step] = above
        return found

    def _may_take(self, path: str, step: Step, hands_on: bool) -> bool:
        """The file is application code, and one of its statements may bind a name that is meant."""
        if not self._texts.has(path):
            return False
        return step.names is None or any(
            target == step.path and clause.startswith(b"export") == hands_on and _takes(clause, step.names)
            for clause, target in self._statements(path)
        )

    def _statements(self, path: str) -> tuple[tuple[bytes, str | None], ...]:
        """The clauses of what a file imports to run, with the files that are meant."""
        if path not in self._clauses:
            found = (told for told in statements(self._texts.read(path)) if not told[2])
            self._clauses[path] = tuple(
                (clause, self._modules.resolve(specifier, path)) for clause, specifier, _ in found
            )
        return self._clauses[path]

    def _by_word(self, level: Collection[Step]) -> Mapping[Step, set[Step]]:
        words: dict[str, list[Step]] = {}
        for step in level:
            for word in _words(step.path, self._modules):
                words.setdefault(word, []).append(step)
        found: dict[Step, set[Step]] = {}
        for path, data, said in self._texts.importing({word: [step.path for step in words[word]] for word in words}):
            asked = {step for word in said for step in words[word] if step.path != path}
            for clause, specifier, types in statements(data) if asked else ():
                target = self._modules.resolve(specifier, path) if not types else None
                for step in asked:
                    if target == step.path and _takes(clause, step.names):
                        names = self._names_handed_on(step) if clause.startswith(b"export") else None
                        found.setdefault(step, set()).add(Step(path, step.client, names))
        return found

    def _names_handed_on(self, step: Step) -> frozenset[str] | None:
        """The names of a file that a barrel hands on."""
        if step.names is not None:
            return step.names
        table = self._modules.table(step.path)
        return frozenset(table.exports) if table is not None else None


def _ends_below(above: Mapping[Step, set[Step]], ends: Mapping[Step, End]) -> dict[Step, set[End]]:
    """The ends above every step, handed down from them: each way is gone once for each end, not once for each start."""
    below: dict[Step, list[Step]] = {}
    for step, importers in above.items():
        for importer in importers:
            below.setdefault(importer, []).append(step)
    found: dict[Step, set[End]] = {}
    for top, end in ends.items():
        found.setdefault(top, set()).add(end)
        stack = [top]
        while stack:
            for step in below.get(stack.pop(), ()):
                known = found.setdefault(step, set())
                if end not in known:
                    known.add(end)
                    if step not in ends:
                        stack.append(step)
    return found


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
