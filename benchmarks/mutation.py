"""Would a test notice? Changes the code in one place at a time and runs the tests on each change.

    python -m benchmarks.mutation reviewer/criteria reviewer/verdict.py

A module is tried with the tests that mirror it (``reviewer/criteria/cors.py``: ``tests/criteria/test_cors.py``), then
with all of their folder. No file is touched: each change lives in a process of its own, whose importer compiles the
changed module. Prints the changes that no test noticed, and a line of figures for each file. Not changed: docstrings,
annotations, decorators, and the texts of a criterion's page. A weight is removed or turned round, and not moved by a
hair.
"""

from __future__ import annotations

import argparse
import ast
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import TypeVar

import pytest

SECONDS = 30  # after which a change that made the tests hang counts as noticed
QUICK = ("-x", "-q", "--assert=plain", "-p", "no:cacheprovider")
WARM = ("tree_sitter", "tree_sitter_typescript", "pathspec", "hypothesis")  # imported once, for all processes
LIMIT = 30  # a whole number beyond it is a bound, and is only set to nothing

Item = TypeVar("Item")

OPPOSITE: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
TWINS = [("any", "all"), ("min", "max"), ("startswith", "endswith"), ("partition", "rpartition")]
TWIN = {name: twin for pair in TWINS for name, twin in (pair, pair[::-1])}
DROPPED_CALLS = frozenset({"lower", "upper", "strip", "sorted", "reversed"})
PAGE_TEXTS = frozenset({"title", "what", "why", "fix", "source", "before", "after"})


class Change:
    """One node put in another's place, and back."""

    def __init__(self, path: Path, parent: ast.AST, field: str, index: int | None, old: ast.AST, new: ast.AST) -> None:
        self._where = parent, field, index
        self._old, self._new = old, ast.fix_missing_locations(ast.copy_location(new, old))
        words = [" ".join(ast.unparse(node).split()) for node in (old, new)]
        self.name = f"{path}:{getattr(old, 'lineno', 0)}: {words[0]}  ->  {words[1]}"

    def put(self, new: bool) -> None:
        parent, field, index = self._where
        node = self._new if new else self._old
        if index is None:
            setattr(parent, field, node)
        else:
            getattr(parent, field)[index] = node


def changes(path: Path, tree: ast.Module) -> Iterator[Change]:
    """Every change of a module."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        parent = waiting.pop()
        for field, value in ast.iter_fields(parent):
            nodes = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
            for index, node in nodes:
                if not isinstance(node, ast.AST) or _is_left_alone(parent, field, node):
                    continue
                yield from (Change(path, parent, field, index, node, new) for new in _instead(node, parent))
                waiting.append(node)


def _is_left_alone(parent: ast.AST, field: str, node: ast.AST) -> bool:
    if field in ("annotation", "returns", "decorator_list", "bases"):
        return True
    if isinstance(node, (ast.Import, ast.ImportFrom)) or (isinstance(node, ast.keyword) and node.arg in PAGE_TEXTS):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _instead(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """What may stand in a node's place."""
    match node:
        case ast.Constant():
            yield from _other_values(node.value, parent)
        case ast.JoinedStr():
            yield ast.Constant("")
        case ast.FormattedValue():
            yield ast.Constant("")
        case ast.Compare(left, [operator], comparators) if type(operator) in OPPOSITE:
            yield ast.Compare(left, [OPPOSITE[type(operator)]()], comparators)  # type: ignore[list-item]
        case ast.BinOp(left, operator, right) if type(operator) in OPPOSITE:
            yield ast.BinOp(left, OPPOSITE[type(operator)](), right)  # type: ignore[arg-type]
        case ast.BoolOp(operator, values):
            yield ast.BoolOp(OPPOSITE[type(operator)](), values)  # type: ignore[arg-type]
            yield from (ast.BoolOp(operator, rest) if len(rest) > 1 else rest[0] for rest in _one_left_out(values))
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.Set(elements) | ast.List(elements, ast.Load()) | ast.Tuple(elements, ast.Load()) if len(elements) > 1:
            for rest in _one_left_out(elements):
                yield ast.Set(rest) if isinstance(node, ast.Set) else type(node)(rest, ast.Load())
        case ast.Dict(keys, values) if len(keys) > 1:
            yield from map(ast.Dict, _one_left_out(keys), _one_left_out(values))
        case ast.Call(ast.Name("words"), [ast.Constant(str(text))]):
            yield from (ast.Call(node.func, [ast.Constant(" ".join(rest))], []) for rest in _one_left_out(text.split()))
        case ast.Call(ast.Name(name), [only], []) if name in DROPPED_CALLS:
            yield only
        case ast.Call(ast.Attribute(value, name), []) if name in DROPPED_CALLS:
            yield value
        case ast.Name(name) if name in TWIN and isinstance(parent, ast.Call):
            yield ast.Name(TWIN[name], ast.Load())
        case ast.Attribute(value, name) if name in TWIN:
            yield ast.Attribute(value, TWIN[name], ast.Load())
        case ast.comprehension(target, iterated, [_, *_] as conditions, is_async):
            yield from (ast.comprehension(target, iterated, rest, is_async) for rest in _one_left_out(conditions))
        case ast.If(_, body, orelse):
            yield from (ast.If(ast.Constant(truth), body, orelse) for truth in (True, False))
        case ast.IfExp(_, body, orelse):
            yield from (body, orelse)
        case ast.Expr(ast.Yield() | ast.YieldFrom()):  # it stays a generator
            yield ast.If(ast.Constant(False), [node], [])
        case ast.Expr() | ast.AugAssign() | ast.Continue() | ast.Break() | ast.Return(None):
            yield ast.Pass()
        case ast.Return(ast.Constant(None | False)):
            return
        case ast.Return(ast.expr()):
            yield ast.Return(ast.Constant(None))


