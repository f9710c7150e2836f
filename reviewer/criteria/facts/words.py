"""Word lists that stay readable, and where words stand in a source."""

from __future__ import annotations

from collections.abc import Iterable


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def places_of(words: Iterable[bytes], data: bytes, start: int, end: int) -> list[int]:
    """Where each of the words begins between two bytes; in order for each of them."""
    found = []
    for word in words:
        at = data.find(word, start, end)
        while at >= 0:
            found.append(at)
            at = data.find(word, at + 1, end)
    return found
