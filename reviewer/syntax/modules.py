"""Which file an import means, and which file declares what it imports."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reviewer.syntax.bindings import exports, imports
from reviewer.syntax.exported import ANY, may_export
from reviewer.syntax.kept import Kept
from reviewer.syntax.packages import Packages, join
from reviewer.syntax.parser import SOURCE_SUFFIXES, Source, Sources
from reviewer.syntax.tsconfig import FILE_NAMES, AliasFiles

if TYPE_CHECKING:
    from reviewer.syntax.homes import Homes
    from reviewer.syntax.imported import Imported

_WORD = re.compile(rb"[\w$\x80-\xff]+")

MOST_TABLES = 5_000  # modules whose names are kept
MOST_RESOLVED = 50_000  # answers that are kept
MOST_WORDS = 50_000  # words that many files share, each kept once
MAX_STEPS = 256  # re-exports that are followed from one name

_CONFIGURATION = ("package.json", *FILE_NAMES)
_SUFFIXES = (".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs", ".cts", ".cjs", ".json")
# TypeScript documentation, "File extension substitution": an import of x.js means x.ts, where that exists.
_SUBSTITUTES = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts", ".ts"), ".cjs": (".cts", ".ts")}


class Definition(NamedTuple):
    """Where an exported name is declared. ``name``: its local name there, "default" for an anonymous default export."""

    path: str
    name: str


class Table(NamedTuple):
    """The names of one module, without its syntax tree. Types alone are left out of both.

    ``imports``: local name to (specifier, imported name). ``exports``: exported name to (specifier or None,
    the name there or here). ``stars``: the specifiers of ``export * from``.
    """

    imports: dict[str, tuple[str, str]]
    exports: dict[str, tuple[str | None, str]]
    stars: tuple[str, ...]


class Modules:
    """Resolves module specifiers in one tree.

    Knows relative paths, tsconfig and jsconfig aliases, package.json imports and exports, workspace packages, barrels.
    """

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._packages = Packages(sources)
        self._aliases = AliasFiles(sources, self._packages)
        self._configured_by: dict[str, str] = {}
        self._interned: dict[bytes, bytes] = {}
        self.imported: Imported | None = None

    @cached_property
    def homes(self) -> Homes:
        """The outermost packages of the tree."""
        from reviewer.syntax.homes import Homes

        return Homes(self._sources, self._packages, self._aliases)

    # How much is kept depends on how many files there are: nothing is listed before something is asked.
    @cached_property
    def _resolved(self) -> Kept[tuple[str, str], str | None]:
        return Kept(self._sources.bound(MOST_RESOLVED))

    @cached_property
    def _tables(self) -> Kept[str, Table | None]:
        return Kept(self._sources.bound(MOST_TABLES))

    @cached_property
    def _steps_of(self) -> Kept[tuple[str, str], tuple[Definition, ...]]:
        return Kept(self._sources.bound(MOST_RESOLVED))

    @cached_property
    def _words(self) -> Kept[str, frozenset[bytes]]:
        return Kept(self._sources.bound(MOST_TABLES))

    def list_importers(self, among: Iterable[str]) -> Imported:
        """Lists, once, which of these files import each file: ``imported`` from then on. It looks at all of them."""
        if self.imported is None:
            from reviewer.syntax.imported import Imported

            self.imported = Imported(self._sources, self.resolve, among)
        return self.imported

    def resolve(self, specifier: str, importer: str) -> str | None:
        """The file that a specifier means in a file, or None: a package of the registry, or missing."""
        folder = importer.rpartition("/")[0]
        if not specifier.startswith((".", "/")) and not self._packages.share_a_name:
            folder = self._configured(folder)  # all files below it resolve a bare specifier alike
        key = specifier, folder
        try:
            return self._resolved[key]
        except KeyError:
            pass
        candidates = self._candidates(specifier.partition("?")[0], importer)
        found = (self._existing(candidate) for candidate in candidates)
        path = self._resolved[key] = next((path for path in found if path is not None), None)
        return path

    def _configured(self, folder: str) -> str:
        """The nearest folder with a package.json or a tsconfig.json, or ""."""
        known = self._configured_by.get(folder)
        if known is None:
            files = self._sources.paths
            here = not folder or any(f"{folder}/{name}" in files for name in _CONFIGURATION)
            known = self._configured_by[folder] = folder if here else self._configured(folder.rpartition("/")[0])
        return known

    def package_name(self, path: str) -> str | None:
        """The name of the nearest package that holds the file."""
        package = self._packages.around(path)
        name = package.content.get("name") if package is not None else None
        return name if isinstance(name, str) else None

    def _candidates(self, specifier: str, importer: str) -> Iterator[str]:
        if specifier.startswith((".", "/")):
            yield join("" if specifier.startswith("/") else os.path.dirname(importer), specifier)
            return
        if specifier.startswith("#"):
            package = self._packages.around(importer)
            for target in package.internal(specifier) if package is not None else ():
                yield target
                yield from self._of_package(target, importer)
        for aliases in self._aliases.around(importer):
            yield from aliases.candidates(specifier)
        yield from self._of_package(specifier, importer)

    def _of_package(self, specifier: str, importer: str) -> Iterable[str]:
        found = self._packages.named(specifier, importer)
        return found[0].candidates(found[1]) if found is not None else ()

    def _existing(self, path: str) -> str | None:
        files = self._sources.paths
        stem, dot, suffix = path.rpartition(".")
        for substitute in _SUBSTITUTES.get(dot + suffix, ()):
            if stem + substitute in files:
                return stem + substitute
        if path in files:
            return path
        for known in _SUFFIXES:
            if path + known in files:
                return path + known
        folder = f"{path}/index" if path else "index"
        return next((folder + known for known in _SUFFIXES if folder + known in files), None)

    def definition(self, path: str, name: str) -> Definition | None:
        """The declaration behind the export ``name`` of a file, through re-exports and barrels.

        None where the file exports no such name, or where the name comes from a package of the registry.
        """
        steps = self.steps(path, name)
        return steps[-1] if steps else None

    def steps(self, path: str, name: str) -> tuple[Definition, ...]:
        """The exports that a name passes through: (file, exported name) each, and its declaration last."""
        key = path, name
        if key not in self._steps_of:
            self._steps_of[key] = self._steps(path, name, frozenset(), [MAX_STEPS])
        return self._steps_of[key]

    def _steps(
        self, path: str, name: str, seen: frozenset[tuple[str, str]], budget: list[int]
    ) -> tuple[Definition, ...]:
        if (path, name) in seen or budget[0] <= 0:
            return ()
        budget[0] -= 1
        seen |= {(path, name)}
        table = self.table(path)
        if table is None:
            return ()
        here = Definition(path, name)
        if name in table.exports:
            specifier, inner = table.exports[name]
            if specifier is None and inner in table.imports:
                specifier, inner = table.imports[inner]
            if specifier is None:
                return here, Definition(path, inner)
            rest = self._from(path, specifier, inner, seen, budget)
            return (here, *rest) if rest else ()
        if name == "default":
            return ()
        for specifier in table.stars:
            target = self.resolve(specifier, path)
            if target is not None and self._may_export(target, name):
                rest = self._steps(target, name, seen, budget)
                if rest:
                    return here, *rest
        return ()

    def _from(
        self, path: str, specifier: str, name: str, seen: frozenset[tuple[str, str]], budget: list[int]
    ) -> tuple[Definition, ...]:
        target = self.resolve(specifier, path)
        if target is None:
            return ()
        return (Definition(target, "*"),) if name == "*" else self._steps(target, name, seen, budget)

    def _may_export(self, path: str, name: str) -> bool:
        """Whether the file is worth parsing: it may export the name, or hands on names that it does not hold."""
        if path in self._tables:
            return True
        if path not in self._words:
            data = self._sources.read(path) or b""
            once = self._interned
            if len(once) > MOST_WORDS:
                once.clear()
            self._words[path] = frozenset(once.setdefault(word, word) for word in may_export(data))
        words = self._words[path]
        return ANY in words or name.encode() in words or not _WORD.fullmatch(name.encode())

    def table(self, path: str) -> Table | None:
        """The imports and exports of a file, or None where it cannot be parsed."""
        if path not in self._tables:
            source = self._sources.get(path) if path.endswith(SOURCE_SUFFIXES) else None
            if path not in self._tables:  # whoever is told of each tree may have asked before
                self._tables[path] = _table(source) if source is not None else None
        return self._tables[path]


def _table(source: Source) -> Table:
    named: dict[str, tuple[str | None, str]] = {}
    stars: list[str] = []
    for export in exports(source):
        if export.type_only:
            continue
        if export.name == "*" and export.specifier is not None:
            stars.append(export.specifier)
        else:
            named[export.name] = export.specifier, export.imported or export.local or "default"
    local = {
        item.local: (item.specifier, item.imported) for item in imports(source) if item.local and not item.type_only
    }
    return Table(local, named, tuple(stars))