def _other_values(value: object, parent: ast.AST) -> Iterator[ast.Constant]:
    match value:
        case bool():
            yield ast.Constant(not value)
        case int():
            others = {value + 1, value - 1} if value <= LIMIT else {0}
            yield from map(ast.Constant, sorted(others))
        case float() if value:
            yield from map(ast.Constant, (0.0, -value))
        case str() | bytes() if value and not isinstance(parent, (ast.Set, ast.List, ast.Tuple, ast.JoinedStr)):
            yield ast.Constant(value + value if isinstance(value, bytes) else f"-{value}-")


def _one_left_out(items: list[Item]) -> Iterator[list[Item]]:
    yield from (items[:index] + items[index + 1 :] for index in range(len(items)))


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
        self._module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self._module:
            return None
        loader = Changed(name, str(self._path.resolve()), self._tree)
        return spec_from_file_location(name, self._path.resolve(), loader=loader)


def noticed(path: Path, tree: ast.Module, tests: list[str]) -> bool:
    """Whether a test fails when the module is as in the tree."""
    return any(fails(path, tree, each) for each in tests)


def fails(path: Path, tree: ast.Module, tests: str) -> bool:
    """Whether one of these tests fails. They run in a process of their own."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        status = 1
        try:
            sys.meta_path.insert(0, Importer(path, tree))
            status = int(pytest.main([*QUICK, tests]))
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] != 0


def mirror(path: Path) -> list[str]:
    """The tests of a module, the nearest first."""
    folder = Path("tests", *path.parts[1:-1])
    own = folder / f"test_{path.name}"
    nearest = own if own.exists() else folder
    rest = folder if folder.parts[1:] else own  # beside tests/criteria, tests holds slow rooms
    return [str(each) for each in dict.fromkeys((nearest, rest))]


def run(path: Path, tests: list[str], again: frozenset[str]) -> Counter[str]:
    """Tries every change of one file and prints those that survive."""
    tree = ast.parse(path.read_bytes())
    if noticed(path, tree, tests):
        raise SystemExit(f"the tests fail before anything is changed: {' '.join(tests)}")
    figures: Counter[str] = Counter()
    for change in changes(path, tree):
        if again and change.name not in again:
            continue
        change.put(new=True)
        survives = not noticed(path, tree, tests)
        change.put(new=False)
        figures["changes"] += 1
        figures["survived"] += survives
        if survives:
            print(change.name, flush=True)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="+", type=Path, help="files, or folders of files, of the package")
    parser.add_argument("--tests", nargs="*", help="what pytest is given, in place of the module's own")
    parser.add_argument("--again", type=Path, help="the output of an earlier run: only what it names is tried")
    asked = parser.parse_args()
    again = frozenset(asked.again.read_text("utf-8").splitlines()) if asked.again else frozenset()
    files = [file for path in asked.modules for file in (sorted(path.glob("*.py")) if path.is_dir() else [path])]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in WARM:
        import_module(name)
    for file in files:
        figures = run(file, asked.tests or mirror(file), again)
        noted = figures["changes"] - figures["survived"]
        print(f"{file}: {figures['changes']} changes, {noted} noticed, {figures['survived']} survived", flush=True)


if __name__ == "__main__":
    main()
