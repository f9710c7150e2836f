"""What a terminal can do: its width, and whether it takes colours and hyperlinks."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from typing import NamedTuple, TextIO
from unicodedata import category, east_asian_width

from reviewer.report.escape import target

MIN_WIDTH, MAX_WIDTH, PIPED_WIDTH = 40, 120, 100
MIN_ROOM = 20  # columns of a wrapped text, however deep it is indented
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


class Style(NamedTuple):
    """``width`` in columns. The plain default suits files and pipes."""

    color: bool = False
    width: int = PIPED_WIDTH
    hyperlinks: bool = False

    def paint(self, text: str, *looks: str) -> str:
        """The text in these looks, or as it is where there are no colours."""
        if not (self.color and text and looks):
            return text
        return f"\x1b[{';'.join(_CODES[look] for look in looks)}m{text}\x1b[0m"

    def link(self, text: str, url: str) -> str:
        """The text, clickable where the terminal knows OSC 8."""
        address = target(url) if self.hyperlinks else ""
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if address else text


PLAIN = Style()


def style_for(stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> Style:
    """What the stream can show. NO_COLOR, FORCE_COLOR (no-color.org, force-color.org) and COLUMNS win over it."""
    if stream is None:
        return PLAIN
    terminal = stream.isatty() and environment.get("TERM") != "dumb"
    color = (terminal or bool(environment.get("FORCE_COLOR"))) and not environment.get("NO_COLOR")
    columns = _asked_for(environment) or (shutil.get_terminal_size((0, 0)).columns if terminal else 0) or PIPED_WIDTH
    links = terminal and sys.platform != "win32" and _knows_hyperlinks(environment)
    return Style(color, max(MIN_WIDTH, min(MAX_WIDTH, columns)), links)


def _asked_for(environment: Mapping[str, str]) -> int:
    """The width in COLUMNS, which counts for a pipe, too; 0 where it says none."""
    said = environment.get("COLUMNS", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0


def _knows_hyperlinks(environment: Mapping[str, str]) -> bool:
    version = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in ("iTerm.app", "WezTerm", "vscode", "ghostty")
        or "KITTY_WINDOW_ID" in environment
        or "KONSOLE_VERSION" in environment
        or (version.isdecimal() and int(version) >= 5000)
    )


def columns(text: str) -> int:
    """How many columns the text takes: East Asian wide characters and emoji take two, combining marks none."""
    return len(text) if text.isascii() else sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":  # the latter: parts of Hangul
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def clipped(text: str, width: int) -> str:
    """The text, cut with an ellipsis where it is wider than ``width`` columns."""
    return text if columns(text) <= width else f"{text[: _fitting(text, 0, width - 1)]}…"


def _fitting(text: str, start: int, width: int) -> int:
    """Where the piece of the text from ``start`` ends that takes at most ``width`` columns."""
    used = 0
    for at in range(start, len(text)):
        used += _columns(text[at])
        if used > width:
            return at
    return len(text)


def wrapped(text: str, width: int, taken: int = 0) -> list[str]:
    """The text in lines of at most ``width`` columns, broken at blanks; a longer word after a slash, or anywhere.

    ``taken``: columns of the first line that hold something else already.
    """
    room = max(MIN_ROOM, width)
    lines, used = [""], taken
    for word in text.split():
        wide, gap = columns(word), " " if lines[-1] else ""
        if used + len(gap) + wide <= room:
            lines[-1] += gap + word
            used += len(gap) + wide
            continue
        if used:
            lines.append("")
        lines[-1:] = _pieces(word, room)
        used = columns(lines[-1])
    return lines


def _pieces(word: str, room: int) -> list[str]:
    """A word that is too long for a line, in pieces that are not."""
    pieces, start = [], 0
    while start < len(word):
        end = _fitting(word, start, room)
        slash = word.rfind("/", start, end) + 1
        end = slash if end < len(word) and slash > start else end
        pieces.append(word[start:end])
        start = end
    return pieces
