"""The bytes of the tree: which files hold a word. Nothing is parsed here.

Reading costs 10 to 20 microseconds a file, finding a word 0.3 ns a byte: for a few words that is as fast as it gets.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from reviewer.syntax.parser import MAX_SOURCE_BYTES, SOURCE_SUFFIXES, Sources

if TYPE_CHECKING:
    from reviewer.syntax.homes import Part
    from reviewer.syntax.modules import Modules

MAX_PIECE = 100  # bytes of a name that are looked for
# Bytes that names hold, the rarest in code first.
_RARE = [bytes([byte]) for byte in b"XJZQYKHVqGjWzUFO_BLMDRNTEA-ICPSkwv"]

_TEST_WORDS = ("test", "tests", "spec", "e2e", "cy", "stories", "story", "mock", "mocks")
_TEST_STEMS = (*(f"{mark}{word}" for mark in ".-_" for word in _TEST_WORDS), ".gen", ".generated", ".min")
_DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
_NO_CODE = re.compile(
    r"(?:^|/)(?:__tests?__|__mocks?__|__fixtures__|\.storybook|cypress|playwright|storybook-static"
    r"|__generated__|generated)/"
)
_ROUTER = re.compile(r"(?:^|/)(?:app|pages)/")
_TEST_FOLDER = re.compile(r"(?:^|/)(?:tests?|e2e|mocks?|fixtures|stories|msw)/")
_GENERATED = re.compile(rb"@generated|auto-?generated|automatically generated|DO NOT EDIT", re.IGNORECASE)


def is_caller_file(path: str) -> bool:
    """Application code: no tests, stories, mocks, type declarations or generated clients, by the file's path."""
    if not path.endswith(SOURCE_SUFFIXES) or path.endswith(_DECLARATIONS):
        return False
    folder, slash, name = path.rpartition("/")
    if folder in ("", "scripts") and name.startswith(("test-", "test_")):
        return False
    return not name.rpartition(".")[0].endswith(_TEST_STEMS) and _holds_code(folder + slash)


@lru_cache(maxsize=512)
def _holds_code(folder: str) -> bool:
    if _NO_CODE.search(folder):
        return False
    inside = _ROUTER.search(folder)
    return _TEST_FOLDER.search(folder[: inside.start() + 1] if inside else folder) is None


def is_generated(data: bytes) -> bool:
    """A generator's mark stands at the top."""
    return _GENERATED.search(data, 0, 400) is not None


def import_part(data: bytes) -> bytes:
    """The bytes in which a file can name what it imports."""
    if b"import(" in data or b"require(" in data or b"* as " in data:
        return data
    last = max(data.rfind(b" from '"), data.rfind(b' from "'), data.rfind(b"}from"))
    if last < 0:
        return b""
    end = data.find(b"\n", last)
    return data[:end] if end > 0 else data


class Texts:
    """The application code of a tree as bytes, read in one pass after another."""

    def __init__(self, sources: Sources, modules: Modules | None = None) -> None:
        """``modules``: narrow down which files are read again, where they are too many to be kept."""
        self._sources = sources
        self.paths = [path for path in sources.paths if is_caller_file(path)]
        self._set = frozenset(self.paths)
        parts = modules.homes.parts(self.paths) if modules is not None and sources.many else []
        self._homes = modules.homes if modules is not None and len(parts) > 1 else None
        self._parts: Sequence[Part] = parts or [(None, self.paths)]
        self._noted = False  # of every file, whether it leads out of its home

    def has(self, path: str) -> bool:
        """The file is application code."""
        return path in self._set

    def read(self, path: str) -> bytes:
        """The file's bytes; none of a file that is too large for a person to have written."""
        data = self._sources.read(path)
        return data if data is not None and len(data) <= MAX_SOURCE_BYTES else b""

    def all(self) -> Iterator[tuple[str, bytes]]:
        for home, paths in self._parts:
            yield from self._of_part(home, paths)
        self._noted = True

    def _of_part(self, home: str | None, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        homes = self._homes if home is not None and not self._noted else None
        for path in paths:
            data = self.read(path)
            if homes is not None and home is not None:
                homes.note(home, path, data)
            yield path, data

    def importing(self, words: Mapping[str, Collection[str]]) -> Iterator[tuple[str, bytes, list[str]]]:
        """The files that may import one of these names, or from a file of such a name, with the names.

        ``words``: each with the files that it is exported by.
        """
        searches: dict[tuple[str, ...], list[re.Pattern[bytes]]] = {}
        for home, paths in self._parts:
            asked = tuple(word for word, files in words.items() if self._may_import(home, files))
            needles = [(word, word.encode(errors="replace")) for word in asked]
            if asked not in searches:
                searches[asked] = patterns(needle for _, needle in needles)
            for path, data in self._of_part(home, paths) if asked else ():
                for pattern in searches[asked]:
                    if pattern.search(data) is not None:
                        found = [word for word, needle in needles if needle in data]
                        if found:
                            yield path, data, found
                        break
        self._noted = True

    def _may_import(self, home: str | None, files: Collection[str]) -> bool:
        return self._homes is None or not self._noted or self._homes.may_import(home, files)


def patterns(words: Iterable[bytes]) -> list[re.Pattern[bytes]]:
    """Where one of the words stands, one of these matches; of a long word the beginning is enough.

    Words that share a byte are looked for together, from that byte: where it is rare, that is as fast as to look for
    one of them. What leads to an endpoint is often named alike: ``usePartnerFilters``, ``useCardFilters``.
    """
    left = {word[:MAX_PIECE]: None for word in words}
    found: list[re.Pattern[bytes]] = []
    while left:
        having = {byte: [word for word in left if byte in word[:-1]] for byte in _RARE}
        rare = max(_RARE, key=lambda byte: len(having[byte]))
        if not having[rare]:
            return found + [re.compile(re.escape(word)) for word in left]
        found.append(re.compile(_from(rare, having[rare])))
        for word in having[rare]:
            del left[word]
    return found


def _from(byte: bytes, words: Iterable[bytes]) -> bytes:
    """The pattern of the words from their first such byte. To look behind takes long: the next byte rules out most."""
    parts = [word.partition(byte) for word in words]
    following = b"".join(sorted({after[:1] for _, _, after in parts}))
    found = (b"(?<=%s)%s" % (re.escape(before + byte + after[:1]), re.escape(after[1:])) for before, _, after in parts)
    return b"%s[%s](?:%s)" % (re.escape(byte), re.escape(following), b"|".join(found))
