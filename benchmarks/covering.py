"""Which tests run which lines of a module."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from benchmarks.exchange import forget

Trace = Callable[[FrameType, str, Any], Any]


class Lines:
    """Notes the lines of one file that are run."""

    def __init__(self, path: str, module: str) -> None:
        self._path, self._module = path, module
        self._seen: set[int] = set()

    def of(self, run: Callable[[], object]) -> set[int]:
        """The lines that something runs, even what an earlier run has worked out."""
        forget(self._module)
        self._seen = set()
        sys.settrace(self._enter)
        try:
            run()
        finally:
            sys.settrace(None)
        return self._seen

    def _enter(self, frame: FrameType, event: str, argument: object) -> Trace | None:
        return self._note(frame, event, argument) if frame.f_code.co_filename == self._path else None

    def _note(self, frame: FrameType, event: str, argument: object) -> Trace:
        self._seen.add(frame.f_lineno)
        return self._note


def statement_around(tree: ast.Module, line: int) -> range:
    """The lines of the innermost statement that a line belongs to; of one that holds others, those before these."""
    found = range(line, line + 1)
    for start, end in _statements(tree):
        if start <= line <= end:
            found = range(start, end + 1)
    return found


def _statements(tree: ast.Module) -> Iterator[tuple[int, int]]:
    for node in ast.walk(tree):  # the outer ones first
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            yield node.lineno, body[0].lineno if body else node.end_lineno or node.lineno
