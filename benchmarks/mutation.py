"""Would a test notice? Changes the code in one place at a time and runs the tests on each change.

    python -m benchmarks.mutation reviewer/criteria reviewer/verdict.py

A module is tried with the tests that mirror it (``reviewer/criteria/cors.py``: ``tests/criteria/test_cors.py``), then
with all of its room; what noticed a change lately is asked first. Tests that need Node.js are left out: they read the
criteria's pages. No file is touched, and each change lives in a process of its own. Most changes are in a function or
in a constant, which is exchanged after the tests were collected; for others an importer compiles the changed module.

Prints the changes that no test noticed, and a line of figures for each file.
"""

from __future__ import annotations

import argparse
import ast
import gc
import json
import os
import resource
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

import pytest

from benchmarks.covering import Lines, statement_around
from benchmarks.exchange import exchange, forget
from benchmarks.mutants import Change, changes

SECONDS = 20  # of the processor, after which a change that made the tests hang counts as noticed
SECONDS_OF_ONE = 3  # of the processor, for one test; the slowest takes less than one
QUICK = ("-x", "-q", "-s", "--assert=plain", "-p", "no:cacheprovider", "-m", "not node")
LIBRARIES = ("tree_sitter", "tree_sitter_typescript", "pathspec", "hypothesis")  # imported once, for all processes
LATELY = 20  # tests that noticed a change before are tried first


def module_of(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


class Changed(SourceFileLoader):
    """Compiles a changed tree in place of a module's source."""

    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        super().__init__(name, path)
        self._tree = tree

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._tree, self.path, "exec")


class Importer:
    """Finds one module, in its changed form."""

    def __init__(self, path: Path, tree: ast.Module) -> None:
        self._path, self._tree = path, tree

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != module_of(self._path):
            return None
        loader = Changed(name, str(self._path.resolve()), self._tree)
        return spec_from_file_location(name, self._path.resolve(), loader=loader)


def started(work: Callable[[], int], seconds: int = SECONDS) -> int:
    """The number of a process of its own that does the work; its status is what this ends with."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        gc.disable()  # it ends soon
        status = 1
        try:
            status = work()
        finally:
            os._exit(status)
    return child


def status_of(work: Callable[[], int]) -> int:
    """What the work ends with in a process of its own; not 0 if it never ends."""
    return os.waitpid(started(work), 0)[1]


def silenced() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def fails_from_the_start(path: Path, tree: ast.Module, tests: Sequence[str]) -> bool:
    """Whether a test fails when the module is imported as in the tree."""

    def work() -> int:
        silenced()
        sys.meta_path.insert(0, Importer(path, tree))
        return int(pytest.main([*QUICK, *tests]))

    return status_of(work) != 0


class InPlace:
    """Tries changes of functions when the tests are collected, in place of running these. A plugin of pytest."""

    def __init__(self, path: Path, tree: ast.Module, every: Sequence[Change], own: str, answers: int) -> None:
        self._path, self._tree, self._every, self._own, self._answers = path, tree, every, own, answers
        self._failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed |= report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = sorted(session.items, key=lambda item: not item.nodeid.startswith(self._own))
        covered = self._covered(items)
        lately: deque[int] = deque(maxlen=LATELY)
        gc.collect()
        gc.freeze()
        for number, change in enumerate(self._every):
            take_effect = exchange(module_of(self._path), self._tree, change.put, change.line)
            if take_effect is None:
                continue
            near = statement_around(self._tree, change.line)
            able = [number for number, lines in enumerate(covered) if not lines.isdisjoint(near)]
            if covered and not able:
                continue  # it runs before the tests do, or never: importing it anew tells
            noticing = self._noticing(take_effect, items, able or list(range(len(items))), lately)
            os.write(self._answers, f"{number} {int(noticing is not None)}\n".encode())
            if noticing is not None and noticing < len(items) and noticing not in lately:
                lately.appendleft(noticing)
        return True

    def _covered(self, items: list[pytest.Item]) -> list[frozenset[int]]:
        """The lines of the module that each test runs."""
        reading, writing = os.pipe()

        def work() -> int:
            lines = Lines(str(self._path.resolve()), module_of(self._path))
            with os.fdopen(writing, "w") as pipe:
                for item in items:
                    json.dump(sorted(lines.of(partial(self._run, item))), pipe)
                    pipe.write("\n")
            return 0

        child = started(work, 30 * SECONDS)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            found = [frozenset(json.loads(line)) for line in pipe]
        os.waitpid(child, 0)
        return found if len(found) == len(items) else []

    def _run(self, item: pytest.Item, following: pytest.Item | None = None) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def _noticing(
        self, take_effect: Callable[[], None], items: list[pytest.Item], able: list[int], lately: deque[int]
    ) -> int | None:
        """The number of the test that fails; beyond the last where it is not known, None where none does."""
        near = {items[number].path for number in lately}
        order = [number for number in lately if number in able]
        order += sorted(
            (each for each in able if each not in lately), key=lambda number: items[number].path not in near
        )
        reading, writing = os.pipe()

        def work() -> int:
            take_effect()
            forget(module_of(self._path))
            for number, following in zip(order, [*order[1:], None], strict=True):
                limit = int(time.process_time()) + SECONDS_OF_ONE
                resource.setrlimit(resource.RLIMIT_CPU, (min(limit, SECONDS), SECONDS))
                self._run(items[number], items[following] if following is not None else None)
                if self._failed:
                    os.write(writing, str(number).encode())
                    return 1
            return 0

        status = status_of(work)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            said = pipe.read()
        return None if status == 0 else int(said or len(items))


def tried_in_place(
    path: Path, tree: ast.Module, every: Sequence[Change], tests: Sequence[str]
) -> Iterator[tuple[int, bool]]:
    """The number of each change inside of functions and constants, and whether a test notices it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        silenced()
        try:
            pytest.main([*QUICK, tests[-1]], plugins=[InPlace(path, tree, every, tests[0], writing)])
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        for line in pipe:
            number, noticed = map(int, line.split())
            yield number, bool(noticed)
    os.waitpid(child, 0)


