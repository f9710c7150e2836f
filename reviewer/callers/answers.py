"""What a caller relies on in the answer, what it sends, and whether it refreshes the page afterwards.

Read from the bytes of the function around the call: enough to know that a status or a blob is looked at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewer.callers.functions import enclosing_function
from reviewer.callers.scopes import File

if TYPE_CHECKING:
    from tree_sitter import Node

_READS = {
    "status": re.compile(rb"\.status\b(?!\s*\()|\.statusText\b"),
    "headers": re.compile(rb"\.headers\s*\??\.\s*get\("),
    "blob": re.compile(rb"\.(?:blob|arrayBuffer)\(\)"),
    "text": re.compile(rb"\.text\(\)"),
    "stream": re.compile(rb"\.body\s*[?!]?\.\s*(?:getReader|pipeThrough|pipeTo)\b|\bgetReader\(\)|new EventSource\b"),
    "redirect": re.compile(rb"\.redirected\b"),
}
_SENDS = {
    "json": re.compile(rb"JSON\.stringify\("),
    "form-data": re.compile(rb"\bnew FormData\b|\bformData\b"),
    "file": re.compile(rb"\bbody\s*:\s*(?:file|blob|image|\w+\.files)\b|\.files\b"),
    "stream": re.compile(rb"\bduplex\s*:"),
}
_REFRESHES = re.compile(
    rb"\brouter\.refresh\(|\bmutate\w*\(|\binvalidate\w*\(|\brefetch\w*\(|\brevalidate\w*\(|\bsetQueryData\("
)
_POLLS = re.compile(rb"\b(?:refreshInterval|refetchInterval|pollingInterval|setInterval)\b")


def _of(patterns: dict[str, re.Pattern[bytes]], data: bytes, start: int, end: int) -> frozenset[str]:
    return frozenset(name for name, pattern in patterns.items() if pattern.search(data, start, end))


def reads(file: File, node: Node) -> frozenset[str]:
    """What the function around a request looks at in the answer."""
    return _of(_READS, file.source.data, *_range(node))


def sends(file: File, node: Node) -> frozenset[str]:
    """What the function around a request puts into its body."""
    return _of(_SENDS, file.source.data, *_range(node))


def refreshes(file: File, node: Node) -> bool:
    """The function around the call, or its own callbacks, refresh the page or a cache."""
    start, end = _range(node)
    return _REFRESHES.search(file.source.data, start, end) is not None


def polls(file: File, node: Node) -> bool:
    """The call is repeated by an interval."""
    start, end = _range(node)
    return _POLLS.search(file.source.data, start, end) is not None


def _range(node: Node) -> tuple[int, int]:
    """The innermost function around a call; of a hook's call, the call with its options."""
    call = node
    while call.parent is not None and call.type not in ("call_expression", "new_expression", "statement_block"):
        call = call.parent
    function = enclosing_function(node)
    if function is None or call.type == "new_expression":
        return call.start_byte, call.end_byte
    inner = function.child_by_field_name("body")
    large = function.end_byte - function.start_byte > 6_000
    holder = call if large or inner is None else function
    return holder.start_byte, holder.end_byte
