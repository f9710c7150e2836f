"""The layout of rewritten code: indentation of what moved out of a call, empty lines, comments that name the route."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import Edit, applied, frozen_lines, indentation, moved, replaced
from reviewer.syntax.parser import Source, walk

if TYPE_CHECKING:
    from tree_sitter import Node

_PASSES = 40
_NAMES_ROUTE = re.compile(r"\s*//\s*(?:GET|POST|PUT|PATCH|DELETE)\s+/\S*\s*$")
_MOVED = frozenset({"return_statement", "required_parameter", "optional_parameter"})


def tidied(code: str, tsx: bool) -> str:
    """The same code as a careful person would leave it. What stands inside template strings keeps every character."""
    path = "piece.tsx" if tsx else "piece.ts"
    for _ in range(_PASSES):
        source = Source(path, code.encode())
        edits = _outermost(source)
        if not edits:
            break
        code = applied(source, edits)
    return _without_gaps(_with_opened_results(code, tsx), tsx)


def _with_opened_results(code: str, tsx: bool) -> str:
    """``return { ok: true, data: {`` over several lines has a line for each of its fields."""
    source = Source("piece.tsx" if tsx else "piece.ts", code.encode())
    edits: list[Edit] = []
    for node in walk(source.root):
        result = node.named_children[0] if node.type == "return_statement" and node.named_children else None
        if result is None or result.type != "object" or result.start_point[0] == result.end_point[0]:
            continue
        fields = [child for child in result.named_children if child.type != "comment"]
        if len(fields) < 2 or source.text(fields[0]).partition(":")[0] != "ok":
            continue
        if fields[-1].start_point[0] != result.start_point[0] or len(fields) != len(result.named_children):
            continue
        outer = indentation(source, node)
        inner = outer + _step(source, fields[-1], outer)
        lines = [moved(source.text(field), tsx, outer, inner) for field in fields]
        edits.append(replaced(result, "{" + "".join(f"\n{inner}{line}," for line in lines) + f"\n{outer}}}"))
    return applied(source, edits)


def _step(source: Source, node: Node, outer: str) -> str:
    """How much further in the lines inside the node are than its own."""
    deeper = [line for line in source.text(node).split("\n")[1:] if line.startswith(outer) and line.strip()]
    steps = [line[len(outer) : len(line) - len(line.lstrip())] for line in deeper]
    return min((step for step in steps if step), key=len, default="  ")


def _outermost(source: Source) -> list[Edit]:
    """One edit for each piece that hangs too far in, none inside another."""
    edits: list[Edit] = []
    end = 0
    for node in walk(source.root):
        if node.type in _MOVED and node.start_byte >= end:
            edit = _hanging(source, node)
            if edit is not None:
                edits.append(edit)
                end = node.end_byte
    return edits


def _hanging(source: Source, node: Node) -> Edit | None:
    """``return {`` with a last line that is further in than its first: all lines move out by the difference."""
    if node.start_point[0] == node.end_point[0]:
        return None
    text = source.text(node)
    lines = text.split("\n")
    last = lines[-1]
    outer, inner = indentation(source, node), last[: len(last) - len(last.lstrip())]
    if not last.lstrip().startswith("}") or inner == outer or not inner.startswith(outer):
        return None
    first_line = node.start_point[0]
    frozen = frozen_lines(source)
    for number in range(1, len(lines)):
        if first_line + number not in frozen and lines[number].startswith(inner):
            lines[number] = outer + lines[number][len(inner) :]
    moved = "\n".join(lines)
    return Edit(node.start_byte, node.end_byte, moved) if moved != text else None


def _without_gaps(code: str, tsx: bool) -> str:
    frozen = frozen_lines(Source("piece.tsx" if tsx else "piece.ts", code.encode()))
    kept: list[str] = []
    for number, line in enumerate(code.split("\n")):
        if number in frozen:
            kept.append(line)
            continue
        if _NAMES_ROUTE.match(line):
            continue
        empty = not line.strip()
        previous = kept[-1].rstrip() if kept else ""
        if empty and (not previous or previous.endswith(("{", "(", "["))):
            continue
        if not empty and line.lstrip().startswith("}"):
            while kept and not kept[-1].strip():
                kept.pop()
        kept.append(line)
    return "\n".join(kept)
