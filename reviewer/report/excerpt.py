"""Lines of source code with marks under them, in the manner of rustc and ruff."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from reviewer.model import Place
from reviewer.report.escape import terminal, terminal_code
from reviewer.report.redact import redacted, without_keys
from reviewer.report.style import Style, clipped, columns, wrapped

Read = Callable[[str], bytes | None]
MAX_LINE = 2_000  # characters of a line that are looked at at all
FURTHER_IN = "… "  # stands for an indentation that would leave no room for the code


class Label(NamedTuple):
    """What to say of a line, and how its marks look. ``main``: the line that the finding is about."""

    place: Place
    text: str
    looks: tuple[str, ...] = ("blue",)
    main: bool = False


class Lines:
    """The files' lines, read once each."""

    def __init__(self, read: Read) -> None:
        self.read = read
        self._known: dict[str, list[str]] = {}

    def at(self, place: Place) -> str:
        """The line without secrets and without anything that a terminal obeys; "" where it cannot be had."""
        if place.path not in self._known:
            data = self.read(place.path) or b""
            lines = data.decode("utf-8", "replace").split("\n")
            self._known[place.path] = without_keys(lines) if b"PRIVATE KEY-----" in data else lines
        lines = self._known[place.path]
        raw = lines[place.line - 1][:MAX_LINE] if 0 < place.line <= len(lines) else ""
        return terminal_code(redacted(raw.rstrip()))


def excerpts(labels: Sequence[Label], lines: Lines, style: Style) -> list[str]:
    """A frame a file: the main one first, the others in the order given."""
    paths = list(dict.fromkeys(label.place.path for label in sorted(labels, key=lambda label: not label.main)))
    gutter = len(str(max((label.place.line for label in labels), default=1)))
    shown: list[str] = []
    for path in paths:
        of_file = sorted((label for label in labels if label.place.path == path), key=lambda label: label.place.line)
        shown += _frame(of_file, lines, style, gutter)
    return shown


def _frame(labels: Sequence[Label], lines: Lines, style: Style, gutter: int) -> list[str]:
    main = next((label for label in labels if label.main), labels[0])
    arrow = "-->" if main.main else ":::"
    bar = style.paint("|", "blue")
    blank = f"{' ' * gutter} {bar}"
    where = terminal(f"{main.place.path}:{main.place.line}")
    shown = [f"{' ' * gutter}{style.paint(arrow, 'blue')} {where}", blank]
    previous = None
    for number in sorted({label.place.line for label in labels}):
        if previous is not None and number > previous + 1:
            shown.append(style.paint("." * 3, "blue"))
        shown += _line(number, [label for label in labels if label.place.line == number], lines, style, gutter)
        previous = number
    return [*shown, blank]


def _line(number: int, labels: Iterable[Label], lines: Lines, style: Style, gutter: int) -> list[str]:
    bar = style.paint("|", "blue")
    of_line = sorted(labels, key=lambda label: not label.main)
    room = style.width - gutter - 3
    whole = lines.at(of_line[0].place)
    indent = columns(whole) - columns(whole.lstrip())
    if indent > room // 2:
        indent, whole = len(FURTHER_IN), FURTHER_IN + whole.lstrip()
    code = clipped(whole, room)
    mark = "^" if of_line[0].main else "-"
    shown = [f"{style.paint(f'{number:>{gutter}}', 'blue')} {bar} {code}".rstrip()]
    marks = mark * max(1, columns(code) - indent)
    shown.append(f"{' ' * gutter} {bar} {' ' * indent}{style.paint(marks, *of_line[0].looks)}")
    for label in of_line:
        # Coloured letters are hard to read on some grounds: only what speaks against is set apart.
        looks = ("dim",) if "dim" in label.looks else ()
        texts = wrapped(terminal(label.text), room - indent) if label.text else []
        shown += [f"{' ' * gutter} {bar} {' ' * indent}{style.paint(text, *looks)}" for text in texts]
    return shown
