"""Puts changed code in the place of the code that is imported: functions, and constants of a module."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable
from functools import cached_property
from types import CodeType, FunctionType


def functions(code: CodeType) -> dict[str, CodeType] | None:
    """The functions and methods of a module's code by their names; None where a name is there twice."""
    found: dict[str, CodeType] = {}
    for part in code.co_consts:
        if not isinstance(part, CodeType):
            continue
        inner = {part.co_qualname: part} if part.co_flags & inspect.CO_OPTIMIZED else functions(part)
        if inner is None or found.keys() & inner.keys():
            return None
        found |= inner
    return found


def outside_functions(code: CodeType) -> tuple[object, ...]:
    """What of a module, and of its classes, runs when it is imported."""
    return (
        code.co_code,
        code.co_names,
        *(
            repr(part)
            if not isinstance(part, CodeType)
            else part.co_qualname
            if part.co_flags & inspect.CO_OPTIMIZED
            else outside_functions(part)
            for part in code.co_consts
        ),
    )


def exchanged(before: CodeType, after: CodeType) -> dict[str, CodeType] | None:
    """The changed functions by their names; None where more than functions is changed."""
    old, new = functions(before), functions(after)
    if old is None or new is None or old.keys() != new.keys() or outside_functions(before) != outside_functions(after):
        return None
    return {name: new[name] for name in new if new[name] != old[name]}


def living(module: str, name: str) -> FunctionType | None:
    """The function of an imported module, under what is put around it."""
    found: object = sys.modules[module]
    for part in name.split("."):
        found = vars(found).get(part)
        if isinstance(found, property):
            found = found.fget
        elif isinstance(found, cached_property):
            found = found.func
        found = inspect.unwrap(found) if callable(found) else found
        if not hasattr(found, "__dict__"):
            return None
    return found if isinstance(found, FunctionType) and found.__qualname__ == name else None


def exchange(module: str, tree: ast.Module, put: Callable[[bool], None], line: int) -> Callable[[], None] | None:
    """What makes a change take effect in an imported module; None where only importing it anew does.

    ``put``: changes the tree, and back. ``line``: where it does.
    """
    before = compile(tree, module, "exec")
    constant = next((name for name, node in _constants(tree) if node.lineno <= line <= (node.end_lineno or 0)), None)
    put(True)
    after = compile(tree, module, "exec")
    value = dict(_constants(tree))[constant].value if constant is not None else None
    made = compile(ast.Expression(value), module, "eval") if value is not None else None
    put(False)
    codes = exchanged(before, after)
    if codes is None and constant is not None and made is not None:
        return lambda: _rebind(module, constant, made)
    found = {name: living(module, name) for name in codes or ()}
    if codes is None or None in found.values():
        return None

    def put_codes() -> None:
        for name, function in found.items():
            assert function is not None
            function.__code__ = codes[name]

    return put_codes


def forget(module: str) -> None:
    """Empties what the functions of an imported module keep of what they worked out."""
    for kept in list(vars(sys.modules[module]).values()):
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()


def _constants(tree: ast.Module) -> list[tuple[str, ast.Assign | ast.AnnAssign]]:
    """The statements that give a constant its value."""
    found: list[tuple[str, ast.Assign | ast.AnnAssign]] = []
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            if isinstance(target, ast.Name) and target.id.strip("_").isupper():
                found.append((target.id, node))
    return found


def _rebind(module: str, name: str, made: CodeType) -> None:
    """Gives a constant another value, in its module and where it was imported from there."""
    old = vars(sys.modules[module])[name]
    new = eval(made, vars(sys.modules[module]))
    for each in list(sys.modules.values()):
        if getattr(each, "__dict__", {}).get(name) is old:
            setattr(each, name, new)
