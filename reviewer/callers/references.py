"""Who imports a name, and where the importing files use it: by resolved import, never by the name alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from reviewer.callers.counting import Counting
from reviewer.callers.functions import arguments_of
from reviewer.callers.scopes import FUNCTIONS, File, Files
from reviewer.callers.texts import Texts, import_part
from reviewer.syntax.imported import Imported
from reviewer.syntax.modules import Modules

if TYPE_CHECKING:
    from tree_sitter import Node

# The word stands first, and is looked behind from its end: so the search for it is as fast as that for a text.
_FROM = re.compile(rb"from(?<!\wfrom)\s*[\"']([^\"'\n]{1,300})[\"']")
_DYNAMIC = rb"\b(?:import|require)\s*\(\s*[\"'`]([^\"'`\n]{1,300})[\"'`]"
_CALLED = re.compile(rb"import\s*\(")
_NAMESPACE = re.compile(rb"\*\s*as\s+[\w$]+\s+from\s*[\"']([^\"'\n]{1,300})[\"']")
_WHOLE, _LISTED = re.compile(rb"import \* as ([\w$\x80-\xff]+)"), re.compile(rb"export \{([^}]*)")
_WORD = re.compile(rb"[\w$\x80-\xff]+")
MANY_WORDS = 24
MAX_CLAUSE = 6_000  # bytes between an imported name and the "from" of its statement
MAX_REACH = 2_000  # files behind one barrel

_BARREL = re.compile(rb"\bexport\s*(?:\*|\{|default\s+[\w$]+\s*;?\s*$)", re.MULTILINE)


class Symbol(NamedTuple):
    """An exported name of a module."""

    path: str
    name: str


class Use(NamedTuple):
    """An expression that is the symbol, after the steps of ``access`` (a namespace needs one)."""

    file: File
    node: Node
    access: tuple[str, ...]


class Importers:
    """Finds the uses of symbols in all files but their own."""

    def __init__(self, texts: Texts, files: Files, modules: Modules) -> None:
        self._texts = texts
        self._files = files
        self._modules = modules
        self._reached: dict[str, frozenset[str]] = {}
        self._gates: dict[str, frozenset[str]] = {}
        self._barrels: dict[str, set[str]] = {}
        self._naming: dict[str, bool] = {}
        self._counting = Counting(modules)

    def uses(
        self, symbols: Collection[Symbol], enough: Callable[[Symbol, str, bytes], bool]
    ) -> Iterator[tuple[Symbol, Use | Symbol]]:
        """The uses; a Symbol stands for another name under which the symbol is re-exported.

        ``enough``: whether a file of this path and these bytes need not be parsed for a symbol.
        """
        for path, data, found in self.candidates(symbols):
            wanted = (symbol for symbol in found if not enough(symbol, path, data))
            if self._modules.imported is not None:
                wanted = (symbol for symbol in wanted if self.most_uses(symbol, path, data))
            yield from self.uses_in(path, data, wanted)

    def uses_in(self, path: str, data: bytes, symbols: Iterable[Symbol]) -> Iterator[tuple[Symbol, Use | Symbol]]:
        """The uses in one file."""
        asked = [symbol for symbol in symbols if symbol.path != path]
        if not asked:
            return
        for symbol in asked:
            for alias in self._aliases(path, data, symbol):
                yield symbol, alias
        statements = _Statements(import_part(data))
        imported = [symbol for symbol in asked if self._may_import(path, data, statements, symbol)]
        file = self._files.get(path) if imported else None
        if file is not None:
            for symbol in imported:
                for use in self._in_file(file, symbol):
                    yield symbol, use

    # --- which files to look at

    def candidates(self, symbols: Collection[Symbol]) -> Iterator[tuple[str, bytes, list[Symbol]]]:
        """The files that may use a symbol: of a few, those that hold its word; of many, those that import its file."""
        words: dict[str, list[Symbol]] = {}
        for symbol in symbols:
            words.setdefault(_word(symbol), []).append(symbol)
        if self._modules.imported is None and len(words) <= MANY_WORDS:
            for path, data, found in self._texts.importing(
                {word: [symbol.path for symbol in those] for word, those in words.items()}
            ):
                yield path, data, [symbol for word in found for symbol in words[word]]
            return
        files: dict[str, list[Symbol]] = {}
        for symbol in symbols:
            for path in self.files_using(symbol):
                files.setdefault(path, []).append(symbol)
        for path in sorted(files):
            yield path, self._texts.read(path), files[path]

    def files_using(self, symbol: Symbol) -> list[str]:
        """The application code that imports the file of a symbol, or a module that hands names of it on."""
        imported = self._modules.list_importers(self._texts.paths)
        above = {path for gate in self._gates_of(symbol.path, imported) for path in _importers_of(gate, imported)}
        return [path for path in above if self._texts.has(path)]

    def most_uses(self, symbol: Symbol, path: str, data: bytes) -> int:
        """How many uses of a symbol one of these files may hold, as far as its bytes tell."""
        gates = self._gates_of(symbol.path, self._modules.list_importers(self._texts.paths))
        return self._counting.most_uses(symbol.name, path, data, gates)

    def _gates_of(self, path: str, imported: Imported) -> frozenset[str]:
        """The file itself, and the modules that hand names of it on, directly or not."""
        if path not in self._gates:
            found = {path}
            stack = [path]
            while stack and len(found) < MAX_REACH:
                current = stack.pop()
                for module in (*imported.handing_on(current), *imported.relaying(current)):
                    if module not in found:
                        found.add(module)
                        stack.append(module)
            self._gates[path] = frozenset(found)
        return self._gates[path]

    def _aliases(self, path: str, data: bytes, symbol: Symbol) -> Iterator[Symbol]:
        if f"{symbol.name} as ".encode() not in data or b"export" not in data:
            return
        table = self._modules.table(path)
        for name, (_specifier, inner) in table.exports.items() if table is not None else ():
            if name != symbol.name and inner == symbol.name and self._leads(path, name, symbol):
                yield Symbol(path, name)

    # --- on bytes: is it worth parsing?

    def _may_import(self, path: str, data: bytes, statements: _Statements, symbol: Symbol) -> bool:
        if any(self._means(specifier, path, symbol) for specifier in statements.may_import(symbol)):
            return True
        if f".{symbol.name}".encode() not in data:
            return False
        targets = (self._modules.resolve(specifier, path) for specifier in statements.specifiers)
        return any(self._names_modules(target) and symbol.path in self._reach(target) for target in targets if target)

    def _names_modules(self, path: str) -> bool:
        """The module is a barrel that gives a whole module a name: ``export * as name``, or an import of that kind."""
        if path not in self._naming:
            self._naming[path] = _names_modules(self._texts.read(path))
        return self._naming[path]

    def _means(self, specifier: str, path: str, symbol: Symbol) -> bool:
        target = self._modules.resolve(specifier, path)
        return target is not None and (target == symbol.path or self._leads(target, symbol.name, symbol))

    def _leads(self, path: str, name: str, symbol: Symbol) -> bool:
        """The export ``name`` of a file comes from the symbol."""
        if path == symbol.path:
            return name == symbol.name
        if not self._hands_on(path, symbol):
            return False
        steps = self._modules.steps(path, name)
        return any(step.path == symbol.path and step.name == symbol.name for step in steps)

    def _hands_on(self, path: str, symbol: Symbol) -> bool:
        """The module may re-export names of the symbol's file."""
        imported = self._modules.imported
        return symbol.path in self._reach(path) if imported is None else path in self._gates_of(symbol.path, imported)

    def _reach(self, path: str) -> frozenset[str]:
        """The files that a module re-exports names of, directly or not."""
        if path not in self._reached:
            found: set[str] = set()
            stack = [path]
            while stack and len(found) < MAX_REACH:
                current = stack.pop()
                for target in self._reexports(current) - found:
                    found.add(target)
                    stack.append(target)
            self._reached[path] = frozenset(found)
        return self._reached[path]

    def _reexports(self, path: str) -> set[str]:
        if path not in self._barrels:
            table = self._modules.table(path) if _BARREL.search(self._texts.read(path)) else None
            specifiers = set(table.stars) if table is not None else set()
            for specifier, inner in table.exports.values() if table is not None else ():
                if specifier is None and table is not None and inner in table.imports:
                    specifier = table.imports[inner][0]
                specifiers |= {specifier} if specifier is not None else set()
            targets = {self._modules.resolve(specifier, path) for specifier in specifiers}
            self._barrels[path] = {target for target in targets if target is not None}
        return self._barrels[path]

    # --- on the syntax tree

    def _in_file(self, file: File, symbol: Symbol) -> Iterator[Use]:
        table = self._modules.table(file.path)
        under_any_name = self._may_be_member(symbol)
        for local, (specifier, imported) in table.imports.items() if table is not None else ():
            if imported not in (symbol.name, "*") and not under_any_name:
                continue
            access = self._access(file.path, specifier, imported, symbol)
            binding = file.top(local) if access is not None else None
            if access is not None and binding is not None and binding.kind == "import":
                for node in file.references(binding):
                    use = _member(file, node, access)
                    if use is not None:
                        yield use
        if b"import(" in file.source.data:
            yield from self._dynamic(file, symbol)

    def _may_be_member(self, symbol: Symbol) -> bool:
        """It may be imported as a member of what stands for its module under some name."""
        imported = self._modules.imported
        if imported is None:
            return True
        gates = self._gates_of(symbol.path, imported)
        return any(gate != symbol.path and self._names_modules(gate) for gate in gates)

    def _access(self, path: str, specifier: str, imported: str, symbol: Symbol) -> tuple[str, ...] | None:
        target = self._modules.resolve(specifier, path)
        if target is None or (imported not in (symbol.name, "*") and not self._names_modules(target)):
            return None
        if imported == "*":
            return (f".{symbol.name}",) if self._leads(target, symbol.name, symbol) else None
        if imported == symbol.name and self._leads(target, imported, symbol):
            return ()
        if target != symbol.path and self._hands_on(target, symbol):
            steps = self._modules.steps(target, imported)
            if steps and steps[-1].name == "*" and self._leads(steps[-1].path, symbol.name, symbol):
                return (f".{symbol.name}",)
        return None

    def _dynamic(self, file: File, symbol: Symbol) -> Iterator[Use]:
        for node in file.occurrences("import", file.source.root):
            call = node.parent
            if node.type != "import" or call is None or call.type != "call_expression":
                continue
            arguments = arguments_of(call)
            if not arguments or arguments[0].type != "string":
                continue
            if not self._means(file.text(arguments[0])[1:-1], file.path, symbol):
                continue
            yield Use(file, call, (f".{symbol.name}",))
            yield from self._awaited(file, call, symbol)

    def _awaited(self, file: File, call: Node, symbol: Symbol) -> Iterator[Use]:
        """``import("./x").then((module) => module.name)``"""
        member = call.parent
        later = member.parent if member is not None and member.type == "member_expression" else None
        if later is None or later.type != "call_expression":
            return
        for function in arguments_of(later)[:1]:
            if function.type not in FUNCTIONS:
                continue
            for binding in file.parameters(function):
                step = (f".{symbol.name}",)
                if binding.access in ((), step):
                    for node in file.references(binding):
                        yield Use(file, node, step if not binding.access else ())


