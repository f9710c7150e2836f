"""How files are shown: a new one whole, a changed one as a short excerpt of its difference."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewer.report.conversion.preview import MAX_CHARACTERS, MAX_LINES, Preview, PreviewFile, Refused, Suggestion
from reviewer.report.escape import Markdown, code, fence, prose, visible_lines
from reviewer.report.redact import redacted

if TYPE_CHECKING:
    from reviewer.syntax.parser import Sources

_LANGUAGES = {".ts": "ts", ".tsx": "tsx", ".js": "js", ".jsx": "jsx", ".mts": "ts", ".mjs": "js"}


@dataclass(frozen=True, slots=True)
class Changed:
    """A file that exists already, before and after."""

    path: str
    before: str
    after: str


def language(path: str) -> str:
    return next((name for suffix, name in _LANGUAGES.items() if path.endswith(suffix)), "")


def short(change: Changed) -> PreviewFile:
    """The changed lines with one line around them, as a diff."""
    rows = difflib.unified_diff(_lines(change.before), _lines(change.after), lineterm="", n=1)
    kept = list(rows)[2:]  # without the names of the files
    lines = [" …" if row.startswith("@@") else row for row in kept]
    return PreviewFile(change.path, "\n".join(lines[1:]), "diff")


def _lines(text: str) -> list[str]:
    """The lines as editors count them, each one line wherever it is shown."""
    return [
        " ".join(visible_lines(line).split("\n")) for line in text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    ]


def with_own_line_ends(preview: Preview, sources: Sources, home: str) -> Preview:
    """Each file ends its lines in one way: as it did before, a new one as the file ``home`` does."""
    return replace(
        preview, rewritten=tuple((path, _ended(text, sources, path, home)) for path, text in preview.rewritten)
    )


def _ended(text: str, sources: Sources, path: str, home: str) -> str:
    before = sources.read(path if path in sources.paths else home) or b""
    plain = text.replace("\r\n", "\n")
    return plain.replace("\n", "\r\n") if before.count(b"\r\n") * 2 > before.count(b"\n") else plain


def check_length(preview: Preview) -> Preview:
    """Raises Refused where a comment could not show it in full."""
    total = sum(len(file.code) for file in preview.files)
    if total > MAX_CHARACTERS or any(file.code.count("\n") > MAX_LINES for file in preview.files):
        raise Refused("it is too long to be shown")
    return preview


def render(preview: Preview) -> str:
    """The folded part of the comment, as Markdown."""
    blocks: list[str] = []
    for file in preview.files:
        blocks += [f"{code(file.path)}:", fence(redacted(file.code), file.language)]
    if preview.steps:
        blocks.append("\n".join(f"- {prose(step)}" for step in preview.steps))
    return Markdown("\n\n".join(blocks))


def render_suggestion(suggestion: Suggestion) -> str:
    """The block that GitHub applies with one click, in a comment whose lines are exactly those of the suggestion.

    GitHub replaces the lines that the comment stands on (GitHub documentation, "Incorporating feedback in your pull
    request"): in a comment on other lines it would damage the file.
    """
    if not suggestion.replacement:
        return Markdown("```suggestion\n```")
    return fence(suggestion.replacement, "suggestion")
