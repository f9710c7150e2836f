"""``// route-or-action: keep -- reason`` above an endpoint: the author says that it stays as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewer.model import ChangedFile, Suppression

if TYPE_CHECKING:
    from reviewer.syntax.parser import Source

_KEEP = re.compile(r"route-or-action:[ \t]*keep\b[ \t]*(?:--|—|:)?[ \t]*([^\n]*)")
_FRAME = " \t\r\n\f\v*/}"
REASON_LENGTH = 300


def suppression_above(source: Source, line: int, changed: ChangedFile | None = None) -> Suppression | None:
    """The keep comment in the run of comments that ends on the line above ``line``, or at the end of ``line``."""
    rows = source.data.split(b"\n")
    candidates = [line]
    above = line - 1
    while above >= 1 and _is_comment(source, rows, above):
        candidates.append(above)
        above -= 1
    for number in candidates:
        found = _KEEP.search(rows[number - 1].decode("utf-8", "replace")) if number <= len(rows) else None
        if found is None or not _is_comment(source, rows, number, anywhere=found.start()):
            continue
        reason = found.group(1).rstrip(_FRAME).strip()[:REASON_LENGTH]
        return Suppression(reason, source.path, number, added=changed is not None and number in changed.added)
    return None


def _is_comment(source: Source, rows: list[bytes], number: int, anywhere: int | None = None) -> bool:
    """The line's first character, or the one at the column given, is part of a comment."""
    row = rows[number - 1]
    if not row.strip():
        return False
    column = (
        len(row) - len(row.lstrip()) if anywhere is None else len(row.decode("utf-8", "replace")[:anywhere].encode())
    )
    if row.lstrip().startswith(b"{/*") and anywhere is None:
        column += 1
    start = sum(len(each) + 1 for each in rows[: number - 1]) + column
    node = source.root.descendant_for_byte_range(start, start + 1)
    return node is not None and node.type == "comment"
