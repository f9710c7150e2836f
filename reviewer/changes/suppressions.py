"""``// route-or-action: keep -- reason`` above an endpoint: the author says that it stays as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewer.model import ChangedFile, Suppression

if TYPE_CHECKING:
    from reviewer.syntax.parser import Source

_KEEP = re.compile(r"route-or-action:[ \t]*keep\b[ \t]*(?:--|—|:)?[ \t]*([^\n]*)")
_FRAME = " \t\r\n\f\v*/}"
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"  # letters to Unicode, nothing to the eye
_WORD = b"route-or-action:"
REASON_LENGTH = 300
MOST_LINES = 1_000  # of comments above an endpoint


def suppression_above(source: Source, line: int, changed: ChangedFile | None = None) -> Suppression | None:
    """The keep comment in the run of comments that ends on the line above ``line``, or at the end of ``line``."""
    if _WORD not in source.data:
        return None
    last = source.line(len(source.data))
    lowest = max(1, line - MOST_LINES)
    above = next((number for number in range(line - 1, lowest - 1, -1) if not _is_comment(source, number)), lowest - 1)
    for number in range(line, above, -1):
        found = _KEEP.search(source.row(number).decode("utf-8", "replace")) if number <= last else None
        if found is None or not _is_comment(source, number, anywhere=found.start()):
            continue
        reason = found.group(1).rstrip(_FRAME).strip()[:REASON_LENGTH]
        reason = reason if any(map(_can_be_seen, reason)) else ""
        return Suppression(reason, source.path, number, added=changed is not None and number in changed.added)
    return None


def _can_be_seen(letter: str) -> bool:
    return letter.isalnum() and letter not in _BLANK_LETTERS


def _is_comment(source: Source, number: int, anywhere: int | None = None) -> bool:
    """The line's first character, or the one at the column given, is part of a comment."""
    row = source.row(number)
    if not row.strip():
        return False
    column = (
        len(row) - len(row.lstrip()) if anywhere is None else len(row.decode("utf-8", "replace")[:anywhere].encode())
    )
    if row.lstrip().startswith(b"{/*") and anywhere is None:
        column += 1
    start = source.line_start(number) + column
    node = source.root.descendant_for_byte_range(start, start + 1)
    return node is not None and node.type == "comment"
