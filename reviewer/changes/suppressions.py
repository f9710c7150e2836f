"""``// route-or-action: keep -- reason`` above an endpoint: the author says that it stays as it is.

Capitals, one dash or a long one, a colon, a block comment: however it is written, its meaning is plain. A comment that
has none, or that stands where it silences nothing, is told to the reader with its line.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from reviewer.model import ChangedFile, Place, Remark, Suppression

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from reviewer.config import Settings
    from reviewer.syntax.parser import Source

HOW = "`// route-or-action: keep -- reason`"
REASON_LENGTH = 300
MOST_LINES = 1_000  # of comments above an endpoint
MOST_MENTIONS = 1_000  # of our name in one file
MOST_IN_A_LINE = 10
MOST_REMARKS = 20  # on one file
MOST_OF_ORDER = 80  # bytes behind our name

_NAMES = (b"-or-action", b"-Or-Action", b"-or-Action", b"-OR-ACTION", b"_or_action", b"_OR_ACTION")
_NAME = rb"(?i:route[-_]or[-_]action)"
_KEEP = r"(?i:route-or-action[ \t]*:[ \t]*keep(?!\w|-\w)[\s:;,.=*\u2010-\u2015\u2212-]*)"
_ORDER = r"(?i:\s*:|\W{1,3}(?:keep|ignore|disable|skip|allow|suppress|off)\b)"
_FRAME = " \t\r\n\f\v*/}"
_OPENING = b" \t\r\n\f\v*/{!@#<-"
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"  # letters to Unicode, nothing to the eye


def suppression_above(source: Source, line: int, changed: ChangedFile | None = None) -> Suppression | None:
    """The keep comment in the run of comments that ends on the line above ``line``, or at the end of ``line``."""
    if not names_us(source.data):
        return None
    for number in reversed(_reach(source, line)):
        reason = _reason_in(source, number)
        if reason is not None:
            return Suppression(reason, source.path, number, added=changed is not None and number in changed.added)
    return None


def unheeded(source: Source, starts: Collection[int], settings: Settings) -> tuple[Remark, ...]:
    """The comments that seem to ask for an endpoint to be kept, and do not: why not, and what to write.

    ``starts``: the lines on which the file's endpoints begin.
    """
    if not names_us(source.data):
        return ()
    heeded = {number for start in starts for number in _reach(source, start)}
    found: dict[int, str] = {}
    for line, is_order in _mentions(source):
        if len(found) == MOST_REMARKS:
            break
        reason = _reason_in(source, line)
        if reason is None and is_order:
            found[line] = f"This comment was not understood: to keep an endpoint as it is, write {HOW} above it."
        elif reason is not None and line not in heeded:
            found[line] = _misplaced(source, line, starts)
        elif reason is not None and not settings.honour_keep:
            found[line] = "The settings let no keep comment silence anything (`honour-keep` is off)."
        elif reason == "" and settings.require_reason:
            found[line] = f"The settings ask for a reason (`require-reason`), and this has none: write {HOW}."
    return tuple(Remark(Place(source.path, line), text) for line, text in found.items())


def names_us(data: bytes) -> bool:
    """Whether a keep comment can be in there at all, at the cost of plain searches."""
    return any(name in data for name in _NAMES)


def _reach(source: Source, line: int) -> range:
    """The lines on which a keep comment speaks of the endpoint that begins on ``line``."""
    lowest = max(1, line - MOST_LINES)
    above = next((number for number in range(line - 1, lowest - 1, -1) if not _is_comment(source, number)), lowest - 1)
    return range(above + 1, line + 1)


def _reason_in(source: Source, number: int) -> str | None:
    """The reason that the line's keep comment gives, "" where it gives none; None where there is no such comment."""
    row = source.row(number).decode("utf-8", "surrogateescape")
    for found in islice(re.finditer(_KEEP, row), MOST_IN_A_LINE):
        if _is_comment(source, number, anywhere=len(_bytes(row[: found.start()]))):
            reason = _bytes(row[found.end() :]).decode("utf-8", "replace").rstrip(_FRAME).strip()[:REASON_LENGTH]
            return reason if any(map(_can_be_seen, reason)) else ""
    return None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _can_be_seen(letter: str) -> bool:
    return letter.isalnum() and letter not in _BLANK_LETTERS


def _mentions(source: Source) -> Iterator[tuple[int, bool]]:
    """The lines on which a comment names us, and whether it seems to ask for something."""
    last = 0
    for found in islice(re.finditer(_NAME, source.data), MOST_MENTIONS):
        line = source.line(found.start())
        node = source.root.descendant_for_byte_range(found.start(), found.end())
        if line == last or node is None or node.type != "comment":
            continue
        begins = max(node.start_byte, source.line_start(line))
        is_first = not source.data[begins : found.start()].strip(_OPENING)
        rest = source.data[found.end() : found.end() + MOST_OF_ORDER].decode("utf-8", "replace")
        last = line
        yield line, is_first and re.match(_ORDER, rest) is not None


def _misplaced(source: Source, line: int, starts: Collection[int]) -> str:
    below, last = line + 1, min(line + MOST_LINES, source.line(len(source.data)))
    blank = False
    while below <= last and below not in starts and (_is_comment(source, below) or not source.row(below).strip()):
        blank |= not source.row(below).strip()
        below += 1
    if blank and below in starts:
        return f"A blank line parts this keep comment from the endpoint on line {below}: write it right above."
    return f"This keep comment belongs to no endpoint: write {HOW} on the line above one."


def _is_comment(source: Source, number: int, anywhere: int | None = None) -> bool:
    """The line's first character, or the byte of it at ``anywhere``, is part of a comment."""
    row = source.row(number)
    if not row.strip():
        return False
    column = len(row) - len(row.lstrip()) if anywhere is None else anywhere
    if row.lstrip().startswith(b"{/*") and anywhere is None:
        column += 1
    start = source.line_start(number) + column
    node = source.root.descendant_for_byte_range(start, start + 1)
    return node is not None and node.type == "comment"
