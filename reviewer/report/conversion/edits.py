"""Changes of a text by byte ranges, and the layout of what they leave behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.report.conversion.preview import Refused
from reviewer.syntax.parser import Source, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The bytes from ``start`` up to ``end`` become ``text``."""

    start: int
    end: int
    text: str


def replaced(node: Node, text: str) -> Edit:
    return Edit(node.start_byte, node.end_byte, text)


def applied(source: Source, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """The text between two bytes after the edits. An edit inside a wider one is lost with it.

    Raises Refused where two edits overlap without one holding the other.
    """
    end = len(source.data) if end is None else end
    parts: list[bytes] = []
    at = start
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.end < start or edit.start > end:
            continue
        if edit.start < at:
            if edit.end <= at:
                continue
            raise Refused("two changes overlap")
        parts += [source.data[at : edit.start], edit.text.encode()]
        at = edit.end
    parts.append(source.data[at:end])
    return b"".join(parts).decode("utf-8", "replace")


def without_statement(source: Source, statement: Node) -> Edit:
    """Removes a statement with its line, and the empty line after it where none is needed any more."""
    data = source.data
    start, end = statement.start_byte, statement.end_byte
    line_start = data.rfind(b"\n", 0, start) + 1
    line_end = data.find(b"\n", end)
    line_end = len(data) if line_end < 0 else line_end + 1
    if data[line_start:start].strip() or data[end:line_end].strip(b" \t\r\n;"):
        return Edit(start, end, "")
    before = data[:line_start].rstrip(b" \t\r")
    opens = not before or before.endswith((b"{\n", b"{\r\n", b"\n\n", b"\r\n\r\n")) or before.rstrip().endswith(b"{")
    next_end = data.find(b"\n", line_end)
    if opens and next_end >= 0 and not data[line_end:next_end].strip():
        line_end = next_end + 1
    return Edit(line_start, line_end, "")


def indentation(source: Source, node: Node) -> str:
    """The white space before the first thing on the node's line."""
    line_start = source.data.rfind(b"\n", 0, node.start_byte) + 1
    line = source.data[line_start : node.start_byte + 1]
    return line[: len(line) - len(line.lstrip(b" \t"))].decode()


def moved(text: str, tsx: bool, old: str, new: str) -> str:
    """The lines of a piece of code with the indentation ``old`` replaced by ``new``; strings keep every character."""
    if old == new:
        return text
    frozen = frozen_lines(Source("piece.tsx" if tsx else "piece.ts", text.encode()))
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if number and number not in frozen and line.startswith(old) and line.strip():
            lines[number] = new + line[len(old) :]
    return "\n".join(lines)


def frozen_lines(source: Source) -> frozenset[int]:
    """The lines, counted from 0, that begin inside a template string: their blanks are part of a value."""
    found: set[int] = set()
    for node in walk(source.root):
        if node.type == "template_string":
            found.update(range(node.start_point[0] + 1, node.end_point[0] + 1))
    return frozenset(found)
