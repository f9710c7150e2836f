"""What a terminal can do: its width, and whether it takes colours and hyperlinks."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO
from unicodedata import east_asian_width

from reviewer.report.escape import target

MIN_WIDTH, MAX_WIDTH, PIPED_WIDTH = 40, 120, 100
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


@dataclass(frozen=True, slots=True)
class Style:
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
    """What the stream can show. NO_COLOR and FORCE_COLOR (no-color.org, force-color.org) win over what it is."""
    if stream is None:
        return PLAIN
    terminal = stream.isatty() and environment.get("TERM") != "dumb"
    color = (terminal or bool(environment.get("FORCE_COLOR"))) and not environment.get("NO_COLOR")
    columns = shutil.get_terminal_size((PIPED_WIDTH, 24)).columns if terminal else PIPED_WIDTH
    links = terminal and sys.platform != "win32" and _knows_hyperlinks(environment)
    return Style(color, max(MIN_WIDTH, min(MAX_WIDTH, columns)), links)


def _knows_hyperlinks(environment: Mapping[str, str]) -> bool:
    version = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in ("iTerm.app", "WezTerm", "vscode", "ghostty")
        or "KITTY_WINDOW_ID" in environment
        or "KONSOLE_VERSION" in environment
        or (version.isdecimal() and int(version) >= 5000)
    )


def columns(text: str) -> int:
    """How many columns the text takes: East Asian wide characters take two."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def clipped(text: str, width: int) -> str:
    """The text, cut with an ellipsis where it is wider than ``width`` columns."""
    if columns(text) <= width:
        return text
    kept, used = [], 1
    for character in text:
        used += columns(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept) + "…"


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns, broken at blanks; a longer word is broken anywhere."""
    from textwrap import wrap

    return wrap(text, max(20, width), break_on_hyphens=False) or [""]