def survivors(path: Path, tree: ast.Module, every: Sequence[Change], tests: Sequence[str]) -> Iterator[Change]:
    """The changes that no test notices."""
    tried = set()
    for number, noticed in tried_in_place(path, tree, every, tests):
        tried.add(number)
        if not noticed:
            yield every[number]
    for change in (change for number, change in enumerate(every) if number not in tried):
        change.put(new=True)
        if not any(fails_from_the_start(path, tree, [each]) for each in tests):
            yield change
        change.put(new=False)


def mirror(path: Path) -> list[str]:
    """The tests of a module: its own, where it has a file of them, and those of its room."""
    own = Path("tests", *path.parts[1:-1], f"test_{path.name}")
    room = Path("tests", *path.parts[1:2]) if len(path.parts) > 2 else own  # beside rooms, tests holds slow ones
    return list(dict.fromkeys(str(each) for each in (own, room) if each.exists()))


def run(path: Path, tests: Sequence[str], again: frozenset[str]) -> Counter[str]:
    """Tries every change of one file and prints those that survive."""
    tree = ast.parse(path.read_bytes())
    if any(fails_from_the_start(path, tree, [each]) for each in tests):
        raise SystemExit(f"the tests fail before anything is changed: {' '.join(tests)}")
    every = [change for change in changes(path, tree) if not again or change.name in again]
    figures = Counter({"changes": len(every)})
    for change in survivors(path, tree, every, tests):
        figures["survived"] += 1
        print(change.name, flush=True)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="+", type=Path, help="files, or folders of files, of the package")
    parser.add_argument("--tests", help="what pytest is given, in place of the module's own")
    parser.add_argument("--again", type=Path, help="the output of an earlier run: only what it names is tried")
    asked = parser.parse_args()
    again = frozenset(asked.again.read_text("utf-8").splitlines()) if asked.again else frozenset()
    files = [file for path in asked.modules for file in (sorted(path.glob("*.py")) if path.is_dir() else [path])]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in LIBRARIES:
        import_module(name)
    sys.dont_write_bytecode = False
    with tempfile.TemporaryDirectory() as sys.pycache_prefix:
        for file in files:
            figures = run(file, [asked.tests] if asked.tests else mirror(file), again)
            noted = figures["changes"] - figures["survived"]
            print(f"{file}: {figures['changes']} changes, {noted} noticed, {figures['survived']} survived", flush=True)


if __name__ == "__main__":
    main()
