"""URLs as the bytes of a file show them, before it is parsed.

Of some the text around tells all that becomes of them, so that no file is parsed for these alone: an ``href`` leads to
just this URL, and what is given to ``startsWith`` or ``mutate`` is handed on to nobody.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reviewer.callers.requests import sends_nothing
from reviewer.callers.urls import Hole, Part, Pattern, merged

MAX_LITERAL = 300
MAX_BEFORE = 100  # bytes in front of a literal that are read
MAX_AFTER = 40

QUOTES = (b'"', b"'", b"`", b"}")  # a URL stands behind a quote, or behind a hole
_LEFT = b"\"'`} \t\n\r\f\v<>(){,;"  # what ends a URL on its left
_LEFT_AS_SPACE = bytes(0x20 if byte in _LEFT else 0x2F for byte in range(256))
_FIRST = b"/haw$"  # of a URL: a slash, the scheme, "api/", a hole
_PLAIN = re.compile(rb"[^\"'`\n \t\\<>$]+")
_ATTRIBUTE = rb"(?:<[\w.]{1,50}|[\"'}])\s{1,40}(?:href|to)=\Z"
_PROPERTY = rb"[{,]\s{1,40}(?:href|to): \Z"
_TEMPLATE = re.compile(rb"`(/[^`\"'{}$\n]*/)[^`\"'{}$\n/]*(?:\$\{[\w.?!]{1,100}\}[^`\"'{}$\n]*)+")
_ALONE = rb"(?:[\w$]\(|,|=\{?)\s{0,40}\Z"  # in front of a value that is a part of no longer one
_CALL = rb"(?<![\w$\x80-\xff])(\w{1,50})\(\s{0,40}\Z"


class Literal(NamedTuple):
    """``start``, ``end``: the bytes of its text. ``is_whole``: it stands in quotes, without a hole."""

    pattern: Pattern
    start: int
    end: int
    is_whole: bool


def literal_at(data: bytes, at: int) -> Literal | None:
    """The URL around a place, read roughly from the bytes: holes are read over, the rest must be plain text."""
    first = max(0, at - MAX_LITERAL)
    start = first + data[first:at].translate(_LEFT_AS_SPACE).rfind(b" ") + 1
    opening = data[start - 1 : start]
    if opening not in QUOTES or (opening != b"}" and data[start] not in _FIRST):
        return None
    parts: list[Part] = [Hole("base")] if opening == b"}" else []
    here, end = start, min(len(data), at + MAX_LITERAL)
    text = b""
    while here < end:
        plain = _PLAIN.match(data, here, end)
        if plain is not None:
            text += plain[0]
            here = plain.end()
        elif data[here] != 0x24:
            break
        elif data[here + 1 : here + 2] == b"{":
            parts += [text.decode("utf-8", "replace"), Hole(data[here + 2 : here + 40].decode("utf-8", "replace"))]
            text = b""
            here = _after_hole(data, here + 2)
        else:
            text += b"$"
            here += 1
    is_whole = not parts and data[here : here + 1] == opening
    parts.append(text.decode("utf-8", "replace"))
    return Literal(merged(parts), start, here, is_whole)


def _after_hole(data: bytes, at: int) -> int:
    depth, stop = 1, min(len(data), at + MAX_LITERAL)
    while at < stop and depth:
        depth += {0x7B: 1, 0x7D: -1}.get(data[at], 0)
        at += 1
    return at


def head_of(data: bytes, literal: Literal) -> str:
    """With which segments the template begins that the literal is the end of; "" where the bytes do not tell."""
    tick = data.rfind(b"`", max(0, literal.start - MAX_LITERAL), literal.start)
    found = _TEMPLATE.fullmatch(data, tick, literal.start) if tick >= 0 else None
    if found is None or re.search(_ALONE, data[max(0, tick - MAX_BEFORE) : tick]) is None:
        return ""
    return found[1].decode("utf-8", "replace")


def is_link(data: bytes, whole: Literal) -> bool:
    """It is all of an ``href`` of JSX or of an object, as far as a formatter's spacing tells it from a variable."""
    before = data[max(0, whole.start - 1 - MAX_BEFORE) : whole.start - 1]
    return re.search(_ATTRIBUTE, before) is not None or (
        re.search(_PROPERTY, before) is not None and _next(data, whole) in (b",", b"}")
    )


def asks_for_nothing(data: bytes, whole: Literal) -> bool:
    """It is an argument of a call that sends no request."""
    call = re.search(_CALL, data[max(0, whole.start - 1 - MAX_BEFORE) : whole.start - 1])
    return call is not None and _next(data, whole) in (b",", b")") and sends_nothing(call[1].decode())


def _next(data: bytes, whole: Literal) -> bytes:
    """What stands behind a literal."""
    return data[whole.end + 1 : whole.end + 1 + MAX_AFTER].lstrip()[:1]