def _importers_of(path: str, imported: Imported) -> Iterator[str]:
    yield from imported.using(path)
    yield from imported.handing_on(path)


def _member(file: File, node: Node, access: tuple[str, ...]) -> Use | None:
    """The use of the symbol where ``node`` is it, or is the namespace that holds it; None for another member."""
    holder = node.parent
    if (
        not access
        or holder is None
        or holder.type != "member_expression"
        or holder.child_by_field_name("object") != node
    ):
        return Use(file, node, access)
    name = holder.child_by_field_name("property")
    return Use(file, holder, ()) if name is not None and f".{file.text(name)}" == access[0] else None


def _word(symbol: Symbol) -> str:
    """The text that every importing file must hold: the name; of a default export, the file's or folder's name."""
    if symbol.name != "default":
        return symbol.name
    *folders, file = symbol.path.split("/")
    stem = file.split(".")[0]
    if stem == "index" and folders:
        stem = folders[-1]
    return stem


def _names_modules(data: bytes) -> bool:
    """By its bytes: ``import * as React`` names a module for the file itself, unless its list of exports has it."""
    if b"export * as " in data:
        return True
    named = set(_WHOLE.findall(data)) if b"export {" in data else set()
    return any(not named.isdisjoint(_WORD.findall(listed)) for listed in _LISTED.findall(data) if named)


class _Statements:
    """The import statements of a file, as far as its bytes tell: enough to know whether parsing is worth it."""

    def __init__(self, part: bytes) -> None:
        self.specifiers: list[str] = []
        self._clauses: list[tuple[bytes, str]] = []
        start = 0
        for found in _FROM.finditer(part):
            specifier = found[1].decode("utf-8", "replace")
            self._clauses.append((part[max(start, found.start() - MAX_CLAUSE) : found.start()], specifier))
            self.specifiers.append(specifier)
            start = found.end()
        dynamic = (_DYNAMIC,) if b"require" in part or _CALLED.search(part) is not None else ()
        wild = (found[1] for pattern in (*dynamic, _NAMESPACE) for found in re.finditer(pattern, part))
        self._wild = [specifier.decode("utf-8", "replace") for specifier in wild]

    def may_import(self, symbol: Symbol) -> Iterator[str]:
        """The module specifiers of the statements that may import the symbol."""
        word = _word(symbol)
        if symbol.name == "default":
            yield from (specifier for specifier in self.specifiers if word in specifier)
        else:
            needle = word.encode()
            yield from (specifier for clause, specifier in self._clauses if needle in clause)
        yield from self._wild
