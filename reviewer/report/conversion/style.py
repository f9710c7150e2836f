"""The handwriting of a file: quotes, semicolons, indentation, whether it has types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.syntax.parser import walk

if TYPE_CHECKING:
    from reviewer.syntax.parser import Source

_STATEMENTS = frozenset({"import_statement", "lexical_declaration", "return_statement", "expression_statement"})
_ENOUGH = 400  # nodes: handwriting does not change in the middle of a file


@dataclass(frozen=True, slots=True)
class Style:
    quote: str = '"'
    semicolon: str = ";"
    indent: str = "  "
    typed: bool = True
    width: int = 80

    def string(self, text: str) -> str:
        return f"{self.quote}{text}{self.quote}"

    def constant(self, literal: str) -> str:
        """A literal that keeps its own type, so that ``ok`` tells the results apart."""
        return f"{literal} as const" if self.typed else literal


def style_of(source: Source) -> Style:
    """Judged by the first statements and strings of the file."""
    single = double = ended = open_ = 0
    for count, node in enumerate(walk(source.root)):
        if count > _ENOUGH:
            break
        if node.type == "string":
            single += source.data[node.start_byte : node.start_byte + 1] == b"'"
            double += source.data[node.start_byte : node.start_byte + 1] == b'"'
        elif node.type in _STATEMENTS:
            closed = source.data[node.end_byte - 1 : node.end_byte] == b";"
            ended, open_ = ended + closed, open_ + (not closed)
    return Style(
        quote="'" if single > double else '"',
        semicolon=";" if ended >= open_ else "",
        indent=_indent(source),
        width=_width(source),
        typed=source.path.endswith((".ts", ".tsx", ".mts", ".cts")),
    )


def _width(source: Source) -> int:
    """Prettier's own 80, or 100 where code runs longer."""
    lines = source.data.split(b"\n", _ENOUGH)[:_ENOUGH]
    code = (line for line in lines if not line.lstrip().startswith((b"//", b"*", b"import")))
    return 100 if any(80 < len(line) <= 100 for line in code) else 80


def _indent(source: Source) -> str:
    for line in source.data.split(b"\n", 400)[:400]:
        if line.startswith(b"\t"):
            return "\t"
        spaces = len(line) - len(line.lstrip(b" "))
        if spaces in (2, 4) and not line.lstrip().startswith(b"*"):
            return " " * spaces
    return "  "
