"""The cheap test that comes before all others: which files could define an endpoint, by path and bytes alone.

It imports nothing that parses: most pull requests touch no endpoint, and their review ends here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewer.nextjs.routing import METHODS, may_be_routed
from reviewer.syntax.parser import SOURCE_SUFFIXES

if TYPE_CHECKING:
    from reviewer.model import Change

_METHOD_EXPORT = re.compile(rb"\bexport\b[^;\n]{0,80}\b(?:%s)\b" % "|".join(METHODS).encode())
_ESCAPED_EXPORT = re.compile(rb"\bexport\b[^;\n]{0,80}\\u")
# A directive whose letters are written as escapes is the same directive. No text can be read in two ways here, and none
# is tried twice: else a hundred hostile bytes would take for ever.
_LETTER = rb"[usercv ]|\\(?:x[0-9a-fA-F]{2}|u(?:[0-9a-fA-F]{4}|\{[0-9a-fA-F]{1,8}\})|[serv ]|\r?\n)"
_ESCAPED = re.compile(rb"""['"](?:%s){10,30}+['"]""" % _LETTER)


def may_add_endpoints(change: Change) -> bool:
    """Some changed file may define an endpoint."""
    return any(may_define_endpoints(file.path, file.head) for file in change.files)


def may_define_endpoints(path: str, data: bytes | None) -> bool:
    """The file may hold an endpoint, or a route's method, whatever the apps of the tree are."""
    if data is None:
        return False
    if may_be_routed(path):  # whatever its suffix: an app names its own page extensions
        return True
    return path.endswith(SOURCE_SUFFIXES) and (may_use_server(data) or exports_a_method(data))


def exports_a_method(data: bytes) -> bool:
    """The bytes may export a name that a route file serves."""
    if _METHOD_EXPORT.search(data) is not None:
        return True
    return b"\\u" in data and _ESCAPED_EXPORT.search(data) is not None


def may_use_server(data: bytes) -> bool:
    """The bytes may hold the directive."""
    return b"use server" in data or (b"\\" in data and _ESCAPED.search(data) is not None)


def read_files(change: Change) -> frozenset[str]:
    """The changed files whose text is known."""
    return frozenset(file.path for file in change.files if file.head is not None)
