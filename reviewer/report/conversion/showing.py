"""How files are shown: a new one whole, a changed one as a short excerpt of its difference."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from reviewer.report.conversion.preview import MAX_CHARACTERS, MAX_LINES, Preview, PreviewFile, Refused, Suggestion
from reviewer.report.escape import Markdown, code, fence, prose
from reviewer.report.redact import redacted

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
    rows = difflib.unified_diff(change.before.splitlines(), change.after.splitlines(), lineterm="", n=1)
    kept = [row for row in rows if not row.startswith(("---", "+++"))]
    lines = [" …" if row.startswith("@@") else row for row in kept]
    return PreviewFile(change.path, "\n".join(lines[1:]), "diff")


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
