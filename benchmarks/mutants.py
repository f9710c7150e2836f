"""The places of a module where its code can be changed, and what may stand there instead.

Not changed: docstrings, annotations, types, decorators, and the texts of a criterion's page. A weight is removed or
turned round, and not moved by a hair.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")
LIMIT = 30  # a whole number beyond it is a bound, and is only set to nothing

OPPOSITE: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
TWINS = [("any", "all"), ("min", "max"), ("startswith", "endswith"), ("partition", "rpartition")]
TWIN = {name: twin for pair in TWINS for name, twin in (pair, pair[::-1])}
DROPPED_CALLS = frozenset({"lower", "upper", "strip", "sorted", "reversed"})
GENERICS = frozenset({"dict", "list", "tuple", "frozenset", "Callable"})
PAGE_TEXTS = frozenset({"title", "what", "why", "fix", "source", "before", "after", "asks_for"})


class Change:
    """One node put in another's place, and back."""

    def __init__(self, path: Path, parent: ast.AST, field: str, index: int | None, old: ast.AST, new: ast.AST) -> None:
        self._where = parent, field, index
        self._old, self._new = old, ast.fix_missing_locations(ast.copy_location(new, old))
        words = [" ".join(ast.unparse(node).split()) for node in (old, new)]
        self.line = getattr(old, "lineno", 0) or getattr(parent, "lineno", 0)
        self.name = f"{path}:{self.line}: {words[0]}  ->  {words[1]}"

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
    if isinstance(parent, ast.Subscript) and field == "slice" and ast.unparse(parent.value) in GENERICS:
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
