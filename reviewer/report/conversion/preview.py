"""The nouns of a conversion: what is shown, and the refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_LINES = 200  # of one shown file: a longer one helps nobody inside a comment
MAX_CHARACTERS = 16_000


class Refused(Exception):
    """The code holds something that the conversion does not understand; the text says what, for the developer."""


@dataclass(frozen=True, slots=True)
class PreviewFile:
    """One file as it would look. ``language``: the word after the fence; ``diff`` for an excerpt of a changed file."""

    path: str
    code: str
    language: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The lines ``start_line`` to ``end_line`` of the file, inclusive, become ``replacement`` (no final newline)."""

    path: str
    start_line: int
    end_line: int
    replacement: str

    def lies_in(self, hunks: Sequence[tuple[int, int]]) -> bool:
        """GitHub takes a suggestion only for lines that one hunk of the diff shows."""
        return any(first <= self.start_line and self.end_line <= last for first, last in hunks)


@dataclass(frozen=True, slots=True)
class Preview:
    """What the other approach would look like: the files, what remains to be done in words, and a one-click change.

    ``rewritten``: the whole text of every file that the preview creates or changes, by path.
    """

    files: tuple[PreviewFile, ...]
    steps: tuple[str, ...] = ()
    suggestion: Suggestion | None = None
    rewritten: tuple[tuple[str, str], ...] = ()
