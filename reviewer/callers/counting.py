"""How many uses of a name a file may hold, told by its bytes: never fewer than its syntax tree shows."""

from __future__ import annotations

import re
from collections.abc import Collection

from reviewer.callers.scopes import whole
from reviewer.syntax.imported import statements
from reviewer.syntax.kept import Kept
from reviewer.syntax.modules import Modules

MOST_FILES = 5_000  # of which is kept what they import as a whole
UNCOUNTED = 1_000_000  # for uses under names that are not looked for here: more than are followed

_DEFAULT = re.compile(rb"import\s+([\w$]+)\s*(?:,|\Z)")
_OTHER_DEFAULT = re.compile(rb"default(?:\s+as\b|(?<=\.default)(?![\w$]))")
_AS_A_WHOLE = (
    (b"*", re.compile(rb"\*\s*as\s+[\w$]+\s+from\s*[\"']([^\"'\n]{1,300})[\"']")),
    (b"import(", re.compile(rb"import\(\s*[\"'`]([^\"'`\n]{1,300})[\"'`]")),
    (b"require", re.compile(rb"require\s*\(\s*[\"'`]([^\"'`\n]{1,300})[\"'`]")),
)
_COMPUTED = re.compile(rb"import\(\s*(?![\s\"'`])")
_RENAMED = re.compile(rb"[\"']?\s+as\b")
_QUOTES = (b'"', b"'")


class Counting:
    """Counts the uses of names in the files that import them."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._wholes: Kept[str, frozenset[str | None]] = Kept(MOST_FILES)

    def most_uses(self, name: str, path: str, data: bytes, modules: Collection[str]) -> int:
        """Of a name that ``modules`` export, in a file: 0 where it cannot use the name at all."""
        wholes = self._taken_whole(path, data)
        if wholes and (None in wholes or not wholes.isdisjoint(modules)):
            return UNCOUNTED
        if name != "default":
            return _in_text(name.encode(), data)
        if _OTHER_DEFAULT.search(data) is not None:
            return UNCOUNTED
        return sum(_in_text(word, data) for word in self._defaults(path, data, modules))

    def _defaults(self, path: str, data: bytes, modules: Collection[str]) -> set[bytes]:
        """What the default exports of modules are called in a file."""
        given = ((_DEFAULT.match(clause), specifier) for clause, specifier, types in statements(data) if not types)
        return {found[1] for found, specifier in given if found and self._modules.resolve(specifier, path) in modules}

    def _taken_whole(self, path: str, data: bytes) -> frozenset[str | None]:
        """The modules that a file takes as a whole, by a namespace or ``import()``; None for one that is not told."""
        if path not in self._wholes:
            patterns = (pattern for word, pattern in _AS_A_WHOLE if word in data)
            named = {match[1].decode("utf-8", "replace") for pattern in patterns for match in pattern.finditer(data)}
            found: set[str | None] = {self._modules.resolve(specifier, path) or "" for specifier in named}
            if b"import(" in data and _COMPUTED.search(data) is not None:
                found.add(None)
            self._wholes[path] = frozenset(found)
        return self._wholes[path]


def _in_text(word: bytes, data: bytes) -> int:
    """How often a name stands in a file that imports it: once it stands in the import itself."""
    uses = members = 0
    for start, end in whole(word, data, 0, len(data)):
        before, after = data[start - 1 : start], data[end : end + 1]
        if before == b"/" and after in _QUOTES:
            continue  # the end of a specifier
        if _RENAMED.match(data, end) is not None:
            return UNCOUNTED
        uses += 1
        members += before == b"."
    return uses - (uses > members)
