"""The cheap test that comes before all others: which files could define an endpoint, by path and bytes alone.

It imports nothing that parses: most pull requests touch no endpoint, and their review ends here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewer.nextjs.routing import METHODS, may_be_routed
from reviewer.syntax.parser import SOURCE_SUFFIXES
from reviewer.syntax.stars import may_pass_all_on

if TYPE_CHECKING:
    from reviewer.model import Change

_METHODS = "|".join(METHODS).encode()
# A method's name where code names something by it, in an export of any shape, or a string that gives it as a name.
_METHOD = re.compile(
    rb"""(?<![\w$."'`-])(?<![^*]/)(?:%s)(?=[\s\x80-\xff]*+(?:[=(,}\]:<;{]|/[*/]|as\b|extends\b|implements\b))"""
    rb"""|\bas\b[^;,}]{0,80}["'](?:%s)["']""" % (_METHODS, _METHODS)
)
_ESCAPED_EXPORT = rb"\bexport\b[^;\n]{0,80}\\u"
# Behind a name of code no other word stands in its line, but for an operator: "data exports do not" is prose.
_EXPORTS = rb"(?<![\w$-])exports(?![\w$-])(?![ \t]{1,20}(?!(?:as|satisfies|in|instanceof|of)[^\w$])[A-Za-z])"
# A directive whose letters are written as escapes is the same directive. No text can be read in two ways here, and none
# is tried twice: else a hundred hostile bytes would take for ever.
_CODE = rb"(?:20|65|7[2356])"  # hexadecimal, of the letters and the space of "use server"
_LETTER = (
    rb"[usercv ]|\\(?:x%s|u(?:00%s|\{0{0,6}%s\})|0?40|145|16[2356]|[serv ]"
    rb"|\n|\r\n?|\xe2\x80[\xa8\xa9])" % (_CODE, _CODE, _CODE)
)
_ESCAPED = rb"""['"](?:%s){10,}+['"]""" % _LETTER
_ESCAPE = re.compile(rb"\\(?<=['\"usercv ]\\)(?:[014xuserv \n\r]|\xe2\x80)")
MOST_BEFORE = 12  # bytes of a directive before its first escape, and its quote


def may_add_endpoints(change: Change) -> bool:
    """Some changed file may define an endpoint, or make one of what another file holds."""
    if change.links:
        return True
    return any(may_define_endpoints(file.path, file.head) or hands_on(file.path, file.head) for file in change.files)


def may_define_endpoints(path: str, data: bytes | None) -> bool:
    """The file may hold an endpoint, or a route's method, whatever the apps of the tree are."""
    if data is None:
        return False
    if may_be_routed(path):  # whatever its suffix: an app names its own page extensions
        return True
    return path.endswith(SOURCE_SUFFIXES) and (may_use_server(data) or exports_a_method(data))


def exports_a_method(data: bytes) -> bool:
    """The bytes may export a name that a route file serves."""
    if b"export" in data and _METHOD.search(data) is not None:
        return True
    return b"\\u" in data and re.search(_ESCAPED_EXPORT, data) is not None


def hands_on(path: str, data: bytes | None) -> bool:
    """A source that may export what another file exports, or what its code puts together."""
    return data is not None and path.endswith(SOURCE_SUFFIXES) and (may_pass_all_on(data) or _names_exports(data))


def _names_exports(data: bytes) -> bool:
    """CommonJS: the name itself, and not a part of another or of an address such as ``/api/user-exports``."""
    return b"exports" in data and re.search(_EXPORTS, data) is not None


def may_use_server(data: bytes) -> bool:
    """The bytes may hold the directive."""
    return b"use server" in data or (b"\\" in data and _may_spell_it_with_escapes(data))


def _may_spell_it_with_escapes(data: bytes) -> bool:
    """Looked for at the first escape of each string: strings are many, and escapes are few."""
    for escape in _ESCAPE.finditer(data):
        before = data[max(0, escape.start() - MOST_BEFORE) : escape.start()]
        start = escape.start() - len(before) + len(before.rstrip(b"usercv ")) - 1
        if start >= 0 and re.compile(_ESCAPED).match(data, start) is not None:
            return True
    return False


def read_files(change: Change) -> frozenset[str]:
    """The changed files whose text is known."""
    return frozenset(file.path for file in change.files if file.head is not None)
